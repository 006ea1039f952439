"""The legend of a sheet: what colours, patterns, circles, symbols and lines mean."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

import numpy as np
import shapely
from matplotlib.path import Path

from geo.areas import COUNTRY
from layers.palette import SECOND
from layers.parts import Circles, Ground
from layers.render.sheet import lettering, look, symbols, tones
from layers.render.sheet.ink import INK, SOFT
from layers.render.sheet.layout import Box
from layers.text import say

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping

    from numpy.typing import NDArray

    from layers.render.sheet.ink import Ink
    from layers.render.sheet.tones import Tone
    from layers.scene import Scene

TITLE, TEXT = 8.5, 7.5
"""Points on A4."""

SWATCH = (7.0, 4.0)
"""Millimetres on A4."""

LONGEST = 3
"""Lines of a label; a longer one is cut."""

Kind = Literal["title", "style", "symbol", "circle", "line", "note"]


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the legend: its kind, the key of what it explains, and the words."""

    kind: Kind
    key: str
    label: str


@dataclass(frozen=True, slots=True)
class Legend:
    """A legend that can take any width.

    Attributes
    ----------
    rows : tuple of Row
        In the order to read.
    tones : mapping of str to Tone
        Of the styles.
    borders : mapping of int to dict
        How the borders of each level are drawn.
    largest : int
        Value of the largest circle; 0 where there is none.
    scale : float
        Of the page.
    """

    rows: tuple[Row, ...]
    tones: Mapping[str, Tone]
    borders: Mapping[int, Mapping[str, Any]]
    largest: int
    scale: float

    def height(self, width: float, columns: int, shrink: float) -> float:
        """Return the height in a number of columns of a total width."""
        return max(
            (
                sum(self._tall(row, width / columns, shrink) for row in column)
                for column in self._columns(width, columns, shrink)
            ),
            default=0,
        )

    def draw(self, ink: Ink, box: Box, columns: int, shrink: float) -> None:
        """Write the legend from the top of a box."""
        wide = box.width / columns
        for i, column in enumerate(self._columns(box.width, columns, shrink)):
            top = box.top
            for row in column:
                tall = self._tall(row, wide, shrink)
                self._row(ink, row, Box(box.left + i * wide, top - tall, wide, tall), shrink)
                top -= tall

    def _columns(self, width: float, columns: int, shrink: float) -> Iterator[list[Row]]:
        """Share the rows out: a column is full when it holds its share of the height."""
        tall = [self._tall(row, width / columns, shrink) for row in self.rows]
        share, column, held, left = sum(tall) / columns, list[Row](), 0.0, columns
        for row, height in zip(self.rows, tall, strict=True):
            if column and left > 1 and held + height / 2 > share:
                yield column
                column, held, left = [], 0.0, left - 1
            column.append(row)
            held += height
        if column:
            yield column

    def _label(self, row: Row, width: float, shrink: float) -> tuple[str, ...]:
        size = self._size(row, shrink)
        bold = row.kind == "title"
        room = width - self._indent(row, shrink) - 2 * self.scale
        lines = lettering.wrap(row.label, room, size, bold=bold)
        if len(lines) <= LONGEST:
            return lines
        return (*lines[: LONGEST - 1], lettering.cut(" ".join(lines[LONGEST - 1 :]), room, size, bold=bold))

    def _size(self, row: Row, shrink: float) -> float:
        return (TITLE if row.kind == "title" else TEXT - 0.7 * (row.kind == "note")) * self.scale * shrink

    def _indent(self, row: Row, shrink: float) -> float:
        """Return the room for a row's key; circles have as much as the largest."""
        if row.kind in ("title", "note"):
            return 0.0
        if row.kind == "circle":
            return 2 * max(self._radius(one) for one in self.rows if one.kind == "circle") + 2 * self.scale
        return SWATCH[0] * self.scale * shrink + 2 * self.scale

    def _radius(self, row: Row) -> float:
        return look.radius(int(row.key), self.largest) * self.scale

    def _tall(self, row: Row, width: float, shrink: float) -> float:
        words = len(self._label(row, width, shrink)) * lettering.line(self._size(row, shrink))
        around = {"title": 1.2, "note": 0.8}.get(row.kind, 0.9) * self.scale * shrink
        key = {
            "style": SWATCH[1] * self.scale * shrink,
            "circle": 2 * self._radius(row) if row.kind == "circle" else 0,
        }
        return max(words, key.get(row.kind, 0)) + around

    def _row(self, ink: Ink, row: Row, box: Box, shrink: float) -> None:
        size = self._size(row, shrink)
        indent = self._indent(row, shrink)
        lines = self._label(row, box.width, shrink)
        middle = box.bottom + box.height / 2
        step = lettering.line(size)
        first = middle + (len(lines) - 1) / 2 * step - 0.35 * size * lettering.MM
        for i, line in enumerate(lines):
            color = SOFT if row.kind == "note" else INK
            ink.text(box.left + indent, first - i * step, line, size, bold=row.kind == "title", color=color)
        if indent:
            wide = indent - 2 * self.scale
            self._key(
                ink,
                row,
                Box(
                    box.left,
                    middle - SWATCH[1] * self.scale * shrink / 2,
                    wide,
                    SWATCH[1] * self.scale * shrink,
                ),
            )

    def _key(self, ink: Ink, row: Row, box: Box) -> None:
        x, y = box.left + box.width / 2, box.bottom + box.height / 2
        if row.kind == "style":
            wide = min(box.width, SWATCH[0] / SWATCH[1] * box.height)
            swatch(ink, Box(x - wide / 2, box.bottom, wide, box.height), self.tones[row.key])
        elif row.kind == "circle":
            circle = symbols.placed(Path.unit_circle(), x, y, self._radius(row))
            ink.path(circle, fill=look.CIRCLE, line=SECOND, width=0.3)
        elif row.kind == "symbol":
            mark(ink, row.key, x, y)
        else:
            self._line(ink, row.key, box)

    def _line(self, ink: Ink, key: str, box: Box) -> None:
        y = box.bottom + box.height / 2
        if key == "town":
            town(ink, box.left + box.width / 2, y)
            return
        how = self.borders[int(key)] if key.isdigit() else look.LINES[key]
        wide = min(box.width, SWATCH[0] / SWATCH[1] * box.height)
        left = box.left + (box.width - wide) / 2
        ink.lines([[(left, y), (left + wide, y)]], **how)


