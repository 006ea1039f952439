"""Many people at the map beside somebody who loads a large file and somebody who makes an atlas.

``python -m benchmarks.beside --people 60 --every 2 --megabytes 49``. Each round asks every version of the
program in turn: this one, and those whose checkouts are named with ``--and``, so that all have the same
machine. A change is what `benchmarks.load` takes for one; ``/health`` is asked ten times a second.
Then the file is loaded again and again, by a new session each time, and memory is noted: of the server with
the processes that it has started, each shared page counted once.
"""

from __future__ import annotations

import argparse
import asyncio
import os
import random
import sys
import tempfile
import threading
import time
import zipfile
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median
from typing import Any

import openpyxl
import requests
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.sync.client import connect

from benchmarks import kept, load
from tests.browser.conftest import PROJECT, free_port, serving
from tests.browser.owning import link_of

PLACES = [
    ("Mopti", "Mopti", "Fatoma"), ("Gao", "Gao", "Gao"), ("Ségou", "Niono", "Sokolo"),
    ("Tombouctou", "Goundam", "Goundam"), ("Kayes", "Kita", "Sirakoro"), ("Sikasso", "Koutiala", "Zangasso"),
]  # fmt: skip
ROW = 408
"""Bytes of a row as it is packed."""

NOTES = 12
"""Columns of text that nothing packs well, as descriptions of activities are many."""

PATIENCE = 600.0
"""Seconds that a visitor waits for a file to be loaded, or an atlas to be made."""

_START = (
    "import os, sys; os.chdir(sys.argv[1]); sys.path.insert(0, sys.argv.pop(1)); from cli import main; main()"
)


def workbook(path: Path, megabytes: float) -> int:
    """Write a list of sites as large as asked; return its rows."""
    drawn = random.Random(1)
    head = ["Région", "Cercle", "Commune", "Site individus", *(f"Note {n}" for n in range(NOTES))]
    rows = int(megabytes * 1e6 / ROW)
    book = openpyxl.Workbook()
    plain = path.with_suffix(".plain.xlsx")
    book.save(plain)
    with (
        zipfile.ZipFile(plain) as given,
        zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as made,
    ):
        for name in given.namelist():
            if name != "xl/worksheets/sheet1.xml":
                made.writestr(name, given.read(name))
        with made.open("xl/worksheets/sheet1.xml", "w") as sheet:
            sheet.write(
                b'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'
            )
            for number in range(1, rows + 2):
                notes = (f"{drawn.getrandbits(160):x}" for _ in range(NOTES))
                cells = head if number == 1 else [*drawn.choice(PLACES), drawn.randrange(1, 900), *notes]
                sheet.write(_row(number, cells).encode())
            sheet.write(b"</sheetData></worksheet>")
    return rows


def _row(number: int, cells: list[Any]) -> str:
    written = (
        f'<c r="{chr(65 + at)}{number}"><v>{cell}</v></c>'
        if isinstance(cell, int)
        else f'<c r="{chr(65 + at)}{number}" t="inlineStr"><is><t>{cell}</t></is></c>'
        for at, cell in enumerate(cells)
    )
    return f'<row r="{number}">{"".join(written)}</row>'


