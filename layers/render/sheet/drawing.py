"""The map of a sheet, from the ground up: neighbours, areas, water, borders, circles, points, names."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from matplotlib.path import Path

from geo.areas import COUNTRY
from layers.palette import SECOND
from layers.parts import Circles, Ground, Points
from layers.parts import Shapes as Overlay
from layers.render.sheet import furniture, ground, labels, lettering, look, symbols, tones
from layers.render.sheet.ink import INK
from layers.render.sheet.layout import Box
from layers.render.sheet.legend import mark, pattern, town
from layers.render.sheet.names import place

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

    from layers.parts import Point
    from layers.render.sheet.ground import Shapes
    from layers.render.sheet.ink import Window
    from layers.render.sheet.names import Placed
    from layers.render.sheet.tones import Tone
    from layers.scene import Scene

COUNT = 6.6
"""Points on A4 of a number that stands for several places."""

NOTICE = 8.0
"""Points on A4 of what has to stand on the map."""

ACROSS, ROW, SLOPE = 15.0, 34.0, 12.0
"""Of the same words across the map: points and millimetres between rows on A4, and degrees."""


def draw(
    window: Window,
    scene: Scene,
    printed: Mapping[str, Tone],
    notices: Sequence[str],
    without: Collection[str],
) -> list[Placed]:
    """Draw the map of a scene in its window and return its names.

    Parameters
    ----------
    window : Window
        The frame on the page and what it shows.
    scene : Scene
        What is drawn.
    printed : mapping of str to Tone
        Of the styles of its areas.
    notices : sequence of str
        What has to stand on the map, whatever is switched off.
    without : collection of str
        Elements that are switched off.
    """
    lang = scene.request.lang
    _neighbours(window, graticule="graticule" not in without)
    _fills(window, scene, printed)
    _borders(window, scene)
    _overlays(window, scene)
    _circles(window, scene)
    taken = _points(window, scene)
    _across(window, notices)
    if "scale" not in without:
        taken.append(furniture.bar_box(window))
    if "north" not in without:
        taken.append(furniture.north_box(window))
    taken += notice_boxes(window, notices)
    placed = named(window, scene, taken, figures="figures" not in without)
    for one in placed:
        if one.name.kind == "town":
            town(window.ink, one.name.x, one.name.y)
    labels.write(window.ink, placed)
    if "scale" not in without:
        furniture.scale_bar(window, lang)
    if "north" not in without:
        furniture.north_arrow(window, lang)
    _notices(window, notices)
    window.ink.box(window.box, line=INK, width=0.35)
    if "graticule" not in without:
        furniture.coordinates(window, lang)
    return placed


def named(window: Window, scene: Scene, taken: Sequence[Box], *, figures: bool) -> list[Placed]:
    """Return the names that have a place on the map."""
    inner = Box(
        window.box.left + 0.6, window.box.bottom + 0.6, window.box.width - 1.2, window.box.height - 1.2
    )
    return place(labels.asked(scene, window, figures=figures), inner, taken)


def _neighbours(window: Window, *, graticule: bool) -> None:
    window.ink.box(window.box, fill=look.LAND)
    for path in _seen(ground.base("sea"), window):
        window.path(path, fill=look.SEA)
    if graticule:
        furniture.graticule(window)
    for path in _seen(ground.base("border"), window):
        window.path(path, **look.LINES["foreign"])


def _seen(shapes: Shapes, window: Window) -> list[Path]:
    return [shapes.paths[i] for i in shapes.inside(window.shown)]


def _fine(window: Window) -> bool:
    """Tell whether simplified outlines would be seen to be so."""
    west, _, east, _ = window.shown
    return east - west < ground.COARSE


def _fills(window: Window, scene: Scene, printed: Mapping[str, Tone]) -> None:
    """Fill the areas, those of one style and strength in one go."""
    request = scene.request
    shapes = ground.shapes(request.areas, request.view.level, simplified=not _fine(window))
    within = {area.id for area in request.areas.within(request.view.area, request.view.level)}
    groups: dict[tuple[str, float], list[int]] = {}
    for i in shapes.inside(window.shown):
        area = shapes.ids[i]
        groups.setdefault((scene.fill.keys[area], 1.0 if area in within else look.FADED), []).append(i)
    for (key, strength), found in groups.items():
        tone = printed[key]
        window.path(ground.compound([shapes.paths[i] for i in found]), fill=tones.faded(tone.fill, strength))
        if tone.pattern:
            drawn = window.page_shapes(shapes.geometry[found])
            pattern(window.ink, tone, drawn, tones.faded(tone.ink, strength))


def _borders(window: Window, scene: Scene) -> None:
    request, fine = scene.request, _fine(window)
    grounds = {layer.kind for layer in scene.layers if isinstance(layer, Ground)}
    finest, *coarser = look.levels(request)
    _border(window, scene, finest, fine=fine)
    if "rivers" in grounds:
        for path in _seen(ground.base("lake"), window):
            window.path(path, fill=look.WATER)
        rivers = _seen(ground.base("river"), window)
        for how in ("casing", "river"):
            for path in rivers:
                window.path(path, **look.LINES[how])
    for level in coarser:
        _border(window, scene, level, fine=fine)
    if request.view.area != COUNTRY:
        focus = request.areas[request.view.area]
        shapes = ground.shapes(request.areas, focus.level, simplified=not fine)
        window.path(shapes.paths[shapes.ids.index(focus.id)], **look.LINES["focus"])


def _border(window: Window, scene: Scene, level: int, *, fine: bool) -> None:
    request = scene.request
    seen = _seen(ground.shapes(request.areas, level, simplified=not fine), window)
    if seen:
        window.path(ground.compound(seen), **look.border(level, request))


def _circles(window: Window, scene: Scene) -> None:
    """Draw proportional circles, the largest first, so that none hides another."""
    largest = next((layer.largest for layer in scene.layers if isinstance(layer, Circles)), 0)
    if not largest:
        return
    known = [(value, area) for area, value in scene.fill.values.items() if value]
    within = {
        area.id for area in scene.request.areas.within(scene.request.view.area, scene.request.view.level)
    }
    for value, area in sorted(known, reverse=True):
        if area in within:
            x, y = window.at(*ground.point(*scene.request.areas[area].label))
            shape = symbols.placed(Path.unit_circle(), x, y, look.radius(value, largest) * window.ink.scale)
            window.over(shape, fill=look.CIRCLE, line=SECOND, width=0.3)


def _overlays(window: Window, scene: Scene) -> None:
    """Draw the lines and outlines of loaded data."""
    for layer in scene.layers:
        if isinstance(layer, Overlay):
            for path in _seen(ground.over([one.geometry for one in layer.shapes]), window):
                window.path(path, **look.LINES[f"over.{layer.kind}"])


def _points(window: Window, scene: Scene) -> list[Box]:
    """Draw points and return where they stand."""
    taken = []
    for layer in scene.layers:
        if isinstance(layer, Points):
            for point in layer.points:
                x, y = window.at(*ground.point(point.lon, point.lat))
                half = symbols.SIZE * window.ink.scale
                spot = Box(x - half, y - half, 2 * half, 2 * half)
                if window.box.holds(spot):
                    taken.append(_count(window, point, x, y) if point.mark else spot)
                    if not point.mark:
                        mark(window.ink, layer.kind, x, y)
    return taken


def _count(window: Window, point: Point, x: float, y: float) -> Box:
    """Draw a number in a disc, beside the middle of its area, where the name stands."""
    size = COUNT * window.ink.scale
    half = max(lettering.width(point.mark, size, bold=True) / 2 + 0.6, lettering.line(size) * 0.52)
    window.over(symbols.placed(Path.unit_circle(), x, y, half), fill=SECOND, line="#FFFFFF", width=0.3)
    window.ink.text(
        x, y - 0.34 * size * lettering.MM, point.mark, size, bold=True, color="#FFFFFF", align="center"
    )
    return Box(x - half, y - half, 2 * half, 2 * half)


def notice_boxes(window: Window, notices: Sequence[str]) -> list[Box]:
    """Return the places of the notices: at the upper left of the map, one under another."""
    size, s = NOTICE * window.ink.scale, window.ink.scale
    found, top = list[Box](), window.box.top - 1.8 * s
    for text in notices:
        wide, tall = lettering.width(text, size, bold=True) + 4 * s, lettering.line(size) + 1.6 * s
        found.append(Box(window.box.left + 1.8 * s, top - tall, wide, tall))
        top -= tall + 1 * s
    return found


def _notices(window: Window, notices: Sequence[str]) -> None:
    size = NOTICE * window.ink.scale
    for text, box in zip(notices, notice_boxes(window, notices), strict=True):
        window.ink.box(box, fill="#FFFFFF", line=look.NOTICE, width=0.45)
        y = box.bottom + box.height / 2 - 0.35 * size * lettering.MM
        window.ink.text(box.left + 2 * window.ink.scale, y, text, size, bold=True, color=look.NOTICE)


def _across(window: Window, notices: Sequence[str]) -> None:
    """Write the notices across the whole map, under its names, so that no part of it goes without."""
    if not notices:
        return
    words, s, box = "   ·   ".join((*notices, "")), window.ink.scale, window.box
    size = ACROSS * s
    wide = lettering.width(words, size, bold=True) * math.cos(math.radians(SLOPE))
    rise = box.width * math.tan(math.radians(SLOPE))
    rows = math.ceil((box.height + rise) / (ROW * s))
    for i in range(rows):
        y = box.top - (i + 0.7) * ROW * s
        x = box.left - wide * (i * 0.37 % 1)
        while x < box.right:
            low = y + (x - box.left) * math.tan(math.radians(SLOPE))
            window.text(
                x, low, words, size, bold=True, color=look.NOTICE, alpha=look.ACROSS_ALPHA, turn=SLOPE
            )
            x += wide
