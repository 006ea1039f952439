"""A table somebody sent → areas: its rows by what they say of where they are, and what it says as a whole.

A table says more than its rows do: which scheme its codes are of, whether it gives a former area
by its parts, whether it is by cercle or by commune, and which division its names are of. Rows that
say the same are placed once (`geo.said`).
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field, replace
from functools import cache, cached_property
from typing import TYPE_CHECKING

import pandas as pd

from geo import aliases as spellings
from geo import codes, gazetteer, name_index
from geo.areas import DIVISIONS, LEVELS
from geo.by_name import CONTRADICTED
from geo.kinds import SENT
from geo.placement import OUTSIDE, Placement, Reason
from geo.points import shapes_to_areas
from geo.report import Report
from geo.said import GIVEN, Evidence, is_shapes, told
from geo.spelling import fold
from geo.weighing import beside, weigh

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from geo.aliases import Alias
    from geo.codes import Established
    from geo.former import Split
    from geo.gazetteer import Gazetteer
    from geo.readers import Sheet
    from geo.said import Positions, Said, Told

    Reader = Callable[[tuple[str, ...], int, frozenset[Split]], Placement]

BY_COMMUNE = 2
"""Cercles with several communes, being most of the cercles, that show a table to be by commune."""

OTHER_NAMES = 3
"""Cercles with several communes, or one of another name than theirs, being most, that show the same.

Of DTM's baselines, which name the chief town, 7 of some 45 cercles have one of another name."""

FOREIGN = 2
"""Regions that only another division has, that make a table's other names doubtful."""


@dataclass(frozen=True, slots=True)
class Landed:
    """Where what is said lands in a division; the attributes are those of `geo.report.Report`."""

    division: str
    division_from: str
    placements: tuple[Placement, ...] = ()
    given: tuple[str, ...] = ()
    finest: int = 0
    schemes: Established = field(default_factory=dict)

    def part(self, positions: Positions) -> Landed:
        """Return where some of what is said lands."""
        some = positions.tolist()
        placements = tuple(self.placements[at] for at in some) if self.placements else ()
        given = tuple(self.given[at] for at in some) if self.given else ()
        return replace(self, placements=placements, given=given)

    def report(self, sheet: Sheet, which: Positions) -> Report:
        """Return where the rows of a sheet landed, `which` says what each of them says."""
        if is_shapes(sheet):
            return _by_shape(sheet, gazetteer.load(self.division), self.division_from)
        return Report(
            sheet, self.division, self.division_from, self.placements, self.given, which, self.finest,
            self.schemes,
        )  # fmt: skip


def place(sheet: Sheet, division: str | None = None, aliases: Iterable[Alias] | None = None) -> Report:
    """Place each row of a table, in the division that is given or that its names are of.

    Parameters
    ----------
    sheet : Sheet
        As `geo.readers.read` gives it.
    division : str, optional
        Id, where a person set it.
    aliases : iterable of Alias, optional
        Confirmed spellings; those of the workspace where not given.

    Raises
    ------
    GeoError
        ``division_unknown``.
    """
    content, which = told(sheet)
    return land(content, division, aliases).report(sheet, which)


def place_rows(sheet: Sheet, gazetteer: Gazetteer) -> Report:
    """Place each row of a table in a division, with those of its round as context.

    Parameters
    ----------
    sheet : Sheet
        As `geo.readers.read` gives it.
    gazetteer : Gazetteer
        The division to place in.
    """
    content, which = told(sheet)
    return _Table(content).placed_in(gazetteer, "inferred", ()).report(sheet, which)


def land(table: Told, division: str | None = None, aliases: Iterable[Alias] | None = None) -> Landed:
    """Find where what a table says lands, in the division that is given or that its names are of.

    The division inferred is the one in which more rows are placed; `DIVISIONS` has the one taken
    where as many are, first. Of shapes, which lie where they lie, it is the first.

    Parameters
    ----------
    table : Told
        What the whole table says.
    division, aliases
        See `place`.

    Raises
    ------
    GeoError
        ``division_unknown``.
    """
    aliases = spellings.known() if aliases is None else tuple(aliases)
    known = _Table(table)
    if division:
        return known.placed_in(gazetteer.load(division), "given", aliases)
    best = known.placed_in(gazetteer.load(DIVISIONS[0]), "inferred", aliases)
    for other in DIVISIONS[1:]:
        if _placed(best, table) == table.rows.sum():
            break
        landed = known.placed_in(gazetteer.load(other), "inferred", aliases)
        best = landed if _placed(landed, table) > _placed(best, table) else best
    return best


def _placed(landed: Landed, table: Told) -> int:
    """Return the number of rows that have a place, also of those with an unreadable cell."""
    return sum(int(n) for n, one in zip(table.rows, landed.placements, strict=True) if one.status == "placed")


