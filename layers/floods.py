"""Floods that displaced people, where a source names the area; most name none."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from geo import floods
from geo.areas import COUNTRY
from layers.parts import LegendItem, Line, Point, Points, Section, Trend
from layers.text import ends, listing, number, say, several

if TYPE_CHECKING:
    from layers.scene import Request

KIND = "flood"


def layer(request: Request) -> Points:
    """Return a point for each area that an event names, with the number of events."""
    lang, areas = request.lang, request.areas
    found = {area.id: floods.inside(area.id, areas) for area in areas.at(request.view.level)}
    shown = [
        Point(
            area,
            say("legend.count", lang, area=areas[area].name(lang), n=len(events)),
            areas[area].label[1],
            areas[area].label[0],
            several((event.name[lang] for event in events), lang),
        )
        for area, events in found.items()
        if events
    ]
    nowhere = sum(not event.area for event in floods.floods())
    return Points(KIND, tuple(shown), (LegendItem(say("legend.flood", lang, n=nowhere), symbol=KIND),))


def section(area: str, request: Request) -> tuple[Section, ...]:
    """Return the floods that an area's facts list."""
    lang = request.lang
    lines = tuple(
        Line(f"{event.name[lang]} ({event.year})", number(event.displaced, lang), event.note[lang])
        for event in floods.inside(area, request.areas)
    )
    trend = _by_year(request) if area == COUNTRY else None
    return (Section(say("facts.floods", lang), lines, trend, folded=True),) if lines or trend else ()


def _by_year(request: Request) -> Trend:
    """Draw the people displaced by floods in each year of the events; a year without one is a gap."""
    lang, known = request.lang, {year.year: year.displaced for year in floods.years()}
    years = range(min(known), max(known) + 1)
    points = tuple((dt.date(year, 12, 31), known.get(year)) for year in years)
    said = [f"{day.year} {number(value, lang)}" for day, value in points if value is not None]
    return Trend(points, say("facts.floods.alt", lang, points=listing(said, lang)), ends(points, lang))
