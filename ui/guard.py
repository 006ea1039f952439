"""What a request may have before the app sees it: files, uploads, measurements, sizes.

The pages decide in `ui.access` what a session sees. A file that a page offered, and an upload, are
plain requests beside the session: without this, whoever knows the address could have the one and
fill the memory with the other.
"""

from __future__ import annotations

import ipaddress
from pathlib import PurePosixPath
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from starlette.requests import HTTPConnection, Request
from starlette.responses import PlainTextResponse

from geo import settings
from ui import here, owner, sign_in, wire

if TYPE_CHECKING:
    from starlette.responses import Response
    from starlette.types import ASGIApp, Receive, Scope, Send

UPLOADS, FILES, AGENTS = "/_stcore/upload_file/", "/media/", "/_stcore/agent/"
MEASURED = ("/metrics", "/_stcore/metrics")

BODY_BYTES = 64 * 1024
"""Of a request that is no upload, at most."""

REFUSED = 1008
"""What a websocket is closed with that breaks a rule."""


class Guard:
    """Middleware that refuses a request, or passes it on as it is."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request."""
        if scope["type"] == "websocket" and is_from_elsewhere(HTTPConnection(scope)):
            await send({"type": "websocket.close", "code": REFUSED})
            return
        refused = refusal(Request(scope)) if scope["type"] == "http" else None
        await (refused or self.app)(scope, receive, send)


def refusal(request: Request) -> Response | None:
    """Return the answer to a request that is refused; None where it may pass."""
    path = request.url.path
    if path.startswith(UPLOADS):
        allowed = not is_from_elsewhere(request) and (request.method == "OPTIONS" or may_upload(request))
        return None if allowed else PlainTextResponse("Not allowed", status_code=403)
    if path.startswith(AGENTS) or (path in MEASURED and not may_measure(request)):
        return _absent()
    if path.startswith(FILES) and not wire.may_take(PurePosixPath(path).stem, request):
        return _absent()
    if not _is_small(request):
        return PlainTextResponse("Too large", status_code=413)
    return None


def may_upload(request: Request) -> bool:
    """Tell whether files may be sent: by an editor, or by the owner's browser where nobody signs in."""
    return sign_in.role_of(request) == "editor" if sign_in.signs_in() else owner.is_owner(request.cookies)


def is_from_elsewhere(connection: HTTPConnection) -> bool:
    """Tell whether a page of another address asks, be it another port of the same computer.

    Browsers keep no cookies from one port to themselves, and Streamlit trusts every page of this computer.
    """
    origin = connection.headers.get("origin")
    try:
        return origin is not None and urlsplit(origin).netloc != connection.headers.get("host", "")
    except ValueError:
        return True


def may_measure(request: Request) -> bool:
    """Tell whether the measurements may be read: from this computer, or where the settings say."""
    client = request.client.host if request.client else ""
    if here.asked_here(client, request.headers):
        return True
    try:
        address = ipaddress.ip_address(client)
        return any(address in ipaddress.ip_network(network) for network in settings.load().metrics_from)
    except ValueError:  # what is no network lets nobody in
        return False


def _is_small(request: Request) -> bool:
    """Tell whether a body is small; none of unknown length is, as nothing here needs one."""
    length = request.headers.get("content-length", "0")
    unknown = "transfer-encoding" in request.headers
    return not unknown and length.isascii() and length.isdigit() and int(length) <= BODY_BYTES


def _absent() -> Response:
    return PlainTextResponse("Not found", status_code=404)
