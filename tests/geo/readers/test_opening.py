"""Files are opened by what they hold: text, workbooks, shapes."""

import io
import json
import zipfile
from collections.abc import Callable
from pathlib import Path

import geopandas as gpd
import openpyxl
import pandas as pd
import pyogrio
import pytest
import shapely
from geopandas.testing import assert_geoseries_equal

from geo.errors import FileError
from geo.readers import Rejected, Sheet, read

Book = Callable[..., Path]
Text = Callable[..., Path]
Only = Callable[..., Sheet]

ROWS = [["Région", "PDI"], ["Ségou", 1], ["Gao", 2]]
BOW = shapely.Polygon([(-4, 14), (-3, 15), (-3, 14), (-4, 15)])
SQUARE = shapely.box(-5, 14, -4.5, 15)


def notes(sheet: Sheet) -> dict[str, tuple[int, ...]]:
    return {note.key: note.rows for note in sheet.notes}


def table(separator: str = ",", end: str = "\n") -> str:
    return end.join(separator.join(map(str, row)) for row in ROWS) + end


@pytest.mark.parametrize("separator", [",", ";", "\t", "|"])
@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "cp1252"]
)
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_text_in_any_form(text: Text, only: Only, separator: str, encoding: str, end: str) -> None:
    sheet = only(text(table(separator, end).encode(encoding)))
    assert sheet.rows["admin1"].tolist() == ["Ségou", "Gao"]
    assert sheet.rows["idps"].tolist() == [1, 2]
    assert sheet.rows["row"].tolist() == [2, 3]
    assert (notes(sheet) == {"encoding": ()}) is (encoding == "cp1252")


@pytest.mark.parametrize(
    "content",
    [
        "sep=;\nRégion;PDI\nSégou;1,0\n",
        "Région;PDI;Note\nSégou;1;a, b, c\n",
        '"Région","PDI"\n"Ségou","1"\n',
        "Titre, avec une virgule\nRégion;PDI\nSégou;1\n",
        "Région\tPDI\nSégou\t1\n\n\n",
    ],
)
def test_separators_are_told_by_the_rows(text: Text, only: Only, content: str) -> None:
    sheet = only(text(content))
    assert (sheet.rows["admin1"].tolist(), sheet.rows["idps"].tolist()) == (["Ségou"], [1])


def test_the_content_decides_not_the_ending(text: Text, workbook: Book, only: Only) -> None:
    workbook_as_csv = text(workbook(data=ROWS).read_bytes(), "given.csv")
    assert only(workbook_as_csv).rows["idps"].tolist() == [1, 2]
    assert only(text(table(), "given.xlsx")).rows["idps"].tolist() == [1, 2]
    assert only(text(geojson(shapely.Point(-4, 14)), "given.kml")).rows["lon"].tolist() == [-4]


def test_hidden_rows_and_sheets_are_read_and_said(workbook: Book) -> None:
    path = workbook(data=[*ROWS, [None, None]], notes=[["Région", "PDI"], ["Gao", 9]])
    book = openpyxl.load_workbook(path)
    book["data"].row_dimensions[3].hidden = True
    book["data"].column_dimensions["B"].hidden = True
    book["data"].column_dimensions["Y"].hidden = True
    book["notes"].sheet_state = "hidden"
    book.save(path)
    data, hidden = read(path)
    assert (data.rows["idps"].tolist(), notes(data)) == ([1, 2], {"hidden_rows": (3,), "hidden_columns": ()})
    assert data.notes[-1].details == {"letters": "B"}, "Y is no column of the table"
    assert (hidden.rows["idps"].tolist(), notes(hidden)) == ([9], {"hidden_sheet": ()})


def test_merged_cells_hold_for_each_of_their_rows(workbook: Book, only: Only) -> None:
    path = workbook(
        data=[["Titre"], ["Région", "Cercle", "PDI"], ["Mopti", "Koro", 5], [None, "Bankass", None]]
    )
    book = openpyxl.load_workbook(path)
    for merged in ("A1:C1", "A3:A4", "C3:C4"):
        book["data"].merge_cells(merged)
    book.save(path)
    sheet = only(path)
    assert sheet.rows["admin1"].tolist() == ["Mopti", "Mopti"]
    assert sheet.rows["idps"].fillna(0).tolist() == [5, 0], "a number is not counted twice"
    assert notes(sheet) == {"merged_cells": (4,)}


