"""Streamlit's own files, compressed."""

import asyncio
import gzip
import re
import sys
from collections.abc import Callable
from concurrent.futures import Future
from typing import Any

import brotli
import pytest

from ui import fonts, light, server

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


TEXT, ICONS = (next(path for path in light.files() if path.startswith(begin)) for begin in light.FONTS)


def test_a_font_travels_with_what_is_shown_of_it() -> None:
    light.make_fonts()
    for path in (TEXT, ICONS):
        light.shown(path).result()
    headers, body = answer(TEXT)
    assert b"content-encoding" not in headers
    assert b"immutable" in headers[b"cache-control"]
    assert body == fonts.smaller(light.files()[TEXT])
    assert answer(ICONS)[1] == fonts.smaller(light.files()[ICONS])
    assert light.shown.cache_info().misses == 2


def test_a_font_that_cannot_be_made_travels_whole(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "executable", "/bin/false")
    assert light._made(light.files()[TEXT]) == light.files()[TEXT].read_bytes()


def test_a_font_that_is_not_made_soon_travels_whole(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(light, "PATIENCE", 0.01)
    monkeypatch.setattr(light, "shown", lambda _path: Future())
    headers, body = answer(ICONS)
    assert body == light.files()[ICONS].read_bytes()
    assert headers[b"cache-control"] == b"no-cache"  # the next time it is asked for again


def test_what_the_first_reader_waits_for_is_made_at_the_start(monkeypatch: pytest.MonkeyPatch) -> None:
    begun: list[str] = []
    monkeypatch.setattr(light, "shown", begun.append)
    monkeypatch.setattr(server.scene, "compose", lambda *_, **__: begun.append("map"))
    monkeypatch.setattr(server.screen, "payload", lambda _: None)
    monkeypatch.setattr(server.gc, "freeze", lambda: None)
    server._warm()
    assert {*begun[:2]} == {TEXT, ICONS}
    assert begun[2:] == ["map", "map"]


def test_a_browser_asks_whether_its_icons_are_those_of_this_version() -> None:
    light.shown(ICONS).result()
    headers, body = answer(ICONS)
    assert headers[b"cache-control"] == b"no-cache"
    assert body
    assert answer(ICONS, known=headers[b"etag"])[1] == b""
    assert answer(ICONS, known=b'"another"')[1] == body
