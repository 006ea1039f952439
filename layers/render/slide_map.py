"""A map as native shapes of a slide, and its legend: each area can be picked, named and recoloured."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from layers.palette import SECOND
from layers.parts import Circles, Points
from layers.render import drawingml, flat, slide_lines, tables
from layers.render.drawingml import Ink

if TYPE_CHECKING:
    from collections.abc import Sequence

    from layers.palette import Style
    from layers.parts import LegendItem
    from layers.render.flat import Box, Fit
    from layers.scene import Scene

MM = 36_000
"""Units of a slide (EMU) in a millimetre."""

RADIUS = 7 * MM
"""Of the largest circle."""

INK, SOFT, BORDER, OUTLINE = "1D2730", "56616A", "98A2AB", "525D66"

LETTER = round(1.7 * MM)
"""Width of a letter of the legend, or more: letters are not measured."""

VEIL = 70
"""Per cent of white behind a name over a dark area: names are wider than many areas, and one ink is calm."""

STEPS = (0, 4, -4)
"""Millimetres that a name may stand below its place."""

SYMBOLS = {"office": "rect", "camp": "triangle", "site": "diamond", "flood": "teardrop"}
"""Preset shapes by kind of point; others are round."""


def draw(tree: drawingml.Tree, scene: Scene, fit: Fit) -> None:
    """Draw the areas of the focus, their borders, lines, circles, points and names."""
    _areas(tree, scene, fit)
    _borders(tree, scene, fit)
    slide_lines.draw(tree, scene, fit)
    _circles(tree, scene, fit)
    points = _points(tree, scene, fit)
    _names(tree, scene, fit, points)


def _areas(tree: drawingml.Tree, scene: Scene, fit: Fit) -> None:
    view = scene.request.view
    shapes = flat.areas_of(view.division, view.level)
    for row in tables.areas(scene):
        style = scene.fill.styles[scene.fill.keys[row.id]]
        told = ": ".join(filter(None, [row.name, row.figure, row.note]))
        tree.outline(row.name, fit.rings(shapes[row.id]), _paint(style), BORDER, 0.5, told)


def _paint(style: Style) -> str:
    return drawingml.hatch(style.fill, style.hatch) if style.hatch else drawingml.solid(style.fill)


def _borders(tree: drawingml.Tree, scene: Scene, fit: Fit) -> None:
    """Draw the outlines of the coarser level over the areas, unfilled."""
    areas, view = scene.request.areas, scene.request.view
    coarser = areas.at_most(view.level - 1)
    shapes = flat.areas_of(view.division, coarser)
    inside = {outer.id for area in areas.within(view.area, view.level) for outer in areas.chain(area.id)}
    for area in areas.at(coarser):
        if area.id in inside and areas.holds(view.area, area.id):
            tree.outline(area.name(scene.request.lang), fit.rings(shapes[area.id]), "", OUTLINE, 1.25)


def _circles(tree: drawingml.Tree, scene: Scene, fit: Fit) -> None:
    largest = next((layer.largest for layer in scene.layers if isinstance(layer, Circles)), None)
    for row in sorted(tables.areas(scene), key=lambda row: -(row.value or 0)):
        if row.value and largest:
            place = fit.point(*scene.request.areas[row.id].label)
            box = _round(place, _diameter(row.value, largest))
            told = f"{row.name}: {row.figure}"
            tree.mark(told, "ellipse", box, drawingml.solid(SECOND, 40), SECOND)


def _points(tree: drawingml.Tree, scene: Scene, fit: Fit) -> list[Box]:
    """Draw the points that lie on the map; return their places."""
    drawn = []
    for layer in (one for one in scene.layers if isinstance(one, Points)):
        for point in layer.points:
            x, y = fit.point(point.lon, point.lat)
            if _holds(fit.box, x, y):
                drawn.append(_round((x, y), 3 * MM))
                preset = SYMBOLS.get(layer.kind, "ellipse")
                tree.mark(point.name, preset, drawn[-1], drawingml.solid(SECOND), "FFFFFF", point.mark)
    return drawn


def _round(middle: tuple[int, int], size: int) -> Box:
    return flat.Box(middle[0] - size // 2, middle[1] - size // 2, size, size)


def _holds(box: Box, x: int, y: int) -> bool:
    return box.left <= x <= box.left + box.width and box.top <= y <= box.top + box.height


def _names(tree: drawingml.Tree, scene: Scene, fit: Fit, points: Sequence[Box]) -> None:
    """Write the names that have room, those with the highest figures first; below a point or over it."""
    if "labels" not in scene.request.view.layers:
        return
    shapes = flat.areas_of(scene.request.view.division, scene.request.view.level)
    rows = sorted(tables.areas(scene), key=lambda row: (-(row.value or 0), row.name))
    dark = [shapes[row.id] for row in rows if _dark(row.id, scene)]
    taken: list[Box] = []
    lowest = fit.box.top + fit.box.height - 4 * MM
    for row in rows:
        x, y = fit.point(*scene.request.areas[row.id].label)
        width = round((len(row.name) * 1.75 + 2) * MM)
        tops = (min(y + step * MM - 2 * MM, lowest) for step in STEPS)
        boxes = [flat.Box(x - width // 2, top, width, 4 * MM) for top in tops]
        free = [box for box in boxes if not any(_meet(box, other) for other in taken)]
        box = next((one for one in free if not any(_meet(one, point) for point in points)), boxes[0])
        if len(row.name) < 30 and box in free:
            taken.append(box)
            place = fit.under(box)
            veil = drawingml.solid("FFFFFF", VEIL) if any(place.intersects(one) for one in dark) else ""
            tree.text(row.name, box, (row.name,), Ink(INK, 8), middle=True, fill=veil)


def _dark(area: str, scene: Scene) -> bool:
    """Tell whether dark ink could not be read on an area."""
    red, green, blue = bytes.fromhex(scene.fill.styles[scene.fill.keys[area]].fill.lstrip("#"))
    return 0.3 * red + 0.59 * green + 0.11 * blue <= 130


def _meet(one: Box, other: Box) -> bool:
    return (
        abs(2 * one.left + one.width - 2 * other.left - other.width) < one.width + other.width
        and abs(2 * one.top + one.height - 2 * other.top - other.height) < one.height + other.height
    )


def legend(tree: drawingml.Tree, scene: Scene, side: Box, columns: int = 1) -> int:
    """Draw the legend from the top of a box, in one column or several; return where it ends."""
    step = round(4.6 * MM)
    items = [*scene.fill.legend, *(item for layer in scene.layers for item in layer.legend)]
    if not items:
        return side.top
    title = flat.Box(side.left, side.top, side.width, step)
    tree.text("legend", title, (scene.fill.title,), Ink(INK, 11, bold=True))
    first, wide, most = side.top + step + MM, side.width // columns, math.ceil(len(items) / columns)
    low = first
    for column in range(columns):
        place = flat.Box(side.left + column * wide, first, wide, side.height)
        low = max(low, _column(tree, items[column * most : (column + 1) * most], scene, place))
    return low + 3 * MM


def _column(tree: drawingml.Tree, items: Sequence[LegendItem], scene: Scene, side: Box) -> int:
    top, step, wide = side.top, round(4.6 * MM), side.width - 16 * MM
    for item in items:
        room = step * math.ceil(len(item.label) * LETTER / wide)
        high = max(room, round(_key(tree, item, scene, side, top) * 1.05))
        words = flat.Box(side.left + 16 * MM, top + (high - room) // 2, wide, room)
        tree.text(item.label, words, (item.label,), Ink(INK, 9))
        top += high
    return top


def _key(tree: drawingml.Tree, item: LegendItem, scene: Scene, side: Box, top: int) -> int:
    """Draw what a line of the legend explains; return its height."""
    box = flat.Box(side.left + 4 * MM, top + MM // 2, 7 * MM, round(3.6 * MM))
    if item.key is not None:
        tree.mark(item.label, "rect", box, _paint(scene.fill.styles[item.key]), BORDER)
        return box.height
    if item.symbol in slide_lines.KINDS:
        return slide_lines.key(tree, item, box)
    size, preset, fill = 3 * MM, SYMBOLS.get(item.symbol or "", "ellipse"), drawingml.solid(SECOND)
    if item.circle is not None:
        largest = next((one.largest for one in scene.layers if isinstance(one, Circles)), item.circle)
        size, fill = _diameter(item.circle, largest), drawingml.solid(SECOND, 40)
    middle = (side.left + round(7.5 * MM), top + max(size, round(4.6 * MM)) // 2)
    tree.mark(item.label, preset, _round(middle, size), fill, "FFFFFF")
    return size


def _diameter(value: float, largest: int) -> int:
    return 2 * round(RADIUS * math.sqrt(value / largest))
