"""Sites of displaced people: to the public only as counts per area."""

from __future__ import annotations

from typing import TYPE_CHECKING

from geo import catalog, sites
from layers import points
from layers.parts import Point, Points
from layers.text import say

if TYPE_CHECKING:
    from geo.areas import Language
    from geo.disclosure import Sensitivity
    from layers.scene import Request


def name(site: sites.Site, lang: Language) -> str:
    """Return what a site is called; of an example, its number in the reader's language: *EXEMPLE 001*."""
    if not site.example:
        return site.name
    return say("site.example.name", lang, number=site.id.rpartition("-")[2])


def layer(request: Request) -> Points:
    """Return the sites in hand; today they are examples, and say so."""
    shown = [site for site in sites.sites() if site.lat is not None and site.lon is not None]
    communes = sites.area_of(request.areas.division, request.areas.levels[-1])
    note = say("site.example", request.lang)
    drawn = [
        Point(
            site.id, name(site, request.lang), site.lat or 0.0, site.lon or 0.0, note if site.example else ""
        )
        for site in shown
    ]
    public = all(site.sensitivity == "public" for site in shown)
    sensitivity: Sensitivity = "public" if public else "restricted"
    return points.layer(
        "site",
        drawn,
        [communes.get(site.id) for site in shown],
        sensitivity,
        request,
        public_level=catalog.dataset("example_sites").public_level,
    )
