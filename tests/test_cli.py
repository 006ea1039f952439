import csv
import json
import socket
import subprocess
import sys
from pathlib import Path

import openpyxl
import pytest

import cli
from layers import briefing as briefings
from layers.briefing import Briefing, Seen, Slide
from ui.terminal import CLEARED

HEADERS = [
    "Admin 1",
    "Admin 1 pcode",
    "Admin 2",
    "Admin 2 pcode",
    "Total No# of IDPs HH",
    "Total No# of IDPs Ind#",
]


def run(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, *words: object
) -> tuple[int, str, str]:
    monkeypatch.setattr("sys.argv", ["mali-map", *map(str, words)])
    with pytest.raises(SystemExit) as ended:
        cli.main()
    out, err = capsys.readouterr()
    return int(ended.value.code or 0), out, err


@pytest.fixture
def sheet(tmp_path: Path) -> Path:
    book = openpyxl.Workbook()
    page = book.active
    page.title = "Baseline"
    for row in [
        HEADERS,
        ["Mopti", "MLI05", "Bandiagara", "MLI0502", 10, 60],
        ["Mopti", "MLI05", "Atlantis", "MLI0509", 1, 5],
        ["Gao", "MLI07", "Menaka", "MLI0704", 2, 12],
        ["Gao", "MLI07", "Bourem", "MLI0702", 3, "n/a"],
    ]:
        page.append(row)
    path = tmp_path / "partner.xlsx"
    book.save(path)
    return path


