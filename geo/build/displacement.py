"""DTM's published files and figures in, the project's own tables of displacement out.

``dtm_rounds.csv`` has one row per row of the eight baseline assessments in hand, with the area
it was placed on and the names and the code as given. Files at hand are read as a partner's file
is (`geo.readers`, `geo.join`) and compared with the tidied table that holds all eight; the other
rounds come from that table.

``national.csv`` has the figures for the whole country of every other series, one per series and
date. Which series a source belongs to and how good it is stands in
``data/reference/figure_sources.csv``: a pattern of the source's text, and what it means.

Nothing is written unless every row is placed and the sums equal the published ones
(``data/reference/published_totals.csv``) to the person.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import pandas as pd

from geo import areas, gazetteer, join, readers, reference, tables
from geo.errors import GeoError
from geo.kinds import SENT
from geo.paths import DATA

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from pathlib import Path

    from geo.readers import Sheet

TIDIED = "dtm_mli_baseline_rows.csv"
FIGURES = "dtm_figures.csv"
SERIES = "dtm_baseline"

KINDS_BY_ORIGIN = tables.column("national", "kind").values
"""Kinds of source, the most original first."""

_COMPARED = ("date", "round", "admin1", "admin2", "admin3", "code1", "code2", "code3")
_MEASURES = ("idps", "returnees")


@dataclass(frozen=True, slots=True)
class Report:
    """What a build has made.

    Attributes
    ----------
    counts : dict
        Number of rows by file.
    """

    counts: dict[Path, int]

    def __str__(self) -> str:
        return ", ".join(f"{path.name}: {count} rows" for path, count in self.counts.items())


def build(source: Path, out: Path, facts: Path = DATA / "reference") -> Report:
    """Turn published files into ``<out>/dtm_rounds.csv`` and ``<out>/national.csv``.

    Parameters
    ----------
    source : Path
        Folder with ``dtm_mli_baseline_rows.csv``, ``dtm_figures.csv`` and the original files in
        hand, by the names that the former gives them.
    out : Path
        Folder; nothing is written there unless every check passes.
    facts : Path
        Folder with ``published_totals.csv`` and ``figure_sources.csv``.

    Raises
    ------
    FileError
        When a file cannot be read.
    GeoError
        ``tidied_differs``, ``rows_not_placed``, ``totals_differ``, ``source_not_known``.
    """
    rounds = pd.concat([_placed(sheet) for sheet in _sheets(source)], ignore_index=True)
    _check_totals(rounds, reference.rows(facts / "published_totals.csv"))
    figures = _national_figures(reference.rows(source / FIGURES), rounds)
    national = one_per_date(sourced(figures, reference.rows(facts / "figure_sources.csv")))
    made = {out / "dtm_rounds.csv": ("rounds", rounds), out / "national.csv": ("national", national)}
    for path, (kind, table) in made.items():
        tables.write(kind, table, path)
    return Report({path: len(table) for path, (_, table) in made.items()})


def _sheets(source: Path) -> Iterator[Sheet]:
    """Yield each round: its original file where it is at hand, else its rows of the tidied table."""
    (tidied,) = readers.read(source / TIDIED)
    for file, part in tidied.rows.groupby("source_file", sort=False):
        original = source / str(file)
        if original.exists():
            (sheet,) = readers.read(original)
            yield replace(sheet, rows=_compared(sheet.rows, part, original.name))
        else:
            yield replace(tidied, file=original.name, rows=part)


def _compared(rows: pd.DataFrame, tidied: pd.DataFrame, file: str) -> pd.DataFrame:
    """Return an original's rows with the number of its round, or say where the tidied table differs.

    The tidied table writes 0 where an original gives nothing: that is no difference.
    """
    if len(rows) != len(tidied):
        raise GeoError("tidied_differs", file=file, given=len(rows), expected=len(tidied), column="row")
    counts = [column.name for column in SENT["displacement"].counts()]
    for name in (name for name in (*_COMPARED, *counts) if name in rows and name in tidied):
        pairs = zip(rows["row"], _as_text(rows[name]), _as_text(tidied[name]), strict=True)
        for row, given, expected in pairs:
            if given != expected and (given, expected) != ("", "0"):
                raise GeoError(
                    "tidied_differs", file=file, row=row, column=name, given=given, expected=expected
                )
    return rows.assign(round=tidied["round"].to_numpy(), source_file=file)


def _as_text(values: pd.Series) -> list[str]:
    return ["" if pd.isna(value) else str(value).strip() for value in values]


def _placed(sheet: Sheet) -> pd.DataFrame:
    """Return the rows of one round with their areas, as ``dtm_rounds.csv`` has them."""
    places = gazetteer.load()
    report = join.place_rows(sheet, places)
    if report.needs_attention:
        lost = next(outcome for outcome in report.outcomes if outcome.state != "placed")
        raise GeoError("rows_not_placed", file=sheet.file, row=lost.row, given=lost.given, why=lost.state)
    given = {f"admin{level}": f"admin{level}_given" for level in (1, 2, 3)} | {"code2": "code_given"}
    found = [outcome.placement for outcome in report.outcomes]
    rows = sheet.rows.rename(columns=given).assign(
        series=SERIES,
        round=sheet.rows["round"].astype("str"),
        area=[str(placement.area) for placement in found],
        level=[places.areas[str(placement.area)].level for placement in found],
        method=[placement.method for placement in found],
    )
    return tables.typed("rounds", rows)


def _check_totals(rounds: pd.DataFrame, published: Iterable[Mapping[str, str]]) -> None:
    """Compare the sums with the published ones."""
    division = areas.load()
    for total in published:
        rows = rounds[(rounds["series"] == total["series"]) & (rounds["round"] == total["round"])]
        inside = rows[[division.holds(total["area"], area) for area in rows["area"]]]
        for measure in _MEASURES:
            if inside[measure].sum() != int(total[measure]):
                raise GeoError(
                    "totals_differ",
                    round=total["round"], area=total["area"], column=measure,
                    given=inside[measure].sum(), expected=total[measure],
                )  # fmt: skip


def _national_figures(
    figures: Iterable[Mapping[str, str]], rounds: pd.DataFrame
) -> Iterator[Mapping[str, str]]:
    """Yield national figures of other series; those of the rounds in hand must agree with them."""
    sums = rounds.groupby(["date", "round"])[list(_MEASURES)].sum()
    for figure in figures:
        if figure["admin_level"] != "0":
            continue
        if (figure["date"], figure["round"]) not in sums.index:
            yield figure
            continue
        for measure in _MEASURES:
            total = sums.loc[(figure["date"], figure["round"]), measure]
            if figure[measure] and int(figure[measure]) != total:
                raise GeoError(
                    "totals_differ",
                    round=figure["round"], area=areas.COUNTRY, column=measure,
                    given=total, expected=figure[measure],
                )  # fmt: skip


def sourced(
    figures: Iterable[Mapping[str, str]], sources: Iterable[Mapping[str, str]]
) -> Iterator[dict[str, str]]:
    """Yield figures with their series, kind of source and note; one may have a source per measure.

    Parameters
    ----------
    figures : iterable of mapping
        Rows of ``dtm_figures.csv``.
    sources : iterable of mapping
        Rows of ``figure_sources.csv``.

    Raises
    ------
    GeoError
        ``source_not_known``.
    """
    rules = [(re.compile(source["pattern"]), source) for source in sources]
    for figure in figures:
        left = {measure for measure in _MEASURES if figure[measure]}
        for pattern, rule in rules:
            said = pattern.match(figure["source"])
            measures = left & set(rule["measures"].split(";")) if rule["measures"] else left
            if said is None or not measures:
                continue
            left = left - measures
            yield {
                **{measure: figure[measure] if measure in measures else "" for measure in _MEASURES},
                "date": figure["date"],
                "series": rule["series"],
                "kind": rule["kind"],
                "source": said.expand(rule["source"]),
                "note": said.expand(rule["note"]),
            }
        if left:
            raise GeoError("source_not_known", date=figure["date"], source=figure["source"])


def one_per_date(figures: Iterable[Mapping[str, str]]) -> pd.DataFrame:
    """Return one figure per series and date: the most original source's, with the others in its note.

    Parameters
    ----------
    figures : iterable of mapping
        Columns of ``national.csv``; as text.
    """
    order = {kind: position for position, kind in enumerate(KINDS_BY_ORIGIN)}
    kept: dict[tuple[str, str], dict[str, str]] = {}
    for figure in sorted(
        figures, key=lambda figure: (figure["date"], figure["series"], order[figure["kind"]])
    ):
        best = kept.setdefault((figure["date"], figure["series"]), dict(figure))
        if best != figure:
            said = ", ".join(f"{figure[measure]} {measure}" for measure in _MEASURES if figure[measure])
            best["note"] = "; ".join(filter(None, (best["note"], f"also {figure['source']}: {said}")))
    return tables.typed("national", pd.DataFrame(kept.values()).replace("", None))
