import hashlib
import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo import disclosure, imports, joined, workspace
from geo.errors import GeoError
from geo.imports import Description
from geo.readers import UNKNOWN
from geo.workspace import Claim

HEAD = "Admin 1,Admin 2,Total No. of IDPs Ind.,Snapshot Date"
ROWS = ("Mopti,Bandiagara,60,2026-10-31", "Mopti,Atlantis,5,2026-10-31", "Gao,Bourem,n/a,2026-09-30")


def sent(tmp_path: Path, *rows: str, head: str = HEAD, name: str = "dtm_octobre.csv") -> Path:
    path = tmp_path / name
    path.write_text("\n".join([head, *(rows or ROWS)]) + "\n", encoding="utf-8")
    return path


def test_a_dataset_keeps_every_row_and_an_area_only_where_it_is_placed(tmp_path: Path) -> None:
    path = sent(tmp_path)
    (report,) = imports.check(path)
    entry = imports.save(report, Description("dtm", "DTM", "OIM"), path, by="a@b.c")
    assert (entry.rows, entry.placed, entry.kind, entry.division) == (3, 1, "displacement", "cod2021")
    assert (entry.date, entry.sensitivity, entry.by) == ("2026-10-31", "restricted", "a@b.c")
    assert [one.name for one in entry.measures] == ["idps"]
    assert entry.sha256 == hashlib.sha256(path.read_bytes()).hexdigest()
    table = entry.table()
    assert [*table["row"]] == [2, 3, 4]
    assert [*table["state"]] == ["placed", "unplaced", "rejected"]
    assert table["area"].fillna("").tolist() == ["ML0501", "", ""]
    assert (entry.folder / "original.csv").read_bytes() == path.read_bytes()
    assert entry.report()["rows"] == 3


def test_the_next_file_of_the_same_layout_is_the_next_version(tmp_path: Path) -> None:
    claim = Claim(("NUT",), "cod2021", ("ML05",))
    path = sent(tmp_path)
    (report,) = imports.check(path)
    assert imports.described(report) == Description("dtm-octobre", "dtm octobre", date="2026-10-31")
    said = Description("dtm", "DTM mensuelle", "OIM", "CC BY", "2026-10", "internal", (claim,))
    imports.save(report, said, path)
    after = sent(tmp_path, "Gao,Bourem,7,2026-11-30", name="november.csv")
    (report,) = imports.check(after)
    proposed = imports.described(report)
    assert proposed == Description("dtm", "DTM mensuelle", "OIM", "CC BY", "2026-11-30", "internal", (claim,))
    imports.save(report, proposed, after)
    assert [one.date for one in workspace.versions("dtm")] == ["2026-11-30", "2026-10"]
    other = sent(tmp_path, "Mopti,Koro,3", head="Admin 1,Admin 2,Total No. of IDPs Ind.", name="dtm.csv")
    (report,) = imports.check(other)
    assert imports.described(report).name == "dtm-2"  # another layout never replaces it unasked


def test_an_import_that_fails_is_said_to_have_failed_in_the_audit_log(
    tmp_path: Path, own_workspace: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_args: object, **_given: object) -> None:
        raise OSError(28, "No space left on device")

    (report,) = imports.check(sent(tmp_path))
    monkeypatch.setattr(workspace, "sync", full)
    with pytest.raises(GeoError, match="workspace_not_writable"):
        imports.save(report, Description("dtm", "DTM"), sent(tmp_path))
    told = [json.loads(line) for line in (own_workspace / "audit.jsonl").read_text().splitlines()]
    assert [(one["what"], one.get("failed")) for one in told] == [
        ("dtm", None),
        ("dtm", "workspace_not_writable"),
    ]
    assert workspace.loaded() == ()


