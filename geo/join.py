"""A table somebody sent → areas: its rows by what they say of where they are, and what it says as a whole.

A table says more than its rows do: which scheme its codes are of, whether it gives a former area
by its parts, whether it is by cercle or by commune, and which division its names are of. Rows that
say the same are placed once.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, replace
from functools import cache, cached_property
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from geo import aliases as spellings
from geo import codes, gazetteer, name_index
from geo.areas import DIVISIONS, LEVELS
from geo.by_name import CONTRADICTED
from geo.kinds import AREAS, LINES, SENT
from geo.placement import OUTSIDE, Placement, Reason
from geo.points import points_to_areas, shapes_to_areas
from geo.report import Report
from geo.spelling import fold
from geo.weighing import beside, weigh

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    import geopandas as gpd
    from numpy.typing import NDArray

    from geo.aliases import Alias
    from geo.codes import Established
    from geo.former import Split
    from geo.gazetteer import Gazetteer
    from geo.readers import Sheet

    Positions = NDArray[np.intp]
    Reader = Callable[[tuple[str, ...], int, frozenset[Split]], Placement]

_LEVELS = (1, 2, 3)

BY_COMMUNE = 2
"""Cercles with several communes, being most of the cercles, that show a table to be by commune."""

OTHER_NAMES = 3
"""Cercles with several communes, or one of another name than theirs, being most, that show the same.

Of DTM's baselines, which name the chief town, 7 of some 45 cercles have one of another name."""

FOREIGN = 2
"""Regions that only another division has, that make a table's other names doubtful."""

Evidence = tuple[str, ...]
"""What a row gives by level, as written: regions, cercles, communes; empty where not given."""


@dataclass(frozen=True, slots=True)
class _Said:
    """What a row says of where it is."""

    names: Evidence
    codes: Evidence
    at: str | None
    round: Evidence


