"""Whose the map is where nobody signs in: the browser that opened the link printed at the start.

Headers do not tell it: a proxy beside the server passes on whatever somebody wrote into them. Each start
draws a secret and prints it in a link; the browser that opens the link keeps it in a cookie. Another start
has another secret, and each port a cookie of its own, as browsers send a host's cookies to all its ports.
"""

from __future__ import annotations

import hmac
import secrets
from typing import TYPE_CHECKING

import streamlit as st
from starlette.responses import PlainTextResponse, RedirectResponse, Response
from starlette.routing import Route

from layers.text import say
from layers.view import LANGUAGES

if TYPE_CHECKING:
    from collections.abc import Mapping

    from starlette.requests import Request

PATH = "/own"

NOWHERE = {"Cache-Control": "no-store", "Referrer-Policy": "no-referrer"}
"""Headers of an answer to an address that holds the secret: it goes no further."""

_secret: str | None = None
"""Of this start; None where nobody can be the owner."""


def link() -> str:
    """Draw the secret of this start; return the path of the link that makes a browser the owner's."""
    global _secret
    _secret = secrets.token_urlsafe(32)
    return f"{PATH}/{_secret}"


def can_be() -> bool:
    """Tell whether this start has a link that makes a browser the owner's."""
    return _secret is not None


def is_owner(cookies: Mapping[str, str]) -> bool:
    """Tell whether cookies are those of a browser that opened the link of this start."""
    return _is_secret(cookies.get(cookie(), ""))


def cookie() -> str:
    """Return the name of the cookie, which is this port's own."""
    return f"mali-map-owner-{st.get_option('server.port')}"


def routes() -> list[Route]:
    """Return the route of the link."""
    return [Route(f"{PATH}/{{secret}}", opened)]


def opened(request: Request) -> Response:
    """Answer who opened the link with the map, whose address holds no secret, and with the cookie.

    It ends with the browser, and no page of another site has it sent.
    """
    given = request.path_params["secret"]
    if not _is_secret(given):
        said = " · ".join(say("access.link.other", lang) for lang in LANGUAGES)
        return PlainTextResponse(said, status_code=403, headers=NOWHERE)
    answer = RedirectResponse("../", status_code=303, headers=NOWHERE)  # the app may be mounted below a path
    answer.headers.append("set-cookie", f"{cookie()}={given}; Path=/; HttpOnly; SameSite=Strict")
    return answer


def _is_secret(given: str) -> bool:
    return _secret is not None and hmac.compare_digest(given.encode(), _secret.encode())
