from pathlib import Path

import pypdf
import pytest

from geo.errors import GeoError
from layers.render import atlas, export
from layers.render.export import Options
from layers.view import View


def names(query: str, by: atlas.By) -> list[tuple[str, View]]:
    return list(atlas.sheets(View.parse(query)[0], by))


def test_one_sheet_per_region_of_the_division() -> None:
    regions = names("division=reform2023&lang=fr", "region")
    assert len(regions) == 20
    assert {view.level for _, view in regions} == {1}
    assert names("lang=en&area=ML05", "region")[4][1] == View(level=2, area="ML05", lang="en")
    assert len(names("lang=en", "region")) == 10


def test_one_sheet_per_cercle_of_the_focus() -> None:
    found = names("lang=en&area=ML08&layers=circles", "cercle")
    assert [name for name, _ in found] == ["Abeïbara", "Kidal", "Tessalit", "Tin-Essako"]
    assert {(view.level, view.layers) for _, view in found} == {(2, ("circles",))}
    assert len(names("", "cercle")) == 53


def test_one_sheet_per_cluster_on_the_map_of_who_is_where() -> None:
    found = dict(names("lang=en&theme=idps", "sector"))
    assert found["Nutrition"] == View(theme="presence", sector=("NUT",), lang="en")
    assert "Child protection" not in found


def test_a_view_without_areas_for_it_is_refused(tmp_path: Path) -> None:
    with pytest.raises(GeoError, match="atlas_empty"):
        atlas.make("division=reform2023", "cercle", tmp_path)


@pytest.mark.parametrize(
    ("query", "by", "beside"),
    [
        ("compare=round%3D2018-12", "region", "level=2&area=ML05&round=2018-12"),
        ("compare=division%3Dreform2023", "region", "division=reform2023&area=r23-menaka"),
        ("level=2&area=ML05&compare=theme%3Dpresence", "cercle", "level=2&area=ML0501&theme=presence"),
        ("compare=theme%3Dpresence", "sector", "theme=presence&sector=NUT"),
        ("compare=round%3D2018-12", "sector", None),
    ],
)
def test_the_second_map_goes_with_the_first(query: str, by: atlas.By, beside: str | None) -> None:
    seconds = [view.compare and view.compare.query() for _, view in names(query, by)]
    assert beside in seconds
    assert (beside is None) == (set(seconds) == {None})


def test_an_atlas_of_a_comparison_has_both_maps_on_each_sheet(tmp_path: Path) -> None:
    query = "area=ML08&lang=en&compare=area%3DML08%26round%3D2018-12"
    with pytest.raises(GeoError, match="pair_format"):
        atlas.make(query, "cercle", tmp_path, "gpkg", workers=1)
    result = atlas.make(query, "cercle", tmp_path, workers=1)
    assert result.bound == "MLI_atlas-cercle_compared-displaced_kidal_a4_20200430_en.pdf"
    for page in pypdf.PdfReader(tmp_path / result.bound).pages[1:]:
        told = page.extract_text()
        assert "30 April 2020" in told
        assert "31 December 2018" in told


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> tuple[atlas.Atlas, Path]:
    folder = tmp_path_factory.mktemp("atlas")
    return atlas.make("area=ML08&lang=en&colour=red", "cercle", folder, options=Options(), workers=1), folder


def test_the_sheets_are_bound_with_contents_and_bookmarks(made: tuple[atlas.Atlas, Path]) -> None:
    result, folder = made
    assert "colour" in result.doubts[0]
    assert result.bound == "MLI_atlas-cercle_displaced_kidal_a4_20200430_en.pdf"
    book = pypdf.PdfReader(folder / result.bound)
    assert len(book.pages) == 5
    marks = [(mark.title, book.get_destination_page_number(mark)) for mark in book.outline]
    assert marks == [("Abeïbara", 1), ("Kidal", 2), ("Tessalit", 3), ("Tin-Essako", 4)]
    contents = book.pages[0].extract_text()
    for place, (name, _) in enumerate(marks, start=2):
        assert name in contents
        assert str(place) in contents
    links = [link.get_object() for link in book.pages[0]["/Annots"]]
    assert [book.get_page_number(link["/Dest"][0].get_object()) for link in links] == [1, 2, 3, 4]
    assert "Tessalit" in book.pages[3].extract_text()
    assert book.metadata.title == "Displaced people by region"


def test_an_atlas_is_sent_as_one_archive(made: tuple[atlas.Atlas, Path]) -> None:
    import io
    import zipfile

    result, folder = made
    with zipfile.ZipFile(io.BytesIO(atlas.zipped(result, folder))) as whole:
        assert len(whole.namelist()) == 5
        assert whole.testzip() is None


def test_a_sheet_that_fails_is_told_and_the_others_are_bound(
    made: tuple[atlas.Atlas, Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    _, folder = made
    (folder / "MLI_displaced_kidal_a4_20200430_en.pdf").unlink()

    def fail(*_: object) -> bytes:
        raise RuntimeError("no ink")

    monkeypatch.setitem(export.FORMATS, "pdf", export.Format("", fail, printed=True))
    result = atlas.make("area=ML08&lang=en&colour=red", "cercle", folder, workers=1)
    assert [bool(outcome.problem) for outcome in result.outcomes] == [False, True, False, False]
    assert len(pypdf.PdfReader(folder / result.bound).pages) == 5, "nothing new to bind"
