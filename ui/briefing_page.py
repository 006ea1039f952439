"""The page of briefings: start one, write what its slides say, present it, send it, make it again."""

from __future__ import annotations

from dataclasses import replace
from html import escape
from typing import TYPE_CHECKING

import streamlit as st

from geo import areas as divisions
from geo import briefings as kept
from geo.errors import GeoError
from layers import briefing as briefings
from layers import deck, reading, templates
from layers.render import briefing_file
from layers.text import say, sentence
from ui import (
    access,
    account,
    address,
    briefing_slides,
    connection,
    exports,
    hand,
    pages,
    sharing,
    undoing,
)
from ui.plain import plain
from ui.undoing import attempt

if TYPE_CHECKING:
    from geo.areas import Language
    from geo.rights import Standing
    from layers.briefing import Briefing
    from layers.view import View


def briefing_page() -> None:
    """Show the page."""
    lang = address.language()
    pages.frame()
    words = f"<h1>{say('briefing.title', lang)}</h1><p>{say('briefing.lead', lang)}</p>"
    st.html(f'<div class="mr">{words}</div>')
    if not access.may("import"):
        st.info(account.no_right("briefing.closed", lang))
        return
    undoing.told(lang)
    view = address.read()[0]
    standings = _offered(view, lang)
    with st.expander(say("briefing.start", lang), expanded=not standings):
        _start(lang)
    undoing.deleted(lang)
    if standings:
        _in_hand(view, standings, lang)


def _offered(view: View, lang: Language) -> dict[str, Standing]:
    """Return the briefings to choose from: the reader's, those without an owner, and that of the address."""
    standings = kept.standings(hand.maker())
    if view.brief and view.brief not in standings:
        if view.brief in kept.names():
            return standings | {view.brief: "seen"}
        st.info(plain(say("briefing.missing", lang, name=view.brief)))
    return standings


def _start(lang: Language) -> None:
    """Offer a template, or a file that somebody sent."""
    new, sent = st.columns(2, gap="large")
    with new:
        named = {name: say(f"template.{name}", lang) for name in templates.TEMPLATES}
        template = _chosen("brief-template", named, say("briefing.template", lang), lang)
        if template == "region":
            regions = {area.id: area.name(lang) for area in divisions.load().at(1)}
            _chosen("brief-area", regions, say("level.head.1", lang), lang)
        st.text_input(say("briefing.named", lang), placeholder=named[template], key="brief-title")
        words = say("briefing.new", lang)
        st.button(words, type="primary", key="brief-new", on_click=attempt, args=(_new, lang))
    with sent:
        # Of this session: what was sent to one that is lost is gone with it.
        key = f"brief-file-{connection.session()}"
        file = st.file_uploader(say("briefing.file", lang), type="toml", key=key)
        if file:
            content = file.getvalue()
            words, args = say("briefing.open", lang), (lambda: _keep(briefings.read(content)),)
            st.button(words, key="brief-open", on_click=attempt, args=args)


def _new(lang: Language) -> None:
    """Start a briefing as the fields are at the press: they may be newer than what the page was made of."""
    template, area, title = (st.session_state.get(key, "") for key in _fields(lang))
    area = area if template == "region" and area else divisions.COUNTRY
    _keep(templates.start(template, lang, title=title.strip(), area=area))


def _fields(lang: Language) -> tuple[str, ...]:
    return f"brief-template-{lang}", f"brief-area-{lang}", "brief-title"


def _chosen(name: str, named: dict[str, str], label: str, lang: Language) -> str:
    """Let one of some names be chosen; what was chosen stays when the language changes."""
    key = f"{name}-{lang}"  # a name in another language is another choice
    if key not in st.session_state:
        st.session_state[key] = st.session_state.get(name, next(iter(named)))
    st.session_state[name] = st.selectbox(label, [*named], format_func=named.__getitem__, key=key)
    return str(st.session_state[name])


def _keep(briefing: Briefing) -> None:
    address.change(brief=hand.keep(briefing), slide=None)


def _in_hand(view: View, standings: dict[str, Standing], lang: Language) -> None:
    """Show one briefing: what is done with the whole, then its slides."""
    name = view.brief if view.brief in standings else next(iter(standings))
    how, version = standings[name], kept.version(name)
    with st.container(key="brief-choose"):
        hand.choose(standings, name, "brief-which", lang)
    try:
        briefing = briefings.load(name)
    except GeoError as error:
        st.error(plain(sentence(error, lang)))
        _offer_removal(name, how, version, lang)
        return
    if how == "seen":
        briefing = briefing.without_notes()
    st.html(f'<div class="mr"><h2>{escape(briefing.title)}</h2></div>')
    sharing.standing(name, briefing, how, lang)
    with st.container(key="brief-whole", horizontal=True, gap="small"):
        _whole(name, briefing, how, view, lang)
        _offer_removal(name, how, version, lang)
    if deck.for_partners(briefing):
        st.caption(say("briefing.partners", lang))
    sharing.links(name, how, lang)
    briefing_slides.slides(name, briefing, how, view, lang)


def _whole(name: str, briefing: Briefing, how: Standing, view: View, lang: Language) -> None:
    """Offer to present a briefing, to have it as a file, and to have it compare with today's figures."""
    words, icon = say("briefing.present", lang), ":material/slideshow:"
    if st.button(words, icon=icon, type="primary", key="brief-present", disabled=not briefing.slides):
        briefing_slides.to_map(view.change(brief=name, slide=1, present=True, pick=None))
    st.download_button(
        say("briefing.download", lang),
        data=briefings.write(briefing),
        file_name=f"{name}.toml",
        mime="application/toml",
        on_click="ignore",
        icon=":material/download:",
        key="brief-toml",
    )
    for ending in briefing_file.FORMATS:
        _offer_file(name, briefing, ending, view, lang)
    if how in hand.EDITED:
        words, args = say("briefing.renew", lang), (_renew, name, view, lang)
        st.button(words, icon=":material/update:", key="brief-renew", on_click=attempt, args=args)


def _offer_file(name: str, briefing: Briefing, ending: str, view: View, lang: Language) -> None:
    make = exports.apart(briefing_file.of_briefing, briefing, view.change(brief=name), ending, lang)
    st.download_button(
        say("briefing.as", lang, format=ending.upper()),
        data=exports.recorded(f"{ending} briefing {name}", view.audience, make),
        file_name=f"{name}.{ending}",
        mime=briefing_file.FORMATS[ending].mime,
        on_click="ignore",
        icon=":material/download:",
        disabled=not briefing.slides,
        key=f"brief-{ending}",
    )


def _renew(name: str, view: View, lang: Language) -> None:
    """Have every slide compare with what it says now."""

    def renewed(now: Briefing) -> Briefing:
        scenes = (briefing_slides.scene_of(slide, view, lang) for slide in now.slides)
        slides = tuple(reading.renewed(*pair) for pair in zip(now.slides, scenes, strict=True))
        return replace(now, slides=slides)

    briefings.change(name, renewed, hand.maker())


def _offer_removal(name: str, how: Standing, version: str, lang: Language) -> None:
    if how == "own":
        words, args = say("briefing.remove", lang), (name, version)
        st.button(words, icon=":material/delete:", key="brief-remove", on_click=undoing.remove, args=args)