class _Table:
    """A table by the different things that its rows say."""

    def __init__(self, table: Told) -> None:
        self.kind, self.said = table.kind, table.said

    def placed_in(self, places: Gazetteer, division_from: str, aliases: Iterable[Alias]) -> Landed:
        """Place what is said in a division."""
        division = places.areas.division
        if not self.said:
            return Landed(division, division_from)
        confirmed = spellings.confirmed(aliases, division)
        splits = self._splits(places)

        @cache
        def read(names: Evidence, level: int, split: frozenset[Split]) -> Placement:
            return places.by_name(_by_level(names), level, split, confirmed)

        schemes = codes.established(self._pairs(read), codes.schemes_of(places.areas))
        doubtful = self._of_another_division(places)
        placements = []
        for one in self.said:
            found = self._weighed(one, read(one.names, self.finest, splits[one.round]), places, schemes)
            placements.append(_doubted(found, one, places) if doubtful else found)
        given = tuple(self._given(one) for one in self.said)
        return Landed(division, division_from, tuple(placements), given, self.finest, schemes)

    @cached_property
    def finest(self) -> int:
        """Finest level that is evidence: that of the kind, or communes where they are no placeholder.

        DTM's baselines fill the commune with the chief town of the cercle, so most cercles have
        one, of their own name; a table by commune gives several for most, or others. Communes in a
        table without cercles are no placeholder.
        """
        finest = SENT[self.kind].finest
        communes = defaultdict[Evidence, set[str]](set)
        for region, cercle, commune in {one.names for one in self.said}:
            if fold(commune):
                communes[fold(region), fold(cercle)].add(fold(commune))
        several = sum(len(found) > 1 for found in communes.values())
        others = sum(len(found) > 1 or cercle not in found for (_, cercle), found in communes.items())
        by_commune = (several >= BY_COMMUNE and several > len(communes) / 2) or (
            others >= OTHER_NAMES and others > len(communes) / 2
        )
        alone = bool(communes) and not any(cercle for _, cercle in communes)
        return LEVELS["commune"] if by_commune or alone else finest

    def _splits(self, places: Gazetteer) -> dict[tuple[str, ...], frozenset[Split]]:
        """Return for each round the former areas that it gives by their parts."""
        rounds = defaultdict[tuple[str, ...], set[Evidence]](set)
        for one in self.said:
            rounds[one.round].add(one.names)
        return {given: places.parts_named(map(_by_level, names)) for given, names in rounds.items()}

    def _pairs(self, read: Reader) -> Iterator[tuple[int, str, str]]:
        """Yield each code with the area that the name beside it says, whatever stands below."""
        for one in self.said:
            for level in GIVEN[: self.finest]:
                code, name = one.codes[level - 1], one.names[level - 1]
                if code.strip() and fold(name):
                    found = read(one.names[:level], level, frozenset())
                    if found.status == "placed":
                        yield level, code, str(found.area)

    def _weighed(self, one: Said, found: Placement, places: Gazetteer, schemes: Established) -> Placement:
        said = beside(_by_level(one.codes), self.finest, schemes, one.at, places.areas)
        name = gazetteer.written(_by_level(one.names), self.finest)
        return weigh(places.areas, found, said, name, self.finest)

    def _of_another_division(self, places: Gazetteer) -> bool:
        """Tell whether the table names regions that only another division has."""
        region = LEVELS["region"]
        named = {fold(one.names[0]) for one in self.said} - {""}
        foreign = [
            key
            for key in named
            if not places.bearing(region, key) and region in {level for level, _ in name_index.known_as(key)}
        ]
        return len(foreign) >= FOREIGN

    def _given(self, one: Said) -> str:
        name = gazetteer.written(_by_level(one.names), self.finest)
        return name or next((code for code in reversed(one.codes) if code.strip()), "")


def _by_shape(sheet: Sheet, places: Gazetteer, division_from: str) -> Report:
    """Place rows that are shapes of their own where they lie, whatever they are called."""
    assert sheet.geometry is not None
    found = shapes_to_areas(sheet.geometry, places.areas)
    found[[area is None for area in found]] = OUTSIDE
    which, areas = pd.factorize(found)
    placements = tuple(
        Placement("placed", area, "shape", certainty=1.0)
        if area != OUTSIDE
        else Placement("unplaced", reason=Reason("outside"))
        for area in areas
    )
    given = ("",) * len(placements)
    return Report(sheet, places.areas.division, division_from, placements, given, which, LEVELS["commune"])


def _doubted(found: Placement, one: Said, places: Gazetteer) -> Placement:
    """Let a person confirm what names of another division say of regions and cercles.

    "Mopti" of 2021 holds what 2023 calls Mopti, Bandiagara and Douentza; communes are the same.
    """
    by_name = found.method.startswith(("name", "former")) and not found.method.endswith("point")
    if found.status != "placed" or not by_name or places.areas[str(found.area)].level == LEVELS["commune"]:
        return found
    reason = Reason("other_division", {"name": gazetteer.written(_by_level(one.names), 3)})
    candidates = (str(found.area),)
    return replace(found, status="proposed", certainty=CONTRADICTED, reason=reason, candidates=candidates)


def _by_level(evidence: Evidence) -> dict[int, str]:
    return dict(zip(GIVEN, evidence, strict=False))
