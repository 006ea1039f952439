"""A workspace full of what must not be found, and a search for it in anything that is sent or kept."""

from __future__ import annotations

import io
import sqlite3
import struct
import tempfile
import zipfile
from pathlib import Path
from typing import Any

import geopandas as gpd
import pandas as pd
import shapely

from geo.tables import SERVICES
from geo.workspace import Loaded, Measure
from tests.loaded_data import loaded

WORD = "zqxsecret"
"""Begins every planted name, title, file, organisation, activity, note and account."""

LON, LAT = -4.187651, 14.523457
COUNT, PART = 873_519, 7_615_329
"""Of a restricted dataset; of one row of an internal one, of which the public has a sum at most."""

VISIBLE = "Counts that may be known"
"""Title of the internal datasets whose counts are released."""

PEOPLE = (Measure("individuals", "Individuals", "people"),)
IDPS = (Measure("idps", "PDI", "people"),)
SECRET = (Measure("idps", f"{WORD} measure", "people"),)


def plant() -> None:
    """Load a restricted and an internal dataset of every kind, and a public one with stricter rows."""
    for sensitivity in ("restricted", "internal"):
        for kind in ("displacement", "figures", "sites", "offices", "projects", "lines", "areas"):
            released = sensitivity == "internal" and kind not in ("projects", "lines", "areas")
            _dataset(kind, sensitivity, released=released)
    projects = _rows("projects") | {
        "withheld": ["oui", "Oui", "ne pas nommer"],
        "cluster": ["WASH", f"{WORD} cluster", "EHA"],
    }
    loaded(projects, name="open-projects", kind="projects", title="Open list", source="OCHA")
    sites = _rows("sites") | {"sensitivity": ["restricted", "internal", "restricted"]}
    loaded(sites, name="open-sites", kind="sites", title="Open sites", source="OCHA", measures=PEOPLE)


def _dataset(kind: str, sensitivity: str, *, released: bool) -> Loaded:
    rows = pd.DataFrame(_rows(kind, restricted=sensitivity == "restricted"))
    if kind in ("lines", "areas"):
        line = shapely.LineString([(LON, LAT), (LON + 1, LAT + 1)])
        shapes = [line if kind == "lines" else line.buffer(0.2)] * len(rows)
        rows = gpd.GeoDataFrame(rows, geometry=shapes, crs=4326)
    given: dict[str, Any] = {
        "sites": PEOPLE,
        "displacement": IDPS,
        "figures": IDPS if released else SECRET,
    }
    return loaded(
        rows,
        name=f"{'seen' if released else WORD}-{sensitivity}-{kind}",
        kind=kind,
        sensitivity=sensitivity,
        public_level=2,
        title=VISIBLE if released else f"{WORD} title",
        source="A partner" if released else f"{WORD} source",
        measures=given.get(kind, ()),
        file=f"{WORD} file.xlsx",
        by=f"{WORD}@example.org",
        address=f"https://{WORD}.example.org",
        licence="" if released else f"{WORD} licence",
    )


def _rows(kind: str, *, restricted: bool = False) -> dict[str, list[Any]]:
    people = [COUNT, COUNT, COUNT] if restricted else [PART, 1000, 4]
    rows: dict[str, list[Any]] = {
        "area": ["ML050601", "ML050602", "ML050101"], "admin3": [f"{WORD} place"] * 3, "note": [f"{WORD} note"] * 3
    }  # fmt: skip
    if kind in ("displacement", "figures"):
        return rows | {"idps": people}
    rows |= {"name": [f"{WORD} name {n}" for n in "ABC"], "source": [f"{WORD} row source"] * 3}
    if kind in ("sites", "offices"):
        rows |= {"lon": [LON] * 3, "lat": [LAT] * 3}
    if kind == "sites":
        rows |= {"individuals": people} | {service: ["no"] * 3 for service in SERVICES}
    if kind in ("offices", "projects"):
        rows |= {
            "org": [f"{WORD.upper()}{n}" for n in "ABC"],
            "org_name": [f"{WORD} organisation {n}" for n in "ABC"],
        }
    if kind == "offices":
        rows |= {"town": [f"{WORD} town"] * 3, "kind": [f"{WORD} office"] * 3}
    if kind == "projects":
        rows |= {
            "cluster": ["WASH", f"{WORD} cluster", "EHA"], "activity": [f"{WORD} activity"] * 3,
            "org_type": [f"{WORD} type"] * 3, "status": ["en cours"] * 3, "reached": [None] * 3,
        }  # fmt: skip
    return rows


def found_in(content: bytes | str) -> list[str]:
    """Return what of the planted things is anywhere in a text or a file of any format, unpacked."""
    if isinstance(content, str):
        content = content.encode()
    seen = b"\n".join(_unpacked(content)).lower()
    return [repr(one) for one in _NEEDLES if one in seen]


def _needles() -> tuple[bytes, ...]:
    figures = [
        f"{n:,}".replace(",", mark)
        for n in (COUNT, PART)
        for mark in ("", ",", "\u202f", "\xa0", " ", "\\u202f")
    ]
    points = [f"{abs(n):.5f}"[:-1] for n in (LON, LAT)]
    binary = [struct.pack(order, n) for n in (LON, LAT) for order in ("<d", ">d")]
    return tuple(one.encode() for one in (WORD, *figures, *points)) + tuple(one.lower() for one in binary)


_NEEDLES = _needles()


def _unpacked(content: bytes) -> list[bytes]:
    if content.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(content)) as parts:
            return [
                *(name.encode() for name in parts.namelist()),
                *(x for n in parts.namelist() for x in _unpacked(parts.read(n))),
            ]
    if content.startswith(b"%PDF"):
        import pypdf

        book = pypdf.PdfReader(io.BytesIO(content))
        told = [page.extract_text() for page in book.pages] + [repr(book.metadata)]
        return [content, *(one.encode() for one in told)]
    if content.startswith(b"\x89PNG"):
        return [content, *_png_texts(content)]
    if content.startswith(b"SQLite"):
        return [content, *_sqlite_texts(content)]
    return [content]


def _png_texts(content: bytes) -> list[bytes]:
    from PIL import Image

    with Image.open(io.BytesIO(content)) as image:
        image.load()
        return [repr(image.info).encode()]


def _sqlite_texts(content: bytes) -> list[bytes]:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "file.gpkg"
        path.write_bytes(content)
        base = sqlite3.connect(path)
        try:
            tables = [name for (name,) in base.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
            return [repr([*base.execute(f'SELECT * FROM "{name}"')]).encode() for name in tables]
        finally:
            base.close()
