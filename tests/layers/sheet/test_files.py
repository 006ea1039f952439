"""Each format, opened by a program that is not ours."""

import base64
import dataclasses
import datetime as dt
import io
import logging
import re
import zlib
from collections.abc import Callable

import pypdf
import pytest
from fontTools.ttLib import TTFont
from lxml import etree
from PIL import Image

from layers.render import sheet
from layers.render.said import said
from layers.render.sheet import files, layout
from layers.scene import Scene

DAY = dt.date(2026, 11, 24)
Composed = Callable[..., Scene]
QUERY = "level=2&area=ML05&layers=circles,sites,offices,camps,rivers,towns,labels"
SAID = (
    "Personnes déplacées par cercle", "Mopti, Mali · 30 avril 2020 · DTM, round 64", "24\u202f648", "Ténenkou",
    "DONNÉES D'EXEMPLE, inventées", "Bureau d'une organisation", "OIM, Matrice de suivi",
    "Avertissement", "azimutale équivalente de Lambert", "24 novembre 2026", "Empreinte des données",
)  # fmt: skip


def test_a_pdf_has_text_that_can_be_searched_and_its_fonts_inside(composed: Composed) -> None:
    file = sheet.draw(composed(QUERY), format="pdf", made=DAY)
    reader = pypdf.PdfReader(io.BytesIO(file))
    (page,) = reader.pages
    found = page.extract_text()
    for expected in SAID:
        assert expected in found
    assert (float(page.mediabox.width), float(page.mediabox.height)) == pytest.approx((841.9, 595.3), abs=0.1)
    fonts = page["/Resources"]["/Font"]
    assert fonts
    for font in fonts.values():
        (inner,) = font["/DescendantFonts"]
        assert "/FontFile2" in inner.get_object()["/FontDescriptor"]
        assert "SheetSans" in font["/BaseFont"]
    assert "/XObject" not in page["/Resources"] or not page["/Resources"]["/XObject"]  # no picture of a map


def test_a_pdf_tells_what_it_is(composed: Composed) -> None:
    told = pypdf.PdfReader(io.BytesIO(sheet.draw(composed(QUERY), format="pdf", made=DAY))).metadata
    assert told.title.startswith("Personnes déplacées par cercle · Mopti")
    assert "DONNÉES D'EXEMPLE" in told.subject
    assert "?level=2&area=ML05" in told.keywords
    assert "30 avril 2020" in told.keywords
    assert told.creation_date.date() == DAY


def test_an_svg_is_well_formed_and_its_text_is_text(composed: Composed) -> None:
    root = etree.fromstring(
        sheet.draw(composed(QUERY), format="svg", made=DAY), etree.XMLParser(huge_tree=True)
    )
    found = "\n".join("".join(one.itertext()) for one in root.iter("{*}text"))
    for expected in SAID:
        assert expected in found
    assert root.get("width") == "841.889764pt"
    assert not list(root.iter("{*}script", "{*}image"))
    assert all(float(one.get("textLength")) > 0 for one in root.iter("{*}text"))
    assert "?level=2&area=ML05" in "".join(root.find("{*}metadata").itertext())


def test_an_svg_has_its_letters_inside(composed: Composed) -> None:
    file = sheet.draw(composed("level=1"), format="svg", made=DAY).decode()
    fonts = re.findall(r"font-weight:(\d+);src:url\(data:font/woff2;base64,([^)]+)\)", file)
    assert [weight for weight, _ in fonts] == ["400", "700"]
    for _, data in fonts:
        with TTFont(io.BytesIO(base64.b64decode(data))) as font:
            assert ord("é") in font.getBestCmap()
    assert not re.search(r"(?:href|url)\s*[=(]\s*['\"]?https?:", file)


@pytest.mark.parametrize(("size", "dpi", "pixels"), [("a4", 150, (1753, 1240)), ("slide", 150, (2000, 1125))])
def test_a_png_has_the_size_that_was_asked_for(
    size: str, dpi: int, pixels: tuple[int, int], composed: Composed
) -> None:
    file = sheet.draw(composed(QUERY), size=size, dpi=dpi, made=DAY)  # type: ignore[arg-type]
    with Image.open(io.BytesIO(file)) as image:
        image.load()
        assert image.size == pytest.approx(pixels, abs=1)
        assert image.mode == "RGB"
        assert image.info["dpi"] == pytest.approx((dpi, dpi), abs=0.1)
        assert image.text["Title"].startswith("Personnes déplacées par cercle · Mopti")
        assert image.text["View"].startswith("?level=2&area=ML05")
        assert image.text["Creation Time"] == "2026-11-24"
        assert "OIM" in image.text["Source"]


def test_every_chunk_of_a_png_has_its_sum(composed: Composed) -> None:
    file, at, kinds = sheet.draw(composed("level=1"), preview=True, made=DAY), 8, []
    while at < len(file):
        size, kind = int.from_bytes(file[at : at + 4]), file[at + 4 : at + 8]
        assert zlib.crc32(file[at + 4 : at + 8 + size]) == int.from_bytes(
            file[at + 8 + size : at + 12 + size]
        )
        kinds.append(kind)
        at += 12 + size
    assert (kinds[0], kinds[-1]) == (b"IHDR", b"IEND")


HOSTILE = "<script>alert(1)</script> $x^2$ =cmd|'/C calc'!A0 ]]> \u202eevil\x00\x1b\n مخيم 漢 & \"quoted\""


def test_hostile_words_leave_every_file_readable(composed: Composed) -> None:
    scene = composed("level=1&area=ML05")
    words = dataclasses.replace(
        said(scene, DAY), title=HOSTILE, subtitle=HOSTILE, caveats=(HOSTILE,), sources=(HOSTILE,),
        organisation=HOSTILE, labels=(HOSTILE,), link=HOSTILE,
    )  # fmt: skip
    figure = sheet.lay_out(scene, words, layout.page("a4", "portrait")).figure
    root = etree.fromstring(files.svg(figure, words, 150), etree.XMLParser(huge_tree=True))
    assert "<script>alert(1)</script>" in "".join(root.itertext())
    assert not list(root.iter("{*}script"))
    reader = pypdf.PdfReader(io.BytesIO(files.pdf(figure, words, 150)))
    assert "$x^2$" in reader.pages[0].extract_text()
    assert reader.metadata.title.startswith("<script>")
    with Image.open(io.BytesIO(files.png(figure, words, 150))) as image:
        image.load()
        assert "مخيم 漢" in image.text["Title"]


@pytest.mark.parametrize("kind", ["pdf", "svg", "png"])
def test_no_file_tells_when_or_where_it_was_written(kind: str, composed: Composed) -> None:
    file = sheet.draw(composed("level=1"), format=kind, made=dt.date(2001, 2, 3))  # type: ignore[arg-type]
    now = dt.datetime.now(tz=dt.UTC)
    for trace in (f"{now:%Y-%m-%dT}", f"D:{now:%Y%m%d}", "/work", "/home", "/tmp"):
        assert trace.encode() not in file


def test_the_tool_that_cuts_letters_writes_nothing_into_the_log(
    composed: Composed, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.INFO):
        sheet.draw(composed("level=1"), format="pdf", made=DAY)
    assert [record for record in caplog.records if record.name.startswith("fontTools")] == []
