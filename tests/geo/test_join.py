"""Rows → areas, and their reconciliation."""

import time
from pathlib import Path

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from geo import areas, gazetteer
from geo.aliases import Alias
from geo.join import place, place_rows
from geo.kinds import SENT
from geo.readers import UNKNOWN, Rejected, Sheet, Skipped, read
from geo.report import STATES, Report
from geo.workspace import Measure

DISPLACEMENT = Path(__file__).resolve().parents[2].parent / "shared" / "sources" / "displacement"
KIND = SENT["displacement"]


def sheet_of(rows: list[dict[str, object]], *rejected: Rejected, kind: str = KIND.name) -> Sheet:
    """Return a sheet, of displacement if not said otherwise, its rows numbered from 2."""
    known = SENT[kind].columns
    names = [column.name for column in known if any(column.name in row for row in rows)]
    columns = {
        column.name: pd.Series([row.get(column.name) for row in rows], dtype=column.dtype)
        for column in known
        if column.name in names
    }
    numbers = pd.Series(range(2, 2 + len(rows)), dtype="Int64")
    return Sheet("given.xlsx", "data", kind, pd.DataFrame({"row": numbers, **columns}), rejected)


def projects(*names: str, **others: object) -> Sheet:
    """Return a sheet of projects: a row for each "region/cercle/commune"."""
    rows = [dict(zip(("admin1", "admin2", "admin3"), name.split("/"), strict=False)) for name in names]
    return sheet_of([{**row, **others} for row in rows], kind="projects")


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
        "unreadable": [],
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


@pytest.mark.parametrize(
    ("kind", "column", "state"),
    [
        ("displacement", "date", "placed"),
        ("displacement", "idps", "rejected"),
        ("displacement", "lon", "placed"),
        ("sites", "water", "placed"),
        ("sites", "individuals", "rejected"),
        ("sites", "sensitivity", "rejected"),
        ("projects", "withheld", "rejected"),
        ("projects", "start", "placed"),
        ("projects", "reached", "placed"),
        ("figures", "index", "rejected"),
    ],
)
def test_an_unreadable_cell_holds_a_row_back_only_where_it_decides(
    kind: str, column: str, state: str
) -> None:
    rows: list[dict[str, object]] = [{"admin1": "Mopti", "admin2": "Koro", "idps": 5, "reached": 5}]
    report = place_rows(sheet_of(rows, Rejected(2, column, "?", "not_a_date"), kind=kind), gazetteer.load())
    table = report.as_dict()
    assert report.counts[state] == 1
    assert (len(table["rejected"]), len(table["unreadable"])) == ((1, 0) if state == "rejected" else (0, 1))
    assert report.needs_attention
    if kind == "displacement" and state == "placed":
        assert report.totals["idps"]["placed"] == 5


def test_an_unreadable_coordinate_holds_back_a_row_that_nothing_else_places() -> None:
    report = placed({"admin1": "Nowhere"}, rejected=(Rejected(2, "lat", "?", "not_a_position"),))
    assert report.counts["rejected"] == 1


@pytest.mark.parametrize(
    ("names", "finest"),
    [
        ([("Mopti", "Mopti"), ("Koro", "Koro"), ("Niafunké", "Soboundou")], 2),
        ([("Niafunké", "Soboundou"), ("Yanfolila", "Baya")], 2),
        ([("Mopti", "Sio"), ("Koro", "Dioungani"), ("Bankass", "Kani Bonzoni")], 3),
        ([("Mopti", "Sio"), ("Mopti", "Socoura"), ("Koro", "Koro"), ("Koro", "Dioungani")], 3),
        ([("", "Sio")], 3),
    ],
)
def test_communes_are_evidence_where_they_are_no_chief_towns(
    names: list[tuple[str, str]], finest: int
) -> None:
    rows = [{"admin2": cercle, "admin3": commune, "idps": 1} for cercle, commune in names]
    assert placed(*rows).finest == finest


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
    ["", "Mopti", "Mopty", "San", "Gao", "Menaka", "Inekar", "Koro", "Kayes", "Kendie", "Kendei", "Benkadi",
     "Bandiagara", "Douentza", "Sévaré", "Nowhere", "Total"]
)  # fmt: skip
CODES = st.sampled_from(["", "ML0501", "MLI0704", "ML050110", "MLI005002", "x"])
PEOPLE = st.one_of(st.none(), st.integers(0, 10_000))
POINTS = st.sampled_from(
    [(-3.8, 14.3), (-4.19, 14.49), (-8.0, 12.6), (30.0, 14.0), (None, 14.0), (None, None)]
)
ROW = st.fixed_dictionaries(
    {"admin1": NAMES, "admin2": NAMES, "admin3": NAMES, "people": PEOPLE, "others": PEOPLE},
    optional={"code2": CODES, "code3": CODES, "point": POINTS, "round": st.integers(1, 3)},
)
COUNTS = {
    "displacement": ("idps", "returnees"),
    "sites": ("individuals", "households"),
    "projects": ("targeted", "reached"),
}


