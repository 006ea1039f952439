"""IOM's DTM API, version 3: displaced people by cercle, where the organisation has a key.

The key is read from the environment alone (``MALI_MAP_DTM_KEY``), sent to the API's own host alone,
and written nowhere.
"""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any

import pandas as pd

from geo.errors import GeoError
from geo.readers import Rejected, Sheet
from geo.sources import store
from geo.sources.found import Found, Row, as_json, counts, days, need, newest, place, texts

if TYPE_CHECKING:
    from geo.sources.fetch import Client
    from geo.sources.store import Fetched

KEY = "MALI_MAP_DTM_KEY"
COUNTRY, CODE = "Mali", "MLI"

LEVELS = ("admin2", "admin1", "admin0")
"""Paths, the finest first: the first that has rows is taken. They are never added together."""

COLUMNS = ("operation", "admin0Pcode", "numPresentIdpInd", "reportingDate", "roundNumber")
NAMES = {2: ("admin1Name", "admin2Name"), 1: ("admin1Name",), 0: ()}
NOT_SAID = "Not available"


def key() -> str:
    """Return the key; empty where there is none."""
    return os.environ.get(KEY, "").strip()


def bring(client: Client) -> Found:
    """Bring the rounds of the finest level that the API has for Mali.

    Raises
    ------
    GeoError
        ``dtm_key`` without a key; any of ``source_…``.
    """
    if not key():
        raise GeoError("dtm_key", variable=KEY)
    for level in LEVELS:
        rows, fetched = _rows(client, level)
        if rows:
            return _found(rows, fetched, level)
    raise GeoError("source_empty", what="DTM")


def _rows(client: Client, level: str) -> tuple[list[Row], Fetched]:
    what = f"DTM {level}"
    fetched = client.fetch(
        f"{client.settings.dtm_url}/displacement/{level}",
        what,
        query={"CountryName": COUNTRY},
        secret={"Ocp-Apim-Subscription-Key": key()},
    )
    answer = as_json(fetched, what)
    rows = answer.get("result") if isinstance(answer, dict) else None
    if not isinstance(answer, dict) or answer.get("isSuccess") is False:
        store.forget(fetched.address)
        messages = answer.get("errorMessages") if isinstance(answer, dict) else None
        raise GeoError("source_said", what=what, said="; ".join(map(str, messages or ["?"]))[:200])
    if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
        store.forget(fetched.address)
        raise GeoError("source_shape", what=what, expected="result")
    total = answer.get("totalRecordsCount")
    if isinstance(total, int) and total != len(rows):
        store.forget(fetched.address)
        raise GeoError("source_not_all", what=what, n=len(rows), total=total)
    return rows, fetched


def _found(rows: list[Row], fetched: Fetched, level: str) -> Found:
    what = f"DTM {level}"
    need(rows, (*COLUMNS, *NAMES[int(level[-1])]), what)
    if any(row["admin0Pcode"] != CODE for row in rows):
        raise GeoError("source_other_country", what=what, column="admin0Pcode")
    problems: list[Rejected] = []
    table = _table(rows, problems)
    division, placed, report = place(Sheet(f"{level}.json", level, "displacement", table, tuple(problems)))
    return Found(
        kind="displacement",
        division=division,
        date=newest(placed["date"]),
        table=placed,
        report=report | {"read": len(rows)},
        measures=(),
        source="IOM DTM (API)",
        licence="IOM DTM",
        fetched=(fetched,),
        file=f"{level}.json",
    )


def _table(rows: list[Row], problems: list[Rejected]) -> pd.DataFrame:
    said = [{name: None if value == NOT_SAID else value for name, value in row.items()} for row in rows]
    columns: dict[str, Any] = {
        "row": pd.Series(range(1, len(said) + 1), dtype="Int64"),
        "date": days(said, "reportingDate"),
        "round": pd.Series([row["roundNumber"] for row in said], dtype="Int64"),
        "operation": texts(said, "operation"),
        "admin1": texts(said, "admin1Name"),
        "admin2": texts(said, "admin2Name"),
        "code1": texts(said, "admin1Pcode"),
        "code2": texts(said, "admin2Pcode"),
        "idps": counts(said, "numPresentIdpInd", problems),
        "origin_admin1": texts(said, "idpOriginAdmin1Name"),
        "displacement_type": texts(said, "displacementReason"),
    }
    return pd.DataFrame(columns)
