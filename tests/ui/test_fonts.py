"""Streamlit's fonts with what is shown of them alone."""

import io
import re
from functools import cache
from pathlib import Path

from fontTools.ttLib import TTFont

from ui import fonts, light

TEXT, ICONS = (next(light.FOLDER.glob(f"static/media/{name}*")) for name in (fonts.TEXT, fonts.ICONS))


@cache
def code() -> bytes:
    """All that may name an icon: Streamlit's scripts and our pages."""
    ours = Path(fonts.__file__).parent.rglob("*.py")
    return b"".join(path.read_bytes() for path in (*light.FOLDER.glob("static/js/*.js"), *ours))


def test_the_font_of_the_first_frame_has_latin_letters_alone() -> None:
    body = fonts.smaller(TEXT)
    assert len(body) < 50_000
    with TTFont(io.BytesIO(body)) as known, TTFont(TEXT) as whole:
        asked = {ord(letter) for letter in "Aàéèçœ’\u202f€"} & {*whole.getBestCmap()}
        assert asked <= {*known.getBestCmap()}
        assert len(asked) > 6


def test_the_font_of_icons_has_those_that_can_be_asked_for_alone() -> None:
    body = fonts.smaller(ICONS)
    assert len(body) < 15_000
    with TTFont(io.BytesIO(body)) as known, TTFont(ICONS) as whole:
        before, after = fonts.drawn(whole), fonts.drawn(known)
        letters, all_letters = known["glyf"], whole["glyf"]
        assert all(letters[glyph] == all_letters[before[name]] for name, glyph in after.items())
        assert all(known["hmtx"][glyph] == whole["hmtx"][before[name]] for name, glyph in after.items())
    named = {name.decode() for name in re.findall(rb":material/(\w+):", code())}
    assert {"download", "expand_more", "close", "more_vert", "auto_stories"} <= named & after.keys()
    assert named & before.keys() <= after.keys()
    assert {"audio_file", "video_file"} <= after.keys()  # Streamlit's names of cells, which it writes bare
    assert "rocket" in before.keys() - after.keys()


def test_streamlit_puts_no_name_of_an_icon_together() -> None:
    """Else the names that are found would not be all."""
    assert not re.findall(rb":material/\$", code())
