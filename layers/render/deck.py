"""Slides on the shared screen, and maps side by side: what the browser's components are told."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from layers import headline, reading
from layers.render import screen
from layers.text import say

if TYPE_CHECKING:
    from geo.areas import Language
    from layers.deck import Page
    from layers.scene import Scene
    from layers.view import View

GROUP = "beside"
"""Maps of one comparison move together."""

KEYS = ("next", "previous", "leave")
"""Buttons of the shared screen."""


def payload(page: Page) -> dict[str, Any]:
    """Return a slide as JSON values; ``layers/render/browser/deck.js`` reads it."""
    scene, slide = page.scenes[0], page.slide
    figure = reading.figure(scene)
    return {
        "number": page.number,
        "title": page.title,
        "subtitle": scene.title if slide.title and len(page.scenes) == 1 else "",
        "doubts": [doubt for one in page.scenes for doubt in one.doubts],
        "figure": figure.value,
        "label": figure.label,
        "reading": " ".join(filter(None, [page.reading(scene), page.news])),
        "source": headline.credit(*(one.request for one in page.scenes)),
        "disclaimer": " ".join(filter(None, [scene.newer, scene.disclaimer])),
        "maps": [without_frame(one) for one in maps(page.scenes)],
    }


def slides(pages: tuple[Page, ...], number: int, lang: Language) -> dict[str, Any]:
    """Return the slide of a number and its neighbours, prepared ahead, with the words around them."""
    return {
        "number": number,
        "total": pages[0].total,
        "lang": lang,
        "pages": [payload(page) for page in pages],
        "words": _words(pages[0].total, lang),
    }


def _words(total: int, lang: Language) -> dict[str, str]:
    counter = say("deck.counter", lang, number="{n}", total=total)
    return {"counter": counter} | {key: say(f"deck.{key}", lang) for key in KEYS}


def maps(scenes: tuple[Scene, ...], compare: View | None = None) -> list[dict[str, Any]]:
    """Return the maps of a comparison: one extent, moved together; the first writes the address of both."""
    found = [screen.payload(scenes[0], compare), *map(screen.payload, scenes[1:])]
    for other in found[1:]:
        other |= {"view": found[0]["view"], "href": None, "hrefPlain": None}
    if len(found) > 1:
        for scene, one in zip(scenes, found, strict=True):
            one |= {"group": GROUP, "title": scene.title}
    return found


def without_frame(one: dict[str, Any]) -> dict[str, Any]:
    """Return a map without what only a page to work in has around it; its address is the slide's."""
    gone = dict.fromkeys(("href", "hrefPlain", "head", "stats", "search", "table", "names"))
    facts = {} if one["pick"] else {"facts": None}
    return one | gone | facts | {"crumbs": [], "height": "100%"}
