"""Which services the sites of displaced people have and lack: per site, and counted per area.

The invented examples are in none of it; loaded datasets of kind ``sites`` are. A site's own word
on a service is closer than any report for the area around it: "yes" is covered, "partial" is a part,
"no" is a gap where people are. Only where the site says nothing is the area around it asked.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from operator import itemgetter
from typing import TYPE_CHECKING, Any, cast

import pandas as pd

from geo import coverage, disclosure, steady, workspace
from geo.areas import load
from geo.coverage import REPORTED, State
from geo.kinds import SENSITIVITIES
from geo.sites import Site
from geo.statements import HERE, reaches
from geo.tables import SERVICES

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from geo.coverage import Cell, Question
    from geo.disclosure import Audience
    from geo.workspace import Loaded

CLUSTERS = {
    "water": "WSH", "sanitation": "WSH", "health": "HEA", "nutrition": "NUT", "education": "EDU",
    "protection": "PRO", "shelter": "SHL", "site_management": "CCM",
}  # fmt: skip
"""Cluster of each service of `geo.tables.SERVICES`."""

COLUMNS = ("row", "name", "area", "lon", "lat", "date", "individuals", "households", "sensitivity")
"""What a row says of a site beside its services."""


@dataclass(frozen=True, slots=True)
class Placed:
    """A site of a loaded dataset: `division` is that of its area, `dataset` is ``data:<name>``."""

    site: Site
    division: str
    dataset: str


@dataclass(frozen=True, slots=True)
class SiteCell:
    """The state of one site and service: what the site says (``yes`` …), and the area's cell where asked."""

    service: str
    state: State
    said: str
    around: Cell | None = None


@dataclass(frozen=True, slots=True)
class AreaServices:
    """The sites of an area, counted.

    Attributes
    ----------
    sites : int
        How many.
    people : int
        Individuals in those that give a number: at least so many.
    uncounted : int
        Sites that give none.
    services : dict of str to Counter
        By service, how many sites say ``yes``, ``partial``, ``no``, ``unknown``.
    """

    sites: int
    people: int
    uncounted: int
    services: dict[str, Counter[str]]


def sites(question: Question) -> tuple[Placed, ...]:
    """Return the real sites whose places the question's audience may be shown."""
    return _shown(question.audience)


def within(question: Question, area: str) -> tuple[Placed, ...]:
    """Return those of `sites` that lie in an area of any level."""
    level = load(question.division)[area].level
    return _by_area(question.audience, question.division, level).get(area, ())


def by_area(question: Question) -> dict[str, AreaServices]:
    """Return `sites` counted by area of the question's level; areas without one are left out.

    How many sites of other datasets an area has is a count that `geo.released` may release.
    """
    return _counts(question.audience, question.division, question.level)


def site_cells(question: Question, among: Iterable[Placed]) -> dict[str, dict[str, SiteCell]]:
    """Return the state of each service of some sites, by their ids; the finest areas are asked."""
    finest = max(load(question.division).levels)
    fine = replace(question, level=finest)
    found = {}
    for one in among:
        area = _area(one.division, one.site.area, question.division, finest)
        found[one.site.id] = {service: _site_cell(one.site, service, area, fine) for service in SERVICES}
    return found


def _site_cell(site: Site, service: str, area: str | None, question: Question) -> SiteCell:
    said = site.services[service]
    own = {"yes": State.COVERED, "partial": State.PART}
    if said in own:
        return SiteCell(service, own[said], said)
    if site.individuals == 0:
        return SiteCell(service, State.NOBODY, said)
    if said == "no":
        return SiteCell(service, State.GAP, said)
    around = coverage.cell(question, area, CLUSTERS[service]) if area else None
    if around and (around.state in REPORTED or around.state is State.LARGER):
        return SiteCell(service, State.LARGER, said, around)
    planned = around is not None and around.state is State.PLANNED
    return SiteCell(service, State.PLANNED if planned else State.NO_REPORT, said, around)


@steady.kept
def _shown(audience: Audience) -> tuple[Placed, ...]:
    return tuple(one for one in _sites() if disclosure.may_show_points(one.site.sensitivity, audience))


@steady.kept
def _by_area(audience: Audience, division: str, level: int) -> dict[str, tuple[Placed, ...]]:
    """Group the sites by the area of a level that is, or holds, theirs: each area is asked about once."""
    given = _shown(audience)
    own = {(one.division, one.site.area) for one in given}
    held = {area: _area(*area, division, level) for area in own}
    grouped: dict[str, list[Placed]] = {}
    for one in given:
        if area := held[one.division, one.site.area]:
            grouped.setdefault(area, []).append(one)
    return {area.id: tuple(grouped[area.id]) for area in load(division).at(level) if area.id in grouped}


@steady.kept
def _counts(audience: Audience, division: str, level: int) -> dict[str, AreaServices]:
    return {area: _counted(given) for area, given in _by_area(audience, division, level).items()}


def _area(own_division: str, own: str, division: str, level: int) -> str | None:
    """Return the area of a level that is, or holds, another; None where that one is larger."""
    near = reaches(own_division, own, division, level)
    return next((area for area, how in near.items() if how in HERE), None)


def _counted(given: tuple[Placed, ...]) -> AreaServices:
    known = [one.site.individuals for one in given if one.site.individuals is not None]
    said = [one.site.services for one in given]
    services = {service: Counter[str](map(itemgetter(service), said)) for service in SERVICES}
    return AreaServices(len(given), sum(known), len(given) - len(known), services)


@steady.kept
def _sites() -> tuple[Placed, ...]:
    return tuple(
        Placed(site, one.division, f"data:{one.name}")
        for one in workspace.loaded()
        if one.kind == "sites"
        for site in _of(one)
    )


def _of(dataset: Loaded) -> Iterator[Site]:
    """Return the sites of a dataset, read by column: a row of a table at a time takes ten times as long."""
    table = dataset.table()
    placed = table[table["state"] == "placed"]

    def known(name: str) -> list[Any]:
        """Return the values of a column; None for those that are not known."""
        values = placed.get(name, pd.Series(index=placed.index, dtype=object)).astype(object)
        return values.where(values.notna(), None).tolist()

    described = zip(*(known(name) for name in COLUMNS), strict=True)
    served = zip(*(known(service) for service in SERVICES), strict=True)
    for (row, name, area, lon, lat, date, individuals, households, kept), said in zip(
        described, served, strict=True
    ):
        states = {service: one or "unknown" for service, one in zip(SERVICES, said, strict=True)}
        yield Site(
            id=f"{dataset.name}-{row}",
            name=name or "",
            area=area,
            lon=lon,
            lat=lat,
            date=date or dataset.date,
            individuals=None if individuals is None else int(individuals),
            households=None if households is None else int(households),
            services=cast("Any", states),
            source=dataset.source,
            sensitivity=max(dataset.sensitivity, kept or "public", key=SENSITIVITIES.index),
            example=False,
        )
