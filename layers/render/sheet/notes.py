"""The small print of a sheet: who says so, what to know, and how to find the map again."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

from layers.render import flat
from layers.render.sheet import lettering
from layers.render.sheet.ink import INK, SOFT
from layers.text import date, say, several

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from layers.render.said import Said
    from layers.render.sheet.ink import Ink
    from layers.render.sheet.layout import Box

TEXT = 6.3
"""Points on A4."""

BETWEEN = 5.0
"""Millimetres between columns, on A4."""

Line = tuple[str, str]
"""The bold words that a line begins with, and the rest."""


@dataclass(frozen=True, slots=True)
class Notes:
    """Paragraphs that can take any width.

    Attributes
    ----------
    paragraphs : tuple of (str, str)
        What each is about, and its text.
    more : str
        Said at the end where there is no room for all.
    scale : float
        Of the page.
    """

    paragraphs: tuple[tuple[str, str], ...]
    more: str
    scale: float

    def height(self, width: float, columns: int, shrink: float) -> float:
        """Return the height in a number of columns of a total width."""
        lines = self._lines(self._column(width, columns), shrink)
        return math.ceil(len(lines) / columns) * lettering.line(TEXT * self.scale * shrink)

    def draw(self, ink: Ink, box: Box, columns: int, shrink: float) -> None:
        """Write the notes from the top of a box, as many lines as it holds."""
        size = TEXT * self.scale * shrink
        step, wide = lettering.line(size), self._column(box.width, columns)
        lines = self._lines(wide, shrink)
        rows = min(math.ceil(len(lines) / columns), int(box.height / step + 1e-6))
        if len(lines) > rows * columns:
            more = lettering.wrap(self.more, wide, size)
            lines = [*lines[: rows * columns - len(more)], *(("", line) for line in more)]
        for i, (lead, rest) in enumerate(lines):
            column, row = divmod(i, max(rows, 1))
            x, y = box.left + column * (wide + BETWEEN * self.scale), box.top - (row + 0.78) * step
            if lead:
                ink.text(x, y, lead, size, bold=True, color=INK)
            ink.text(
                x + (lettering.width(f"{lead} ", size, bold=True) if lead else 0), y, rest, size, color=SOFT
            )

    def _column(self, width: float, columns: int) -> float:
        return (width - (columns - 1) * BETWEEN * self.scale) / columns

    def _lines(self, width: float, shrink: float) -> list[Line]:
        return [line for paragraph in self.paragraphs for line in self._broken(*paragraph, width, shrink)]

    def _broken(self, lead: str, text: str, width: float, shrink: float) -> Iterator[Line]:
        """Break a paragraph into lines; its lead takes room on the first."""
        size = TEXT * self.scale * shrink
        indent = lettering.width(f"{lead} ", size, bold=True)
        first, *_ = lettering.wrap(text, width - indent, size) or ("",)
        yield lead, first
        for line in lettering.wrap(text[len(first) :].strip(), width, size):
            yield "", line


def of_page(said: Said, scale: float, without: Collection[str]) -> Notes:
    """Return the notes of a page, without the elements that are switched off."""
    lang = said.lang
    projection = say("sheet.projection", lang, **_centre(said))
    texts = {
        "sources": [
            ("sources", several(said.sources, lang)),
            ("division", f"{said.division} {said.derived}"),
        ],
        "caveats": [
            ("newer", said.newer),
            ("caveats", " ".join(said.caveats)),
            ("doubts", " ".join(said.doubts)),
        ],
        "disclaimer": [("disclaimer", said.disclaimer)],
        "projection": [("projection", f"{projection}.")],
        "made": [("made", f"{date(said.made, lang)}. {_lead('audience', said)} {said.audience}.")],
        "audience": [("audience", f"{said.audience}.")] if "made" in without else [],
        "query": [("link", said.link), ("fingerprint", said.fingerprint)],
    }
    found = tuple(
        (_lead(about, said), clean)
        for element, paragraphs in texts.items()
        if element not in without
        for about, text in paragraphs
        if (clean := lettering.clean(text))
    )
    return Notes(found, lettering.clean(say("sheet.cut", lang, link=said.link)), scale)


def _lead(about: str, said: Said) -> str:
    section = "sheet" if about == "projection" else "said"
    colon = "\u00a0:" if said.lang == "fr" else ":"
    return f"{say(f'{section}.label.{about}', said.lang)}{colon}"


def _centre(said: Said) -> dict[str, str]:
    lon, lat = flat.CENTRE
    return {
        "lat": say("sheet.degrees.north", said.lang, n=lat),
        "lon": say("sheet.degrees.west", said.lang, n=-lon),
    }
