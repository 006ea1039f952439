"""Files as partners send them → typed rows and problems."""

import datetime as dt
from collections.abc import Callable
from pathlib import Path
from zipfile import ZipFile

import openpyxl
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from geo.errors import FileError
from geo.kinds import SENT
from geo.readers import UNKNOWN, Rejected, Sheet, header_words, read, recognised

Write = Callable[..., Path]

# The three styles of header, and of date, of DTM's baseline assessments
ROUND_12 = [
    "Snapshot Date", "Survey Date", "Admin 0", "Admin 0 pcode", "Admin 1", "Admin 1 pcode", "Admin 2",
    "Admin 2 pcode", "Admin 3", "Admin 3 pcode", "Lowest Admin Level", "Total No# of IDPs HH",
    "Total No# of IDPs Ind#", "Total No# of Returnees HH#", "Total No# of Returnees Ind#",
    "Admin_0_origin_majority_RET_from_Abroad", "Admin 1 Area of Origin of IDP", "Type of Displacement",
    "Conflict", "RoundNo", "Returns",
]  # fmt: skip
ROW_12 = [
    dt.datetime(2014, 12, 31), dt.datetime(2014, 12, 31), "Mali", "MLI", "Mopti", "MLI05", "Bandiagara",
    "MLI0502", "Bandiagara Commune", "MLI00500201", 3, 37, 80, 382, 2813, None, None, "Conflict", 1, 12, 0,
]  # fmt: skip
DECEMBER_2017 = [
    "Snapshot Date", "CntryCrisisID", "Admin 1", "Admin 1 pcode", "Admin 2", "Admin 2 pcode",
    "No. of IDPs HH in collective settings", "No. of IDPs Ind. in collective settings",
    "No. of IDPs HH\nin individual settings", "No. of IDPs Ind. Individual settings",
    "Total No. of IDPs HH", "Total No. of IDPs Ind.", "Total No. of Returnees HH.",
    "Total No. of Returnees Ind.", "Total No. Migrant households", "Total No. Migrant individuals",
]  # fmt: skip
ROW_2017 = [
    "31-12-2017", 64, "Segou", "MLI04", "NioNo", "MLI0404", 7, 8, 9, 10, 921, 5422, 331, None, 5, 6,
]  # fmt: skip
ROUND_64 = [
    "Snapshot Date", "Admin 1", "Admin 1 pcode", "Admin 2", "Admin 2 pcode", "Total No# of IDPs HH",
    "Total No# of IDPs Ind#", "Num_RET_from_Abroad_IND", "Num_RET_from_Abroad_HH", "Num_Ret_IDP_HH",
    "Num_Ret_IDP_IND", "Total No# of Returnees HH#", "Total No# of Returnees Ind#", "UpdatedDate",
    "RoundNo", "admin_1_pcode_origin_majority_present_idp",
]  # fmt: skip
ROW_64 = [
    dt.datetime(2020, 4, 30), "Mopti", "MLI05", "Mopti", "MLI0506", 4725, 24648, 159, 61, 1782, 4524, 1843,
    4683, dt.datetime(2020, 5, 29), 64, "MLI05",
]  # fmt: skip
TIDIED = (
    "date,round,admin1_name_raw,admin1_pcode_raw,admin2_name_raw,admin2_pcode_raw,admin3_name_raw,"
    "admin3_pcode_raw,idp_households,idps,returnee_households,returnees,source_file\n"
    "2019-12-31,60,Gao, MLI07   ,Gao,MLI007001,Gao,MLI00700103,6362,34142,11996,55188,Dec_2019.xlsx\n"
)


@pytest.fixture
def write(tmp_path: Path) -> Write:
    def workbook(*rows: list[object], name: str = "given.xlsx", **more: list[list[object]]) -> Path:
        book = openpyxl.Workbook()
        for title, table in {"data": list(rows), **more}.items():
            sheet = book.create_sheet(title)
            for row in table:
                sheet.append(row)
        book.remove(book["Sheet"])
        book.save(tmp_path / name)
        return tmp_path / name

    return workbook


def only(path: Path) -> Sheet:
    (sheet,) = read(path)
    return sheet


def first(sheet: Sheet) -> dict[str, object]:
    row = sheet.rows.iloc[0]
    return {str(name): value for name, value in row.items() if not pd.isna(value)}


