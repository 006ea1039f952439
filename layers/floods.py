"""Floods that displaced people, where a source names the area; most name none."""

from __future__ import annotations

from typing import TYPE_CHECKING

from geo import floods
from layers.parts import LegendItem, Line, Point, Points, Section
from layers.text import number, say

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
            "; ".join(event.name[lang] for event in events),
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
    return (Section(say("facts.floods", lang), lines, folded=True),) if lines else ()
