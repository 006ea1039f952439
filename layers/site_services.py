"""The real sites of an area in words: how many, how many people, which services are there and missing."""

from __future__ import annotations

from dataclasses import replace
from heapq import nlargest
from typing import TYPE_CHECKING

from geo import services
from geo.coverage import State
from geo.tables import SERVICES
from layers.parts import Line, Section
from layers.text import number, say

if TYPE_CHECKING:
    from geo.services import AreaServices
    from layers.scene import Request

NAMED = 100
"""Sites of an area that are named: more would make the facts heavier than the map."""


def section(area: str, request: Request) -> tuple[Section, ...]:
    """Return the sites of an area counted, and the gaps of each where it may be named."""
    lang = request.lang
    question = replace(request.question, level=request.areas[area].level)
    found = services.by_area(question).get(area)
    if found is None:
        return ()
    people = say("sites.people", lang, n=found.people, unknown=found.uncounted)
    head = Line(say("sites.count", lang), number(found.sites, lang), people, "firm")
    counted = tuple(_service(service, found, request) for service in SERVICES)
    named = _named(area, request)
    each = (Section(say("sites.gaps", lang), named, folded=True),) if named else ()
    return (Section(say("sites.title", lang), (head, *counted)), *each)


def _service(service: str, found: AreaServices, request: Request) -> Line:
    lang, said = request.lang, found.services[service]
    value = say("sites.there", lang, yes=said["yes"], n=found.sites)
    told = [
        say(f"sites.said.{word}", lang, n=said[word]) for word in ("partial", "no", "unknown") if said[word]
    ]
    return Line(say(f"service.{service}", lang), value, " · ".join(told))


def _named(area: str, request: Request) -> tuple[Line, ...]:
    """Say of each site in the area which services it lacks, those with most people first."""
    lang, lines = request.lang, []
    held = services.within(request.question, area)
    first = nlargest(NAMED, held, key=lambda one: one.site.individuals or 0)
    cells = services.site_cells(request.question, first)
    for one in first:
        states = cells[one.site.id]
        missing = [say(f"service.{name}", lang) for name, cell in states.items() if cell.state is State.GAP]
        people = (
            say("sites.unknown", lang) if one.site.individuals is None else number(one.site.individuals, lang)
        )
        note = (
            say("sites.missing", lang, names=", ".join(missing))
            if missing
            else say("sites.none_missing", lang)
        )
        lines.append(Line(one.site.name, people, note))
    if len(held) > NAMED:
        lines.append(Line(say("sites.more", lang, n=len(held) - NAMED), tone="soft"))
    return tuple(lines)
