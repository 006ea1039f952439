"""Symbols of points, the shapes that the map on the screen has; each fits a square from -1 to 1."""

from __future__ import annotations

from functools import cache

import numpy as np
from matplotlib.path import Path
from matplotlib.transforms import Affine2D

SIZE = 1.45
"""Half the width of a symbol in millimetres on A4."""

_CORNERS = {
    "office": ((-0.72, -0.72), (0.72, -0.72), (0.72, 0.72), (-0.72, 0.72)),
    "camp": ((0, 0.86), (0.9, -0.72), (-0.9, -0.72)),
    "site": ((0, 0.92), (0.92, 0), (0, -0.92), (-0.92, 0)),
}


@cache
def symbol(kind: str) -> Path:
    """Return the outline of a kind of point."""
    if corners := _CORNERS.get(kind):
        return Path([*corners, corners[0]], closed=True)
    return _drop() if kind == "flood" else Path.unit_circle().transformed(Affine2D().scale(0.62))


def placed(path: Path, x: float, y: float, half: float) -> Path:
    """Return a path of the unit square at a place, of half a width in millimetres."""
    return path.transformed(Affine2D().scale(half).translate(x, y))


def _drop() -> Path:
    c, m, line = Path.CURVE4, Path.MOVETO, Path.CLOSEPOLY
    points = [
        (0, 0.95), (0.4, 0.35), (0.62, 0.05), (0.62, -0.3),
        (0.62, -0.64), (0.34, -0.92), (0, -0.92),
        (-0.34, -0.92), (-0.62, -0.64), (-0.62, -0.3),
        (-0.62, 0.05), (-0.4, 0.35), (0, 0.95), (0, 0.95),
    ]  # fmt: skip
    return Path(np.array(points, dtype=float), [m, c, c, c, c, c, c, c, c, c, c, c, c, line])
