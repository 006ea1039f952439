"""Briefings to start from: the monthly update, coverage, one region in depth."""

from __future__ import annotations

from typing import TYPE_CHECKING

from geo import areas as divisions
from geo import indicators
from geo.areas import COUNTRY, DIVISIONS
from layers import reading
from layers import scene as scenes
from layers.briefing import Briefing, Slide, slide_of
from layers.text import say
from layers.view import View

if TYPE_CHECKING:
    from geo.areas import Language

CIRCLES = ("circles", "rivers", "towns", "labels")

TEMPLATES: dict[str, tuple[tuple[str, dict[str, object]], ...]] = {
    "empty": (),
    "displacement": (
        ("where", {"level": 1}),
        ("cercles", {"level": 2, "layers": CIRCLES}),
        ("change", {"level": 2, "theme": "change"}),
        ("returnees", {"level": 2, "theme": "returnees"}),
        ("most", {"level": 2, "area": "most"}),
    ),
    "coverage": (
        ("presence", {"theme": "presence"}),
        ("coverage", {"theme": "coverage"}),
        ("beside", {"compare": View(theme="presence")}),
        ("most_presence", {"level": 2, "theme": "presence", "area": "most"}),
    ),
    "region": (
        ("inside", {"level": 2, "area": "chosen"}),
        ("change", {"level": 2, "theme": "change", "area": "chosen"}),
        ("share", {"level": 2, "theme": "share", "area": "chosen"}),
        ("presence", {"level": 2, "theme": "presence", "area": "chosen"}),
    ),
}
"""By name: the title of each slide, and its view; ``most`` is the region with most displaced people."""


def start(template: str, lang: Language, *, title: str = "", area: str = COUNTRY) -> Briefing:
    """Return a new briefing from a template, its slides on the newest data.

    Parameters
    ----------
    template : str
        A name in `TEMPLATES`.
    lang : {"fr", "en"}
        Of its titles.
    title : str, optional
        What the briefing is called.
    area : str
        Region of the boundaries of 2021 that the template for one region is about; the one with most
        displaced people where it is no region.
    """
    focus = {"most": _most(), "chosen": area if area != COUNTRY else _most()}
    named = title or say(f"template.{template}", lang)
    return Briefing(named, tuple(_slide(name, values, focus, lang) for name, values in TEMPLATES[template]))


def _slide(name: str, values: dict[str, object], focus: dict[str, str], lang: Language) -> Slide:
    values = {what: focus.get(str(value), value) for what, value in values.items()}
    view = View().change(**values)
    where = divisions.load()[view.area].name(lang)
    title = say(f"template.slide.{name}", lang, area=where)
    return slide_of(view, title=title, seen=reading.seen(scenes.compose(view, lang=lang)))


def _most() -> str:
    """Return the region with most displaced people in the newest round."""
    newest = indicators.rounds_at("idps", 1)[-1]
    found = indicators.figures("idps", newest, DIVISIONS[0], 1)
    return max(found, key=lambda area: found[area].value or 0)