def as_kind(row: dict[str, object], kind: str) -> dict[str, object]:
    """Give the figures and the point of a row the names that they have in a kind."""
    lon, lat = row.get("point") or (None, None)  # type: ignore[misc]
    people, others = COUNTS[kind]
    named = {people: row["people"], others: row["others"], "lon": lon, "lat": lat}
    return {**{name: row[name] for name in row if name not in ("people", "others", "point")}, **named}


@settings(max_examples=150, deadline=None)
@given(
    rows=st.lists(ROW, min_size=1, max_size=12),
    kind=st.sampled_from([*COUNTS]),
    division=st.sampled_from([None, "cod2021", "reform2023"]),
    bad=st.sets(st.integers(2, 8)),
)
def test_what_is_read_is_placed_or_listed(
    rows: list[dict[str, object]], kind: str, division: str | None, bad: set[int]
) -> None:
    counted = COUNTS[kind]
    rejected = tuple(
        Rejected(row, counted[0], "?", "not_a_number") for row in sorted(bad) if row < 2 + len(rows)
    )
    given = [as_kind(row, kind) for row in rows]
    for cell in rejected:
        given[cell.row - 2][counted[0]] = None
    report = place(sheet_of(given, *rejected, kind=kind), division, aliases=())
    table = report.as_dict(placements=True)
    lists = [table["placements"], *(table[state] for state in STATES if state != "placed")]
    numbers = [entry["row"] for entries in lists for entry in entries]
    assert sorted(numbers) == list(range(2, 2 + len(rows)))
    assert sum(report.counts.values()) == table["rows"] == len(rows) == len(report.outcomes)
    for measure, total in report.totals.items():
        assert total["read"] == sum(row[measure] or 0 for row in given)  # type: ignore[misc]
        assert total["read"] == sum(total[state] for state in STATES if state in total)
    assert report.totals[counted[0]]["unreadable"] == len(rejected)
    check_each(report)


def check_each(report: Report) -> None:
    """Check what holds for each row, whatever its state."""
    mali, table = areas.load(report.division), report.table()
    assert table["state"].tolist() == [outcome.state for outcome in report.outcomes]
    for outcome, area in zip(report.outcomes, table["area"], strict=True):
        found = outcome.placement
        assert all(one in mali for one in (*found.candidates, *filter(None, [found.area])))
        assert pd.isna(area) if outcome.state != "placed" else area == found.area
        assert (found.reason is None) == (found.status == "placed")
        assert all(conflict.used == found.area and conflict.code for conflict in found.conflicts)


@pytest.mark.parametrize(
    ("names", "division"),
    [
        (["Mopti/Bandiagara", "Mopti/Koro"], "cod2021"),
        (["San", "Nioro", "Kayes"], "reform2023"),
        (["San/San/San", "Douentza/Douentza/Hombori", "Mopti/Mopti/Konna"], "reform2023"),
        (["Mopti", "Gao"], "cod2021"),  # both have them: the one taken where as many are placed
        (["Nowhere"], "cod2021"),
        (["Mopti/Bandiagara/Kendie", "Mopti/Koro/Koro", "San//San"], "cod2021"),
    ],
)
def test_the_division_is_that_of_the_names(names: list[str], division: str) -> None:
    report = place(projects(*names), aliases=())
    assert (report.division, report.division_from) == (division, "inferred")
    assert place(projects(*names), "reform2023", ()).division_from == "given"


def test_a_table_that_names_regions_of_2023_is_not_read_as_of_2021_for_sure() -> None:
    report = place(projects("Mopti/Mopti", "San/San", "Nioro/Nioro", "Mopti/Mopti/Konna"), "cod2021", ())
    mopti, konna = report.outcomes[0].placement, report.outcomes[3].placement
    assert (mopti.status, mopti.area, mopti.reason and mopti.reason.key) == (
        "proposed", "ML0506", "other_division",
    )  # fmt: skip
    assert (konna.status, konna.area) == ("placed", "ML050605")  # communes are the same


def test_one_region_in_the_wrong_column_makes_no_table_doubtful() -> None:
    report = place(projects("Mopti/Mopti", "San/San", "Kayes"), "cod2021", ())
    assert [one.state for one in report.outcomes] == ["placed", "proposed", "placed"]


