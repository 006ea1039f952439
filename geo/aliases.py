"""Spellings that a person has confirmed, remembered in the workspace.

An alias holds in its context: in its division, at its level, under the parents' names of the rows
that it was confirmed for. Names are compared as `geo.spelling.fold` does. With it those rows are
placed, method ``alias``, in this file and in every later one.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from geo import areas, spreadsheet, typed, workspace
from geo.errors import GeoError
from geo.spelling import fold

if TYPE_CHECKING:
    from collections.abc import Iterable

WHAT = "aliases"
"""What the workspace remembers them under."""

Key = tuple[int, str, tuple[str, ...]]
"""Level, folded name, folded names of all coarser levels."""

NONE: tuple[Alias, ...] = ()

Confirmed = dict[Key, str]
"""Area ids by what they are confirmed for, of one division."""


@dataclass(frozen=True, slots=True)
class Alias:
    """A confirmed spelling.

    Attributes
    ----------
    division : str
        Of `area`.
    level : int
        Level that the name stood at.
    parent : tuple of str
        Names at the coarser levels, the region first, as written; empty where not given.
    name : str
        As written.
    area : str
        Id of the area meant; it may be of another level.
    """

    division: str
    level: int
    parent: tuple[str, ...]
    name: str
    area: str

    @property
    def key(self) -> Key:
        """What rows are compared with."""
        return self.level, fold(self.name), tuple(map(fold, self.parent))


def remember(alias: Alias) -> None:
    """Keep an alias; it replaces what was confirmed for the same names.

    Raises
    ------
    GeoError
        ``area_unknown`` when the division has no such area; ``alias_empty`` without a name.
    """
    if alias.area not in areas.load(alias.division):
        raise GeoError("area_unknown", given=alias.area, division=alias.division)
    if not fold(alias.name) or len(alias.parent) != alias.level - 1:
        raise GeoError("alias_empty", given=alias.name)
    _change(alias, [alias])


def forget(alias: Alias) -> None:
    """Take back what was confirmed for these names; nothing happens where nothing was."""
    _change(alias, [])


def known() -> tuple[Alias, ...]:
    """Return every alias, in the order in which they were confirmed."""
    return workspace.recall(WHAT, NONE, _parsed)


def confirmed(aliases: Iterable[Alias], division: str) -> Confirmed:
    """Return the areas of a division by what they are confirmed for; none of areas that it has no more."""
    known = areas.load(division)
    return {one.key: one.area for one in aliases if one.division == division and one.area in known}


def as_csv(aliases: Iterable[Alias]) -> bytes:
    """Write aliases as CSV: UTF-8 with a byte-order mark, a column for each parent.

    A cell that a spreadsheet would run as a formula is written behind an apostrophe.
    """
    head = ("division", "level", "admin1", "admin2", "name", "area")
    rows = ((one.division, one.level, *(*one.parent, "", "")[:2], one.name, one.area) for one in aliases)
    return spreadsheet.of_rows((head, *rows)).encode("utf-8-sig")


def _change(alias: Alias, new: list[Alias]) -> None:
    def changed(kept: tuple[Alias, ...]) -> list[Alias]:
        return [*(one for one in kept if (one.division, one.key) != (alias.division, alias.key)), *new]

    workspace.remember(WHAT, changed, NONE, _parsed)


def _parsed(given: Any) -> tuple[Alias, ...]:
    found: tuple[Alias, ...] = typed.value(tuple[Alias, ...], given)
    for one in found:
        fits = one.level in (1, 2, 3) and len(one.parent) == one.level - 1
        if not fits or one.division not in areas.DIVISIONS:
            raise ValueError(f"{one.name:.40}: division, level or parents")
    return found
