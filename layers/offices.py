"""Offices of organisations, as points."""

from __future__ import annotations

from typing import TYPE_CHECKING

from geo import offices, reference
from layers.parts import LegendItem, Point, Points
from layers.text import say

if TYPE_CHECKING:
    from geo.areas import Language
    from layers.scene import Request


def layer(request: Request) -> Points:
    """Return the offices of the chosen organisations."""
    shown = tuple(
        Point(office.id, name(office, request.lang), office.lat, office.lon, office.kind[request.lang])
        for office in offices.offices()
        if not request.view.org or office.org in request.view.org
    )
    return Points("office", shown, (LegendItem(say("legend.office", request.lang), symbol="office"),))


def name(office: offices.Office, lang: Language) -> str:
    """Return what an office is called: *OIM, Mopti*."""
    acronym = reference.name(reference.organisations(), office.org, lang, "acronym")
    return f"{acronym}, {office.town[lang]}"
