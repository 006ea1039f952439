"""Layouts that partners send: headers, kinds, and which columns are what."""

from collections.abc import Callable
from pathlib import Path

import pandas as pd
import pytest

from geo import kinds
from geo.errors import FileError
from geo.paths import DATA
from geo.readers import UNKNOWN, Rejected, Sheet, read, recognised

Book = Callable[..., Path]
Text = Callable[..., Path]
Only = Callable[..., Sheet]

PEOPLE = [
    "0-4 ans F",
    "0-4 ans H",
    "5-17 ans F",
    "5-17 ans H",
    "18-59 ans F",
    "18-59 ans H",
    "60+ F",
    "60+ H",
    "Autres",
]
AREA = ["Région", "Code région", "Cercle", "Code cercle", "Commune"]
KORO = ["Mopti", "ML05", "Koro", "ML0505", "Dinangourou"]
GAO = ["Gao", "ML07", "Gao", "ML0702", "Gao"]


def names(sheet: Sheet) -> dict[str, str]:
    """Return what is read of a sheet: the project's name of a column, and its header."""
    return {column.name: column.header for column in sheet.columns if column.name}


def values(sheet: Sheet, column: str) -> list[object]:
    return [None if pd.isna(value) else value for value in sheet.rows[column]]


def test_the_3w_of_mali(workbook: Book, only: Only) -> None:
    header = [
        "Acronyme", "Organisation", "Type", "Pays", "Pays code", "Code Région", "Région", "Code Cercle", "Cercle",
        "Zone", "Latitude du bureau", "Code Commune", "Commune", "Remarque", "Secteur",
    ]  # fmt: skip
    row = ["OIM", "Organisation internationale pour les migrations", "ONU", "Mali", "ML", "ML05", "Mopti", "ML0505",
           "Koro", None, None, "ML050501", "Barapireli", None, "Abris et articles non alimentaires"]  # fmt: skip
    sheet = only(workbook(ML_3W=[header, row]))
    assert sheet.kind == "projects"
    assert sheet.rows.iloc[0].to_dict() == {
        "row": 2, "org": "OIM", "org_name": row[1], "org_type": "ONU", "cluster": row[-1], "admin1": "Mopti",
        "admin2": "Koro", "admin3": "Barapireli", "code1": "ML05", "code2": "ML0505", "code3": "ML050501",
    }  # fmt: skip


def test_the_newer_layout_of_dtm(workbook: Book) -> None:
    """Its sheets say who is counted, its headers only women, men and total."""
    wide = [*AREA, "Ménages", *PEOPLE, "Femmes", "Hommes", "Total"]
    long = [*AREA, "Nombre de ménages", *PEOPLE, "Total"]
    parts = [1] * len(PEOPLE)
    path = workbook(
        PDIs=[["DTM Mali, avril 2023"], wide, [*KORO, 100, *parts, 300, 250, 550], [*GAO, 9, *parts, 30, 25, 55],
              ["Total", *[None] * 4, 109, *parts, 330, 275, 605]],
        RETOURNEES_PDIs=[wide, [*KORO, 10, *parts, 30, 25, 55]],
        RAPATRIES=[long, [*KORO, 7, *parts, 41]],
    )  # fmt: skip
    idps, returned, abroad = read(path)
    assert {sheet.kind for sheet in (idps, returned, abroad)} == {"displacement"}
    assert (values(idps, "idps"), values(idps, "idp_households")) == ([550, 55], [100, 9])
    assert [(skipped.row, skipped.reason) for skipped in idps.skipped] == [(1, "title_row"), (5, "total_row")]
    assert (values(returned, "returnees_idp"), values(returned, "returnee_idp_households")) == ([55], [10])
    assert (values(abroad, "returnees_abroad"), values(abroad, "returnee_abroad_households")) == ([41], [7])
    assert values(idps, "code2") == ["ML0505", "ML0702"]


def test_of_several_totals_the_greatest_is_meant(workbook: Book, only: Only) -> None:
    header = [*AREA, "Total", "Total", "Total"]
    sheet = only(workbook(PDIs=[header, [*KORO, 300, 550, 250], [*GAO, 30, 55, 25]]))
    assert values(sheet, "idps") == [550, 55]
    (unclear,) = read(workbook(PDIs=[header, [*KORO, 300, 200, 250], [*GAO, 30, 55, 25]]))
    assert (unclear.kind, unclear.problem and unclear.problem.key) == (UNKNOWN, "header_twice")


