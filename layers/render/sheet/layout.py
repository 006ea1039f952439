"""Where each part of a sheet stands; pure arithmetic in millimetres, upwards from the lower left corner."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Iterator


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle on the page."""

    left: float
    bottom: float
    width: float
    height: float

    @property
    def right(self) -> float:
        """The right edge."""
        return self.left + self.width

    @property
    def top(self) -> float:
        """The upper edge."""
        return self.bottom + self.height

    def holds(self, other: Box) -> bool:
        """Tell whether another box lies inside."""
        return (
            self.left <= other.left
            and self.bottom <= other.bottom
            and other.right <= self.right
            and other.top <= self.top
        )

    def holds_point(self, x: float, y: float) -> bool:
        """Tell whether a point lies inside."""
        return self.left <= x <= self.right and self.bottom <= y <= self.top

    def overlaps(self, other: Box) -> bool:
        """Tell whether the insides of two boxes meet."""
        return (
            self.left < other.right
            and other.left < self.right
            and self.bottom < other.top
            and other.bottom < self.top
        )


@dataclass(frozen=True, slots=True)
class Page:
    """A page: its size, and how much larger than on A4 its type and lines are."""

    width: float
    height: float
    scale: float

    @property
    def margin(self) -> float:
        """Kept free at every edge: more than printers leave white."""
        return 8 * self.scale

    @property
    def gap(self) -> float:
        """Between the parts."""
        return 3.5 * self.scale


SIZES = {"a4": Page(297, 210, 1.0), "a3": Page(420, 297, 1.3), "slide": Page(338.667, 190.5, 1.25)}
"""Pages on their long side; a slide is 16:9, as PowerPoint has it."""

ORIENTATIONS = ("landscape", "portrait")

SHRINKS = (1.0, 0.92, 0.84, 0.76, 0.7)
"""How small the legend and notes may become so that everything has a place; 5 points at least on A4."""

SIDES = (58.0, 66.0, 78.0, 92.0, 106.0)
"""Widths of a column beside the map, on A4."""

LEAST_LEGEND = 46.0
"""Width of a legend, on A4: in less its words break too often."""

WIDE = 1.4
"""Width by height up to which a map is better the wider it is: beyond, it shows little of Mali."""

SMALLEST_MAP = 0.4
"""Of the page's width and of its height: where the notes would leave less, they are cut and say so."""


class Block(Protocol):
    """Text that says how high it will be."""

    def height(self, width: float, columns: int, shrink: float) -> float:
        """Return the height in a number of columns of a total width; 0 for nothing."""


@dataclass(frozen=True, slots=True)
class Parts:
    """What has to find a place.

    Attributes
    ----------
    head : float
        Height of title and subtitle; 0 for none.
    legend, notes : Block
        Texts that can take any shape.
    inset, code : float
        Sides of the small map and of the square code; 0 for none.
    ticks : float
        Room for coordinates left of and below the map.
    shape : float
        Width by height of what the map shows.
    """

    head: float
    legend: Block
    notes: Block
    inset: float
    code: float
    ticks: float
    shape: float


@dataclass(frozen=True, slots=True)
class Plan:
    """A place for each part; a box without height is a part that is not there."""

    head: Box
    map: Box
    legend: Box
    inset: Box
    code: Box
    notes: Box
    legend_columns: int
    note_columns: int
    shrink: float

    def map_scale(self, shape: float) -> float:
        """Return how large the focus becomes: millimetres of its height."""
        return min(self.map.width / shape, self.map.height)

    def boxes(self) -> tuple[Box, ...]:
        """Return all that is there."""
        every = (self.head, self.map, self.legend, self.inset, self.code, self.notes)
        return tuple(box for box in every if box.height)


def page(size: str, orientation: str) -> Page:
    """Return a page; a slide is always on its long side."""
    long = SIZES[size]
    if orientation == "landscape" or size == "slide":
        return long
    return replace(long, width=long.height, height=long.width)


def plan(on: Page, parts: Parts) -> Plan:
    """Return the plan with the largest map, at the largest type for which there is one.

    Where none fits, the notes are left less room than they ask for.
    """
    for shrink in SHRINKS:
        fitting = [found for found in _plans(on, parts, shrink) if _fits(on, parts, found)]
        if fitting:
            return max(fitting, key=lambda found: _worth(found, parts.shape))
    return _cut(on, parts)


def _worth(found: Plan, shape: float) -> tuple[float, float, float]:
    """Rank a plan: by the size of the focus, then by what is seen beside it, up to a wide frame."""
    return round(found.map_scale(shape)), min(found.map.width, WIDE * found.map.height), -found.map.width


def _plans(on: Page, parts: Parts, shrink: float) -> Iterator[Plan]:
    if on.width < on.height:
        yield _below(on, parts, shrink, _foot(on, parts, 2, shrink))
        return
    for side in SIDES:
        yield _beside(on, parts, shrink, side * on.scale, None)
        yield _beside(on, parts, shrink, side * on.scale, _foot(on, parts, 3, shrink))
        yield _beside(on, parts, shrink, side * on.scale, None, row=True)


def _foot(on: Page, parts: Parts, columns: int, shrink: float) -> float:
    return parts.notes.height(on.width - 2 * on.margin, columns, shrink)


