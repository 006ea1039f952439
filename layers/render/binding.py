"""Sheets bound in one PDF: a page of contents whose lines lead to the sheets, and bookmarks."""

from __future__ import annotations

import datetime as dt
import io
import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from layers.render.said import said
from layers.text import say

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from layers.render.said import Said
    from layers.scene import Scene

MARGIN, LINE, COLUMNS = 42.0, 17.0, 3
"""Of the contents, in points."""

TOP = 92.0
"""From the upper edge to the first line."""


@dataclass(frozen=True, slots=True)
class Leaf:
    """A sheet: what the contents call it, and its PDF."""

    name: str
    path: Path


def bind(leaves: Sequence[Leaf], path: Path, scene: Scene, *, made: dt.date | None = None) -> None:
    """Write all sheets as one file; `scene` is the view that they are parts of."""
    from pypdf import PdfReader, PdfWriter
    from pypdf.annotations import Link
    from pypdf.generic import Fit, NameObject, TextStringObject

    facts = said(scene, made)
    book = PdfWriter()
    sheets = [PdfReader(leaf.path) for leaf in leaves]
    width, height = (float(side) for side in sheets[0].pages[0].mediabox.upper_right)
    room = _Room(width, height)
    before = math.ceil(len(leaves) / room.lines)
    numbers = _numbers([len(sheet.pages) for sheet in sheets], before)
    book.append(io.BytesIO(_contents(leaves, numbers, room, facts)), import_outline=False)
    for leaf, sheet in zip(leaves, sheets, strict=True):
        book.append(sheet, outline_item=leaf.name, import_outline=False)
    for place, number in enumerate(numbers):
        left, bottom = room.place(place % room.lines)
        rect = (left, bottom - 4, left + room.column - 12, bottom + LINE - 5)
        link = Link(rect=rect, target_page_index=number - 1, fit=Fit.fit(), border=[0, 0, 0])
        book.add_annotation(place // room.lines, link)
    book.add_metadata(_metadata(facts))
    book._root_object[NameObject("/Lang")] = TextStringObject(facts.lang)
    unfinished = path.with_name(f".{path.name}")
    book.write(unfinished)
    unfinished.replace(path)


class _Room:
    """How many lines of contents a page has, and where each stands (points from the lower left)."""

    def __init__(self, width: float, height: float) -> None:
        self.width, self.height = width, height
        self.rows = int((height - TOP - MARGIN) // LINE)
        self.column = (width - 2 * MARGIN) / COLUMNS
        self.lines = self.rows * COLUMNS

    def place(self, line: int) -> tuple[float, float]:
        column, row = divmod(line, self.rows)
        return MARGIN + column * self.column, self.height - TOP - row * LINE


def _numbers(counts: Sequence[int], before: int) -> list[int]:
    """Return the number of each sheet's first page, after the contents."""
    numbers, page = [], before + 1
    for count in counts:
        numbers.append(page)
        page += count
    return numbers


def _contents(leaves: Sequence[Leaf], numbers: Sequence[int], room: _Room, facts: Said) -> bytes:
    from matplotlib.backends.backend_pdf import PdfPages

    out = io.BytesIO()
    with PdfPages(out, metadata={"CreationDate": None}) as pages:
        for first in range(0, len(leaves), room.lines):
            lines = list(zip(leaves, numbers, strict=True))[first : first + room.lines]
            pages.savefig(_page([(leaf.name, str(number)) for leaf, number in lines], room, facts))
    return out.getvalue()


def _page(lines: Sequence[tuple[str, str]], room: _Room, facts: Said) -> Any:
    from matplotlib.figure import Figure

    from layers.render.sheet import lettering

    figure = Figure(figsize=(room.width / 72, room.height / 72))

    def write(text: str, x: float, y: float, size: float, *, bold: bool = False, right: bool = False) -> None:
        figure.text(
            x / room.width, y / room.height, lettering.clean(text), color="#1d2730", parse_math=False,
            ha="right" if right else "left", fontproperties=lettering.properties(size, bold=bold),
        )  # fmt: skip

    write(facts.title, MARGIN, room.height - 46, 16, bold=True)
    told = " · ".join((say("export.contents", facts.lang), facts.subtitle, facts.link))
    write(told, MARGIN, room.height - 64, 9)
    for label in facts.labels:
        write(label, room.width - MARGIN, room.height - 46, 11, bold=True, right=True)
    for place, (name, number) in enumerate(lines):
        left, bottom = room.place(place)
        write(_cut(name, room.column - 50, 10), left, bottom, 10)
        write(number, left + room.column - 18, bottom, 10, right=True)
    return figure


def _cut(text: str, width: float, size: float) -> str:
    """Shorten a text to a width in points."""
    from layers.render.sheet import lettering

    short = lettering.clean(text)
    while lettering.width(short, size) * 72 / 25.4 > width:
        short = f"{short.rstrip('…')[:-1]}…"
    return short


def _metadata(facts: Said) -> dict[str, str]:
    return {
        "/Title": facts.title,
        "/Subject": "\n".join(facts.sentences()),
        "/Author": facts.organisation,
        "/Keywords": f"{facts.link} {facts.fingerprint}",
        "/CreationDate": f"D:{facts.made:%Y%m%d}000000Z",
    }
