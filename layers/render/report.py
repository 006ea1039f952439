"""Where the rows of a file landed: as JSON values with words, and as lines of text."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from layers.text import say

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from geo.areas import Language
    from geo.join import Report
    from geo.readers import Sheet

_ROWS_SHOWN = 12


def as_json(report: Report, lang: Language, *, placements: bool = False) -> dict[str, Any]:
    """Return one table of ``mali-map check --json``, its reasons in words."""
    return report.as_dict(placements=placements, word=partial(_reason, lang))


def as_text(report: Report, lang: Language, *, placements: bool = False) -> str:
    """Return what a person has to know of a table: counts, totals, notes, and every row to look at."""
    counts, *rows = _lines(as_json(report, lang, placements=placements), lang)
    return "\n".join([counts, *(f"  {note}" for note in notes(report.sheet, lang)), *rows])


def notes(sheet: Sheet, lang: Language) -> list[str]:
    """Return what was found in a sheet and dealt with, a sentence each."""
    return [
        say(
            f"note.{note.key}",
            lang,
            n=len(note.rows),
            rows=_first(note.rows),
            column=note.column,
            **note.details,
        )
        for note in sheet.notes
    ]


def _first(rows: tuple[int, ...]) -> str:
    shown = ", ".join(map(str, rows[:_ROWS_SHOWN]))
    return f"{shown} …" if len(rows) > _ROWS_SHOWN else shown


def _reason(lang: Language, key: str, details: Mapping[str, str]) -> str:
    return say(f"reason.{key}", lang, **details)


def _lines(table: dict[str, Any], lang: Language) -> Iterator[str]:
    yield say("report.sheet", lang, sheet=table["sheet"], rows=table["rows"], placed=table["placed"])
    for column, totals in table["totals"].items():
        yield say("report.total", lang, column=column, read=totals["read"], placed=totals["placed"])
    for state in ("proposed", "ambiguous", "unplaced", "rejected", "skipped", "conflicts", "placements"):
        for row in table.get(state, ()):
            yield say(f"report.{state}", lang, **{name: _written(value, lang) for name, value in row.items()})


def _written(value: object, lang: Language) -> str:
    if isinstance(value, list):
        return ", ".join(map(str, value))
    return say("report.no_area", lang) if value is None else str(value)
