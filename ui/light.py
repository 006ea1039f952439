"""Streamlit's own files as they travel: compressed once, and kept by the browser for good.

Streamlit serves them as they lie on the disk, 2.3 MB before the first map. Each has a digest of its
content in its name, so what was compressed once stays right as long as the server runs.
"""

from __future__ import annotations

import asyncio
import gzip
import hashlib
import io
import mimetypes
import re
from functools import cache
from pathlib import Path
from string import ascii_lowercase, digits
from typing import TYPE_CHECKING

import brotli
import streamlit as st
from starlette.datastructures import Headers
from starlette.responses import Response

if TYPE_CHECKING:
    from fontTools.ttLib import TTFont
    from starlette.types import ASGIApp, Receive, Scope, Send

FOLDER = Path(st.__file__).with_name("static")

SMALLER = (".js", ".css", ".svg")
"""Files that compression makes smaller; pictures and fonts are compressed already."""

FONT = "/static/media/SourceSansVF-Upright."
"""How the font begins that Streamlit draws its first frame with, before it knows that the app uses the
reader's own. It travels with Latin letters alone: 36 KB of 170."""

ICONS = "/static/media/MaterialSymbols-Rounded."
"""How the font of the icons begins. It travels with those that somebody can ask for: 11 KB of 375."""

FONTS = (FONT, ICONS)

LATIN = (*range(0x20, 0x250), *range(0x2000, 0x2070), 0x20AC)

SPELT = tuple(map(ord, ascii_lowercase + digits + "_"))
"""What the name of an icon is spelt with; the font draws a name as one letter."""

ASKED = re.compile(rb":material/(\w+):|[`'\"]([a-z0-9]+_[a-z0-9_]+)[`'\"]")
"""How code names an icon; where Streamlit's own names it bare, all have an underscore, as few words have."""

FOR_GOOD = "public, max-age=31536000, immutable"

ENCODINGS = ("br", "gzip")


class LightFiles:
    """Middleware that answers for Streamlit's files, where the browser takes them compressed."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request for one of the files; pass on every other."""
        known = scope["type"] == "http" and scope["method"] == "GET" and scope["path"] in files()
        if known and scope["path"].startswith(FONTS):
            await (await asyncio.to_thread(font, scope["path"], Headers(scope=scope)))(scope, receive, send)
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
    return {name: path for name, path in every.items() if path.suffix in SMALLER or name.startswith(FONTS)}


@cache
def encoded(path: str, encoding: str) -> bytes:
    """Return one of the files compressed as ``br`` or ``gzip``."""
    content = files()[path].read_bytes()
    return bytes(brotli.compress(content, quality=9)) if encoding == "br" else gzip.compress(content, 9)


def font(path: str, given: Headers) -> Response:
    """Answer with a font; of the icons', a browser asks whether it is still that of this version."""
    body = shown(path)
    if not path.startswith(ICONS):
        return Response(body, headers={"Cache-Control": FOR_GOOD}, media_type="font/woff2")
    headers = {"Cache-Control": "no-cache", "ETag": f'"{hashlib.sha256(body).hexdigest()[:16]}"'}
    if given.get("if-none-match") == headers["ETag"]:
        return Response(status_code=304, headers=headers)
    return Response(body, headers=headers, media_type="font/woff2")


@cache
def shown(path: str) -> bytes:
    """Return a font with what is shown of it: Latin letters, or the icons that somebody can ask for."""
    from fontTools import subset

    icons = path.startswith(ICONS)
    # An icon is kept for its name, not because its name can be spelt with the letters that are kept.
    options = subset.Options(flavor="woff2", layout_closure=not icons)
    out = io.BytesIO()
    with subset.load_font(str(files()[path]), options) as whole:
        smaller = subset.Subsetter(options)
        if icons:
            known = drawn(whole)
            smaller.populate(unicodes=SPELT, glyphs=[known[name] for name in asked() & known.keys()])
        else:
            smaller.populate(unicodes=LATIN)
        smaller.subset(whole)
        whole.save(out)
    return out.getvalue()


def asked() -> set[str]:
    """Return what Streamlit's code and ours may ask for as an icon, and some words that are none."""
    code = [path for path in files().values() if path.suffix == ".js"]
    code += Path(__file__).parent.rglob("*.py")
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
