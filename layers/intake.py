"""Where the rows of a file landed, as a person reads and mends it: counts, totals, problems, columns.

Rows with the same problem stand together, so that one answer mends them all. Every text of a file
comes from outside: renderers escape it.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pandas as pd

from geo import areas as divisions
from geo import gazetteer
from geo.aliases import Alias
from geo.kinds import SENT
from geo.tables import SERVICES
from layers.loaded import OURS
from layers.plain_tables import Cell, Row, Table
from layers.text import listing, number, say

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from geo.areas import Areas, Language
    from geo.join import Outcome, Report
    from geo.readers import Sheet

STATES = ("proposed", "ambiguous", "unplaced", "rejected")
"""Of rows that somebody has to look at, in the order to look."""

Names = tuple[str, ...]
"""What a row gives by level, as written: region, cercle, commune."""

LEVELS = (1, 2, 3)

ROWS_NAMED = 6
"""Row numbers that a problem names."""

PREVIEWED = 16
"""Columns of the preview; further ones are in the list of columns."""

MOST_COLUMNS = 60
"""Columns that can be corrected on the page."""


@dataclass(frozen=True, slots=True)
class Problem:
    """Rows that have one problem in common.

    Attributes
    ----------
    id : str
        Stays the same while the problem does.
    state : str
        One of `STATES`.
    rows : tuple of int
        Numbers that a spreadsheet shows.
    given : str
        As written, with its parents.
    why, todo : str
        The problem and what to do, in words.
    column, value : str
        The column to correct, by its own name, and what stands there; empty where there is none.
    candidates : tuple of (str, str)
        Areas that may be meant: id, and name with what holds it.
    alias : Alias or None
        The spelling that a choice of a candidate confirms; its area is still empty.
    """

    id: str
    state: str
    rows: tuple[int, ...]
    given: str
    why: str
    todo: str
    column: str
    value: str
    candidates: tuple[tuple[str, str], ...] = ()
    alias: Alias | None = None


@dataclass(frozen=True, slots=True)
class Choice:
    """A column of a sheet: its place, its header and first value as written, what it is taken for."""

    position: int
    header: str
    example: str
    name: str


def problems(report: Report, lang: Language) -> tuple[Problem, ...]:
    """Return what has to be looked at, rows with the same problem together, in the order of `STATES`."""
    kind = SENT.get(report.sheet.kind)
    if kind is None:
        return ()
    names = _names(report.sheet)
    grouped: dict[tuple[Names, object], list[Outcome]] = {}
    for place, outcome in enumerate(report.outcomes):
        if outcome.state in STATES and outcome.state != "rejected":
            landed = outcome.placement
            said = (outcome.state, landed.area, landed.candidates, repr(landed.reason))
            grouped.setdefault((names[place], said), []).append(outcome)
    found = [_of_rows(report, given, alike, lang) for (given, _), alike in grouped.items()]
    found += _of_cells(report, lang)
    return tuple(sorted(found, key=lambda one: (STATES.index(one.state), one.rows)))


def _names(sheet: Sheet) -> list[Names]:
    nothing = pd.Series("", sheet.rows.index)
    columns = [sheet.rows.get(f"admin{n}", nothing).fillna("").astype(str) for n in LEVELS]
    return list(zip(*columns, strict=True))


def _of_rows(report: Report, names: Names, alike: list[Outcome], lang: Language) -> Problem:
    first, areas = alike[0], divisions.load(report.division)
    finest = SENT[report.sheet.kind].finest
    level = max((n for n in LEVELS if n <= finest and names[n - 1]), default=0)
    found = first.placement
    asked = dict.fromkeys([*([found.area] if found.area else []), *found.candidates])
    if not asked and level:
        asked = dict.fromkeys(area.id for area in gazetteer.load(report.division).find(names[level - 1]))
    candidates = tuple((area, label(area, areas, lang)) for area in asked if areas[area].level)
    reason = found.reason
    return Problem(
        id=_digest(report.sheet.name, first.state, *names, *asked),
        state=first.state,
        rows=tuple(one.row for one in alike),
        given=" / ".join(filter(None, names[:finest])) or first.given,
        why=say(f"reason.{reason.key}", lang, **reason.details) if reason else "",
        todo=_todo(first.state, [name for _, name in candidates], lang),
        column=f"admin{level or finest}",
        value=names[level - 1] if level else "",
        candidates=candidates,
        alias=Alias(report.division, level, names[: level - 1], names[level - 1], "") if level else None,
    )


def _todo(state: str, areas: list[str], lang: Language) -> str:
    if state == "proposed":
        return say("intake.todo.proposed", lang, area=areas[0] if areas else "")
    if state == "ambiguous":
        return say("intake.todo.ambiguous", lang, areas=listing(areas, lang))
    return say("intake.todo.unplaced", lang)


def _of_cells(report: Report, lang: Language) -> Iterator[Problem]:
    """Yield the cells that cannot be read, those of a column with the same content together."""
    alike: dict[tuple[str, str, str], list[int]] = {}
    for cell in report.sheet.rejected:
        alike.setdefault((cell.column, cell.value, cell.problem), []).append(cell.row)
    for (column, value, problem), rows in alike.items():
        called = column_name(column, report.sheet, lang)
        yield Problem(
            id=_digest(report.sheet.name, column, value, problem),
            state="rejected",
            rows=tuple(rows),
            given=value,
            why=say("intake.cell", lang, column=called, problem=say(f"reason.{problem}", lang)),
            todo=say("intake.todo.rejected", lang, column=called),
            column=column,
            value=value,
        )


def label(area: str, areas: Areas, lang: Language) -> str:
    """Say an area with its level and what holds it: *Bankass (cercle, Mopti)*."""
    holding = [outer.name(lang) for outer in areas.chain(area)[1:-1]]
    return f"{areas[area].name(lang)} ({', '.join([say(f'level.{areas[area].level}', lang), *holding])})"


def row_numbers(problem: Problem, lang: Language) -> str:
    """Say which rows a problem has: *rows 3, 9, 12 (40)*."""
    named = ", ".join(str(row) for row in problem.rows[:ROWS_NAMED])
    if len(problem.rows) > ROWS_NAMED:
        named = say("intake.rows.more", lang, rows=named)
    return say("intake.rows", lang, n=len(problem.rows), rows=named)


def counts(report: Report, lang: Language) -> tuple[tuple[str, str, int], ...]:
    """Return the number of rows in each state: its key, its name, how many."""
    found = {**report.counts, "conflicts": _conflicts(report), "skipped": len(report.sheet.skipped)}
    keys = ("placed", *STATES, "conflicts", "skipped")
    return tuple((key, say(f"intake.state.{key}", lang), found[key]) for key in keys)


def _conflicts(report: Report) -> int:
    return len(report.as_dict()["conflicts"])


def totals(report: Report, lang: Language) -> Table:
    """Return people and households read and in each state, a row per column that counts."""
    states = ("read", "placed", "proposed", "ambiguous", "unplaced")
    heads = [say("intake.totals.read", lang), *(say(f"intake.state.{state}", lang) for state in states[1:])]
    return Table(
        caption=say("intake.totals", lang),
        columns=(say("intake.totals.column", lang), *heads, say("intake.unreadable", lang)),
        rows=tuple(
            Row(
                (
                    Cell(column_name(column, report.sheet, lang)),
                    *(Cell(number(found[state], lang)) for state in (*states, "unreadable")),
                )
            )
            for column, found in report.totals.items()
        ),
        numbers=frozenset(range(1, len(states) + 2)),
    )


def conflicts(report: Report, lang: Language) -> Table:
    """Return the codes that do not mean the area that was used, and the rows that were left out."""
    areas = divisions.load(report.division)
    told = report.as_dict(word=lambda key, details: say(f"reason.{key}", lang, **details))
    rows = []
    for one in told["conflicts"]:
        means = (
            label(one["code_means"], areas, lang) if one["code_means"] else say("intake.conflict.none", lang)
        )
        used = label(one["used"], areas, lang)
        said = say("intake.conflict", lang, code=one["code"], means=means, name=one["name"], used=used)
        rows.append((one["row"], say("intake.beside.conflict", lang), said))
    rows += [(one["row"], say("intake.beside.skipped", lang), one["reason"]) for one in told["skipped"]]
    return Table(
        caption=say("intake.beside", lang),
        columns=tuple(say(f"intake.problem.{name}", lang) for name in ("row", "what", "problem")),
        rows=tuple(Row((Cell(str(row)), Cell(what), Cell(said))) for row, what, said in sorted(rows)),
    )


def preview(sheet: Sheet, lang: Language) -> Table:
    """Return the first rows as written."""
    heads = [one.header or say("intake.no_header", lang) for one in sheet.columns[:PREVIEWED]]
    wide = len(heads)
    rows = (
        tuple(Cell(text) for text in (*cells[:wide], *[""] * (wide - len(cells)))) for cells in sheet.preview
    )
    return Table(say("intake.preview", lang), tuple(heads), tuple(Row(cells) for cells in rows if cells))


def columns(sheet: Sheet) -> tuple[Choice, ...]:
    """Return the columns of a sheet with the first value of each, at most `MOST_COLUMNS`."""
    found = []
    for one in sheet.columns[:MOST_COLUMNS]:
        written = (cells[one.position] for cells in sheet.preview if one.position < len(cells))
        found.append(Choice(one.position, one.header, next(filter(None, written), ""), one.name))
    return tuple(found)


def choices(sheet: Sheet, kind: str, lang: Language) -> dict[str, str]:
    """Return what a column of a kind may hold: its name, in words; empty is nothing."""
    known = [one.name for one in SENT[kind].columns if one.name != "row"]
    others = [one.name for one in sheet.columns if one.name and one.name not in known]
    named = {name: column_name(name, sheet, lang) for name in (*known, *others)}
    return {"": say("intake.columns.none", lang), **named}


def column_name(name: str, sheet: Sheet, lang: Language) -> str:
    """Return what a column is called: ours by its words, a measure by its header."""
    if name in OURS:
        return say(f"measure.{name}", lang)
    if name in SERVICES:
        return say(f"service.{name}", lang)
    if any(one.name == name for kind in SENT.values() for one in kind.columns):
        return say(f"sent.column.{name}", lang)
    return next((one.title for one in sheet.measures if one.name == name), name)


def letter(position: int) -> str:
    """Return a column as a spreadsheet names it.

    Examples
    --------
    >>> letter(0), letter(25), letter(26)
    ('A', 'Z', 'AA')
    """
    before, last = divmod(position, 26)
    return (letter(before - 1) if before else "") + chr(ord("A") + last)


def listed(report: Report, lang: Language) -> Iterable[tuple[int, str, str, str]]:
    """Yield every problem row by row, for a spreadsheet: number, given, problem, what to do."""
    found = [
        (row, one.given, one.why or say(f"intake.state.{one.state}", lang), one.todo)
        for one in problems(report, lang)
        for row in one.rows
    ]
    todo = say("intake.todo.conflict", lang), say("intake.todo.skipped", lang)
    for line in conflicts(report, lang).rows:
        row, what, said = (cell.text for cell in line.cells)
        advice = todo[0] if what == say("intake.beside.conflict", lang) else todo[1]
        found.append((int(row), what, said, advice))
    return sorted(found)


def _digest(*parts: str) -> str:
    return hashlib.sha256("\x1f".join(parts).encode()).hexdigest()[:12]
