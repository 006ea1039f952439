"""Pen and type on a page, in millimetres: the only part that speaks to matplotlib's artists.

There is no pyplot and nothing is shared, so that sheets can be drawn in several threads.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Any, Literal

import numpy as np
import shapely
from matplotlib.figure import Figure
from matplotlib.image import BboxImage
from matplotlib.patches import PathPatch, Rectangle
from matplotlib.path import Path
from matplotlib.text import Text
from matplotlib.textpath import TextPath
from matplotlib.transforms import Affine2D, Bbox, TransformedBbox

from layers.render.sheet import lettering
from layers.render.sheet.lettering import MM

if TYPE_CHECKING:
    from collections.abc import Sequence

    from matplotlib.artist import Artist
    from numpy.typing import NDArray

    from layers.render.sheet.ground import Bounds
    from layers.render.sheet.layout import Box, Page

INK, SOFT, LINE = "#1D2730", "#56616A", "#98A2AB"
"""Of text, of smaller text, and of thin lines."""

Color = str | tuple[float, float, float, float]
"""Six hexadecimal digits, or red, green, blue and opacity from 0 to 1."""

INCH = 25.4
POINTS = 72 / INCH
"""Of a millimetre."""


class Ink:
    """A page to draw on.

    Parameters
    ----------
    page : Page
        Its size.

    Attributes
    ----------
    figure : matplotlib.figure.Figure
        The page, for whoever writes it to a file.
    """

    def __init__(self, page: Page) -> None:
        self.figure = Figure(figsize=(page.width / INCH, page.height / INCH), facecolor="white")
        self.scale = page.scale
        self._mm = Affine2D().scale(1 / INCH) + self.figure.dpi_scale_trans
        self._clip: Any = None

    def window(self, box: Box, shown: Bounds) -> Window:
        """Return a part of the page that shows metres of the projection."""
        return Window(self, box, shown)

    def add(self, artist: Artist) -> None:
        """Put an artist over all before it."""
        artist.set_zorder(0)
        self.figure.add_artist(artist, clip=False)

    def path(
        self,
        path: Path,
        *,
        fill: Color | None = None,
        line: str | None = None,
        width: float = 0.2,
        dash: Sequence[float] = (),
        round_caps: bool = False,
        transform: Any = None,
    ) -> PathPatch:
        """Draw a path in millimetres; `width` and `dash` are millimetres on A4."""
        thick = width * self.scale * POINTS
        drawn = PathPatch(
            path,
            facecolor=fill or "none",
            edgecolor=line or "none",
            linewidth=thick if line else 0,
            linestyle=(0, [part * self.scale * POINTS / thick for part in dash]) if dash else "-",
            joinstyle="round",
            capstyle="round" if round_caps else "butt",
            transform=transform or self._mm,
        )
        self.add(drawn)
        return drawn

    def box(self, box: Box, *, fill: str | None = None, line: str | None = None, width: float = 0.2) -> None:
        """Draw a rectangle."""
        path = Path.unit_rectangle().transformed(
            Affine2D().scale(box.width, box.height).translate(box.left, box.bottom)
        )
        self.path(path, fill=fill, line=line, width=width)

    def lines(self, points: Sequence[Sequence[tuple[float, float]]], **how: Any) -> PathPatch:
        """Draw open lines through points in millimetres."""
        return self.path(open_lines(points), **how)

    def text(
        self,
        x: float,
        y: float,
        text: str,
        size: float,
        *,
        bold: bool = False,
        color: str = INK,
        align: Literal["left", "center", "right"] = "left",
        turn: float = 0,
        alpha: float | None = None,
    ) -> Text:
        """Write one clean line; `y` is its baseline, `size` points as they are."""
        written = Text(
            x, y, text,
            fontproperties=lettering.properties(size, bold=bold), color=color, alpha=alpha,
            horizontalalignment=align, verticalalignment="baseline",
            rotation=turn, rotation_mode="anchor", transform=self._mm,
        )  # fmt: skip
        self.add(written)
        return written

    def picture(self, box: Box, pixels: NDArray[np.uint8]) -> None:
        """Draw a picture that fills a box; its rows come from the top."""
        frame = Bbox.from_bounds(box.left, box.bottom, box.width, box.height)
        image = BboxImage(TransformedBbox(frame, self._mm), interpolation="antialiased", origin="upper")
        image.set_data(pixels)
        self.add(image)

    def clip_to(self, artist: Artist, box: Box) -> None:
        """Hide what of an artist reaches out of a box."""
        artist.set_clip_path(Rectangle((box.left, box.bottom), box.width, box.height, transform=self._mm))


class Window:
    """A part of the page that shows a part of the ground; nothing drawn here reaches out of it.

    Parameters
    ----------
    ink : Ink
        The page.
    box : Box
        The part of the page.
    shown : tuple of float
        West, south, east, north of what it shows, in the proportions of the box.
    """

    def __init__(self, ink: Ink, box: Box, shown: Bounds) -> None:
        self.ink, self.box, self.shown = ink, box, shown
        west, south, east, _ = shown
        self.mm_per_metre = box.width / (east - west)
        self._flat = (
            Affine2D().translate(-west, -south).scale(self.mm_per_metre).translate(box.left, box.bottom)
        )
        self._ground = self._flat + ink._mm

    def at(self, x: float, y: float) -> tuple[float, float]:
        """Return where on the page a point in metres is."""
        west, south, _, _ = self.shown
        return (
            self.box.left + (x - west) * self.mm_per_metre,
            self.box.bottom + (y - south) * self.mm_per_metre,
        )

    def path(self, path: Path, **how: Any) -> None:
        """Draw a path in metres."""
        self.ink.clip_to(self.ink.path(path, transform=self._ground, **how), self.box)

    def over(self, path: Path, **how: Any) -> None:
        """Draw a path in millimetres of the page."""
        self.ink.clip_to(self.ink.path(path, **how), self.box)

    def page_shapes(self, shapes: NDArray[Any]) -> NDArray[Any]:
        """Return what of shapes in metres is seen, in millimetres of the page."""
        seen = shapely.clip_by_rect(shapes, *self.shown)
        seen = shapely.transform(seen, self._flat.transform)
        return seen[~shapely.is_empty(seen)]

    def text(self, *given: Any, **how: Any) -> None:
        """Write a line of which only what lies in the window is seen."""
        self.ink.clip_to(self.ink.text(*given, **how), self.box)


def open_lines(points: Sequence[Sequence[tuple[float, float]]]) -> Path:
    """Return a path of open lines."""
    codes = [code for line in points for code in (Path.MOVETO, *[Path.LINETO] * (len(line) - 1))]
    return Path([point for line in points for point in line], codes)


def letters(x: float, y: float, text: str, size: float, *, bold: bool, align: str) -> Path:
    """Return the outlines of a line of text, to lay a pale edge under it."""
    room = lettering.width(text, size, bold=bold)
    left = x - {"left": 0, "center": room / 2, "right": room}[align]
    grown = Affine2D().scale(size * MM / lettering.MEASURED)
    return _outline(text, bold).transformed(grown.translate(left, y))


@lru_cache(maxsize=4_000)
def _outline(text: str, bold: bool) -> Path:
    """Return the outlines of letters; the same names come on many sheets."""
    drawn = TextPath((0, 0), text, prop=lettering.properties(lettering.MEASURED, bold=bold))
    return Path(drawn.vertices, drawn.codes)
