"""Colours, strokes and sizes of a sheet; millimetres and points are those of A4."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

from geo.areas import LEVELS
from layers import headline
from layers.palette import SECOND

if TYPE_CHECKING:
    from layers.scene import Request

LAND, SEA, WATER = "#EEEFEC", "#E3EBEF", "#6A9CBF"
GRATICULE = "#D9DCD8"
FEW = 25
"""Areas at most whose borders are drawn as those of regions."""

FADED = 0.28
"""How much of its colour an area outside the focus keeps."""

LINES: dict[str, dict[str, Any]] = {
    "foreign": {"line": "#BFC3BF", "width": 0.25},
    "area": {"line": "#7B858E", "width": 0.15},
    "middle": {"line": "#525D66", "width": 0.3},
    "parent": {"line": "#525D66", "width": 0.38},
    "country": {"line": "#39434B", "width": 0.55},
    "focus": {"line": "#1D2730", "width": 0.85},
    "casing": {"line": "#FFFFFF", "width": 0.75},
    "river": {"line": WATER, "width": 0.36},
    "over.line": {"line": SECOND, "width": 0.8},
    "over.zone": {"line": SECOND, "width": 0.5, "dash": (1.5, 1.0)},
}
"""How each kind of line is drawn."""

DERIVED_DASH = (1.6, 0.7)
"""Of boundaries that this project derived."""

PATTERN = 0.24
"""Width of the lines of patterns."""

CIRCLE = (0.427, 0.184, 0.388, 0.32)
"""Fill of proportional circles: the second colour, three tenths opaque."""

CIRCLE_RADIUS = 9.0
"""Of the largest circle."""

LOCATED, FRAME_ON_INSET = "#82B5E9", "#A3261D"
"""On the small map: the focus, and the rim of what the large map shows."""

NOTICE, ACROSS_ALPHA = "#A3261D", 0.13
"""Of what has to stand on the map, and how strong it is across it."""

SWATCH_EDGE = "#98A2AB"

NAMES: dict[str, dict[str, Any]] = {
    "area": {"size": 7.2, "bold": True, "color": "#1D2730"},
    "small": {"size": 5.8, "bold": True, "color": "#1D2730"},
    "faded": {"size": 6.2, "color": "#6B757D"},
    "town": {"size": 6.3, "color": "#39434B"},
    "point": {"size": 5.8, "color": "#6D2F63"},
    "country": {"size": 7.2, "color": "#7E868C"},
}
"""How each kind of name is set."""

DOT = 0.65
"""Radius of a town."""


def radius(value: float, largest: int) -> float:
    """Return the radius of a proportional circle."""
    return CIRCLE_RADIUS * math.sqrt(max(value, 0) / largest) if largest else 0.0


def border(level: int, request: Request) -> dict[str, Any]:
    """Return how the borders of a level are drawn: a coarser level's are stronger, derived ones dashed."""
    if level == 0:
        return LINES["country"]
    few = len(request.areas.at(level)) <= FEW
    how = LINES["parent" if level < request.view.level else "middle" if few else "area"]
    return how | {"dash": DERIVED_DASH} if derived(level, request) else how


def derived(level: int, request: Request) -> bool:
    """Tell whether the borders of a level are this project's own."""
    return level == LEVELS["region"] and bool(headline.derived(request))


def levels(request: Request) -> tuple[int, ...]:
    """Return the levels whose borders are drawn, the finest first: the view's, the next, the country's."""
    level = request.view.level
    return tuple(dict.fromkeys((level, request.areas.at_most(level - 1), 0)))
