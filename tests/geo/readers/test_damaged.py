"""Files that are damaged, hostile or too large: each is one sentence, and nothing breaks."""

import io
import random
import struct
import zipfile
from collections.abc import Callable
from pathlib import Path

import geopandas as gpd
import openpyxl
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
import shapely
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from geo.errors import FileError
from geo.readers import Sheet, limits, read, recognised
from layers.text import sentence

Text = Callable[..., Path]

HEADER = ["Région", "Code cercle", "PDI", "Date", "Latitude", "Longitude"]
ROWS = [["Mopti", "ML0505", 5, "2020-04-30", 14.5, -4.2], ["Gao", "ML0702", 7, "30/04/2020", 16.3, 0.1]]


def zipped(**parts: bytes | str) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name.replace("__", "/"), content)
    return made.getvalue()


def workbook(rows: list[list[object]] | None = None) -> bytes:
    book = openpyxl.Workbook()
    for row in rows or [HEADER, *ROWS]:
        book.active.append(row)  # type: ignore[union-attr]
    made = io.BytesIO()
    book.save(made)
    return made.getvalue()


def changed(content: bytes, part: str, old: bytes, new: bytes) -> bytes:
    """Return a zip with something replaced in one of its parts."""
    made = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(content)) as given,
        zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive,
    ):
        for name in given.namelist():
            read_part = given.read(name)
            assert name != part or old in read_part
            archive.writestr(name, read_part.replace(old, new) if name == part else read_part)
    return made.getvalue()


SHEET = "xl/worksheets/sheet1.xml"
LONG = b'<row r="9"><c r="A9" t="inlineStr"><is><t>%s</t></is></c></row></sheetData>' % (b"1 " * 2_500_000)
FAR = b'<row r="999999"><c r="ZZ999999"><v>1</v></c></row></sheetData>'
ENTITIES = b'<!DOCTYPE x [<!ENTITY a "aaaaaaaa"><!ENTITY b "&a;&a;&a;&a;">]><Relationships'


def ods(table: str, manifest: str = "<manifest/>") -> bytes:
    content = (
        '<office:document-content xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" '
        'xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" '
        'xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"><office:body><office:spreadsheet>'
        f'<table:table table:name="s">{table}</table:table>'
        "</office:spreadsheet></office:body></office:document-content>"
    )
    mime = "application/vnd.oasis.opendocument.spreadsheet"
    return zipped(**{"mimetype": mime, "content.xml": content, "META-INF__manifest.xml": manifest})


ODS_BOMB = (
    '<table:table-row table:number-rows-repeated="1000000"><table:table-cell '
    'table:number-columns-repeated="16000" office:value-type="float" office:value="1"/></table:table-row>'
)
ODS_SECRET = (
    '<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0">'
    '<manifest:file-entry manifest:full-path="content.xml"><manifest:encryption-data/></manifest:file-entry>'
    "</manifest:manifest>"
)
XLSB_BOMB = bytes([0, 4]) + struct.pack("<I", 1_048_575) + bytes([5, 4]) + struct.pack("<I", 16_383)


def with_password() -> bytes:
    """Return a zip whose only part says that it is encrypted."""
    content = bytearray(zipped(**{"xl__workbook.xml": b"x"}))
    content[6] |= 1
    content[content.index(b"PK\x01\x02") + 8] |= 1
    return bytes(content)


def lying(content: bytes) -> bytes:
    """Return a zip whose parts are larger than it says."""
    made, at = bytearray(content), content.index(b"PK\x01\x02")
    while at >= 0:
        made[at + 24 : at + 28] = struct.pack("<I", 10)
        at = content.find(b"PK\x01\x02", at + 1)
    return bytes(made)


