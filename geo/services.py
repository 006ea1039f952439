"""Which services the sites of displaced people have and lack: per site, and counted per area.

The invented examples are in none of it; loaded datasets of kind ``sites`` are. A site's own word
on a service is closer than any report for the area around it: "yes" is covered, "partial" is a part,
"no" is a gap where people are. Only where the site says nothing is the area around it asked.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, cast

from geo import coverage, disclosure, steady, workspace
from geo.areas import load
from geo.coverage import REPORTED, State
from geo.kinds import SENSITIVITIES
from geo.sites import Site
from geo.statements import HERE, reaches
from geo.tables import SERVICES

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from geo.coverage import Cell, Question
    from geo.workspace import Loaded

CLUSTERS = {
    "water": "WSH", "sanitation": "WSH", "health": "HEA", "nutrition": "NUT", "education": "EDU",
    "protection": "PRO", "shelter": "SHL", "site_management": "CCM",
}  # fmt: skip
"""Cluster of each service of `geo.tables.SERVICES`."""


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
    return tuple(
        one for one in _sites() if disclosure.may_show_points(one.site.sensitivity, question.audience)
    )


def within(question: Question, area: str) -> tuple[Placed, ...]:
    """Return those of `sites` that lie in an area of any level."""
    level = load(question.division)[area].level
    return tuple(one for one in sites(question) if _area(one, question.division, level) == area)


@steady.latest(coverage.QUESTIONS)
def by_area(question: Question) -> dict[str, AreaServices]:
    """Return `sites` counted by area of the question's level; areas without one are left out.

    How many sites of other datasets an area has is a count that `geo.released` may release.
    """
    division, level = question.division, question.level
    grouped: dict[str, list[Site]] = {}
    for one in sites(question):
        if area := _area(one, division, level):
            grouped.setdefault(area, []).append(one.site)
    return {area.id: _counted(grouped[area.id]) for area in load(division).at(level) if area.id in grouped}


def site_cells(question: Question, among: Iterable[Placed] | None = None) -> dict[str, dict[str, SiteCell]]:
    """Return the state of each service of all or some sites, by their ids; the finest areas are asked."""
    finest = max(load(question.division).levels)
    fine = replace(question, level=finest)
    found = {}
    for one in sites(question) if among is None else among:
        area = _area(one, question.division, finest)
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


def _area(one: Placed, division: str, level: int) -> str | None:
    """Return the area of a level that is, or holds, the site's; None where its own is larger."""
    near = reaches(one.division, one.site.area, division, level)
    return next((area for area, how in near.items() if how in HERE), None)


def _counted(given: list[Site]) -> AreaServices:
    known = [site.individuals for site in given if site.individuals is not None]
    services = {service: Counter(str(site.services[service]) for site in given) for service in SERVICES}
    return AreaServices(len(given), sum(known), len(given) - len(known), services)


@steady.kept
def _sites() -> tuple[Placed, ...]:
    return tuple(
        Placed(_site(row, one), one.division, f"data:{one.name}")
        for one in workspace.loaded()
        if one.kind == "sites"
        for row in one.table().to_dict("records")
        if row.get("state") == "placed"
    )


def _site(row: Mapping[Any, Any], dataset: Loaded) -> Site:
    def known(column: str) -> Any:
        value = row.get(column)
        return None if value is None or value != value else value

    def whole(column: str) -> int | None:
        value = known(column)
        return None if value is None else int(value)

    services = {service: str(known(service) or "unknown") for service in SERVICES}
    return Site(
        id=f"{dataset.name}-{known('row')}",
        name=str(known("name") or ""),
        area=str(row["area"]),
        lon=known("lon"),
        lat=known("lat"),
        date=str(known("date") or dataset.date),
        individuals=whole("individuals"),
        households=whole("households"),
        services=cast("Any", services),
        source=dataset.source,
        sensitivity=max(dataset.sensitivity, known("sensitivity") or "public", key=SENSITIVITIES.index),
        example=False,
    )
