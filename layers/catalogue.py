"""The catalogue in words and rows: what each dataset is, who says so, how old, how good, and its file.

Nothing is known here of a single dataset but one: what stands on the page is what
``data/catalog.json`` and the files say, so that a new dataset needs no code. Files pass the gate of
`geo.disclosure` before they can be had.
"""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass
from functools import cache, partial
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from geo import catalog, disclosure, reference, reports, spreadsheet
from geo.paths import DATA
from geo.tables import ORIGINS
from layers.text import number, say, when

if TYPE_CHECKING:
    from collections.abc import Callable

    from geo.areas import Areas, Language
    from geo.catalog import Dataset

GROUPS = ("displacement", "projects", "sites", "boundaries", "reference")
"""Folders of ``data/``, in the order to read them."""

YEAR, LONG = 12, 24
"""Months: of a year; from where an age is said in years."""

GEOMETRY = ("geometry", "outline")
"""Columns of a GeoParquet file that a spreadsheet cannot hold."""

CSV, PARQUET = "text/csv", "application/vnd.apache.parquet"


@dataclass(frozen=True, slots=True)
class Detail:
    """One thing to know of a dataset: its name here, what it is, its words, a remark in small type."""

    name: str
    label: str
    text: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class Download:
    """A file that may be had.

    Attributes
    ----------
    label, name, mime : str
        What the button says, the file's name, its type.
    content : callable
        Makes the file when it is asked for.
    """

    label: str
    name: str
    mime: str
    content: Callable[[], bytes]


@dataclass(frozen=True, slots=True)
class Entry:
    """A dataset for a reader.

    Attributes
    ----------
    id, title, caveat : str
        Its id, its title, and what to know before using it; the last may be empty.
    details : tuple of Detail
        Who says so, how old, how good, where, how much, on which terms.
    downloads : tuple of Download
        Empty where the public may not have the file.
    terms : str
        Why the public may not have all of it; empty where it may.
    """

    id: str
    title: str
    caveat: str
    details: tuple[Detail, ...]
    downloads: tuple[Download, ...]
    terms: str


@dataclass(frozen=True, slots=True)
class Group:
    """Datasets of one folder."""

    id: str
    title: str
    entries: tuple[Entry, ...]


def groups(lang: Language, today: dt.date) -> tuple[Group, ...]:
    """Return every dataset, grouped by what it is about.

    Parameters
    ----------
    lang : {"fr", "en"}
        Language of the words.
    today : datetime.date
        What ages are counted to.
    """
    by_folder: dict[str, list[Entry]] = {folder: [] for folder in GROUPS}
    for dataset in catalog.datasets():
        by_folder.setdefault(PurePosixPath(dataset.path).parts[0], []).append(_entry(dataset, lang, today))
    return tuple(
        Group(folder, say(f"data_page.group.{folder}", lang), tuple(entries))
        for folder, entries in by_folder.items()
        if entries
    )


def division(areas: Areas, lang: Language) -> str:
    """Say what a division consists of, and who says so."""
    counted = {name: len(areas.at(level)) for name, level in (("cercles", 2), ("communes", 3))}
    counted["regions"] = len(areas.at(1)) - 1  # the District of Bamako is none
    if areas.official:
        return say("about.divisions.official", lang, source=areas.official.source, **counted)
    return say(f"about.divisions.{areas.division}", lang, **counted)


def licences(lang: Language) -> tuple[tuple[str, str], ...]:
    """Return each licence with the titles of the datasets under it, the most frequent last."""
    found: dict[str, list[str]] = {}
    for dataset in catalog.datasets():
        found.setdefault(told(dataset.licence, lang), []).append(dataset.title[lang])
    mark = say("data_page.semicolon", lang)
    return tuple((licence, mark.join(titles)) for licence, titles in sorted(found.items(), key=_few_first))


def _few_first(item: tuple[str, list[str]]) -> int:
    return len(item[1])


def told(words: str, lang: Language) -> str:
    """Return words of the catalogue in a language.

    The catalogue keeps the publisher's words. A source of ours has its name in both languages, and
    other common words have theirs in ``[data_page.words]``; what has neither stays as it is.

    Examples
    --------
    >>> told("public domain", "fr"), told("CC BY-IGO", "fr")
    ('domaine public', 'CC BY-IGO')
    """
    for source in reference.sources().values():
        if words == source["name_en"]:
            return source[f"name_{lang}"]
    name = "_".join(re.findall("[a-z0-9]+", words.lower()))
    try:
        return say(f"data_page.words.{name}", lang)
    except KeyError:
        return words


