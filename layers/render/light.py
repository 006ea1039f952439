"""A scene as a light page: the words, the figures and a sketch of the map, with no script at all.

It is the same view at another address (``/light?…``), so that the query needs no name for it: whoever
has little data keeps that address, and sends it on like any other.
"""

from __future__ import annotations

import re
from html import escape
from itertools import pairwise
from typing import TYPE_CHECKING

from geo import steady
from geo.areas import LEVELS, load
from layers import headline
from layers.render import assets, panel, tables
from layers.text import say
from layers.view import LANGUAGES, THEMES, View

if TYPE_CHECKING:
    from collections.abc import Iterable

    from geo.areas import Language
    from layers.palette import Style
    from layers.parts import Fill
    from layers.scene import Scene

TOLERANCE = 0.06
"""Of a sketched border, in degrees: about 6 km, a pixel or two."""

UNITS = 20
"""Of the sketch per degree."""

SQUEEZE = 0.955
"""Of a degree of longitude to one of latitude, in the middle of Mali (17° N)."""

_TERM = re.compile(r'<button type="button" class="mg" data-term="(\w+)">([^<]*)</button>')


def page(scene: Scene) -> str:
    """Return the page, HTML."""
    request, lang = scene.request, scene.request.lang
    parts = (
        _ways(request.view, lang),
        panel.title(scene),
        f'<p class="less">{_say("light.without", lang)}</p>',
        panel.headline(scene),
        _choices(scene),
        _sketch(scene),
        _legend(scene.fill),
        f'<section id="facts">{panel.facts(scene.facts)}</section>',
        _table(scene),
        f"<footer><p>{panel.credit(scene)}</p></footer>",
    )
    return document(scene.title, _TERM.sub(lambda found: _spelled_out(found, lang), "".join(parts)), lang)


def document(title: str, body: str, lang: Language) -> str:
    """Return a page without scripts; `body` is HTML."""
    return (
        f'<!doctype html><html lang="{lang}"><head><meta charset="utf-8">'
        f'<meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<title>{escape(title)}</title><style>{assets.page_part('light.css')}</style></head><body><main>{body}</main></body></html>"
    )


def _say(key: str, lang: Language) -> str:
    return escape(say(key, lang))


def _spelled_out(found: re.Match[str], lang: Language) -> str:
    means = say(f"glossary.{found[1]}.term", lang), say(f"glossary.{found[1]}.means", lang)
    return f'<abbr title="{escape(". ".join(means))}">{found[2]}</abbr>'


def _ways(view: View, lang: Language) -> str:
    """Return links to the full map and to the other language."""
    others = "".join(
        f'<a lang="{other}" href="{_to(view.change(lang=other))}">{_say("light.language", other)}</a>'
        for other in LANGUAGES
        if other != lang
    )
    full = f'<a href="./{escape(_asked(view))}">{_say("light.full", lang)}</a>'
    return f'<p class="away">{full} {others}</p>'


def _asked(view: View) -> str:
    return f"?{view.query()}".rstrip("?")


def _to(view: View, place: str = "") -> str:
    return escape(f"light{_asked(view)}{place}")


def _choices(scene: Scene) -> str:
    """Return links to the other levels, themes and rounds of the view."""
    request, view, lang = scene.request, scene.request.view, scene.request.lang
    rounds = request.rounds.choice
    chain = [area for area in reversed(request.areas.chain(view.area)) if view.area != area.id]
    groups: dict[str, Iterable[tuple[str, View]]] = {
        "light.whole": ((area.name(lang), view.change(area=area.id)) for area in chain),
        "control.level": (
            (say(f"level.many.{level}", lang), view.change(level=level))
            for level in request.areas.levels
            if level
        ),
        "control.theme": ((say(f"theme.short.{theme}", lang), view.change(theme=theme)) for theme in THEMES),
        "control.round": (
            (headline.round_month(given, rounds, lang), view.change(round=given.key)) for given in rounds
        ),
    }
    chosen = {view.query(), view.change(round=request.round.key).query() if request.round else ""}
    return "".join(
        f'<nav aria-label="{_say(key, lang)}"><b>{_say(key, lang)}</b> {_links(links, chosen)}</nav>'
        for key, given in groups.items()
        if (links := list(given))
    )


def _links(links: list[tuple[str, View]], chosen: set[str]) -> str:
    return " ".join(
        f'<strong aria-current="true">{escape(name)}</strong>'
        if view.query() in chosen
        else f'<a href="{_to(view)}">{escape(name)}</a>'
        for name, view in links
    )


