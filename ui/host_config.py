"""What Streamlit's code in the browser is told of the page around it: that this very app may ask it things.

Streamlit notices a connection that died without a word only when a page that holds it asks. Here the
app's own page asks (``layers/render/browser/connection.js``), and nobody else may. Its dialogs about
errors are in English and cover what is on the screen: the app says what they would in its own words.
"""

from __future__ import annotations

import json
from http import HTTPStatus
from typing import TYPE_CHECKING, Any

from starlette.datastructures import Headers

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Message, Receive, Scope, Send

PATH = "/_stcore/host-config"


class HostConfig:
    """Middleware that completes what Streamlit answers."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request."""
        if scope["type"] != "http" or scope["method"] != "GET" or not scope["path"].endswith(PATH):
            await self.app(scope, receive, send)
            return
        start: Message = {}
        body = b""

        async def told(message: Message) -> None:
            nonlocal start, body
            if message["type"] == "http.response.start":
                start = message
            if start["status"] != HTTPStatus.OK:  # Streamlit also looks for itself where it is not
                await send(message)
            if start["status"] != HTTPStatus.OK or message["type"] == "http.response.start":
                return
            body += message.get("body", b"")
            if not message.get("more_body"):
                made = json.dumps(completed(json.loads(body), Headers(scope=scope).get("host", ""))).encode()
                headers = [pair for pair in start["headers"] if pair[0].lower() != b"content-length"]
                headers.append((b"content-length", str(len(made)).encode()))
                await send({**start, "headers": headers})
                await send({"type": "http.response.body", "body": made})

        await self.app(scope, receive, told)


def completed(config: dict[str, Any], host: str) -> dict[str, Any]:
    """Return the configuration with this app as the only page that may ask, and without dialogs.

    Behind a proxy that ends the encryption the app cannot tell by which scheme it was asked, so
    that both stand there; a page of the other scheme cannot hold this one (``ui.headers``).
    """
    own = [f"{scheme}://{host}" for scheme in ("http", "https")] if host and "*" not in host else []
    return config | {"allowedOrigins": own, "blockErrorDialogs": True}
