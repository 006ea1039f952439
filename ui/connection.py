"""What tells a reader that the page has no connection, and that it has begun again since it had one.

The browser says both (``layers/render/browser/connection.js``), from what every whole run tells it: the
session it is of, and the version of the app. Streamlit asks for a whole run of its own when it is
connected again, in the old session or a new one, as long as a part of the page renews itself.
"""

from __future__ import annotations

import datetime as dt
import secrets
from functools import cache
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import streamlit as st

from layers.render import assets
from layers.text import say
from layers.view import LANGUAGES
from ui import access, address, pages

if TYPE_CHECKING:
    from collections.abc import Iterable

    from geo.areas import Language

SESSION = "connection-session"
"""Of the session's state: what the browser knows it by, which says nothing of it."""

RENEWED = dt.timedelta(days=1)
"""After so long the part renews itself. It has nothing new to say; see above why it does."""


def watched(page: str, paths: Iterable[str]) -> None:
    """Put on the page what watches its connection.

    Parameters
    ----------
    page : str
        Path of the one that is shown.
    paths : iterable of str
        Of the pages there are: an address with another opens the map, which is said.
    """
    with st.container(key="connection"):
        _watched(page, known(st.context.url or "", paths))


@st.fragment(run_every=RENEWED)
def _watched(page: str, has_page: bool) -> None:
    lang = address.language()
    data = {
        "session": session(),
        "page": page,
        "version": assets.code().digest + pages.sheets().digest,
        "own": pages.spoken(lang),
        "notice": _notice(has_page, lang),
        "words": {name: _said(name, lang) for name in ("lost", "began", "close")},
    }
    _component()(key="connection-watched", data=data)


def _notice(has_page: bool, lang: Language) -> str:
    """Return what the line says of this page, beside its connection."""
    if access.state() == "signed_out":
        return say("access.signed_out", lang)
    return "" if has_page else say("connection.no_page", lang)


def session() -> str:
    """Return what tells this session from another."""
    return str(st.session_state.setdefault(SESSION, secrets.token_hex(4)))


def _said(name: str, lang: Language) -> str:
    """Return a sentence; of what may have to be read before the language is known, both."""
    if name != "lost":
        return say(f"connection.{name}", lang)
    return " · ".join(say("connection.lost", one, time="{time}") for one in LANGUAGES)


def known(url: str, paths: Iterable[str]) -> bool:
    """Tell whether a page of the app has an address.

    Examples
    --------
    >>> known("https://map.example.org/data?lang=fr", ["", "data"])
    True
    >>> known("https://map.example.org/daat", ["", "data"])
    False
    """
    base = str(st.get_option("server.baseUrlPath") or "").strip("/")
    asked = urlsplit(url).path.strip("/").removeprefix(base).strip("/")
    return asked in paths


@cache
def _component() -> Any:
    return st.components.v2.component(
        "mali_connection", js=assets.stub("connection.js"), isolate_styles=False
    )
