"""The mark of a page that shows what is not public, and the question before others are shown it."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING, Literal

import streamlit as st

from layers.text import say
from ui import address, pages

if TYPE_CHECKING:
    from geo.areas import Language
    from layers.view import View

ANSWERED = "restricted-presented"
"""Of the session's state: a person here said that the shared screen may show what is restricted."""


def mark(lang: Language, what: Literal["view", "page"] = "view") -> None:
    """Put a frame with words round the window: `what` is restricted, the view or something on the page."""
    with st.container(key="restricted"):
        st.html(f'<div class="mk" role="note"><b>{escape(say(f"restricted.{what}", lang))}</b></div>')


def mark_page(lang: Language) -> None:
    """Mark a page that shows something restricted, unless the mark of its view is there already."""
    if address.read()[0].audience != "partner":
        mark(lang, "page")


def must_ask(view: View) -> bool:
    """Tell whether what is restricted is about to be presented, and nobody here said that it may."""
    return view.present and view.audience == "partner" and not st.session_state.get(ANSWERED)


def question(lang: Language) -> None:
    """Ask, once in a session, before the shared screen shows what is restricted."""
    st.html(pages.style("pages.css", "page.css"))
    words = f"<h1>{say('restricted.ask.title', lang)}</h1><p>{say('restricted.ask.text', lang)}</p>"
    st.html(f'<div class="mr">{words}</div>')
    with st.container(key="restricted-ask", horizontal=True, gap="small"):
        st.button(
            say("restricted.ask.public", lang), type="primary", key="present-public", on_click=_present_public
        )
        st.button(say("restricted.ask.partner", lang), key="present-partner", on_click=_present_partner)
        st.button(say("restricted.ask.leave", lang), key="present-leave", on_click=_leave)


def _present_public() -> None:
    address.change(audience="public")


def _present_partner() -> None:
    st.session_state[ANSWERED] = True


def _leave() -> None:
    address.change(present=False)
