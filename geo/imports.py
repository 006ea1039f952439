"""A file that somebody sends → its sheets → where their rows land → a dataset in the workspace.

What a person said once is kept: the columns and kind of a layout, confirmed spellings
(`geo.aliases`), and what the last dataset of that layout was called. Every row of a sheet is kept,
placed or not.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import pandas as pd

from geo import areas as divisions
from geo import audit, catalog, disclosure, join, readers, typed, workspace
from geo.columns import PATTERNS, Column
from geo.errors import GeoError
from geo.kinds import SENT
from geo.readers import UNKNOWN, cells
from geo.spelling import fold
from geo.workspace import Loaded

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Sequence
    from pathlib import Path

    from geo.disclosure import Sensitivity
    from geo.readers import Mapped, Progress, Sheet
    from geo.report import Report
    from geo.workspace import Claim

LAYOUTS, KINDS = "layouts", "layout_kinds"
"""Under these names the workspace remembers the columns and the kind of a layout."""

MEASURE = "measure"
"""What a person says of a column that holds figures; its header names it."""

_READ = 0.7
"""Share of a check that reading takes."""

LONGEST = 40
"""Characters of a dataset's name."""

Edits = Mapping[int, Mapping[str, str]]
"""What a person wrote in place of cells: by the spreadsheet's row, by column."""


@dataclass(frozen=True, slots=True)
class Description:
    """What a person says of a dataset, or what is proposed.

    Attributes
    ----------
    name, title, source, licence : str
        As in `geo.workspace.Loaded`.
    date : str
        ISO date, month or year; empty where nobody knows.
    sensitivity : {"public", "internal", "restricted"}
        ``restricted`` unless its owner says otherwise.
    claims : tuple of Claim
        What it says it is complete for.
    public_level : int
        Finest level at which the public sees counts of an ``internal`` dataset.
    """

    name: str
    title: str
    source: str = ""
    licence: str = ""
    date: str = ""
    sensitivity: Sensitivity = "restricted"
    claims: tuple[Claim, ...] = ()
    public_level: int = 1


def remembered() -> tuple[Mapped, Mapping[str, str]]:
    """Return what was said of the columns and of the kind of each layout."""
    layouts: dict[str, Mapping[int, str]] = workspace.recall(LAYOUTS, {}, _layouts)
    return layouts, workspace.recall(KINDS, {}, _kinds)


def read(
    path: Path, *, kind: str | None = None, progress: Progress | None = None,
    known: tuple[Mapped, Mapping[str, str]] | None = None,
) -> list[Sheet]:  # fmt: skip
    """Read a file with all that was said of its layouts before.

    Parameters
    ----------
    path, progress
        See `geo.readers.read`.
    kind : str, optional
        One of `geo.kinds.SENT` for every sheet; else what was remembered, or what each sheet says.
    known : tuple, optional
        What is `remembered`, where that is another computer's.

    Raises
    ------
    FileError
        See `geo.readers.read`.
    """
    mapping, said = known or remembered()
    sheets = readers.read(path, kind=kind, mapping=mapping, progress=progress)
    if kind:
        return sheets
    wanted = {said[one.layout] for one in sheets if said.get(one.layout, one.kind) != one.kind}
    for other in sorted(wanted):
        again = {one.name: one for one in readers.read(path, kind=other, mapping=mapping)}
        sheets = [again[one.name] if said.get(one.layout) == other else one for one in sheets]
    return sheets


def _layouts(given: Any) -> dict[str, Mapping[int, str]]:
    found: dict[str, dict[str, str]] = typed.value(dict[str, dict[str, str]], given)
    return {layout: {int(at): name for at, name in columns.items()} for layout, columns in found.items()}


def _kinds(given: Any) -> dict[str, str]:
    found: dict[str, str] = typed.value(dict[str, str], given)
    if unknown := {*found.values()} - SENT.keys():
        raise ValueError(f"no such kind: {min(unknown):.40}")
    return found


def remember_columns(sheet: Sheet, columns: Mapping[int, str]) -> None:
    """Keep what a person said of the columns of a layout, by position.

    Raises
    ------
    GeoError
        ``column_twice`` when two columns are said to be the same.
    """
    taken: dict[str, int] = {}
    for position, name in columns.items():
        if name and name != MEASURE and name in taken:
            first, second = (sheet.columns[one].header for one in (taken[name], position))
            raise GeoError("column_twice", sheet=sheet.name, column=name, first=first, second=second)
        taken[name] = position
    none: dict[str, Mapping[int, str]] = {}
    workspace.remember(LAYOUTS, lambda old: {**old, sheet.layout: {**columns}}, none, _layouts)


