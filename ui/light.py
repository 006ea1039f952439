"""Streamlit's own files as they travel: compressed once, and kept by the browser for good.

Streamlit serves them as they lie on the disk, 2.3 MB before the first map. Each has a digest of its
content in its name, so what was compressed once stays right as long as the server runs.
"""

from __future__ import annotations

import asyncio
import gzip
import io
import mimetypes
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import brotli
import streamlit as st
from starlette.datastructures import Headers
from starlette.responses import Response

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Receive, Scope, Send

FOLDER = Path(st.__file__).with_name("static")

SMALLER = (".js", ".css", ".svg")
"""Files that compression makes smaller; pictures and fonts are compressed already."""

FONT = "/static/media/SourceSansVF-Upright."
"""How the font begins that Streamlit draws its first frame with, before it knows that the app uses the
reader's own. It travels with Latin letters alone: 36 KB of 170."""

LATIN = (*range(0x20, 0x250), *range(0x2000, 0x2070), 0x20AC)

FOR_GOOD = "public, max-age=31536000, immutable"

ENCODINGS = ("br", "gzip")


class LightFiles:
    """Middleware that answers for Streamlit's files, where the browser takes them compressed."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request for one of the files; pass on every other."""
        known = scope["type"] == "http" and scope["method"] == "GET" and scope["path"] in files()
        if known and scope["path"].startswith(FONT):
            body = await asyncio.to_thread(latin, scope["path"])
            await Response(body, headers={"Cache-Control": FOR_GOOD}, media_type="font/woff2")(
                scope, receive, send
            )
            return
        accepted = Headers(scope=scope).get("accept-encoding", "") if known else ""
        encoding = next((one for one in ENCODINGS if one in accepted), None)
        if encoding is None:
            await self.app(scope, receive, send)
            return
        body = await asyncio.to_thread(encoded, scope["path"], encoding)
        kind = mimetypes.guess_type(scope["path"])[0]
        headers = {"Cache-Control": FOR_GOOD, "Content-Encoding": encoding, "Vary": "Accept-Encoding"}
        await Response(body, headers=headers, media_type=kind)(scope, receive, send)


@cache
def files() -> dict[str, Path]:
    """Return the files by the path that a browser asks for."""
    every = {f"/{path.relative_to(FOLDER).as_posix()}": path for path in FOLDER.joinpath("static").rglob("*")}
    return {name: path for name, path in every.items() if path.suffix in SMALLER or name.startswith(FONT)}


@cache
def encoded(path: str, encoding: str) -> bytes:
    """Return one of the files compressed as ``br`` or ``gzip``."""
    content = files()[path].read_bytes()
    return bytes(brotli.compress(content, quality=9)) if encoding == "br" else gzip.compress(content, 9)


@cache
def latin(path: str) -> bytes:
    """Return the font with Latin letters alone."""
    from fontTools import subset

    options = subset.Options(flavor="woff2")
    out = io.BytesIO()
    with subset.load_font(str(files()[path]), options) as font:
        smaller = subset.Subsetter(options)
        smaller.populate(unicodes=LATIN)
        smaller.subset(font)
        font.save(out)
    return out.getvalue()
