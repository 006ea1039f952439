"""Two maps side by side, the rounds one after the other, and what has changed."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from layers import apart, comparing, deck
from layers import scene as scenes
from layers.render import beside as rendered
from layers.text import month, say
from ui import address, choices
from ui.component import beside, player

if TYPE_CHECKING:
    from collections.abc import Callable

    from layers.scene import Request, Scene
    from layers.view import Doubt, View

ONE = "one"
"""What is chosen where nothing is compared."""


def steering(request: Request) -> None:
    """Offer to play the rounds, and to put another map beside this one."""
    with st.container(key="compare", horizontal=True, vertical_alignment="center", gap="small"):
        if request.round and request.view.compare is None:
            played = rendered.player(request, address.of_round())
            player(played, step=lambda given: address.change(round=given or None))
        _kind(request)
        _round(request)


def _kind(request: Request) -> None:
    lang, now = request.lang, comparing.kind_of(request.view)
    known = dict.fromkeys([*comparing.offered(request), *([now] if now else [])])
    choices.bound(
        st.selectbox,
        "compare-with",
        say("compare.start", lang),
        {ONE: say("compare.one" if now else "compare.start", lang)}
        | {kind: comparing.named(kind, request) for kind in known},
        now or ONE,
        _compare,
        label_visibility="collapsed",
        width=230,
    )


def _compare(kind: str) -> None:
    """Put the view that a kind of comparison means beside the one of now; leave a comparison as it is."""
    request = scenes.settle(address.read()[0], address.language())[0]
    if kind == ONE:
        address.change(compare=None)
    elif kind != comparing.kind_of(request.view) and kind in comparing.offered(request):  # still
        address.change(compare=comparing.second(kind, request))


def _round(request: Request) -> None:
    """Choose the round of the second map."""
    view = request.view
    if view.compare is None or comparing.kind_of(view) != "round":
        return
    days = {given.key: given.date for given in request.rounds.choice}
    choices.bound(
        st.selectbox,
        "compare-round",
        say("compare.second", request.lang),
        {given: month(date, request.lang) for given, date in days.items()},
        view.compare.round if view.compare.round in days else [*days][-1],
        _compare_round,
        label_visibility="collapsed",
        width=180,
    )


def _compare_round(chosen: str) -> None:
    if beside := address.read()[0].compare:
        address.change(compare=beside.change(round=chosen))


def maps(view: View, doubts: tuple[Doubt, ...], **on: Callable[[str], None]) -> None:
    """Show the maps of a comparison, and below them what lies between two rounds."""
    assert view.compare
    found = deck.compared(view, doubts, address.language())
    for said in dict.fromkeys([*address.notices(), *(doubt for scene in found for doubt in scene.doubts)]):
        st.caption(said)
    beside(rendered.payload(found, view.compare), **on)
    if len(found) > 2:
        changes(found[-1])
    else:
        st.caption(apart.why_not(*found))


def changes(scene: Scene) -> None:
    """Say what has changed, where the map is of that."""
    if (scene.between or scene.request.view.theme == "change") and (said := rendered.changes(scene)):
        title = "apart.ranked" if scene.between else "ranked.title"
        with st.expander(say(title, scene.request.lang)):
            st.html(said)
