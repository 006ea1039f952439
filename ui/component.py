"""The map component on the page: a scene in, codes of what was clicked out."""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any

import streamlit as st

from layers.render import assets, screen

if TYPE_CHECKING:
    from collections.abc import Callable

    from layers.scene import Scene

EVENTS = ("pick", "focus", "found", "find")


def map_of(scene: Scene, answer: list[dict[str, str]] | None, **on: Callable[[str], None]) -> None:
    """Put the map of a scene on the page.

    Parameters
    ----------
    answer : list of dict or None
        Answer to a text that the browser could not resolve: ``id`` and ``name`` of areas.
    **on : callable
        By name in `EVENTS`: what to do with the code that comes back.
    """

    def told(event: str) -> Callable[[], None]:
        return lambda: on[event](getattr(st.session_state["map"], event) or "")

    data = screen.payload(scene)
    data["search"]["found"] = answer
    _component()(key="map", data=data, **{f"on_{event}_change": told(event) for event in EVENTS})


@cache
def _component() -> Any:
    stub = files("layers.render").joinpath("browser", "stub.js").read_text(encoding="utf-8")
    module = assets.code().address("map.js").lstrip("/")
    return st.components.v2.component("mali_map", js=stub.replace("MAP_MODULE", module), isolate_styles=False)
