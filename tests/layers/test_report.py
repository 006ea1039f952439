"""Where rows landed, in words."""

import pandas as pd
import pytest

from geo import gazetteer, join
from geo.areas import Language
from geo.readers import Sheet
from geo.readers.sheet import Recognised
from layers.render.report import as_json, as_text, why

TWO = "1 reform2023, 2 cod2021"


@pytest.mark.parametrize(
    ("key", "lang", "sentence"),
    [
        ("other_level", "en", '"San" is a region of reform2023 and a cercle of cod2021'),
        ("other_level", "fr", "« San » est une région (reform2023) et un cercle (cod2021)"),
        ("outside", "en", "its position is outside Mali, or missing"),
    ],
)
def test_why(key: str, lang: Language, sentence: str) -> None:
    assert why(lang, key, {"name": "San", "known": TWO}).replace("\u00a0", " ") == sentence


def report() -> join.Report:
    rows = pd.DataFrame(
        {
            "row": pd.Series(range(2, 6), dtype="Int64"),
            "admin1": pd.Series(["Mopti", "San", "Mopti", "Kayes"], dtype="str"),
            "admin2": pd.Series(["Bandiagara", None, "Koro", "Kayes"], dtype="str"),
            "code2": pd.Series(["MLI0502", None, None, None], dtype="str"),
            "lon": [None, None, -11.4, 30.0],
            "lat": [None, None, 14.4, 14.0],
        }
    )
    sheet = Sheet("f.csv", "f", "projects", rows)
    return join.place_rows(sheet, gazetteer.load())


def test_each_kind_of_conflict_has_a_sentence() -> None:
    lines = as_text(report(), "en").splitlines()
    assert (
        '  row 3: "San" is not placed: "San" is a region of reform2023, a cercle of cod2021 and a commune of'
        in (lines[1][: len(lines[1]) - len(" cod2021")])
    )
    assert lines[2:-1] == [
        "  row 2: code MLI0502 means Bankass (ML0502), not Bandiagara; placed on Bandiagara (ML0501) by its name",
        "  row 4: the coordinates 14.4, -11.4 lie in Kayes (ML0103), not in Koro; placed on Koro (ML0505) by its name",
        "  row 5: the coordinates 14, 30 lie in no area, not in Kayes; placed on Kayes (ML0103) by its name",
    ]


def test_what_is_left_open_is_said_with_all_that_the_row_names_and_what_to_do() -> None:
    rows = pd.DataFrame(
        {
            "row": pd.Series([2], dtype="Int64"),
            "admin1": pd.Series(["Mopti"], dtype="str"),
            "admin2": pd.Series(["Bandiagra"], dtype="str"),
            "admin3": pd.Series(["Doucoumbo"], dtype="str"),
        }
    )
    columns = (Recognised(0, "Commune", "admin3", "header"), Recognised(1, "Nombre de\nménages", "", ""))
    sheet = Sheet("f.csv", "f", "projects", rows, columns=columns)
    _, unused, row, mend = as_text(join.place_rows(sheet, gazetteer.load()), "en").splitlines()
    assert unused == "  columns left aside: Nombre de ménages"
    assert row.startswith('  row 2: "Mopti / Bandiagra / Doucoumbo" may be Doucoumbo (ML050107)')
    assert "Data and sources" in mend


def test_a_row_that_is_only_left_out_asks_for_nothing() -> None:
    sheet = Sheet("f.csv", "f", "projects", report().sheet.rows.iloc[[0]])
    assert "Mend" not in as_text(join.place_rows(sheet, gazetteer.load()), "en")


def test_conflicts_of_the_json_have_the_fixed_names() -> None:
    for conflict in as_json(report(), "fr")["conflicts"]:
        assert [*conflict] == ["row", "code", "code_means", "name", "used"]