def test_a_cercle_in_a_division_without_cercles_is_not_placed() -> None:
    (outcome,) = place(projects("San/Tominian"), "reform2023", ()).outcomes
    assert (outcome.state, outcome.placement.candidates) == ("unplaced", ("r23-san",))
    assert outcome.placement.reason is not None
    assert outcome.placement.reason.key == "level_lacking"


BY_COMMUNE = ["Mopti/Koro/Koro", "Mopti/Koro/Madougou", "Mopti/Bandiagara/Kendie", "Mopti/Bandiagara/Kende",
    "Mopti/Mopti/Mopti", "Mopti/Mopti/Konna"]  # fmt: skip


@pytest.mark.parametrize(
    ("names", "levels"),
    [
        (BY_COMMUNE, [3, 3, 3, 3, 3, 3]),
        (BY_COMMUNE[:4], [3, 3, 3, 3]),
        (BY_COMMUNE[:2], [2, 2]),  # of one cercle only: round 28 gives Ménaka so
        ([*BY_COMMUNE[::2], "Bamako/Bamako/Commune I", "Bamako/Bamako/Commune II"], [2, 2, 2, 2, 2]),
    ],
)
def test_displacement_by_commune_is_told_from_chief_towns(names: list[str], levels: list[int]) -> None:
    rows = [dict(zip(("admin1", "admin2", "admin3"), name.split("/"), strict=True)) for name in names]
    report = place(sheet_of([{**row, "idps": 1} for row in rows]), aliases=())
    assert [areas.load()[str(one.placement.area)].level for one in report.outcomes] == levels


CERCLES = {"Bandiagara": "02", "Bankass": "03", "Djenné": "05", "Douentza": "06", "Koro": "07", "Mopti": "01"}


@pytest.mark.parametrize(
    ("form", "schemes"), [("ML05{}", {"2015"}), ("MLI05{}", {"2015"}), ("MLI0050{}", {"padded"})]
)
def test_codes_place_where_the_names_say_which_they_are(form: str, schemes: set[str]) -> None:
    named: list[dict[str, object]] = [
        {"admin1": "Mopti", "admin2": cercle, "code2": form.format(number)}
        for cercle, number in CERCLES.items()
    ]
    coded: list[dict[str, object]] = [{"code2": form.format("04")}]  # Youwarou in 2015
    report = place(sheet_of([*named, *coded], kind="projects"), aliases=())
    last = report.outcomes[-1]
    assert report.schemes[2] == schemes
    assert (last.state, last.placement.area, last.placement.method) == ("placed", "ML0508", "code")
    assert last.given == form.format("04")
    alone = place(sheet_of([*named[:3], *coded], kind="projects"), aliases=()).outcomes[-1]
    assert alone.state == "unplaced"
    assert alone.placement.reason is not None
    assert alone.placement.reason.key == "code_alone"
    others = {c.kind for one in report.conflicting() for c in one.placement.conflicts}
    assert others == {"scheme"}


def test_points() -> None:
    kende, konna = (-3.79, 14.41), areas.load()["ML050605"].label
    sheet = sheet_of(
        [
            {"lon": konna[0], "lat": konna[1], "individuals": 5},
            {"admin1": "Mopti", "admin2": "Koro", "lon": konna[0], "lat": konna[1], "individuals": 7},
            {"lon": 30.0, "lat": 14.5, "individuals": 11},
            {"admin1": "Mopti", "admin2": "Koro", "lon": None, "lat": kende[1], "individuals": 13},
        ],
        kind="sites",
    )
    report = place(sheet, aliases=())
    written = f"{konna[1]:.10g}, {konna[0]:.10g}"
    assert [one.state for one in report.outcomes] == ["placed", "placed", "unplaced", "placed"]
    assert [one.given for one in report.outcomes] == [written, "Koro", "14.5, 30", "Koro"]
    assert report.outcomes[0].placement.area == "ML050605"
    assert report.as_dict()["conflicts"] == [
        {"row": 3, "code": written, "code_means": "ML0506", "name": "Koro", "used": "ML0505"}
    ]
    assert report.as_dict()["unplaced"] == [{"row": 4, "given": "14.5, 30", "reason": "outside"}]


def test_an_alias_made_from_a_row_places_all_its_like() -> None:
    sheet = projects("Mopti/Bandiagara/Ville-Haute", "Mopti/Bandiagara/ville haute", "Mopti/Koro/Ville-Haute")
    before = place(sheet, aliases=())
    assert [one.state for one in before.outcomes] == ["unplaced"] * 3
    alias = before.alias(3, "ML050101")
    assert alias == Alias("cod2021", 3, ("Mopti", "Bandiagara"), "ville haute", "ML050101")
    after = place(sheet, aliases=[alias])
    assert [one.placement.area for one in after.outcomes] == ["ML050101", "ML050101", None]
    assert after.outcomes[0].placement.method == "alias"


