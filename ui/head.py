"""The first page: what it says and asks for while Streamlit still starts.

On a slow link Streamlit's code takes half a minute. Until then the page reads as the view does in
words, and the map's code and geometry travel already.
"""

from __future__ import annotations

import asyncio
import logging
import re
from html import escape
from typing import TYPE_CHECKING

import brotli
from starlette.datastructures import Headers

from layers import scene
from layers.render import assets, first
from layers.text import say
from layers.view import View
from ui import pages

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Message, Receive, Scope, Send

    from geo.areas import Language

ROOT = '<div id="root"></div>'
"""Where Streamlit puts the app; what stands in it before is taken away."""

SHEET = re.compile(r'<link[^>]*rel="stylesheet"[^>]*>')
FONT = re.compile(r'<link[^>]*as="font"[^>]*>')

LONGEST = 2_000
"""Characters of a query that is answered in words."""

NOT_MODULES = ("leaflet.js", "stub.js", "payload.js")
"""Scripts that the map does not import under their own name: Leaflet comes as a script of its own kind,
the stub travels with the component, and the last holds types only."""


FIRST_ASKED = ("/_stcore/health", "/_stcore/host-config")
"""What Streamlit's code asks before it opens a session: asked early, a slow link has one wait less."""


class FirstPage:
    """Middleware that has the first page say its view, and ask early for what its map needs."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request; only the first page is changed."""
        if scope["type"] != "http" or scope["path"] != "/" or scope["method"] != "GET":
            await self.app(scope, receive, send)
            return
        given = Headers(scope=scope)
        start: Message = {}
        body = b""

        async def collect(message: Message) -> None:
            nonlocal start, body
            if message["type"] == "http.response.start":
                start = message
                return
            body += message.get("body", b"")
            if not message.get("more_body"):
                query = scope["query_string"].decode("latin-1")
                made = await asyncio.to_thread(page, body.decode(), query, language(given))
                await _answer(start, made.encode(), "br" in given.get("accept-encoding", ""), send)

        # A page from the browser's store would lack what is of this query.
        scope["headers"] = [pair for pair in scope["headers"] if not pair[0].startswith(b"if-")]
        await self.app(scope, receive, collect)


async def _answer(start: Message, body: bytes, compressed: bool, send: Send) -> None:
    """Send a page in place of another."""
    replaced = (b"content-length", b"etag")
    headers = [pair for pair in start["headers"] if pair[0] not in replaced]
    headers.append((b"vary", b"Accept-Encoding, Accept-Language"))
    if compressed:
        body = brotli.compress(body, quality=5)
        headers.append((b"content-encoding", b"br"))
    headers.append((b"content-length", str(len(body)).encode()))
    await send({**start, "headers": headers})
    await send({"type": "http.response.body", "body": body})


def language(headers: Headers) -> Language:
    """Return the language that a browser asks for first; French unless it is English."""
    return "en" if headers.get("accept-language", "").lower().startswith("en") else "fr"


def page(plain: str, query: str, lang: Language) -> str:
    """Return Streamlit's first page with the words and the links of a view.

    Its style sheet moves behind the words: a browser shows nothing before it has those above.
    """
    view, doubts = View.parse(query[:LONGEST])
    view = view.change(audience="public")  # who else is asking is known only when the session is
    head, sheets = _parted(plain)
    try:
        shown = scene.compose(view, doubts, lang=lang)
        title, body = shown.title, first.words(shown)
    except Exception:  # the page itself then says what is wrong
        logging.getLogger(__name__).exception("the first page has no words")
        title, body = say("app.name", lang), ""
    return (
        head.replace('<html lang="en">', f'<html lang="{view.lang or lang}">', 1)
        .replace("<title>Streamlit</title>", f"<title>{escape(title)}</title>", 1)
        .replace("</head>", links(view) + "</head>", 1)
        .replace(ROOT, ROOT.replace("><", f">{body}<") + sheets, 1)
    )


def _parted(plain: str) -> tuple[str, str]:
    """Return the page without its style sheets, and these; without the font, too, that no page here uses."""
    sheets = "".join(SHEET.findall(plain))
    return FONT.sub("", SHEET.sub("", plain)), sheets


def links(view: View) -> str:
    """Return the links for a view: style sheets, the map's code and its geometry."""
    code = assets.code()
    modules = (name for name in code.contents if name.endswith(".js") and name not in NOT_MODULES)
    shapes = (assets.outlines(view.division, view.level), assets.base_map())
    styles = ("colours.css", "pages.css", "page.css")
    return "".join(
        [f'<link rel="preload" as="style" href="{pages.sheets().address(name)}">' for name in styles]
        + [f'<link rel="modulepreload" href="{code.address(name)}">' for name in modules]
        + [
            f'<link rel="preload" as="fetch" crossorigin href="{asked}">'
            for asked in (*(bundle.address() for bundle in shapes), *FIRST_ASKED)
        ]
    )
