import gc
import tempfile
from collections.abc import Iterator
from concurrent.futures import wait
from pathlib import Path
from types import SimpleNamespace

import pytest
from streamlit.proto.Common_pb2 import FileURLs
from streamlit.runtime.memory_uploaded_file_manager import MemoryUploadedFileManager
from streamlit.runtime.uploaded_file_manager import UploadedFile, UploadedFileRec

from ui import opened
from ui.opened import QUEUE, Opened

SITES = "Site,Région,Cercle,Commune,Site individus\nPerdu,,,Diédougou,30\nEst,Gao,Gao,Gao,80\n"


@pytest.fixture
def folder(tmp_path: Path) -> Iterator[tempfile.TemporaryDirectory[str]]:
    with tempfile.TemporaryDirectory(dir=tmp_path) as path:
        (Path(path) / "sites.csv").write_text(SITES, encoding="utf-8")
        folder = tempfile.TemporaryDirectory(dir=path)
        yield folder
        folder.cleanup()


@pytest.fixture
def found(folder: tempfile.TemporaryDirectory[str]) -> Opened:
    return Opened("upload", folder, Path(folder.name).parent / "sites.csv", "en")


def done(found: Opened) -> bool:
    assert found.work
    assert wait([found.work], 60).done
    return found.take()


def test_a_file_is_read_mended_and_said_in_another_language(found: Opened) -> None:
    found.read()
    assert not done(found)
    assert (found.shown["sites"].rows, found.shown["sites"].placed) == (2, 1)
    found.edit("sites", (2,), {"admin1": "Sikasso", "admin2": "Koutiala"})
    assert not done(found)
    assert found.shown["sites"].placed == 2
    found.say_in("fr")
    done(found)
    assert found.shown["sites"].counts[0][1] == "Placées"


def test_a_file_that_cannot_be_read_is_a_problem_and_is_not_read_again(found: Opened) -> None:
    found.path.write_bytes(b"%PDF-1.7 ...")
    found.read()
    assert not done(found)
    assert found.problem
    assert found.problem.key == "file_type"
    assert found.work is None


def test_a_session_that_goes_wants_nothing_any_more(folder: tempfile.TemporaryDirectory[str]) -> None:
    found = Opened("upload", folder, Path(folder.name).parent / "sites.csv", "en")
    found.read()
    work = found.work
    assert work
    assert work.wanted
    wait([work], 60)
    del found
    gc.collect()
    assert not work.wanted
    assert QUEUE.run(pow, 2, 10) == 1024


def test_the_bytes_of_an_upload_are_held_by_its_file_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    manager = MemoryUploadedFileManager("/upload")
    manager.add_file("session", UploadedFileRec("id", "sites.csv", "text/csv", SITES.encode()))
    (record,) = manager.get_files("session", ["id"])
    context = SimpleNamespace(uploaded_file_mgr=manager, session_id="session")
    monkeypatch.setattr(opened, "get_script_run_ctx", lambda: context)
    monkeypatch.setattr(opened.st, "session_state", {})
    upload = UploadedFile(record, FileURLs())
    found = opened.current(upload, "en")
    assert found
    assert found.path.read_text(encoding="utf-8") == SITES
    assert [one.data for one in manager.get_files("session", ["id"])] == [b""]
    assert opened.current(upload, "en") is found
    done(found)
    assert found.shown["sites"].rows == 2
    assert opened.current(None, "en") is None
    found.folder.cleanup()
