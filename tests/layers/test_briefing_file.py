import io
from pathlib import Path

import pytest
from pptx import Presentation
from pypdf import PdfReader

from layers import briefing as briefings
from layers.briefing import Briefing, Slide
from layers.render import briefing_file
from layers.view import View

SLIDES = (
    Slide("level=2&area=ML05", "Mopti & around", reading="Read\x07 me", note="Ask Gao"),
    Slide("compare=theme%3Dpresence"),
)


@pytest.fixture(autouse=True)
def workspace(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MALI_MAP_WORKSPACE", str(tmp_path))
    briefings.keep(Briefing("Update", SLIDES))


def test_slides_have_the_title_the_reading_and_the_note_of_the_briefing() -> None:
    show = Presentation(io.BytesIO(briefing_file.make("update", View(lang="en"), "fr", "pptx")))
    slides = list(show.slides)
    assert len(slides) == 3
    titles = [slide.shapes.title.text_frame.text for slide in slides]
    assert titles[0] == "Mopti & around\nRead me"
    assert "Mopti holds 41%" in titles[1]
    assert slides[0].notes_slide.notes_text_frame.text.startswith("Ask Gao\n")
    assert len({shape.shape_id for shape in slides[0].shapes}) == len(slides[0].shapes)


def test_a_pdf_has_a_page_for_each_map_and_a_bookmark_for_each_slide() -> None:
    book = PdfReader(io.BytesIO(briefing_file.make("update", View(), "fr", "pdf")))
    assert len(book.pages) == 3
    titles = [item.title for item in book.outline if not isinstance(item, list)]
    assert titles == ["Mopti & around", "Personnes déplacées par région, Mali, avril 2020, DTM, round 64"]
    assert "Mopti" in book.pages[0].extract_text()