def age(iso: str, today: dt.date, lang: Language) -> str:
    """Say how old something is of which perhaps only the month or the year is known.

    Examples
    --------
    >>> age("2020-04-30", dt.date(2026, 11, 22), "en"), age("2023", dt.date(2026, 1, 1), "fr")
    ('6 years ago', 'il y a 3 ans')
    """
    year, month, day = (int(part) for part in [*iso.split("-"), "0", "0"][:3])
    if not month:
        years = today.year - year
        return say("data_page.age.years", lang, n=years) if years else say("data_page.age.this_year", lang)
    months = (today.year - year) * YEAR + today.month - month - (day > today.day)
    if months < 1:
        return say("data_page.age.days", lang)
    if months < LONG:
        return say("data_page.age.months", lang, n=months)
    return say("data_page.age.years", lang, n=months // YEAR)


def kinds(dataset: Dataset) -> tuple[str, ...]:
    """Return how good the sources of a dataset are: of `geo.tables.ORIGINS`, the most original first.

    What this project put together is a compilation. Otherwise each row may say its kind, or its
    source; else the publisher that the catalogue names speaks for all. Empty is "not known".
    """
    sources = reference.sources()
    if dataset.source.startswith(sources["project"]["name_en"]):
        return ("compilation",)
    rows = _rows(dataset)
    found = {row.get("kind", "") for row in rows}
    if not found or not found <= set(ORIGINS):
        codes = {row.get("source", "") for row in rows}
        known = codes and codes <= sources.keys()
        found = {sources[code]["kind"] for code in codes} if known else _kinds_of_publisher(dataset.source)
    return tuple(kind for kind in ORIGINS if kind in found)


def _kinds_of_publisher(words: str) -> set[str]:
    """Return the kinds of the sources whose publisher is named first in a text."""
    named: dict[int, set[str]] = {}
    for source in reference.sources().values():
        if words == source["name_en"]:
            return {source["kind"]}
        place = words.lower().find(source["name_en"].split(",")[0].lower())
        if place >= 0:
            named.setdefault(place, set()).add(source["kind"])
    return named[min(named)] if named else set()


def downloads(dataset: Dataset, lang: Language) -> tuple[Download, ...]:
    """Return the files of a dataset that the public may have.

    A CSV file is given as it is; a Parquet file as CSV without its geometry, for a spreadsheet, and as
    it is, for a GIS. Of the statements of presence, the rows that the public may be shown.
    """
    path = DATA / dataset.path
    stem = f"MLI_{dataset.id}_{dataset.date.replace('-', '')}"
    label = say("data_page.download.csv", lang)
    if dataset.id == "statements":
        return (Download(label, f"{stem}.csv", CSV, _public_statements),)
    if not disclosure.may_show_points(dataset.sensitivity, "public"):
        return ()
    if path.suffix == ".csv":
        return (Download(label, f"{stem}.csv", CSV, path.read_bytes),)
    kind = "geoparquet" if GEOMETRY[0] in _parquet_columns(dataset.path) else "parquet"
    return (
        Download(label, f"{stem}.csv", CSV, partial(_without_geometry, dataset.path)),
        Download(say(f"data_page.download.{kind}", lang), f"{stem}.parquet", PARQUET, path.read_bytes),
    )


def row_count(dataset: Dataset) -> int:
    """Return how many rows the public may know of; a row of HXL hashtags is none."""
    if dataset.path.endswith(".parquet"):
        return _parquet_rows(dataset.path)
    if dataset.id == "statements":
        return len(disclosure.statements_for("public", reports.documents()))
    return sum(not next(iter(row.values())).startswith("#") for row in _rows(dataset))


def _entry(dataset: Dataset, lang: Language, today: dt.date) -> Entry:
    return Entry(
        id=dataset.id,
        title=dataset.title[lang],
        caveat=dataset.caveats[lang],
        details=tuple(_details(dataset, lang, today)),
        downloads=downloads(dataset, lang),
        terms=_terms(dataset, lang),
    )


def _details(dataset: Dataset, lang: Language, today: dt.date) -> list[Detail]:
    def detail(name: str, text: str, note: str = "") -> Detail:
        return Detail(name, say(f"data_page.detail.{name}", lang), text, note)

    quality = [say(f"kind.{kind}", lang) for kind in kinds(dataset)]
    division = say(f"division.{dataset.division}", lang) if dataset.division else ""
    level = "" if dataset.level is None else say(f"data_page.level.{dataset.level}", lang)
    return [
        detail("source", told(dataset.source, lang), told(dataset.source_file, lang)),
        detail("date", when(dataset.date, lang), age(dataset.date, today, lang)),
        *([detail("kind", say("data_page.semicolon", lang).join(quality))] if quality else []),
        *([detail("level", level or division, division if level else "")] if level or division else []),
        detail("rows", number(row_count(dataset), lang)),
        detail("licence", told(dataset.licence, lang)),
    ]


def _terms(dataset: Dataset, lang: Language) -> str:
    if dataset.sensitivity == "public":
        return ""
    some = "_rows" if downloads(dataset, lang) else ""
    return say(f"data_page.terms.{dataset.sensitivity}{some}", lang)


def _rows(dataset: Dataset) -> list[reference.Row]:
    return _csv_rows(dataset.path) if dataset.path.endswith(".csv") else []


@cache
def _csv_rows(path: str) -> list[reference.Row]:
    return reference.rows(DATA / path)


@cache
def _parquet_rows(path: str) -> int:
    import pyarrow.parquet as pq

    return int(pq.read_metadata(DATA / path).num_rows)


@cache
def _parquet_columns(path: str) -> tuple[str, ...]:
    import pyarrow.parquet as pq

    return tuple(pq.read_schema(DATA / path).names)


def _without_geometry(path: str) -> bytes:
    import pandas as pd

    columns = [name for name in _parquet_columns(path) if name not in GEOMETRY]
    return spreadsheet.as_csv(pd.read_parquet(DATA / path, columns=columns)).encode()


def _public_statements() -> bytes:
    shown = {statement.id for statement in disclosure.statements_for("public", reports.documents())}
    rows = [row for row in _csv_rows("projects/statements.csv") if row["id"] in shown]
    return spreadsheet.of_rows((rows[0], *(row.values() for row in rows))).encode()
