"""Comparisons on the page: maps side by side, and what has changed as a ranked table."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING, Any

from layers import headline, moved, reading
from layers.render import deck
from layers.render import reading as written
from layers.text import number, say

if TYPE_CHECKING:
    from geo.areas import Language
    from layers.scene import Request, Scene

HEIGHT = "max(20rem, calc(100vh - 22rem))"
"""Of each map."""

SPEEDS = (1, 2, 4)
"""Seconds for which a round is seen."""

RANKED = 15
"""Rows of the table."""


def payload(scenes: tuple[Scene, ...]) -> dict[str, Any]:
    """Return the maps of a comparison as JSON values."""
    found = deck.maps(scenes)
    for one in found:
        one |= dict.fromkeys(("head", "stats", "search", "table", "names")) | {"crumbs": [], "height": HEIGHT}
        one["facts"] = one["facts"] if one["pick"] else None
    return {"maps": found}


def player(request: Request, address: str) -> dict[str, Any]:
    """Return the rounds to play and the words around them; `address` has ``{round}`` for one of them."""
    lang = request.lang
    return {
        "rounds": [given.key for given in request.rounds.choice],
        "now": request.round.key if request.round else "",
        "words": {name: say(f"player.{name}", lang) for name in ("play", "pause", "speed")},
        "speeds": [{"seconds": n, "label": say("player.seconds", lang, n=n)} for n in SPEEDS],
        "address": address,
    }


def changes(scene: Scene) -> str:
    """Return what has changed since another round, or differs: a sentence, and the areas ranked."""
    lang, request = scene.request.lang, scene.request
    if not scene.between and request.base:
        table = written.table(moved.table(request, most=RANKED, linked=False))
        return f'<div class="mr"><p>{written.escape(moved.said(request))}</p></div>{table}'
    rows = reading.ranked(scene)[:RANKED]
    if not rows:
        return ""
    level = say(f"level.head.{request.view.level}", lang)
    heads = (say("ranked.rank", lang), level, scene.fill.title)
    body = "".join(
        f'<tr><td>{number(place, lang)}</td><th scope="row">{escape(request.areas[area].name(lang))}</th>'
        f'<td class="mr-number">{_signed(value, lang)}</td></tr>'
        for place, (area, value) in enumerate(rows, 1)
    )
    head = "".join(f'<th scope="col">{escape(text)}</th>' for text in heads)
    caption = say("ranked.caption", lang, n=len(rows))
    return (
        f'<div class="mr"><p>{escape(reading.changed(scene))}</p><div class="mr-frame" tabindex="0">'
        f"<table><caption>{escape(caption)}</caption><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>"
        "</div></div>"
    )


def _signed(value: float, lang: Language) -> str:
    return escape(headline.signed(value, lang))
