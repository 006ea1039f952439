"""The view into a briefing, from the sidebar of the map; and the view alone onto the shared screen."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

import streamlit as st

from geo import briefings as kept
from geo.errors import GeoError
from layers import beside, reading
from layers import briefing as briefings
from layers import scene as scenes
from layers.text import say, sentence
from ui import access, address, hand
from ui.component import sending
from ui.plain import plain

if TYPE_CHECKING:
    from collections.abc import Callable

    from geo.areas import Language
    from layers.view import View

SAID = "briefing-added"


def adding_from(page: str, lang: Language) -> None:
    """Offer, on a page beside the map, to add the map that says the same to the briefing in hand."""
    if access.may("import"):
        _which(lang)
        add = partial(_add, lang=lang, shown=partial(beside.as_map, page))
        sending("sending", {"add": (say("briefing.add.map", lang), add)})
        _said()


def adding(lang: Language) -> None:
    """Offer to add the view to the briefing in hand, and to present it."""
    buttons: dict[str, tuple[str, Callable[[str], None]]] = {}
    if access.may("import"):
        _which(lang)
        buttons["add"] = (say("briefing.add", lang), partial(_add, lang=lang))
    buttons["present"] = (say("briefing.present.view", lang), _present)
    sending("sending", buttons)
    _said()


def _said() -> None:
    if said := st.session_state.pop(SAID, ""):
        st.caption(plain(said))


def _which(lang: Language) -> None:
    """Choose the briefing in hand; where none is the reader's, the first view makes one."""
    if mine := hand.edited():
        brief = address.read()[0].brief
        hand.choose(mine, brief if brief in mine else next(iter(mine)), "brief-hand", lang)


def _add(query: str, lang: Language, shown: Callable[[View], View] = lambda view: view) -> None:
    view, doubts = address.seen(query)
    drawn = shown(view)
    slide = briefings.slide_of(drawn, seen=reading.seen(scenes.compose(drawn, doubts, lang=lang)))
    try:
        name, number, new = hand.put(slide, view.brief, lang)
    except GeoError as error:
        st.session_state[SAID] = sentence(error, lang)
        return
    said = [
        say(
            "briefing.added" if new else "briefing.there",
            lang,
            n=number,
            name=hand.labels(hand.edited(), lang)[name],
        )
    ]
    if view.brief != name and view.brief in kept.names():
        said.append(say("briefing.elsewhere", lang))
    address.write(view.change(brief=name, slide=None))
    st.session_state[SAID] = " ".join(said)


def _present(query: str) -> None:
    address.write(address.seen(query)[0].change(brief=None, slide=None, present=True))
