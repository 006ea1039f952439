"""Streamlit's own files as they travel: compressed once, fonts cut to what is shown.

Streamlit serves them as they lie on the disk, 2.3 MB before its app is there. Each has a digest of its
content in its name, so the browser keeps it for good; what the icons' font holds depends on our version too.
"""

from __future__ import annotations

import asyncio
import hashlib
import logging
import mimetypes
import subprocess  # nosec B404
import sys
from concurrent.futures import Future, ThreadPoolExecutor
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import streamlit as st
from starlette.datastructures import Headers
from starlette.responses import Response

from geo.paths import ROOT
from layers.render import assets
from ui import fonts

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Receive, Scope, Send

FOLDER = Path(st.__file__).with_name("static")

SMALLER = (".js", ".css", ".svg")
"""Files that compression makes smaller; pictures and fonts are compressed already."""

FONTS = tuple(f"/static/media/{name}" for name in (fonts.TEXT, fonts.ICONS))
"""How the paths of the fonts begin that travel with a part of their letters."""

FOR_GOOD = "public, max-age=31536000, immutable"

LONGEST = 60
"""Seconds that the process which cuts a font may take."""

PATIENCE = 8.0
"""Seconds that a reader of a server that has just started waits for a font, then it travels whole."""

MAKERS = ThreadPoolExecutor(len(FONTS))
"""They wait for the processes that make the fonts."""


class LightFiles:
    """Middleware that answers for Streamlit's files, where the browser takes them compressed."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request for one of the files; pass on every other."""
        known = scope["type"] == "http" and scope["method"] == "GET" and scope["path"] in files()
        if known and scope["path"].startswith(FONTS):
            await (await font(scope["path"], Headers(scope=scope)))(scope, receive, send)
            return
        encoding = assets.encoding(Headers(scope=scope).get("accept-encoding", "")) if known else ""
        if not encoding:
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
    return {name: path for name, path in every.items() if path.suffix in SMALLER or name.startswith(FONTS)}


@cache
def encoded(path: str, encoding: str) -> bytes:
    """Return one of the files compressed as ``br`` or ``gzip``."""
    return assets.compressed(files()[path].read_bytes(), encoding)


async def font(path: str, given: Headers) -> Response:
    """Answer with a font; of the icons', a browser asks whether it is still that of this version."""
    made = asyncio.wrap_future(shown(path))
    await asyncio.wait({made}, timeout=PATIENCE)
    body = made.result() if made.done() else files()[path].read_bytes()
    if not files()[path].name.startswith(fonts.ICONS):
        return Response(body, headers={"Cache-Control": FOR_GOOD}, media_type="font/woff2")
    headers = {"Cache-Control": "no-cache", "ETag": f'"{hashlib.sha256(body).hexdigest()[:16]}"'}
    if given.get("if-none-match") == headers["ETag"]:
        return Response(status_code=304, headers=headers)
    return Response(body, headers=headers, media_type="font/woff2")


def make_fonts() -> None:
    """Begin with what the first reader would wait for."""
    for path in files():
        if path.startswith(FONTS):
            shown(path)


@cache
def shown(path: str) -> Future[bytes]:
    """Return a font with what is shown of it, from a process of its own; the whole where that fails."""
    return MAKERS.submit(_made, files()[path])


def _made(file: Path) -> bytes:
    command = [sys.executable, "-m", "ui.fonts", str(file)]
    try:
        made = subprocess.run(command, check=True, capture_output=True, cwd=ROOT, timeout=LONGEST)  # nosec B603
    except (OSError, subprocess.SubprocessError):
        logging.getLogger(__name__).warning("%s travels whole: it could not be cut", file.name, exc_info=True)
        return file.read_bytes()
    return made.stdout
