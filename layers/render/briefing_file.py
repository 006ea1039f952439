"""A briefing as one file: the snapshots of its views, as slides or as pages of a PDF."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

from layers import deck, reading
from layers.render import export

if TYPE_CHECKING:
    from collections.abc import Sequence

    from geo.areas import Language
    from layers.deck import Page
    from layers.view import View

FORMATS = {ending: export.FORMATS[ending] for ending in ("pptx", "pdf")}


def make(name: str, view: View, lang: Language, ending: str) -> bytes:
    """Return a kept briefing as a file.

    Parameters
    ----------
    name : str
        Of the briefing.
    view : View
        Of whoever asks: its language and audience are those of every slide.
    lang : {"fr", "en"}
        Where the view names none.
    ending : str
        One of `FORMATS`.

    Raises
    ------
    GeoError
        ``briefing_unknown``, ``briefing_damaged``, ``settings_damaged``.
    """
    pages = deck.pages(name, view, lang)
    if ending == "pdf":
        return _pdf(pages)
    from layers.render import slides

    return slides.draw_all(pages)


def _pdf(pages: Sequence[Page]) -> bytes:
    """Bind the sheets; a bookmark of each carries its title, one below it its reading."""
    from pypdf import PdfReader, PdfWriter

    book, options = PdfWriter(), export.Options(size="slide")
    for page in pages:
        first = len(book.pages)
        for scene in page.scenes:
            book.append(PdfReader(io.BytesIO(export.make(scene, "pdf", options))), import_outline=False)
        titled = book.add_outline_item(title=page.slide.title or page.scenes[0].title, page_number=first)
        if read := page.slide.reading or reading.offered(page.scenes[0]):
            book.add_outline_item(title=read, page_number=first, parent=titled)
    out = io.BytesIO()
    book.write(out)
    return out.getvalue()
