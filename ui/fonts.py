"""Streamlit's fonts with what is shown of them alone: ``python -m ui.fonts FILE`` writes one to its output.

It is a command of its own, since making it takes a second in which nobody else's session could run.
Nothing of Streamlit is imported, so that it starts at once.
"""

from __future__ import annotations

import io
import os
import re
import sys
from pathlib import Path
from string import ascii_lowercase, digits
from typing import TYPE_CHECKING

from fontTools import subset

if TYPE_CHECKING:
    from fontTools.ttLib import TTFont

TEXT = "SourceSansVF-Upright."
"""How the name of the font begins that Streamlit draws its first frame with, before it knows that the app
uses the reader's own. It travels with Latin letters alone: 36 KB of 170."""

ICONS = "MaterialSymbols-Rounded."
"""That of the icons. It travels with those that somebody can ask for: 12 KB of 375."""

LATIN = (*range(0x20, 0x250), *range(0x2000, 0x2070), 0x20AC)

SPELT = tuple(map(ord, ascii_lowercase + digits + "_"))
"""What the name of an icon is spelt with; the font draws a name as one letter."""

ASKED = re.compile(rb":material/(\w+):|[`'\"]([a-z0-9]+_[a-z0-9_]+)[`'\"]")
"""How code names an icon; where Streamlit's own names it bare, all have an underscore, as few words have."""


def smaller(file: Path) -> bytes:
    """Return a font with what is shown of it: Latin letters, or the icons that somebody can ask for."""
    icons = file.name.startswith(ICONS)
    # An icon is kept for its name, not because its name can be spelt with the letters that are kept.
    options = subset.Options(flavor="woff2", layout_closure=not icons)
    out = io.BytesIO()
    with subset.load_font(str(file), options) as font:
        shown = subset.Subsetter(options)
        if icons:
            known = drawn(font)
            names = asked(file.parents[1] / "js") & known.keys()
            shown.populate(unicodes=SPELT, glyphs=[known[name] for name in names])
        else:
            shown.populate(unicodes=LATIN)
        shown.subset(font)
        font.save(out)
    return out.getvalue()


def asked(scripts: Path) -> set[str]:
    """Return what Streamlit's scripts and our pages may ask for as an icon, and some words that are none."""
    code = [*scripts.glob("*.js"), *Path(__file__).parent.rglob("*.py")]
    names = (match for path in code for match in ASKED.findall(path.read_bytes()))
    return {(icon or bare).decode() for icon, bare in names}


def drawn(font: TTFont) -> dict[str, str]:
    """Return the glyphs of a font's ligatures by what they stand for."""
    letters = {glyph: chr(code) for code, glyph in font.getBestCmap().items()}
    tables = [part.ExtSubTable for lookup in font["GSUB"].table.LookupList.Lookup for part in lookup.SubTable]
    return {
        "".join(letters[glyph] for glyph in (first, *ligature.Component)): ligature.LigGlyph
        for table in tables
        for first, ligatures in table.ligatures.items()
        for ligature in ligatures
    }


if __name__ == "__main__":
    if hasattr(os, "nice"):
        os.nice(5)  # whoever waits for a map goes before
    sys.stdout.buffer.write(smaller(Path(sys.argv[1])))