def _fits(on: Page, parts: Parts, found: Plan) -> bool:
    """Tell whether the map is large enough, and nothing stands on anything else or in the margin."""
    large = found.map.width >= SMALLEST_MAP * on.width and found.map.height >= SMALLEST_MAP * on.height
    edge = on.margin - 1e-6
    inner, boxes = Box(edge, edge, on.width - 2 * edge, on.height - 2 * edge), found.boxes()
    inside = all(inner.holds(box) for box in boxes)
    apart = not any(one.overlaps(other) for i, one in enumerate(boxes) for other in boxes[:i])
    readable = not found.legend.height or found.legend.width >= LEAST_LEGEND * on.scale
    return large and inside and apart and readable


def _cut(on: Page, parts: Parts) -> Plan:
    """Give the notes a fifth of the page."""
    if on.width < on.height:
        return _below(on, parts, SHRINKS[-1], on.height / 5)
    plans = (_beside(on, parts, SHRINKS[-1], side * on.scale, on.height / 5) for side in SIDES)
    fitting = [found for found in plans if _fits(on, parts, found)]
    return fitting[0] if fitting else _beside(on, parts, SHRINKS[-1], SIDES[-1] * on.scale, on.height / 5)


def _frame(outer: Box, ticks: float) -> Box:
    """Return the map's frame in its part of the page: coordinates stand left of it and below."""
    return Box(outer.left + ticks, outer.bottom + ticks, outer.width - ticks, outer.height - ticks)


def _beside(
    on: Page, parts: Parts, shrink: float, side: float, foot: float | None, *, row: bool = False
) -> Plan:
    """Put legend, inset and code in a column at the right.

    The inset stands under the legend, or right of it in a `row`. The notes stand under them, or at the
    foot of the page with a height of `foot`.
    """
    inner, head, top = _head(on, parts)
    left = inner.right - side
    small = max(parts.inset, parts.code)
    wide = side - (parts.inset + on.gap if row else 0)
    legend = _hang(left, top, wide, parts.legend.height(wide, 1, shrink))
    if foot is None:
        notes = Box(left, inner.bottom, side, parts.notes.height(side, 1, shrink))
        bottom = inner.bottom
        low = notes.top + (on.gap if notes.height else 0)
    else:
        notes = Box(inner.left, inner.bottom, inner.width, foot)
        bottom = low = notes.top + (on.gap if foot else 0)
    if row:
        inset = _hang(inner.right - parts.inset, top, parts.inset, parts.inset)
        under = inset.bottom - (on.gap if parts.inset else 0)
        code = _hang(inner.right - parts.code, under, parts.code, parts.code)
    else:
        low = max(low, legend.bottom - on.gap - small) if foot is None else low
        inset = Box(left, low, parts.inset, parts.inset)
        code = Box(inner.right - parts.code, low, parts.code, parts.code)
    empty = not (legend.height or small or (foot is None and notes.height))
    right = inner.right if empty else left - on.gap
    frame = _frame(Box(inner.left, bottom, right - inner.left, top - bottom), parts.ticks)
    return Plan(head, frame, legend, inset, code, notes, 1, 1 if foot is None else 3, shrink)


def _head(on: Page, parts: Parts) -> tuple[Box, Box, float]:
    """Return what lies within the margins, the head, and where the parts under it begin."""
    inner = Box(on.margin, on.margin, on.width - 2 * on.margin, on.height - 2 * on.margin)
    head = _hang(inner.left, inner.top, inner.width, parts.head)
    return inner, head, head.bottom - (on.gap if parts.head else 0)


def _hang(left: float, top: float, width: float, height: float) -> Box:
    """Return a box by its upper left corner."""
    return Box(left, top - height, width, height)


def _below(on: Page, parts: Parts, shrink: float, foot: float) -> Plan:
    """Put legend, inset and code in a row under the map, and the notes at the foot."""
    inner, head, top = _head(on, parts)
    notes = Box(inner.left, inner.bottom, inner.width, foot)
    bottom = notes.top + (on.gap if foot else 0)
    code = Box(inner.right - parts.code, bottom, parts.code, parts.code)
    inset_right = code.left - (on.gap if parts.code else 0)
    inset = Box(inset_right - parts.inset, bottom, parts.inset, parts.inset)
    room = inset.left - (on.gap if parts.inset else 0) - inner.left
    legend_height = parts.legend.height(room, 2, shrink)
    row = max(legend_height, parts.inset, parts.code)
    legend = Box(inner.left, bottom + row - legend_height, room, legend_height)
    low = bottom + row + (on.gap if row else 0)
    frame = _frame(Box(inner.left, low, inner.width, top - low), parts.ticks)
    return Plan(head, frame, legend, inset, code, notes, 2, 2, shrink)


def nice(length: float) -> float:
    """Return the largest of 1, 2 and 5 times a power of ten that is no longer.

    Examples
    --------
    >>> nice(430), nice(19), nice(0.6)
    (200.0, 10.0, 0.5)
    """
    power = 10.0 ** math.floor(math.log10(length))
    return float(max(step * power for step in (1, 2, 5) if step * power <= length * 1.000001))
