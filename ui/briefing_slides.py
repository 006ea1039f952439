"""The slides of a briefing on its page: what each says, what is written of it, and their order."""

from __future__ import annotations

import zlib
from dataclasses import replace
from functools import partial
from html import escape
from math import ceil
from typing import TYPE_CHECKING

import streamlit as st

from geo.errors import GeoError
from layers import briefing as briefings
from layers import reading
from layers import scene as scenes
from layers.text import say
from ui import address, hand, undoing
from ui.undoing import attempt

if TYPE_CHECKING:
    from geo.areas import Language
    from geo.rights import Standing
    from layers.briefing import Briefing, Slide
    from layers.scene import Scene
    from layers.view import View

FIELDS = ("title", "reading", "note")
"""Of a slide, what is written of it."""

TOGETHER = 10
"""Slides that are shown at once: a browser takes seconds to draw the forms of a hundred."""


def slides(name: str, briefing: Briefing, how: Standing, view: View, lang: Language) -> None:
    """Show the slides of a briefing; whoever may change it can write on them."""
    if not briefing.slides:
        st.info(say("briefing.empty", lang))
    for place in _together(name, len(briefing.slides), view.slide or 1):
        slide = briefing.slides[place]
        scene = scene_of(slide, view, lang)
        with st.container(key=f"brief-slide-{place}", gap="small"):
            _said(place, slide, scene, lang)
            if how in hand.EDITED:
                _form(name, place, slide, scene, lang)
            else:
                _read(slide, scene)
            _order(name, place, slide, scene, view, lang, edited=how in hand.EDITED)


def scene_of(slide: Slide, view: View, lang: Language) -> Scene:
    """Return what a slide shows to whoever looks."""
    shown, doubts = slide.view()
    return scenes.compose(shown.change(audience=view.audience, lang=view.lang), doubts, lang=lang)


def to_map(view: View) -> None:
    """Go to the map of a view."""
    from ui.explorer import explorer

    address.go(st.Page(explorer, default=True), view)


def _together(name: str, total: int, number: int) -> range:
    """Let a long briefing be turned, and begin where the address does; return the slides that are shown."""
    leaves, key = ceil(total / TOGETHER), f"brief-leaf-{name}"
    if leaves <= 1:
        return range(total)
    seen = st.session_state.get(key, ceil(number / TOGETHER))
    first = (st.pagination(leaves, default=min(seen, leaves), key=key) - 1) * TOGETHER
    return range(first, min(first + TOGETHER, total))


def _said(place: int, slide: Slide, scene: Scene, lang: Language) -> None:
    heading = say("briefing.slide", lang, n=str(place + 1), title=slide.title or scene.title)
    said = [reading.since(slide, scene)]
    said += [say("briefing.outdated", lang)] if reading.outdated(slide, scene) else []
    lines = "".join(f'<p class="mr-aside">{escape(text)}</p>' for text in (*said, *scene.doubts) if text)
    st.html(f'<div class="mr"><h3>{escape(heading)}</h3>{lines}</div>')


def _read(slide: Slide, scene: Scene) -> None:
    """Show what is read off a slide."""
    lines = "".join(
        f"<p>{escape(line)}</p>" for line in (slide.reading or reading.offered(scene)).splitlines()
    )
    st.html(f'<div class="mr">{lines}</div>')


def _form(name: str, place: int, slide: Slide, scene: Scene, lang: Language) -> None:
    """Take what is written of a slide; the fields keep it when the language changes."""
    key = f"{name}-{place}-{zlib.crc32(repr(slide).encode())}"  # another slide or text is another form
    with st.form(f"form-{key}", border=False):
        st.text_input(
            say("briefing.slide.title", lang), slide.title, placeholder=scene.title, key=f"title-{key}"
        )
        st.text_area(
            say("briefing.slide.reading", lang),
            slide.reading,
            placeholder=reading.offered(scene),
            height=68,
            key=f"reading-{key}",
        )
        st.text_area(say("briefing.slide.note", lang), slide.note, height=68, key=f"note-{key}")

        def pressed() -> None:
            title, read, note = (str(st.session_state[f"{field}-{key}"]).strip() for field in FIELDS)
            written = replace(slide, title=title, reading=read, note=note)
            if read != slide.reading:
                written = reading.renewed(written, scene)
            attempt(save, name, place, slide, written, lang)

        # As a callback: where the slide is another by now, this form is not there in the next run.
        st.form_submit_button(say("briefing.slide.save", lang), key=f"save-{key}", on_click=pressed)


def save(name: str, place: int, slide: Slide, written: Slide, lang: Language) -> None:
    """Put what was written in the place of a slide; nothing that somebody wrote is lost.

    Where somebody else changed the slide meanwhile, both are kept; where the briefing is gone or no
    longer shared, what was written goes to the reader's own.

    Raises
    ------
    GeoError
        Where it could be kept nowhere.
    """
    change = partial(briefings.change, name, reader=hand.maker())
    try:
        change(lambda now: now.changed(place, slide, written))
    except GeoError as error:
        if error.key == "briefing_changed":
            change(lambda now: now.put(place + 1, written))
            undoing.tell(say("briefing.saved.beside", lang))
        elif error.key in ("briefing_unknown", "briefing_not_yours"):
            own, number, _ = hand.put(written, None, lang)
            called = hand.labels(hand.edited(), lang)[own]
            undoing.tell(say("briefing.saved.own", lang, n=number, name=called))
        else:
            raise


def _order(
    name: str, place: int, slide: Slide, scene: Scene, view: View, lang: Language, *, edited: bool
) -> None:
    """Offer to show a slide; to move it and take it out, to whoever may."""

    def move(steps: int) -> None:
        attempt(briefings.change, name, lambda now: now.moved(place, slide, steps), hand.maker())

    with st.container(horizontal=True, gap="small"):
        if st.button(say("briefing.slide.show", lang), key=f"show-{place}", icon=":material/map:"):
            shown = slide.view()[0]
            to_map(shown.change(lang=view.lang, audience=view.audience, brief=name, slide=place + 1))
        if not edited:
            return
        up, down = say("briefing.slide.up", lang), say("briefing.slide.down", lang)
        st.button(up, key=f"up-{place}", disabled=place == 0, on_click=move, args=(-1,))
        st.button(down, key=f"down-{place}", on_click=move, args=(1,))
        st.button(
            say("briefing.slide.remove", lang),
            key=f"remove-{place}",
            on_click=undoing.take_out,
            args=(name, place, slide, slide.title or scene.title),
        )