def _sketch(scene: Scene) -> str:
    """Draw the areas of the view, each a link to its facts; communes are too many for a light page."""
    view, fill, lang = scene.request.view, scene.fill, scene.request.lang
    if view.level > LEVELS["cercle"]:
        return f'<p class="less">{_say("light.no_communes", lang)}</p>'
    rows = {row.id: row for row in tables.areas(scene, everywhere=True)}
    drawn = []
    for area, path in outlines(view.division, view.level).items():
        row, key = rows[area], fill.keys[area]
        said = escape(" : ".join(filter(None, [row.name, row.figure or row.note])))
        inside = scene.request.areas.holds(view.area, area)
        look = ('class="on" ' if area == view.pick else "") + ("" if inside else 'opacity=".3" ')
        shape = f'<path {look}fill="{_paint(key, fill)}" d="{path}"><title>{said}</title></path>'
        drawn.append(f'<a href="{_to(view.change(pick=area), "#facts")}">{shape}</a>')
    left, top, right, bottom = _box(view.division)
    hatches = "".join(_hatch(key, style) for key, style in fill.styles.items())
    return (
        f'<svg viewBox="{left} {top} {right - left} {bottom - top}" role="group" '
        f'aria-label="{escape(scene.alt)}"><defs>{hatches}</defs>{"".join(drawn)}</svg>'
    )


def _paint(key: str, fill: Fill) -> str:
    return f"url(#h-{key})" if fill.styles[key].hatch else fill.styles[key].fill


def _hatch(key: str, style: Style) -> str:
    if not style.hatch:
        return ""
    marks = {
        "lines": "M-1 7 7-1M4 12 12 4M-4 4 4-4", "back": "M-1-1 9 9M5-3 11 3M-3 5 3 11",
        "cross": "M-1 7 7-1M4 12 12 4M-4 4 4-4M-1-1 9 9", "dots": "M3 3h2v2h-2z",
    }  # fmt: skip
    pen = "fill" if style.pattern == "dots" else "stroke"
    return (
        f'<pattern id="h-{key}" width="8" height="8" patternUnits="userSpaceOnUse" '
        f'patternTransform="scale(.65)">'
        f'<path class="bare" fill="{style.fill}" d="M0 0h8v8H0z"/>'
        f'<path class="bare" style="{pen}:{style.hatch}" d="{marks[style.pattern]}"/></pattern>'
    )


@steady.kept
def outlines(division: str, level: int) -> dict[str, str]:
    """Return the sketched outline of each area of a level by id, as the data of an SVG path."""
    import shapely

    frame = load(division).geometry(level, simplified=True)
    shapes = shapely.coverage_simplify(frame.geometry.array, TOLERANCE)
    return {
        area: "".join(
            _ring(part.exterior.coords)
            for part in getattr(shape, "geoms", [shape])
            if part.area > TOLERANCE**2
        )
        for area, shape in zip(frame["id"], shapes, strict=True)
    }


def _ring(coords: Iterable[tuple[float, ...]]) -> str:
    points = [(round(lon * SQUEEZE * UNITS), round(-lat * UNITS)) for lon, lat, *_ in coords]
    steps = (f"{x - x0} {y - y0}" for (x0, y0), (x, y) in pairwise(points))
    return f"M{points[0][0]} {points[0][1]}l{' '.join(steps)}z"


def _box(division: str) -> tuple[int, int, int, int]:
    west, south, east, north = load(division)["ML"].bounds
    across = [round(lon * SQUEEZE * UNITS) for lon in (west, east)]
    return across[0] - 3, round(-north * UNITS) - 3, across[1] + 3, round(-south * UNITS) + 3


def _legend(fill: Fill) -> str:
    box = '<svg viewBox="0 0 32 18" aria-hidden="true"><path fill="{}" d="M0 0h32v18H0z"/></svg>'
    items = "".join(
        f"<li>{box.format(_paint(item.key, fill))} {escape(item.label)}</li>"
        for item in fill.legend
        if item.key
    )
    return f'<ul class="legend"><li><b>{escape(fill.title)}</b></li>{items}</ul>' if items else ""


def _table(scene: Scene) -> str:
    """Return the areas of the focus, the highest figures first, those without a figure last."""
    view, lang = scene.request.view, scene.request.lang
    rows = sorted(tables.areas(scene), key=lambda row: (row.value is None, -(row.value or 0), row.name))
    head = "".join(f'<th scope="col">{_say(f"table.{name}", lang)}</th>' for name in ("name", "parent"))
    body = "".join(
        f'<tr><th scope="row"><a href="{_to(view.change(pick=row.id), "#facts")}">{escape(row.name)}</a></th>'
        f"<td>{escape(row.inside)}</td><td class=n>{escape(row.figure)}</td><td>{escape(row.note)}</td></tr>"
        for row in rows
    )
    caption = escape(say("table.caption", lang, title=scene.title))
    head += f'<th scope="col" class=n>{escape(scene.fill.title)}</th>'
    head += f'<th scope="col">{_say("table.note", lang)}</th>'
    return (
        f'<div class="frame" role="region" tabindex="0" aria-label="{caption}"><table>'
        f"<caption>{caption}</caption><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table></div>"
    )