class Guest:
    """A session that presses buttons and sends files, as a browser would."""

    def __init__(self, home: str, page: str) -> None:
        self.home, self.page = home, page
        self._who = requests.Session()
        self._who.get(f"{home}/_stcore/health", timeout=60)
        if link := link_of(
            home
        ):  # an earlier version has none: there everybody at this computer may send files
            self._who.get(link, timeout=60, allow_redirects=False)
        cookies = {one.name: str(one.value) for one in self._who.cookies}
        self.token = cookies["_streamlit_xsrf"].strip('"')
        self._open = ExitStack()
        socket = connect(
            home.replace("http", "ws") + "/_stcore/stream", origin=home, proxy=None, max_size=None,
            subprotocols=["streamlit", self.token],  # type: ignore[list-item]
            additional_headers={"Cookie": "; ".join(f"{name}={value}" for name, value in cookies.items())},
        )  # fmt: skip
        self._socket = self._open.enter_context(socket)
        self.widgets: dict[str, str] = {}
        self._session, self._ticks, self._states, self._links = "", "", {}, []
        self._ask()
        self._read(lambda: False)

    def __enter__(self) -> Guest:
        return self

    def __exit__(self, *_error: object) -> None:
        self._open.close()

    def press(self, name: str) -> None:
        """Press a button by the end of its key, and read the answer."""
        button = self._widget(name)
        self._ask(self.widgets[button], pressed=button)
        self._read(lambda: False)

    def send(self, path: Path) -> None:
        """Drop a file on the page, and read the answer."""
        asked = BackMsg()
        asked.file_urls_request.request_id = "links"
        asked.file_urls_request.file_names.append(path.name)
        asked.file_urls_request.session_id = self._session
        self._socket.send(asked.SerializeToString())
        self._read(lambda: bool(self._links))
        link = self._links[0]
        with path.open("rb") as file:
            answer = self._who.put(
                self.home + link.upload_url, files={"file": (path.name, file)},
                headers={"X-Xsrftoken": self.token, "Origin": self.home}, timeout=PATIENCE,
            )  # fmt: skip
        answer.raise_for_status()
        uploader = self._widget("intake-file")
        self._states[uploader] = (link, path)
        self._ask(self.widgets[uploader])
        self._read(lambda: False)

    def wait_for(self, name: str) -> None:
        """Wait until a widget is on the page, asking again as the page says."""
        until = time.monotonic() + PATIENCE
        while not any(name in widget for widget in self.widgets):
            if time.monotonic() > until:
                raise TimeoutError(name)
            time.sleep(0.5)
            self._ask(self._ticks)
            self._read(lambda: False)

    def _widget(self, name: str) -> str:
        return next(widget for widget in self.widgets if name in widget)

    def _ask(self, fragment: str = "", pressed: str = "") -> None:
        asked = BackMsg()
        asked.rerun_script.page_name = self.page
        asked.rerun_script.query_string = "lang=en"
        asked.rerun_script.fragment_id = fragment
        for uploader, (link, path) in self._states.items():
            state = asked.rerun_script.widget_states.widgets.add(id=uploader)
            sent = state.file_uploader_state_value.uploaded_file_info.add()
            sent.name, sent.size, sent.file_id = path.name, path.stat().st_size, link.file_id
            sent.file_urls.CopyFrom(link)
        if pressed:
            asked.rerun_script.widget_states.widgets.add(id=pressed).trigger_value = True
        self._socket.send(asked.SerializeToString())

    def _read(self, is_there: Callable[[], bool]) -> None:
        """Read to the end of the run, or until something is there."""
        while not is_there():
            told = ForwardMsg()
            told.ParseFromString(self._socket.recv(timeout=PATIENCE))  # type: ignore[arg-type]
            self._session = told.new_session.initialize.session_id or self._session
            kind = told.WhichOneof("type")
            if kind == "auto_rerun" and told.auto_rerun.interval < 60:
                self._ticks = told.auto_rerun.fragment_id
            if kind == "file_urls_response":
                self._links = list(told.file_urls_response.file_urls)
            if kind == "delta":
                element = told.delta.new_element
                which = element.WhichOneof("type") or ""
                if which in ("button", "file_uploader", "text_input", "download_button"):
                    self.widgets[getattr(element, which).id] = told.delta.fragment_id
                if which == "exception" or (which == "alert" and element.alert.format == element.alert.ERROR):
                    raise RuntimeError(str(element)[:500])
            early = told.script_finished == told.FINISHED_EARLY_FOR_RERUN
            if kind == "script_finished" and not early:
                return


@dataclass
class Beside:
    """What was seen of one version in one round; seconds, and megabytes."""

    changes: list[float] = field(default_factory=list)
    health: list[float] = field(default_factory=list)
    upload: float = 0.0
    atlas: float = 0.0
    memory: list[float] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)


@contextmanager
def server(root: Path, workspace: str) -> Iterator[tuple[str, int]]:
    """Serve a checkout; give its address and process."""
    port = free_port()
    told = ["env", f"MALI_MAP_WORKSPACE={workspace}", sys.executable, "-c", _START, str(root), "serve"]
    with serving(lambda _: [*told, "--port", str(port)], port=port) as home:
        yield home, load.listening(port)


def measured(root: Path, file: Path, given: argparse.Namespace) -> Beside:
    """Measure one version once."""
    seen = Beside()
    with tempfile.TemporaryDirectory() as workspace, server(root, workspace) as (home, process):
        asyncio.run(load.people(home, 1, 0.1, 6, process))  # warms the server
        stop = threading.Event()
        threads = [
            threading.Thread(target=_health, args=(home, stop, seen)),
            threading.Thread(target=_timed, args=(_upload, home, file, given.seconds / 5, seen, "upload")),
            threading.Thread(target=_timed, args=(_atlas, home, file, given.seconds / 5, seen, "atlas")),
        ]
        for thread in threads:
            thread.start()
        people = asyncio.run(load.people(home, given.people, given.every, given.seconds, process))
        seen.changes, seen.errors = people.changes, seen.errors + people.errors
        for thread in threads[1:]:
            thread.join()
        stop.set()
        threads[0].join()
    if not given.uploads:
        return seen
    with tempfile.TemporaryDirectory() as workspace, server(root, workspace) as (home, process):
        asyncio.run(load.people(home, 1, 0.1, 6, process))
        seen.memory.append(memory(process))
        for _ in range(given.uploads):
            _upload(home, file)
            seen.memory.append(memory(process))
    return seen


