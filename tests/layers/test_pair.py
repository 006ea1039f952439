"""Files of a comparison: both maps, one extent, one legend where it explains both."""

import csv
import datetime as dt
import io
from itertools import combinations

import openpyxl
import pptx
import pypdf
import pytest
from PIL import Image

from geo.errors import GeoError
from layers.render import export, pair, slides
from layers.render.export import FORMATS, Options
from layers.render.sheet import layout
from layers.render.sheet import pair as sheet_pair
from layers.view import View
from tests.loaded_data import PEOPLE
from tests.loaded_data import loaded as dataset

DAY = dt.date(2026, 11, 24)
MADE = Options(made=DAY)
ROUNDS = "level=2&area=ML05&compare=level%3D2%26area%3DML05%26round%3D2018-12"
PRESENCE = "level=2&area=ML05&compare=level%3D2%26area%3DML05%26theme%3Dpresence"
RETURNED = "compare=theme%3Dreturnees"
DIVISIONS = "compare=division%3Dreform2023"


def composed(query: str, lang: str = "en") -> pair.Scenes:
    return export.all_composed(query, lang)


@pytest.fixture(scope="module")
def rounds() -> pair.Scenes:
    return composed(ROUNDS)


def rows(content: bytes) -> list[dict[str, str]]:
    lines = [line for line in content.decode().splitlines() if not line.startswith("#")]
    return list(csv.DictReader(lines))


@pytest.mark.parametrize(
    ("query", "shared", "common"),
    [
        (ROUNDS, True, "Two maps, same extent, same classes"),
        (DIVISIONS, True, "Two maps, same extent, same classes"),
        (RETURNED, False, "Two maps, same extent, same classes"),
        (PRESENCE, False, "Two maps, same extent"),
    ],
)
def test_one_legend_stands_where_it_explains_both_maps(query: str, shared: bool, common: str) -> None:
    scenes = composed(query)
    legend = pair.legend_of(scenes)
    assert bool(legend) is shared
    assert pair.in_common(scenes) == common
    for scene in scenes[:2] if legend else ():
        assert {*scene.fill.legend} <= {*legend.fill.legend}  # type: ignore[union-attr]
        assert {*scene.fill.keys.values()} - {"p"} <= {item.key for item in legend.fill.legend}  # type: ignore[union-attr]


@pytest.mark.parametrize("size", layout.SIZES)
@pytest.mark.parametrize("way", layout.ORIENTATIONS)
@pytest.mark.parametrize("query", [ROUNDS, PRESENCE])
def test_on_every_page_both_maps_are_of_one_size_and_nothing_meets(query: str, way: str, size: str) -> None:
    scenes, page = composed(query, "fr"), layout.page(size, way)
    figure, plan = sheet_pair.lay_out(scenes, pair.facts(scenes, DAY), page)
    one, two = plan.maps
    assert (round(one.width, 6), round(one.height, 6)) == (round(two.width, 6), round(two.height, 6))
    assert one.height > layout.SMALLEST_MAP * min(page.width, page.height) * 0.85
    edge = layout.Box(0, 0, page.width, page.height)
    assert all(edge.holds(box) for box in plan.boxes())
    assert not any(a.overlaps(b) for a, b in combinations(plan.boxes(), 2))
    words = {text.get_text() for text in figure.findobj() if hasattr(text, "get_text")}
    captions = " ".join(words)
    assert "30 avril 2020" in captions
    assert len(plan.legends) == (1 if query == ROUNDS else 2)


@pytest.mark.parametrize("ending", ["pdf", "png", "svg"])
def test_a_sheet_has_both_maps_and_their_view(ending: str, rounds: pair.Scenes) -> None:
    content = export.make(rounds, ending, Options(dpi=150, made=DAY))
    assert content == export.make(rounds, ending, Options(dpi=150, made=DAY))
    if ending == "png":
        assert Image.open(io.BytesIO(content)).size == (1753, 1240)
        return
    text = (
        content.decode() if ending == "svg" else pypdf.PdfReader(io.BytesIO(content)).pages[0].extract_text()
    )
    for said in (
        "30 April 2020",
        "31 December 2018",
        "24,648",
        "1,558",
        "Two maps, same extent, same classes",
    ):
        assert said in text


