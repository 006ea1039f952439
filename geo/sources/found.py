"""What a feed brought: rows that were validated and placed, ready to be kept; nothing is kept here."""

from __future__ import annotations

import json
import math
import shutil
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import pandas as pd

from geo import join
from geo.areas import COUNTRY
from geo.columns import LARGEST_COUNT
from geo.errors import GeoError
from geo.readers import Rejected, Sheet
from geo.sources import store

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

    from geo.sources.store import Fetched
    from geo.workspace import Measure

Row = dict[str, Any]
"""A row as a service sends it."""

PLACES = ("admin1", "admin2", "admin3", "code1", "code2", "code3")

BY_COUNTRY = "country"
"""Method of a row that a service gives for the whole country."""


@dataclass(frozen=True, slots=True, eq=False)
class Found:
    """A dataset that a feed brought.

    Attributes
    ----------
    kind, division, date : str
        See `geo.workspace.Loaded`.
    table : pandas.DataFrame
        Rows with ``area``, ``state`` and ``method``.
    report : dict
        As ``mali-map check --json`` says it, under ``tables``; and what else is to know.
    measures : tuple of Measure
        Columns of figures.
    source, licence : str
        Who says so, and on which terms.
    fetched : tuple of Fetched
        The answers that it was made from.
    file : str
        Name of the file as published.
    """

    kind: str
    division: str
    date: str
    table: pd.DataFrame
    report: dict[str, Any]
    measures: tuple[Measure, ...]
    source: str
    licence: str
    fetched: tuple[Fetched, ...]
    file: str

    @property
    def placed(self) -> int:
        """How many rows have an area."""
        return int(self.table["area"].notna().sum()) if "area" in self.table else len(self.table)


def place(sheet: Sheet) -> tuple[str, pd.DataFrame, dict[str, Any]]:
    """Place the rows of a service as those of a partner's file; a row for the country is the country's.

    Rows with a reason in a column ``aside`` are kept as they are, and stand nowhere: a total beside its
    parts, an earlier period.

    Returns
    -------
    str
        The division that the names are of.
    pandas.DataFrame
        The rows, with ``area``, ``state`` and ``method``.
    dict
        The report; ``country`` counts rows that name no area because they are for the whole country,
        ``aside`` those left aside, by reason.
    """
    reasons = sheet.rows["aside"] if "aside" in sheet.rows else pd.Series(pd.NA, index=sheet.rows.index)
    national = _national(sheet.rows) & reasons.isna()
    rest = _without(sheet, national | reasons.notna())
    report = join.place(rest)
    table = report.table()
    country = sheet.rows[national].assign(area=COUNTRY, state="placed", method=BY_COUNTRY)
    left = sheet.rows[reasons.notna()].assign(area="", state="aside", method="")
    parts = [part for part in (table, country, left) if len(part)]
    whole = pd.concat(parts or [table]).sort_values("row", ignore_index=True)
    whole["area"] = whole["area"].replace("", pd.NA).astype("str")
    counted = {str(reason): int(n) for reason, n in reasons.value_counts().items()}
    said = {"tables": [report.as_dict()], "country": int(national.sum()), "aside": counted}
    return report.division, whole, said


def _national(rows: pd.DataFrame) -> pd.Series[bool]:
    """Tell which rows are for the whole country: they name no place, and are not said to lack one."""
    named = pd.Series(False, index=rows.index)
    for column in PLACES:
        if column in rows:
            named |= rows[column].fillna("").astype(str) != ""
    unspecified = rows["unspecified"] if "unspecified" in rows else pd.Series(False, index=rows.index)
    return ~named & ~unspecified.astype(bool)


def _without(sheet: Sheet, left_out: pd.Series[bool]) -> Sheet:
    rows = sheet.rows[~left_out].reset_index(drop=True)
    return Sheet(
        sheet.file, sheet.name, sheet.kind, rows, sheet.rejected, sheet.skipped, measures=sheet.measures
    )


def rows_of(fetched: Fetched, key: str, what: str) -> list[Row]:
    """Return the rows of a JSON answer; what is not that is forgotten, and a sentence.

    Raises
    ------
    GeoError
        ``source_html``, ``source_encoding``, ``source_not_json``, ``source_shape``.
    """
    answer = as_json(fetched, what)
    rows = answer.get(key) if isinstance(answer, dict) else None
    if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
        store.forget(fetched.address)
        raise GeoError("source_shape", what=what, expected=key)
    return rows


def as_json(fetched: Fetched, what: str) -> Any:
    """Return what a JSON answer says; see `rows_of`."""
    content = fetched.path.read_bytes()
    try:
        text = content.decode("utf-8-sig")
        return json.loads(text)
    except UnicodeDecodeError as error:
        store.forget(fetched.address)
        raise GeoError("source_encoding", what=what) from error
    except ValueError as error:
        store.forget(fetched.address)
        key = "source_html" if content.lstrip()[:1] == b"<" else "source_not_json"
        raise GeoError(key, what=what) from error


def need(rows: Iterable[Mapping[str, Any]], columns: Iterable[str], what: str) -> None:
    """Refuse rows that lack a column: one sentence that names it.

    Raises
    ------
    GeoError
        ``source_column``.
    """
    for row in rows:
        for column in columns:
            if column not in row:
                raise GeoError("source_column", what=what, column=column, found=", ".join([*row][:20]))


def counts(rows: list[Row], column: str, problems: list[Rejected]) -> pd.Series[Any]:
    """Return a column of people; a value that is no count is missing, and listed."""
    values: list[int | None] = []
    for number, row in enumerate(rows, start=1):
        value = row[column]
        whole = _is_number(value) and value == int(value)
        if value is None or (whole and 0 <= value <= LARGEST_COUNT):
            values.append(None if value is None else int(value))
            continue
        values.append(None)
        problem = "not_whole" if _is_number(value) else "not_a_number"
        if whole:
            problem = "negative" if value < 0 else "too_large"
        problems.append(Rejected(number, column, str(value), problem))
    return pd.Series(values, dtype="Int64")


def _is_number(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and math.isfinite(value)


def texts(rows: list[Row], column: str, otherwise: str = "") -> pd.Series[Any]:
    """Return a column of words, or of another column where it is empty; missing where both are."""
    values = [row.get(column) or (row.get(otherwise) if otherwise else None) or None for row in rows]
    return pd.Series([pd.NA if value is None else str(value) for value in values], dtype="str")


def days(rows: list[Row], column: str, otherwise: str = "") -> pd.Series[Any]:
    """Return a column of dates as ``YYYY-MM-DD``."""
    return texts(rows, column, otherwise).str.slice(0, 10)


def newest(dates: pd.Series[Any]) -> str:
    """Return the newest of some dates; empty where there is none."""
    known = dates.dropna()
    return str(known.max()) if len(known) else ""


def table_file(fetched: Fetched, name: str, folder: Path) -> Path:
    """Give a fetched file its published name, so that it can be read as what its ending says."""
    path = folder / name.rpartition("/")[2]
    shutil.copyfile(fetched.path, path)
    return path
