"""The head of a sheet: title, subtitle, and whose page it is."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from geo.errors import GeoError
from layers.render.sheet import lettering
from layers.render.sheet.ink import INK, SOFT
from layers.render.sheet.layout import Box

if TYPE_CHECKING:
    from collections.abc import Collection
    from pathlib import Path

    from numpy.typing import NDArray

    from layers.render.said import Said
    from layers.render.sheet.ink import Ink
    from layers.render.sheet.layout import Page

TITLES = (16.0, 14.0, 12.0, 10.5)
SUBTITLES = (9.5, 8.5)
READINGS = (12.0, 10.0, 8.5)
"""Points on A4, the largest at which the words take no more than `MOST` lines, a reading twice as many."""

MOST = 2
LOGO = (30.0, 11.0)
"""Largest width and height of a logo, in millimetres on A4."""

OWNER = 7.5
NEWS = "#8A1C1C"
"""Of what has changed: the red of what must not be overlooked."""


@dataclass(frozen=True, slots=True)
class Lines:
    """Words broken into lines of one size."""

    lines: tuple[str, ...]
    size: float
    bold: bool

    @property
    def height(self) -> float:
        """Height of all lines."""
        return len(self.lines) * lettering.line(self.size)


@dataclass(frozen=True, slots=True)
class Head:
    """What stands above the map.

    Attributes
    ----------
    words : tuple of (Lines, str)
        On the left, each in its colour: title, what to read off the map, subtitle.
    owner : str
        Name of the organisation, at the right; may be empty.
    logos : tuple of array
        Pictures, red, green, blue and opacity, at the right.
    scale : float
        Of the page.
    """

    words: tuple[tuple[Lines, str], ...]
    owner: str
    logos: tuple[NDArray[np.uint8], ...]
    scale: float

    @property
    def height(self) -> float:
        """Height of the whole."""
        own = (LOGO[1] * self.scale if self.logos else 0) + (
            lettering.line(OWNER * self.scale) if self.owner else 0
        )
        return max(sum(words.height for words, _ in self.words), own)

    def draw(self, ink: Ink, box: Box) -> None:
        """Write the words at the left of a box, and the owner at its right."""
        top = box.top
        for words, color in self.words:
            for line in words.lines:
                step = lettering.line(words.size)
                ink.text(box.left, top - 0.8 * step, line, words.size, bold=words.bold, color=color)
                top -= step
        right = box.right
        for pixels in reversed(self.logos):
            logo = _logo(pixels, right, box.top, self.scale)
            ink.picture(logo, pixels)
            right = logo.left - 3 * self.scale
        if self.owner:
            size = OWNER * self.scale
            low = box.top - (LOGO[1] * self.scale if self.logos else 0)
            ink.text(
                box.right, low - lettering.line(size) * 0.85, self.owner, size, color=SOFT, align="right"
            )


def _logo(pixels: NDArray[np.uint8], right: float, top: float, scale: float) -> Box:
    """Return the place of a logo, in its own proportions."""
    tall, wide = pixels.shape[:2]
    millimetres = min(LOGO[0] * scale / wide, LOGO[1] * scale / tall)
    return Box(right - wide * millimetres, top - tall * millimetres, wide * millimetres, tall * millimetres)


def of_page(said: Said, page: Page, without: Collection[str]) -> Head:
    """Return the head of a page, without the elements that are switched off."""
    logos = () if "logos" in without else tuple(_pixels(path) for path in said.logos)
    room = page.width - 2 * page.margin
    owner = "" if "organisation" in without else lettering.clean(said.organisation)
    owner = lettering.cut(owner, room / 2, OWNER * page.scale)
    own = max(
        sum(_logo(pixels, 0, 0, page.scale).width + 3 * page.scale for pixels in logos),
        lettering.width(owner, OWNER * page.scale),
    )
    left = room - (own + page.gap if own else 0)
    words = {
        "title": (said.title, TITLES, MOST, INK),
        "reading": (said.reading, READINGS, 2 * MOST, INK),
        "news": (said.news, READINGS, MOST, NEWS),
        "subtitle": (said.subtitle, SUBTITLES, MOST, SOFT),
    }
    lines = (
        (
            _fitted(
                lettering.clean(text), left, [size * page.scale for size in sizes], most, bold=name == "title"
            ),
            ink,
        )
        for name, (text, sizes, most, ink) in words.items()
        if name not in without
    )
    return Head(
        tuple(lines),
        owner,
        logos,
        page.scale,
    )


def _fitted(text: str, room: float, sizes: list[float], most: int, *, bold: bool) -> Lines:
    """Return the text at the largest size at which it takes few lines; the last size cuts it."""
    for size in sizes:
        lines = lettering.wrap(text, room, size, bold=bold)
        if len(lines) <= most:
            return Lines(lines, size, bold)
    rest = lettering.cut(" ".join(lines[most - 1 :]), room, size, bold=bold)
    return Lines((*lines[: most - 1], rest), size, bold)


def _pixels(path: Path) -> NDArray[np.uint8]:
    """Read a logo, no larger than it can be printed.

    Raises
    ------
    GeoError
        ``sheet_logo`` when it is not a picture.
    """
    from PIL import Image

    try:
        with Image.open(path, formats=("PNG", "JPEG")) as image:
            image.thumbnail((1200, 600))
            return np.asarray(image.convert("RGBA"))
    except (OSError, ValueError, SyntaxError, Image.DecompressionBombError) as error:
        raise GeoError("sheet_logo", file=path) from error
