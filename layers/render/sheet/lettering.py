"""Type on the sheet: its fonts, how wide words are, and where lines break.

Widths are those of unhinted letters, so that a line breaks at the same word at any resolution and in
every format. All lengths are millimetres, sizes of type are points.
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache, lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

import matplotlib as mpl
from matplotlib import font_manager
from matplotlib.ft2font import LoadFlags

if TYPE_CHECKING:
    from matplotlib.ft2font import FT2Font

FONTS = Path(__file__).with_name("fonts")
OWN, FALLBACK = "Sheet Sans", "DejaVu Sans"
"""Latin letters; the second, which comes with matplotlib, has Arabic, N'Ko and Tifinagh."""

MM = 25.4 / 72
"""Of a point."""

LEADING = 1.22
"""Height of a line, in sizes of its type."""

MEASURED = 100
"""Points at which widths are measured; they grow in proportion."""

for _file in sorted(FONTS.glob("*.ttf")):
    font_manager.fontManager.addfont(_file)

# Set for the process and once, because matplotlib reads them while it draws and sheets are drawn in
# several threads. Names are never formulas; text stays text; the same sheet is the same bytes.
mpl.rcParams.update(
    {
        "text.parse_math": False,
        "text.hinting": "none",
        "pdf.fonttype": 42,
        "pdf.compression": 4,
        "svg.fonttype": "none",
        "svg.hashsalt": "sheet",
    }
)


def properties(size: float, *, bold: bool = False) -> font_manager.FontProperties:
    """Return the type of a size in points."""
    weight = "bold" if bold else "normal"
    return font_manager.FontProperties(family=[OWN, FALLBACK], size=size, weight=weight)


def width(text: str, size: float, *, bold: bool = False) -> float:
    """Return how wide a clean text is, in millimetres.

    Examples
    --------
    >>> width("Mopti", 10) < width("Mopti", 10, bold=True) < width("Tombouctou", 10)
    True
    """
    return _width(text, bold) * size


@lru_cache(maxsize=20_000)
def _width(text: str, bold: bool) -> float:
    font = _font(bold=bold)
    font.set_size(MEASURED, 72)
    font.set_text(text, 0.0, flags=LoadFlags.NO_HINTING)
    return float(font.get_width_height()[0]) / 64 / MEASURED * MM


def line(size: float) -> float:
    """Return the height of a line of type."""
    return size * LEADING * MM


def wrap(text: str, room: float, size: float, *, bold: bool = False) -> tuple[str, ...]:
    """Break a text into lines no wider than `room`; a word that is wider alone is broken, too.

    Examples
    --------
    >>> wrap("Limites dérivées des communes", 22, 8)
    ('Limites dérivées', 'des communes')
    """
    lines: list[str] = []
    current = ""
    for word in text.split(" "):
        longer = f"{current} {word}" if current else word
        if width(longer, size, bold=bold) <= room:
            current = longer
            continue
        if current:
            lines.append(current)
        *full, current = _pieces(word, room, size, bold=bold)
        lines += full
    return (*lines, current) if current else tuple(lines)


def _pieces(word: str, room: float, size: float, *, bold: bool) -> list[str]:
    """Break a word into pieces that fit, after a sign of an address where there is one."""
    pieces = []
    while width(word, size, bold=bold) > room and len(word) > 1:
        fits = max(1, int(len(word) * room / width(word, size, bold=bold)))
        while fits > 1 and width(word[:fits], size, bold=bold) > room:
            fits -= 1
        sign = max(word.rfind(sign, 0, fits) for sign in "&,/?;") + 1
        fits = sign if sign > fits / 2 else fits
        pieces.append(word[:fits])
        word = word[fits:]
    return [*pieces, word]


def cut(text: str, room: float, size: float, *, bold: bool = False) -> str:
    """Return a text that fits on one line, with an ellipsis where it had to be cut."""
    if width(text, size, bold=bold) <= room:
        return text
    return f"{wrap(text, room - width('…', size, bold=bold), size, bold=bold)[0]}…"


@lru_cache(maxsize=20_000)
def clean(text: str) -> str:
    r"""Return a text as it can be set: `plain`, and with no letter that the fonts lack.

    Examples
    --------
    >>> clean("a\tb\x00 \u202ec")
    'a b c'
    """
    known = _letters()
    shown = "".join(letter if ord(letter) in known else "\ufffd" for letter in plain(text))
    return _TOGETHER.sub("\u00a0", shown).strip(" ")


def plain(text: str) -> str:
    """Return a text on one line, without what cannot be seen.

    That is control characters, which make an SVG unreadable, and marks that turn the direction of
    what follows.
    """
    spaced = (" " if letter in _BREAKS else letter for letter in unicodedata.normalize("NFC", text))
    return "".join(letter for letter in spaced if unicodedata.category(letter) not in ("Cc", "Cf", "Cs"))


_BREAKS = "\t\n\r\v\f\x85\u2028\u2029"

_TOGETHER = re.compile(r"(?<=\d) (?=\d{3}(?!\d))| (?=[:;!?»])|(?<=«) ")
"""Spaces at which no line may break: within numbers, and before the double signs of French."""


@cache
def _letters() -> frozenset[int]:
    """Return the letters that both weights can show."""
    sets = [
        {code for path in _paths(bold=bold) for code in font_manager.get_font(path).get_charmap()}
        for bold in (False, True)
    ]
    return frozenset(set.intersection(*sets))


def _font(*, bold: bool) -> FT2Font:
    return font_manager.get_font(list(_paths(bold=bold)))


@cache
def _paths(*, bold: bool) -> tuple[str, str]:
    plain = properties(MEASURED, bold=bold)
    plain.set_family(FALLBACK)
    own = FONTS / f"SheetSans-{'Bold' if bold else 'Regular'}.ttf"
    return str(own), font_manager.findfont(plain)
