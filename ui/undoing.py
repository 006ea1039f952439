"""What the last presses on the page of briefings did, and taking back what they deleted.

A deleted briefing lies on the disk for a while (`geo.briefings`); a slide that was taken out is kept by
the session.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import streamlit as st

from geo import briefings as kept
from geo.errors import GeoError
from layers import briefing as briefings
from layers.text import say, sentence
from ui import address, hand
from ui.plain import plain

if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

    from geo.areas import Language
    from layers.briefing import Slide

PROBLEM, SAID, UNDONE = "briefing-problem", "briefing-said", "briefing-undone"
"""Of the session's state: what the last press could not do, what it did, and what can be taken back."""

NOW = "briefing-now"
"""Whether one of them is of the press before this run."""

MOST = 20
"""Slides that can be put back, the last one first."""


@dataclass(frozen=True, slots=True)
class Taken:
    """What was taken away last: a slide from its place, or a whole briefing."""

    name: str
    title: str
    place: int = 0
    slide: Slide | None = None


def attempt(what: Callable[..., Any], *given: Any) -> None:
    """Do something that may not be possible; the next run says why not."""
    _done(what, *given)


def _done(what: Callable[..., Any], *given: Any) -> bool:
    try:
        what(*given)
    except GeoError as error:
        st.session_state[PROBLEM], st.session_state[NOW] = error, True
        return False
    return True


def tell(said: str) -> None:
    """Have the next run say something."""
    st.session_state[SAID], st.session_state[NOW] = said, True


def told(lang: Language) -> None:
    """Say what the last press did or could not do, and offer to take back what was deleted last.

    Right after a press it stays in sight: the button may be far down the page.
    """
    with st.container(key="brief-told-now" if st.session_state.pop(NOW, False) else "brief-told"):
        if error := st.session_state.pop(PROBLEM, None):
            st.error(plain(sentence(error, lang)))
        if said := st.session_state.pop(SAID, ""):
            st.info(plain(said))
        if gone := _last():
            _line(gone, lang)


def _line(gone: Taken, lang: Language) -> None:
    kind = "briefing" if gone.slide is None else "slide"
    with st.container(key="brief-undo", horizontal=True, vertical_alignment="center", gap="small"):
        st.markdown(plain(say(f"briefing.undo.{kind}", lang, title=gone.title)), width="content")
        words, icon = say("briefing.undo", lang), ":material/undo:"
        st.button(words, icon=icon, key="brief-undo-press", on_click=_undo, args=(gone,))


def take_out(name: str, place: int, slide: Slide, title: str) -> None:
    """Take a slide out of a briefing, so that it can be put back."""
    if _done(briefings.change, name, lambda now: now.changed(place, slide, None), hand.maker()):
        _remember(Taken(name, title, place, slide))


def remove(name: str, version: str) -> None:
    """Delete a briefing as it was seen, so that it can be brought back."""
    title = briefings.title_of(name)
    if _done(kept.remove, name, hand.maker(), version):
        _remember(Taken(name, title))
        address.change(brief=None, slide=None)


def bring_back(name: str) -> None:
    """Bring a deleted briefing back, and take it in hand."""
    if _done(kept.bring_back, name, hand.maker()):
        address.change(brief=name, slide=None)


def deleted(lang: Language) -> None:
    """List the reader's briefings that can still be brought back."""
    titles = briefings.deleted(hand.maker())
    if not titles:
        return
    with st.expander(say("briefing.deleted", lang, n=len(titles), days=kept.DELETED_DAYS)):
        for name, title in titles.items():
            words = plain(say("briefing.deleted.back", lang, title=title))
            st.button(words, key=f"brief-back-{name}", on_click=bring_back, args=(name,))


def _remember(taken: Taken) -> None:
    st.session_state[UNDONE] = [*st.session_state.get(UNDONE, []), taken][-MOST:]
    st.session_state[NOW] = True


def _last() -> Taken | None:
    """Return what was taken away last and can be put back by this reader."""
    lying, edited = kept.deleted(hand.maker()), hand.edited()
    taken: list[Taken] = st.session_state.get(UNDONE, [])
    held = (one for one in reversed(taken) if one.name in (lying if one.slide is None else edited))
    return next(held, None)


def _undo(gone: Taken) -> None:
    """Put back what was taken away."""
    slide = gone.slide
    if slide is None:
        bring_back(gone.name)
    elif _done(briefings.change, gone.name, lambda now: now.put(gone.place, slide), hand.maker()):
        st.session_state[UNDONE] = [one for one in st.session_state[UNDONE] if one is not gone]
        address.change(brief=gone.name, slide=gone.place + 1)
