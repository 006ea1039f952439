"""A briefing as one file: its views as slides, or pages of a PDF, each with its title, reading and note.

Both maps of a comparison stand on one page; their difference, where it can be shown, on the next.
"""

from __future__ import annotations

import io
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from layers import deck
from layers.render import export, pair
from layers.render.said import printable
from layers.text import say

if TYPE_CHECKING:
    from collections.abc import Sequence

    from geo.areas import Language
    from layers.briefing import Briefing
    from layers.deck import Page
    from layers.render.pair import Scenes
    from layers.render.said import Said
    from layers.view import View

FORMATS = {ending: export.FORMATS[ending] for ending in ("pptx", "pdf")}

CORNER = 22
"""Side of the mark of a note in the corner of a PDF's page, in points."""


def of_briefing(briefing: Briefing, view: View, ending: str, lang: Language) -> bytes:
    """Return a briefing as a file, as whoever has the view may see it; see `make`."""
    return make(briefing.title, deck.pages(briefing, view, lang), ending)


def make(title: str, pages: Sequence[Page], ending: str, *, notes: bool = True) -> bytes:
    """Return a briefing as a file.

    Parameters
    ----------
    title : str
        Of the briefing.
    pages : sequence of Page
        From `layers.deck.pages`.
    ending : str
        One of `FORMATS`.
    notes : bool
        Whether what is for whoever speaks is in it: the notes of slides, the comments of a PDF's pages.
    """
    told = [
        (scenes, worded(page, scenes, facts), note_of(page) if notes else "")
        for page in pages
        for scenes, facts in pair.pages(page.scenes)
    ]
    if ending == "pdf":
        return _pdf(title, told)
    from layers.render import slideshow

    return slideshow.draw_all(title, told)


def worded(page: Page, scenes: Scenes, facts: Said) -> Said:
    """Return what a page of a slide says: its own title and reading over what its maps are."""
    own = page.slide.title
    return replace(
        facts,
        title=own or facts.title,
        subtitle=f"{facts.title} · {facts.subtitle}" if own else facts.subtitle,
        reading=" ".join(dict.fromkeys(filter(None, map(page.reading, scenes[:2])))),
        news=page.news if scenes[0] is page.scenes[0] else "",
    )


def note_of(page: Page) -> str:
    """Return what only whoever speaks sees: the note, and that the reading was written for other figures."""
    lang = page.scenes[0].request.lang
    old = say("briefing.outdated", lang) if page.outdated else ""
    return "\n".join(filter(None, [page.slide.note, old]))


def _pdf(title: str, told: Sequence[tuple[Scenes, Said, str]]) -> bytes:
    """Return the sheets with a bookmark for each; a note is a comment in the corner of its page."""
    from pypdf import PdfReader, PdfWriter
    from pypdf.generic import NameObject, TextStringObject

    book = PdfWriter(PdfReader(io.BytesIO(_sheets(told))))
    for number, (_, facts, note) in enumerate(told):
        book.add_outline_item(title=printable(facts.title), page_number=number)
        if note:
            book.add_annotation(number, _comment(note, facts, book.pages[number]))
    first = told[0][1]
    book.add_metadata(
        {
            "/Title": printable(title),
            "/Author": first.organisation,
            "/Subject": "\n".join(printable(facts.title) for _, facts, _ in told),
            "/Keywords": " ".join(facts.fingerprint for _, facts, _ in told),
            "/CreationDate": f"D:{first.made:%Y%m%d}000000Z",
        }
    )
    book._root_object[NameObject("/Lang")] = TextStringObject(first.lang)
    out = io.BytesIO()
    book.write(out)
    return out.getvalue()


def _sheets(told: Sequence[tuple[Scenes, Said, str]]) -> bytes:
    """Draw all pages in one file: letters are embedded once."""
    from matplotlib.backends.backend_pdf import PdfPages

    from layers.render import sheet
    from layers.render.sheet import layout

    out, on = io.BytesIO(), layout.page("slide", "landscape")
    with PdfPages(out, metadata={"CreationDate": None}) as pages:
        for scenes, facts, _ in told:
            pages.savefig(sheet.drawn(scenes, facts, on))
    return out.getvalue()


def _comment(note: str, facts: Said, page: Any) -> Any:
    from pypdf.annotations import Text

    right, top = (float(side) for side in page.mediabox.upper_right)
    rect = (right - CORNER, top - CORNER, right - 2, top - 2)
    return Text(rect=rect, text=printable(note), title_bar=say("briefing.note", facts.lang))