def remember_kind(sheet: Sheet, kind: str) -> None:
    """Keep what kind of table a layout is, as a person said."""
    none: dict[str, str] = {}
    workspace.remember(KINDS, lambda old: {**old, sheet.layout: kind}, none, _kinds)


def edited(sheet: Sheet, edits: Edits) -> Sheet:
    """Return a sheet with cells as a person wrote them; a cell that cannot be read stays rejected.

    Raises
    ------
    GeoError
        ``row_unknown`` when the sheet has no such row or column.
    """
    if not edits:
        return sheet
    rows = sheet.rows.copy()
    index = pd.Series(rows.index, index=rows["row"].astype(int))
    columns = _columns(sheet)
    rejected = [cell for cell in sheet.rejected if cell.column not in edits.get(cell.row, {})]
    for row, written in edits.items():
        for name, text in written.items():
            if row not in index or name not in columns:
                raise GeoError("row_unknown", sheet=sheet.name, row=str(row), column=name)
            read = cells.column(columns[name], [row], [text], name)
            if name not in rows:
                rows[name] = pd.Series(pd.NA, rows.index, dtype=columns[name].dtype)
            rows.at[index[row], name] = read.values.iloc[0]
            rejected += read.rejected
    return replace(sheet, rows=rows, rejected=tuple(sorted(rejected, key=lambda cell: cell.row)))


def _columns(sheet: Sheet) -> dict[str, Column]:
    """Return the columns that a sheet may have, its measures too."""
    known = {one.name: one for one in SENT[sheet.kind].columns} if sheet.kind in SENT else {}
    figures = {
        one.name: Column(one.name, "whole" if one.unit else "number", one.unit) for one in sheet.measures
    }
    return figures | known


def place(sheet: Sheet, *, division: str | None = None, edits: Edits | None = None) -> Report:
    """Place the rows of a sheet with the spellings that were confirmed here.

    Parameters
    ----------
    sheet : Sheet
        As it was read.
    division : str, optional
        Division of its areas; inferred where nobody says.
    edits : Edits, optional
        What a person wrote in place of cells.
    """
    return join.place(edited(sheet, edits or {}), division)


def names_of(area: str, report: Report) -> dict[str, str]:
    """Return the edits of a row that put it on an area: its names, and no finer ones."""
    areas = divisions.load(report.division)
    chain = {one.level: one.name_fr for one in areas.chain(area) if one.level}
    return {f"admin{level}": chain.get(level, "") for level in range(1, report.finest + 1)}


def check(
    path: Path,
    *,
    kind: str | None = None,
    division: str | None = None,
    progress: Progress | None = None,
) -> list[Report]:
    """Read a file and place its rows; at least one sheet is recognised.

    `progress` is told how far it is, 0 to 1, and at what.

    Raises
    ------
    FileError
        See `geo.readers.recognised`.
    """
    told = progress or (lambda _done, _what: None)
    sheets = readers.recognised(read(path, kind=kind, progress=lambda done, what: told(_READ * done, what)))
    reports = []
    for number, sheet in enumerate(sheets):
        told(_READ + (1 - _READ) * number / len(sheets), "placing")
        reports.append(place(sheet, division=division))
    told(1.0, "placing")
    return reports


def known(reports: Iterable[Report]) -> list[Report]:
    """Keep the reports of the sheets that are recognised and have a row."""
    return [one for one in reports if one.sheet.kind != UNKNOWN and len(one.sheet.rows)]


def described(report: Report, name: str = "", *, alone: bool = True) -> Description:
    """Propose what a dataset is called: as the last one of its layout, else by its file.

    Parameters
    ----------
    report : Report
        Of the sheet.
    name : str
        Its name, where a person said it: title, source and sensitivity are those of the dataset of
        that name only. Of a new name nothing is known, so that it is restricted.
    alone : bool
        Whether the file has no other sheet; otherwise the sheet's name is part of the name.
    """
    date = date_of(report.sheet)
    last = of_name(name, report.sheet.kind) if name else last_of(report.sheet)
    if last:
        kept = (last.sensitivity, last.claims, last.public_level)
        return Description(last.name, last.title, last.source, last.licence, date, *kept)
    stem = report.sheet.file.rpartition(".")[0] or report.sheet.file
    title = " ".join(stem.replace("_", " ").split())
    if not alone:
        title = f"{title} – {report.sheet.name}"
    taken = [one.name for one in workspace.loaded()]
    return Description(name or _other_than(slug(title), taken), title, date=date)


