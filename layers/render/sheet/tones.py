"""Patterns that keep classes apart where a sheet is printed in black and white.

Colours of one family differ in lightness; those of a diverging scale, and some pale ones, do not. Each
style that would look like another in grey gets a pattern of its own, the same on map and legend.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

import numpy as np
import shapely
from matplotlib.path import Path

from layers import palette
from layers.palette import Style
from layers.render.sheet.layout import Box

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from numpy.typing import NDArray


Pattern = Literal["", "rising", "falling", "level", "upright", "dots", "crossed"]

APART = 7.0
"""Difference in lightness (CIE L*, 0 to 100) at which two greys are told apart side by side."""

OF_HATCHES: tuple[Pattern, ...] = ("rising", "falling", "crossed", "level", "upright")
OF_FILLS: tuple[Pattern, ...] = ("", "dots", "level", "upright", "crossed", "falling")
"""In the order to try, for styles with a hatch and for others."""

OF_STATES: dict[Style, tuple[Pattern, ...]] = {
    palette.NO_REPORT: ("rising",),
    palette.WHOLE: ("falling",),
    palette.NOT_COMPARABLE: ("crossed",),
}
"""What is tried first for states that many themes have, so that they look alike in all."""

SPACING = {"dots": 1.25, "level": 1.1, "upright": 1.1, "rising": 1.25, "falling": 1.25, "crossed": 1.7}
"""Millimetres between lines, on A4."""


INKS = ((60, "#FFFFFF"), (85, "#56616A"), (101, "#8A949C"))
"""Colour of a pattern on a fill that is darker than a lightness."""

DOT = 0.16
"""Radius of a dot, of the step between dots."""


@dataclass(frozen=True, slots=True)
class Tone:
    """How an area is printed: its fill, and a pattern over it in a colour of its own."""

    fill: str
    pattern: Pattern = ""
    ink: str = ""


def of_styles(styles: Mapping[str, Style]) -> dict[str, Tone]:
    """Return a tone for each style, all of them apart in grey.

    Parameters
    ----------
    styles : mapping of str to Style
        All that a theme has, by key, so that each looks the same on every map of it; the highest
        classes keep their plain colour.
    """
    chosen: dict[str, Tone] = {}
    classes = sorted((key for key in styles if key.isdigit()), key=int, reverse=True)
    for key in dict.fromkeys((*classes, *styles)):
        style = styles[key]
        options = (*OF_STATES.get(style, ()), *OF_HATCHES) if style.hatch else OF_FILLS
        clear = (
            pattern
            for pattern in options
            if all(apart(style.fill, pattern, other) for other in chosen.values())
        )
        pattern = next(clear, options[-1])
        chosen[key] = Tone(style.fill, pattern, _ink(style, pattern))
    return chosen


def apart(fill: str, pattern: Pattern, other: Tone) -> bool:
    """Tell whether a fill with a pattern can be told from a tone in grey."""
    return pattern != other.pattern or abs(lightness(fill) - lightness(other.fill)) >= APART


def lightness(color: str) -> float:
    """Return the CIE lightness L* of a colour, 0 black to 100 white: what of it a grey print keeps.

    Examples
    --------
    >>> round(lightness("#FFFFFF")), round(lightness("#808080"))
    (100, 54)
    """
    parts = (int(color[i : i + 2], 16) / 255 for i in (1, 3, 5))
    red, green, blue = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
    )
    luminance = 0.2126 * red + 0.7152 * green + 0.0722 * blue
    return 116 * luminance ** (1 / 3) - 16 if luminance > 0.008856 else 903.3 * luminance


def faded(color: str, strength: float) -> str:
    """Return a colour mixed with white: `strength` 1 is itself, 0 is white."""
    parts = (int(color[i : i + 2], 16) for i in (1, 3, 5))
    return "#" + "".join(f"{round(255 - (255 - part) * strength):02X}" for part in parts)


def strokes(pattern: Pattern, shapes: NDArray[Any], page_scale: float) -> Path | None:
    """Return the lines of a pattern inside shapes in millimetres of the page.

    They stand at the same places on the page whatever the shapes, so that neighbours continue each other.
    """
    step = SPACING[pattern] * page_scale
    west, south, east, north = shapely.total_bounds(shapes)
    box = Box(west, south, east - west, north - south)
    if pattern == "dots":
        return _dots(box, step, shapes)
    ways = ("rising", "falling") if pattern == "crossed" else (pattern,)
    rows = np.asarray(shapely.linestrings([row for way in ways for row in _rows(way, box, step)]))
    of_row, of_shape = shapely.STRtree(shapes).query(rows, predicate="intersects")
    inside = shapely.get_parts(shapely.intersection(rows[of_row], shapes[of_shape]))
    inside = inside[shapely.get_type_id(inside) == shapely.GeometryType.LINESTRING]
    if not len(inside):
        return None
    ends = shapely.get_coordinates(np.column_stack([shapely.get_point(inside, i) for i in (0, -1)]))
    return Path(ends, np.tile([Path.MOVETO, Path.LINETO], len(inside)))


def _dots(box: Box, step: float, shapes: NDArray[Any]) -> Path | None:
    """Return a small six-sided figure for each dot, rows by turns a step aside."""
    rows = np.arange(math.floor(box.bottom / step), math.ceil(box.top / step) + 1)
    columns = np.arange(math.floor(box.left / step), math.ceil(box.right / step) + 1)
    x, y = (part.ravel() for part in np.meshgrid(columns, rows))
    even = (x + y) % 2 == 0
    points = shapely.points(x[even] * step, y[even] * step)
    found, _ = shapely.STRtree(shapes).query(points, predicate="within")
    at = shapely.get_coordinates(points[found])
    turns = np.linspace(0, 2 * np.pi, 7)
    rim = np.column_stack([np.cos(turns), np.sin(turns)]) * DOT * step
    corners = (at[:, None, :] + rim).reshape(-1, 2)
    return (
        Path(corners, np.tile([Path.MOVETO, *[Path.LINETO] * 5, Path.CLOSEPOLY], len(at)))
        if len(at)
        else None
    )


def _rows(pattern: str, box: Box, step: float) -> Iterator[tuple[tuple[float, float], tuple[float, float]]]:
    """Yield lines over a box."""
    if pattern == "level":
        for i in range(math.floor(box.bottom / step), math.ceil(box.top / step) + 1):
            yield (box.left, i * step), (box.right, i * step)
    elif pattern == "upright":
        for i in range(math.floor(box.left / step), math.ceil(box.right / step) + 1):
            yield (i * step, box.bottom), (i * step, box.top)
    else:
        step *= 2**0.5
        way = 1 if pattern == "rising" else -1
        low, high = (box.left, box.right) if way < 0 else (-box.right, -box.left)
        for i in range(math.floor((box.bottom + low) / step), math.ceil((box.top + high) / step) + 1):
            yield (box.left, i * step + way * box.left), (box.right, i * step + way * box.right)


def _ink(style: Style, pattern: Pattern) -> str:
    if style.hatch:
        return style.hatch
    if not pattern:
        return ""
    below = (ink for limit, ink in INKS if lightness(style.fill) < limit)
    return next(below)
