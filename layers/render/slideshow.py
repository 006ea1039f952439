"""A file of slides (PPTX): of a view, of a comparison, or of a whole briefing."""

from __future__ import annotations

import datetime as dt
import io
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from layers.render import pair, pair_slides, slides
from layers.render.said import printable

if TYPE_CHECKING:
    from collections.abc import Sequence

    from layers.render.pair import Scenes
    from layers.render.said import Said


def draw(scenes: Scenes, made: dt.date | None = None) -> bytes:
    """Return the slides of a view: its map, or both maps and their difference; then every fact in words."""
    show, title_only = _opened()
    told = [(*page, "") for page in pair.pages(scenes, made)]
    _draw(show, title_only, told)
    slides.facts_slide(show.slides.add_slide(title_only), told[0][1])
    return _saved(show, told[0][1])


def draw_all(title: str, told: Sequence[tuple[Scenes, Said, str]]) -> bytes:
    """Return the slides of a briefing: maps with what is said on them, and what only whoever speaks sees."""
    show, title_only = _opened()
    _draw(show, title_only, told)
    return _saved(show, replace(told[0][1], title=title))


def _opened() -> tuple[Any, Any]:
    """Return an empty file of slides, and their layout."""
    from pptx import Presentation

    show: Any = Presentation()
    show.slide_width, show.slide_height = slides.WIDTH, slides.HEIGHT
    return show, show.slide_layouts[5]


def _draw(show: Any, title_only: Any, told: Sequence[tuple[Scenes, Said, str]]) -> None:
    for scenes, facts, note in told:
        slide = show.slides.add_slide(title_only)
        if len(scenes) > 1:
            pair_slides.maps_slide(slide, scenes, facts)
        else:
            slides.map_slide(slide, scenes[0], facts)
        slides.noted(slide, facts, note)


def _saved(show: Any, facts: Said) -> bytes:
    """Return the file, with what it says of itself."""
    _describe(show, facts)
    out = io.BytesIO()
    show.save(out)
    return out.getvalue()


def _describe(show: Any, facts: Said) -> None:
    about = show.core_properties
    about.title, about.subject, about.language = map(printable, (facts.title, facts.subtitle, facts.lang))
    about.author = about.last_modified_by = printable(facts.organisation)
    about.comments = printable("\n".join(facts.sentences()))[:250]
    about.identifier, about.keywords = printable(facts.link)[:250], facts.fingerprint
    about.created = about.modified = dt.datetime.combine(facts.made, dt.time())