def test_check_says_where_each_row_lands(
    sheet: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    status, out, _ = run(capsys, monkeypatch, "check", sheet, "--json", "--placements")
    assert status == 1
    report = json.loads(out)
    assert (report["schema"], report["file"]) == (1, "partner.xlsx")
    (table,) = report["tables"]
    assert (table["sheet"], table["kind"], table["division"]) == ("Baseline", "displacement", "cod2021")
    assert (table["rows"], table["placed"]) == (4, 2)
    (unplaced,) = table["unplaced"]
    assert (unplaced["row"], unplaced["given"]) == (3, "Atlantis")
    assert "Atlantis" in unplaced["reason"]
    (rejected,) = table["rejected"]
    assert (rejected["row"], rejected["value"]) == (5, "n/a")
    assert {conflict["row"]: conflict["used"] for conflict in table["conflicts"]} == {2: "ML0501", 4: "ML10"}
    assert table["conflicts"][0]["code_means"] == "ML0502"
    totals = table["totals"]["idps"]
    assert (
        totals["read"]
        == 77
        == totals["placed"] + totals["unplaced"] + totals["proposed"] + totals["ambiguous"]
    )
    assert totals["unreadable"] == 1
    assert {row["row"]: row["area"] for row in table["placements"]} == {2: "ML0501", 4: "ML10"}


def test_check_in_words_gives_the_reasons(
    sheet: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    status, out, _ = run(capsys, monkeypatch, "check", sheet, "--placements")
    assert status == 1
    assert 'row 3: "Mopti / Atlantis" is not placed' in out
    assert "code MLI0704 means no area, not Menaka; placed on Ménaka (ML10)" in out
    assert "row 2: ML0501 (name+parent)" in out


def test_join_writes_every_row_with_its_area(
    sheet: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    out = tmp_path / "joined.csv"
    status, said, _ = run(capsys, monkeypatch, "join", sheet, "-o", out)
    assert status == 1
    assert 'row 3: "Mopti / Atlantis" is not placed' in said
    rows = list(csv.DictReader(out.read_text(encoding="utf-8").splitlines()))
    assert [(row["row"], row["area"], row["state"]) for row in rows] == [
        ("2", "ML0501", "placed"), ("3", "", "unplaced"), ("4", "ML10", "placed"), ("5", "", "rejected"),
    ]  # fmt: skip


def test_import_keeps_a_file_as_a_theme_of_the_map(
    sheet: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    words = ("import", sheet, "--name", "dtm-next", "--title", "DTM", "--source", "IOM", "--date", "2026-10")
    status, said, _ = run(capsys, monkeypatch, *words)
    assert status == 1
    assert "dtm-next: displacement, 4 rows, restricted" in said
    out = tmp_path / "x.csv"
    query = "theme=data:dtm-next&level=2&lang=en"
    status, _, err = run(capsys, monkeypatch, "snapshot", query, "-o", out)
    assert (status, "dtm-next" in err) == (1, True)  # restricted: not in a public view
    assert run(capsys, monkeypatch, *words, "--sensitivity", "public")[0] == 1
    assert run(capsys, monkeypatch, "snapshot", query, "-o", out) == (0, "", "")
    lines = [line for line in out.read_text(encoding="utf-8").splitlines() if not line.startswith("#")]
    (row,) = [row for row in csv.DictReader(lines) if row["area_id"] == "ML0501"]
    assert (row["value"], row["date"], row["source"]) == ("60", "2026-10", "IOM")


def test_import_declares_that_a_table_of_projects_is_complete(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("MALI_MAP_WORKSPACE", str(tmp_path / "workspace"))
    file = tmp_path / "3w.csv"
    file.write_text(
        "Organisation,Secteur,Région,Cercle,Activité\nNRC,EHA,Mopti,Koro,Forages\n", encoding="utf-8"
    )
    words = ("import", file, "--name", "3w", "--sensitivity", "public", "--date", "2026-10")
    assert run(capsys, monkeypatch, *words, "--complete", "WSH:ML99")[0] == 2
    assert run(capsys, monkeypatch, *words, "--complete", "WSH:ML05:2026:2026")[0] == 0
    out = tmp_path / "x.csv"
    query = "theme=coverage&sector=WSH&level=2&area=ML05&lang=en"
    assert run(capsys, monkeypatch, "snapshot", query, "-o", out)[0] == 0
    lines = [line for line in out.read_text(encoding="utf-8").splitlines() if not line.startswith("#")]
    states = {row["area_id"]: row["state"] for row in csv.DictReader(lines)}
    assert (states["ML0505"], states["ML0506"]) == ("covered", "gap")


def test_snapshot_holds_the_figures_of_the_regions(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    out = tmp_path / "x.csv"
    assert run(capsys, monkeypatch, "snapshot", "level=1&theme=idps&round=2020-04", "-o", out) == (0, "", "")
    lines = [line for line in out.read_text(encoding="utf-8").splitlines() if not line.startswith("#")]
    figures = {row["area_id"]: row["value"] for row in csv.DictReader(lines)}
    assert (figures["ML05"], figures["ML07"], figures["ML10"]) == ("102481", "62633", "20991")


def test_snapshot_says_what_it_did_not_understand(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    status, _, err = run(capsys, monkeypatch, "snapshot", "lang=en&colour=red", "-o", tmp_path / "x.csv")
    assert status == 1
    assert "colour" in err


def test_a_snapshot_of_a_comparison_has_both_maps_or_says_why_not(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    query, out = "lang=en&compare=round%3D2018-12%26hue%3Dred", tmp_path / "both.csv"
    status, _, err = run(capsys, monkeypatch, "snapshot", query, "-o", out)
    assert (status, len(err.splitlines())) == (1, 1)
    assert ",difference," in out.read_text(encoding="utf-8")
    status, _, err = run(capsys, monkeypatch, "snapshot", query, "-o", tmp_path / "both.gpkg")
    assert (status, len(err.splitlines())) == (2, 1)
    assert "such a file holds one map" in err
    assert not (tmp_path / "both.gpkg").exists()


@pytest.mark.parametrize("ending", ["csv", "xlsx", "geojson", "gpkg", "html", "pptx", "pdf"])
def test_a_snapshot_is_made_in_each_format(
    ending: str, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    out = tmp_path / f"x.{ending}"
    assert run(capsys, monkeypatch, "snapshot", "area=ML08&level=2", "-o", out, "--size", "slide") == (
        0,
        "",
        "",
    )
    starts = {
        "xlsx": b"PK",
        "pptx": b"PK",
        "gpkg": b"SQLite format 3",
        "pdf": b"%PDF",
        "html": b"<!DOCTYPE html>",
        "geojson": b"{",
        "csv": b"# ",
    }
    assert out.read_bytes().startswith(starts[ending])


def test_a_set_of_snapshots_is_made_again_where_something_changed(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    pages, folder = tmp_path / "set.toml", tmp_path / "out"
    pages.write_text('[[page]]\nquery = "area=ML05&lang=en"\nformats = ["csv"]\n', encoding="utf-8")
    status, out, err = run(capsys, monkeypatch, "snapshot", "--set", pages, "-o", folder)
    assert (status, out) == (0, f"made: {folder / 'MLI_displaced_mopti_20200430_en.csv'}\n")
    assert err == "1/1, 0 s left\n"
    manifest = folder / "manifest.json"
    manifest.write_text(manifest.read_text().replace("102481", "100000").replace('"key": "', '"key": "old'))
    assert (
        "  Mopti: 100,000 → 102,481\n"
        in run(capsys, monkeypatch, "snapshot", "--set", pages, "-o", folder)[1]
    )
    assert run(capsys, monkeypatch, "snapshot", "--set", pages, "-o", folder)[1].startswith("unchanged: ")


def test_an_atlas_says_what_it_made(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    words = ["atlas", "area=ML09&lang=en&colour=red", "--by", "cercle", "-o", tmp_path, "--workers", 1]
    status, out, err = run(capsys, monkeypatch, *words)
    assert status == 1
    assert out.startswith(f"made: {tmp_path / 'MLI_displaced_bamako_a4_20200430_en.pdf'}\nbound: ")
    assert "colour" in err


def test_the_catalogue_is_listed(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    status, out, _ = run(capsys, monkeypatch, "catalog", "--json")
    assert status == 0
    assert {"id", "source", "licence", "sha256", "caveats"} <= set(json.loads(out)[0])
    assert "cod2021" in run(capsys, monkeypatch, "catalog")[1]


def test_a_damaged_file_is_named_beside_the_catalogue(
    sheet: Path, own_workspace: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    run(capsys, monkeypatch, "import", sheet, "--name", "dtm")
    (table,) = own_workspace.glob("datasets/dtm/*/table.parquet")
    table.write_bytes(b"PAR1")
    for words in (["catalog"], ["catalog", "--json"]):
        status, out, err = run(capsys, monkeypatch, *words)
        assert (status, "cod2021" in out, "data:dtm" in out) == (1, True, False)
        assert f"{table.relative_to(own_workspace)}: ArrowInvalid" in err
        assert "Restore an earlier version, load the file again (mali-map import)" in err


def test_what_was_loaded_is_listed_too(
    sheet: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    out = run(capsys, monkeypatch, "import", sheet, "--name", "dtm")[1]
    assert "?level=2&theme=data:dtm&audience=partner" in out
    said = run(capsys, monkeypatch, "catalog")[1]
    assert "data:dtm" in said
    assert "[no source given; restricted, " in said
    listed = json.loads(run(capsys, monkeypatch, "catalog", "--json")[1])
    assert [one["sensitivity"] for one in listed if one["id"] == "data:dtm"] == ["restricted"]


def test_what_cannot_be_done_is_one_line_and_status_2(
    sheet: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    empty, damaged = tmp_path / "empty.xlsx", tmp_path / "damaged.xlsx"
    empty.touch()
    damaged.write_bytes(b"PK\x03\x04 cut short")
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        for words in (
            ["nonsense"], [], ["check", tmp_path / "missing.xlsx"], ["check", empty], ["check", damaged],
            ["check", tmp_path], ["import", empty, "--name", "A b"], ["join", empty, "-o", tmp_path / "x.doc"],
            ["import", sheet, "--name", "../x"], ["join", sheet, "-o", tmp_path / "x.doc"], ["check", empty, "--division", "cod1999"], ["check", empty, "--division", "reform2023"],
            ["snapshot", "", "-o", tmp_path / "x.doc"], ["snapshot", ""], ["snapshot", "-o", tmp_path / "x.csv"],
            ["snapshot", "", "--set", empty, "-o", tmp_path], ["snapshot", "--set", tmp_path / "no.toml", "-o", tmp_path],
            ["snapshot", "", "-o", tmp_path / "x.pdf", "--without", "everything"], ["snapshot", "", "-o", tmp_path / "x.png", "--dpi", 5],
            ["atlas", "division=reform2023", "--by", "cercle", "-o", tmp_path], ["atlas", "", "--by", "town", "-o", tmp_path],
            ["atlas", "", "--by", "region", "-o", tmp_path, "--format", "doc"], ["snapshot", "http://[", "-o", tmp_path / "no" / "x.csv"],
            ["build", "boundaries", "--source", tmp_path], ["serve", "--port", port],
        ):  # fmt: skip
            status, out, err = run(capsys, monkeypatch, *words)
            assert (status, out) == (2, ""), words
            assert err.startswith("mali-map: "), words
            assert err.count("\n") == 1, err
            assert "Traceback" not in err


def test_a_terminal_says_how_far_a_file_is_read(
    sheet: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    _, _, silent = run(capsys, monkeypatch, "check", sheet)
    monkeypatch.setattr("sys.stderr.isatty", lambda: True)
    _, out, told = run(capsys, monkeypatch, "check", sheet)
    steps = [step for step in told.split(CLEARED) if step]
    assert (silent, steps[0], steps[-1]) == ("", "  0% opening", "100% placing")
    assert "%" not in out
    status, _, told = run(capsys, monkeypatch, "check", sheet.with_name("none.csv"))
    assert (status, told.split(CLEARED)[-1].startswith("mali-map: ")) == (2, True)


def test_help_loads_nothing_that_it_does_without() -> None:
    code = (
        "import atexit, sys, cli; sys.argv = ['mali-map', '--help'];"
        "atexit.register(lambda: print({'numpy', 'pandas', 'pyarrow', 'rich', 'streamlit'} & {*sys.modules}));"
        "cli.main()"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert "Commands:" in done.stdout
    assert done.stdout.splitlines()[-1] == "set()"


def test_no_help_on_a_command_is_cut(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    commands = run(capsys, monkeypatch, "--help")[1].partition("Commands:")[2]
    assert "snapshot" in commands
    assert "..." not in commands


@pytest.fixture
def briefing(tmp_path: Path) -> Path:
    then = Seen("2019-12", 75528, "", "dtm_baseline", "60")
    slides = (Slide("area=ML05&level=2", "Mopti", note="Ask\nGao", seen=then), Slide("", reading="Mine"))
    path = tmp_path / "update.toml"
    path.write_text(briefings.write(Briefing("Update", slides)), encoding="utf-8")
    return path


def test_a_briefing_is_said_written_and_made_again_with_what_changed(
    briefing: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    status, out, err = run(capsys, monkeypatch, "brief", briefing, "--lang", "en")
    assert (status, err) == (0, "")
    assert out.startswith("1. Mopti\n    Mopti (cercle) holds 24%")
    assert "Mopti: from 75,528 displaced people (December 2019, round 60) to 102,481" in out
    assert "    Ask Gao\n2. Displaced people by region" in out
    slides = tmp_path / "update.pptx"
    assert run(capsys, monkeypatch, "brief", briefing, "-o", slides, "--renew") == (0, "", "")
    assert slides.read_bytes().startswith(b"PK")
    _, out, _ = run(capsys, monkeypatch, "brief", briefing, "--lang", "en")
    assert "Nothing newer since April 2020, round 64." in out
    kept = briefings.read(briefing.read_text(encoding="utf-8"))
    assert [one.note for one in kept.slides] == ["Ask\nGao", ""]
    assert [one.seen.figure for one in kept.slides] == [102481, 250998]


def test_briefings_are_kept_listed_and_opened_by_name(
    briefing: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("MALI_MAP_WORKSPACE", str(tmp_path))
    assert run(capsys, monkeypatch, "brief") == (0, "", "")
    _, out, _ = run(capsys, monkeypatch, "brief", briefing, "--keep", "--lang", "en")
    assert out.endswith("update: ?brief=update&slide=1&lang=en&present=1\n")
    assert run(capsys, monkeypatch, "brief")[1].split() == ["update", "2", "Update"]
    copy = tmp_path / "copy.toml"
    assert run(capsys, monkeypatch, "brief", "update", "-o", copy) == (0, "", "")
    assert copy.read_text(encoding="utf-8") == briefing.read_text(encoding="utf-8")


def test_what_of_a_briefing_needs_attention_is_said(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "b.toml"
    slides = (Slide("theme=moon"), Slide("", "Mali", "Mine", seen=Seen("2019-12", 3)))
    path.write_text(briefings.write(Briefing("B", slides)), encoding="utf-8")
    status, _, err = run(capsys, monkeypatch, "brief", path, "--lang", "en")
    assert status == 1
    assert '"theme=moon" is not understood' in err
    assert "2. Mali: Check the reading: it was written for other figures." in err


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("nowhere",), "is neither a file nor a kept briefing. The page Briefings"),
        (("{}/damaged.toml",), "This file is not a briefing"),
        (("{}/large.toml",), "This file is not a briefing"),
        (("{}/empty.toml",), 'The briefing "E" has no slide yet'),
        (("{}/empty.toml", "-o", "x.docx"), 'A briefing cannot be written as "docx"; possible: pptx, pdf, toml.'),
        (("-o", "x.pdf"), "Give a briefing's file"),
    ],
)  # fmt: skip
def test_what_cannot_be_done_with_a_briefing_is_one_line(
    words: tuple[str, ...],
    said: str,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    (tmp_path / "damaged.toml").write_bytes(b"\xff\xfe[[[")
    (tmp_path / "large.toml").write_text("#" * 300_000)
    (tmp_path / "empty.toml").write_text('title = "E"\n')
    status, out, err = run(capsys, monkeypatch, "brief", *(word.format(tmp_path) for word in words))
    assert (status, out, err.count("\n")) == (2, "", 1)
    assert said in err
