"""What every answer tells the browser to refuse, and how its cookies travel."""

from __future__ import annotations

import base64
import hashlib
import re
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import streamlit as st

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Message, Receive, Scope, Send

YEAR = 365 * 24 * 3600

ALWAYS = {"x-content-type-options": "nosniff", "cross-origin-resource-policy": "same-origin"}

OF_PAGES = {
    # The address says who looks at what: it goes to nobody else.
    "referrer-policy": "same-origin",
    "x-frame-options": "SAMEORIGIN",
    "cross-origin-opener-policy": "same-origin",
    "permissions-policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
}
"""Of what a browser may open as a page of its own. On each of the sixty files of a first load they
would only cost a slow link 50 KB."""

ONLY_HERE = ("/media/", "/_stcore/upload_file/", "/oauth2callback", "/auth/")
"""Answers that are for one reader: no cache on the way keeps them."""


class SafeHeaders:
    """Middleware that adds the headers; what an answer says itself stays."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return

        async def safe(message: Message) -> None:
            if message["type"] == "http.response.start":
                message["headers"] = _with(list(message["headers"]), scope)
            await send(message)

        await self.app(scope, receive, safe)


def _with(headers: list[tuple[bytes, bytes]], scope: Scope) -> list[tuple[bytes, bytes]]:
    said = {name.lower(): value for name, value in headers}
    added = dict(ALWAYS)
    if said.get(b"content-type", b"").startswith((b"text/html", b"image/svg")) or _is_private(scope):
        added |= OF_PAGES | {"content-security-policy": policy()}
    if scope["scheme"] == "https":
        added["strict-transport-security"] = f"max-age={YEAR}"
        headers = [(n, _secure(v) if n.lower() == b"set-cookie" else v) for n, v in headers]
    if _is_private(scope):
        headers = [pair for pair in headers if pair[0].lower() != b"cache-control"]
        return headers + _encoded(added | {"cache-control": "no-store"})
    return headers + _encoded({name: value for name, value in added.items() if name.encode() not in said})


def _is_private(scope: Scope) -> bool:
    return bool(scope["path"].startswith(ONLY_HERE))


def _encoded(headers: dict[str, str]) -> list[tuple[bytes, bytes]]:
    return [(name.encode(), value.encode()) for name, value in headers.items()]


def _secure(cookie: bytes) -> bytes:
    return cookie if b"secure" in cookie.lower().split(b"; ") else cookie + b"; Secure"


@cache
def policy() -> str:
    """Return the content-security policy: everything from this server, nothing from elsewhere.

    Streamlit loads a component's module from a ``blob:`` address and styles its elements by
    style sheets that it writes into the page; its first page holds one short script.
    """
    page = Path(st.__file__).with_name("static").joinpath("index.html").read_text(encoding="utf-8")
    scripts = re.findall(r"<script>(.*?)</script>", page, re.DOTALL)
    hashes = (base64.b64encode(hashlib.sha256(script.encode()).digest()).decode() for script in scripts)
    parts = {
        "default-src": "'self'",
        "script-src": " ".join(["'self'", "blob:", *(f"'sha256-{digest}'" for digest in hashes)]),
        "style-src": "'self' 'unsafe-inline'",
        "img-src": "'self' data: blob:",
        "font-src": "'self' data:",
        "connect-src": "'self' blob:",
        "worker-src": "'self' blob:",
        "frame-src": "'self' blob:",
        "frame-ancestors": "'self'",
        "form-action": "'self'",
        "base-uri": "'self'",
        "object-src": "'none'",
    }
    return "; ".join(f"{name} {sources}" for name, sources in parts.items())
