"""Loaded lines and outlines on slides, as shapes of their own."""

from __future__ import annotations

from typing import TYPE_CHECKING

from layers.palette import SECOND
from layers.parts import Shapes

if TYPE_CHECKING:
    from layers.parts import LegendItem
    from layers.render.drawingml import Tree
    from layers.render.flat import Box, Fit, Ring
    from layers.scene import Scene

KINDS = {"line": 2.25, "zone": 1.5}
"""Of `Shapes`, with the width of each in points."""


def draw(tree: Tree, scene: Scene, fit: Fit) -> None:
    """Draw what of the lines and outlines of a scene lies on the map."""
    for layer in scene.layers:
        if isinstance(layer, Shapes):
            for shape in layer.shapes:
                told = ": ".join(filter(None, (shape.name, shape.note)))
                _line(tree, shape.name, fit.rings(fit.seen(shape.geometry)), layer.kind, told)


def key(tree: Tree, item: LegendItem, box: Box) -> int:
    """Draw what a line of the legend explains; return its height."""
    left, right, middle = box.left, box.left + box.width, box.top + box.height // 2
    ring = [(left, middle), (right, middle)]
    if item.symbol == "zone":
        bottom = box.top + box.height
        ring = [(left, box.top), (right, box.top), (right, bottom), (left, bottom), (left, box.top)]
    _line(tree, item.label, [ring], str(item.symbol), item.label)
    return box.height


def _line(tree: Tree, name: str, rings: list[Ring], kind: str, told: str) -> None:
    """Draw a line, or an outline in dashes."""
    tree.outline(name, rings, "", SECOND, KINDS[kind], told, closed=False, dash=kind == "zone")
