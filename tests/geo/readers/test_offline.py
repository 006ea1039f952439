"""No file opens a connection or another file, whatever stands in it."""

import io
import json
import socket
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pyogrio
import pytest
from pyproj import network

from geo.errors import FileError
from geo.readers import formats, offline
from tests.geo.readers import linked

SERVER = """
import socket
found, listening = 0, socket.create_server(("127.0.0.1", 0))
print(listening.getsockname()[1], flush=True)
while True:
    one, _ = listening.accept()
    with one:
        if one.recv(999) == b"how many?":
            one.sendall(str(found).encode())
            found = 0
        else:
            found += 1
            one.sendall(b"HTTP/1.1 404 Not Found\\r\\nContent-Length: 0\\r\\nConnection: close\\r\\n\\r\\n")
"""
"""Counts who connects; a process of its own, because GDAL and PROJ keep all threads of this one waiting."""

MAKERS: dict[str, Callable[[Path, str], dict[str, bytes]]] = {
    "json": lambda _folder, link: linked.json_files(link),
    "xml": lambda _folder, link: linked.xml_files(link),
    "gis": linked.gis_files,
    "workbooks": lambda _folder, link: linked.workbooks(link),
}


@pytest.fixture(scope="module")
def port() -> Iterator[int]:
    with subprocess.Popen([sys.executable, "-c", SERVER], stdout=subprocess.PIPE) as server:
        assert server.stdout
        yield int(server.stdout.readline())
        server.kill()


@pytest.fixture
def connected(port: int) -> Callable[[], int]:
    """Return how many connections there were since the last question."""

    def ask() -> int:
        with socket.create_connection(("127.0.0.1", port)) as one:
            one.sendall(b"how many?")
            return int(one.recv(99))

    ask()
    return ask


