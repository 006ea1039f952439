"""A scene as one HTML file that people send each other: folium's map, with everything inside.

It asks for nothing outside itself, and its own security policy says so; it opens from a mail's
attachment with no network.
"""

from __future__ import annotations

import base64
import math
import re
from functools import cache
from html import escape
from importlib.resources import files
from itertools import groupby
from operator import itemgetter
from typing import TYPE_CHECKING, Any

from layers.parts import Circles, Ground, Points, Shapes
from layers.render import assets, packed, tables
from layers.render.said import said
from layers.text import say

if TYPE_CHECKING:
    import datetime as dt

    from layers.parts import Fill, LegendItem, Point
    from layers.render.said import Said
    from layers.scene import Scene

POLICY = "default-src 'none'; script-src 'unsafe-inline'; style-src 'unsafe-inline'; img-src data:"

RADIUS = 34
"""Of the largest circle, in pixels."""

SYMBOLS = {
    "office": "M2.5 2.5h11v11h-11z",
    "camp": "M8 1.5 14.8 13.7H1.2z",
    "site": "M8 1 15 8 8 15 1 8z",
    "line": "M1 10.5 5.5 5l5 4L14 4.5l1.5 1.3-4.7 6.2-5-4L2.5 11.8z",
    "zone": "M1.5 3h13v10h-13zM4 5.5v5h8v-5z",
    "flood": "M8 1c3 4 4.8 6.3 4.8 8.8a4.8 4.8 0 0 1-9.6 0C3.2 7.3 5 5 8 1z",
}
"""Outlines in a box of 16 by 16, by kind of point."""

_FIXED_SIZE = re.compile(r'<meta name="viewport"[^>]*user-scalable=no"[^>]*>')
"""What folium says of a page's size, which keeps readers from making it larger."""

OTHER = "M8 3a5 5 0 1 1 0 10A5 5 0 0 1 8 3z"


def draw(scene: Scene, made: dt.date | None = None) -> bytes:
    """Return the page, UTF-8."""
    import folium

    facts = said(scene, made)
    chart = folium.Map(
        tiles=None, zoom_start=5, location=(17.3, -4), zoom_snap=0.25, attribution_control=False
    )
    chart._id = "mali"  # folium's own differs every time, and with it the bytes
    chart.default_js, chart.default_css = [], []  # they lie on other servers
    root: Any = chart.get_root()
    root.title = escape(facts.title)
    root.header.add_child(_text(_head(facts)), name="parts")
    root.html.add_child(_text(_above(scene, facts)), name="above")
    root.script.add_child(
        _text(f"{assets.page_part('page.js')}\nconst DATA = {assets.in_script(_data(scene))};"), name="data"
    )
    chart.add_child(_run())
    page = _FIXED_SIZE.sub("", root.render()).replace("<html>", f'<html lang="{facts.lang}">', 1)
    return str(page.replace("</body>", f"{_below(scene, facts)}</body>", 1)).encode()


def _text(text: str) -> Any:
    """Return an element with a text as it is: folium takes a plain one for a template and would run it."""
    from branca.element import Element

    element: Any = Element("{{ this.text }}")
    element.text = text
    return element


def _run() -> Any:
    from branca.element import MacroElement
    from jinja2 import Template

    run = MacroElement()
    run._template = Template(
        "{% macro script(this, kwargs) %}drawPage({{ this._parent.get_name() }}, DATA);{% endmacro %}"
    )
    return run


def _head(facts: Said) -> str:
    named = "".join(
        f'<meta name="mali-map" data-label="{escape(label)}" content="{escape(text)}">'
        for label, text in facts.lines()
    )
    return (
        f'<meta http-equiv="Content-Security-Policy" content="{POLICY}">'
        f'<meta name="viewport" content="width=device-width, initial-scale=1">'
        f'<meta name="description" content="{escape(facts.subtitle)}">{named}'
        f"<style>{_leaflet_style()}\n{assets.page_part('page.css')}</style><script>{_leaflet('leaflet.js')}</script>"
    )


@cache
def _leaflet(name: str) -> str:
    file = files("xstatic.pkg.leaflet").joinpath("data", *name.split("/"))
    if name.endswith(".png"):
        return f"data:image/png;base64,{base64.b64encode(file.read_bytes()).decode()}"
    text = file.read_text(encoding="utf-8")
    return re.sub(r"//# sourceMappingURL=.*", "", text)  # a request, where the tools are open


