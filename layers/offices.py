"""Offices of organisations, as points."""

from __future__ import annotations

from typing import TYPE_CHECKING

from geo import catalog, offices, reference
from layers import points
from layers.parts import Point, Points

if TYPE_CHECKING:
    from geo.areas import Language
    from layers.scene import Request


def layer(request: Request) -> Points:
    """Return the offices of the chosen organisations."""
    chosen = [one for one in offices.offices() if not request.view.org or one.org in request.view.org]
    shown = [
        Point(one.id, name(one, request.lang), one.lat, one.lon, one.kind[request.lang]) for one in chosen
    ]
    communes = offices.commune_of(request.areas.division)
    held = [communes[one.id] for one in chosen]
    listed = catalog.dataset("offices")
    return points.layer("office", shown, held, listed.sensitivity, request, public_level=listed.public_level)


def name(office: offices.Office, lang: Language) -> str:
    """Return what an office is called: *OIM, Mopti*."""
    acronym = reference.name(reference.organisations(), office.org, lang, "acronym")
    return f"{acronym}, {office.town[lang]}"
