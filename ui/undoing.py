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
        st.session_state[PROBLEM] = error
        return False
    return True


def tell(said: str) -> None:
    """Have the next run say something."""
    st.session_state[SAID] = said


def told(lang: Language) -> None:
    """Say what the last press did or could not do, and offer to bring back a briefing that it deleted."""
    with st.container(key="brief-told"):
        if error := st.session_state.pop(PROBLEM, None):
            st.error(plain(sentence(error, lang)))
        if said := st.session_state.pop(SAID, ""):
            st.info(plain(said))
    lying = kept.deleted(hand.maker())
    if gone := _last(lambda one: one.slide is None and one.name in lying):
        _line("briefing", gone, lang)


def told_of_slide(name: str, lang: Language) -> tuple[int, Callable[[], None]] | None:
    """Return where in a briefing the last slide was taken out, and what says so there and puts it back."""
    gone = _last(lambda one: one.slide is not None and one.name == name)
    return (gone.place, lambda: _line("slide", gone, lang)) if gone else None


def _line(kind: str, gone: Taken, lang: Language) -> None:
    key = f"brief-undo-{kind}"
    with st.container(key=key, horizontal=True, vertical_alignment="center", gap="small"):
        st.markdown(plain(say(f"briefing.undo.{kind}", lang, title=gone.title)), width="content")
        words, icon = say("briefing.undo", lang), ":material/undo:"
        st.button(words, icon=icon, key=f"{key}-press", on_click=_undo, args=(gone,))


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


def _last(which: Callable[[Taken], bool]) -> Taken | None:
    return next(filter(which, reversed(st.session_state.get(UNDONE, []))), None)


def _undo(gone: Taken) -> None:
    """Put back what was taken away."""
    slide = gone.slide
    if slide is None:
        bring_back(gone.name)
    elif _done(briefings.change, gone.name, lambda now: now.put(gone.place, slide), hand.maker()):
        st.session_state[UNDONE] = [one for one in st.session_state[UNDONE] if one is not gone]
