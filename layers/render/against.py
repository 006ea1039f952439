"""An area beside its neighbours and within its region, as a page that the map fetches a part of.

The map puts the page's ``main`` under the facts when a reader opens it; without scripts, the link leads
to the page itself. Lines have their names at their ends and a dash of their own: no colour is needed.
"""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

from layers import against
from layers.render import assets, light, panel, reading
from layers.text import month, number, say

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Sequence

    from geo.areas import Language
    from layers.against import Against, Chart, Strand
    from layers.scene import Request

WIDTH, HEIGHT = 340, 150
LEFT, RIGHT, TOP, BASE = 6, 226, 14, 132
"""Of a drawing, and of the lines in it; names stand at the right."""

STEP = 11
"""Between two names, at least."""

DASHES = ("", "7 3", "2 3", "9 3 2 3", "5 2 1 2 1 2")
"""Of the area's own line, which is thicker, and of the others."""


def page(request: Request) -> str:
    """Return the comparison of the picked area as a page; the public's, as figures by round are."""
    lang, view = request.lang, request.view
    area = request.areas[view.pick if view.pick and view.pick in request.areas else view.area]
    found = against.of(area, request)
    title = found.title if found else say("against.nothing", lang)
    back = view.change(area=area.parent or area.id, level=max(area.level, 1), pick=area.id, lang=lang)
    return light.document(
        title,
        f'<p class="away"><a href="./?{escape(back.query())}">{escape(say("against.back", lang))}</a></p>'
        f'<h1>{escape(title)}</h1><div class="ma">{_body(found, lang) if found else ""}</div>',
        lang,
    )


def _body(found: Against, lang: Language) -> str:
    style = assets.page_part("against.css")
    said = "".join(f"<p>{reading.escape(text)}</p>" for text in found.said)
    drawn = "".join(chart(one, lang) for one in found.charts)
    return f"<style>{style}</style>{said}{drawn}{reading.table(found.table)}"


def chart(given: Chart, lang: Language) -> str:
    """Draw the lines over true time, zero at the base; what is not known breaks a line."""
    days = [day for one in given.strands for day, value in one.points if value is not None]
    first, last = min(days), max(days)
    top = max(value for one in given.strands for _, value in one.points if value is not None) or 1
    drawn = [_places(one, first, last, top) for one in given.strands]
    ends = _apart([next(place for place in reversed(places) if place)[1] for places in drawn])
    lines = "".join(
        _line(places, place, one.name, end)
        for place, (places, one, end) in enumerate(zip(drawn, given.strands, ends, strict=True))
    )
    texts = (
        (LEFT, TOP - 4, "start", number(top, lang)),
        (LEFT, HEIGHT - 4, "start", month(first, lang)),
        (RIGHT, HEIGHT - 4, "end", month(last, lang)),
    )
    said = "".join(
        f'<text class="ma-soft" x="{x}" y="{y}" text-anchor="{anchor}">{escape(text)}</text>'
        for x, y, anchor, text in texts
    )
    axis = f'<path class="ma-axis" d="M{LEFT} {TOP}H{RIGHT}M{LEFT} {BASE}H{RIGHT}"/>'
    head = f'<svg viewBox="0 0 {WIDTH} {HEIGHT}" role="img" aria-label="{escape(given.alt)}">'
    title = f"<figcaption>{reading.escape(given.title)}</figcaption>"
    return f"<figure>{title}{head}{axis}{said}{lines}</svg></figure>"


Place = tuple[float, float]


def _places(strand: Strand, first: dt.date, last: dt.date, top: int) -> list[Place | None]:
    span = max((last - first).days, 1)
    return [
        None
        if value is None
        else (LEFT + (day - first).days / span * (RIGHT - LEFT), BASE - value / top * (BASE - TOP))
        for day, value in strand.points
    ]


def _line(places: Sequence[Place | None], place: int, name: str, end: float) -> str:
    known = [one for one in places if one]
    dots = "".join(f"M{x:.0f} {y:.0f}h0" for x, y in known)
    path, kind = panel.path(places), "ma-own" if place == 0 else "ma-other"
    dash = f' stroke-dasharray="{DASHES[place]}"' if place else ""
    x, y = known[-1]
    return (
        f'<g class="{kind}"><path d="{path}"{dash}/><path class="ma-dots" d="{dots}"/>'
        f'<path class="ma-lead" d="M{x + 2:.0f} {y:.0f}L{RIGHT + 8} {end:.0f}"/>'
        f'<path d="M{RIGHT + 10} {end:.0f}h18"{dash}/>'
        f'<text x="{RIGHT + 32}" y="{end + 3:.0f}">{escape(name)}</text></g>'
    )


def _apart(heights: Sequence[float]) -> list[float]:
    """Move names apart, keeping their order from top to bottom, none below the drawing."""
    order = sorted(range(len(heights)), key=lambda place: heights[place])
    found = dict.fromkeys(order, 0.0)
    high = TOP - 4.0
    for place in order:
        high = found[place] = max(heights[place], high)
        high += STEP
    low = HEIGHT - 12.0
    for place in reversed(order):
        low = found[place] = min(found[place], low)
        low -= STEP
    return [found[place] for place in range(len(heights))]
