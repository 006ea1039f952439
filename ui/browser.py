"""Two cookies of this map's own, for briefings: which browser it is, and by which link to edit it came.

Where nobody signs in, a briefing is its browser's. The browser is told apart by a random cookie; only
the owner's browser gets one (`ui.owner`), because nobody else can make a briefing there.
"""

from __future__ import annotations

import re
import secrets
from typing import TYPE_CHECKING

import streamlit as st
from starlette.datastructures import MutableHeaders
from starlette.requests import Request
from starlette.responses import PlainTextResponse, RedirectResponse, Response
from starlette.routing import Route

from geo import rights
from geo.workspace import NAME
from layers.view import View
from ui import owner, sign_in

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Message, Receive, Scope, Send

BROWSER, INVITED = "mali-map-browser", "mali-map-invited"
"""Names of the cookies."""

MARK = re.compile(r"[A-Za-z0-9_-]{43}")
"""A browser's: 256 random bits."""

BROWSER_SECONDS, INVITED_SECONDS = 400 * 24 * 3600, 3600
"""How long the cookies last: as long as browsers keep any, anew at each visit; and until it is answered."""

EDIT = "/briefing/edit"


class BrowserCookie:
    """Middleware that gives the owner's browser the cookie that tells it apart from another of theirs."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request; only pages bring the cookie."""
        if scope["type"] != "http" or scope["method"] != "GET" or not _tells_apart(Request(scope)):
            await self.app(scope, receive, send)
            return
        known = Request(scope).cookies.get(BROWSER, "")
        mark = known if MARK.fullmatch(known) else secrets.token_urlsafe(32)

        async def marked(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                if headers.get("content-type", "").startswith("text/html"):
                    headers.append("set-cookie", _cookie(BROWSER, mark, BROWSER_SECONDS))
            await send(message)

        await self.app(scope, receive, marked)


def routes() -> list[Route]:
    """Return the route of the links to edit a briefing."""
    return [Route(f"{EDIT}/{{name}}/{{secret}}", invited_by)]


def link_to_edit(name: str, secret: str) -> str:
    """Return the path of the link that lets somebody edit a briefing."""
    return f"{EDIT}/{name}/{secret}"


def invited_by(request: Request) -> Response:
    """Answer who followed a link to edit with the page of the briefing, whose address holds no secret.

    Nothing is looked up or changed here, so that a program that previews links does nothing by it: whoever
    came confirms on the page.
    """
    name, secret = request.path_params["name"], request.path_params["secret"]
    if not NAME.fullmatch(name) or not rights.SECRET.fullmatch(secret):
        return PlainTextResponse("Not found", status_code=404)
    # Relative, because the app may be mounted below another address.
    to = f"../../../briefing?{View(brief=name).query()}"
    headers = {"Cache-Control": "no-store", "Referrer-Policy": "no-referrer"}
    answer = RedirectResponse(to, status_code=303, headers=headers)
    answer.headers.append("set-cookie", _cookie(INVITED, f"{name}.{secret}", INVITED_SECONDS))
    return answer


def mark() -> str:
    """Return what tells this session's browser from others; empty where it has no cookie of ours."""
    found = str(st.context.cookies.get(BROWSER, ""))
    return found if MARK.fullmatch(found) else ""


def invited(name: str) -> str:
    """Return the end of the link to edit a briefing by which this browser came; empty where it did not."""
    given, _, secret = str(st.context.cookies.get(INVITED, "")).partition(".")
    return secret if given == name and rights.SECRET.fullmatch(secret) else ""


def _tells_apart(request: Request) -> bool:
    """Tell whether this reader's briefings are their browser's: nobody signs in, and the map is theirs."""
    return not sign_in.signs_in() and owner.is_owner(request.cookies)


def _cookie(name: str, value: str, seconds: int) -> str:
    return f"{name}={value}; Max-Age={seconds}; Path=/; HttpOnly; SameSite=Lax"