def test_errors_and_formulas_that_nobody_calculated_are_not_lost(workbook: Book, only: Only) -> None:
    sheet = only(workbook(data=[["Région", "PDI"], ["Mopti", "#REF!"], ["Gao", "=B2+1"], ["Kidal", 3]]))
    assert sheet.rejected == (
        Rejected(2, "idps", "#REF!", "not_a_number"),
        Rejected(3, "idps", "=B2+1", "formula_without_value"),
    )


def test_macros_are_said_and_do_not_run(workbook: Book, only: Only, tmp_path: Path) -> None:
    path = tmp_path / "macros.xlsm"
    path.write_bytes(workbook(data=ROWS).read_bytes())
    with zipfile.ZipFile(path, "a") as book:
        book.writestr("xl/vbaProject.bin", b"Attribute VB_Name")
    assert notes(only(path)) == {"macros": ()}


def ods(rows: list[list[object]], **parts: str) -> bytes:
    """Return an ODS workbook of one sheet; its last row repeated to the end, as programs write it."""

    def cell(value: object) -> str:
        if isinstance(value, int):
            return f'<table:table-cell office:value-type="float" office:value="{value}"><text:p>{value}</text:p></table:table-cell>'
        return f'<table:table-cell office:value-type="string"><text:p>{value}</text:p></table:table-cell>'

    lines = "".join(f"<table:table-row>{''.join(map(cell, row))}</table:table-row>" for row in rows)
    lines += '<table:table-row table:number-rows-repeated="1048573"><table:table-cell table:number-columns-repeated="16384"/></table:table-row>'
    spaces = " ".join(
        f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
        for name in ("office", "table", "text", "calcext")
    )
    content = (
        f'<?xml version="1.0"?><office:document-content {spaces}><office:body><office:spreadsheet>'
        f'<table:table table:style-name="ta1" table:name="data"><table:table-column table:style-name="co1"/>{parts.pop("lines", lines)}</table:table>'
        "</office:spreadsheet></office:body></office:document-content>"
    )
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet", zipfile.ZIP_STORED)
        archive.writestr("content.xml", content)
        archive.writestr("META-INF/manifest.xml", parts.pop("manifest", '<?xml version="1.0"?><manifest/>'))
    return made.getvalue()


def test_ods(text: Text, only: Only) -> None:
    sheet = only(text(ods(ROWS), "given.ods"))
    assert (sheet.rows["idps"].tolist(), sheet.notes) == ([1, 2], ())


def test_hidden_rows_and_errors_of_ods(text: Text, only: Only) -> None:
    cell = '<table:table-cell office:value-type="string"><text:p>{}</text:p></table:table-cell>'
    error = '<table:table-cell office:value-type="string" office:string-value="" calcext:value-type="error"><text:p>#REF!</text:p></table:table-cell>'
    columns = '<table:table-column table:visibility="collapse" table:number-columns-repeated="9"/>'
    lines = columns + "".join(
        f"<table:table-row{more}>{cells}</table:table-row>"
        for more, cells in [
            ("", cell.format("Région") + cell.format("PDI")),
            (' table:visibility="collapse"', cell.format("Gao") + cell.format("7")),
            (' table:number-rows-repeated="2"', "<table:table-cell/>"),
            ("", cell.format("Mopti") + error),
        ]
    )
    sheet = only(text(ods([], lines=lines), "given.ods"))
    assert sheet.rejected == (Rejected(5, "idps", "#REF!", "not_a_number"),)
    assert notes(sheet) == {"hidden_rows": (2,), "hidden_columns": ()}
    assert sheet.notes[-1].details == {"letters": "B"}


def geojson(*shapes: shapely.Geometry | None, **columns: list[object]) -> str:
    features = [
        {
            "type": "Feature",
            "properties": {name: values[place] for name, values in columns.items()},
            "geometry": None if shape is None else shapely.geometry.mapping(shape),
        }
        for place, shape in enumerate(shapes)
    ]
    names = columns or {"Site": ["a"] * len(shapes)}
    for place, feature in enumerate(features):
        feature["properties"] = {name: values[place] for name, values in names.items()}
    return json.dumps({"type": "FeatureCollection", "features": features})


