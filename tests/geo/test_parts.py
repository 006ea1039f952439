import pickle
from pathlib import Path

import geopandas as gpd
import pandas as pd
import pytest
import shapely
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from geo import imports, joined, loaded, parts
from geo.errors import FileError, GeoError
from geo.imports import Description
from geo.parts import Here
from geo.report import Report
from tests import parted

ROWS = parted.rows()


@settings(max_examples=8, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(cuts=st.sets(st.integers(1, len(ROWS) - 1), max_size=6).map(sorted))
def test_a_table_in_parts_is_joined_as_in_one_file(
    cuts: list[int], tmp_path_factory: pytest.TempPathFactory
) -> None:
    folder = tmp_path_factory.mktemp("parts")
    found = parts.write(parted.folder_of(ROWS, cuts, folder / "in"), folder / "out.csv", Here())
    pd.testing.assert_frame_equal(
        parted.joined_in_parts(folder / "out.csv"), parted.joined_in_one(ROWS, folder)
    )
    assert found.parts == len(cuts) + 1


def test_rows_need_what_other_parts_say(tmp_path: Path) -> None:
    alone = [row for row in ROWS if row[3] and not row[2]]
    (report,) = imports.check(parted.write(alone, tmp_path / "alone.csv"))
    assert report.counts["placed"] == 0
    found = parts.write(parted.folder_of(ROWS, [], tmp_path / "in"), tmp_path / "out.csv", Here())
    assert found.tally.states["placed"] > len(ROWS) - 8


def test_the_tally_is_the_report_of_one_file(tmp_path: Path) -> None:
    folder = parted.folder_of(ROWS, [20, 40], tmp_path / "in")
    found = parts.write(folder, tmp_path / "out.csv", Here())
    (report,) = imports.check(parted.write(ROWS, tmp_path / "one.csv"))
    assert {state: found.tally.states[state] for state in report.counts} == report.counts
    assert {column: dict(sums) for column, sums in found.tally.totals.items()} == report.totals
    assert (found.tally.needs_attention, found.division) == (True, "cod2021")


@pytest.mark.parametrize("kind", ["displacement", "figures"])
def test_sums_by_area_are_those_of_the_dataset(tmp_path: Path, kind: str) -> None:
    parts.write(
        parted.folder_of(ROWS, [15, 50], tmp_path / "in"), tmp_path / "out.csv", Here(), kind=kind,
    )  # fmt: skip
    sums = pd.read_csv(tmp_path / "out.csv" / parts.SUMS, dtype={"date": str})
    one = parted.write(ROWS, tmp_path / "one.csv")
    (report,) = imports.check(one, kind=kind)
    entry = imports.save(report, Description("one", "One"), one)
    (measure,) = [name.name for name in loaded.measures(entry)]
    assert len(sums)
    for level in (1, 2, 3):
        told = sums[sums["level"] == level].set_index("area")
        wanted = loaded.values(entry, measure, "cod2021", level)
        assert set(told.index) == set(wanted)
        for area, value in wanted.items():
            row = told.loc[area]
            assert (row["state"], row["up_to"]) == (str(value.state), value.up_to)
            assert (None if pd.isna(row["value"]) else row["value"]) == value.value
            assert ("" if pd.isna(row["date"]) else row["date"]) == value.date


def test_parquet_parts_have_points_and_one_schema(tmp_path: Path) -> None:
    for number, lon in enumerate([-4.2, None]):
        table = pd.DataFrame({"Région": ["Mopti"], "lon": [lon], "lat": [lon and 14.5], "IDPs": [3]})
        (tmp_path / "in").mkdir(exist_ok=True)
        table.astype({"lon": float, "lat": float}).to_parquet(tmp_path / "in" / f"{number}.parquet")
    parts.write(tmp_path / "in", tmp_path / "out.parquet", Here())
    table = gpd.read_parquet(tmp_path / "out.parquet")
    assert [one and (one.x, one.y) for one in table.geometry] == [(-4.2, 14.5), None]
    assert table.crs == 4326
    assert [*table["area"]] == ["ML05", "ML05"]
    assert table["sheet"].tolist() == ["0", "1"]


def test_shapes_are_placed_where_they_lie(tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    for number, lon in enumerate([-4.2, 40.0]):
        shapes = gpd.GeoDataFrame(
            {"name": ["x"]}, geometry=[shapely.box(lon, 14.5, lon + 0.01, 14.51)], crs=4326
        )
        shapes.to_parquet(tmp_path / "in" / f"{number}.parquet")
    parts.write(tmp_path / "in", tmp_path / "out.parquet", Here())
    table = gpd.read_parquet(tmp_path / "out.parquet")
    assert [*table["state"]] == ["placed", "unplaced"]
    assert table.geometry.geom_type.tolist() == ["Polygon", "Polygon"]


def test_codes_of_other_levels_in_other_parts_are_columns_of_all(tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "0.csv").write_text("pcode,IDPs\nML050101,1\n")
    (tmp_path / "in" / "1.csv").write_text("pcode,IDPs\nML0502,1\n")
    parts.write(tmp_path / "in", tmp_path / "out.csv", Here())
    heads = [path.read_text().splitlines()[0] for path in sorted((tmp_path / "out.csv").glob("part*"))]
    assert heads[0] == heads[1]
    assert "code2,code3" in heads[0]


@pytest.mark.parametrize(
    ("files", "key"),
    [
        ({}, "parts_missing"),
        ({"a.csv": "Région,IDPs\nMopti,1\n", "b.txt": "x"}, "part_unknown"),
        ({"a.csv": "Région,IDPs\nMopti,1\n", "b.csv": "Région,Retournés\nMopti,1\n"}, "parts_differ"),
        ({"a.csv": "Région,IDPs\nMopti,1\n", "b.csv": "Région,Secteur,ONG\nMopti,EHA,NRC\n"}, "parts_differ"),
        ({"a.csv": "Date,Région,IDPs\n03/04/2020,Mopti,1\n"}, "part_unsettled"),
        ({"a.csv": "Région,IDPs\nMopti,1.234\n"}, "part_unsettled"),
        ({"a.csv": "x\n"}, "header_not_recognised"),
        ({"a.csv": "Région,IDPs\nMopti,1\n", "b.parquet": "PAR1 and no more"}, "file_unreadable"),
    ],
)  # fmt: skip
def test_what_is_no_table_in_parts_is_said_and_leaves_nothing(
    files: dict[str, str], key: str, tmp_path: Path
) -> None:
    (tmp_path / "in").mkdir()
    for name, text in files.items():
        (tmp_path / "in" / name).write_text(text, encoding="utf-8")
    with pytest.raises(GeoError) as raised:
        parts.write(tmp_path / "in", tmp_path / "out.csv", Here())
    assert raised.value.key == key
    assert [path.name for path in tmp_path.iterdir()] == ["in"]


def test_an_output_is_not_replaced_and_has_a_known_ending(tmp_path: Path) -> None:
    (tmp_path / "out.csv").mkdir()
    for name, key in (("out.csv", "output_exists"), ("out.gpkg", "format_unknown")):
        with pytest.raises(GeoError) as raised:
            parts.write(tmp_path, tmp_path / name, Here())
        assert raised.value.key == key


def test_a_disk_that_refuses_leaves_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = parted.folder_of(ROWS, [30], tmp_path / "in")

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("geo.joined.write_part", full)
    with pytest.raises(GeoError) as raised:
        parts.write(folder, tmp_path / "out.csv", Here())
    assert (raised.value.key, raised.value.details["cause"]) == (
        "join_not_written",
        "No space left on device",
    )
    assert [path.name for path in tmp_path.iterdir()] == ["in"]


def test_what_was_said_of_a_layout_counts_for_parts_too(tmp_path: Path) -> None:
    folder = parted.folder_of(ROWS, [30], tmp_path / "in")
    parts.write(folder, tmp_path / "before.csv", Here())
    parts.write(folder, tmp_path / "given.csv", Here(), kind="figures")
    imports.remember_kind(imports.read(folder / "000.csv")[0], "figures")
    parts.write(folder, tmp_path / "after.csv", Here())
    before, given, after = (
        (tmp_path / f"{name}.csv" / parts.SUMS).read_text() for name in ("before", "given", "after")
    )
    assert before != given == after


def test_what_a_killed_worker_left_is_no_part(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    whole = joined.write_part

    def twice(report: Report, path: Path) -> None:
        path.with_name(".half").write_bytes(b"half a part")
        whole(report, path)

    monkeypatch.setattr("geo.joined.write_part", twice)
    parts.write(parted.folder_of(ROWS, [30], tmp_path / "in"), tmp_path / "out.csv", Here())
    assert sorted(path.name for path in (tmp_path / "out.csv").iterdir()) == [
        parts.SUMS, "part-00000.csv", "part-00001.csv",
    ]  # fmt: skip


def test_a_worker_with_other_boundaries_reads_nothing(tmp_path: Path) -> None:
    path = parted.write(ROWS, tmp_path / "a.csv")
    with pytest.raises(GeoError) as raised:
        parts._read(path, parts.Reading(None, ({}, {}), ("other",)))
    assert raised.value.key == "workers_differ"


def test_an_error_comes_through_another_process_as_it_was() -> None:
    given = FileError("file_unreadable", file="a.parquet", expected="Parquet", cause=ValueError("short"))
    found = pickle.loads(pickle.dumps(given))
    assert (type(found), found.key) == (FileError, "file_unreadable")
    assert found.details == {"file": "a.parquet", "expected": "Parquet", "cause": "short"}
