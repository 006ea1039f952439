"""The file that this session has open: what is shown of it, what was mended, and the work under way.

Its tables are held by `layers.received`, in files and in another process; here is only what a page shows.
"""

from __future__ import annotations

import tempfile
import weakref
from dataclasses import dataclass, field
from pathlib import Path, PurePath
from typing import TYPE_CHECKING, Any

import streamlit as st
from streamlit.runtime.memory_uploaded_file_manager import MemoryUploadedFileManager
from streamlit.runtime.scriptrunner import get_script_run_ctx
from streamlit.runtime.uploaded_file_manager import UploadedFileRec

from geo import paths
from geo.errors import GeoError
from geo.readers.limits import MEBIBYTE
from layers import received
from layers.received import Given, Shown
from layers.render.worker import QUEUE

if TYPE_CHECKING:
    from collections.abc import Callable

    from streamlit.runtime.uploaded_file_manager import UploadedFile

    from geo.areas import Language
    from geo.imports import Description
    from geo.work_queue import Work
    from geo.workspace import Loaded

KEY = "opened"
"""Of the session's state."""

LONGEST = 80
"""Characters of a file's name that are kept."""

LARGE = 3 * MEBIBYTE
"""Bytes of a file whose reading nobody expects at once."""


@dataclass(eq=False)
class Opened:
    """A file on the page.

    Attributes
    ----------
    upload : str
        Id of the upload it came with.
    folder : tempfile.TemporaryDirectory
        Where it and its tables lie; it goes when the session lets go of it.
    path : Path
        The file.
    lang : {"fr", "en"}
        Language of what is shown.
    shown : dict of str to Shown
        By sheet.
    given : Given
        What was mended and said of it.
    kept : dict of str to Loaded
        By sheet, the dataset that it was kept as.
    work : Work or None
        What is under way.
    problem : GeoError or None
        Why the last of it could not be done.
    """

    upload: str
    folder: tempfile.TemporaryDirectory[str]
    path: Path
    lang: Language
    shown: dict[str, Shown] = field(default_factory=dict)
    given: Given = field(default_factory=Given)
    kept: dict[str, Loaded] = field(default_factory=dict)
    work: Work[Any] | None = None
    problem: GeoError | None = None
    _takes: Callable[[Any], None] = print

    def read(self) -> None:
        """Read the file, again where its columns were corrected, and place its rows."""
        given = (self.path, Path(self.folder.name), self.given, self.lang)
        work = QUEUE.submit(received.read, *given, long=self.path.stat().st_size > LARGE)
        self._begin(self._take_all, work)

    def place(self, name: str) -> None:
        """Place the rows of a sheet, with what was mended so far."""
        self.kept.pop(name, None)
        self._do(self._take_one, received.place, self._number(name), self.given, self.lang)

    def confirm(self, name: str, row: int, area: str) -> None:
        """Remember how a row spells an area, and place the rows again."""
        self.kept.pop(name, None)
        self._do(self._take_one, received.confirm, self._number(name), row, area, self.given, self.lang)

    def edit(self, name: str, rows: tuple[int, ...], cells: dict[str, str]) -> None:
        """Write cells of some rows of a sheet anew, and place it again."""
        edits = self.given.edits.setdefault(name, {})
        for row in rows:
            edits[row] = {**edits.get(row, {}), **cells}
        self.place(name)

    def keep(self, name: str, described: Description, by: str) -> None:
        """Keep a sheet as a dataset."""

        def take(found: Loaded) -> None:
            self.kept[name] = found

        self._do(take, received.keep, self._number(name), described, self.path, by, self.given)

    def say_in(self, lang: Language) -> None:
        """Have what is shown in another language."""
        self.lang = lang
        self._do(self._take_all, received.word, len(self.shown), lang)

    def take(self) -> bool:
        """Take what came of the work that is done; tell whether a sheet was kept."""
        work, self.work, self.problem = self.work, None, None
        if work is None:
            return False
        before = {**self.kept}
        try:
            self._takes(work.result())
        except GeoError as error:
            self.problem = error
        return self.kept != before

    def _take_all(self, found: tuple[Shown, ...]) -> None:
        self.shown = {one.sheet.name: one for one in found}

    def _take_one(self, found: Shown) -> None:
        self.shown[found.sheet.name] = found

    def _do(self, takes: Callable[[Any], None], function: Callable[..., Any], *given: object) -> None:
        work = QUEUE.submit(function, Path(self.folder.name), *given, seconds=received.PLACING)
        self._begin(takes, work)

    def _begin(self, takes: Callable[[Any], None], work: Work[Any]) -> None:
        self.work, self._takes = work, takes
        weakref.finalize(self, work.stop)  # a session that goes wants nothing any more

    def _number(self, name: str) -> int:
        return [*self.shown].index(name)


def current(uploaded: UploadedFile | None, lang: Language) -> Opened | None:
    """Return the open file; of a new upload the reading has begun."""
    found: Opened | None = st.session_state.get(KEY)
    if uploaded is None:
        st.session_state.pop(KEY, None)
        return None
    if found is None or found.upload != uploaded.file_id:
        st.session_state.pop(KEY, None)
        folder = tempfile.TemporaryDirectory(prefix=paths.TEMPORARY)
        path = Path(folder.name) / (PurePath(uploaded.name).name[-LONGEST:] or "file")
        path.write_bytes(uploaded.getvalue())
        _let_go(uploaded)
        found = Opened(uploaded.file_id, folder, path, lang)
        st.session_state[KEY] = found
        try:
            found.read()
        except GeoError as error:
            found.problem = error
    return found


def _let_go(uploaded: UploadedFile) -> None:
    """Have Streamlit keep the upload without its bytes: they are on the disk."""
    context = get_script_run_ctx()
    if context and isinstance(context.uploaded_file_mgr, MemoryUploadedFileManager):
        empty = UploadedFileRec(uploaded.file_id, uploaded.name, uploaded.type, b"")
        context.uploaded_file_mgr.add_file(context.session_id, empty)