@pytest.mark.parametrize(
    ("header", "row", "expected"),
    [
        (
            ROUND_12,
            ROW_12,
            {
                "row": 2, "date": "2014-12-31", "round": 12, "admin1": "Mopti", "admin2": "Bandiagara",
                "admin3": "Bandiagara Commune", "code1": "MLI05", "code2": "MLI0502",
                "code3": "MLI00500201", "idp_households": 37, "idps": 80, "returnee_households": 382,
                "returnees": 2813, "displacement_type": "Conflict",
            },
        ),
        (
            DECEMBER_2017,
            ROW_2017,
            {
                "row": 2, "date": "2017-12-31", "admin1": "Segou", "admin2": "NioNo", "code1": "MLI04",
                "code2": "MLI0404", "idp_households": 921, "idps": 5422, "returnee_households": 331,
            },
        ),
        (
            ROUND_64,
            ROW_64,
            {
                "row": 2, "date": "2020-04-30", "round": 64, "admin1": "Mopti", "admin2": "Mopti",
                "code1": "MLI05", "code2": "MLI0506", "idp_households": 4725, "idps": 24648,
                "returnee_households": 1843, "returnees": 4683, "returnee_idp_households": 1782,
                "returnees_idp": 4524, "returnee_abroad_households": 61, "returnees_abroad": 159,
            },
        ),
    ],
    ids=["round 12", "December 2017", "round 64"],
)  # fmt: skip
def test_the_three_styles_of_header(
    write: Write, header: list[str], row: list[object], expected: dict[str, object]
) -> None:
    sheet = only(write(header, row))
    assert first(sheet) == expected
    assert (sheet.kind, sheet.name, sheet.rejected, sheet.skipped) == ("displacement", "data", (), ())


def test_the_tidied_table_keeps_text_as_written(tmp_path: Path) -> None:
    path = tmp_path / "tidied.csv"
    path.write_text(TIDIED, encoding="utf-8-sig")
    sheet = only(path)
    assert (sheet.name, sheet.rows["code1"][0]) == ("tidied", " MLI07   ")
    assert sheet.rows["idps"].tolist() == [34142]
    assert sheet.rows["source_file"].tolist() == ["Dec_2019.xlsx"]


@pytest.mark.parametrize(
    ("header", "other", "alike"),
    [
        ("Total No# of IDPs Ind#", "Total No. of IDPs Ind.", True),
        ("Total No# of Returnees HH#", "Total No. of Returnees HH.", True),
        ("Admin 1 pcode", "admin1_pcode_raw", True),
        ("RoundNo", "round", True),
        ("Total No. of IDPs Ind.", "Total No. of IDPs HH", False),
        ("Total No. of IDPs Ind.", "No. of IDPs Ind. in collective settings", False),
        ("Num_Ret_IDP_HH", "Total No# of IDPs HH", False),
        ("Admin 1", "Admin 1 Area of Origin of IDP", False),
        ("Snapshot Date", "UpdatedDate", False),
    ],
)
def test_header_words(header: str, other: str, alike: bool) -> None:
    assert (header_words(header) == header_words(other)) is alike


def test_every_header_of_a_kind_means_one_column() -> None:
    columns = SENT["displacement"].columns
    words = [(header_words(header), column.name) for column in columns for header in column.headers]
    assert len({word for word, _ in words}) == len(set(words))


@pytest.mark.parametrize(
    ("cell", "value", "problem"),
    [
        (80, 80, None),
        (80.0, 80, None),
        ("80", 80, None),
        (" 80 ", 80, None),
        (0, 0, None),
        (None, None, None),
        ("", None, None),
        ("n/a", None, "not_a_number"),
        ("1 234", 1234, None),
        ("12 34", None, "not_a_number"),
        ("1e3", None, "not_a_number"),
        ("²", None, "not_a_number"),
        (True, None, "not_a_number"),
        ("#REF!", None, "not_a_number"),
        (dt.datetime(2014, 12, 31), None, "not_a_number"),
        (-3, None, "negative"),
        ("-3", None, "negative"),
        (80.5, None, "not_whole"),
        (1e15, None, "too_large"),
        ("9" * 15, None, "too_large"),
        ("9" * 400, None, "not_a_number"),
    ],
)
def test_counts(write: Write, cell: object, value: int | None, problem: str | None) -> None:
    sheet = only(write(["Admin 1", "IDPs"], ["Mopti", 5], ["Gao", cell]))
    read_value = sheet.rows["idps"][1]
    assert (None if pd.isna(read_value) else read_value) == value
    assert [cell.problem for cell in sheet.rejected] == ([problem] if problem else [])


@pytest.mark.parametrize(
    ("cell", "value"),
    [
        (dt.datetime(2014, 12, 31), "2014-12-31"),
        (dt.date(2014, 12, 31), "2014-12-31"),
        ("31-12-2017", "2017-12-31"),
        (" 2017-12-31 ", "2017-12-31"),
        (None, None),
    ],
)
def test_dates(write: Write, cell: object, value: str | None) -> None:
    sheet = only(write(["Snapshot Date", "Admin 1", "IDPs"], [cell, "Mopti", 5]))
    read_value = sheet.rows["date"][0]
    assert (None if pd.isna(read_value) else read_value) == value
    assert not sheet.rejected


