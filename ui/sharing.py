"""Whose a briefing is, on its page: its links to see and to edit, taking it over, a copy of one's own."""

from __future__ import annotations

from dataclasses import replace
from html import escape
from typing import TYPE_CHECKING

import streamlit as st

from geo import briefings as kept
from geo.errors import GeoError
from layers.text import say, sentence
from layers.view import View
from ui import address, browser, hand
from ui.component import copying
from ui.plain import plain
from ui.undoing import attempt

if TYPE_CHECKING:
    from geo.areas import Language
    from geo.rights import Standing
    from layers.briefing import Briefing


def standing(name: str, briefing: Briefing, how: Standing, lang: Language) -> None:
    """Say how the reader stands to a briefing; offer what lets them edit it, or a copy of it."""
    if how == "seen":
        _invitation(name, lang)
    with st.container(key="brief-standing", gap="small"):
        st.html(f'<p class="mr-aside">{escape(_said(name, how, lang))}</p>')
        if how in hand.EDITED:
            return
        with st.container(horizontal=True, gap="small"):
            if how == "free":
                words, args = say("briefing.take", lang), (hand.pressed, kept.take, name)
                st.button(words, type="primary", key="brief-take", on_click=attempt, args=args)
            st.button(
                say("briefing.copy", lang),
                icon=":material/content_copy:",
                key="brief-copy",
                on_click=attempt,
                args=(_copy, briefing, lang),
            )


def links(name: str, how: Standing, lang: Language) -> None:
    """Show the links to a briefing; its owner makes and withdraws the one to edit it."""
    with st.expander(say("briefing.share", lang), icon=":material/link:"):
        offered = [_link("see", f"/?{View(brief=name, slide=1, present=True).query()}", lang)]
        secret = _secret(name) if how == "own" else ""
        if secret:
            offered.append(_link("edit", browser.link_to_edit(name, secret), lang))
        copying("brief-links", offered, say("briefing.share.copied", lang))
        if how == "own":
            _offer_link(name, lang, there=bool(secret))


def _said(name: str, how: Standing, lang: Language) -> str:
    found = kept.rights_of(name) if how == "own" else None
    if found and found.editors:
        return say("briefing.is.own.editors", lang, n=len(found.editors))
    return say(f"briefing.is.{how}", lang)


def _invitation(name: str, lang: Language) -> None:
    """Let whoever came by a link to edit confirm it; say where the link is no longer valid."""
    secret = browser.invited(name)
    if not secret:
        return
    try:
        found = kept.rights_of(name)
    except GeoError:
        found = None
    if found is None or not found.opens(secret):
        st.warning(plain(sentence(GeoError("briefing_link", name=name), lang)))
        return
    with st.container(key="brief-invited", horizontal=True, vertical_alignment="center", gap="small"):
        st.markdown(plain(say("briefing.invited", lang)), width="content")
        words, args = say("briefing.join", lang), (hand.pressed, kept.join, name, secret)
        st.button(words, type="primary", key="brief-join", on_click=attempt, args=args)


def _copy(briefing: Briefing, lang: Language) -> None:
    title = say("briefing.copy.title", lang, title=briefing.title)
    address.change(brief=hand.keep(replace(briefing, title=title)), slide=None)


def _secret(name: str) -> str:
    found = kept.rights_of(name)
    return found.link if found else ""


def _link(kind: str, path: str, lang: Language) -> dict[str, str]:
    label, copy = say(f"briefing.share.{kind}", lang), say(f"briefing.share.{kind}.copy", lang)
    return {"path": path, "label": label, "copy": copy}


def _offer_link(name: str, lang: Language, *, there: bool) -> None:
    """Offer to make the link to edit, or to withdraw it with the rights of who came by it."""
    key, do = ("withdraw", kept.withdraw) if there else ("start", kept.share)
    st.button(
        say(f"briefing.share.{key}", lang),
        key=f"brief-{key}",
        help=say("briefing.share.withdraw.help", lang) if there else None,
        on_click=attempt,
        args=(hand.pressed, do, name),
    )
