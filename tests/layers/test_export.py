import csv
import datetime as dt
import io
import json
import re
import sqlite3
import zipfile
from itertools import pairwise
from pathlib import Path
from xml.etree import ElementTree

import openpyxl
import pptx
import pyogrio
import pypdf
import pytest
from PIL import Image
from pptx.enum.dml import MSO_FILL

from geo.errors import GeoError
from layers.render import export, slide_map
from layers.render.export import FORMATS, Options
from layers.render.said import said
from layers.scene import Scene
from tests.layers import hostile

DAY = dt.date(2026, 11, 24)
MADE = Options(made=DAY)
NOT_PRINTED = [ending for ending, kind in FORMATS.items() if not kind.printed]


def composed(query: str, lang: str = "en") -> Scene:
    return export.composed(query, lang)


@pytest.fixture(scope="module")
def cercles() -> Scene:
    return composed("level=2&lang=en")


def text_of(ending: str, content: bytes, tmp_path: Path) -> str:
    """All that a file says, as an independent reader finds it."""
    if ending in ("html", "csv", "geojson"):
        return content.decode()
    if ending == "gpkg":
        path = tmp_path / "map.gpkg"
        path.write_bytes(content)
        with sqlite3.connect(path) as base:
            return "\n".join(
                f"{label}: {text}" for label, text in base.execute("SELECT label, text FROM about")
            )
    if ending == "xlsx":
        book = openpyxl.load_workbook(io.BytesIO(content))
        return "\n".join(str(cell.value) for sheet in book for row in sheet.iter_rows() for cell in row)
    show = pptx.Presentation(io.BytesIO(content))
    return "\n".join(
        shape.text_frame.text for slide in show.slides for shape in slide.shapes if shape.has_text_frame
    )


@pytest.mark.parametrize("ending", NOT_PRINTED)
def test_each_format_says_the_same_facts(ending: str, tmp_path: Path) -> None:
    scene = composed("level=2&layers=sites,offices&division=cod2021&lang=en")
    read = text_of(ending, export.make((scene,), ending, MADE), tmp_path)
    facts = said(scene, DAY)
    for text in (
        facts.title,
        facts.subtitle,
        *facts.sources,
        facts.disclaimer,
        *facts.labels,
        *facts.caveats,
        facts.fingerprint,
    ):
        assert text in read or text in read.replace("&#x27;", "'"), text
    assert "level=2" in read


@pytest.mark.parametrize(
    ("query", "stamp"), [("", "Public"), ("audience=partner", "Partner: not for publication")]
)
@pytest.mark.parametrize("ending", FORMATS)
def test_every_file_says_for_whom_it_is(ending: str, query: str, stamp: str, tmp_path: Path) -> None:
    scene = composed(f"{query}&lang=en")
    content = export.make((scene,), ending, Options(dpi=150, made=DAY))
    if ending == "pdf":
        page = pypdf.PdfReader(io.BytesIO(content))
        read = page.pages[0].extract_text()
        assert stamp in str(page.metadata)
    elif ending == "png":
        with Image.open(io.BytesIO(content)) as image:
            read = str(image.info)
    elif ending == "svg":
        read = content.decode()
    else:
        read = text_of(ending, content, tmp_path)
    assert stamp in read
    assert ("not for publication" in read) == bool(query)


def test_a_workbook_has_the_stamp_on_every_page_and_slides_on_the_map() -> None:
    scene = composed("audience=partner&lang=en")
    book = openpyxl.load_workbook(io.BytesIO(export.make((scene,), "xlsx", MADE)))
    assert {sheet.oddHeader.center.text for sheet in book} == {"Partner: not for publication"}
    first, second = pptx.Presentation(io.BytesIO(export.make((scene,), "pptx", MADE))).slides
    for slide in (first, second):
        words = [shape.text_frame.text for shape in slide.shapes if shape.has_text_frame]
        assert any("not for publication" in text for text in words)
    assert "not for publication" in first.notes_slide.notes_text_frame.text


def test_a_printed_page_is_marked_all_over(tmp_path: Path) -> None:
    """Whatever part is cut out of the map of a partner, the mark is in it."""
    scene = composed("audience=partner&lang=en")
    page = pypdf.PdfReader(io.BytesIO(export.make((scene,), "pdf", MADE))).pages[0]
    assert page.extract_text().count("not for publication") > 10


