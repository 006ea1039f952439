"""A page to read whose links stay in this session, and whose cells can be asked about."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any

import streamlit as st

from layers.render import assets
from layers.text import say
from ui import address

if TYPE_CHECKING:
    from collections.abc import Callable


def show(key: str, html: str, *, aside: str = "", asked: Callable[[str], None] | None = None) -> None:
    """Put a page to read in its place.

    Parameters
    ----------
    key : str
        Of the place, the same from run to run.
    html : str
        From `layers.render`, which escapes what it quotes.
    aside : str
        What stands over the page once something was asked; empty is nothing.
    asked : callable, optional
        Is told the ``data-ask`` of what was pressed, or ``nothing`` when the aside is closed.
    """

    def told() -> None:
        what = getattr(st.session_state.get(key), "asked", None)
        if asked and what:
            asked(what)

    lang = address.language()
    data = {"lang": lang, "html": html, "aside": aside, "rows": say("announce.rows", lang, n="{n}")}
    _component()(key=key, data=data, on_asked_change=told)


@cache
def _component() -> Any:
    return st.components.v2.component("mali_reading", js=assets.stub("reading.js"), isolate_styles=False)
