"""The datasets in hand: what each is, who says so, of when, how good, how sensitive.

One file, ``data/catalog.json``, describes every table of ``data/``. `check` tells where the
files and what is said of them differ.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict, dataclass
from functools import cache
from typing import TYPE_CHECKING, Any

from geo.errors import GeoError
from geo.paths import DATA

if TYPE_CHECKING:
    from pathlib import Path

    from geo.areas import Language
    from geo.disclosure import Sensitivity

FILE = "catalog.json"


@dataclass(frozen=True, slots=True)
class Dataset:
    """One dataset and what is known of it.

    Attributes
    ----------
    id, path : str
        Its own id, and its file below ``data/``.
    title, caveats : dict of str to str
        By language.
    source : str
        Who says so, in the publisher's words.
    source_file : str
        The published file or page it was made from.
    date : str
        ISO date (or month, or year) of the newest thing in it.
    division : str
        Division its areas belong to; empty where it names none.
    level : int or None
        The finest admin level that its figures or areas have.
    licence : str
        Of the data, in the publisher's terms.
    sensitivity : {"public", "internal", "restricted"}
        See `geo.disclosure`.
    public_level : int or None
        The finest admin level at which the public may see it: what is public, at its own; of other
        points, their counts by area, never exact or nearly exact. None where it has no areas.
    sha256 : str
        Of the file.
    """

    id: str
    path: str
    title: dict[Language, str]
    source: str
    source_file: str
    date: str
    division: str
    level: int | None
    licence: str
    sensitivity: Sensitivity
    public_level: int | None
    caveats: dict[Language, str]
    sha256: str


@cache
def datasets() -> tuple[Dataset, ...]:
    """Return every dataset, in the order of the catalogue."""
    return read(DATA)


def dataset(dataset_id: str) -> Dataset:
    """Return one dataset.

    Raises
    ------
    KeyError
        When the catalogue has no such dataset.
    """
    return {one.id: one for one in datasets()}[dataset_id]


def read(folder: Path) -> tuple[Dataset, ...]:
    """Read the catalogue of a data folder.

    Raises
    ------
    GeoError
        ``catalog_damaged`` when an entry lacks or has a field too many.
    """
    entries = json.loads((folder / FILE).read_text(encoding="utf-8"))
    try:
        return tuple(Dataset(**entry) for entry in entries)
    except TypeError as error:
        raise GeoError("catalog_damaged", file=str(folder / FILE), problem=error) from error


def as_json() -> list[dict[str, Any]]:
    """Return the catalogue as JSON values."""
    return [asdict(dataset) for dataset in datasets()]


def digest(path: Path) -> str:
    """Return the SHA-256 of a file, in hexadecimal digits."""
    with path.open("rb") as content:
        return hashlib.file_digest(content, "sha256").hexdigest()


def check(folder: Path = DATA) -> list[str]:
    """Return what is wrong: files without an entry, entries without a file, other contents."""
    described = {dataset.path: dataset for dataset in read(folder)}
    present = {
        path.relative_to(folder).as_posix()
        for path in folder.rglob("*")
        if path.is_file() and path.name not in (FILE, "README.md")
    }
    findings = [f"{path}: not in the catalogue" for path in sorted(present - described.keys())]
    findings += [f"{path}: in the catalogue, but not there" for path in sorted(described.keys() - present)]
    return findings + [
        f"{path}: its content is not what the catalogue says"
        for path in sorted(present & described.keys())
        if digest(folder / path) != described[path].sha256
    ]


def seal(folder: Path = DATA) -> None:
    """Write the digests of the files as they are now into the catalogue."""
    sealed = []
    for dataset in read(folder):
        file = folder / dataset.path
        sealed.append(asdict(dataset) | ({"sha256": digest(file)} if file.exists() else {}))
    text = json.dumps(sealed, ensure_ascii=False, indent=2) + "\n"
    (folder / FILE).write_text(text, encoding="utf-8")
