"""The file that this session has open: what was read of it, where its rows land, what was mended."""

from __future__ import annotations

import tempfile
from dataclasses import dataclass, field
from pathlib import Path, PurePath
from typing import TYPE_CHECKING

import streamlit as st

from geo import imports
from layers.text import say
from ui.plain import plain

if TYPE_CHECKING:
    from streamlit.runtime.uploaded_file_manager import UploadedFile

    from geo.areas import Language
    from geo.readers import Sheet
    from geo.report import Report
    from geo.workspace import Loaded

FOLDERS = "mali-map-"
"""Begins the names of the folders that sessions have on the disk."""

KEY = "opened"
"""Of the session's state."""

LONGEST = 80
"""Characters of a file's name that are kept."""


@dataclass
class Opened:
    """A file on the page.

    Attributes
    ----------
    upload : str
        Id of the upload it came with.
    folder : tempfile.TemporaryDirectory
        Where it lies; it goes when the session lets go of it.
    path : Path
        The file.
    sheets : list of Sheet
        As read.
    reports : dict of str to Report
        By sheet, where its rows land.
    edits, divisions : dict
        By sheet, what a person wrote in place of cells, and which division they set.
    kept : dict of str to Loaded
        By sheet, the dataset that it was kept as.
    """

    upload: str
    folder: tempfile.TemporaryDirectory[str]
    path: Path
    sheets: list[Sheet] = field(default_factory=list)
    reports: dict[str, Report] = field(default_factory=dict)
    edits: dict[str, dict[int, dict[str, str]]] = field(default_factory=dict)
    divisions: dict[str, str] = field(default_factory=dict)
    kept: dict[str, Loaded] = field(default_factory=dict)

    def sheet(self, name: str) -> Sheet:
        """Return a sheet by name."""
        return next(one for one in self.sheets if one.name == name)

    def place(self, name: str) -> None:
        """Place the rows of a sheet, with what was mended so far."""
        self.reports[name] = imports.place(
            self.sheet(name), division=self.divisions.get(name), edits=self.edits.get(name)
        )
        self.kept.pop(name, None)

    def edit(self, name: str, rows: tuple[int, ...], cells: dict[str, str]) -> None:
        """Write cells of some rows of a sheet anew, and place it again."""
        edits = self.edits.setdefault(name, {})
        for row in rows:
            edits[row] = {**edits.get(row, {}), **cells}
        self.place(name)


def current(uploaded: UploadedFile | None, lang: Language) -> Opened | None:
    """Return the open file; a new upload is read first, with its progress shown.

    Raises
    ------
    FileError
        See `geo.readers.read`; nothing is open then.
    """
    found: Opened | None = st.session_state.get(KEY)
    if uploaded is None:
        st.session_state.pop(KEY, None)
        return None
    if found is None or found.upload != uploaded.file_id:
        st.session_state.pop(KEY, None)
        folder = tempfile.TemporaryDirectory(prefix=FOLDERS)
        path = Path(folder.name) / (PurePath(uploaded.name).name[-LONGEST:] or "file")
        path.write_bytes(uploaded.getbuffer())
        found = Opened(uploaded.file_id, folder, path)
        read(found, lang)
        st.session_state[KEY] = found
    return found


def read(opened: Opened, lang: Language) -> None:
    """Read the file, again where its columns were corrected, and place its rows."""
    file = plain(opened.path.name)
    bar = st.progress(0.0, say("intake.reading.opening", lang, file=file))

    def told(done: float, what: str) -> None:
        bar.progress(min(max(done, 0.0), 1.0) * 0.7, say(f"intake.reading.{what}", lang, file=file))

    try:
        opened.sheets = imports.read(opened.path, progress=told)
        for number, sheet in enumerate(opened.sheets, start=1):
            opened.place(sheet.name)
            done = 0.7 + 0.3 * number / len(opened.sheets)
            bar.progress(done, say("intake.reading.placing", lang, file=file))
    finally:
        bar.empty()