def test_aliases_of_the_workspace_are_used() -> None:
    from geo import aliases

    sheet = projects("Mopti/Benkady")
    assert place(sheet).counts["placed"] == 0
    aliases.remember(Alias("cod2021", 2, ("Mopti",), "Benkady", "ML0502"))
    assert place(sheet).outcomes[0].placement.area == "ML0502"


def test_a_row_without_a_name_can_have_no_alias() -> None:
    sheet = sheet_of([{"admin1": None, "code2": "x"}, {"admin1": "Mopti", "admin2": " - "}], kind="projects")
    report = place(sheet, aliases=())
    assert report.alias(2, "ML05") is None
    assert report.alias(3, "ML07") == Alias("cod2021", 1, (), "Mopti", "ML07")


def test_the_table_has_what_was_found() -> None:
    table = place(projects("Mopti/Koro", "Mopti/Bandiagra"), aliases=()).table()
    assert [*table.columns] == ["row", "admin1", "admin2", "area", "state", "method"]
    assert table["area"].tolist()[0] == "ML0505"
    assert table["area"].isna().tolist() == table["method"].isna().tolist() == [False, True]
    assert table["state"].tolist() == ["placed", "proposed"]


def test_decimal_figures_reconcile() -> None:
    rows = sheet_of([{"admin1": "Mopti"}, {"admin1": "Gao"}, {"admin1": "Nowhere"}], kind="figures").rows
    rows["index"] = [0.1, 0.2, 0.4]
    sheet = Sheet("f.csv", "f", "figures", rows, measures=(Measure("index", "Index"),))
    assert place(sheet, aliases=()).totals == {
        "index": {
            "read": 0.7, "placed": 0.3, "proposed": 0, "ambiguous": 0, "unplaced": 0.4, "unreadable": 0,
        }
    }  # fmt: skip


def test_rows_that_are_shapes_lie_where_they_lie() -> None:
    shapes = gpd.GeoSeries([shapely.LineString([(-4.2, 14.5), (2, 12)]), None], crs=4326)
    rows = pd.DataFrame({"row": pd.Series([1, 2], dtype="Int64"), "name": ["corridor", "lost"]})
    report = place(Sheet("f.gpkg", "f", "lines", rows, geometry=shapes), aliases=())
    assert [(one.state, one.given) for one in report.outcomes] == [
        ("placed", "corridor"),
        ("unplaced", "lost"),
    ]
    assert report.outcomes[0].placement.area == "ML"


def test_a_hundred_thousand_rows_take_seconds() -> None:
    seeded = np.random.default_rng(1)
    mali = areas.load()
    names = [[area.name_fr for area in mali.chain(commune.id)][:3] for commune in mali.at(3)]
    names += [[name[:-1] + "h", *others] for name, *others in names]  # each commune also with a slip
    columns = np.array(names, dtype=object)[seeded.integers(0, len(names), 100_000)].T
    frame = pd.DataFrame(dict(zip(("admin3", "admin2", "admin1"), columns, strict=True)), dtype="str")
    frame.insert(0, "row", pd.Series(range(2, 100_002), dtype="Int64"))
    begun = time.process_time()
    report = place(Sheet("f.csv", "f", "projects", frame), aliases=())
    table = report.as_dict()
    assert time.process_time() - begun < 4
    assert table["rows"] == 100_000
    assert table["placed"] > 45_000


@pytest.mark.skipif(not DISPLACEMENT.is_dir(), reason="needs the published files")
@pytest.mark.parametrize(
    ("file", "rows", "conflicts", "scheme", "idps", "returnees"),
    [
        ("Baseline_Assessment_Round_12.xlsx", 51, 39, "2015", 61_621, 394_655),
        ("Baseline_December_2017.xlsx", 45, 1, "2021", 38_172, 526_505),
        ("DTM_Mali_Baseline_Assessment_Round_64_April_2020.xlsx", 50, 2, "2021", 250_998, 649_738),
    ],
)
def test_the_published_files(
    file: str, rows: int, conflicts: int, scheme: str, idps: int, returnees: int
) -> None:
    (sheet,) = read(DISPLACEMENT / file)
    report = place(sheet, aliases=())
    assert (report.division, report.division_from) == ("cod2021", "inferred")
    assert report.counts["placed"] == len(report.outcomes) == rows
    assert not report.needs_attention
    assert len(report.as_dict()["conflicts"]) == conflicts  # type: ignore[arg-type]
    assert report.schemes[2] == {scheme}
    for measure, people in (("idps", idps), ("returnees", returnees)):
        assert report.totals[measure]["read"] == report.totals[measure]["placed"] == people
