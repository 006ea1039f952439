"""Where the rows of a file landed, as a person reads and mends it: counts, totals, problems, columns.

Rows with the same problem stand together, so that one answer mends them all. Every text of a file
comes from outside: renderers escape it.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import TYPE_CHECKING

from geo import areas as divisions
from geo import name_index
from geo.imports import MEASURE
from geo.kinds import SENT
from geo.loaded import PEOPLE
from geo.spelling import fold
from geo.tables import SERVICES
from layers.loaded import OURS
from layers.plain_tables import Cell, Row, Table
from layers.render.report import why
from layers.text import listing, number, say

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from geo.areas import Areas, Language
    from geo.placement import Conflict
    from geo.readers import Sheet
    from geo.report import Outcome, Report

ROWS = ("proposed", "ambiguous", "unplaced")
CELLS = ("rejected", "unreadable")
STATES = (*ROWS, *CELLS)
"""What somebody has to look at, in the order to look: rows, and cells that hold a row back or do not."""

Names = tuple[str, ...]
"""What a row gives by level, as written: region, cercle, commune."""

ROWS_NAMED = 6
"""Row numbers that a problem names."""

NAMED = 4
"""Columns that are named of those one of which a kind needs."""

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
    named : bool
        Whether the rows have a name, so that a choice of a candidate can be remembered for it.
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
    named: bool = False


@dataclass(frozen=True, slots=True)
class Choice:
    """A column of a sheet: its place, its header and first value as written, what it is taken for."""

    position: int
    header: str
    example: str
    name: str


def problems(report: Report, lang: Language) -> tuple[Problem, ...]:
    """Return what has to be looked at, rows with the same problem together, in the order of `STATES`."""
    if report.sheet.kind not in SENT:
        return ()
    names, places = report.names(), report.sheet.rows["row"].tolist()
    at = {int(row): place for place, row in enumerate(places)}
    grouped: dict[tuple[Names, str, str], list[Outcome]] = {}
    for state in ROWS:
        for one in report.among(state):
            given = names[at[one.row]]
            key = (given, state, repr(one.placement) if any(given) else str(one.row))
            grouped.setdefault(key, []).append(one)
    found = [_of_rows(report, given, alike, lang) for (given, *_), alike in grouped.items()]
    found += _of_cells(report, lang)
    return tuple(sorted(found, key=lambda one: (STATES.index(one.state), one.rows)))


def _of_rows(report: Report, names: Names, alike: list[Outcome], lang: Language) -> Problem:
    first, areas = alike[0], divisions.load(report.division)
    finest = max((n for n, name in enumerate(names, start=1) if name), default=0)
    landed = first.placement
    asked = dict.fromkeys([*([landed.area] if landed.area else []), *landed.candidates])
    if not asked and finest:
        asked = dict.fromkeys(area.id for area in name_index.load(report.division).find(names[finest - 1]))
    candidates = tuple((area, label(area, areas, lang)) for area in asked if areas[area].level)
    reason = landed.reason
    level = (candidates and _misspelt(names, candidates[0][0], areas)) or finest
    return Problem(
        id=_digest(report.sheet.name, first.state, *names, *asked, str(first.row)),
        state=first.state,
        rows=tuple(one.row for one in alike),
        given=" / ".join(filter(None, names)) or first.given,
        why=why(lang, reason.key, reason.details) if reason else "",
        todo=_todo(first.state, [name for _, name in candidates], lang),
        column=f"admin{level or report.finest}",
        value=names[level - 1] if level else "",
        candidates=candidates,
        named=any(map(fold, names)),
    )


def _misspelt(names: Names, area: str, areas: Areas) -> int:
    """Return the level of the first name that neither an area nor what holds it bears; 0 for none."""
    keys = name_index.load(areas.division).keys
    for level, name in enumerate(names, start=1):
        held = areas.ancestor(area, level) if name else None
        if held and fold(name) not in keys[held.id]:
            return level
    return 0


def _todo(state: str, areas: list[str], lang: Language) -> str:
    if state == "proposed":
        return say("intake.todo.proposed", lang, area=areas[0] if areas else "")
    if state == "ambiguous":
        return say("intake.todo.ambiguous", lang, areas=listing(areas, lang))
    return say("intake.todo.unplaced", lang)


def _of_cells(report: Report, lang: Language) -> Iterator[Problem]:
    """Yield the cells that cannot be read, those of a column with the same content together."""
    alike: dict[tuple[str, str, str, str], list[int]] = {}
    for state, cells in zip(CELLS, (report.rejected, report.unreadable), strict=True):
        for cell in cells:
            alike.setdefault((state, cell.column, cell.value, cell.problem), []).append(cell.row)
    for (state, column, value, problem), rows in alike.items():
        called = column_name(column, report.sheet, lang)
        yield Problem(
            id=_digest(report.sheet.name, column, value, problem),
            state=state,
            rows=tuple(rows),
            given=value,
            why=say("intake.cell", lang, column=called, problem=why(lang, problem, {})),
            todo=say(f"intake.todo.{state}", lang, column=called),
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
    beside = {"conflicts": report.conflicting(), "skipped": report.sheet.skipped}
    others = {key: len(found) for key, found in {"unreadable": report.unreadable, **beside}.items()}
    found = {**report.counts, **others}
    keys = ("placed", *STATES, "conflicts", "skipped")
    return tuple((key, say(f"intake.state.{key}", lang), found[key]) for key in keys)


def totals(report: Report, lang: Language) -> Table:
    """Return people and households read and in each state, a row per column that counts.

    Other figures, an index or a phase, have no sum that says anything.
    """
    counted = {one.name for one in report.sheet.measures if one.unit in PEOPLE}
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
            if column in counted
        ),
        numbers=frozenset(range(1, len(states) + 2)),
    )


def conflicts(report: Report, lang: Language) -> Table:
    """Return the codes that do not mean the area that was used, and the rows that were left out."""
    rows = [
        (one.row, say("intake.beside.conflict", lang), _conflict(conflict, report, lang))
        for one in report.conflicting()
        for conflict in one.placement.conflicts
    ]
    skipped = say("intake.beside.skipped", lang)
    rows += [(one.row, skipped, why(lang, one.reason, {})) for one in report.sheet.skipped]
    return Table(
        caption=say("intake.beside", lang),
        columns=tuple(say(f"intake.problem.{name}", lang) for name in ("row", "what", "problem")),
        rows=tuple(Row((Cell(str(row)), Cell(what), Cell(said))) for row, what, said in sorted(rows)),
    )


def _conflict(one: Conflict, report: Report, lang: Language) -> str:
    areas = divisions.load(report.division)
    means = label(one.code_means, areas, lang) if one.code_means else say("intake.conflict.none", lang)
    used = label(one.used, areas, lang)
    said = {"code": one.code, "means": means, "name": one.name, "used": used}
    return say(f"intake.conflict.{one.kind}", lang, **said)


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
    figure = {MEASURE: say("intake.columns.figure", lang)} if kind == "figures" else {}
    return {"": say("intake.columns.none", lang), **figure, **named}


def needs(kind: str, lang: Language) -> str:
    """Say what a sheet has to have at least to be of a kind."""
    groups = []
    for names in SENT[kind].known_by:
        called = [_of_kind(name, lang) for name in names]
        groups.append(" / ".join(called[:NAMED]) + (" …" if len(called) > NAMED else ""))
    return say("intake.needs", lang, kind=say(f"sent.kind.{kind}", lang), groups=" + ".join(groups))


def column_name(name: str, sheet: Sheet, lang: Language) -> str:
    """Return what a column is called: ours by its words, a measure by its header."""
    if any(one.name == name for kind in SENT.values() for one in kind.columns):
        return _of_kind(name, lang)
    return next((one.title for one in sheet.measures if one.name == name), name)


def _of_kind(name: str, lang: Language) -> str:
    if name in OURS:
        return say(f"measure.{name}", lang)
    return say(f"service.{name}", lang) if name in SERVICES else say(f"sent.column.{name}", lang)


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