def test_points_of_geojson(text: Text, only: Only) -> None:
    sheet = only(
        text(
            geojson(shapely.Point(-4, 14), shapely.Point(16, -1), None, Site=["a", "b", "c"], PDI=[1, 2, 3]),
            "g.geojson",
        )
    )
    assert (sheet.kind, sheet.geometry) == ("sites", None)
    assert sheet.rows["lon"].fillna(0).tolist() == [-4, -1, 0]
    assert notes(sheet) == {"swapped": (2,), "no_shape": (3,)}
    assert sheet.rows["row"].tolist() == [1, 2, 3]


@pytest.mark.parametrize("shape", [shapely.Point(-4, 14), shapely.box(-4, 14, -3.9, 14.1)])
def test_geoparquet_says_what_geojson_says(shape: shapely.Geometry, tmp_path: Path, only: Only) -> None:
    frame = gpd.GeoDataFrame({"Site": ["a", None], "PDI": [5, 7]}, geometry=[shape, shape], crs=4326)
    frame.to_file(tmp_path / "g.geojson")
    frame.to_crs(32630).to_parquet(tmp_path / "g.parquet")
    one, other = only(tmp_path / "g.geojson"), only(tmp_path / "g.parquet")
    assert (one.kind, one.columns) == (other.kind, other.columns)
    pd.testing.assert_frame_equal(one.rows, other.rows)
    assert "reprojected" in notes(other)
    if one.geometry is not None:
        assert_geoseries_equal(one.geometry, other.geometry, check_less_precise=True)


def test_polygons_are_repaired_or_said_to_have_no_shape(text: Text, only: Only) -> None:
    sheet = only(text(geojson(BOW, SQUARE, None, nom=["a", "b", "c"]), "g.geojson"))
    assert sheet.kind == "areas"
    assert sheet.geometry is not None
    assert sheet.geometry.crs == "EPSG:4326"
    assert sheet.geometry.dropna().is_valid.all()
    assert sheet.geometry.isna().tolist() == [False, False, True]
    assert notes(sheet) == {"shape_repaired": (1,), "no_shape": (3,)}


def test_shapes_keep_to_their_rows_where_one_is_left_out(text: Text, only: Only) -> None:
    sheet = only(
        text(
            geojson(SQUARE, BOW, SQUARE, nom=["a", "Total", "c"], Région=["Mopti", "Total", "Gao"]),
            "g.geojson",
        )
    )
    assert sheet.rows["name"].tolist() == ["a", "c"]
    assert sheet.geometry is not None
    assert sheet.geometry.geom_equals(gpd.GeoSeries([SQUARE, SQUARE], crs=4326)).all()


def test_layers_of_a_geopackage_in_other_projections(tmp_path: Path) -> None:
    path = tmp_path / "layers.gpkg"
    zones = gpd.GeoDataFrame({"nom": ["a"]}, geometry=[SQUARE], crs=4326)
    zones.to_crs(32630).to_file(path, layer="zones")
    gpd.GeoDataFrame({"nom": ["b"]}, geometry=[shapely.LineString([(-4, 14), (-3, 15)])], crs=4326).to_file(
        path, layer="couloirs"
    )
    first, second = read(path)
    assert [(sheet.name, sheet.kind) for sheet in (first, second)] == [
        ("zones", "areas"),
        ("couloirs", "lines"),
    ]
    assert notes(first) == {"reprojected": ()}
    assert first.geometry is not None
    assert first.geometry[0].hausdorff_distance(SQUARE) < 0.001


def test_a_view_in_a_geopackage_is_a_program_and_left_alone(tmp_path: Path) -> None:
    import sqlite3

    path = tmp_path / "view.gpkg"
    gpd.GeoDataFrame({"nom": ["a"]}, geometry=[SQUARE], crs=4326).to_file(path, layer="zones")
    base = sqlite3.connect(path)
    base.execute("CREATE VIEW seen AS SELECT * FROM zones")
    base.execute(
        "INSERT INTO gpkg_contents (table_name, data_type, identifier) VALUES ('seen', 'attributes', 'seen')"
    )
    base.commit()
    base.close()
    assert {str(name) for name, _ in pyogrio.list_layers(path)} == {"zones", "seen"}
    assert [[*sheet.rows["name"]] for sheet in read(path)] == [["a"]]


