"""A drawn sheet as a file: PNG, SVG or PDF, with its facts in the file's own fields.

Nothing in a file tells when or where it was written beside the day that the sheet itself names, so that
the same sheet is the same bytes.
"""

from __future__ import annotations

import base64
import datetime as dt
import html
import io
import logging
import re
import struct
import zlib
from functools import cache
from typing import TYPE_CHECKING

import numpy as np

from layers.render.sheet import lettering
from layers.text import say, several

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from matplotlib.figure import Figure
    from numpy.typing import NDArray

    from layers.render.said import Said

# The tool that cuts the letters of a PDF tells each of its steps: some fifty lines of log a file.
logging.getLogger("fontTools").setLevel(logging.WARNING)

CREATOR = "mali-map"

FAMILIES = (
    "'Sheet Sans', 'Source Sans 3', 'Source Sans Pro', Calibri, Carlito, "
    "'Arial Narrow', 'Liberation Sans Narrow', Arial, 'Liberation Sans', sans-serif"
)
"""Of an SVG: its own letters inside, then what is no wider, for programs that use only installed ones."""

_TEXT = re.compile(
    r'(<text style="(font-weight: 700; )?font-size: ([\d.]+)px; )font-family: [^;]+; ([^>]*)>([^<]*)</text>'
)

EFFORT, STRIP = 3, 256
"""Of packing pixels, and rows packed at a time."""


def facts(said: Said) -> dict[str, str]:
    """Return what a file says of itself: title, what it shows, sources, view, data."""
    words = (said.audience, *said.labels, said.division, said.derived, said.newer, *said.caveats)
    told = {
        "Title": " · ".join(filter(None, [said.title, said.subtitle])),
        "Description": " ".join(filter(None, (*words, said.disclaimer))),
        "Source": several(said.sources, said.lang),
        "Author": said.organisation or CREATOR,
        "View": said.link,
        "Fingerprint": f"{say('said.label.fingerprint', said.lang)} {said.fingerprint}",
    }
    return {name: lettering.plain(text) for name, text in told.items()}


def png(figure: Figure, said: Said, dpi: int) -> bytes:
    """Return the sheet as pixels."""
    from matplotlib.backends.backend_agg import FigureCanvasAgg

    figure.set_dpi(dpi)
    canvas = FigureCanvasAgg(figure)
    canvas.draw()
    told = facts(said) | {"Creation Time": said.made.isoformat()}
    return _packed(np.asarray(canvas.buffer_rgba()), dpi, told, said.lang)


def _packed(pixels: NDArray[np.uint8], dpi: int, told: Mapping[str, str], lang: str) -> bytes:
    """Write a PNG whose rows are not filtered.

    A map is flat colours: without filters it packs smaller, and three times as fast as with the
    filters that picture libraries choose for each row. Strips keep memory low.
    """
    tall, wide, _ = pixels.shape
    out = io.BytesIO(b"\x89PNG\r\n\x1a\n")
    out.seek(0, io.SEEK_END)
    _chunk(out, b"IHDR", struct.pack(">IIBBBBB", wide, tall, 8, 2, 0, 0, 0))
    per_metre = round(dpi / 0.0254)
    _chunk(out, b"pHYs", struct.pack(">IIB", per_metre, per_metre, 1))
    for key, text in told.items():
        _chunk(out, b"iTXt", b"\0".join((key.encode(), b"\0\0" + lang.encode(), b"", text.encode())))
    packer = zlib.compressobj(EFFORT)
    packed = bytearray()
    for top in range(0, tall, STRIP):
        strip = pixels[top : top + STRIP]
        rows = np.zeros((len(strip), 1 + 3 * wide), np.uint8)  # each begins with 0: no filter
        for color in range(3):  # one at a time: a third of the time of all at once
            rows[:, 1 + color :: 3] = strip[:, :, color]
        packed += packer.compress(rows.tobytes())
    _chunk(out, b"IDAT", bytes(packed) + packer.flush())
    _chunk(out, b"IEND", b"")
    return out.getvalue()


def _chunk(out: io.BytesIO, kind: bytes, content: bytes) -> None:
    out.write(struct.pack(">I", len(content)) + kind + content)
    out.write(struct.pack(">I", zlib.crc32(kind + content)))


def pdf(figure: Figure, said: Said, dpi: int) -> bytes:
    """Return the sheet as a page of vectors and text, its fonts inside."""
    from matplotlib.backends.backend_pdf import FigureCanvasPdf

    known = facts(said)
    out = io.BytesIO()
    FigureCanvasPdf(figure).print_pdf(
        out,
        metadata={
            "Title": known["Title"],
            "Author": known["Author"],
            "Subject": known["Description"],
            "Keywords": "; ".join((known["Source"], known["View"], known["Fingerprint"])),
            "Creator": CREATOR,
            "CreationDate": dt.datetime.combine(said.made, dt.time(), dt.UTC),
        },
    )
    return out.getvalue()


def svg(figure: Figure, said: Said, dpi: int) -> bytes:
    """Return the sheet as vectors and text, its own letters inside for programs that use them."""
    from matplotlib.backends.backend_svg import FigureCanvasSVG

    known = facts(said)
    out = io.StringIO()
    FigureCanvasSVG(figure).print_svg(
        out,
        metadata={
            "Title": known["Title"],
            "Description": known["Description"],
            "Source": known["Source"],
            "Identifier": known["View"],
            "Keywords": known["Fingerprint"],
            "Publisher": known["Author"],
            "Language": said.lang,
            "Creator": CREATOR,
            "Date": said.made.isoformat(),
        },
    )
    style = '<style type="text/css">'
    return _TEXT.sub(_held, out.getvalue().replace(style, f"{style}{_faces()}", 1)).encode()


def _held(found: re.Match[str]) -> str:
    """Return a text element that keeps its width also where a program does not take the letters inside."""
    before, bold, size, after, text = found.groups()
    shown = re.sub(" +", " ", html.unescape(text).strip(" "))
    wide = lettering.width(shown, float(size), bold=bool(bold)) / lettering.MM
    held = f'textLength="{wide:.2f}" lengthAdjust="spacingAndGlyphs"'
    return f"{before}font-family: {FAMILIES}; {after} {held}>{text}</text>"


@cache
def _faces() -> str:
    """Return the fonts as rules of a style sheet."""
    from fontTools.ttLib import TTFont

    rules = []
    for name, weight in (("Regular", 400), ("Bold", 700)):
        packed = io.BytesIO()
        with TTFont(lettering.FONTS / f"SheetSans-{name}.ttf", recalcTimestamp=False) as font:
            font.flavor = "woff2"
            font.save(packed)
        data = base64.b64encode(packed.getvalue()).decode()
        rules.append(
            f"@font-face{{font-family:'{lettering.OWN}';font-weight:{weight};"
            f"src:url(data:font/woff2;base64,{data}) format('woff2')}}"
        )
    return "".join(rules)


WRITERS: dict[str, Callable[[Figure, Said, int], bytes]] = {"png": png, "svg": svg, "pdf": pdf}
"""By format."""
