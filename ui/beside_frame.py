"""The frame of the pages beside the map: what of the view they read can be chosen there."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from layers import beside
from layers.render import reading
from ui import adding, address, controls, pages

if TYPE_CHECKING:
    from layers.scene import Request


def frame(page: str) -> None:
    """Show a page's style, the language, the boundaries, and the filters of the view."""
    pages.frame(language=False)
    request, _ = beside.settled(*address.read(), address.language())
    with st.sidebar:
        controls.language(request.lang)
        adding.adding_from(page, request.lang)
        controls.settings(request, layers=False)


def settled() -> Request:
    """Show the level and round to choose, and what of the address was not understood; return the request."""
    request, doubts = beside.settled(*address.read(), address.language())
    with st.container(key="steer", horizontal=True, vertical_alignment="center", gap="small"):
        controls.level(request)
        controls.round_shown(request)
    for doubt in (*address.notices(), *doubts):
        st.html(reading.aside(doubt))
    return request
