"""The widgets of the sidebar: each shows a value of the view and writes it back."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

import streamlit as st

from geo import organisations, reference
from geo.areas import DIVISIONS
from layers import classes, headline, loaded
from layers.text import month, say
from layers.view import LANGUAGES, LAYERS, THEMES
from ui import address
from ui.plain import plain

if TYPE_CHECKING:
    from collections.abc import Callable

    from layers.scene import Request


AT_HAND = ("idps", "returnees", "change", "share", "presence", "coverage")
"""Themes that are one press away; the others stand in a list beside them."""

CLASSES = ("quantile:4", "quantile:5", "equal:4", "equal:5", "jenks:4", "jenks:5")
"""Choices offered; an address may name others."""


def language(request: Request) -> None:
    """Show what this is, and its languages."""
    st.markdown(f"**{say('app.name', request.lang)}**")
    _language(request)


def settings(request: Request, *, layers: bool = True) -> None:
    """Show what is chosen once in a while: boundaries, layers and classes (of a map), filters."""
    _division(request)
    if layers:
        _layers(request)
    _filters(request)
    if layers:
        _classes(request)


def steering(request: Request) -> None:
    """Show what a reader changes all the time: level, theme, round."""
    level(request)
    _theme(request)
    round_shown(request)
    if request.view.theme == "change":
        base(request)


def _bound(
    name: str, value: Any, write: Callable[[Any], Any] = lambda value: value, *, key: str = ""
) -> dict[str, Any]:
    """Tie a widget to a value of the view: shown as it is, written when changed.

    Of several widgets for one value, each has a key of its own.

    The address may have been changed by the map, a link or the back button, so the widget is
    set anew on every run.
    """
    key = key or name
    if key not in st.session_state or st.session_state[key] != value:
        st.session_state[key] = value

    def changed() -> None:
        now = st.session_state[key]
        if now is not None:  # a second click on a segment takes it away: the view keeps its value
            address.change(**{name: write(now)})

    return {"key": key, "on_change": changed}


def _language(request: Request) -> None:
    st.segmented_control(
        say("app.language", request.lang),
        LANGUAGES,
        format_func={"fr": "Français", "en": "English"}.__getitem__,
        label_visibility="collapsed",
        **_bound("lang", request.lang),
    )


def _division(request: Request) -> None:
    lang, key = request.lang, "division"
    st.session_state[key] = request.view.division
    st.radio(
        say("control.division", lang),
        DIVISIONS,
        format_func=lambda division: say(f"division.{division}", lang),
        key=key,
        on_change=lambda: address.write(address.read()[0].in_division(st.session_state[key])),
    )


def level(request: Request) -> None:
    """Show the level of the areas."""
    lang = request.lang
    st.segmented_control(
        say("control.level", lang),
        [level for level in request.areas.levels if level],
        format_func=lambda level: say(f"level.many.{level}", lang),
        **_bound("level", request.view.level),
    )


def _theme(request: Request) -> None:
    """Show the themes most used, and in a list the others and the measures of what is loaded here."""
    lang, now = request.lang, request.view.theme
    others = {theme: say(f"theme.short.{theme}", lang) for theme in THEMES if theme not in AT_HAND}
    others |= loaded.themes(request)
    st.segmented_control(
        say("control.theme", lang),
        AT_HAND,
        format_func=lambda theme: say(f"theme.short.{theme}", lang),
        **_bound("theme", now if now in AT_HAND else None),
    )
    st.selectbox(
        say("control.themes", lang),
        [*others],
        format_func=others.__getitem__,
        placeholder=say("control.more", lang),
        label_visibility="collapsed",
        width=150,
        **_bound("theme", now if now in others else None, key="theme-more"),
    )


def round_shown(request: Request) -> None:
    """Show the round, where the theme has one."""
    if request.round is None:
        return
    choice = request.rounds.choice
    names = {given.key: headline.round_month(given, choice, request.lang) for given in choice}
    newest = choice[-1].key
    st.select_slider(
        say("control.round", request.lang),
        list(names),
        format_func=names.__getitem__,
        width=150,
        **_bound("round", request.round.key, lambda given: None if given == newest else given),
    )


def base(request: Request) -> None:
    """Show the earlier round that the shown one is compared with, where there is one."""
    if request.base is None:
        return
    days = {given.key: given.date for given in request.rounds.bases}
    st.selectbox(
        say("control.base", request.lang),
        list(days),
        format_func=lambda given: say(
            "control.base.option", request.lang, month=month(days[given], request.lang)
        ),
        label_visibility="collapsed",
        width=220,
        **_bound("base", request.base.key),
    )


def _layers(request: Request) -> None:
    lang, held = request.lang, loaded.layers(request)
    known = [*LAYERS, *held]
    st.pills(
        say("control.layers", lang),
        known,
        format_func=lambda name: plain(held[name]) if name in held else say(f"layer.{name}", lang),
        selection_mode="multi",
        **_bound("layers", list(request.view.layers), lambda names: tuple(n for n in known if n in names)),
    )


def _filters(request: Request) -> None:
    lang, known = request.lang, organisations.table(request.view.audience)
    st.multiselect(
        say("control.sector", lang),
        list(reference.clusters()),
        format_func=lambda code: reference.name(reference.clusters(), code, lang),
        placeholder=say("control.all", lang),
        **_bound("sector", list(request.view.sector), tuple),
    )
    st.multiselect(
        say("control.org", lang),
        list(known),
        format_func=lambda code: reference.name(known, code, lang, "acronym"),
        placeholder=say("control.all.org", lang),
        **_bound("org", list(request.view.org), tuple),
    )
    st.multiselect(
        say("control.target", lang),
        list(reference.target_groups()),
        format_func=lambda code: reference.name(reference.target_groups(), code, lang),
        placeholder=say("control.all", lang),
        **_bound("target", list(request.view.target), tuple),
    )
    _day(request)


def _day(request: Request) -> None:
    """Offer the days on which activities may be asked to be under way: that of the round shown, today."""
    lang, day = request.lang, request.view.on
    of_round, today = request.question.round.date, dt.datetime.now(tz=dt.UTC).date()
    named = {"": say("control.on.any", lang)}
    named |= {day.isoformat(): say("control.on.day", lang, date=day)} if day else {}
    named[of_round.isoformat()] = say("control.on.round", lang, date=of_round)
    named[today.isoformat()] = say("control.on.today", lang, date=today)
    st.selectbox(
        say("control.on", lang),
        list(named),
        format_func=named.__getitem__,
        **_bound(
            "on", day.isoformat() if day else "", lambda iso: dt.date.fromisoformat(iso) if iso else None
        ),
    )


def _classes(request: Request) -> None:
    """Offer other classes than the theme's own; where it can have none, the map says so."""
    lang, now = request.lang, request.view.classes
    known = dict.fromkeys(["", *CLASSES, *filter(None, [now])])
    st.selectbox(
        say("control.classes", lang),
        list(known),
        format_func=lambda chosen: (
            classes.called(chosen, lang) if chosen else say("control.classes.own", lang)
        ),
        **_bound("classes", now or "", lambda chosen: chosen or None),
    )