def swatch(ink: Ink, box: Box, tone: Tone) -> None:
    """Draw a style as the map has it."""
    ink.box(box, fill=tone.fill)
    if tone.pattern:
        area = np.array([shapely.box(box.left, box.bottom, box.right, box.top)])
        pattern(ink, tone, area, tone.ink)
    ink.box(box, line=look.SWATCH_EDGE, width=0.2)


def pattern(ink: Ink, tone: Tone, shapes: NDArray[Any], color: str) -> None:
    """Draw the pattern of a style in shapes in millimetres."""
    if len(shapes) and (lines := tones.strokes(tone.pattern, shapes, ink.scale)):
        how = {"fill": color} if tone.pattern == "dots" else {"line": color, "width": look.PATTERN}
        ink.path(lines, **how)


def mark(ink: Ink, kind: str, x: float, y: float) -> None:
    """Draw the symbol of a kind of point."""
    shape = symbols.placed(symbols.symbol(kind), x, y, symbols.SIZE * ink.scale)
    ink.path(shape, line="#FFFFFF", width=0.7)
    ink.path(shape, fill=SECOND)


def town(ink: Ink, x: float, y: float) -> None:
    """Draw the dot of a town."""
    dot = symbols.placed(Path.unit_circle(), x, y, look.DOT * ink.scale)
    ink.path(dot, fill="#FFFFFF", line=look.NAMES["town"]["color"], width=0.3)


def of_scene(scene: Scene, printed: Mapping[str, Tone], scale: float, without: Collection[str]) -> Legend:
    """Return the legend of a scene; without rows where it is switched off."""
    circles = next((layer.largest for layer in scene.layers if isinstance(layer, Circles)), 0)
    borders = {level: look.border(level, scene.request) for level in look.levels(scene.request)}
    rows = () if "legend" in without else tuple(_rows(scene))
    return Legend(rows, printed, borders, circles, scale)


def _rows(scene: Scene) -> Iterator[Row]:
    lang = scene.request.lang
    if scene.fill.title:
        yield Row("title", "", lettering.clean(scene.fill.title))
    for item in (*scene.fill.legend, *(item for layer in scene.layers for item in layer.legend)):
        label = lettering.clean(item.label)
        if item.key is not None:
            yield Row("style", item.key, label)
        elif item.circle is not None:
            yield Row("circle", str(item.circle), label)
        elif f"over.{item.symbol}" in look.LINES:
            yield Row("line", f"over.{item.symbol}", label)
        elif item.symbol is not None:
            yield Row("symbol", item.symbol, label)
    yield from _lines(scene)
    if scene.same_classes and scene.fill.legend:
        yield Row("note", "", say("legend.same_classes", lang))


def _lines(scene: Scene) -> Iterator[Row]:
    """Yield which lines and dots of the ground the map has."""
    request, lang = scene.request, scene.request.lang
    grounds = {layer.kind for layer in scene.layers if isinstance(layer, Ground)}
    for level in reversed(look.levels(request)):
        what = "derived" if look.derived(level, request) else level
        yield Row("line", str(level), say(f"sheet.line.{what}", lang))
    if request.view.area != COUNTRY:
        yield Row("line", "focus", say("sheet.line.focus", lang))
    if "rivers" in grounds:
        yield Row("line", "river", say("sheet.line.river", lang))
    if "towns" in grounds:
        yield Row("line", "town", say("sheet.line.town", lang))