@pytest.mark.parametrize("ending", NOT_PRINTED)
def test_the_same_scene_gives_the_same_bytes_or_at_least_the_same_words(
    ending: str, cercles: Scene, tmp_path: Path
) -> None:
    one, two = (export.make((cercles,), ending, MADE) for _ in range(2))
    assert text_of(ending, one, tmp_path) == text_of(ending, two, tmp_path)
    if ending in ("html", "csv", "geojson"):
        assert one == two


@pytest.mark.parametrize(
    ("ending", "kilobytes"),
    [("html", 400), ("pptx", 150), ("xlsx", 40), ("csv", 40), ("gpkg", 600), ("geojson", 200)],
)
def test_files_are_small_enough_to_send(ending: str, kilobytes: int, cercles: Scene) -> None:
    assert len(export.make((cercles,), ending, MADE)) < kilobytes * 1000


@pytest.mark.parametrize(
    ("ending", "options", "name"),
    [
        ("pdf", Options(), "MLI_displaced_mopti_a4_20200430_en.pdf"),
        ("png", Options("a3", "portrait"), "MLI_displaced_mopti_a3-portrait_20200430_en.png"),
        ("svg", Options("slide", "portrait"), "MLI_displaced_mopti_slide_20200430_en.svg"),
        ("pptx", Options("a3"), "MLI_displaced_mopti_slide_20200430_en.pptx"),
        ("csv", Options("a3"), "MLI_displaced_mopti_20200430_en.csv"),
    ],
)
def test_a_file_is_called_by_its_size_where_it_has_one(ending: str, options: Options, name: str) -> None:
    assert export.file_name(composed("area=ML05"), ending, options) == name


def test_a_format_that_there_is_not_is_refused(cercles: Scene) -> None:
    with pytest.raises(GeoError, match="format_unknown"):
        export.make((cercles,), "doc")


# Slides


def test_each_area_is_a_shape_of_its_own_with_its_name_and_holes(cercles: Scene) -> None:
    show = pptx.Presentation(io.BytesIO(export.make((cercles,), "pptx", MADE)))
    shapes = {
        shape.name: shape
        for shape in show.slides[0].shapes
        if shape._element.xpath(".//a:custGeom") and not shape._element.xpath("./p:spPr/a:noFill")
    }
    assert len(shapes) == 53
    assert {"Mopti", "Bandiagara", "Gourma-Rharous", "Ménaka"} <= shapes.keys()
    assert shapes["Mopti"].fill.fore_color.rgb == pptx.dml.color.RGBColor(0x1F, 0x69, 0xB3)
    assert shapes["Nara"].fill.type == MSO_FILL.PATTERNED
    assert len(shapes["Kati"]._element.xpath(".//a:moveTo")) > 1, "Bamako is a hole in Kati"
    shapes["Mopti"].fill.solid()
    assert shapes["Mopti"]._element.xpath("./p:nvSpPr/p:cNvPr/@descr")[0].startswith("Mopti: 24,648")


@pytest.mark.parametrize("query", ["level=1", "level=2&layers=sites,labels", "level=2&area=ML05"])
def test_no_name_on_a_slide_lies_under_a_point_that_it_could_stand_beside(query: str) -> None:
    scene = composed(query)
    shapes = pptx.Presentation(io.BytesIO(export.make((scene,), "pptx", MADE))).slides[0].shapes
    marks = [one for one in shapes if one.height == one.width == 3 * slide_map.MM]
    areas = {area.name("en") for area in scene.request.areas.at(scene.request.view.level)}
    names = [one for one in shapes if one.has_text_frame and one.name in areas and one.text_frame.text]
    assert marks
    assert len(names) > 7
    under = [
        name.name
        for name in names
        if any(
            abs(2 * name.left + name.width - 2 * mark.left - mark.width) < name.width + mark.width
            and abs(2 * name.top + name.height - 2 * mark.top - mark.height) < name.height + mark.height
            for mark in marks
        )
    ]
    assert len(under) <= len(names) / 10


def test_a_name_over_a_dark_area_can_be_read(cercles: Scene) -> None:
    shapes = pptx.Presentation(io.BytesIO(export.make((cercles,), "pptx", MADE))).slides[0].shapes
    names = {one.name: one for one in shapes if one.has_text_frame and one.text_frame.text}
    looks = {
        name: (str(names[name].text_frame.paragraphs[0].runs[0].font.color.rgb), names[name].fill.type)
        for name in ("Mopti", "Kita")
    }
    assert looks == {"Mopti": (slide_map.INK, MSO_FILL.SOLID), "Kita": (slide_map.INK, MSO_FILL.BACKGROUND)}


