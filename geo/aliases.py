"""Spellings that a person has confirmed, remembered in the workspace.

An alias holds in its context: in its division, at its level, under the parents' names of the rows
that it was confirmed for. Names are compared as `geo.spelling.fold` does. With it those rows are
placed, method ``alias``, in this file and in every later one.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass, fields
from typing import TYPE_CHECKING, Any

from geo import areas, spreadsheet, workspace
from geo.errors import GeoError
from geo.spelling import fold

if TYPE_CHECKING:
    from collections.abc import Iterable

WHAT = "aliases"
"""What the workspace remembers them under."""

Key = tuple[int, str, tuple[str, ...]]
"""Level, folded name, folded names of all coarser levels."""

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
    _change(alias, [asdict(alias)])


def forget(alias: Alias) -> None:
    """Take back what was confirmed for these names; nothing happens where nothing was."""
    _change(alias, [])


def known() -> tuple[Alias, ...]:
    """Return every alias, in the order in which they were confirmed."""
    return tuple(map(_alias, workspace.recall(WHAT, [])))


def confirmed(aliases: Iterable[Alias], division: str) -> Confirmed:
    """Return the areas of a division by what they are confirmed for."""
    return {alias.key: alias.area for alias in aliases if alias.division == division}


def as_csv(aliases: Iterable[Alias]) -> bytes:
    """Write aliases as CSV: UTF-8 with a byte-order mark, a column for each parent.

    A cell that a spreadsheet would run as a formula is written behind an apostrophe.
    """
    head = ("division", "level", "admin1", "admin2", "name", "area")
    rows = ((one.division, one.level, *(*one.parent, "", "")[:2], one.name, one.area) for one in aliases)
    return spreadsheet.of_rows((head, *rows)).encode("utf-8-sig")


def _change(alias: Alias, new: list[dict[str, Any]]) -> None:
    def same(one: Alias) -> bool:
        return (one.division, one.key) == (alias.division, alias.key)

    def changed(kept: list[dict[str, Any]]) -> list[dict[str, Any]]:
        return [*(one for one in kept if not same(_alias(one))), *new]

    workspace.remember(WHAT, changed, [])


def _alias(given: dict[str, Any]) -> Alias:
    try:
        values = {field.name: given[field.name] for field in fields(Alias)}
        return Alias(**values | {"parent": tuple(values["parent"])})
    except (KeyError, TypeError) as error:
        raise GeoError("workspace_damaged", file=f"{WHAT}.json", problem=error) from error
