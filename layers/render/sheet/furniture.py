"""What stands on and beside the map: scale bar, north, coordinates, inset, and the square code."""

from __future__ import annotations

import math
from functools import lru_cache
from typing import TYPE_CHECKING

import numpy as np
from matplotlib.path import Path
from matplotlib.transforms import Affine2D

from geo.areas import COUNTRY
from layers.render import flat
from layers.render.sheet import ground, lettering, look
from layers.render.sheet.ink import INK, SOFT, open_lines
from layers.render.sheet.layout import Box, nice
from layers.text import number, say

if TYPE_CHECKING:
    from collections.abc import Iterator

    from geo.areas import Language
    from layers.render.sheet.ink import Ink, Window
    from layers.scene import Request

TEXT = 6.0
"""Points on A4."""

BAR = 0.27
"""Of the map's width, at most."""

TICKS = 3.2
"""Room for coordinates outside the frame, in millimetres on A4."""

STEPS = (10, 5, 2, 1, 0.5, 0.2, 0.1, 0.05, 0.02)
"""Degrees between lines of the graticule."""

FEWEST = 3
"""Lines of the graticule at least, each way."""

INSET = 42.0
"""Side of the small map, in millimetres on A4."""

MODULE, LEAST = 0.34, 20.0
"""Side of a square of the code, and of the code at least, in millimetres on A4: telephones read it."""


def bar_box(window: Window) -> Box:
    """Return the place of the scale bar: the lower right corner of the map."""
    scale = window.ink.scale
    wide = _length(window) * window.mm_per_metre
    around = 2.5 * scale + lettering.width("500 km", TEXT * scale) / 2
    whole = wide + 2.5 * scale + around
    return Box(window.box.right - whole - 1.5 * scale, window.box.bottom + 1.5 * scale, whole, 5.4 * scale)


def _length(window: Window) -> float:
    return nice(BAR * window.box.width / window.mm_per_metre)


def scale_bar(window: Window, lang: Language) -> None:
    """Draw a bar of a round length, in four fields; it is true to half a per cent over all of Mali."""
    ink, box, metres = window.ink, bar_box(window), _length(window)
    wide, tall, s = metres * window.mm_per_metre, 1.1 * window.ink.scale, window.ink.scale
    left, low = box.left + 2.5 * s, box.bottom + 1.0 * s
    ink.box(box, fill="#FFFFFF")
    for i in range(4):
        color = INK if i % 2 == 0 else "#FFFFFF"
        ink.box(Box(left + i * wide / 4, low, wide / 4, tall), fill=color, line=INK, width=0.15)
    unit, size = ("kilometres", metres / 1000) if metres >= 1000 else ("metres", metres)
    y = low + tall + 0.8 * s
    ink.text(left, y, "0", TEXT * s, align="center")
    ink.text(left + wide / 2, y, number(size / 2, lang), TEXT * s, align="center")
    ink.text(left + wide, y, say(f"sheet.{unit}", lang, n=size), TEXT * s, align="center")


def north_box(window: Window) -> Box:
    """Return the place of the north arrow: the upper right corner of the map."""
    s = window.ink.scale
    return Box(window.box.right - 10 * s, window.box.top - 14 * s, 8 * s, 12.5 * s)


def north_arrow(window: Window, lang: Language) -> None:
    """Draw an arrow to true north as it is in the middle of the map."""
    ink, box, s = window.ink, north_box(window), window.ink.scale
    west, south, east, north = window.shown
    x, y = (west + east) / 2, (south + north) / 2
    lon, lat = ground.degrees(x, y)
    up = np.subtract(ground.point(lon, lat + 0.1), (x, y))
    turn = math.degrees(math.atan2(-up[0], up[1]))
    middle = (box.left + box.width / 2, box.bottom + 4.6 * s)
    place = Affine2D().scale(s).rotate_deg(turn).translate(*middle)
    halves = ([(0, 4.2), (0, -2.0), (-2.3, -3.4)], [(0, 4.2), (0, -2.0), (2.3, -3.4)])
    for half, fill in zip(halves, (INK, "#FFFFFF"), strict=True):
        shape = Path([*half, half[0]], closed=True).transformed(place)
        ink.path(shape, line="#FFFFFF", width=0.9)
        ink.path(shape, fill=fill, line=INK, width=0.2)
    tip = place.transform((0, 5.0))
    ink.text(float(tip[0]), float(tip[1]), say("sheet.north", lang), 7.5 * s, bold=True, align="center")


def graticule(window: Window) -> None:
    """Draw the lines of whole degrees under the areas."""
    west, south, east, north = _degrees(window)
    step = _step(window)
    lines = [
        *(_line([(lon, lat) for lat in np.linspace(south, north, 40)]) for lon in _marks(west, east, step)),
        *(_line([(lon, lat) for lon in np.linspace(west, east, 60)]) for lat in _marks(south, north, step)),
    ]
    window.path(open_lines(lines), line=look.GRATICULE, width=0.15)


def coordinates(window: Window, lang: Language) -> None:
    """Write the degrees where the lines of the graticule meet the left and the lower side of the frame."""
    ink, box, s = window.ink, window.box, window.ink.scale
    size, ticks = TEXT * 0.92 * s, list[list[tuple[float, float]]]()
    for lon, x in _crossings(window, 0):
        ticks.append([(x, box.bottom), (x, box.bottom - 0.9 * s)])
        words = _said(lon, "east", "west", lang)
        half = lettering.width(words, size) / 2
        if box.left + half < x < box.right - half:
            ink.text(x, box.bottom - 2.9 * s, words, size, color=SOFT, align="center")
    for lat, y in _crossings(window, 1):
        ticks.append([(box.left, y), (box.left - 0.9 * s, y)])
        words = _said(lat, "north", "south", lang)
        half = lettering.width(words, size) / 2
        if box.bottom + half < y < box.top - half:
            ink.text(box.left - 1.3 * s, y, words, size, color=SOFT, align="center", turn=90)
    if ticks:
        ink.lines(ticks, line=INK, width=0.2)


