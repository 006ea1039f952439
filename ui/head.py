"""What the first page asks for early: the map's code and geometry, while Streamlit still starts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from layers.render import assets
from layers.view import View

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Message, Receive, Scope, Send

HEAD_ENDS = b"</head>"

NOT_MODULES = ("leaflet.js", "stub.js", "payload.js")
"""Scripts that the map does not import under their own name: Leaflet comes as a script of its own kind,
the stub travels with the component, and the last holds types only."""


class EarlyLinks:
    """Middleware that adds links to the first page, so that its map need not wait its turn."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request; only the first page is changed."""
        if scope["type"] != "http" or scope["path"] != "/" or scope["method"] != "GET":
            await self.app(scope, receive, send)
            return
        start: Message = {}
        body = b""

        async def collect(message: Message) -> None:
            nonlocal start, body
            if message["type"] == "http.response.start":
                start = message
                return
            body += message.get("body", b"")
            if not message.get("more_body"):
                page = _with_links(body, scope["query_string"].decode("latin-1"))
                kept = [
                    (name, value)
                    for name, value in start["headers"]
                    if name not in (b"content-length", b"etag")
                ]
                length = (b"content-length", str(len(page)).encode())
                await send({**start, "headers": [*kept, length]})
                await send({"type": "http.response.body", "body": page})

        # A page from the browser's store would lack the links of this query.
        scope["headers"] = [pair for pair in scope["headers"] if not pair[0].startswith(b"if-")]
        await self.app(scope, receive, collect)


def _with_links(page: bytes, query: str) -> bytes:
    return page.replace(HEAD_ENDS, links(query).encode() + HEAD_ENDS, 1)


def links(query: str) -> str:
    """Return the links for the view of a query: its code and its geometry."""
    view, _ = View.parse(query)
    code = assets.code()
    modules = (name for name in code.contents if name.endswith(".js") and name not in NOT_MODULES)
    shapes = (assets.outlines(view.division, view.level), assets.base_map())
    return "".join(
        [f'<link rel="modulepreload" href="{code.address(name)}">' for name in modules]
        + [f'<link rel="preload" as="fetch" crossorigin href="{bundle.address()}">' for bundle in shapes]
    )
