"""The map component on the page: a scene in, codes of what was clicked out."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any

import streamlit as st

from layers.render import assets, screen
from ui import address, once

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from layers.scene import Scene

EVENTS = ("pick", "focus", "found", "find")

LACK = "lack"
"""What the browser says where it has not what it should have kept."""


def map_of(scene: Scene, answer: list[dict[str, str]] | None, **on: Callable[[str], None]) -> None:
    """Put the map of a scene on the page.

    Parameters
    ----------
    answer : list of dict or None
        Answer to a text that the browser could not resolve: ``id`` and ``name`` of areas.
    **on : callable
        By name in `EVENTS`: what to do with the code that comes back.
    """
    data = screen.payload(scene)
    data["search"]["found"] = answer
    data["asked"] = address.asked()
    _kept("map", "mali_map", data, {event: on[event] for event in EVENTS})


def deck_of(data: dict[str, Any], **on: Callable[[str], None]) -> None:
    """Put the shared screen on the page: slides in, by name of the event what to do with what comes back."""
    _kept("deck", "mali_deck", data, on)


def beside(data: dict[str, Any], **on: Callable[[str], None]) -> None:
    """Put the maps of a comparison on the page."""
    data["maps"][0]["asked"] = address.asked()
    _kept("beside", "mali_beside", data, on)


def player(data: dict[str, Any], **on: Callable[[str], None]) -> None:
    """Put the player of the rounds on the page."""
    _shown("player", "mali_player", data, on)


def sending(key: str, buttons: Mapping[str, tuple[str, Callable[[str], None]]]) -> None:
    """Put buttons on the page, each with its label and what to do with the address that it sends."""
    data = {"buttons": [{"name": name, "label": label} for name, (label, _) in buttons.items()]}
    _shown(key, "mali_sending", data, {name: do for name, (_, do) in buttons.items()})


def copying(key: str, links: Sequence[Mapping[str, str]], copied: str) -> None:
    """Put links on the page: of each ``path``, ``label``, and ``copy``, what its button to copy it says."""
    _component("mali_copying", "copying.js")(key=key, data={"links": [*links], "copied": copied})


def _kept(module: str, name: str, data: dict[str, Any], on: dict[str, Callable[[str], None]]) -> None:
    """Show a component whose browser code keeps what it was sent."""
    kept = once.of_session()
    light, new = kept.lighter(data)
    _shown(module, name, light, on | {LACK: lambda _: once.forget()})
    kept.sent(new)


def _shown(module: str, name: str, data: dict[str, Any], on: dict[str, Callable[[str], None]]) -> None:
    def told(event: str) -> Callable[[], None]:
        def tell() -> None:
            now = st.session_state.get(module)
            if now is not None:  # a second press of what has gone since comes too late
                on[event](getattr(now, event) or "")

        return tell

    _component(name, f"{module}.js")(
        key=module, data=data, **{f"on_{event}_change": told(event) for event in on}
    )


@cache
def _component(name: str, module: str) -> Any:
    return st.components.v2.component(name, js=assets.stub(module), isolate_styles=False)