@pytest.fixture(autouse=True)
def open_network(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let PROJ fetch grids, and addresses of this computer pass any proxy, as some environments have it."""
    monkeypatch.setenv("no_proxy", "127.0.0.1")
    network.set_network_enabled(active=True)  # type: ignore[attr-defined]


def problem(path: Path) -> str:
    """Read a file; return why it cannot be read."""
    try:
        assert formats.tables(path)
    except FileError as error:
        return error.key
    return ""


@pytest.mark.parametrize("kind", MAKERS)
def test_no_file_opens_a_connection(
    tmp_path: Path, port: int, connected: Callable[[], int], kind: str
) -> None:
    asking = dict[str, int]()
    for name, content in MAKERS[kind](tmp_path, f"http://127.0.0.1:{port}/{kind}").items():
        path = tmp_path / name
        path.write_bytes(content)
        network.set_network_enabled(active=True)  # type: ignore[attr-defined]
        assert problem(path) in ("", "file_unreadable", "crs_missing"), name
        if found := connected():
            asking[name] = found
    assert not asking


UNCUT = """
import socket, sys, pyogrio
for path in sys.argv[2:]:
    try:
        pyogrio.read_info(path)
    except Exception:
        pass
    with socket.create_connection(("127.0.0.1", int(sys.argv[1]))) as one:
        one.sendall(b"how many?")
        print(path.rpartition("/")[2] if int(one.recv(99)) else "")
"""


@pytest.mark.usefixtures("connected")
def test_the_same_files_connect_where_nothing_is_cut_off(tmp_path: Path, port: int) -> None:
    link = f"http://127.0.0.1:{port}/open"
    files = linked.json_files(link) | linked.xml_files(link)
    names = ("link", "url", "capitals", "escaped", "zero_byte", "topology", "pipeline")
    asking = [*(f"{name}.geojson" for name in names), "vrt.kml", "vrt_curl.kml"]
    for name in asking:
        (tmp_path / name).write_bytes(files[name])
    how = [sys.executable, "-W", "ignore", "-c", UNCUT, str(port), *(str(tmp_path / name) for name in asking)]
    found = subprocess.run(how, check=True, capture_output=True, text=True).stdout
    assert found.split() == asking


def test_gdal_has_no_network_for_what_is_not_cut(
    port: int, connected: Callable[[], int], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("no_proxy")
    offline.cut_off()
    content = linked.json_files(f"http://127.0.0.1:{port}/uncut")["link.geojson"]
    assert pyogrio.read_info(io.BytesIO(content))["features"] == 1
    assert connected() == 0


def test_where_nobody_answers_no_file_waits(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as silent:
        began = time.monotonic()
        for name, content in linked.json_files(f"http://127.0.0.1:{silent.getsockname()[1]}/").items():
            path = tmp_path / name
            path.write_bytes(content)
            problem(path)
        assert time.monotonic() - began < 10  # one link alone waited for 10 seconds, three times


def test_gdal_keeps_few_formats() -> None:
    offline.cut_off()
    assert pyogrio.list_drivers().keys() <= offline.DRIVERS
    assert {"GeoJSON", "GPKG", "LIBKML", "ESRI Shapefile"} <= pyogrio.list_drivers().keys()


def test_nothing_is_read_with_more_formats(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pyogrio, "list_drivers", lambda: {"WFS": "r"})
    with pytest.raises(RuntimeError, match="WFS"):
        offline.cut_off()


NAMED = {"type": "name", "properties": {"name": "urn:ogc:def:crs:EPSG::32630"}}
LINKED = {"type": "link", "properties": {"href": "http://x"}}


@pytest.mark.parametrize(
    ("given", "left"),
    [
        ({"crs": NAMED, "features": []}, {"crs": NAMED, "features": []}),
        ({"crs": None}, {"crs": None}),
        ({"crs": {"type": "EPSG", "properties": {"code": 4326}}}, {"crs": {"type": "EPSG", "properties": {"code": 4326}}}),
        ({"crs": LINKED, "a": "é"}, {"crs": None, "a": "é"}),
        ({"crs": {"properties": {}}}, {"crs": None}),
        ({"crs": NAMED | {"Type": "link"}}, {"crs": None}),
        ({"crs": NAMED, "CRS": LINKED}, {"crs": NAMED, "CRS": None}),
        ({"features": [{"geometry": {"crs": LINKED}}]}, {"features": [{"geometry": {"crs": None}}]}),
        ({"properties": {"crs": "EPSG:4326", "NCRS": 3, "b": [1e-7, None, True]}}, {"properties": {"crs": "EPSG:4326", "NCRS": 3, "b": [1e-7, None, True]}}),
    ],
)  # fmt: skip
def test_links_alone_are_cut(given: object, left: object) -> None:
    content, cut = offline.without_links(json.dumps(given).encode())
    assert (json.loads(content), cut) == (left, given != left)


def test_a_file_without_a_link_stays_as_it_is() -> None:
    content = json.dumps({"crs": NAMED, "features": ["Koutiala é"]}, indent=1).encode()
    assert offline.without_links(content) == (content, False)
    assert offline.without_links(content)[0] is content


def test_a_layer_whose_system_was_cut_says_so(tmp_path: Path) -> None:
    path = tmp_path / "given.geojson"
    path.write_bytes(linked.json_files("http://127.0.0.1:9/")["link.geojson"])
    (table,) = formats.tables(path)
    assert [note.key for note in table.notes] == ["no_crs"]
    path.write_bytes(path.read_bytes().replace(b"[-4, 14]", b"[400000, 1600000]"))
    with pytest.raises(FileError, match="crs_missing"):
        formats.tables(path)


def test_a_geopackage_reads_no_other_file(tmp_path: Path) -> None:
    secret = tmp_path / "secret.txt"
    secret.write_text("password\nsesame\n", encoding="utf-8")
    path = tmp_path / "given.gpkg"
    path.write_bytes(linked.geopackage(tmp_path, *linked.with_table(f"VirtualText('{secret}', 'UTF-8')")))
    assert [table.name for table in formats.tables(path)] == ["given"]
    assert "sesame" not in str(formats.tables(path))


@pytest.mark.parametrize(
    "program",
    [
        "CREATE TRIGGER t AFTER DELETE ON gpkg_contents BEGIN DELETE FROM sites; END",
        "CREATE VIEW v AS SELECT * FROM sites",
        "INSERT INTO sqlite_master VALUES ('table', 'v', 'v', 0, 'CREATE/**/VIRTUAL TABLE v USING fts3(a)')",
        "INSERT INTO sqlite_master VALUES ('index', 'v', 'v', 0, 'CREATE VIRTUAL TABLE v USING fts3(a)')",
    ],
)
def test_programs_of_a_geopackage_are_cut(tmp_path: Path, program: str) -> None:
    base = sqlite3.connect(":memory:")
    base.deserialize(offline.without_programs(linked.geopackage(tmp_path, program)))
    kinds = {sql.split()[1] for (sql,) in base.execute("SELECT sql FROM sqlite_master WHERE sql IS NOT NULL")}
    assert kinds <= {"TABLE", "INDEX", "UNIQUE"}
    assert base.execute("SELECT count(*) FROM sites").fetchone() == (1,)
    base.close()
