import csv
import io
import re
from pathlib import Path

import geopandas as gpd
import openpyxl
import pandas as pd
import pytest

from geo import imports, joined
from geo.errors import GeoError
from geo.report import Report

HOSTILE = '=HYPERLINK("http://x")'


@pytest.fixture
def reports(tmp_path: Path) -> list[Report]:
    path = tmp_path / "sent.xlsx"
    book = openpyxl.Workbook()
    page = book.active
    page.append(["Admin 1", "Admin 2", "Total No. of IDPs Ind."])
    page.append(["Mopti", "Bandiagara", 60])
    page.append(["Mopti", None, 7])
    page["B3"].value = HOSTILE
    page["B3"].data_type = "s"
    book.save(path)
    return imports.check(path)


def written(reports: list[Report], path: Path) -> pd.DataFrame:
    joined.write(reports, path)
    match path.suffix:
        case ".csv":
            return pd.read_csv(path)
        case ".xlsx":
            return pd.read_excel(path, engine="openpyxl")
        case ".parquet":
            return pd.read_parquet(path)
        case _:
            return gpd.read_file(path)


@pytest.mark.parametrize("ending", joined.FORMATS)
def test_every_row_is_written_with_its_area(reports: list[Report], tmp_path: Path, ending: str) -> None:
    table = written(reports, tmp_path / f"out{ending}")
    assert [*table["row"]] == [2, 3]
    assert (table["area"][0], table["area_name"][0]) == ("ML0501", "Bandiagara")
    assert table["area"].isna().tolist() == [False, True]
    assert [*table["idps"]] == [60, 7]
    assert [*table["state"]] == ["placed", "unplaced"]
    if ending in (".gpkg", ".geojson"):
        assert table.geometry.notna().tolist() == [True, False]
        assert table.crs == 4326


def test_nothing_is_a_formula(reports: list[Report], tmp_path: Path) -> None:
    assert written(reports, tmp_path / "o.csv")["admin2"][1] == f"'{HOSTILE}"
    joined.write(reports, tmp_path / "o.xlsx")
    cells = [cell for row in openpyxl.load_workbook(tmp_path / "o.xlsx").worksheets[0] for cell in row]
    assert HOSTILE in {cell.value for cell in cells}
    assert "f" not in {cell.data_type for cell in cells}
    assert [cell.value for cell in cells if cell.quotePrefix] == [HOSTILE]


@pytest.mark.parametrize("cell", ["Mopti\r=1+1", "Mopti;=1+1", "\t=1+1", "@SUM(1)"])
def test_no_part_of_a_cell_is_a_formula(tmp_path: Path, cell: str) -> None:
    sent = pd.DataFrame({"Admin 1": ["Mopti"], "Admin 2": [cell], "Total No. of IDPs Ind.": [7]})
    sent.to_csv(tmp_path / "sent.csv", index=False, lineterminator="\r\n")
    joined.write(imports.check(tmp_path / "sent.csv"), tmp_path / "o.csv")
    joined.write_part(imports.check(tmp_path / "sent.csv")[0], tmp_path / "part.csv")
    for name in ("o.csv", "part.csv"):
        text = (tmp_path / name).read_bytes().decode()
        assert not re.search(r"(^|[,;\t\r\n\"])\s*[=@]", text), text
        assert len(text.splitlines()) == 2 + ("\r" in text)  # no row ends at the carriage return
        assert len([*csv.reader(io.StringIO(text, newline=""))]) == 2


def test_negative_figures_stay_numbers(tmp_path: Path) -> None:
    path = tmp_path / "sites.csv"
    path.write_text("Site,Région,Cercle,lon,lat\nA,Mopti,Mopti,-4.2,14.5\n", encoding="utf-8")
    table = written(imports.check(path, kind="sites"), tmp_path / "out.csv")
    assert [*table["lon"]] == [-4.2]


def test_points_keep_their_place(tmp_path: Path) -> None:
    path = tmp_path / "sites.csv"
    path.write_text("Site,Région,Cercle,lon,lat\nA,Mopti,Mopti,-4.2,14.5\nB,Mopti,Koro,,\n", encoding="utf-8")
    table = written(imports.check(path, kind="sites"), tmp_path / "out.geojson")
    first, second = table.geometry.geom_type
    assert first == "Point"
    assert second.endswith("Polygon")
    assert (table.geometry[0].x, table.geometry[0].y) == (-4.2, 14.5)


def test_another_format_is_not_written(reports: list[Report], tmp_path: Path) -> None:
    with pytest.raises(GeoError) as raised:
        joined.write(reports, tmp_path / "out.doc")
    assert raised.value.key == "format_unknown"


@pytest.mark.parametrize("error", [OSError(28, "No space left on device"), RuntimeError("disk is full")])
def test_what_was_there_stays_where_a_file_cannot_be_written(
    reports: list[Report], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, error: Exception
) -> None:
    def full(_table: pd.DataFrame, path: Path, **_how: object) -> None:
        path.write_bytes(b"half")
        raise error

    monkeypatch.setattr(pd.DataFrame, "to_parquet", full)
    folder = tmp_path / "out"
    folder.mkdir()
    (folder / "o.parquet").write_bytes(b"old")
    with pytest.raises(GeoError) as refused:
        joined.write(reports, folder / "o.parquet")
    assert refused.value.key == "join_not_written"
    assert [(one.name, one.read_bytes()) for one in folder.iterdir()] == [("o.parquet", b"old")]


def test_a_stamp_above_the_table_does_not_keep_it_from_being_read_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("MALI_MAP_WORKSPACE", str(tmp_path / "workspace"))
    path = tmp_path / "sent.csv"
    path.write_text(
        "Organisation,Secteur,Cercle,Ne pas nommer\nA,WASH,Mopti,oui\nB,EHA,Bankass,\n", encoding="utf-8"
    )
    (sheet,) = imports.read(path)
    assert sheet.rows["withheld"].fillna("").tolist() == ["oui", ""]
    path.write_bytes(joined.as_csv(sheet.rows, "Audience: Partner: not for publication"))
    assert path.read_text(encoding="utf-8").startswith("# Audience: Partner: not for publication\n")
    (again,) = imports.read(path)
    assert (again.kind, len(again.rows)) == ("projects", 2)
