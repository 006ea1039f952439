"""A part of the data page: how fresh the data are, a refresh beside the app, versions to compare."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from geo import audit, disclosure, settings, workspace
from geo.errors import GeoError
from geo.sources import job, refresh
from layers import refreshes
from layers.render import reading
from layers.text import say, sentence
from ui import access, account, choices
from ui.plain import plain

if TYPE_CHECKING:
    from geo.areas import Language

LOOKED_AT = 1.0
"""Seconds between two looks at a refresh under way."""


def refreshing(lang: Language) -> None:
    """Show the sources and, to whom may, the button to refresh them."""
    st.html(reading.heading("refresh", say("refresh.title", lang), say("refresh.lead", lang)))
    current = job.last()
    under_way = current is not None and current.running
    st.fragment(_state, run_every=LOOKED_AT if under_way else None)(lang)


def _state(lang: Language) -> None:
    current = job.last()
    under_way = current is not None and current.running
    if access.may("refresh"):
        _controls(lang, current if under_way else None)
    else:
        st.html(reading.aside(account.no_right("refresh.not_allowed", lang)))
    st.html(reading.table(refreshes.freshness(lang)))
    if st.session_state.pop("refreshing", False) and not under_way:
        st.rerun()  # the rest of the page shows what has come
    st.session_state["refreshing"] = under_way


def _controls(lang: Language, current: job.Job | None) -> None:
    if current is not None:
        said = refreshes.progress(current.step, lang) if current.step else say("refresh.waiting", lang)
        st.info(said, icon=":material/sync:")
        st.button(say("refresh.cancel", lang), on_click=current.cancel, key="refresh-cancel")
        return
    try:
        settings.sound()
    except GeoError as error:  # said at once, not by a service that refuses later
        st.error(plain(sentence(error, lang)))
        return
    chosen = choices.remembered(
        st.pills,
        "refresh-sources",
        say("refresh.choose", lang),
        {name: say(f"refresh.source.{name}", lang) for name in refresh.SOURCES},
        [*refresh.SOURCES],
        selection_mode="multi",
    )
    if st.button(
        say("refresh.start", lang), disabled=not chosen, icon=":material/sync:", key="refresh-start"
    ):
        job.start(refresh.feeds_of(chosen))
        st.session_state["refreshing"] = True
        st.rerun()


def versions(lang: Language) -> None:
    """Show the versions of what was fetched: what changed, and the way back."""
    lead = say("refresh.versions.lead", lang)
    st.html(reading.heading("versions", say("refresh.versions.title", lang), lead))
    held = {one.name: one for one in refreshes.refreshed()}
    if not held:
        st.html(reading.aside(say("refresh.versions.none", lang)))
        return
    name = choices.remembered(
        st.selectbox,
        "version-of",
        say("refresh.versions.dataset", lang),
        {key: one.title for key, one in held.items()},
        next(iter(held)),
    )
    now = held[name]
    st.html(reading.aside(refreshes.origin(now, lang)))
    if kept := refreshes.restored(now, lang):
        st.html(reading.aside(kept))
    others = {one.version: one for one in workspace.versions(name) if one.version != now.version}
    if not others:
        st.html(reading.aside(say("refresh.versions.none", lang)))
        return
    chosen = choices.remembered(
        st.selectbox,
        f"version-{name}",
        say("refresh.versions.version", lang),
        {version: refreshes.named(one, lang) for version, one in others.items()},
        next(iter(others)),
    )
    st.html(reading.table(refreshes.changes(others[chosen], now, lang)))
    if access.may("refresh") and st.button(say("refresh.versions.restore", lang), key="restore"):
        audience = disclosure.audience_of(others[chosen].sensitivity)
        with audit.recorded("restore", f"{name} {chosen}", audience, access.who()):
            workspace.restore(name, chosen)
        st.rerun()
