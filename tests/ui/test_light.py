"""Streamlit's own files, compressed."""

import asyncio
import gzip
import io
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import brotli
import pytest
from fontTools.ttLib import TTFont

from ui import light

FILE = next(path for path in light.files() if "/js/index." in path)


def answer(
    path: str, accept: str = "gzip, br", method: str = "GET", known: bytes = b""
) -> tuple[dict[bytes, bytes], bytes]:
    sent: list[dict[str, Any]] = []

    async def passed_on(_scope: Any, _receive: Any, send: Any) -> None:
        await send({"type": "http.response.start", "status": 299, "headers": []})
        await send({"type": "http.response.body", "body": b"passed on"})

    async def keep(message: dict[str, Any]) -> None:
        sent.append(message)

    scope = {
        "type": "http",
        "method": method,
        "path": path,
        "headers": [(b"accept-encoding", accept.encode()), (b"if-none-match", known)],
    }
    asyncio.run(light.LightFiles(passed_on)(scope, None, keep))  # type: ignore[arg-type]
    return dict(sent[0]["headers"]), sent[1]["body"]


@pytest.mark.parametrize(
    ("accept", "encoding", "decode"),
    [("gzip, deflate, br, zstd", b"br", brotli.decompress), ("gzip", b"gzip", gzip.decompress)],
)
def test_a_file_travels_compressed_and_is_kept(
    accept: str, encoding: bytes, decode: Callable[[bytes], bytes]
) -> None:
    headers, body = answer(FILE, accept)
    assert decode(body) == light.files()[FILE].read_bytes()
    assert len(body) < light.files()[FILE].stat().st_size / 2.5
    assert headers[b"content-encoding"] == encoding
    assert b"immutable" in headers[b"cache-control"]
    assert headers[b"content-type"].startswith(b"text/javascript")


@pytest.mark.parametrize(
    ("path", "accept", "method"),
    [
        (FILE, "identity", "GET"), (FILE, "br", "HEAD"), ("/", "br", "GET"), ("/index.html", "br", "GET"),
        ("/static/js/../../index.html", "br", "GET"), ("/static/js/none.js", "br", "GET"),
        ("/static/../../../etc/passwd", "br", "GET"),
    ],
)  # fmt: skip
def test_what_is_no_file_of_streamlit_is_passed_on(path: str, accept: str, method: str) -> None:
    assert answer(path, accept, method) == ({}, b"passed on")


def test_a_name_that_is_kept_for_good_holds_a_digest() -> None:
    assert [path for path in light.files() if not re.search(r"\.[\w-]{8}\.\w+$", path)] == []


def test_a_file_is_compressed_once() -> None:
    light.encoded.cache_clear()
    for _ in range(3):
        answer(FILE)
    assert (light.encoded.cache_info().misses, light.encoded.cache_info().hits) == (1, 2)


def test_streamlits_part_of_a_first_load_is_small() -> None:
    """Of 1.3 MB for a first load, half is what the first page names; fonts and the map are the rest."""
    page = (light.FOLDER / "index.html").read_text(encoding="utf-8")
    named = [f"/{name}" for name in re.findall(r'"\./(static/[^"]+\.(?:js|css))"', page)]
    assert len(named) > 40
    assert sum(len(light.encoded(path, "br")) for path in named) <= 500_000


def test_the_font_of_the_first_frame_has_latin_letters_alone() -> None:
    path = next(path for path in light.files() if path.startswith(light.FONT))
    headers, body = answer(path)
    assert b"content-encoding" not in headers
    assert b"immutable" in headers[b"cache-control"]
    assert len(body) < 50_000
    with TTFont(io.BytesIO(body)) as known, TTFont(light.files()[path]) as whole:
        asked = {ord(letter) for letter in "Aàéèçœ’\u202f€"} & {*whole.getBestCmap()}
        assert asked <= {*known.getBestCmap()}
        assert len(asked) > 6


ICONS = next(path for path in light.files() if path.startswith(light.ICONS))


def test_the_font_of_icons_has_those_that_can_be_asked_for_alone() -> None:
    _, body = answer(ICONS)
    assert len(body) < 15_000
    with TTFont(io.BytesIO(body)) as known, TTFont(light.files()[ICONS]) as whole:
        before, after = light.drawn(whole), light.drawn(known)
        known_glyphs, whole_glyphs = known["glyf"], whole["glyf"]
        same = [known_glyphs[glyph] == whole_glyphs[before[name]] for name, glyph in after.items()]
    assert all(same)
    code = b"".join(path.read_bytes() for path in light.files().values() if path.suffix == ".js")
    code += b"".join(path.read_bytes() for path in Path("ui").rglob("*.py"))
    named = {name.decode() for name in re.findall(rb":material/(\w+):", code)}
    assert {"download", "expand_more", "close", "more_vert", "auto_stories"} <= named & after.keys()
    assert named & before.keys() <= after.keys()
    assert {"audio_file", "video_file"} <= after.keys()  # Streamlit's names of cells, which it writes bare
    assert "rocket" in before.keys() - after.keys()


def test_streamlit_puts_no_name_of_an_icon_together() -> None:
    """Else the names that are found would not be all."""
    code = b"".join(path.read_bytes() for path in light.files().values() if path.suffix == ".js")
    assert b":material/" in code
    assert not re.findall(rb":material/\$", code)


def test_a_browser_asks_whether_its_icons_are_those_of_this_version() -> None:
    headers, body = answer(ICONS)
    assert headers[b"cache-control"] == b"no-cache"
    assert body
    assert answer(ICONS, known=headers[b"etag"])[1] == b""
    assert answer(ICONS, known=b'"another"')[1] == body
