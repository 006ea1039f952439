"""The view as a file, and as an atlas: what is chosen, a preview, and the download."""

from __future__ import annotations

import base64
import tempfile
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING, Any

import streamlit as st

from geo.errors import GeoError
from layers import deck
from layers.render import atlas, export
from layers.render.export import FORMATS, ORIENTATIONS, SIZES, Options
from layers.text import say, sentence
from ui import address, choices, controls, exports, opened

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from geo.areas import Language
    from layers.render.atlas import Atlas
    from layers.render.pair import Scenes
    from layers.view import View

SHEETS = ("pdf", "png", "svg")
"""Formats of an atlas's sheets."""


def panel(lang: Language) -> None:
    """Show the two buttons; each opens its dialog, which leaves the map alone."""
    with st.container(key="take", horizontal=True, gap="small"):
        if st.button(say("snapshot.title", lang), icon=":material/photo_camera:", key="take-snapshot"):
            st.dialog(say("snapshot.title", lang), width="large")(_snapshot)(lang)
        if st.button(say("atlas.title", lang), icon=":material/auto_stories:", key="take-atlas"):
            st.dialog(say("atlas.title", lang))(_atlas)(lang)


def _snapshot(lang: Language) -> None:
    """Choose a file of the view, see it, download it."""
    with st.container(key="snapshot"):
        chosen, shown = st.columns([1, 2], gap="medium")
    with chosen:
        ending = _format("snapshot.format", FORMATS, lang)
        options, language = _options(ending, lang)
    view, doubts = address.read()
    scenes = deck.compared(view.change(lang=language), doubts, language)
    if len(scenes) > 1 and not FORMATS[ending].beside:
        with shown:
            st.info(say("error.pair_format", lang, given=ending, known=", ".join(export.compared())))
        return
    with chosen:
        _download(scenes, ending, options, view, lang)
    with shown:
        _preview(scenes, ending, options, lang)


def _options(ending: str, lang: Language) -> tuple[Options, Language]:
    """Ask only what the format knows."""
    kind = FORMATS[ending]
    values: dict[str, Any] = {}
    if kind.printed:
        values["size"] = _one_of("snapshot.size", SIZES, lang)
        if values["size"] != "slide":
            values["orientation"] = _one_of("snapshot.orientation", ORIENTATIONS, lang)
    if kind.table:
        values["hxl"] = st.checkbox(say("snapshot.hxl", lang), key="snapshot.hxl")
    return Options(**values), _language("snapshot.lang", lang)


def _one_of(words: str, choice: Iterable[str], lang: Language, *, key: str = "") -> Any:
    """Ask for one of several, with the words under `words`; the first where nothing is chosen."""
    return _choice(key or words, say(words, lang), {one: say(f"{words}.{one}", lang) for one in choice})


def _format(key: str, choice: Iterable[str], lang: Language) -> Any:
    return _choice(key, say("snapshot.format", lang), {ending: ending.upper() for ending in choice})


def _language(key: str, lang: Language) -> Language:
    """Ask for the language of a file: the page's, until another is chosen."""
    chosen: Language = _choice(key, say("app.language", lang), controls.LANGUAGE_NAMES, lang)
    return chosen


def _choice(key: str, label: str, offered: Mapping[Any, str], first: str = "") -> Any:
    first = first or next(iter(offered))
    return choices.remembered(st.segmented_control, key, label, offered, first, required=True) or first


def _download(scenes: Scenes, ending: str, options: Options, view: View, lang: Language) -> None:
    what = f"{ending} {view.query()}"
    st.download_button(
        say("snapshot.download", lang),
        data=exports.recorded(what, view.audience, lambda: export.make(scenes, ending, options)),
        file_name=export.file_name(scenes[0], ending, options, beside=len(scenes) > 1),
        mime=FORMATS[ending].mime,
        on_click="ignore",
        type="primary",
        icon=":material/download:",
        key="snapshot-file",
    )


def _preview(scenes: Scenes, ending: str, options: Options, lang: Language) -> None:
    """Show the page as it will be, or say what the file holds where it is no page."""
    if not FORMATS[ending].printed:
        st.info(say(f"snapshot.about.{ending}" if len(scenes) == 1 else f"pair.about.{ending}", lang))
        return
    try:
        picture = base64.b64encode(export.preview(scenes, options)).decode()
    except GeoError as error:
        st.error(sentence(error, lang))
        return
    alt = escape(say("snapshot.alt", lang, title=" | ".join(scene.title for scene in scenes[:2])))
    st.html(f'<img class="ms-preview" alt="{alt}" src="data:image/png;base64,{picture}">')


def _atlas(lang: Language) -> None:
    """Choose an atlas, make it, download it."""
    by = _one_of("atlas.by", atlas.BY, lang)
    ending = _format("atlas.format", SHEETS, lang)
    options = Options(size=_one_of("snapshot.size", SIZES, lang, key="atlas.size"))
    language = _language("atlas.lang", lang)
    if st.button(say("atlas.make", lang), type="primary", key="atlas-make"):
        st.session_state.pop("atlas", None)
        _make(by, ending, options, language, lang)
    if "atlas" in st.session_state:
        _made(st.session_state["atlas"], lang)


def _make(by: atlas.By, ending: str, options: Options, language: Language, lang: Language) -> None:
    """Make the atlas in a folder of this session, which goes when the session goes."""
    if "atlas-folder" not in st.session_state:
        st.session_state["atlas-folder"] = tempfile.TemporaryDirectory(prefix=opened.FOLDERS)
    bar = st.progress(0.0, say("atlas.starting", lang))

    def progress(done: int, total: int, left: float) -> None:
        bar.progress(done / total, say("atlas.progress", lang, done=done, total=total, left=round(left)))

    query = address.read()[0].change(lang=language).query()
    folder = Path(st.session_state["atlas-folder"].name)
    try:
        made = atlas.make(query, by, folder, ending, options, lang=language, progress=progress)
    except GeoError as error:
        st.error(sentence(error, lang))
    else:
        st.session_state["atlas"] = (made, folder)
    bar.empty()


def _made(result: tuple[Atlas, Path], lang: Language) -> None:
    made, folder = result
    for outcome in made.outcomes:
        if outcome.problem:
            st.warning(f"{outcome.title}: {outcome.problem}")
    if not made.bound:
        return
    st.success(say("atlas.made", lang, n=sum(not outcome.problem for outcome in made.outcomes)))
    with st.container(horizontal=True, gap="small"):
        _file(say("atlas.bound", lang), "atlas-bound", made.bound, "application/pdf", made, folder)
        name = f"{Path(made.bound).stem}.zip"
        _file(say("atlas.all", lang), "atlas-all", name, "application/zip", made, folder)


def _file(label: str, key: str, name: str, mime: str, made: Atlas, folder: Path) -> None:
    zipped = mime.endswith("zip")

    def content() -> bytes:
        return atlas.zipped(made, folder) if zipped else (folder / made.bound).read_bytes()

    st.download_button(
        label,
        data=exports.recorded(f"atlas {name}", address.read()[0].audience, content),
        file_name=name,
        mime=mime,
        on_click="ignore",
        icon=":material/download:",
        key=key,
    )
