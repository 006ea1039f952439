"""Flood events of IDMC's database (GIDD) in, ``floods.csv`` out.

``data/reference/flood_events.csv`` says of each event, known by its start and the source's own
title, how it is named in French and English, and on which area it stands. Most name none, or
several: those stand on none. Where a name may mean a town, a cercle or a region, the event stands
on the area that holds all of them.

Its rows with a figure of their own are not events: a total that another document quotes stands
beside the events of its year, and the two are never added.

``displaced`` is GIDD's ``new_displacement``. A date known to the month only is written so.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from geo import areas, reference
from geo.build import published
from geo.paths import DATA

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from geo.reference import Row

SOURCE_FILE = "gidd_disasters_mli.csv"
SOURCE = "idmc_gidd"
COLUMNS = (
    "year", "start_date", "start_date_accuracy", "end_date", "end_date_accuracy", "event_name",
    "hazard_type_name", "new_displacement",
)  # fmt: skip

ENDS_BEFORE = {
    "fr": "La source donne pour fin le {end} (exact au mois près), avant le début : la fin est laissée vide.",
    "en": "The source gives {end} (to the month) as its end, before it starts: the end is left empty.",
}
"""Said of an event whose end lies before its start."""


def build(source: Path, out: Path, facts: Path = DATA / "reference") -> int:
    """Turn the published events into ``<out>/floods.csv``; return its number of rows.

    Parameters
    ----------
    source : Path
        Folder with ``gidd_disasters_mli.csv``.
    out : Path
        Folder; nothing is written there unless every check passes.
    facts : Path
        Folder with ``flood_events.csv``.

    Raises
    ------
    FileError
        ``file_missing``, ``columns_missing``.
    GeoError
        ``dataset_invalid``.
    """
    path = source / SOURCE_FILE
    events = published.read(path, COLUMNS)
    known = reference.rows(facts / "flood_events.csv")
    by_title = {(row["start"], row["given"]): row for row in known if not row["displaced"]}
    published.refuse(_unmatched(events, by_title), path)
    rows = [_event(event, by_title[_key(event)]) for event in events]
    rows += [_total(row) for row in known if row["displaced"]]
    published.refuse(_unknown_areas(rows), facts / "flood_events.csv")
    table = pd.DataFrame(rows).replace("", None)
    return published.write("floods", table, out / "floods.csv", by=("year", "kind", "start"))


def _key(event: Mapping[str, str]) -> tuple[str, str]:
    return event["start_date"], event["event_name"].strip()


def _event(event: Mapping[str, str], known: Row) -> Row:
    start = _date(event["start_date"], event["start_date_accuracy"])
    end = _date(event["end_date"], event["end_date_accuracy"])
    notes = {lang: known[f"note_{lang}"] for lang in ("fr", "en")}
    if event["end_date"] and event["end_date"] < event["start_date"]:
        notes = {
            lang: f"{ENDS_BEFORE[lang].format(end=event['end_date'])} {note}".strip()
            for lang, note in notes.items()
        }
        end = ""
    return {
        "id": known["id"],
        "kind": "event",
        "start": start,
        "end": end,
        "year": event["year"],
        "displaced": event["new_displacement"],
        "name_fr": known["name_fr"],
        "name_en": known["name_en"],
        "area": known["area"],
        "given": known["given"],
        "source": SOURCE,
        "note_fr": notes["fr"],
        "note_en": notes["en"],
    }


def _total(known: Row) -> Row:
    return {**known, "kind": "year_total", "start": "", "year": known["start"]}


def _date(day: str, accuracy: str) -> str:
    """Return a date as exact as it is known.

    Examples
    --------
    >>> _date("2013-08-01", "Month"), _date("2013-08-28", "Day"), _date("", "")
    ('2013-08', '2013-08-28', '')
    """
    return day[: len("YYYY-MM")] if accuracy == "Month" else day


def _unmatched(events: list[dict[str, str]], known: Mapping[tuple[str, str], Row]) -> list[str]:
    """Return events that are no floods, or not in the list of names, and names without an event."""
    there = {_key(event) for event in events}
    findings = [
        f"{event['event_name']}: no flood" for event in events if event["hazard_type_name"] != "Flood"
    ]
    findings += [f"{title} ({start}): not in the list of names" for start, title in sorted(there - {*known})]
    return findings + [f"{title} ({start}): not in the file" for start, title in sorted({*known} - there)]


def _unknown_areas(rows: list[Row]) -> list[str]:
    division = areas.load()
    return [
        f"{row['id']}: no area {row['area']}" for row in rows if row["area"] and row["area"] not in division
    ]