def shapefile(folder: Path, crs: int | None, *endings: str, inside: str = "dossier/sites") -> bytes:
    points = gpd.GeoDataFrame(
        {"Site": ["a"], "PDI": [3]}, geometry=gpd.points_from_xy([-4.0], [14.5]), crs=4326
    ).to_crs(crs or 4326)
    points.to_file(folder / "made.shp")
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        for ending in endings or (".shp", ".shx", ".dbf", ".prj", ".cpg"):
            archive.write(folder / f"made{ending}", f"{inside}{ending.upper()}")
    return made.getvalue()


@pytest.mark.parametrize("inside", ["sites", "dossier/sites", "../../../sites", "/etc/sites", "C:\\sites"])
def test_a_shapefile_in_a_zip(tmp_path: Path, text: Text, only: Only, inside: str) -> None:
    before = {*tmp_path.parent.iterdir()}
    sheet = only(text(shapefile(tmp_path, 32630, inside=inside), "given.zip"))
    assert (sheet.kind, round(sheet.rows["lon"][0], 6), round(sheet.rows["lat"][0], 6)) == (
        "sites",
        -4.0,
        14.5,
    )
    assert {*tmp_path.parent.iterdir()} == before


def test_a_shapefile_that_does_not_say_its_projection(tmp_path: Path, text: Text, only: Only) -> None:
    bare = (".shp", ".shx", ".dbf")
    assert notes(only(text(shapefile(tmp_path, 4326, *bare), "given.zip"))) == {"no_crs": ()}
    with pytest.raises(FileError, match="crs_missing"):
        read(text(shapefile(tmp_path, 32630, *bare), "given.zip"))


def test_coordinates_that_are_no_degrees(text: Text) -> None:
    far = shapely.box(400_000, 1_600_000, 400_100, 1_600_100)
    with pytest.raises(FileError, match="crs_missing"):
        read(text(geojson(far), "g.geojson"))
    (sheet,) = read(text(geojson(far, SQUARE, nom=["a", "b"]), "g.geojson"))
    assert notes(sheet)["not_degrees"] == (1,)


KML = """<?xml version="1.0" encoding="UTF-8"?>{more}<kml xmlns="http://www.opengis.net/kml/2.2"><Document>
<Placemark><name>A{name}</name><ExtendedData><Data name="PDI"><value>12</value></Data></ExtendedData>
<Point><coordinates>-4.2,14.5,0</coordinates></Point></Placemark>
<Placemark><name>B</name><LineString><coordinates>-4.2,14.5,0 -4,15,0</coordinates></LineString></Placemark>
</Document></kml>"""


def test_kml_with_points_and_lines(text: Text) -> None:
    points, lines = read(text(KML.format(more="", name=""), "given.kml"))
    assert (points.kind, points.rows["lon"].tolist(), points.rows["name"].tolist()) == (
        "sites",
        [-4.2],
        ["A"],
    )
    assert (lines.kind, lines.rows["row"].tolist(), lines.rows["name"].tolist()) == ("lines", [2], ["B"])


def test_kml_that_declares_entities_is_refused(text: Text) -> None:
    entity = '<!DOCTYPE kml [<!ENTITY x SYSTEM "file:///etc/passwd">]>'
    for encoding in ("utf-8", "utf-16"):
        with pytest.raises(FileError, match="xml_entities"):
            read(text(KML.format(more=entity, name="&x;").encode(encoding), "given.kml"))


def test_empty_cells_of_attributes_are_empty(text: Text, only: Only) -> None:
    sheet = only(
        text(
            geojson(shapely.Point(-4, 14), shapely.Point(-4, 15), Site=["a", None], PDI=[None, 2.0]),
            "g.geojson",
        )
    )
    assert [pd.isna(value) for value in sheet.rows["individuals"]] == [True, False]
