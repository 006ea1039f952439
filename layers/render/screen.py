"""The map on the screen: what the browser's component is told.

Geometry is fetched once from its own address (`layers.render.assets`); a change sends only the
figures, one character of style per area, and words.
"""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from geo.areas import LEVELS
from layers import headline, loaded
from layers.palette import SECOND, Style
from layers.parts import Circles, Dense, Ground, LegendItem, Points, Shapes
from layers.render import assets, cells, panel
from layers.text import month, say

if TYPE_CHECKING:
    from layers.scene import Scene
    from layers.view import View

FORMATS: dict[str, dict[str, Any]] = {
    "count": {},
    "signed": {"signDisplay": "exceptZero"},
    "percent": {"style": "percent", "maximumFractionDigits": 2},
}
"""How the browser writes a figure: options of ``Intl.NumberFormat``."""

PLAIN = ("funding", "none")
"""Themes without a figure by area."""

COUNTED = {"coverage": "presence", "coverage2": "idps"}
"""What the figures of a theme are called, where not by its own name."""

CIRCLE_RADIUS = 34
"""Of the largest circle, in pixels."""

HEIGHT = "max(23rem, calc(100vh - 25rem))"
"""Of the map: what the headline above it leaves of the window."""


def payload(scene: Scene, compare: View | None = None) -> dict[str, Any]:
    """Return what the component draws, as JSON values; ``layers/render/browser/map.js`` reads it.

    Parameters
    ----------
    scene : Scene
        What the map shows.
    compare : View, optional
        What is shown beside it, which the address says too.
    """
    request, view, lang = scene.request, scene.request.view, scene.request.lang
    coarser = request.areas.at_most(view.level - 1)
    return {
        "lang": lang,
        "areas": assets.outlines(view.division, view.level).address(),
        "parents": assets.outlines(view.division, coarser).address(),
        "base": assets.base_map().address(),
        "names": assets.names(view.division).address(),
        "focus": view.area,
        "pick": view.pick,
        "title": "",
        "height": HEIGHT,
        "name": say("map.name", lang),
        "alt": scene.alt,
        "head": panel.title(scene),
        "stats": panel.headline(scene),
        "facts": panel.parts(scene.facts),
        "credit": panel.credit(scene),
        "legend": _legend(scene),
        "search": {key: say(f"search.{key}", lang) for key in ("label", "placeholder", "empty")}
        | {"levels": [say(f"level.{level}", lang) for level in sorted(LEVELS.values())]},
        "zoom": {key: say(f"zoom.{key}", lang) for key in ("in", "out", "reset")},
        "wheel": say("zoom.wheel", lang),
        "crumbs": [
            {"id": area.id, "name": area.name(lang)} for area in reversed(request.areas.chain(view.area))
        ],
        **_position(scene, compare),
        **_figures(scene),
        **_layers(scene),
        "table": _table(scene),
    }


def _position(scene: Scene, compare: View | None) -> dict[str, Any]:
    """Say where the map stands, and how the address is written when the reader moves it."""
    view, area = scene.request.view.change(compare=compare), scene.request.areas[scene.request.view.area]
    west, south, east, north = area.bounds
    prepared: dict[str, Any] = {"key": view.area, "bounds": [[south, west], [north, east]]}
    if view.at:
        prepared |= {"key": f"{view.area}@{view.at}", "at": list(view.at)}
    return {
        "view": prepared,
        "hrefPlain": f"?{view.query()}".rstrip("?"),
        "href": f"?{view.change(at=(0.0, 0.0, 0.0)).query().replace('at=0,0,0', 'at={at}')}",
    }


def _figures(scene: Scene) -> dict[str, Any]:
    fill = scene.fill
    notes = [fill.notes.get(area) for area in fill.values]
    said = list(dict.fromkeys(filter(None, notes)))
    return {
        "values": list(fill.values.values()),
        "fill": "".join(fill.keys.values()),
        "styles": {key: _style(style) for key, style in fill.styles.items()},
        "said": said,
        "notes": [said.index(note) if note else -1 for note in notes],
        "wholes": [
            {"text": whole.name, "figure": whole.figure, "at": [round(part, 3) for part in whole.at]}
            for whole in fill.wholes
        ],
        "unit": fill.unit,
        "format": FORMATS[fill.number],
        **_said_of(scene),
    }


def _said_of(scene: Scene) -> dict[str, str]:
    """Say of when the figures are, and of which round or source; of a difference, what it is between."""
    given, lang = scene.request.round, scene.request.lang
    if scene.between:
        return {"when": " − ".join(scene.between), "source": ""}
    if given:
        of = month(given.date, lang)
        if scene.request.view.theme == "coverage":  # its figures are organisations, reported on other days
            of = say("why.displaced", lang, month=of)
        return {"when": of, "source": headline.round_name(given, lang)}
    of_loaded = loaded.of_theme(scene.request)
    when = loaded.dated(of_loaded[0], lang) if of_loaded else ""
    return {"when": when, "source": headline.dated(scene.request)[1]}


def _layers(scene: Scene) -> dict[str, Any]:
    shown: dict[str, Any] = {
        "layers": list(scene.request.view.layers),
        "circles": None,
        "points": [],
        "shapes": [],
        "cells": [],
    }
    for layer in scene.layers:
        match layer:
            case Circles():
                shown["circles"] = {"max": layer.largest, "radius": CIRCLE_RADIUS}
            case Dense(dataset=dataset) if dataset:
                where = cells.address(dataset, scene.request.view.audience)
                shown["cells"].append({"address": where, "unit": layer.unit})
            case Points():
                shown["points"] += [asdict(point) | {"kind": layer.kind} for point in layer.points]
            case Shapes():
                shown["shapes"] += [asdict(shape) | {"kind": layer.kind} for shape in layer.shapes]
            case Ground():
                pass
    return shown | {"mark": SECOND}


def _legend(scene: Scene) -> dict[str, Any]:
    items = [
        item
        for layer in scene.layers
        for item in (layer.squares if isinstance(layer, Dense) else layer.legend)
    ]
    return {
        "title": scene.fill.title,
        "items": [_legend_item(item) for item in (*scene.fill.legend, *items)],
        "note": scene.fill.note
        or (say("legend.same_classes", scene.request.lang) if scene.same_classes else ""),
    } | ({"grid": asdict(scene.fill.grid)} if scene.fill.grid else {})


def _legend_item(item: LegendItem) -> dict[str, Any]:
    marks = {"style": item.key, "point": item.symbol, "circle": item.circle}
    return {"label": item.label} | {name: mark for name, mark in marks.items() if mark is not None}


def _style(style: Style) -> dict[str, str]:
    if style.hatch is None:
        return {"fill": style.fill}
    pattern = {} if style.pattern == "lines" else {"pattern": style.pattern}
    return {"fill": style.fill, "hatch": style.hatch} | pattern


def _table(scene: Scene) -> dict[str, Any]:
    lang = scene.request.lang
    columns = {key: say(f"table.{key}", lang) for key in ("name", "note")}
    if scene.request.view.level > 1:
        columns["parent"] = say("table.parent", lang)
    theme = scene.request.view.theme
    if of_loaded := loaded.of_theme(scene.request):
        columns["value"] = loaded.called(*of_loaded, lang)
    elif theme not in PLAIN:
        columns["value"] = say(f"theme.{COUNTED.get(theme, theme)}", lang)
    return {
        "caption": say("table.caption", lang, title=scene.title),
        "columns": columns,
        "total": None,
    }
