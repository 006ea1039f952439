"""The explorer: the map first, the facts beside it, everything else in the sidebar."""

from __future__ import annotations

from dataclasses import replace
from html import escape
from typing import TYPE_CHECKING

import streamlit as st

from geo import workspace
from layers import finder
from layers import scene as scenes
from ui import adding, address, comparing, controls, metrics, pages, present, snapshot_panel
from ui.component import map_of

if TYPE_CHECKING:
    from layers.scene import Scene


def explorer() -> None:
    """Show the page, or only its map where it is presented."""
    st.html(pages.style("page.css"))
    if address.read()[0].present:
        present.present()
        return
    with st.sidebar:
        request = scenes.settle(address.read()[0], address.language())[0]
        controls.language(request.lang)
        adding.adding(request.lang)
        controls.settings(request)
    _map()


# Steering the map runs this part alone, so that the rest is neither sent nor drawn again.
@st.fragment
@metrics.rerun()
@workspace.held()
def _map() -> None:
    view, doubts = address.read()
    scene = scenes.compose(view, doubts, lang=address.language())
    scene = replace(scene, doubts=(*address.notices(), *scene.doubts))
    steer = st.container(key="steer", horizontal=True, vertical_alignment="center", gap="small")
    if view.compare is not None:
        st.html(f'<div class="mm"><h1 class="mm-hidden">{escape(scene.title)}</h1></div>')
        comparing.maps(view, doubts, pick=_pick, focus=_focus)
    else:
        map_of(scene, _found(scene), pick=_pick, focus=_focus, found=_go, find=_find)
        comparing.changes(scene)
    # Sent after the map, so as to be still in the compression's window at the next change.
    with steer:
        controls.steering(scene.request)
        comparing.steering(scene.request)
    snapshot_panel.panel(scene.request.lang)


def _pick(code: str) -> None:
    address.change(pick=code or None)


def _focus(code: str) -> None:
    address.change(area=code, pick=None)


def _go(code: str) -> None:
    """Go to an area or a settlement that was searched."""
    address.write(finder.view_of(code, address.read()[0]))


def _find(text: str) -> None:
    st.session_state["sought"] = text


def _found(scene: Scene) -> list[dict[str, str]] | None:
    """Answer a text that the browser could not resolve, by the gazetteer, once."""
    text = st.session_state.pop("sought", None)
    return None if text is None else finder.find(text, scene.request)
