"""Offices of organisations, as points."""

from __future__ import annotations

from typing import TYPE_CHECKING

from geo import catalog, offices, organisations, reference
from layers import points, reported
from layers.parts import Point, Points
from layers.text import listing, say, several

if TYPE_CHECKING:
    from geo.areas import Language
    from layers.scene import Request


YEAR = len("2021")


def layer(request: Request) -> Points:
    """Return the offices of the chosen organisations."""
    chosen = [one for one in offices.offices() if not request.view.org or one.org in request.view.org]
    shown = [
        Point(one.id, name(one, request.lang), one.lat, one.lon, one.kind[request.lang]) for one in chosen
    ]
    communes = offices.commune_of(request.areas.division)
    held = [communes[one.id] for one in chosen]
    listed = catalog.dataset("offices")
    return points.layer(
        "office",
        shown,
        held,
        listed.sensitivity,
        request,
        _label(chosen, request),
        public_level=listed.public_level,
    )


def _label(chosen: list[offices.Office], request: Request) -> str:
    """Say whose offices are drawn, where not all are, and of when they are."""
    lang, orgs = request.lang, list(dict.fromkeys(one.org for one in chosen))
    names = [
        reference.name(organisations.table(request.view.audience), code, lang, "acronym") for code in orgs
    ]
    whose = listing(names, lang) if request.view.org else ""
    of = several([whose, reported.named((one.date[:YEAR] for one in chosen), lang)], lang)
    title = say("legend.office", lang)
    return say("filters.qualified", lang, title=title, of=of) if of else title


def name(office: offices.Office, lang: Language) -> str:
    """Return what an office is called: *OIM, Mopti*."""
    acronym = reference.name(reference.organisations(), office.org, lang, "acronym")
    return f"{acronym}, {office.town[lang]}"
