"""An atlas of the view: it is made beside the app, one at a time for a person, and kept for the public."""

from __future__ import annotations

import tempfile
import weakref
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import streamlit as st

from geo import paths
from geo.errors import GeoError
from layers.render import atlas, kept
from layers.render.export import SIZES, Options
from layers.render.worker import QUEUE
from layers.text import say, sentence
from ui import access, address, connection, exports, file_choices, waiting

if TYPE_CHECKING:
    from geo.areas import Language
    from geo.work_queue import Work
    from layers.render.atlas import Atlas

KEY = "atlas"
"""Of the session's state."""

PART = "atlas-part"
"""Name of the part of the dialog that is run again when its work is done."""

SHEETS = ("pdf", "png", "svg")
"""Formats of an atlas's sheets."""

SECONDS = 600.0
"""Of a processor, for an atlas: one of 53 cercles takes some 60."""


@dataclass(eq=False)
class Making:
    """An atlas of this session.

    Attributes
    ----------
    folder : tempfile.TemporaryDirectory
        Where its files lie for this session; it goes when the session goes.
    public : str
        What it is kept under for the public; empty where it is for partners.
    work : Work or None
        Where it is being made.
    made : Atlas or None
        What became of it.
    """

    folder: tempfile.TemporaryDirectory[str]
    public: str
    work: Work[Atlas] | None = None
    made: Atlas | None = None

    def take_kept(self) -> bool:
        """Take what the public has already; tell whether there is such a one."""
        self.made = exports.KEPT.take(self.public, Path(self.folder.name)) if self.public else None
        return self.made is not None


def part(lang: Language) -> None:
    """Choose an atlas, have it made, download it."""
    st.fragment(_part, key=PART)(lang)


def _part(lang: Language) -> None:
    by = file_choices.one_of("atlas.by", atlas.BY, lang)
    ending = file_choices.ending("atlas.format", SHEETS, lang)
    options = Options(size=file_choices.one_of("snapshot.size", SIZES, lang, key="atlas.size"))
    language = file_choices.language("atlas.lang", lang)
    found: Making | None = st.session_state.get(KEY)
    under_way = found is not None and found.work is not None and not found.work.done()
    pressed = st.button(say("atlas.make", lang), type="primary", key="atlas-make", disabled=under_way)
    try:
        if pressed and not under_way:
            st.session_state.pop(KEY, None)
            found = st.session_state[KEY] = _begun(by, ending, options, language)
        if found is not None and _is_made(found, lang):
            _show(found, lang)
    except GeoError as error:
        st.session_state.pop(KEY, None)
        st.error(sentence(error, lang))


def _begun(by: atlas.By, ending: str, options: Options, language: Language) -> Making:
    """Have an atlas made; one that the public has already is there at once."""
    view = address.read()[0].change(lang=language, pick=None, at=None)
    shown = (view.query(), by, ending, options, language)
    public = kept.key("atlas", shown) if view.audience == "public" else ""
    found = Making(tempfile.TemporaryDirectory(prefix=paths.TEMPORARY), public)
    if found.take_kept():
        return found
    folder = exports.KEPT.folder(public) if public else Path(found.folder.name)
    given = (view.query(), by, folder, ending, options, language)
    person = access.reader() or connection.session()
    try:
        found.work = QUEUE.submit(atlas.make_alone, *given, seconds=SECONDS, long=True, person=person)
    except GeoError:
        found.folder.cleanup()
        raise
    weakref.finalize(found, found.work.stop)  # a session that goes wants nothing any more
    return found


def _is_made(found: Making, lang: Language) -> bool:
    """Tell whether an atlas is there; else show how far it is."""
    if found.work is None:
        return found.made is not None

    def words(step: Any) -> str:
        if not step:
            return say("atlas.starting", lang)
        done, total, left = step
        return say("atlas.progress", lang, done=done, total=total, left=left)

    if not waiting.is_done(found.work, words, lang, PART):
        return False
    found.made, found.work = found.work.result(), None
    if found.public:
        exports.KEPT.keep(found.public, found.made)
        found.take_kept()
    return True


def _show(found: Making, lang: Language) -> None:
    assert found.made
    made, folder = found.made, Path(found.folder.name)
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
