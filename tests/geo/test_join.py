"""Rows → areas, and their reconciliation."""

from pathlib import Path

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from geo import gazetteer
from geo.join import STATES, Report, place_rows
from geo.kinds import SENT
from geo.readers import UNKNOWN, Rejected, Sheet, Skipped, read

DISPLACEMENT = Path(__file__).resolve().parents[2].parent / "shared" / "sources" / "displacement"
KIND = SENT["displacement"]


def sheet_of(rows: list[dict[str, object]], *rejected: Rejected) -> Sheet:
    """Return a sheet of displacement, its rows numbered from 2."""
    names = [column.name for column in KIND.columns if any(column.name in row for row in rows)]
    columns = {
        column.name: pd.Series([row.get(column.name) for row in rows], dtype=column.dtype)
        for column in KIND.columns
        if column.name in names
    }
    numbers = pd.Series(range(2, 2 + len(rows)), dtype="Int64")
    return Sheet("given.xlsx", "data", KIND.name, pd.DataFrame({"row": numbers, **columns}), rejected)


def placed(*rows: dict[str, object], rejected: tuple[Rejected, ...] = ()) -> Report:
    return place_rows(sheet_of(list(rows), *rejected), gazetteer.load())


def test_the_report_is_the_fixed_json() -> None:
    report = placed(
        {"admin1": "Mopti", "admin2": "Bandiagara", "code2": "MLI0502", "idps": 80, "returnees": 1},
        {"admin1": "Mopty", "admin2": "Koro", "idps": 20},
        {"admin2": "Menaka", "idps": 7, "returnees": 2},
        {"admin1": "Mopti", "admin2": "Nowhere", "admin3": "Mopti", "idps": 3},
        {"admin1": "Gao", "admin2": "Gao", "code2": "ML0501", "returnees": 9},
        rejected=(Rejected(6, "idps", "n/a", "not_a_number"),),
    )
    assert report.as_dict(placements=True) == {
        "sheet": "data",
        "kind": "displacement",
        "division": "cod2021",
        "division_from": "inferred",
        "rows": 5,
        "placed": 1,
        "proposed": [{"row": 3, "given": "Koro", "area": "ML0505", "certainty": 0.8}],
        "ambiguous": [{"row": 4, "given": "Menaka", "candidates": ["ML10", "ML1001"]}],
        "unplaced": [{"row": 5, "given": "Nowhere", "reason": "name_not_found"}],
        "rejected": [{"row": 6, "column": "idps", "value": "n/a", "problem": "not_a_number"}],
        "skipped": [],
        "conflicts": [
            {"row": 2, "code": "MLI0502", "code_means": "ML0502", "name": "Bandiagara", "used": "ML0501"}
        ],
        "totals": {
            "idps": {
                "read": 110, "placed": 80, "proposed": 20, "ambiguous": 7, "unplaced": 3, "unreadable": 1,
            },
            "returnees": {
                "read": 12, "placed": 1, "proposed": 0, "ambiguous": 2, "unplaced": 9, "unreadable": 0,
            },
        },
        "placements": [{"row": 2, "area": "ML0501", "method": "name+parent"}],
    }  # fmt: skip
    assert report.needs_attention
    assert "placements" not in report.as_dict()


def test_conflicts_alone_need_no_attention() -> None:
    report = placed({"admin1": "Mopti", "admin2": "Bandiagara", "code2": "MLI0502", "idps": 80})
    assert report.as_dict()["conflicts"]
    assert not report.needs_attention


def test_a_sheet_that_is_not_recognised_has_no_rows() -> None:
    unknown = Sheet("f.xlsx", "notes", UNKNOWN, pd.DataFrame({"row": []}), skipped=(Skipped(1, "why"),))
    report = place_rows(unknown, gazetteer.load()).as_dict(placements=True)
    assert (report["rows"], report["totals"], report["placements"]) == (0, {}, [])
    assert report["skipped"] == [{"row": 1, "reason": "why"}]


