"""The page of briefings: start one, write what its slides say, present it, send it, make it again."""

from __future__ import annotations

import zlib
from dataclasses import replace
from functools import partial
from html import escape
from math import ceil
from typing import TYPE_CHECKING

import streamlit as st

from geo import areas as divisions
from geo import briefings as kept
from geo.errors import GeoError
from layers import briefing as briefings
from layers import deck, reading, templates
from layers import scene as scenes
from layers.render import briefing_file
from layers.text import say, sentence
from ui import access, address, exports, pages
from ui.plain import plain

if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

    from geo.areas import Language
    from layers.briefing import Briefing, Slide
    from layers.scene import Scene
    from layers.view import View

PROBLEM = "briefing-problem"
"""What the last press could not do; said on the next run."""

TOGETHER = 10
"""Slides that are shown at once: a browser takes seconds to draw the forms of a hundred."""


def briefing_page() -> None:
    """Show the page."""
    lang = address.language()
    pages.frame()
    words = f"<h1>{say('briefing.title', lang)}</h1><p>{say('briefing.lead', lang)}</p>"
    st.html(f'<div class="mr">{words}</div>')
    if not access.may("import"):
        st.info(say("briefing.closed", lang))
        return
    if error := st.session_state.pop(PROBLEM, None):
        st.error(plain(sentence(error, lang)))
    names = kept.names()
    with st.expander(say("briefing.start", lang), expanded=not names):
        _start(lang)
    if names:
        _in_hand(names, lang)


def attempt(what: Callable[..., Any], *given: Any) -> None:
    """Do something that may not be possible; the next run says why not."""
    try:
        what(*given)
    except GeoError as error:
        st.session_state[PROBLEM] = error


def _start(lang: Language) -> None:
    """Offer a template, or a file that somebody sent."""
    new, sent = st.columns(2, gap="large")
    with new:
        named = {name: say(f"template.{name}", lang) for name in templates.TEMPLATES}
        template = st.selectbox(
            say("briefing.template", lang), [*named], format_func=named.__getitem__, key="brief-template"
        )
        area = _region(lang) if template == "region" else divisions.COUNTRY
        title = st.text_input(say("briefing.named", lang), placeholder=named[template], key="brief-title")
        st.button(
            say("briefing.new", lang),
            type="primary",
            key="brief-new",
            on_click=lambda: attempt(_keep, templates.start(template, lang, title=title.strip(), area=area)),
        )
    with sent:
        file = st.file_uploader(say("briefing.file", lang), type="toml", key="brief-file")
        if file:
            content = file.getvalue()
            st.button(
                say("briefing.open", lang),
                key="brief-open",
                on_click=lambda: attempt(lambda: _keep(briefings.read(content))),
            )


def _region(lang: Language) -> str:
    regions = {area.id: area.name(lang) for area in divisions.load().at(1)}
    return st.selectbox(
        say("level.head.1", lang), [*regions], format_func=regions.__getitem__, key="brief-area"
    )


def _keep(briefing: Briefing) -> None:
    address.change(brief=briefings.keep(briefing), slide=None)


def _in_hand(names: tuple[str, ...], lang: Language) -> None:
    """Show one briefing: what is done with the whole, then its slides."""
    view = address.read()[0]
    name = view.brief if view.brief in names else names[-1]
    st.session_state["brief-which"] = name
    st.selectbox(
        say("briefing.which", lang),
        names,
        key="brief-which",
        width=420,
        on_change=lambda: address.change(brief=st.session_state["brief-which"], slide=None),
    )
    try:
        briefing = briefings.load(name)
    except GeoError as error:
        st.error(plain(sentence(error, lang)))
        _offer_removal(name, lang)
        return
    st.html(f'<div class="mr"><h2>{escape(briefing.title)}</h2></div>')
    _whole(name, briefing, view, lang)
    for place in _together(name, len(briefing.slides), view.slide or 1):
        _slide(name, place, briefing.slides[place], view, lang)
    if not briefing.slides:
        st.info(say("briefing.empty", lang))


def _together(name: str, total: int, number: int) -> range:
    """Let a long briefing be turned, and begin where the address does; return the slides that are shown."""
    leaves, key = ceil(total / TOGETHER), f"brief-leaf-{name}"
    if leaves <= 1:
        return range(total)
    seen = st.session_state.get(key, ceil(number / TOGETHER))
    first = (st.pagination(leaves, default=min(seen, leaves), key=key) - 1) * TOGETHER
    return range(first, min(first + TOGETHER, total))


