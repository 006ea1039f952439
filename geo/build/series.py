"""Published figures of regions and communes in, ``series.csv`` out.

``dtm_figures.csv`` mixes kinds of source and repeats itself. What becomes of each of its rows:

- Figures of the eight rounds whose files are in hand, and other sources' figures for the same
  round, must agree with ``dtm_rounds.csv`` to the person, and are not written again. So the five
  regions that a press release also gives for round 19 stand once, from the original file.
- National figures of other series are those of ``national.csv`` (`geo.build.displacement`).
- The rest is written here, one figure per series, date and area: the most original source's.
  Another source's figure for the same is named in its note.

**Which division.** The names of a series on a date decide together: of the divisions in which all
of them are found, the only one. Bandiagara is a region in 2023 alone, so the figures beside it are
of ``reform2023`` too. Names that fit both (Bamako and Tombouctou in 2014) are of ``cod2021`` where
they are older than the reform; younger ones are refused.

A name for several regions ("Nord") has no area and keeps its name. Where the figures of a date do
not sum to the nation's of the same series, the note of each says how many people are elsewhere.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pandas as pd

from geo import gazetteer, reference, tables
from geo.areas import DIVISIONS
from geo.build import published
from geo.build.displacement import FIGURES, sourced
from geo.paths import DATA
from geo.series import french
from geo.spelling import fold

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from pathlib import Path

    from geo.areas import Language
    from geo.reference import Row

Words = dict["Language", str]
"""Words by language."""

LANGUAGES: tuple[Language, ...] = ("fr", "en")

REFORM = "2023-03-13"
"""Day of the law that made the regions of 2023 (no. 2023-006)."""

ZONES: dict[str, Words] = {"Nord": {"fr": "Nord", "en": "North"}}
"""Names of several regions together."""

REMARKS = frozenset(["new displaced only"])
"""Words after a name that the series of its source already says."""

ELSEWHERE: Words = {
    "fr": "{named} {sum} des {nation} personnes déplacées du pays ; où sont les {rest} autres n'est pas dit",
    "en": "{named} {sum} of the country's {nation} displaced people; where the other {rest} are is not said",
}
NO_NATION: Words = {
    "fr": "sans total national de la même série à cette date",
    "en": "no national total of the same series on that date",
}
NAMED: dict[Language, tuple[str, str]] = {
    "fr": ("la seule zone nommée a", "les {n} zones nommées ont"),
    "en": ("the one place named has", "the {n} places named have"),
}

_COLUMNS = ("date", "round", "admin_level", "admin_name", "idps", "returnees", "source")
_MEASURES = ("idps", "returnees")
_NATION = "0"
_ZONE = re.compile(r"0 \(\w+: (.+)\)")
_REMARK = re.compile(r"(.+?) \((.+)\)")


@dataclass(frozen=True, slots=True)
class Report:
    """What became of the published figures; the counts sum to the rows read.

    Attributes
    ----------
    read, rounds, national, written, merged : int
        Rows read; those of the rounds in hand; national ones; those written here; those that
        another source gives too and that a note names.
    """

    read: int
    rounds: int
    national: int
    written: int
    merged: int

    def __str__(self) -> str:
        return (
            f"series.csv: {self.written} figures of {self.read} read; {self.rounds} agree with the rounds, "
            f"{self.national} are national, {self.merged} stand in a note"
        )


def build(source: Path, out: Path, facts: Path = DATA / "reference") -> Report:
    """Turn the published figures into ``<out>/series.csv``.

    Parameters
    ----------
    source : Path
        Folder with ``dtm_figures.csv``.
    out : Path
        Folder with ``dtm_rounds.csv`` and ``national.csv``; nothing is written there unless every
        check passes.
    facts : Path
        Folder with ``figure_sources.csv``.

    Raises
    ------
    FileError
        ``file_missing``, ``columns_missing``.
    GeoError
        ``source_not_known``, ``dataset_invalid``.
    """
    path = source / FIGURES
    figures = published.read(path, _COLUMNS)
    rounds = tables.load("rounds", out / "dtm_rounds.csv")
    in_hand = {*zip(rounds["date"], rounds["round"], strict=True)}
    of_rounds = [row for row in figures if (row["date"], row["round"]) in in_hand]
    published.refuse(_differing(of_rounds, rounds), path)
    others = [row for row in figures if (row["date"], row["round"]) not in in_hand]
    regional = [row for row in others if row["admin_level"] != _NATION]
    placed = list(_placed(regional, reference.rows(facts / "figure_sources.csv"), path))
    kept = one_per_area(placed)
    nations = {_of(row): int(row["idps"]) for row in reference.rows(out / "national.csv") if row["idps"]}
    sums = _sums(kept)
    beyond = [key for key in sums if key in nations and sums[key][1] > nations[key]]
    published.refuse([f"{' '.join(key)}: more people than the nation" for key in beyond], path)
    rows = [_reconciled(row, sums, nations) for row in kept]
    table = pd.DataFrame(rows).replace("", None)
    written = published.write("series", table, out / "series.csv", by=("date", "series", "given"))
    return Report(len(figures), len(of_rounds), len(others) - len(regional), written, len(placed) - len(kept))


def _differing(figures: Iterable[Row], rounds: pd.DataFrame) -> list[str]:
    """Return figures that are not the sums of the rows of their round under the same names."""
    keys = pd.DataFrame({n: rounds[f"admin{n}_given"].map(fold) for n in (1, 2)})
    findings = []
    for figure in figures:
        rows = (rounds["date"] == figure["date"]) & (rounds["round"] == figure["round"])
        if figure["admin_level"] != _NATION:
            for level, name in enumerate(figure["admin_name"].split(" / "), start=1):
                rows &= keys[level] == fold(name)
        for measure in _MEASURES:
            total = int(rounds.loc[rows, measure].sum())
            if figure[measure] and int(figure[measure]) != total:
                findings.append(
                    f"{figure['date']}, {figure['admin_name']}: {figure[measure]} {measure}, "
                    f"its round has {total}"
                )
    return findings


def _placed(figures: Sequence[Row], rules: Sequence[Row], path: Path) -> Iterator[Row]:
    """Yield figures with their series, division and area."""
    findings: list[str] = []
    grouped: dict[tuple[str, str], list[Row]] = {}
    for figure in figures:
        names = {"given": figure["admin_name"], "admin_level": figure["admin_level"]}
        for said in sourced([figure], rules):
            grouped.setdefault((said["series"], said["date"]), []).append(said | names)
    for (series, date), rows in grouped.items():
        division = division_of([_names(row) for row in rows], date)
        if division is None:
            findings.append(
                f"{series}, {date}: {', '.join(row['given'] for row in rows)}: no single division"
            )
            continue
        for row in rows:
            yield row | _place(row, division)
    published.refuse(findings, path)


def _names(figure: Row) -> list[tuple[str, ...]]:
    """Return the areas that a figure names, each by its names from the region down."""
    if zone := _ZONE.fullmatch(figure["admin_level"]):
        return [(name,) for name in zone[1].split("+")]
    remark = _REMARK.fullmatch(figure["given"])
    name = remark[1] if remark and remark[2] in REMARKS else figure["given"]
    return [tuple(name.split(" / "))]


def division_of(figures: Iterable[Iterable[tuple[str, ...]]], date: str) -> str | None:
    """Return the division in which all names are found; None where that is not one.

    Examples
    --------
    >>> division_of([[("Bandiagara",)], [("Gao",)]], "2023-04-30")
    'reform2023'
    >>> division_of([[("Bamako",)]], "2014-02-28"), division_of([[("Bamako",)]], "2024-02-28")
    ('cod2021', None)
    """
    named = [names for figure in figures for names in figure]
    fitting = [division for division in DIVISIONS if all(_area(names, division) for names in named)]
    if len(fitting) > 1 and date < REFORM:
        return DIVISIONS[0]
    return fitting[0] if len(fitting) == 1 else None


def _area(names: tuple[str, ...], division: str) -> str | None:
    given = dict(enumerate(names, start=1))
    if not set(given) <= set(gazetteer.load(division).areas.levels):
        return None  # who names a cercle speaks of a division that has cercles
    found = gazetteer.load(division).place(given, {}, len(names))
    return found.area if found.status == "placed" else None


def _place(figure: Row, division: str) -> Row:
    names = _names(figure)
    if len(names) == 1:
        area = str(_area(names[0], division))
        level = gazetteer.load(division).areas[area].level
        return {"division": division, "area": area, "level": str(level), "name_fr": "", "name_en": ""}
    parts = [gazetteer.load(division).areas[str(_area(name, division))] for name in names]
    zone = {
        lang: f"{ZONES[figure['given']][lang]} ({', '.join(part.name(lang) for part in parts)})"
        for lang in LANGUAGES
    }
    return {"division": division, "area": "", "level": "", "name_fr": zone["fr"], "name_en": zone["en"]}


def one_per_area(figures: Iterable[Row]) -> list[Row]:
    """Return one figure per series, date and place: the most original source's, the others in its note.

    Parameters
    ----------
    figures : iterable of mapping
        With ``series``, ``date``, ``area``, ``given``, ``kind``, ``source``, ``note``, the measures.
    """
    order = {kind: position for position, kind in enumerate(tables.ORIGINS)}
    kept: dict[tuple[str, ...], Row] = {}
    for figure in sorted(figures, key=lambda row: order[row["kind"]]):
        key = (figure["series"], figure["date"], figure["area"] or figure["given"])
        if key not in kept:
            note = figure["note"]
            kept[key] = figure | {"note_fr": french(note), "note_en": note}
            continue
        said = ", ".join(figure[measure] for measure in _MEASURES if figure[measure])
        also: Words = {"fr": f"aussi {figure['source']} : {said}", "en": f"also {figure['source']}: {said}"}
        kept[key] |= _noted(kept[key], also)
    return list(kept.values())


def _of(figure: Row) -> tuple[str, str]:
    return figure["series"], figure["date"]


def _sums(figures: Sequence[Row]) -> dict[tuple[str, str], tuple[int, int]]:
    """Return how many places each series names on a date, and their displaced people."""
    found: dict[tuple[str, str], tuple[int, int]] = {}
    for figure in figures:
        places, people = found.get(_of(figure), (0, 0))
        found[_of(figure)] = places + 1, people + int(figure["idps"] or 0)
    return found


def _reconciled(
    figure: Row, sums: Mapping[tuple[str, str], tuple[int, int]], nations: Mapping[tuple[str, str], int]
) -> Row:
    """Return a figure whose note says how the figures of its date compare with the nation's."""
    places, people = sums[_of(figure)]
    nation = nations.get(_of(figure))
    if nation is None:
        return figure | _noted(figure, NO_NATION)
    if nation == people:
        return figure
    return figure | _noted(figure, {lang: _elsewhere(lang, places, people, nation) for lang in LANGUAGES})


def _elsewhere(lang: Language, places: int, people: int, nation: int) -> str:
    group = "\u202f" if lang == "fr" else ","
    sums = {"sum": people, "nation": nation, "rest": nation - people}
    one, several = NAMED[lang]
    return ELSEWHERE[lang].format(
        named=one if places == 1 else several.format(n=places),
        **{name: f"{number:,}".replace(",", group) for name, number in sums.items()},
    )


def _noted(figure: Row, more: Words) -> Row:
    """Return both notes of a figure with more behind them."""
    between: Words = {"fr": " ; ", "en": "; "}
    notes = {lang: (figure[f"note_{lang}"], more.get(lang, "")) for lang in LANGUAGES}
    return {f"note_{lang}": between[lang].join(filter(None, said)) for lang, said in notes.items()}