def test_titles_two_header_rows_and_totals(workbook: Book, only: Only) -> None:
    rows = [
        ["Situation des PDI"], [None],
        ["Région", "Cercle", "PDI", None, "Retournés", None], [None, None, "Ménages", "Individus", "Ménages", "Individus"],
        ["Mopti", "Koro", "1 234", 7404, "270", 1200], ["Sous-total Mopti", None, 1234, 7404, 270, 1200],
        ["Gao", "Gao", 12, 70, None, 1], ["Région", "Cercle", "PDI", None, "Retournés", None], ["Gao", "TOTAL", 12, 70, None, 1],
        ["TOTAL GÉNÉRAL", None, 1246, 7474, 270, 1201], ["Source : DTM, avril 2020"],
    ]  # fmt: skip
    sheet = only(workbook(data=rows))
    assert names(sheet) == {
        "admin1": "Région", "admin2": "Cercle", "idp_households": "PDI Ménages", "idps": "PDI Individus",
        "returnee_households": "Retournés Ménages", "returnees": "Retournés Individus",
    }  # fmt: skip
    assert values(sheet, "row") == [5, 7]
    assert values(sheet, "idps") == [7404, 70]
    assert [(s.row, s.reason) for s in sheet.skipped if s.reason != "header_again"] == [
        (1, "title_row"), (6, "total_row"), (9, "total_row"), (10, "total_row"), (11, "note_below"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("cell", "total"),
    [
        ("Total", True), ("TOTAL GÉNÉRAL", True), ("Sous-total", True), ("Subtotal Mopti", True), ("Total région de Mopti", True),
        ("Mopti Total", True), ("Grand Total", True), ("Ensemble du Mali", True), ("Somme", True), ("Totaux :", True),
        ("Totalité", False), ("Ensemble pour la paix", False), ("Sumpi", False), ("Gao", False),
    ],
)  # fmt: skip
def test_words_of_totals(workbook: Book, only: Only, cell: str, total: bool) -> None:
    sheet = only(workbook(data=[["Région", "PDI"], ["Mopti", 1], [cell, 1]]))
    assert [skipped.row for skipped in sheet.skipped] == ([3] if total else [])


def test_an_organisation_may_be_called_total(text: Text, only: Only) -> None:
    sheet = only(text("Organisation,Secteur,Région\nTotal Énergies,Santé,Mopti\nTotal,,\n"))
    assert (values(sheet, "org"), [s.row for s in sheet.skipped]) == (["Total Énergies"], [3])


def test_hxl_tags_settle_what_a_column_is(text: Text, only: Only) -> None:
    sheet = only(
        text(
            "Where,Code,n,Women,Wer,Was,y,x\n"
            "#adm2 +name,#adm2+code,#affected +idps+ind,#affected+f+idps,#org,#sector,#geo+lat,#geo+lon\n"
            "Koro,ML0505,5,3,OIM,Santé,14.1,-3.1\n"
        ),
        kind="displacement",
    )
    assert {column.header: (column.name, column.how) for column in sheet.columns if column.name} == {
        "Where": ("admin2", "hxl"), "Code": ("code2", "hxl"), "n": ("idps", "hxl"), "y": ("lat", "hxl"),
        "x": ("lon", "hxl"),
    }  # fmt: skip
    assert values(sheet, "row") == [3]


def test_the_lists_of_sites_of_the_project_open_as_sites(only: Only) -> None:
    template, examples = only(DATA / "sites" / "template.csv"), only(DATA / "sites" / "example_sites.csv")
    assert template.kind == examples.kind == "sites"
    assert {*examples.rows} >= {"name", "lon", "lat", "individuals", "households", "water", "source"}


def test_a_list_of_sites_in_french(text: Text, only: Only) -> None:
    sheet = only(
        text(
            "Nom du site;Région;Cercle;Latitude;Longitude;PDI (individus);Ménages PDI;Eau;Latrines;Gestion du site\n"
            'A;Mopti;Koro;"14°30\'N";"3°30\'O";1 200;200;Oui;partiellement;Non\n'
            "B;Mopti;Koro;-3,2;14,1;12;2;x;?;\n"
        )
    )
    assert sheet.kind == "sites"
    assert (values(sheet, "lon"), values(sheet, "lat")) == ([-3.5, -3.2], [14.5, 14.1])
    assert (values(sheet, "water"), values(sheet, "sanitation")) == (["yes", "yes"], ["partial", None])
    assert sheet.rejected == (Rejected(3, "sanitation", "?", "not_a_state"),)
    assert [(note.key, note.rows) for note in sheet.notes] == [("swapped", (3,))]


def test_figures_of_any_kind(workbook: Book, only: Only) -> None:
    header = [
        "N°",
        "Région",
        "Indice de stabilité",
        "Phase 3+ (personnes)",
        "% ménages",
        "Année",
        "Remarque",
        "Zone",
    ]
    rows = [
        [1, "Mopti", "0,734", "270.000", "12,5 %", 2024, "ok", "A"],
        [2, "Gao", "1,234", "44.084", "3 %", 2024, None, "B"],
    ]
    sheet = only(workbook(data=[header, *rows]))
    assert sheet.kind == "figures"
    assert [(measure.name, measure.title, measure.unit) for measure in sheet.measures] == [
        ("indice_de_stabilite", "Indice de stabilité", ""),
        ("phase_3_personnes", "Phase 3+ (personnes)", "people"),
        ("menages", "% ménages", ""),
    ]
    assert values(sheet, "phase_3_personnes") == [270000, 44084]
    assert values(sheet, "indice_de_stabilite") == [0.734, 1.234]


def test_places_are_found_by_what_a_column_holds(text: Text, only: Only) -> None:
    by_name = only(text("Zone,Effectif\nMopti,3\nGao,4\nKidal,1\n"))
    assert [(c.name, c.how) for c in by_name.columns] == [("admin1", "content"), ("effectif", "content")]
    by_code = only(text("Localisation,Effectif\nML0505,3\nML0702,4\n"))
    assert by_code.columns[0].name == "code2"
    by_position = only(text("A,B,Effectif\n14.512,-4.123,3\n16.271,-0.043,4\n"))
    assert [c.name for c in by_position.columns] == ["lat", "lon", "effectif"]


def test_clusters_are_found_by_what_a_column_holds(text: Text, only: Only) -> None:
    sheet = only(
        text("Organisation,Quoi,Région\nOIM,Abris et articles non alimentaires,Mopti\nACF,Nutrition,Gao\n")
    )
    assert (sheet.kind, sheet.columns[1].name, sheet.columns[1].how) == ("projects", "cluster", "content")


def test_offices(text: Text, only: Only) -> None:
    sheet = only(
        text("Organisation,Type de bureau,Ville,Latitude,Longitude\nOIM,Sous-bureau,Mopti,14.5,-4.2\n")
    )
    assert (sheet.kind, values(sheet, "org"), values(sheet, "town")) == ("offices", ["OIM"], ["Mopti"])


def test_codes_of_no_stated_level_go_to_the_level_of_their_digits(text: Text, only: Only) -> None:
    sheet = only(text("pcode,PDI\nML05,1\nML0505,2\nML050501,3\n"))
    assert values(sheet, "code1") == ["ML05", None, None]
    assert values(sheet, "code2") == [None, "ML0505", None]
    assert values(sheet, "code3") == [None, None, "ML050501"]


def test_codes_that_became_numbers(workbook: Book, only: Only) -> None:
    sheet = only(
        workbook(
            data=[
                ["Région", "Code cercle", "PDI"],
                ["Mopti", 101.0, 1],
                ["Gao", "102.0", 1],
                ["Gao", None, 1],
            ]
        )
    )
    assert values(sheet, "code2") == ["101", "102", None]


def test_what_is_equal_is_not_the_same(workbook: Book, only: Only) -> None:
    sheet = only(workbook(data=[["Région", "PDI"], ["Mopti", 1], ["Gao", True], ["Kidal", 1.0]]))
    assert values(sheet, "idps") == [1, None, 1]
    assert sheet.rejected == (Rejected(3, "idps", "TRUE", "not_a_number"),)


def test_what_a_person_says_goes_before_headers(text: Text, only: Only) -> None:
    path = text("Lieu-dit,Zone,Valeur,PDI\nMopti,a,3,9\nGao,b,4,9\n")
    (unmapped,) = read(path)
    mapping = {unmapped.layout: {0: "admin1", 1: "", 2: "idps", 3: ""}}
    sheet = only(path, mapping=mapping)
    assert sheet.layout == unmapped.layout
    assert [(c.name, c.how) for c in sheet.columns] == [
        ("admin1", "person"),
        ("", "person"),
        ("idps", "person"),
        ("", "person"),
    ]
    assert values(sheet, "idps") == [3, 4]


def test_a_sheet_that_is_not_recognised_can_be_mapped_by_hand(text: Text, only: Only) -> None:
    path = text("Où,Combien\nici,3\nlà,4\n")
    unknown = only(path)
    assert (unknown.kind, unknown.preview) == (UNKNOWN, (("ici", "3"), ("là", "4")))
    assert [column.header for column in unknown.columns] == ["Où", "Combien"]
    with pytest.raises(FileError, match="header_not_recognised"):
        recognised([unknown])
    mapped = only(path, mapping={unknown.layout: {0: "admin2", 1: "idps"}})
    assert (mapped.kind, values(mapped, "idps")) == ("displacement", [3, 4])


def test_a_sheet_without_a_header_can_be_mapped_by_hand(text: Text, only: Only) -> None:
    path = text("Mopti,Koro,12\nGao,Gao,13\n")
    unknown = only(path)
    assert (unknown.problem.key, len(unknown.columns)) == ("no_header", 3)  # type: ignore[union-attr]
    mapped = only(path, mapping={unknown.layout: {0: "admin1", 1: "admin2", 2: "measure"}})
    assert (mapped.kind, [measure.name for measure in mapped.measures]) == ("figures", ["column_3"])
    assert (values(mapped, "row"), values(mapped, "column_3")) == ([1, 2], [12, 13])


def test_layouts_differ_by_headers_alone(text: Text, only: Only) -> None:
    first, second = text("Région,PDI\nMopti,1\n", "a.csv"), text("Région;PDI\nGao;2\nKidal;3\n", "b.csv")
    assert only(first).layout == only(second).layout != only(text("Région,PDIs\nGao,2\n", "c.csv")).layout


def test_a_kind_can_be_given(text: Text, only: Only) -> None:
    path = text("Région,PDI,Retournés\nMopti,1,2\n")
    assert only(path).kind == "displacement"
    figures = only(path, kind="figures")
    assert [(measure.name, measure.unit) for measure in figures.measures] == [
        ("pdi", "people"),
        ("retournes", "people"),
    ]
    assert only(path, kind="projects").kind == UNKNOWN


def test_two_columns_that_say_the_same(text: Text, only: Only) -> None:
    same = only(text("Région,PDI,PDI\nMopti,1,1\n"))
    assert (same.kind, [note.column for note in same.notes if note.key == "same_headers"]) == (
        "displacement",
        ["PDI"],
    )
    assert only(text("Région,PDI,PDI\nMopti,1,2\n")).problem.key == "header_twice"  # type: ignore[union-attr]
    languages = only(text("ADM1_FR,ADM1_EN,PDI\nTombouctou,Timbuktu,2\n"))
    assert values(languages, "admin1") == ["Tombouctou"]


def test_identical_rows_are_kept_and_said(text: Text, only: Only) -> None:
    sheet = only(text("Région,PDI\nMopti,1\nGao,2\nMopti,1\n"))
    assert (len(sheet.rows), [(n.key, n.rows) for n in sheet.notes]) == (3, [("duplicate_rows", (4,))])


def test_characters_that_nobody_sees(text: Text, only: Only) -> None:
    sheet = only(text("R\u200fégion,\ufeffPDI\nMo\u200bpti\x07,1\nGao,2\n"))
    assert values(sheet, "admin1") == ["Mopti", "Gao"]
    assert [(note.key, note.rows, note.column) for note in sheet.notes] == [
        ("unseen_characters", (2,), "Région")
    ]


def test_markup_in_a_cell_is_text(text: Text, only: Only) -> None:
    assert values(only(text("Région,PDI\n<script>alert(1)</script>,1\n")), "admin1") == [
        "<script>alert(1)</script>"
    ]


def test_every_header_of_a_kind_means_one_column() -> None:
    from geo.readers import header_words

    for kind in kinds.SENT.values():
        said = [(header_words(text), column.name) for column in kind.columns for text in column.headers]
        meant = dict(said)
        assert all(meant[words] == name for words, name in said), kind.name


def test_the_progress_goes_up_to_the_end(workbook: Book) -> None:
    told: list[float] = []
    read(
        workbook(a=[["Région", "PDI"], ["Mopti", 1]], b=[["Région", "PDI"]]),
        progress=lambda done, _what: told.append(done),
    )
    assert (told[0], told[-1]) == (0.0, 1.0)
    assert told == sorted(told)


def test_a_sector_that_is_no_known_cluster_is_said(text: Text, only: Only) -> None:
    sheet = only(
        text("Acronyme;Secteur;Région\nNRC;EHA;Mopti\nDRC;Cohésion;Gao\nIRC;;Gao\nIRC;Cohésion;Mopti\n")
    )
    assert sheet.kind == "projects"
    (note,) = [note for note in sheet.notes if note.key == "cluster_unknown"]
    assert (note.rows, note.column, note.details) == ((3, 5), "Secteur", {"names": "Cohésion"})


@pytest.mark.parametrize("name", ["PDI", "PDI septembre", "PDI_09_2026", "PDIs Sept 2026"])
def test_a_sheet_says_who_is_counted_and_of_when(workbook: Book, only: Only, name: str) -> None:
    rows = [["Région", "Nombre de ménages", "Total"], ["Gao", 10, 55], ["Mopti", 20, 110]]
    sheet = only(workbook(**{name: rows}))
    assert (values(sheet, "idp_households"), values(sheet, "idps")) == ([10, 20], [55, 110])
