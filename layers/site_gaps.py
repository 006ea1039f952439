"""Sites of displaced people and their services: counted per area, and the gaps of each site."""

from __future__ import annotations

from heapq import nsmallest
from typing import TYPE_CHECKING

from geo import services
from geo.coverage import State
from geo.tables import SERVICES
from layers import beside, filters, profiled
from layers.plain_tables import Cell, Row, Table
from layers.text import number, say, when

if TYPE_CHECKING:
    from geo.services import AreaServices, Placed, SiteCell
    from layers.scene import Request


def areas(request: Request) -> Table | None:
    """Return a row per area of the focus with sites that the audience may be shown; None for none."""
    lang, view = request.lang, request.view
    found = services.by_area(request.question)
    shown = [area.id for area in request.areas.within(view.area, view.level) if area.id in found]
    if not shown:
        return None
    shown.sort(key=lambda area: (-found[area].people, area))
    return Table(
        caption=say("site_gaps.areas", lang),
        columns=(
            *(say(f"site_gaps.column.{name}", lang) for name in ("area", "sites", "people")),
            *(say(f"service.{service}", lang) for service in SERVICES),
        ),
        rows=tuple(_area(area, found[area], request) for area in shown[: beside.MOST]),
        numbers=frozenset({1, 2}),
        notes=(say("site_gaps.note", lang),),
    )


def sites(request: Request) -> Table | None:
    """Return a row per site that the audience may be shown, most people first, with what it lacks."""
    lang, view = request.lang, request.view
    shown = services.within(request.question, view.area)
    if not shown:
        return None
    first = nsmallest(beside.MOST, shown, key=lambda one: (-(one.site.individuals or 0), one.site.id))
    cells = services.site_cells(request.question, first)
    left = len(shown) - len(first)
    return Table(
        caption=filters.after(say("site_gaps.sites", lang), request, "sector"),
        columns=tuple(
            say(f"site_gaps.column.{name}", lang)
            for name in ("site", "people", "missing", "partial", "unknown", "nearest", "date")
        ),
        rows=tuple(_site(one, cells[one.site.id], request) for one in first),
        numbers=frozenset({1}),
        notes=(
            *([say("site_gaps.left", lang, n=left)] if left > 0 else []),
            say("site_gaps.sites.note", lang),
        ),
    )


def _area(area: str, found: AreaServices, request: Request) -> Row:
    lang = request.lang
    silent = found.uncounted == found.sites
    without = say("site_gaps.uncounted", lang, n=found.uncounted) if found.uncounted else ""
    return Row(
        (
            beside.area(area, request),
            Cell(number(found.sites, lang)),
            Cell(say("sites.unknown", lang) if silent else number(found.people, lang), without),
            *(_service(service, found, request) for service in SERVICES),
        )
    )


def _service(service: str, found: AreaServices, request: Request) -> Cell:
    """Say how many sites have a service, and how many lack it, have a part of it, or do not say."""
    lang, said = request.lang, found.services[service]
    words = [
        say(f"sites.said.{word}", lang, n=said[word]) for word in ("no", "partial", "unknown") if said[word]
    ]
    return Cell(say("sites.there", lang, yes=said["yes"], n=found.sites), " · ".join(words))


def _site(one: Placed, cells: dict[str, SiteCell], request: Request) -> Row:
    lang, site = request.lang, one.site

    def of(*states: State) -> str:
        return ", ".join(
            say(f"service.{service}", lang) for service, cell in cells.items() if cell.state in states
        )

    people = say("sites.unknown", lang) if site.individuals is None else number(site.individuals, lang)
    place = (site.lon, site.lat) if site.lon is not None and site.lat is not None else None
    held = request.areas[site.area].name(lang) if site.area in request.areas else ""
    around = of(State.LARGER, State.PLANNED)
    return Row(
        (
            Cell(site.name, held),
            Cell(people),
            Cell(of(State.GAP) or say("sites.none_missing", lang)),
            Cell(of(State.PART), say("site_gaps.around", lang, names=around) if around else ""),
            Cell(of(State.NO_REPORT)),
            profiled.nearest(place, request.offices, request) if place else Cell(""),
            Cell(when(site.date, lang), site.source),
        )
    )