def of_name(name: str, kind: str) -> Loaded | None:
    """Return the dataset that a sheet of a kind is the next version of; None where it is a new one."""
    return next((one for one in workspace.loaded() if (one.name, one.kind) == (name, kind)), None)


def last_of(sheet: Sheet) -> Loaded | None:
    """Return the dataset loaded last from a file of this layout and kind; None where there is none."""
    alike = [
        one
        for one in workspace.loaded()
        if sheet.layout and (one.layout, one.kind) == (sheet.layout, sheet.kind)
    ]
    return max(alike, key=lambda one: one.at, default=None)


def slug(text: str) -> str:
    """Return a text as the name of a dataset.

    Examples
    --------
    >>> slug("Indice de stabilité – Ségou (2026)")
    'indice-de-stabilite-segou-2026'
    """
    words = re.findall(r"[a-z0-9]+", " ".join(map(fold, re.split(r"[\W_]+", text))))
    return "-".join(words)[:LONGEST].strip("-") or "data"


def _other_than(name: str, taken: Collection[str]) -> str:
    """Return a name, with a number where it is taken."""
    number, free = 2, name
    while free in taken:
        free = f"{name[: LONGEST - len(str(number)) - 1]}-{number}"
        number += 1
    return free


def date_of(sheet: Sheet) -> str:
    """Return the newest date that a sheet gives; empty where it gives none."""
    if "date" not in sheet.rows:
        return ""
    days = sheet.rows["date"].dropna().astype(str)
    return max((day for day in days.unique() if re.fullmatch(PATTERNS["date"], day)), default="")


def save(
    report: Report, given: Description, path: Path, *, by: str = "", edits: Edits | None = None
) -> Loaded:
    """Keep a sheet as the newest version of a dataset.

    Parameters
    ----------
    report : Report
        Where its rows landed. Only a placed row has an area; every row is kept.
    given : Description
        What is said of it.
    path : Path
        The file as it came, which is kept with it.
    by : str
        Account that loads it.
    edits : Edits, optional
        What a person wrote in place of cells: kept with the report.

    Raises
    ------
    GeoError
        ``name_not_allowed``, ``date_not_allowed``, ``audit_not_writable`` or
        ``workspace_not_writable``.
    """
    if given.date and not _is_date(given.date):
        raise GeoError("date_not_allowed", given=given.date)
    sheet, table = report.sheet, table_of(report)
    entry = Loaded(
        name=given.name,
        kind=sheet.kind,
        title=given.title.strip() or given.name,
        source=given.source.strip(),
        licence=given.licence.strip(),
        division=report.division,
        date=given.date or date_of(sheet),
        sensitivity=given.sensitivity,
        rows=len(table),
        placed=int(table["area"].notna().sum()),
        measures=tuple(sorted(sheet.measures, key=lambda one: one.unit == "households")),  # people first
        claims=given.claims,
        public_level=given.public_level,
        file=sheet.file,
        sha256=catalog.digest(path),
        layout=sheet.layout,
        address="",
        by=by,
        at=workspace.now(),
    )
    said = {**report.as_dict(), "edits": {str(row): {**cells} for row, cells in (edits or {}).items()}}
    with audit.recorded("import", entry.name, disclosure.audience_of(entry.sensitivity), by):
        return workspace.save(entry, table, said, path)


def table_of(report: Report) -> pd.DataFrame:
    """Return every row of a sheet with ``area``, ``state`` and ``method``; an area only where placed.

    A GeoDataFrame where the rows have shapes of their own.
    """
    table = report.table()
    if report.sheet.geometry is not None:
        import geopandas as gpd

        table = gpd.GeoDataFrame(table, geometry=report.sheet.geometry)
    return table


def names(reports: Sequence[Report], name: str) -> list[str]:
    """Return a name for each sheet of a file that is loaded under one name.

    Raises
    ------
    GeoError
        ``name_not_allowed``.
    """
    if not workspace.NAME.fullmatch(name):
        raise GeoError("name_not_allowed", given=name)
    if len(reports) == 1:
        return [name]
    found: list[str] = []
    for one in reports:
        given = slug(f"{name} {one.sheet.name}")
        found.append(_other_than(given, found))
    return found


def _is_date(text: str) -> bool:
    return bool(re.fullmatch(PATTERNS["date"], text)) and bool(
        pd.notna(pd.to_datetime(text, errors="coerce"))
    )