def place(sheet: Sheet, division: str | None = None, aliases: Iterable[Alias] | None = None) -> Report:
    """Place each row of a table, in the division that is given or that its names are of.

    The division inferred is the one in which more rows are placed; `DIVISIONS` has the one taken
    where as many are, first.

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
    aliases = spellings.known() if aliases is None else tuple(aliases)
    table = _Table(sheet)
    if division:
        return table.placed_in(gazetteer.load(division), "given", aliases)
    best = table.placed_in(gazetteer.load(DIVISIONS[0]), "inferred", aliases)
    for other in DIVISIONS[1:]:
        if _placed(best) == len(best.which):
            break
        report = table.placed_in(gazetteer.load(other), "inferred", aliases)
        best = report if _placed(report) > _placed(best) else best
    return best


def place_rows(
    sheet: Sheet, gazetteer: Gazetteer, *, division_from: str = "inferred", aliases: Iterable[Alias] = ()
) -> Report:
    """Place each row of a table in a division, with those of its round as context.

    Parameters
    ----------
    sheet : Sheet
        As `geo.readers.read` gives it.
    gazetteer : Gazetteer
        The division to place in.
    division_from : str
        ``inferred``, or ``given`` where a person set the division.
    aliases : iterable of Alias
        Confirmed spellings.
    """
    return _Table(sheet).placed_in(gazetteer, division_from, aliases)


def _placed(report: Report) -> int:
    """Return the number of rows that have a place, also of those with an unreadable cell."""
    placed = np.array([one.status == "placed" for one in report.placements], dtype=bool)
    return int(placed[report.which].sum())


class _Table:
    """A sheet by the different things that its rows say."""

    def __init__(self, sheet: Sheet) -> None:
        self.sheet = sheet
        self.known = sheet.kind in SENT
        if self.known:
            self.said, self.which = _distinct(sheet)

    def placed_in(self, places: Gazetteer, division_from: str, aliases: Iterable[Alias]) -> Report:
        """Place the rows in a division."""
        division = places.areas.division
        if not self.known:
            return Report(self.sheet, division, division_from)
        if self.sheet.kind in (LINES, AREAS) and self.sheet.geometry is not None:
            return _by_shape(self.sheet, self.sheet.geometry, places, division_from)
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
        return Report(
            self.sheet, division, division_from, tuple(placements), given, self.which, self.finest, schemes
        )

    @cached_property
    def finest(self) -> int:
        """Finest level that is evidence: that of the kind, or communes where they are no placeholder.

        DTM's baselines fill the commune with the chief town of the cercle, so most cercles have
        one, of their own name; a table by commune gives several for most, or others. Communes in a
        table without cercles are no placeholder.
        """
        finest = SENT[self.sheet.kind].finest
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

    def _splits(self, places: Gazetteer) -> dict[Evidence, frozenset[Split]]:
        """Return for each round the former areas that it gives by their parts."""
        rounds = defaultdict[Evidence, set[Evidence]](set)
        for one in self.said:
            rounds[one.round].add(one.names)
        return {given: places.parts_named(map(_by_level, names)) for given, names in rounds.items()}

    def _pairs(self, read: Reader) -> Iterator[tuple[int, str, str]]:
        """Yield each code with the area that the name beside it says, whatever stands below."""
        for one in self.said:
            for level in _LEVELS[: self.finest]:
                code, name = one.codes[level - 1], one.names[level - 1]
                if code.strip() and fold(name):
                    found = read(one.names[:level], level, frozenset())
                    if found.status == "placed":
                        yield level, code, str(found.area)

    def _weighed(self, one: _Said, found: Placement, places: Gazetteer, schemes: Established) -> Placement:
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

    def _given(self, one: _Said) -> str:
        name = gazetteer.written(_by_level(one.names), self.finest)
        return name or next((code for code in reversed(one.codes) if code.strip()), "")


def _by_shape(sheet: Sheet, shapes: gpd.GeoSeries, places: Gazetteer, division_from: str) -> Report:
    """Place rows that are shapes of their own where they lie, whatever they are called."""
    found = shapes_to_areas(shapes, places.areas)
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


def _doubted(found: Placement, one: _Said, places: Gazetteer) -> Placement:
    """Let a person confirm what names of another division say of regions and cercles.

    "Mopti" of 2021 holds what 2023 calls Mopti, Bandiagara and Douentza; communes are the same.
    """
    by_name = found.method.startswith(("name", "former")) and not found.method.endswith("point")
    if found.status != "placed" or not by_name or places.areas[str(found.area)].level == LEVELS["commune"]:
        return found
    reason = Reason("other_division", {"name": gazetteer.written(_by_level(one.names), 3)})
    candidates = (str(found.area),)
    return replace(found, status="proposed", certainty=CONTRADICTED, reason=reason, candidates=candidates)


def _distinct(sheet: Sheet) -> tuple[list[_Said], Positions]:
    """Return the different things that rows say, and for each row which of them."""
    rows = sheet.rows
    names = [_text(rows, f"admin{level}") for level in _LEVELS]
    coded = [_text(rows, f"code{level}") for level in _LEVELS]
    rounds = [rows[name].astype("str") for name in ("date", "round") if name in rows]
    at = pd.Series(_communes(rows), index=rows.index, dtype=object)
    columns = [*names, *coded, at, *rounds]
    which = np.zeros(len(rows), dtype=np.int64)
    for column in columns:
        found, values = pd.factorize(column, use_na_sentinel=False)
        which = pd.factorize(which * max(len(values), 1) + found)[0]
    _, first = np.unique(which, return_index=True)
    cells = [column.iloc[first].tolist() for column in columns]
    said = [_Said(one[:3], one[3:6], one[6], one[7:]) for one in zip(*cells, strict=True)]
    return said, which


def _text(rows: pd.DataFrame, name: str) -> pd.Series:
    return (
        rows[name].fillna("").astype(object)
        if name in rows
        else pd.Series("", index=rows.index, dtype=object)
    )


def _communes(rows: pd.DataFrame) -> NDArray[np.object_]:
    """Return the commune that each row's point lies in, `OUTSIDE`, or None where it has no point."""
    found = np.full(len(rows), None, dtype=object)
    if "lon" not in rows or "lat" not in rows:
        return found
    lon, lat = (rows[name].to_numpy(dtype=float, na_value=np.nan) for name in ("lon", "lat"))
    known = np.flatnonzero(np.isfinite(lon) & np.isfinite(lat))
    points, which = np.unique(np.column_stack([lon[known], lat[known]]), axis=0, return_inverse=True)
    communes = points_to_areas(points[:, 0], points[:, 1], gazetteer.load().areas, LEVELS["commune"])
    communes[[area is None for area in communes]] = OUTSIDE
    found[known] = communes[which.reshape(-1)]
    return found


def _by_level(evidence: Evidence) -> dict[int, str]:
    return dict(zip(_LEVELS, evidence, strict=False))