def test_no_two_shapes_share_an_id(cercles: Scene) -> None:
    for slide in pptx.Presentation(io.BytesIO(export.make((cercles,), "pptx", MADE))).slides:
        ids = slide._element.xpath(".//p:cNvPr/@id")
        assert len(ids) == len(set(ids)), "PowerPoint would want to repair the file"


def test_no_shape_has_a_shadow(cercles: Scene) -> None:
    with zipfile.ZipFile(io.BytesIO(export.make((cercles,), "pptx", MADE))) as parts:
        for name in parts.namelist():
            if name.startswith("ppt/slides/"):
                assert b"p:style" not in parts.read(name)


def test_the_table_of_the_highest_is_a_table(cercles: Scene) -> None:
    show = pptx.Presentation(io.BytesIO(export.make((cercles,), "pptx", MADE)))
    (frame,) = [shape for shape in show.slides[0].shapes if shape.has_table]
    rows = [[cell.text for cell in row.cells] for row in frame.table.rows]
    assert len(rows) == 11
    assert rows[0] == ["Cercle", "In", "Displaced people, by cercle"]
    assert rows[1:3] == [["Gao", "Gao", "36,734"], ["Mopti", "Mopti", "24,648"]]


def test_words_of_the_legend_have_the_lines_that_they_need() -> None:
    show = pptx.Presentation(io.BytesIO(export.make((composed("theme=change&level=2", "fr"),), "pptx", MADE)))
    said = [one for one in show.slides[0].shapes if one.has_text_frame and one.name == one.text_frame.text]
    heights = {one.name: one.height for one in said}
    short = heights["hausse : moins de 200"]
    assert heights["pas comparable : un des deux chiffres manque pour cette zone"] == 2 * short
    places = sorted((one.top, one.top + one.height) for one in said if one.left == said[-1].left)
    assert all(above <= below for (_, above), (below, _) in pairwise(places))


def test_slides_tell_their_facts_in_their_properties(cercles: Scene) -> None:
    about = pptx.Presentation(io.BytesIO(export.make((cercles,), "pptx", MADE))).core_properties
    facts = said(cercles, DAY)
    assert (about.title, about.subject, about.keywords) == (facts.title, facts.subtitle, facts.fingerprint)
    assert about.identifier == facts.link


# Geodata


def test_a_geopackage_has_layers_styles_and_metadata(tmp_path: Path) -> None:
    scene = composed("level=2&layers=offices,floods&lang=en")
    path = tmp_path / "map.gpkg"
    path.write_bytes(export.make((scene,), "gpkg", MADE))
    layers = dict(pyogrio.list_layers(path))
    assert layers.keys() == {"areas", "borders", "office", "flood", "about", "layer_styles"}
    frame = pyogrio.read_dataframe(path, layer="areas")
    assert frame.crs == "EPSG:4326"
    assert frame.set_index("area_id").value["ML0506"] == 24648
    assert frame.geometry.is_valid.all()
    assert (
        pyogrio.read_info(path, layer="areas")["dataset_metadata"]["Data fingerprint"]
        == said(scene).fingerprint
    )
    with sqlite3.connect(path) as base:
        styles = dict(base.execute("SELECT f_table_name, styleQML FROM layer_styles WHERE useAsDefault = 1"))
        (contents,) = base.execute(
            "SELECT description FROM gpkg_contents WHERE table_name = 'areas'"
        ).fetchone()
    assert styles.keys() == {"areas", "borders", "office", "flood"}
    assert "United Nations" in contents
    style = ElementTree.fromstring(styles["areas"])
    assert style.find("renderer-v2").get("type") == "categorizedSymbol"
    drawn = {one.get("value"): one for one in style.iter("category")}
    assert set(frame["style"]) <= drawn.keys()
    symbols = {one.get("name"): one for one in style.find("renderer-v2/symbols")}
    no_report = frame.set_index("area_id")["style"]["ML0303"]
    hatched = symbols[drawn[no_report].get("symbol")]
    assert [one.get("class") for one in hatched.findall("layer")] == ["SimpleFill", "LinePatternFill"]
    assert drawn[no_report].get("label") == "no report"


def test_geojson_is_read_elsewhere_and_keeps_what_it_says(tmp_path: Path, cercles: Scene) -> None:
    path = tmp_path / "map.geojson"
    path.write_bytes(export.make((cercles,), "geojson", MADE))
    frame = pyogrio.read_dataframe(path)
    assert len(frame) == 53
    assert frame.set_index("area_id").value["ML0506"] == 24648
    assert frame.set_index("area_id").value.isna()["ML0303"]
    whole = json.loads(path.read_text(encoding="utf-8"))
    assert {"label": "Data fingerprint", "text": said(cercles).fingerprint} in whole["about"]


