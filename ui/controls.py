"""The widgets of the sidebar: each shows a value of the view and writes it back."""

from __future__ import annotations

import datetime as dt
from functools import partial
from typing import TYPE_CHECKING

import streamlit as st

from geo import organisations, reference
from geo.areas import DIVISIONS
from layers import classes, division_change, headline, loaded, scene
from layers.text import month, say
from layers.view import LAYERS, THEMES, Doubt
from ui import address, choices
from ui.plain import plain

if TYPE_CHECKING:
    from geo.areas import Language
    from layers.scene import Request


AT_HAND = ("idps", "returnees", "change", "share", "presence", "coverage")
"""Themes that are one press away; the others stand in a list beside them."""

CLASSES = ("quantile:4", "quantile:5", "equal:4", "equal:5", "jenks:4", "jenks:5")
"""Choices offered; an address may name others."""

LANGUAGE_NAMES: dict[Language, str] = {"fr": "Français", "en": "English"}
"""Each language in its own words."""

ON_ROUND = "round"
"""Choice of a day: the date of the round shown, whichever that is when it is chosen."""


def language(lang: Language) -> None:
    """Show what this is, and its languages."""
    st.markdown(f"**{say('app.name', lang)}**")
    choices.bound(
        st.segmented_control,
        "lang",
        say("app.language", lang),
        LANGUAGE_NAMES,
        lang,
        lambda chosen: address.change(lang=chosen),
        label_visibility="collapsed",
        required=True,
    )


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


def _division(request: Request) -> None:
    lang = request.lang
    choices.bound(
        st.radio,
        "division",
        say("control.division", lang),
        {division: say(f"division.{division}", lang) for division in DIVISIONS},
        request.view.division,
        _change_division,
    )


def _change_division(division: str) -> None:
    before = address.read()[0]
    after = before.in_division(division)
    address.write(after, division_change.became(before, after, address.language()))


def level(request: Request) -> None:
    """Show the level of the areas."""
    lang = request.lang
    choices.bound(
        st.segmented_control,
        "level",
        say("control.level", lang),
        {level: say(f"level.many.{level}", lang) for level in request.areas.levels if level},
        request.view.level,
        lambda chosen: address.change(level=chosen),
        required=True,
    )


def _theme(request: Request) -> None:
    """Show the themes most used, and in a list the others and the measures of what is loaded here."""
    lang, now = request.lang, request.view.theme
    names = {theme: say(f"theme.short.{theme}", lang) for theme in THEMES} | loaded.themes(request)
    choices.bound(
        st.segmented_control,
        "theme",
        say("control.theme", lang),
        {theme: names[theme] for theme in AT_HAND},
        now,
        _change_theme,
        required=True,
    )
    choices.bound(
        st.selectbox,
        "theme-more",
        say("control.themes", lang),
        {theme: name for theme, name in names.items() if theme not in AT_HAND},
        now,
        _change_theme,
        index=None,
        placeholder=say("control.more", lang),
        label_visibility="collapsed",
        required=True,
        width=150,
    )


def _change_theme(theme: str) -> None:
    address.write(address.read()[0].in_theme(theme))


def round_shown(request: Request) -> None:
    """Show the round, where the theme has one."""
    if request.round is None:
        return
    choice = request.rounds.choice
    newest = choice[-1].key
    choices.bound(
        st.select_slider,
        "round",
        say("control.round", request.lang),
        {given.key: headline.round_month(given, choice, request.lang) for given in choice},
        request.round.key,
        lambda chosen: address.change(round=None if chosen == newest else chosen),
        width=150,
    )


def base(request: Request) -> None:
    """Show the earlier round that the shown one is compared with, where there is one."""
    if request.base is None:
        return
    lang = request.lang
    choices.bound(
        st.selectbox,
        "base",
        say("control.base", lang),
        {
            given.key: say("control.base.option", lang, month=month(given.date, lang))
            for given in request.rounds.bases
        },
        request.base.key,
        lambda chosen: address.change(base=chosen),
        label_visibility="collapsed",
        width=220,
    )


def _layers(request: Request) -> None:
    lang, held = request.lang, loaded.layers(request)
    offered = {name: say(f"layer.{name}", lang) for name in LAYERS}
    offered |= {name: plain(title) for name, title in held.items()}
    choices.bound(
        st.pills,
        "layers",
        say("control.layers", lang),
        offered,
        [*request.view.layers],
        lambda names: address.change(layers=tuple(name for name in offered if name in names)),
        selection_mode="multi",
    )


def _filters(request: Request) -> None:
    lang, known = request.lang, organisations.table(request.view.audience)
    tables = {
        "sector": (reference.clusters(), "name", "control.all"),
        "org": (known, "acronym", "control.all.org"),
        "target": (reference.target_groups(), "name", "control.all"),
    }

    def write(name: str, codes: list[str]) -> None:
        address.change(**{name: tuple(codes)})

    for name, (table, column, none) in tables.items():
        choices.bound(
            st.multiselect,
            name,
            say(f"control.{name}", lang),
            {code: reference.name(table, code, lang, column) for code in table},
            [*getattr(request.view, name)],
            partial(write, name),
            placeholder=say(none, lang),
        )
    _day(request)


def _day(request: Request) -> None:
    """Offer the days on which activities may be asked to be under way: that of the round shown, today."""
    lang, day, today = request.lang, request.view.on, dt.datetime.now(tz=dt.UTC).date()
    offered = {"": say("control.on.any", lang)}
    offered |= {day.isoformat(): say("control.on.day", lang, date=day)} if day else {}
    offered |= {ON_ROUND: say("control.on.round", lang)}
    offered.setdefault(today.isoformat(), say("control.on.today", lang, date=today))
    choices.bound(
        st.selectbox,
        "on",
        say("control.on", lang),
        offered,
        day.isoformat() if day else "",
        lambda chosen: address.change(on=_chosen_day(chosen)),
    )


def _chosen_day(chosen: str) -> dt.date | None:
    """Return the day that a choice means now: the round may be another one than when it was offered."""
    if chosen == ON_ROUND:
        return scene.settle(address.read()[0], address.language())[0].question.round.date
    return dt.date.fromisoformat(chosen) if chosen else None


def _classes(request: Request) -> None:
    """Offer other classes than the theme's own; where it can have none, the map says so."""
    lang, now = request.lang, request.view.classes or ""
    offered = {
        chosen: classes.called(chosen, lang) for chosen in dict.fromkeys([*CLASSES, *filter(None, [now])])
    }
    choices.bound(
        st.selectbox,
        "classes",
        say("control.classes", lang),
        {"": say("control.classes.own", lang)} | offered,
        now,
        _change_classes,
    )


def _change_classes(chosen: str) -> None:
    view, lang = address.read()[0], address.language()
    if chosen and view.theme not in classes.OF_THEMES:  # it has been changed since they were offered
        address.write(view, *scene.said((Doubt("classes", chosen, "classes"),), lang))
    else:
        address.write(view.change(classes=chosen or None))
