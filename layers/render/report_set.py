"""A saved list of snapshots, to be made again with newer data: a small TOML file.

::

    [[page]]
    query = "level=2&area=ML05&lang=fr"
    formats = ["pdf", "png"]      # pdf where nothing is said
    size = "a4"                   # and the other options of `layers.render.export.Options`

A page whose query names no round follows the newest.
"""

from __future__ import annotations

import tomllib
from dataclasses import fields
from typing import TYPE_CHECKING, Any

from geo.errors import GeoError
from layers.render import export
from layers.render.batch import Page
from layers.render.export import Options

if TYPE_CHECKING:
    from pathlib import Path

TYPES: dict[str, type] = {
    "query": str, "formats": list, "size": str, "orientation": str, "dpi": int, "without": list, "hxl": bool,
}  # fmt: skip
"""What a page may set."""


def read(path: Path) -> tuple[Page, ...]:
    """Read the pages of a set.

    Raises
    ------
    GeoError
        ``set_damaged`` when the file is not TOML, has no page, or sets what there is not.
    OSError
        When there is no such file.
    """
    try:
        given = tomllib.loads(path.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise GeoError("set_damaged", file=str(path), problem=error) from error
    pages = given.get("page")
    if not isinstance(pages, list) or not pages or set(given) != {"page"}:
        raise GeoError("set_damaged", file=str(path), problem="[[page]]")
    return tuple(_page(page, path) for page in pages)


def _parts(value: object) -> list[Any]:
    return value if isinstance(value, list) else []


def _page(given: Any, path: Path) -> Page:
    if not isinstance(given, dict) or "query" not in given:
        raise GeoError("set_damaged", file=str(path), problem="query = …")
    for name, value in given.items():
        if type(value) is not TYPES.get(name) or not all(isinstance(part, str) for part in _parts(value)):
            raise GeoError("set_damaged", file=str(path), problem=f"{name} = {value!r}")
    values: dict[str, Any] = {
        name: tuple(value) if isinstance(value, list) else value for name, value in given.items()
    }
    formats = values.get("formats", ("pdf",))
    for ending in formats:
        export.known(ending)
    known = {field.name for field in fields(Options)}
    return Page(values["query"], formats, Options(**{n: v for n, v in values.items() if n in known}))
