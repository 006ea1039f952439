"""Areas and settlements by any spelling, and the view that shows what was chosen."""

from __future__ import annotations

from typing import TYPE_CHECKING

from geo import areas as divisions
from geo import gazetteer, settlements
from layers.text import say

if TYPE_CHECKING:
    from geo.areas import Area, Areas, Language
    from layers.scene import Request
    from layers.view import View

SETTLEMENT_ZOOM = 10.0
MOST = 8


def find(text: str, request: Request) -> list[dict[str, str]]:
    """Return what a text may mean, areas first: ``id``, ``name`` and ``hint`` (what it is, and where)."""
    areas, lang = request.areas, request.lang
    found = [
        {"id": area.id, "name": area.name(lang), "hint": _hint(area, areas, lang)}
        for area in gazetteer.load(areas.division).find(text)
        if area.level
    ]
    for place in settlements.find(text):
        within = settlements.area_of(place, areas)
        where = [outer.name(lang) for outer in areas.chain(within)[:-1]] if within else []
        hint = ", ".join([say("search.settlement", lang), *where])
        found.append({"id": place.id, "name": place.name, "hint": hint})
    return found[:MOST]


def _hint(area: Area, areas: Areas, lang: Language) -> str:
    holding = [outer.name(lang) for outer in areas.chain(area.id)[1:-1]]
    return ", ".join([say(f"level.{area.level}", lang), *holding])


def view_of(code: str, view: View) -> View:
    """Return the view that shows an area, its facts open, at its own level; or a settlement's place."""
    areas = divisions.load(view.division)
    if code in areas:
        return view.change(area=code, pick=code, level=max(view.level, areas[code].level))
    place = settlements.places()[code]
    within = settlements.area_of(place, areas)
    return view.change(area=divisions.COUNTRY, pick=within or None, level=areas.levels[-1]).change(
        at=(place.lat, place.lon, SETTLEMENT_ZOOM)
    )
