"""The first page: the view in words and its live map, while Streamlit still starts.

On a slow link Streamlit's code takes half a minute; the map's code and geometry come before it.
"""

from __future__ import annotations

import asyncio
import logging
import re
from html import escape
from typing import TYPE_CHECKING

from starlette.datastructures import Headers

from geo import areas as divisions
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

BEFORE = '<link rel="shortcut icon"'
"""Of the page's head, what stands before Streamlit asks for its code."""

SHEET = re.compile(r'<link[^>]*rel="stylesheet"[^>]*>')
FONT = re.compile(r'<link[^>]*as="font"[^>]*>')
CODE = re.compile(r'<link rel="modulepreload"[^>]*>')
SCRIPT = '<script type="module"'

LONGEST = 2_000
"""Characters of a query that is answered in words."""

DRAWS = "first.js"
"""The module that draws the map of the first page."""

NOT_ASKED = ("leaflet.js", "stub.js", "payload.js", "copying.js")
"""Scripts that are not asked for with the others: Leaflet comes before them, the stub travels with the
component, the third holds types only, and the last is of the page of briefings alone."""

LATER = 'fetchpriority="low"'

BEFORE_SESSION = ("/_stcore/health", "/_stcore/host-config")
"""What Streamlit's code asks before it opens a session: asked early, a slow link has one wait less."""


class FirstPage:
    """Middleware that has the first page say and draw its view before Streamlit is there."""

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
                await _answer(start, made.encode(), assets.encoding(given.get("accept-encoding", "")), send)

        # A page from the browser's store would lack what is of this query.
        scope["headers"] = [pair for pair in scope["headers"] if not pair[0].startswith(b"if-")]
        await self.app(scope, receive, collect)


async def _answer(start: Message, body: bytes, encoding: str, send: Send) -> None:
    """Send a page in place of another, compressed as the browser takes it."""
    replaced = (b"content-length", b"etag")
    headers = [pair for pair in start["headers"] if pair[0] not in replaced]
    headers.append((b"vary", b"Accept-Encoding, Accept-Language"))
    if encoding:
        body = await asyncio.to_thread(assets.compressed, body, encoding)
        headers.append((b"content-encoding", encoding.encode()))
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
    given, doubts = View.parse(f"?{query[:LONGEST]}")
    view = given.change(audience="public")  # who else is asking is known only when the session is
    sheets, plain = "".join(SHEET.findall(plain)), FONT.sub("", SHEET.sub("", plain))
    # A map beside another and the shared screen come with the app; words until then, in its place.
    live = view.compare is None and not view.present
    try:
        shown = scene.compose(view, doubts, lang=lang)
        title, asked = shown.title, links(view)
        root = (
            first.live(shown, asked=given.audience) + ROOT
            if live
            else ROOT.replace("><", f">{first.words(shown)}<")
        )
    except Exception:  # the page itself then says what is wrong
        logging.getLogger(__name__).exception("the first page has no words")
        title, asked, root, live = say("app.name", lang), "", ROOT, False
    if live:
        plain = _after_the_map(plain)
        asked += f'<script type="module" src="{assets.code().address(DRAWS)}"></script>'
        sheets = "".join(f'<link rel="stylesheet" href="{address}">' for address in _styles()) + sheets
    return _replaced(plain, {
        '<html lang="en">': f'<html lang="{view.lang or lang}">',
        "<title>Streamlit</title>": f"<title>{escape(title)}</title>",
        BEFORE: asked + BEFORE,
        "</head>": later_links() + "</head>",
        ROOT: root + sheets,
    })  # fmt: skip


def _after_the_map(plain: str) -> str:
    """Let Streamlit's code, eight times as much, wait for the map's: `first.js` takes it from a template."""
    waiting = f'<template id="mm-code">{"".join(CODE.findall(plain))}</template>'
    later = {SCRIPT: f"{SCRIPT} {LATER}", ROOT: waiting + ROOT}
    return _replaced(CODE.sub("", plain), later)


def _replaced(text: str, parts: dict[str, str]) -> str:
    for old, new in parts.items():
        text = text.replace(old, new, 1)
    return text


def _styles() -> list[str]:
    return [pages.sheets().address(name) for name in ("colours.css", "pages.css", "page.css")]


def links(view: View) -> str:
    """Return the links to what draws the map of a view: the largest first."""
    code = assets.code()
    coarser = divisions.load(view.division).at_most(view.level - 1)
    shapes = [assets.outlines(view.division, level) for level in (view.level, coarser)]
    asked = [bundle.address() for bundle in (*shapes, assets.base_map())]
    styles = [*_styles(), *(code.address(name) for name in code.contents if name.endswith(".css"))]
    return "".join(
        [f'<link rel="modulepreload" href="{code.address("leaflet.js")}">']
        + [f'<link rel="preload" as="fetch" crossorigin href="{address}">' for address in asked]
        + [f'<link rel="preload" as="style" href="{address}">' for address in styles]
        + [f'<link rel="modulepreload" href="{code.address(name)}">' for name in assets.imported(DRAWS)]
    )


def later_links() -> str:
    """Return the links to what the app asks for when Streamlit's code is there."""
    code = assets.code()
    modules = (name for name in code.contents if name.endswith(".js"))
    others = [name for name in modules if name not in (*assets.imported(DRAWS), *NOT_ASKED)]
    return "".join(
        [f'<link rel="preload" as="fetch" crossorigin href="{address}">' for address in BEFORE_SESSION]
        + [f'<link rel="modulepreload" {LATER} href="{code.address(name)}">' for name in others]
    )