def test_a_cell_is_corrected_and_the_row_lands(tmp_path: Path) -> None:
    path = sent(tmp_path)
    (sheet,) = imports.read(path)
    edits = {3: {"admin2": "Bankass"}, 4: {"idps": "12"}}
    report = imports.place(sheet, edits=edits)
    assert report.counts["placed"] == 3
    assert report.totals["idps"]["placed"] == 77
    entry = imports.save(report, Description("dtm", "DTM"), path, edits=edits)
    assert entry.report()["edits"] == {"3": {"admin2": "Bankass"}, "4": {"idps": "12"}}
    assert imports.place(sheet).counts["placed"] == 1  # the sheet itself is as it was


def test_a_correction_that_cannot_be_read_stays_a_problem(tmp_path: Path) -> None:
    (sheet,) = imports.read(sent(tmp_path))
    (cell,) = imports.edited(sheet, {4: {"idps": "-3"}}).rejected
    assert (cell.row, cell.value, cell.problem) == (4, "-3", "negative")


@pytest.mark.parametrize("edits", [{99: {"idps": "1"}}, {2: {"shoe_size": "1"}}])
def test_there_is_no_correcting_what_is_not_there(tmp_path: Path, edits: dict[int, dict[str, str]]) -> None:
    (sheet,) = imports.read(sent(tmp_path))
    with pytest.raises(GeoError) as raised:
        imports.edited(sheet, edits)
    assert raised.value.key == "row_unknown"


def test_a_chosen_area_is_written_as_its_names(tmp_path: Path) -> None:
    (sheet,) = imports.read(sent(tmp_path))
    report = imports.place(sheet)
    names = imports.names_of("ML0502", report)
    assert names == {"admin1": "Mopti", "admin2": "Bankass"}
    placed = imports.place(sheet, edits={3: names})
    assert [one.placement.area for one in placed.outcomes if one.row == 3] == ["ML0502"]


def test_what_was_said_of_a_layout_holds_for_the_next_file(tmp_path: Path) -> None:
    head = "Wilaya,Endroit,Gens"
    (sheet,) = imports.read(sent(tmp_path, "Mopti,Koro,3", head=head))
    assert (sheet.kind, [one.name for one in sheet.measures]) == ("figures", ["gens"])
    imports.remember_columns(sheet, {0: "admin1", 1: "admin2", 2: "idps"})
    imports.remember_kind(sheet, "displacement")
    (sheet,) = imports.read(sent(tmp_path, "Mopti,Bankass,9", head=head, name="next.csv"))
    assert sheet.kind == "displacement"
    report = imports.place(sheet)
    assert report.totals["idps"]["placed"] == 9
    (other,) = imports.read(sent(tmp_path, "Mopti,Bankass,9,1", head=f"{head},Plus", name="other.csv"))
    assert other.kind == "figures"  # another layout


def test_a_sheet_that_is_not_recognised_can_be_mapped_by_hand(tmp_path: Path) -> None:
    head = "Un,Deux,Trois"
    (sheet,) = imports.read(sent(tmp_path, "Ici,Là,oui", "Là,Ici,non", head=head))
    assert sheet.kind == UNKNOWN
    assert [one.header for one in sheet.columns] == ["Un", "Deux", "Trois"]
    imports.remember_columns(sheet, {0: "name", 1: "admin3", 2: "water"})
    imports.remember_kind(sheet, "sites")
    (sheet,) = imports.read(sent(tmp_path, "Ici,Fatoma,oui", "Là,Konna,non", head=head))
    assert (sheet.kind, [*sheet.rows["name"]]) == ("sites", ["Ici", "Là"])


def test_two_columns_of_figures_are_no_contradiction(tmp_path: Path) -> None:
    (sheet,) = imports.read(sent(tmp_path, "Mopti,1.5,2", head="Région,Indice,Phase"))
    imports.remember_columns(sheet, {0: "admin1", 1: imports.MEASURE, 2: imports.MEASURE})
    (sheet,) = imports.read(sent(tmp_path, "Mopti,1.5,2", head="Région,Indice,Phase"))
    assert [one.title for one in sheet.measures] == ["Indice", "Phase"]
    report = imports.place(sheet, edits={2: {"indice": "3,25"}})
    assert report.totals["indice"]["placed"] == 3.25


