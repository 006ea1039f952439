"""Reading a file with GDAL and PROJ opens no connection and no other file, whatever stands in it.

A file can ask for more than itself. GDAL fetches a coordinate system that is a link in a GeoJSON file,
and what a file of one of its many other formats points to, also where the file is called something
else; SQLite reads any file of this computer for a virtual table of a GeoPackage. So what asks for
it is cut before a file is read, and what could fetch it is turned off.
"""

from __future__ import annotations

import io
import json
import re
import sqlite3
import threading
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    import geopandas as gpd

DRIVERS = frozenset(
    [
        *("GeoJSON", "GeoJSONSeq", "JSONFG", "TopoJSON", "ESRIJSON"),
        *("GPKG", "KML", "LIBKML", "ESRI Shapefile", "MEM"),
    ]
)
"""GDAL's formats that are read or written; many of the others are services, or point to other files."""

SETTINGS = {
    "GDAL_HTTP_PROXY": "none://none",  # curl refuses this kind of proxy before it looks for any address
    "GDAL_HTTP_CONNECTTIMEOUT": "1",  # for what an environment's no_proxy lets past it
    "GDAL_HTTP_TIMEOUT": "1",
    "CPL_VSIL_CURL_ALLOWED_FILENAME": "none",  # of /vsicurl/, /vsis3/ and their like
    "LIBKML_EXTERNAL_STYLE": "NO",
    "OGR_SQLITE_ALLOW_EXTERNAL_ACCESS": "NO",
    "OGR_SQLITE_STATIC_VIRTUAL_OGR": "NO",
}
"""GDAL has no switch for its network; these leave it none. https://gdal.org/user/configoptions.html"""

_one_at_a_time = threading.Lock()

_NAMED = re.compile(
    rb"""("crs"\s*:\s*)(?:null|\{\s*"type"\s*:\s*"name"\s*,\s*"properties"\s*:\s*"""
    rb"""\{\s*"name"\s*:\s*"[^"\\]*"\s*\}\s*\})"""
)
"""A coordinate system that is named, as nearly every program writes it."""

_LETTER = re.compile(rb"\\u00(?:[46]3|[57][23])")
"""A letter of the member's name as a number."""

_OF_ITSELF = frozenset(["name", "epsg", "ogc"])
"""Types of coordinate systems that nothing is fetched for."""

_TABLES_ALONE = """
    DELETE FROM sqlite_master WHERE NOT (
        type = 'table' AND sql LIKE 'CREATE TABLE %'
        OR type = 'index' AND (sql IS NULL OR sql LIKE 'CREATE INDEX %' OR sql LIKE 'CREATE UNIQUE INDEX %')
    )
"""


def cut_off() -> None:
    """Leave GDAL and PROJ no network; the first call also takes away GDAL's other formats.

    Raises
    ------
    RuntimeError
        Where GDAL keeps a format that it shall not have: then nothing may be read with it.
    """
    import pyogrio
    from pyogrio._ogr import _register_drivers
    from pyproj import network

    # Of this thread alone: each has a context of its own.
    network.set_network_enabled(active=False)  # type: ignore[attr-defined]
    pyogrio.set_gdal_config_options(SETTINGS)
    with _one_at_a_time:
        if more := pyogrio.list_drivers().keys() - DRIVERS:
            # Formats are skipped when they are registered, which is only done by importing pyogrio;
            # what was skipped before and is not named again comes back.
            before = str(pyogrio.get_gdal_config_option("GDAL_SKIP") or "").split(",")
            pyogrio.set_gdal_config_options({"GDAL_SKIP": ",".join(sorted({*more, *before} - {""}))})
            _register_drivers()
        if more := pyogrio.list_drivers().keys() - DRIVERS:
            raise RuntimeError(f"GDAL still has {', '.join(sorted(more))}")


def read_file(path: Path) -> gpd.GeoDataFrame:
    """Return the one layer of a file that is published, cut off as what partners send is.

    Raises
    ------
    ValueError, RecursionError, RuntimeError
        Where it cannot be read.
    """
    import geopandas as gpd

    cut_off()
    if path.suffix.lower() not in (".json", ".geojson"):
        return gpd.read_file(path)
    return gpd.read_file(io.BytesIO(without_links(path.read_bytes())[0]))


def without_links(content: bytes) -> tuple[bytes, bool]:
    r"""Return GeoJSON whose coordinate systems are null where they are links, and whether any was one.

    There may be several texts one after another. GDAL takes a member ``CRS`` for ``crs`` too, and one
    that is called so in numbers of letters.

    Raises
    ------
    ValueError, RecursionError
        What could hold a link is no JSON.

    Examples
    --------
    >>> without_links(b'{"crs": {"type": "link", "properties": {"href": "http://x"}}}')
    (b'{"crs": null}', True)
    """
    rest = _NAMED.sub(b"", content).lower()
    if b"crs" not in rest and not _LETTER.search(rest):
        return content, False
    given = [*_values(content.decode("utf-8-sig"))]
    left = [_unlinked(value) for value in given]
    return "\n".join(map(json.dumps, left)).encode(), left != given


def _values(text: str) -> Iterator[Any]:
    decoder, at = json.JSONDecoder(), 0
    while rest := re.compile(r"\S").search(text, at):
        value, at = decoder.raw_decode(text, rest.start())
        yield value


def _unlinked(value: Any) -> Any:
    if isinstance(value, list):
        return [_unlinked(part) for part in value]
    if not isinstance(value, dict):
        return value
    return {
        name: None if _called(name) == "crs" and not _of_itself(part) else _unlinked(part)
        for name, part in value.items()
    }


def _called(name: str) -> str:
    """Return a member's name as GDAL compares it: in any case, up to the first zero byte."""
    return name.partition("\0")[0].casefold()


def _of_itself(crs: Any) -> bool:
    """Tell whether nothing is fetched for a coordinate system."""
    if not isinstance(crs, dict):
        return True
    types = [part for name, part in crs.items() if _called(name) == "type"]
    return bool(types) and all(isinstance(one, str) and one.casefold() in _OF_ITSELF for one in types)


def without_programs(content: bytes) -> bytes:
    """Return a GeoPackage with its tables and their indexes alone.

    Views and triggers are programs; a virtual table can be any file of this computer. The virtual
    tables that GDAL writes only speed up a search for shapes.

    Raises
    ------
    sqlite3.Error, OverflowError, UnicodeDecodeError
        It is no database of SQLite.
    """
    base = sqlite3.connect(":memory:")
    try:
        base.deserialize(content)
        base.execute("PRAGMA writable_schema = ON")
        base.execute(_TABLES_ALONE)
        base.commit()
        return base.serialize()
    finally:
        base.close()