# Tables


@pytest.mark.parametrize(
    ("query", "tag"),
    [
        ("level=2", "#affected+idps"),
        ("theme=returnees", "#affected+returnees"),
        ("theme=share", "#indicator+share"),
    ],
)
def test_a_row_of_hxl_stands_below_the_header(query: str, tag: str) -> None:
    scene = composed(query)
    text = export.make((scene,), "csv", Options(hxl=True)).decode()
    rows = list(csv.reader(line for line in io.StringIO(text) if not line.startswith("# ")))
    sheet = openpyxl.load_workbook(io.BytesIO(export.make((scene,), "xlsx", Options(hxl=True))))["Data"]
    level = scene.request.view.level
    assert rows[1][:2] == [f"#adm{level}+code", f"#adm{level}+name"]
    assert rows[1][3] == tag == sheet.cell(2, 4).value
    assert len(rows) - 2 == sheet.max_row - 2 == len(scene.fill.values)


def test_a_workbook_has_the_figures_and_the_facts(cercles: Scene) -> None:
    book = openpyxl.load_workbook(io.BytesIO(export.make((cercles,), "xlsx", MADE)))
    data, about = book.worksheets
    values = {row[0]: row[3] for row in data.iter_rows(min_row=2, values_only=True)}
    assert (values["ML0506"], values["ML0303"], values["ML0804"]) == (24648, None, 0)
    assert tuple(about.iter_rows(values_only=True)) == tuple(said(cercles, DAY).lines())
    assert book.properties.title == said(cercles).title
    assert said(cercles).fingerprint in book.properties.keywords


# French


@pytest.mark.parametrize("ending", ["pdf", "pptx"])
def test_french_signs_have_their_space_on_a_page(ending: str, tmp_path: Path) -> None:
    content = export.make((composed("theme=share&level=2&lang=fr"),), ending, MADE)
    page = pypdf.PdfReader(io.BytesIO(content)).pages[0].extract_text() if ending == "pdf" else ""
    read = (page or text_of(ending, content, tmp_path)).replace("\u00a0", " ")
    assert re.search(r"\d\u202f%", read)
    assert not re.search(r"\d%", read)
    assert "(30 avril 2020) ;" in " ".join(read.split(" "))


# Hostile names


@pytest.fixture(scope="module")
def ill() -> Scene:
    return hostile.scene()


def test_no_cell_can_be_taken_for_a_formula(ill: Scene) -> None:
    text = export.make((ill,), "csv").decode()
    cells = [cell for row in csv.reader(io.StringIO(text)) for cell in row]
    assert not [cell for cell in cells if cell.lstrip().startswith(("=", "+", "@", "\t", "\r"))]
    assert any(cell.startswith("'=cmd") for cell in cells)
    for sheet in openpyxl.load_workbook(io.BytesIO(export.make((ill,), "xlsx"))):
        for row in sheet.iter_rows():
            for cell in row:
                assert cell.data_type != "f", cell.value
                assert cell.quotePrefix or not str(cell.value).startswith("=")


def test_hostile_names_are_words_in_a_page(ill: Scene) -> None:
    page = export.make((ill,), "html").decode()
    assert "<script>alert" not in page
    assert "&lt;script&gt;alert" in page
    assert "{{ 7 * 7 }}" in page
    assert hostile.LONG.strip() in page


def test_hostile_names_are_words_on_slides(ill: Scene) -> None:
    show = pptx.Presentation(io.BytesIO(export.make((ill,), "pptx")))
    names = {shape.name for shape in show.slides[0].shapes}
    assert {hostile.SCRIPT, hostile.FORMULA, hostile.ARABIC, "ring"} <= names
    with zipfile.ZipFile(io.BytesIO(export.make((ill,), "pptx"))) as parts:
        for name in parts.namelist():
            if name.endswith((".xml", ".rels")):
                ElementTree.fromstring(parts.read(name))


def test_hostile_names_are_words_in_geodata(ill: Scene, tmp_path: Path) -> None:
    path = tmp_path / "ill.gpkg"
    path.write_bytes(export.make((ill,), "gpkg"))
    names = set(pyogrio.read_dataframe(path, layer="areas").area_name)
    assert {hostile.SCRIPT, hostile.FORMULA} <= names
    with sqlite3.connect(path) as base:
        for (style,) in base.execute("SELECT styleQML FROM layer_styles"):
            ElementTree.fromstring(style)
    named = {one["properties"]["area_name"] for one in json.loads(export.make((ill,), "geojson"))["features"]}
    assert hostile.SCRIPT in named