def _whole(name: str, briefing: Briefing, view: View, lang: Language) -> None:
    def renew() -> None:
        briefings.change(
            name,
            lambda now: replace(
                now, slides=tuple(reading.renewed(one, scene_of(one, view, lang)) for one in now.slides)
            ),
        )

    with st.container(key="brief-whole", horizontal=True, gap="small"):
        words, icon = say("briefing.present", lang), ":material/slideshow:"
        if st.button(words, icon=icon, type="primary", key="brief-present", disabled=not briefing.slides):
            _to_map(view.change(brief=name, slide=1, present=True, pick=None))
        st.download_button(
            say("briefing.download", lang),
            data=briefings.write(briefing),
            file_name=f"{name}.toml",
            mime="application/toml",
            on_click="ignore",
            icon=":material/download:",
            key="brief-toml",
        )
        for ending, kind in briefing_file.FORMATS.items():
            st.download_button(
                say("briefing.as", lang, format=ending.upper()),
                data=exports.recorded(
                    f"{ending} briefing {name}",
                    view.audience,
                    partial(_file, briefing, view.change(brief=name), lang, ending),
                ),
                file_name=f"{name}.{ending}",
                mime=kind.mime,
                on_click="ignore",
                icon=":material/download:",
                disabled=not briefing.slides,
                key=f"brief-{ending}",
            )
        words = say("briefing.renew", lang)
        st.button(words, icon=":material/update:", key="brief-renew", on_click=attempt, args=(renew,))
        _offer_removal(name, lang)
    if deck.for_partners(briefing):
        st.caption(say("briefing.partners", lang))


def _file(briefing: Briefing, view: View, lang: Language, ending: str) -> bytes:
    return briefing_file.make(briefing.title, deck.pages(briefing, view, lang), ending)


def _offer_removal(name: str, lang: Language) -> None:
    words = say("briefing.remove", lang)
    st.button(words, icon=":material/delete:", key="brief-remove", on_click=_remove, args=(name,))


def _remove(name: str) -> None:
    attempt(kept.remove, name)
    address.change(brief=None, slide=None)


def scene_of(slide: Slide, view: View, lang: Language) -> Scene:
    """Return what a slide shows to whoever looks."""
    shown, doubts = slide.view()
    return scenes.compose(shown.change(audience=view.audience, lang=view.lang), doubts, lang=lang)


def _slide(name: str, place: int, slide: Slide, view: View, lang: Language) -> None:
    """Show what a slide says, and take what is written."""
    scene = scene_of(slide, view, lang)
    key = f"{place}-{zlib.crc32(repr(slide).encode())}"  # another slide, or another text, is another form
    with st.container(key=f"brief-slide-{place}", gap="small"):
        _said(place, slide, scene, lang)
        with st.form(f"form-{key}", border=False):
            title = st.text_input(say("briefing.slide.title", lang), slide.title, placeholder=scene.title)
            read = st.text_area(
                say("briefing.slide.reading", lang),
                slide.reading,
                placeholder=reading.offered(scene),
                height=68,
            )
            note = st.text_area(say("briefing.slide.note", lang), slide.note, height=68)
            saved = st.form_submit_button(say("briefing.slide.save", lang))
        if saved:
            written = replace(slide, title=title.strip(), reading=read.strip(), note=note.strip())
            if read.strip() != slide.reading:
                written = reading.renewed(written, scene)
            attempt(briefings.change, name, lambda now: now.changed(place, slide, written))
            st.rerun()
        _order(name, place, slide, view, lang)


def _said(place: int, slide: Slide, scene: Scene, lang: Language) -> None:
    heading = say("briefing.slide", lang, n=str(place + 1), title=slide.title or scene.title)
    said = [reading.since(slide, scene)]
    said += [say("briefing.outdated", lang)] if reading.outdated(slide, scene) else []
    lines = "".join(f'<p class="mr-aside">{escape(text)}</p>' for text in (*said, *scene.doubts) if text)
    st.html(f'<div class="mr"><h3>{escape(heading)}</h3>{lines}</div>')


def _order(name: str, place: int, slide: Slide, view: View, lang: Language) -> None:
    """Offer to show, move and take away a slide."""

    def change(by: Callable[[Briefing], Briefing]) -> dict[str, Any]:
        return {"on_click": attempt, "args": (briefings.change, name, by)}

    with st.container(horizontal=True, gap="small"):
        if st.button(say("briefing.slide.show", lang), key=f"show-{place}", icon=":material/map:"):
            shown = slide.view()[0]
            _to_map(shown.change(lang=view.lang, audience=view.audience, brief=name, slide=place + 1))
        st.button(
            say("briefing.slide.up", lang),
            key=f"up-{place}",
            disabled=place == 0,
            **change(lambda now: now.moved(place, slide, -1)),
        )
        st.button(
            say("briefing.slide.down", lang),
            key=f"down-{place}",
            **change(lambda now: now.moved(place, slide, 1)),
        )
        st.button(
            say("briefing.slide.remove", lang),
            key=f"remove-{place}",
            **change(lambda now: now.changed(place, slide, None)),
        )


def _to_map(view: View) -> None:
    from ui.explorer import explorer

    address.go(st.Page(explorer, default=True), view)