def _crossings(window: Window, axis: int) -> Iterator[tuple[float, float]]:
    """Yield each degree with where its line meets the lower (0) or the left (1) side, in millimetres."""
    west, south, east, north = window.shown
    steps = np.linspace(0, 1, 200)
    if axis == 0:
        along = np.column_stack([west + steps * (east - west), np.full(200, south)])
        start, size = window.box.left, window.box.width
    else:
        along = np.column_stack([np.full(200, west), south + steps * (north - south)])
        start, size = window.box.bottom, window.box.height
    seen = np.array([ground.degrees(*point) for point in along])[:, axis]
    for mark in _marks(float(seen[0]), float(seen[-1]), _step(window)):
        yield mark, start + size * float(np.interp(mark, seen, steps))


def _degrees(window: Window) -> tuple[float, float, float, float]:
    """Return west, south, east and north of what is shown, in degrees."""
    west, south, east, north = window.shown
    rim = [(x, y) for x in np.linspace(west, east, 9) for y in np.linspace(south, north, 9)]
    points = np.array([ground.degrees(*point) for point in rim])
    (low_lon, low_lat), (high_lon, high_lat) = points.min(axis=0), points.max(axis=0)
    return float(low_lon), float(low_lat), float(high_lon), float(high_lat)


def _step(window: Window) -> float:
    west, south, east, north = _degrees(window)
    small = min(east - west, north - south)
    return next((step for step in STEPS if small / step >= FEWEST), STEPS[-1])


def _marks(low: float, high: float, step: float) -> list[float]:
    first, last = math.ceil(low / step), math.floor(high / step)
    return [round(i * step, 6) for i in range(first, last + 1)]


def _line(lonlat: list[tuple[float, float]]) -> list[tuple[float, float]]:
    return [(float(x), float(y)) for x, y in flat.project(np.array(lonlat))]


def _said(degrees: float, above: str, below: str, lang: Language) -> str:
    size = abs(degrees)
    return say(f"sheet.degrees.{above if degrees >= 0 else below}", lang, n=size) if size else "0°"


def inset(ink: Ink, box: Box, request: Request, shown: ground.Bounds) -> None:
    """Draw Mali small: among its neighbours where it is the focus, else with the focus in it."""
    country = ground.shapes(request.areas, 0, simplified=True)
    west, south, east, north = (float(part) for part in country.bounds[0])
    room = (0.28 if request.view.area == COUNTRY else 0.06) * (east - west)
    frame = ground.fill_frame((west - room, south - room, east + room, north + room), box.width, box.height)
    window = ink.window(box, frame)
    ink.box(box, fill=look.LAND)
    for kind, how in (("sea", {"fill": look.SEA}), ("border", look.LINES["foreign"])):
        for path in ground.base(kind).paths:
            window.path(path, **how)
    window.path(country.paths[0], fill="#FFFFFF" if request.view.area != COUNTRY else look.LOCATED)
    regions = ground.shapes(request.areas, 1, simplified=True)
    if request.view.area != COUNTRY:
        focus = request.areas[request.view.area]
        level = ground.shapes(request.areas, focus.level, simplified=True)
        window.path(level.paths[level.ids.index(focus.id)], fill=look.LOCATED)
    window.path(ground.compound(regions.paths), line=look.SWATCH_EDGE, width=0.12)
    window.path(country.paths[0], line=look.LINES["country"]["line"], width=0.35)
    if request.view.area != COUNTRY or request.view.at:
        _outline(window, shown)
    ink.box(box, line=INK, width=0.25)


def _outline(window: Window, shown: ground.Bounds) -> None:
    """Draw what the large map shows; at least large enough to be seen."""
    west, south, east, north = shown
    least = 1.6 * window.ink.scale / window.mm_per_metre
    x, y = (west + east) / 2, (south + north) / 2
    half_x, half_y = max(east - west, least) / 2, max(north - south, least) / 2
    corners = [
        (x - half_x, y - half_y),
        (x + half_x, y - half_y),
        (x + half_x, y + half_y),
        (x - half_x, y + half_y),
    ]
    window.path(Path([*corners, corners[0]], closed=True), line=look.FRAME_ON_INSET, width=0.35)


@lru_cache(maxsize=8)
def code(link: str) -> tuple[tuple[int, ...], ...]:
    """Return the squares of the code of an address; none where it is too long for one."""
    import segno

    try:
        made = segno.make(link, error="l", boost_error=False, micro=False)
    except segno.DataOverflowError:
        return ()
    return tuple(tuple(row) for row in made.matrix)


def code_side(link: str) -> float:
    """Return the side of the code in millimetres on A4; 0 where there is none."""
    squares = len(code(link))
    return max(LEAST, squares * MODULE) if squares else 0.0


def square_code(ink: Ink, box: Box, link: str) -> None:
    """Draw the code, each run of black squares in a row as one rectangle."""
    rows = code(link)
    side = box.width / len(rows)
    parts = []
    for i, row in enumerate(rows):
        top = box.top - i * side
        start = None
        for j, dark in enumerate((*row, 0)):
            if dark and start is None:
                start = j
            elif not dark and start is not None:
                left, right = box.left + start * side, box.left + j * side
                corners = [
                    (left, top - side),
                    (right, top - side),
                    (right, top),
                    (left, top),
                    (left, top - side),
                ]
                parts.append(Path(corners, closed=True))
                start = None
    ink.path(ground.compound(parts), fill="#000000")