def test_slides_have_both_maps_as_shapes_then_their_difference_then_every_fact(rounds: pair.Scenes) -> None:
    maps, difference, facts = pptx.Presentation(io.BytesIO(export.make(rounds, "pptx", MADE))).slides
    sizes = [
        (shape.width, shape.height)
        for shape in maps.shapes
        if shape.name == "Bandiagara" and shape._element.xpath(".//a:custGeom")
    ]
    assert len(sizes) == 2
    assert sizes[0] == sizes[1]
    assert sum(shape.name == "legend" for shape in maps.shapes) == 1
    assert "Change in displaced people" in difference.shapes.title.text_frame.text
    said = "\n".join(shape.text_frame.text for shape in facts.shapes if shape.has_text_frame)
    assert "31 December 2018" in said
    assert "compare=" in said
    for shape in maps.shapes:
        assert shape.left + shape.width <= slides.WIDTH, shape.name
        assert shape.top + shape.height <= slides.HEIGHT, shape.name


def test_no_name_on_a_slide_stands_in_the_legend() -> None:
    scenes = composed("level=2&compare=level%3D2%26round%3D2018-12")
    maps, *_ = pptx.Presentation(io.BytesIO(export.make(scenes, "pptx", MADE))).slides
    legend = next(shape for shape in maps.shapes if shape.name == "legend")
    areas = {area.name("en") for area in scenes[0].request.areas.at(2)}
    ends = [shape.top + shape.height for shape in maps.shapes if shape.name in areas]
    assert ends
    assert max(ends) <= legend.top


def test_a_table_has_both_columns_and_the_difference(rounds: pair.Scenes) -> None:
    found = {row["area_id"]: row for row in rows(export.make(rounds, "csv", MADE))}
    alone = {row["area_id"]: row for row in rows(export.make((rounds[0],), "csv", MADE))}
    assert {area: {name: row[name] for name in alone[area]} for area, row in found.items()} == alone
    mopti = found["ML0506"]
    assert (mopti["value"], mopti["value_2"], mopti["difference"]) == ("24648", "1558", "23090")
    assert (mopti["date"], mopti["date_2"]) == ("2020-04-30", "2018-12-31")
    sheet = openpyxl.load_workbook(io.BytesIO(export.make(rounds, "xlsx", Options(hxl=True))))["Data"]
    head, tags, first, *_ = sheet.iter_rows(values_only=True)
    assert head == pair.COLUMNS
    assert len(tags) == len({*tags}) == len(head)
    assert all(str(tag).startswith("#") for tag in tags)
    assert (first[3], first[8], first[13]) == (16190, 4835, 11355)


def test_what_is_not_known_on_one_side_has_no_difference() -> None:
    found = rows(export.make(composed("level=2&compare=level%3D2%26round%3D2018-12"), "csv", MADE))
    unknown = [row for row in found if not (row["value"] and row["value_2"])]
    assert unknown
    assert not any(row["difference"] for row in unknown)
    assert all(
        int(row["difference"]) == int(row["value"]) - int(row["value_2"])
        for row in found
        if row not in unknown
    )


@pytest.mark.parametrize("ending", ["csv", "xlsx"])
def test_maps_of_other_areas_have_no_table_of_both(ending: str) -> None:
    with pytest.raises(GeoError, match="pair_areas"):
        export.make(composed(DIVISIONS), ending)


@pytest.mark.parametrize("ending", [ending for ending, kind in FORMATS.items() if not kind.beside])
def test_a_file_of_one_map_says_so(ending: str, rounds: pair.Scenes) -> None:
    with pytest.raises(GeoError, match="pair_format"):
        export.make(rounds, ending)


@pytest.mark.parametrize("query", [ROUNDS, PRESENCE, DIVISIONS, f"{RETURNED}&audience=partner&at=14.5,-4,7"])
def test_the_view_of_a_comparison_is_the_one_that_was_asked_for(query: str) -> None:
    asked, doubts = View.parse(query)
    assert not doubts
    assert pair.view_of(composed(query)) == asked.change(lang="en")


def test_the_file_of_a_comparison_is_named_so(rounds: pair.Scenes) -> None:
    name = export.file_name(rounds[0], "pdf", MADE, beside=True)
    assert name == "MLI_compared-displaced_mopti_a4_20200430_en.pdf"


@pytest.mark.parametrize("ending", ["csv", "svg", "pptx", "xlsx", "pdf"])
def test_the_public_finds_nothing_of_what_is_restricted_in_either_half(ending: str) -> None:
    rows_of = {"area": ["ML0506"], "idps": [777_777]}
    dataset(rows_of, measures=PEOPLE, sensitivity="restricted", title="Secret list")
    query = "level=2&area=ML05&theme=data:partner&compare=level%3D2%26area%3DML05%26theme%3Ddata%3Apartner"
    content = export.make(composed(query), ending, Options(made=DAY))
    assert b"777777" not in content
    assert b"Secret list" not in content
    assert "777,777" not in str([scene.fill for scene in composed(query)])
