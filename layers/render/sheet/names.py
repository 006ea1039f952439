"""Which names fit on a map, and where: the most important first, each at the first place that is free.

The rules are those of the map on the screen (``browser/placing.js``); lengths are millimetres, upwards.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from geo.spelling import fold
from layers.render.sheet.layout import Box

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

Kind = Literal["area", "town", "point", "country"]

OVERHANG = 1.35
"""How much wider than its area a name may be."""

NEAR = 14
"""Millimetres within which two equal names mean the same place: an area and its chief town."""

PAD = 0.35
"""Kept free round a name."""


@dataclass(frozen=True, slots=True)
class Name:
    """A name that asks for a place.

    Attributes
    ----------
    lines : tuple of str
        The name, and under it a figure where there is one.
    x, y : float
        Where that is.
    of : str
        What it belongs to: once that has a name, its others are not asked again.
    kind : {"area", "town", "point", "country"}
        What it names.
    style : str
        How it is set, one of `look.NAMES`.
    width, line : float
        Of its widest line, and the height of one line.
    extent : tuple of float or None
        Width and height of its area: a name much wider waits, and none is moved off its area.
    radius : float
        Of the circle or symbol at its point.
    """

    lines: tuple[str, ...]
    x: float
    y: float
    of: str
    kind: Kind
    style: str
    width: float
    line: float
    extent: tuple[float, float] | None = None
    radius: float = 0.0


@dataclass(frozen=True, slots=True)
class Placed:
    """A name with its place: how it is set, and its box."""

    name: Name
    align: Literal["left", "center", "right"]
    box: Box


def place(names: Iterable[Name], frame: Box, taken: Iterable[Box] = ()) -> list[Placed]:
    """Choose which names are drawn and where.

    Parameters
    ----------
    names : iterable of Name
        The most important first; a name may come again with fewer lines, in case the first has no place.
    frame : Box
        No name reaches out of it.
    taken : iterable of Box
        Where nothing may stand.

    Returns
    -------
    list of Placed
        No two of their boxes overlap, nor any of them one of `taken`.
    """
    blocked, placed = list(taken), list[Placed]()
    for name in names:
        if not frame.holds_point(name.x, name.y) or _said_before(name, placed):
            continue
        own = _around(name.x, name.y, name.radius, name.radius)
        if name.kind == "town" and any(own.overlaps(other) for other in blocked):
            continue
        if name.extent and name.width > name.extent[0] * OVERHANG:
            continue
        spots = (spot for spot in _spots(name) if _free(spot, name, frame, blocked))
        if spot := next(spots, None):
            placed.append(spot)
            blocked.append(spot.box)
            if name.kind == "town":
                blocked.append(own)
    return placed


def _said_before(name: Name, placed: list[Placed]) -> bool:
    """Tell whether what it belongs to has its name already, or a town has the name of its area."""
    return any(name.of == other.name.of or _same_place(name, other.name) for other in placed)


def _same_place(name: Name, other: Name) -> bool:
    return (
        (name.kind == "town") != (other.kind == "town")
        and fold(name.lines[0]) == fold(other.lines[0])
        and math.dist((name.x, name.y), (other.x, other.y)) < NEAR
    )


def _free(spot: Placed, name: Name, frame: Box, blocked: list[Box]) -> bool:
    box = spot.box
    if not frame.holds(box) or any(box.overlaps(other) for other in blocked):
        return False
    if name.extent is None or name.radius:
        return True
    wide, tall = name.extent
    return box.holds_point(name.x, name.y) or _around(name.x, name.y, wide / 2, tall / 2).holds(box)


def _spots(name: Name) -> Iterator[Placed]:
    """Yield where a name may stand, best first: an area's on its point, a town's beside its dot."""
    half, up = name.width / 2, len(name.lines) * name.line / 2
    gap = name.radius + 0.6
    if name.kind in ("town", "point"):
        yield from (_spot(name, "left", gap, 0), _spot(name, "right", -gap, 0))
        yield from (_spot(name, "center", 0, gap + up), _spot(name, "center", 0, -gap - up))
        return
    beyond = (
        _spot(name, "center", 0, -gap - up),
        _spot(name, "center", 0, gap + up),
        _spot(name, "left", gap, 0),
        _spot(name, "right", -gap, 0),
    )
    if name.radius and name.radius < half + 1:  # clear of a circle that is smaller than the name
        yield from beyond
        return
    yield _spot(name, "center", 0, 0)
    for step in (0.5, 1.0):
        yield from (_spot(name, "center", 0, -up * step - 0.6), _spot(name, "center", 0, up * step + 0.6))
    for step in (0.5, 1.0):
        yield from (_spot(name, "center", half * step, 0), _spot(name, "center", -half * step, 0))
    for dx in (half / 2, -half / 2):
        yield from (_spot(name, "center", dx, -up), _spot(name, "center", dx, up))
    if name.radius:
        yield from beyond


def _spot(name: Name, align: Literal["left", "center", "right"], dx: float, dy: float) -> Placed:
    half = name.width / 2
    middle = name.x + dx + {"left": half, "center": 0.0, "right": -half}[align]
    box = _around(middle, name.y + dy, half + PAD, len(name.lines) * name.line / 2 + PAD / 2)
    return Placed(name, align, box)


def _around(x: float, y: float, wide: float, tall: float) -> Box:
    return Box(x - wide, y - tall, 2 * wide, 2 * tall)
