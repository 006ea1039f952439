"""The view as a file: what is chosen, a preview, and the download; the atlas has a dialog of its own."""

from __future__ import annotations

import base64
from html import escape
from typing import TYPE_CHECKING, Any

import streamlit as st

from geo.errors import GeoError
from layers import deck
from layers.render import export
from layers.render.export import FORMATS, ORIENTATIONS, SIZES, Options
from layers.text import say, sentence
from ui import address, atlas_dialog, exports, file_choices

if TYPE_CHECKING:
    from geo.areas import Language
    from layers.render.pair import Scenes
    from layers.view import View


def panel(lang: Language) -> None:
    """Show the two buttons; each opens its dialog, which leaves the map alone."""
    with st.container(key="take", horizontal=True, gap="small"):
        if st.button(say("snapshot.title", lang), icon=":material/photo_camera:", key="take-snapshot"):
            st.dialog(say("snapshot.title", lang), width="large")(_snapshot)(lang)
        if st.button(say("atlas.title", lang), icon=":material/auto_stories:", key="take-atlas"):
            st.dialog(say("atlas.title", lang))(atlas_dialog.part)(lang)


def _snapshot(lang: Language) -> None:
    """Choose a file of the view, see it, download it."""
    with st.container(key="snapshot"):
        chosen, shown = st.columns([1, 2], gap="medium")
    with chosen:
        ending = file_choices.ending("snapshot.format", FORMATS, lang)
        options, language = _options(ending, lang)
    view, doubts = address.read()
    view = view.change(lang=language)
    scenes = deck.compared(view, doubts, language)
    if len(scenes) > 1 and not FORMATS[ending].beside:
        with shown:
            st.info(say("error.pair_format", lang, given=ending, known=", ".join(export.compared())))
        return
    with chosen:
        _download(scenes, ending, options, view, lang)
    with shown:
        _preview(scenes, ending, options, view, lang)


def _options(ending: str, lang: Language) -> tuple[Options, Language]:
    """Ask only what the format knows."""
    kind = FORMATS[ending]
    values: dict[str, Any] = {}
    if kind.printed:
        values["size"] = file_choices.one_of("snapshot.size", SIZES, lang)
        if values["size"] != "slide":
            values["orientation"] = file_choices.one_of("snapshot.orientation", ORIENTATIONS, lang)
    if kind.table:
        values["hxl"] = st.checkbox(say("snapshot.hxl", lang), key="snapshot.hxl")
    return Options(**values), file_choices.language("snapshot.lang", lang)


def _download(scenes: Scenes, ending: str, options: Options, view: View, lang: Language) -> None:
    what, public = f"{ending} {view.query()}", view.audience == "public"
    make = exports.apart(export.of_view, view.query(), ending, options, lang, public=public)
    st.download_button(
        say("snapshot.download", lang),
        data=exports.recorded(what, view.audience, make),
        file_name=export.file_name(scenes[0], ending, options, beside=len(scenes) > 1),
        mime=FORMATS[ending].mime,
        on_click="ignore",
        type="primary",
        icon=":material/download:",
        key="snapshot-file",
    )


def _preview(scenes: Scenes, ending: str, options: Options, view: View, lang: Language) -> None:
    """Show the page as it will be, or say what the file holds where it is no page."""
    if not FORMATS[ending].printed:
        st.info(say(f"snapshot.about.{ending}" if len(scenes) == 1 else f"pair.about.{ending}", lang))
        return
    try:
        public = view.audience == "public"
        draw = exports.apart(export.preview_of_view, view.query(), options, lang, public=public)
        picture = base64.b64encode(draw()).decode()
    except GeoError as error:
        st.error(sentence(error, lang))
        return
    alt = escape(say("snapshot.alt", lang, title=" | ".join(scene.title for scene in scenes[:2])))
    st.html(f'<img class="ms-preview" alt="{alt}" src="data:image/png;base64,{picture}">')
