"""Where the rows of a file landed: as JSON values with words, and as lines of text."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from geo import areas as divisions
from layers.text import listing, say

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from geo.areas import Language
    from geo.readers import Sheet
    from geo.report import Report

_ROWS_SHOWN = 12


def as_json(report: Report, lang: Language, *, placements: bool = False) -> dict[str, Any]:
    """Return one table of ``mali-map check --json``, its reasons in words."""
    return report.as_dict(placements=placements, word=partial(why, lang))


def as_text(report: Report, lang: Language, *, placements: bool = False) -> str:
    """Return what a person has to know of a table: counts, totals, notes, and every row to look at."""
    counts, *rows = _lines(report, as_json(report, lang, placements=placements), lang)
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


def why(lang: Language, key: str, details: Mapping[str, str]) -> str:
    """Say a reason or problem: *"San" is a region of reform2023 and a cercle of cod2021*."""
    fields = dict(details)
    if "known" in fields:
        places = (place.split(" ") for place in fields["known"].split(", "))
        fields["known"] = listing(
            [say(f"placing.{level}", lang, division=division) for level, division in places], lang
        )
    return say(f"reason.{key}", lang, **fields)


def _lines(report: Report, table: dict[str, Any], lang: Language) -> Iterator[str]:
    yield say(
        "report.sheet",
        lang,
        sheet=" ".join(table["sheet"].split()),
        rows=table["rows"],
        placed=table["placed"],
    )
    for column, totals in table["totals"].items():
        yield say("report.total", lang, column=column, read=totals["read"], placed=totals["placed"])
    if unused := [one.header for one in report.sheet.columns if one.header and not one.name]:
        yield say("report.unused", lang, columns=", ".join(" ".join(text.split()) for text in unused))
    for state in ("proposed", "ambiguous", "unplaced", "rejected", "unreadable", "skipped"):
        yield from (
            _line(state, _named(row, report.division, lang), lang) for row in _whole(report, table[state])
        )
    kinds = [conflict.kind for one in report.conflicting() for conflict in one.placement.conflicts]
    for kind, row in zip(kinds, table["conflicts"], strict=True):
        named = _named(row, report.division, lang)
        yield _line("conflicts" if kind == "code" else f"conflict_{kind}", named, lang)
    yield from (_line("placements", row, lang) for row in table.get("placements", ()))
    if any(table[state] for state in ("proposed", "ambiguous", "unplaced", "rejected", "unreadable")):
        yield say("report.mend", lang)


def _line(what: str, row: Mapping[str, object], lang: Language) -> str:
    return say(f"report.{what}", lang, **{name: _written(value, lang) for name, value in row.items()})


def _whole(report: Report, rows: list[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    """Give rows with all that they name: the name that is misspelt may be of what holds it."""
    if not rows or "given" not in rows[0]:
        yield from rows
        return
    names = dict(zip(report.sheet.rows["row"].tolist(), report.names(), strict=True))
    for row in rows:
        yield {**row, "given": " / ".join(filter(None, names[row["row"]])) or row["given"]}


def _named(row: Mapping[str, Any], division: str, lang: Language) -> dict[str, Any]:
    """Return a row with its areas by name and code: *Bankass (ML0502)*."""
    areas = divisions.load(division)

    def name(area: Any) -> Any:
        return f"{areas[area].name(lang)} ({area})" if isinstance(area, str) and area in areas else area

    named = {key: name(row[key]) for key in ("area", "code_means", "used") if key in row}
    more = {"candidates": [name(one) for one in row["candidates"]]} if "candidates" in row else {}
    return {**row, **named, **more}


def _written(value: object, lang: Language) -> str:
    if isinstance(value, list):
        return ", ".join(map(str, value))
    return say("report.no_area", lang) if value is None else str(value)
