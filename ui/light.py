"""Streamlit's own files as they travel: compressed once, and kept by the browser for good.

Streamlit serves them as they lie on the disk, 2.3 MB before the first map. Each has a digest of its
content in its name, so what was compressed once stays right as long as the server runs.
"""

from __future__ import annotations

import asyncio
import gzip
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

FOR_GOOD = "public, max-age=31536000, immutable"

ENCODINGS = ("br", "gzip")


class LightFiles:
    """Middleware that answers for Streamlit's files, where the browser takes them compressed."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request for one of the files; pass on every other."""
        known = scope["type"] == "http" and scope["method"] == "GET" and scope["path"] in files()
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
    found = (path for path in FOLDER.joinpath("static").rglob("*") if path.suffix in SMALLER)
    return {f"/{path.relative_to(FOLDER).as_posix()}": path for path in found}


@cache
def encoded(path: str, encoding: str) -> bytes:
    """Return one of the files compressed as ``br`` or ``gzip``."""
    content = files()[path].read_bytes()
    return bytes(brotli.compress(content, quality=9)) if encoding == "br" else gzip.compress(content, 9)
