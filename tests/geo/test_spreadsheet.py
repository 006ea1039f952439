import csv
import io

import pandas as pd
import pytest

from geo import spreadsheet
from geo.spreadsheet import inert


@pytest.mark.parametrize(
    ("given", "written"),
    [
        *((f"{sign}cmd|' /C calc'!A0", f"'{sign}cmd|' /C calc'!A0") for sign in "=+-@＝＋－＠"),
        ("\t=1", "'\t'=1"),
        ("\r=1", "'\r'=1"),
        ("\rMopti", "'\rMopti"),
        ("\n=1", "\n'=1"),
        ("Mopti\r=1", "Mopti\r'=1"),
        ("Mopti\r\n=1", "Mopti\r\n'=1"),
        ("Mopti\u2028=1", "Mopti\u2028'=1"),
        ("Mopti,=1", "Mopti,'=1"),
        ("Mopti;@SUM(1)", "Mopti;'@SUM(1)"),
        ("Mopti\t-A1", "Mopti\t'-A1"),
        ("Mopti | =1", "Mopti | '=1"),
        ("Mopti, \u00a0=1", "Mopti, \u00a0'=1"),
        (" \u200b\ufeff=1", " \u200b\ufeff'=1"),
        ("\u202e=1", "\u202e'=1"),
        ('Mopti;"=1"', 'Mopti;"\'=1"'),
        ("-5+3", "'-5+3"),
        ("-1e", "'-1e"),
        ("- Mopti", "'- Mopti"),
        ("-4,5;=2;-6", "-4,5;'=2;-6"),
    ],
)
def test_what_a_spreadsheet_would_calculate_has_an_apostrophe(given: str, written: str) -> None:
    assert inert(given) == written


@pytest.mark.parametrize(
    "cell",
    [
        *("-5", "+5", "-4,5", "-4.5", "- 5 000", "-5\u202f000", "-12 %", "-1.5e-07", "-", "+223 76 12 34 56"),
        *("POINT (-4.2 14.5)", "LINESTRING (-4 14, -3 15)", "POLYGON ((-4 14, -3.5e-07 14, -4 14))"),
        *("Mopti", "a=b", "x@y.org", "Sikasso-Nord", "Gao, 2020-04-30", "", -5, -4.5, None, True),
    ],
)
def test_numbers_and_words_stay(cell: object) -> None:
    assert inert(cell) is cell or inert(cell) == cell


HOSTILE = ["=1", "Mopti\r=1", "Mopti\r\n=1", "Mopti;=1", 'a"b', "\rx", -5, -4.5, None]


def cut_anywhere(text: str) -> list[str]:
    """Return the pieces that any program could take for cells, whatever it cuts at."""
    for cut in ',;|\t\n"':
        text = text.replace(cut, "\r")
    return [piece.strip() for piece in text.split("\r")]


@pytest.mark.parametrize("of_table", [True, False])
def test_no_piece_of_a_text_is_a_formula(of_table: bool) -> None:
    table = pd.DataFrame({"=head": HOSTILE, "b": range(len(HOSTILE))}, dtype=object)
    rows = [[*table], *table.to_numpy().tolist()]
    text = spreadsheet.as_csv(table) if of_table else spreadsheet.of_rows(rows)
    assert not [piece for piece in cut_anywhere(text) if piece.startswith(("=", "+", "@"))]
    assert "-5,6\n-4.5,7\n,8\n" in text
    assert text.startswith("'=head,b\n")


@pytest.mark.parametrize("of_table", [True, False])
def test_a_carriage_return_ends_no_row(of_table: bool) -> None:
    table = pd.DataFrame({"a": ["Mopti\rGao", "x\ny", "z"]})
    rows = [[*table], *table.to_numpy().tolist()]
    text = spreadsheet.as_csv(table) if of_table else spreadsheet.of_rows(rows)
    assert text == 'a\n"Mopti\rGao"\n"x\ny"\nz\n'
    assert [*csv.reader(io.StringIO(text, newline=""))] == rows


def test_a_very_long_cell_takes_no_time() -> None:
    for cell in ("\t" * 100_000 + "x=1", "=" * 100_000, ";" * 100_000 + "=", "-1e" * 30_000):
        assert inert(cell).count("'") <= 2