CASES: list[tuple[str, bytes, str]] = [
    ("zero.xlsx", b"", "file_empty"),
    ("blank.csv", b" \r\n\t\n ,,\n", "file_empty"),
    ("only_bom.csv", b"\xef\xbb\xbf", "file_empty"),
    ("empty.xlsx", workbook([[None]]), "file_empty"),
    ("no_header.csv", b"Mopti,ML0505,5\nGao,ML0702,7\n", "no_header"),
    ("numbers.csv", b"1,2\n3,4\n", "no_header"),
    ("nothing_known.csv", b"a,b\nx,y\n", "header_not_recognised"),
    ("protected.xlsx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600) + "EncryptedPackage".encode("utf-16-le"), "file_protected"),
    ("protected.zip", with_password(), "file_protected"),
    ("protected.ods", ods("", ODS_SECRET), "file_protected"),
    ("letter.doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600) + "WordDocument".encode("utf-16-le"), "file_type"),
    ("damaged.xls", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "file_unreadable"),
    ("cut.xlsx", workbook()[:-100], "file_unreadable"),
    ("half.xlsx", workbook()[: len(workbook()) // 2], "file_unreadable"),
    ("lying.xlsx", lying(workbook()), "file_unreadable"),
    ("far.xlsx", changed(workbook(), SHEET, b"</sheetData>", FAR), "too_many_cells"),
    ("wide.xlsx", changed(workbook(), SHEET, b"</sheetData>", FAR.replace(b"ZZ", b"XFD").replace(b"999999", b"4")), "too_many_columns"),
    ("far.ods", ods(ODS_BOMB), "too_many_columns"),
    ("far.xlsb", zipped(**{"xl__workbook.bin": b"", "xl__worksheets__sheet1.bin": XLSB_BOMB}), "too_many_rows"),
    ("long.xlsx", changed(workbook(), SHEET, b"</sheetData>", LONG), "text_too_long"),
    ("bomb.xlsx", changed(workbook(), SHEET, b"</sheetData>", b"</sheetData>" + b" " * 60_000_000), "unpacks_too_large"),
    ("entities.xlsx", changed(workbook(), "xl/_rels/workbook.xml.rels", b"<Relationships", ENTITIES), "xml_entities"),
    ("columns.csv", (",".join(f"c{n}" for n in range(2000)) + "\n").encode(), "too_many_columns"),
    ("quote.csv", b'R\xc3\xa9gion,PDI\n"Mopti,1\n' + b"Gao,2\n" * 500, "quote_not_closed"),
    ("long.csv", b'R\xc3\xa9gion,PDI\n"' + b"x" * 200_000 + b'",1\n', "cell_too_long"),
    ("picture.png", b"\x89PNG\r\n\x1a\n" + bytes(50), "file_type"),
    ("report.pdf", b"%PDF-1.7 ...", "file_type"),
    ("archive.gz", b"\x1f\x8b\x08" + bytes(20), "file_type"),
    ("page.xls", b"<html><body><table><tr><td>Mopti</td></tr></table></body></html>", "page_not_workbook"),
    ("old.xls", b'<?xml version="1.0"?><Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet"/>', "page_not_workbook"),
    ("other.xml", b"<?xml version='1.0'?><a/>", "file_type"),
    ("bytes.csv", bytes(range(256)) * 4, "encoding_unknown"),
    ("letters.zip", zipped(**{"a.txt": b"hello"}), "zip_of_nothing_known"),
    ("list.json", b'{"a": [1, 2]}', "file_unreadable"),
    ("cut.geojson", b'{"type": "FeatureCollection", "features": [', "file_unreadable"),
    ("empty.geojson", b'{"type": "FeatureCollection", "features": []}', "header_not_recognised"),
    ("cut.gpkg", b"SQLite format 3\0" + bytes(2000), "file_unreadable"),
    ("cut.parquet", b"PAR1" + bytes(200) + b"PAR1", "file_unreadable"),
    ("cut.kml", b"<?xml version='1.0'?><kml><Document><Placemark>", "file_unreadable"),
    ("shapes.zip", zipped(**{"a.shp": b"x" * 200}), "file_unreadable"),
]  # fmt: skip


@pytest.mark.parametrize(("name", "content", "key"), CASES, ids=[name for name, _, _ in CASES])
def test_one_sentence_for_each(text: Text, name: str, content: bytes, key: str) -> None:
    with pytest.raises(FileError) as error:
        recognised(read(text(content, name)))
    assert error.value.key == key
    for lang in ("fr", "en"):
        said = sentence(error.value, lang)  # type: ignore[arg-type]
        assert name in said
        assert "\n" not in said
        assert "Traceback" not in said


@pytest.mark.parametrize(
    ("limit", "value", "content", "key"),
    [
        ("LARGEST_FILE", 100, b"x" * 101, "file_too_large"),
        ("LARGEST_UNPACKED", 1000, workbook(), "unpacks_too_large"),
        ("MOST_ROWS", 50, b"a,b\n" * 51, "too_many_rows"),
        ("MOST_CELLS", 50, b"a,b\n" * 26, "too_many_cells"),
        ("MOST_ROWS", 2, workbook(), "too_many_rows"),
    ],
)
def test_limits(
    monkeypatch: pytest.MonkeyPatch, text: Text, limit: str, value: int, content: bytes, key: str
) -> None:
    monkeypatch.setattr(limits, limit, value)
    with pytest.raises(FileError, match=key):
        read(text(content))


def test_one_sheet_that_cannot_be_read_does_not_hide_the_others(text: Text) -> None:
    book = openpyxl.Workbook()
    book.active.append(["Lisez-moi"])  # type: ignore[union-attr]
    data = book.create_sheet("data")
    for row in (HEADER, *ROWS):
        data.append(row)
    made = io.BytesIO()
    book.save(made)
    first, second = read(text(made.getvalue(), "given.xlsx"))
    assert (first.kind, second.kind) == ("unknown", "displacement")


def _points() -> gpd.GeoDataFrame:
    return gpd.GeoDataFrame(
        {"Site": ["a", "b"], "PDI": [1, 2]}, geometry=[shapely.Point(-4, 14), shapely.Point(-3, 15)], crs=4326
    )


def _as_file(ending: str, folder: Path) -> bytes:
    path = folder / f"given.{ending}"
    if ending == "zip":
        _points().to_file(folder / "given.shp")
        return zipped(**{part.name: part.read_bytes() for part in folder.glob("given.*")})
    if ending == "parquet":
        _points().to_parquet(path)
    else:
        _points().to_file(path)
    return path.read_bytes()


@pytest.fixture(scope="module")
def sound(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], bytes]:
    """Return one sound file of a format."""
    lines = "".join(
        f"<table:table-row>{''.join(f'<table:table-cell office:value-type={chr(34)}string{chr(34)}><text:p>{cell}</text:p></table:table-cell>' for cell in row)}</table:table-row>"
        for row in (HEADER, *ROWS)
    )
    kml = "<?xml version='1.0'?><kml xmlns='http://www.opengis.net/kml/2.2'><Document><Placemark><name>a</name><Point><coordinates>-4,14</coordinates></Point></Placemark></Document></kml>"
    csv = "\n".join(";".join(map(str, row)) for row in (HEADER, *ROWS)).encode()
    made = {
        ending: _as_file(ending, tmp_path_factory.mktemp(ending))
        for ending in ("gpkg", "geojson", "parquet", "zip")
    }
    made |= {"xlsx": workbook(), "ods": ods(lines), "csv": csv, "kml": kml.encode()}
    return made.__getitem__


def mutated(content: bytes, seed: int) -> bytes:
    """Return a file with some bytes changed, lost or doubled; of a zip, inside one of its parts."""
    chance = random.Random(seed)
    if content.startswith(b"PK") and chance.random() < 0.7:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            parts = {name: archive.read(name) for name in archive.namelist()}
        name = chance.choice([*parts])
        return zipped(**parts | {name: mutated(parts[name], seed + 1)})
    made = bytearray(content)
    for _ in range(chance.randint(1, 8)):
        at, length = chance.randrange(len(made) + 1), chance.randint(0, 12)
        match chance.randrange(3):
            case 0:
                made[at : at + length] = chance.randbytes(length)
            case 1:
                del made[at : at + length]
            case _:
                made[at:at] = made[at : at + length] * chance.randint(1, 3)
    return bytes(made)


def read_or_told(path: Path) -> list[Sheet]:
    """Return the sheets of a file, none where it is refused with a sentence."""
    try:
        return read(path)
    except FileError as error:
        sentence(error, "fr")
        return []


def reconciled(sheets: list[Sheet]) -> None:
    """Every row is there once, and a rejected cell is missing in its row."""
    for sheet in sheets:
        rows = sheet.rows["row"].tolist()
        assert len(rows) == len(set(rows))
        assert not set(rows) & {skipped.row for skipped in sheet.skipped}
        assert {cell.row for cell in sheet.rejected} <= set(rows)
        assert sheet.geometry is None or len(sheet.geometry) == len(rows)


LONG = ["x" * 10_000] * 2000


@pytest.mark.parametrize(
    "column",
    [
        pa.array(LONG),
        pa.array(LONG, pa.large_string()),
        pa.array(LONG, pa.string_view()),
        pa.array([text.encode() for text in LONG], pa.large_binary()),
        pa.array([text.encode() for text in LONG], pa.binary(10_000)),
        pa.array(LONG).dictionary_encode(),
        pa.array([[text] for text in LONG]),
        pa.array([{"a": text} for text in LONG]),
        pa.array([[0] * 2000] * 2),
    ],
)
def test_what_is_stored_once_and_said_often_is_not_unpacked(
    column: pa.Array, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "bomb.parquet"
    pq.write_table(pa.table({"Région": column}), path)
    assert path.stat().st_size < 200_000
    assert read(path)
    monkeypatch.setattr(limits, "LARGEST_UNPACKED", 10_000_000)
    monkeypatch.setattr(limits, "MOST_CELLS", 3_000)
    with pytest.raises(FileError) as error:
        read(path)
    assert error.value.key == "unpacks_too_large"


@pytest.mark.parametrize("ending", ["xlsx", "ods", "csv", "geojson", "gpkg", "parquet", "kml", "zip"])
@settings(max_examples=50, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(seed=st.integers(0, 1 << 32))
def test_no_bytes_break_the_reader(
    sound: Callable[[str], bytes], tmp_path: Path, ending: str, seed: int
) -> None:
    path = tmp_path / f"given.{ending}"
    path.write_bytes(mutated(sound(ending), seed))
    reconciled(read_or_told(path))


CELL = st.one_of(
    st.text(max_size=10),
    st.sampled_from(
        [
            "Total",
            "Mopti",
            "ML0505",
            "1.234",
            "1,5",
            "-",
            "30/04/2020",
            "14°30'N",
            "NaN",
            "#REF!",
            "=1+1",
            *HEADER,
        ]
    ),
    st.integers(-5, 10**9).map(str),
    st.floats().map(str),
)


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    rows=st.lists(st.lists(CELL, max_size=7), max_size=8),
    headed=st.booleans(),
    separator=st.sampled_from(",;\t|"),
)
def test_no_cells_break_the_reader(
    tmp_path: Path, rows: list[list[str]], headed: bool, separator: str
) -> None:
    import csv

    path = tmp_path / "given.csv"
    with path.open("w", encoding="utf-8", errors="replace", newline="") as lines:
        csv.writer(lines, delimiter=separator).writerows([HEADER, *rows] if headed else rows)
    reconciled(read_or_told(path))


def test_what_is_shown_of_a_long_cell_is_short(text: Text) -> None:
    (sheet,) = read(text(f"Région,PDI,Note\nMopti,5,{'x' * 100_000}\n".encode()))
    assert sheet.preview[0][:2] == ("Mopti", "5")
    assert len(sheet.preview[0][2]) < 400