def test_an_empty_table_reconciles() -> None:
    report = place_rows(sheet_of([{"admin1": "Mopti", "idps": 1}]), gazetteer.load())
    assert report.counts["placed"] == 1
    empty = Sheet("f.xlsx", "data", KIND.name, report.sheet.rows.iloc[:0])
    assert place_rows(empty, gazetteer.load()).totals["idps"]["read"] == 0


def test_each_round_of_a_file_is_a_table_of_its_own() -> None:
    communes = ("Anderamboukane", "Inekar", "Menaka", "Tidermene")
    menaka = {"admin1": "Gao", "admin2": "Menaka"}
    report = placed(
        *({"date": "2016-12-31", "round": 28, **menaka, "admin3": commune} for commune in communes),
        {"date": "2017-12-31", "round": 38, **menaka, "admin3": "Menaka"},
    )
    found = [outcome.placement.area for outcome in report.outcomes]
    assert found == ["ML1002", "ML1003", "ML1001", "ML1004", "ML10"]


NAMES = st.sampled_from(
    ["", "Mopti", "Gao", "Menaka", "Inekar", "Tidermene", "Koro", "Kayes", "Nowhere", "Total"]
)
PEOPLE = st.one_of(st.none(), st.integers(0, 10_000))


@settings(max_examples=150, deadline=None)
@given(
    rows=st.lists(
        st.fixed_dictionaries(
            {"admin1": NAMES, "admin2": NAMES, "admin3": NAMES, "idps": PEOPLE, "returnees": PEOPLE},
            optional={"code2": st.sampled_from(["ML0501", "MLI0704", "x"]), "round": st.integers(1, 3)},
        ),
        min_size=1,
        max_size=12,
    ),
    bad=st.sets(st.integers(2, 8)),
)
def test_what_is_read_is_placed_or_listed(rows: list[dict[str, object]], bad: set[int]) -> None:
    rejected = tuple(Rejected(row, "idps", "?", "not_a_number") for row in sorted(bad) if row < 2 + len(rows))
    for cell in rejected:
        rows[cell.row - 2]["idps"] = None
    report = placed(*rows, rejected=rejected)
    table = report.as_dict(placements=True)
    lists = [table["placements"], *(table[state] for state in STATES if state != "placed")]
    numbers = [entry["row"] for entries in lists for entry in entries]  # type: ignore[attr-defined]
    assert sorted(numbers) == list(range(2, 2 + len(rows)))
    assert sum(report.counts.values()) == table["rows"] == len(rows)
    for measure, total in report.totals.items():
        assert total["read"] == sum(row[measure] or 0 for row in rows)  # type: ignore[misc]
        assert total["read"] == sum(total[state] for state in STATES if state in total)
    assert report.totals["idps"]["unreadable"] == len(rejected)


@pytest.mark.skipif(not DISPLACEMENT.is_dir(), reason="needs the published files")
@pytest.mark.parametrize(
    ("file", "rows", "conflicts", "idps", "returnees"),
    [
        ("Baseline_Assessment_Round_12.xlsx", 51, 39, 61_621, 394_655),
        ("Baseline_December_2017.xlsx", 45, 1, 38_172, 526_505),
        ("DTM_Mali_Baseline_Assessment_Round_64_April_2020.xlsx", 50, 2, 250_998, 649_738),
    ],
)
def test_the_published_files(file: str, rows: int, conflicts: int, idps: int, returnees: int) -> None:
    (sheet,) = read(DISPLACEMENT / file)
    report = place_rows(sheet, gazetteer.load())
    assert report.counts["placed"] == len(report.outcomes) == rows
    assert not report.needs_attention
    assert len(report.as_dict()["conflicts"]) == conflicts  # type: ignore[arg-type]
    for measure, people in (("idps", idps), ("returnees", returnees)):
        assert report.totals[measure]["read"] == report.totals[measure]["placed"] == people