def _upload(home: str, file: Path) -> None:
    with Guest(home, "data") as guest:
        guest.send(file)
        guest.wait_for("intake-title")


def _atlas(home: str, _file: Path) -> None:
    with Guest(home, "") as guest:
        guest.press("take-atlas")
        guest.press("atlas-make")
        guest.wait_for("atlas-bound")


def _timed(
    do: Callable[[str, Path], None], home: str, file: Path, after: float, seen: Beside, name: str
) -> None:
    time.sleep(after)
    begun = time.perf_counter()
    try:
        do(home, file)
    except Exception as error:
        seen.errors.append(f"{name}: {type(error).__name__}: {error}")
    setattr(seen, name, time.perf_counter() - begun)


def _health(home: str, stop: threading.Event, seen: Beside) -> None:
    with requests.Session() as who:
        while not stop.wait(0.1):
            begun = time.perf_counter()
            who.get(f"{home}/health", timeout=60)
            seen.health.append(time.perf_counter() - begun)


def memory(process: int) -> float:
    """Return the megabytes of a process and of all that it has started."""
    total, left = 0.0, [process]
    while left:
        number = left.pop()
        folder = Path(f"/proc/{number}")
        try:
            lines = (folder / "smaps_rollup").read_text(encoding="ascii").splitlines()
            begun = [(task / "children").read_text(encoding="ascii") for task in (folder / "task").iterdir()]
        except OSError:
            continue
        left += map(int, " ".join(begun).split())
        total += sum(int(line.split()[1]) for line in lines if line.startswith("Pss:")) / 1000
    return total


HEAD = [
    "version", "changes", "median ms", "95 % within ms", "worst ms", "health worst ms", "upload s", "atlas s",
    "MB before", "MB after uploads", "errors",
]  # fmt: skip


def _line(name: str, seen: Beside) -> list[Any]:
    changes = sorted(seen.changes) or [float("nan")]
    return [
        name, len(seen.changes), median(changes) * 1000, changes[int(0.95 * (len(changes) - 1))] * 1000,
        changes[-1] * 1000, max(seen.health) * 1000, f"{seen.upload:.1f}", f"{seen.atlas:.1f}",
        *_held(seen.memory), len(seen.errors),
    ]  # fmt: skip


def _held(memory: list[float]) -> tuple[str, str]:
    before, *after = memory or [0.0]
    return f"{before:.0f}", f"{max(after):.0f}, {after[-1]:.0f}" if after else ""


def main(words: list[str] | None = None) -> None:
    """Measure, print the table and keep it."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--people", type=int, default=int(os.environ.get("PEOPLE", "60")))
    asked.add_argument("--every", type=float, default=2.0)
    asked.add_argument("--seconds", type=float, default=60)
    asked.add_argument("--megabytes", type=float, default=49)
    asked.add_argument("--uploads", type=int, default=10)
    asked.add_argument("--rounds", type=int, default=1)
    asked.add_argument("--and", type=Path, nargs="*", default=[], dest="others", help="checkouts to compare")
    asked.add_argument("--quick", action="store_true", help="few people and a small file, nothing kept")
    asked.add_argument("--folder", type=Path, default=kept.RESULTS)
    given = asked.parse_args(words)
    if given.quick:
        given.people, given.seconds, given.megabytes, given.uploads = 5, 20, 2, 2
    machine, lines, numbers = kept.machine(), [], []
    with tempfile.TemporaryDirectory() as place:
        file = Path(place) / "sites.xlsx"
        rows = workbook(file, given.megabytes)
        for _ in range(given.rounds):
            for root in (*given.others, PROJECT):
                seen = measured(root, file, given)
                name = "before" if root in given.others else "this one"
                lines.append(_line(name, seen))
                numbers.append({"version": name, **vars(seen)})
                print(kept.rows(HEAD, [lines[-1]]), *seen.errors, sep="\n", flush=True)
        size = file.stat().st_size / 1e6
    text = (
        f"# Many people beside a large file and an atlas\n\n{kept.on(machine)} {given.people} people, a "
        f"change every {given.every:g} s each, {given.seconds:g} s; a workbook of {size:.0f} MB, {rows:,} "
        f"rows; an atlas by region. The versions took turns. Memory before, at most and at the end of "
        f"{given.uploads} uploads by as many sessions.\n\n{kept.rows(HEAD, lines)}"
    )
    kept.keep("beside", text, {"machine": machine, "rows": numbers}, quick=given.quick, folder=given.folder)


if __name__ == "__main__":
    main()