@cache
def _leaflet_style() -> str:
    """Return Leaflet's style with its pictures inside, but for the marker's, which is not used."""
    kept = ("images/layers.png", "images/layers-2x.png")
    return re.sub(
        r"url\((images/[^)]*)\)",
        lambda found: f"url({_leaflet(found[1])})" if found[1] in kept else "none",
        _leaflet("leaflet.css"),
    )


def _above(scene: Scene, facts: Said) -> str:
    lang = facts.lang
    labels = "".join(f'<span class="label">{escape(label)}</span>' for label in facts.labels)
    label, hint = escape(say("search.label", lang)), escape(say("search.placeholder", lang))
    patterns = "".join(
        f'<pattern id="hatch-{key}" width="6" height="6" patternUnits="userSpaceOnUse" '
        f'patternTransform="rotate(45)"><rect width="6" height="6" fill="{style.fill}"/>'
        f'<path d="M0 0v6" stroke="{style.hatch}" stroke-width="2.6"/></pattern>'
        for key, style in scene.fill.styles.items()
        if style.hatch
    )
    return (
        f"<header><div><h1>{escape(facts.title)}</h1><p>{escape(facts.subtitle)}</p>{labels}</div>"
        f'<form role="search"><label for="area">{label}</label>'
        f'<input id="area" name="area" type="search" autocomplete="off" placeholder="{hint}">'
        f'<output></output></form></header><svg width="0" height="0" style="position:absolute" '
        f'aria-hidden="true"><defs>{patterns}</defs></svg><main>{_legend(scene)}'
    )


def _below(scene: Scene, facts: Said) -> str:
    lines = "".join(
        f"<dt>{escape(label)}</dt>" + "".join(f"<dd>{escape(text)}</dd>" for _, text in group)
        for label, group in groupby(facts.lines(), itemgetter(0))
    )
    return f"</main><footer>{_table(scene)}<dl>{lines}</dl></footer>"


def _legend(scene: Scene) -> str:
    items = (*scene.fill.legend, *(item for layer in scene.layers for item in layer.legend))
    rows = "".join(
        f'<li><span class="key">{_swatch(item, scene)}</span>{escape(item.label)}</li>' for item in items
    )
    if not rows:
        return ""
    return f'<section class="legend"><h2>{escape(scene.fill.title)}</h2><ul>{rows}</ul></section>'


def _swatch(item: LegendItem, scene: Scene) -> str:
    if item.key is not None:
        style = scene.fill.styles[item.key]
        lines = (
            f"background-image:repeating-linear-gradient(-45deg,{style.hatch} 0 1.6px,transparent 0 5px)"
            if style.hatch
            else ""
        )
        return f'<span class="swatch" style="background-color:{style.fill};{lines}"></span>'
    if item.circle is not None:
        largest = next((one.largest for one in scene.layers if isinstance(one, Circles)), item.circle)
        size = 2 * _radius(item.circle, largest)
        return f'<span class="round" style="width:{size}px;height:{size}px"></span>'
    return _symbol(item.symbol or "")


def _symbol(kind: str) -> str:
    return f'<svg class="symbol" viewBox="0 0 16 16"><path d="{SYMBOLS.get(kind, OTHER)}"/></svg>'


def _radius(value: float, largest: int) -> float:
    return round(RADIUS * math.sqrt(max(value, 0) / largest), 1)


def _table(scene: Scene) -> str:
    """Return the figures of the focus as a table that opens; a name shows its area on the map."""
    lang = scene.request.lang
    places = {area: place for place, area in enumerate(scene.fill.values)}
    body = "".join(
        f'<tr><td><button type="button" data-area="{places[row.id]}">{escape(row.name)}</button></td>'
        f'<td>{escape(row.inside)}</td><td class="number">{escape(row.figure)}</td>'
        f"<td>{escape(row.note)}</td></tr>"
        for row in tables.areas(scene)
    )
    heads = (say("table.name", lang), say("table.parent", lang), scene.fill.title, say("table.note", lang))
    head = "".join(f"<th>{escape(text)}</th>" for text in heads)
    summary = escape(say("table.caption", lang, title=scene.title))
    return (
        f'<details><summary>{summary}</summary><div class="scroll"><table><thead><tr>{head}</tr></thead>'
        f"<tbody>{body}</tbody></table></div></details>"
    )


