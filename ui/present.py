"""The shared screen: a briefing, or the view alone, in the whole window."""

from __future__ import annotations

import streamlit as st

from layers import deck
from layers.render import deck as rendered
from ui import address, metrics
from ui.component import deck_of


# A slide's turn runs this part alone; it leaves, and the whole page is made anew.
@st.fragment
@metrics.rerun()
def present() -> None:
    """Show the slide of the address, with its neighbours prepared."""
    view, doubts = address.read()
    if not view.present:
        st.rerun()
    lang = address.language()
    asked = deck.of(view, doubts)
    found = (asked.page(number, lang) for number in range(asked.number - 1, asked.number + 2))
    data = rendered.slides(tuple(page for page in found if page), asked.number, lang)
    deck_of(data, slide=_turn, pick=_pick, leave=_leave)


def _turn(number: str) -> None:
    if number.isdecimal():
        address.change(slide=int(number), pick=None)


def _pick(code: str) -> None:
    address.change(pick=code or None)


def _leave(_: str) -> None:
    """Go on working with what was shown; the briefing stays in hand."""
    view = address.read()[0]
    asked = deck.of(view)
    shown = asked.briefing.slides[asked.number - 1].view()[0]
    if view.brief is None:
        shown = view
    address.write(
        shown.change(
            lang=view.lang, audience=view.audience, brief=view.brief, slide=view.slide, present=False
        )
    )
