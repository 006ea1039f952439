"""Comparisons on the page: maps side by side, and what has changed as a ranked table."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from layers import headline, moved, reading
from layers.plain_tables import Cell, Row, Table
from layers.render import deck
from layers.render import reading as written
from layers.text import number, say

if TYPE_CHECKING:
    from collections.abc import Sequence

    from layers.scene import Request, Scene
    from layers.view import View

HEIGHT = "max(20rem, calc(100vh - 22rem))"
"""Of each map."""

SPEEDS = (1, 2, 4)
"""Seconds for which a round is seen."""

RANKED = 15
"""Rows of the table."""


def payload(scenes: tuple[Scene, ...], compare: View) -> dict[str, Any]:
    """Return the maps of a comparison as JSON values; `compare` is the second view, for the address."""
    found = deck.maps(scenes, compare)
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
    request = scene.request
    if not scene.between and request.base:
        said, table = moved.said(request), moved.table(request, most=RANKED, linked=False)
    elif rows := reading.ranked(scene)[:RANKED]:
        said, table = reading.changed(scene), _ranked(rows, scene)
    else:
        return ""
    return f'<div class="mr"><p>{written.escape(said)}</p></div>{written.table(table)}'


def _ranked(rows: Sequence[tuple[str, float]], scene: Scene) -> Table:
    lang, request = scene.request.lang, scene.request
    level = say(f"level.head.{request.view.level}", lang)
    return Table(
        caption=say("ranked.caption", lang, n=len(rows)),
        columns=(level, say("ranked.rank", lang), scene.fill.title),
        rows=tuple(
            Row((
                Cell(request.areas[area].name(lang)), Cell(number(place, lang)),
                Cell(headline.signed(value, lang)),
            ))
            for place, (area, value) in enumerate(rows, 1)
        ),
        numbers=frozenset((1, 2)),
    )  # fmt: skip
