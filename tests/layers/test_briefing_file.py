import io

from pptx import Presentation
from pypdf import PdfReader

from layers import deck
from layers.briefing import Briefing, Seen, Slide
from layers.deck import Page
from layers.render import briefing_file
from layers.view import View

THEN = Seen("2019-12", 75528, "", "dtm_baseline", "60")
SLIDES = (
    Slide("level=2&area=ML05", "Mopti & around", "Read\x07 <b>me</b>", "Ask Gao", THEN),
    Slide("compare=theme%3Dpresence"),
)
NEWS = "Mopti: from 75,528 displaced people (December 2019, round 60) to 102,481 (April 2020, round 64), +26,953."
CHECK = "Check the reading: it was written for other figures."


def pages(*slides: Slide) -> tuple[Page, ...]:
    return deck.pages(Briefing("Update", slides or SLIDES), View(lang="en"), "fr")


def test_slides_have_the_title_the_reading_the_news_and_the_note_of_the_briefing() -> None:
    show = Presentation(io.BytesIO(briefing_file.make("Update", pages(), "pptx")))
    first, second = show.slides
    assert show.core_properties.title == "Update"
    assert first.shapes.title.text_frame.text == (
        "Mopti & around\nDisplaced people by cercle · Mopti, Mali · 30 April 2020 · DTM round 64"
    )
    texts = {shape.name: shape.text_frame.text for shape in first.shapes if shape.has_text_frame}
    assert (texts["To read"], texts["Since then"]) == ("Read <b>me</b>", NEWS)
    notes = first.notes_slide.notes_text_frame.text
    assert notes.startswith(f"Ask Gao\n{CHECK}\n")
    assert f"Since then: {NEWS}" in notes
    assert any("Mopti holds 41%" in shape.text_frame.text for shape in second.shapes if shape.has_text_frame)
    assert len({shape.shape_id for shape in first.shapes}) == len(first.shapes)


def test_a_pdf_has_the_words_on_its_pages_and_the_notes_as_comments() -> None:
    book = PdfReader(io.BytesIO(briefing_file.make("Update", pages(), "pdf")))
    assert [item.title for item in book.outline] == [  # type: ignore[union-attr]
        "Mopti & around", "Displaced people by region | Organisations reporting activities by region",
    ]  # fmt: skip
    assert book.metadata
    assert book.metadata.title == "Update"
    told = " ".join(book.pages[0].extract_text().split())
    for words in ("Mopti & around", "Read <b>me</b>", NEWS, "Displaced people by cercle · Mopti, Mali"):
        assert words in told, words
    assert "Ask Gao" not in told
    comments = [[note.get_object()["/Contents"] for note in page.get("/Annots", ())] for page in book.pages]
    assert comments == [[f"Ask Gao\n{CHECK}"], []]


ROUNDS = "level=2&area=ML05&compare=level%3D2%26area%3DML05%26round%3D2018-12"
CHANGED = "Mopti: from 75,528 displaced people (December 2019, round 60) to 102,481 (April 2020, round 64)"


def test_both_maps_of_a_comparison_stand_on_one_slide_with_the_words_of_the_briefing() -> None:
    slide = Slide(ROUNDS, "Then and now", note="Ask Gao", seen=THEN)
    show = Presentation(io.BytesIO(briefing_file.make("Update", pages(slide), "pptx")))
    maps, difference = show.slides
    drawn = [shape for shape in maps.shapes if shape._element.xpath(".//a:custGeom")]
    assert [shape.name for shape in drawn].count("Bandiagara") == 2
    words = {shape.name: shape.text_frame.text for shape in maps.shapes if shape.has_text_frame}
    assert words["Since then"].startswith(CHANGED)
    for month in ("April 2020", "December 2018"):
        assert month in words["To read"], "one reading for each map"
    for day in ("30 April 2020", "31 December 2018"):
        assert any(day in name and "Displaced people by cercle" in name for name in words)
    bottom = max(shape.top + shape.height for shape in maps.shapes if shape.name in ("To read", "Since then"))
    assert bottom < min(shape.top for shape in drawn)
    assert "Change in displaced people" in difference.notes_slide.notes_text_frame.text
    for one in show.slides:
        assert one.shapes.title.text_frame.text.startswith("Then and now\n")
        assert one.notes_slide.notes_text_frame.text.startswith("Ask Gao\n")
    assert CHANGED not in difference.notes_slide.notes_text_frame.text, "it is about the first map"


def test_both_maps_of_a_comparison_stand_on_one_page_with_the_words_of_the_briefing() -> None:
    own = Slide(ROUNDS, "Then and now", "Read me", "Ask Gao", THEN)
    book = PdfReader(io.BytesIO(briefing_file.make("Update", pages(own), "pdf")))
    assert [item.title for item in book.outline] == ["Then and now", "Then and now"]  # type: ignore[union-attr]
    told = " ".join(book.pages[0].extract_text().split())
    for words in ("Read me", CHANGED, "30 April 2020", "31 December 2018", "Two maps, same extent", "1,558"):
        assert words in told, words
    assert told.count("Read me") == 1
    assert all(len(page["/Annots"]) == 1 for page in book.pages)


def test_what_is_for_whoever_speaks_can_stay_out() -> None:
    content = briefing_file.make("Update", pages(SLIDES[0]), "pptx", notes=False)
    notes = Presentation(io.BytesIO(content)).slides[0].notes_slide.notes_text_frame.text
    assert notes.startswith("Title: Mopti & around")


def test_a_title_of_a_page_and_a_reading_of_a_page_find_room() -> None:
    long = Slide("level=2", "Titre très long " * 60, "Lecture très longue " * 60, "Note " * 900)
    show = Presentation(io.BytesIO(briefing_file.make("Update", pages(long), "pptx")))
    shapes = {shape.name: shape for shape in show.slides[0].shapes}
    assert shapes["To read"].text_frame.text == long.reading
    assert shapes["To read"].top + shapes["To read"].height < show.slide_height / 2
    book = PdfReader(io.BytesIO(briefing_file.make("Update", pages(long), "pdf", notes=False)))
    assert not book.pages[0].annotations
    assert "Lecture très longue" in book.pages[0].extract_text()