def test_unreadable_cells_are_listed_with_row_column_and_value(write: Write) -> None:
    header = ["Snapshot Date", "Admin 1", "IDPs", "Returnees"]
    sheet = only(write(header, ["31-31-2017", "Mopti", 5, "?"], [None] * 4, ["2017-12-31", "Gao", "n/a", 1]))
    assert sheet.rejected == (
        Rejected(2, "date", "31-31-2017", "not_a_date"),
        Rejected(2, "returnees", "?", "not_a_number"),
        Rejected(4, "idps", "n/a", "not_a_number"),
    )


def test_rows_keep_the_number_that_a_spreadsheet_shows(write: Write) -> None:
    sheet = only(write(["Admin 1", "IDPs"], ["Mopti", 1], [None, None], [" ", ""], ["Gao", 2]))
    assert sheet.rows["row"].tolist() == [2, 5]


def test_a_wrong_size_in_the_workbook_cuts_nothing_off(write: Write, tmp_path: Path) -> None:
    path, altered = write(["Admin 1", "IDPs"], ["Mopti", 1], ["Gao", 2]), tmp_path / "altered.xlsx"
    with ZipFile(path) as given, ZipFile(altered, "w") as made:
        for name in given.namelist():
            made.writestr(
                name, given.read(name).replace(b'<dimension ref="A1:B3"', b'<dimension ref="A1:A2"')
            )
    assert only(altered).rows["idps"].tolist() == [1, 2]


def test_rows_of_a_csv_too(tmp_path: Path) -> None:
    path = tmp_path / "given.csv"
    path.write_text('admin 1,idps,note\nMopti,1,"two\nlines"\n\nGao,2\n', encoding="utf-8")
    assert only(path).rows["row"].tolist() == [2, 4]


def test_a_header_alone_is_an_empty_table(write: Write) -> None:
    assert only(write(["Admin 1", "IDPs"])).rows.empty


def test_a_sheet_that_is_not_recognised_is_said(write: Write) -> None:
    data, notes = read(write(["Admin 1", "IDPs"], ["Mopti", 1], notes=[["Read me"], ["Draft"]], empty=[]))
    assert (data.kind, notes.kind, notes.name) == ("displacement", UNKNOWN, "notes")
    assert [(skipped.row, skipped.reason) for skipped in notes.skipped] == [(1, "header_not_recognised")]


@pytest.mark.parametrize(
    ("name", "content", "key"),
    [
        ("missing.xlsx", None, "file_missing"),
        ("empty.xlsx", b"", "file_empty"),
        ("empty.csv", b"", "file_empty"),
        ("blank.csv", b"\n , \n", "file_empty"),
        ("text.xlsx", b"not a workbook", "header_not_recognised"),
        ("cut.xlsx", b"PK\x03\x04\x14\x00\x06\x00", "file_unreadable"),
        ("protected.xlsx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "file_unreadable"),
        ("other.csv", b"a,b\n1,2\n", "header_not_recognised"),
        ("no_place.csv", b"idps,returnees\n1,2\n", "header_not_recognised"),
        ("no_count.csv", b"admin 1,admin 2\nMopti,Koro\n", "header_not_recognised"),
        ("twice.csv", b"admin 1,idps,IDPs Ind.\nMopti,1,2\n", "header_twice"),
        ("report.pdf", b"%PDF-1.7", "file_type"),
    ],
)
def test_bad_files(tmp_path: Path, name: str, content: bytes | None, key: str) -> None:
    if content is not None:
        (tmp_path / name).write_bytes(content)
    with pytest.raises(FileError) as error:
        recognised(read(tmp_path / name))
    assert error.value.key == key
    assert name in str(error.value)


def test_a_number_sign_before_a_number_is_no_tag(tmp_path: Path) -> None:
    path = tmp_path / "given.csv"
    path.write_text("Admin 1,Admin 2,IDPs\n,,0\n,#0,\n", encoding="utf-8")
    assert only(path).rows["idps"].tolist() == [0, pd.NA]


def test_a_truncated_workbook(write: Write) -> None:
    path = write(ROUND_12, ROW_12)
    path.write_bytes(path.read_bytes()[:-200])
    with pytest.raises(FileError, match="file_unreadable"):
        read(path)


@settings(max_examples=60, deadline=None)
@given(
    cells=st.lists(
        st.tuples(st.text(max_size=8), st.text(max_size=8), st.text(alphabet="0129-., n/a", max_size=6)),
        max_size=6,
    )
)
def test_no_text_in_a_cell_breaks_the_reader(
    tmp_path_factory: pytest.TempPathFactory, cells: list[tuple[str, str, str]]
) -> None:
    path = tmp_path_factory.mktemp("given") / "given.csv"
    frame = pd.DataFrame(cells, columns=["Admin 1", "Admin 2", "IDPs"], dtype="str")
    frame.to_csv(path, index=False, encoding="utf-8", errors="replace")
    sheet = only(path)
    unread = {cell.row for cell in sheet.rejected}
    assert unread <= set(sheet.rows["row"])
    assert sheet.rows.loc[sheet.rows["row"].isin(unread), "idps"].isna().all()
