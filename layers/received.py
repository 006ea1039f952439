"""A file that somebody sent, where its tables are held: read, placed, mended and kept apart from the app.

Each function is a piece of work for `geo.work_queue`. The tables stay in a folder between two of them;
what comes back is what a page shows, which is little whatever the file's size.
"""

from __future__ import annotations

import pickle  # nosec B403 -- of files that only these functions write, in a folder of this user's
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

import pandas as pd

from geo import aliases, imports
from geo.readers import UNKNOWN, limits
from geo.report import Report
from geo.work_process import may_take, tell
from layers import intake
from layers.render import problems
from layers.render.report import notes

if TYPE_CHECKING:
    from pathlib import Path

    from geo.areas import Language
    from geo.imports import Description
    from geo.readers import Sheet
    from geo.workspace import Loaded
    from layers.intake import Problem
    from layers.plain_tables import Table

PLACING = 120.0
"""Seconds of a processor for the placing of a file's rows, however long the reading took."""

MOST_PROBLEMS = 600
"""Problems of a sheet that a page offers to mend; the file to send back has all."""

MOST_BESIDE = 200
"""Conflicts and rows left out that a page lists."""

_READ = 0.7
"""Share of the work that reading takes."""


@dataclass(frozen=True, slots=True)
class Given:
    """What a person said of a file: by sheet, what stands in place of cells, and which division it is of."""

    edits: dict[str, dict[int, dict[str, str]]] = field(default_factory=dict)
    divisions: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, eq=False)
class Shown:
    """What a page shows of a sheet.

    Attributes
    ----------
    report : Report
        Without its rows; of them only the newest date is left.
    rows, placed : int
        How many there are, and are placed.
    counts, totals, notes, beside
        As `layers.intake` and `layers.render.report` word them.
    problems : tuple of Problem
        The first of them.
    more : int
        Problems beyond those, and lines beyond those of `beside`.
    """

    report: Report
    rows: int
    placed: int
    counts: tuple[tuple[str, str, int], ...] = ()
    totals: Table | None = None
    notes: tuple[str, ...] = ()
    problems: tuple[Problem, ...] = ()
    beside: Table | None = None
    more: int = 0

    @property
    def sheet(self) -> Sheet:
        """The sheet without its rows: what its columns are, and its first rows as written."""
        return self.report.sheet

    @property
    def has_rows(self) -> bool:
        """Whether it is recognised and has a row."""
        return self.sheet.kind != UNKNOWN and self.rows > 0


def read(path: Path, folder: Path, given: Given, lang: Language) -> tuple[Shown, ...]:
    """Read a file and place its rows; return what is shown of each sheet.

    Raises
    ------
    FileError
        See `geo.readers.read`.
    """
    may_take(limits.seconds(path))
    sheets = imports.read(path, progress=lambda done, what: tell(_READ * done, what))
    may_take(PLACING)
    shown = []
    for number, sheet in enumerate(sheets):
        tell(_READ + (1 - _READ) * number / len(sheets), "placing")
        _write(folder / f"sheet-{number}", sheet)
        shown.append(_placed(folder, number, sheet, given, lang))
    return tuple(shown)


def place(folder: Path, number: int, given: Given, lang: Language) -> Shown:
    """Place the rows of a sheet again, with what was mended since."""
    tell(_READ, "placing")
    return _placed(folder, number, _read(folder / f"sheet-{number}"), given, lang)


def confirm(folder: Path, number: int, row: int, area: str, given: Given, lang: Language) -> Shown:
    """Remember the spelling of a row as an area's name, and place all again."""
    report: Report = _read(folder / f"report-{number}")
    if alias := report.alias(row, area):
        aliases.remember(alias)
    return place(folder, number, given, lang)


def word(folder: Path, count: int, lang: Language) -> tuple[Shown, ...]:
    """Return what is shown of each sheet in another language."""
    return tuple(_shown(_read(folder / f"report-{number}"), lang) for number in range(count))


def keep(folder: Path, number: int, described: Description, path: Path, by: str, given: Given) -> Loaded:
    """Keep a sheet as a dataset; see `geo.imports.save`."""
    report: Report = _read(folder / f"report-{number}")
    return imports.save(report, described, path, by=by, edits=given.edits.get(report.sheet.name))


def all_problems(folder: Path, count: int, lang: Language) -> bytes:
    """Return every problem as a workbook to send back."""
    reports = [_read(folder / f"report-{number}") for number in range(count)]
    return problems.as_xlsx(imports.known(reports), lang)


def _placed(folder: Path, number: int, sheet: Sheet, given: Given, lang: Language) -> Shown:
    name = sheet.name
    report = imports.place(sheet, division=given.divisions.get(name) or None, edits=given.edits.get(name))
    _write(folder / f"report-{number}", report)  # before anything is worked out of it, which is not kept
    return _shown(report, lang)


def _shown(report: Report, lang: Language) -> Shown:
    if report.sheet.kind == UNKNOWN:
        return Shown(_without_rows(report), 0, 0)
    found, beside = intake.problems(report, lang), intake.conflicts(report, lang)
    left = max(0, len(found) - MOST_PROBLEMS) + max(0, len(beside.rows) - MOST_BESIDE)
    return Shown(
        _without_rows(report),
        len(report.sheet.rows),
        report.counts["placed"],
        intake.counts(report, lang),
        intake.totals(report, lang),
        tuple(notes(report.sheet, lang)),
        found[:MOST_PROBLEMS],
        replace(beside, rows=beside.rows[:MOST_BESIDE]),
        left,
    )


def _without_rows(report: Report) -> Report:
    sheet = report.sheet
    newest = imports.date_of(sheet)
    bare = replace(
        sheet, rows=pd.DataFrame({"date": [newest]} if newest else {}), rejected=(), skipped=(), notes=(),
        geometry=None,
    )  # fmt: skip
    return Report(bare, report.division, report.division_from, finest=report.finest)


def _write(path: Path, what: Sheet | Report) -> None:
    """Keep a table; whoever is ended while it is written leaves the one before."""
    unfinished = path.with_suffix(".unfinished")
    with unfinished.open("wb") as file:
        pickle.dump(what, file, protocol=pickle.HIGHEST_PROTOCOL)
    unfinished.replace(path)


def _read(path: Path) -> Any:
    return pickle.loads(path.read_bytes())  # nosec B301