def test_one_column_cannot_be_two(tmp_path: Path) -> None:
    (sheet,) = imports.read(sent(tmp_path))
    with pytest.raises(GeoError) as raised:
        imports.remember_columns(sheet, {0: "admin1", 1: "admin1", 2: "", 3: ""})
    assert raised.value.key == "column_twice"


@pytest.mark.parametrize("date", ["10/2026", "2026-13", "2026-02-30", "hier"])
def test_a_date_is_one_or_nothing_is_kept(tmp_path: Path, date: str) -> None:
    path = sent(tmp_path)
    (report,) = imports.check(path)
    with pytest.raises(GeoError) as raised:
        imports.save(report, Description("dtm", "DTM", date=date), path)
    assert raised.value.key == "date_not_allowed"
    assert workspace.loaded() == ()


def test_each_sheet_has_a_name_of_its_own(tmp_path: Path) -> None:
    (report,) = imports.check(sent(tmp_path))
    assert imports.names([report], "dtm") == ["dtm"]
    assert imports.names([report, report], "dtm") == ["dtm-dtm-octobre", "dtm-dtm-octobre-2"]
    with pytest.raises(GeoError):
        imports.names([report], "../dtm")


@given(st.text())
def test_any_text_gives_a_name_that_is_allowed(text: str) -> None:
    assert workspace.NAME.fullmatch(imports.slug(text))


WITHHELD = (
    "confidentiel", "Confidentielle", "restreint", "interne", "non public", "ne pas diffuser", "CONFIDENTIAL", "internal",
    "oui", "1", "usage interne", "non", "?", "public sauf coordonnées",
)  # fmt: skip


@pytest.mark.parametrize("word", WITHHELD)
def test_a_row_that_says_anything_but_public_is_in_nothing_public(tmp_path: Path, word: str) -> None:
    lines = (
        f"Caché,Mopti,14.4931,-4.1936,120,{word}",
        "Ouvert,Mopti,14.5,-4.2,80,Public",
        "Sans mot,Mopti,14.6,-4.3,90,",
        "Illisible,Mopti,14.7,-4.4,beaucoup,",
    )
    head = "Site,Admin 1,Latitude,Longitude,Site individus,Sensibilité"
    path = sent(tmp_path, *lines, head=head, name="sites.csv")
    (report,) = imports.check(path)
    imports.save(report, Description("sites", "Sites", sensitivity="public"), path)
    (entry,) = disclosure.loaded_for("public", workspace.loaded())
    assert entry.table()["name"].tolist() == ["Ouvert", "Sans mot"]
    assert b"14.4931" not in joined.as_csv(disclosure.table_for(entry), "Public")
    (whole,) = disclosure.loaded_for("partner", workspace.loaded())
    assert len(whole.table()) == 4


def test_a_word_of_sensitivity_that_is_not_known_is_said(tmp_path: Path) -> None:
    head = "Site,Admin 1,Latitude,Longitude,Site individus,Sensibilité"
    path = sent(tmp_path, "Un,Mopti,14.5,-4.2,1,ne pas diffuser", "Deux,Mopti,14.6,-4.3,2,interne", head=head)
    (report,) = imports.check(path)
    (note,) = [one for one in report.sheet.notes if one.key == "sensitivity_unknown"]
    assert (note.rows, note.column, note.details) == ((2,), "Sensibilité", {"names": "ne pas diffuser"})


def test_title_source_and_sensitivity_are_inherited_by_the_same_name_only(tmp_path: Path) -> None:
    path = sent(tmp_path)
    (report,) = imports.check(path)
    imports.save(report, Description("open", "Open list", "OIM", "CC BY", "2026-10", "public"), path)
    assert imports.described(report).sensitivity == "public"  # the next version of it
    assert imports.described(report, "open").title == "Open list"
    other = imports.described(report, "other")
    assert (other.name, other.title, other.source, other.licence, other.sensitivity) == (
        "other", "dtm octobre", "", "", "restricted"
    )  # fmt: skip