def _data(scene: Scene) -> dict[str, Any]:
    """Return what ``page_parts/page.js`` draws."""
    request, view, lang = scene.request, scene.request.view, scene.request.lang
    west, south, east, north = request.areas[view.area].bounds
    coarser = request.areas.at_most(view.level - 1)
    words = {key: say(f"layer.{key}", lang) for key in ("rivers", "towns", "labels", "circles")}
    return {
        "areas": _areas(scene),
        "parents": packed.borders(view.division, coarser),
        "base": _base(scene),
        "styles": _styles(scene.fill),
        "circles": _circles(scene),
        "shapes": [_shapes(layer) for layer in scene.layers if isinstance(layer, Shapes)],
        "points": [_points(layer) for layer in scene.layers if isinstance(layer, Points)],
        "labels": "labels" in view.layers,
        "when": said_when(scene),
        "words": words
        | {
            "areas": say(f"level.many.{view.level}", lang),
            "parents": say("export.borders", lang, level=say(f"level.head.{coarser}", lang)),
            "empty": say("search.empty", lang),
        },
        "bounds": [[south, west], [north, east]],
        "at": list(view.at) if view.at else None,
    }


def said_when(scene: Scene) -> str:
    """Say of which month and round the figures are; empty where there is none."""
    from layers.headline import round_name
    from layers.text import month

    given, lang = scene.request.round, scene.request.lang
    return f"{month(given.date, lang)}, {round_name(given, lang)}" if given else ""


def _areas(scene: Scene) -> list[dict[str, Any]]:
    request, fill = scene.request, scene.fill
    shapes = packed.areas(request.view.division, request.view.level)
    drawn = []
    for row in tables.areas(scene, everywhere=True):
        area = request.areas[row.id]
        lon, lat = area.label
        drawn.append(
            {
                "name": row.name,
                "in": row.inside,
                "figure": row.figure,
                "note": row.note,
                "key": fill.keys[row.id],
                "at": [round(lat, 3), round(lon, 3)],
                "km2": round(area.km2),
                "inside": request.areas.holds(request.view.area, row.id),
                "shape": shapes[row.id],
            }
        )
    return drawn


def _base(scene: Scene) -> dict[str, Any]:
    """Return the parts of the base map that the view shows."""
    lang = scene.request.lang
    kinds = {layer.kind for layer in scene.layers if isinstance(layer, Ground)}
    base = packed.base()
    shown = {"sea": base["sea"], "borders": base["borders"], "water": "rivers" in kinds}
    if "rivers" in kinds:
        shown |= {"rivers": base["rivers"], "lakes": base["lakes"]}
    if "towns" in kinds:
        written = {row.name for row in tables.areas(scene)} if "labels" in kinds else set()
        shown["towns"] = [
            {"name": town[lang], "at": town["at"]} for town in base["towns"] if town[lang] not in written
        ]
    return shown


def _styles(fill: Fill) -> dict[str, dict[str, str]]:
    return {
        key: {"fill": style.fill} | ({"hatch": style.hatch} if style.hatch else {})
        for key, style in fill.styles.items()
    }


def _circles(scene: Scene) -> list[dict[str, Any]] | None:
    layer = next((layer for layer in scene.layers if isinstance(layer, Circles)), None)
    if layer is None:
        return None
    labels = {area: scene.request.areas[area].label for area in scene.fill.values}
    return [
        {"at": [labels[area][1], labels[area][0]], "radius": _radius(value, layer.largest)}
        for area, value in scene.fill.values.items()
        if value
    ]


def _shapes(layer: Shapes) -> dict[str, Any]:
    title = layer.legend[0].label if layer.legend else layer.kind
    drawn = [{"name": one.name, "note": one.note, "geometry": one.geometry} for one in layer.shapes]
    return {"title": escape(title), "zone": layer.kind == "zone", "shapes": drawn}


def _points(layer: Points) -> dict[str, Any]:
    title = layer.legend[0].label if layer.legend else layer.kind
    return {"title": escape(title), "svg": _symbol(layer.kind), "points": list(map(_point, layer.points))}


def _point(point: Point) -> dict[str, Any]:
    return {"at": [point.lat, point.lon], "name": point.name, "note": point.note, "mark": point.mark}
