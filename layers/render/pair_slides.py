"""A comparison as slides (PPTX): both maps as native shapes side by side, their difference, every fact."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from layers.render import drawingml, flat, pair, slide_map, slides
from layers.render.drawingml import Ink
from layers.render.said import said
from layers.render.slide_map import INK, MM

if TYPE_CHECKING:
    import datetime as dt

    from layers.render.pair import Scenes
    from layers.render.said import Said

GAP = 5 * MM
WIDE = (slides.WIDTH - 2 * slides.MARGIN - GAP) // 2
"""Of each map."""

FULL = slides.WIDTH - 2 * slides.MARGIN

CAPTION, MAP, LEGEND = (26 * MM, 9 * MM), (36 * MM, 92 * MM), (129 * MM, 40 * MM)
"""Top and height of the parts of a side."""


def draw(scenes: Scenes, made: dt.date | None = None) -> bytes:
    """Return the slides of a comparison.

    Raises
    ------
    GeoError
        ``settings_damaged``: the organisation's settings cannot be read.
    """
    facts = pair.facts(scenes, made)
    show, title_only = slides.opened()
    _maps(show.slides.add_slide(title_only), scenes, facts)
    for between in scenes[2:]:
        own = replace(said(between, made), link=facts.link, query=facts.query)
        if between.between:
            own = replace(own, subtitle=facts.subtitle, sources=facts.sources)
        slide = show.slides.add_slide(title_only)
        slides.map_slide(slide, between, own)
        slides.noted(slide, own)
    slides.facts_slide(show.slides.add_slide(title_only), facts)
    return slides.saved(show, facts)


def _maps(slide: Any, scenes: Scenes, facts: Said) -> None:
    shared = pair.legend_of(scenes)
    slides.head(slide, facts.title, pair.in_common(scenes), labelled=bool(facts.labels))
    tree = drawingml.Tree(slide)
    captions = pair.captions(scenes, facts)
    for place, (scene, caption) in enumerate(zip(scenes[:2], captions, strict=True)):
        left = slides.MARGIN + place * (WIDE + GAP)
        tree.text(caption, flat.Box(left, CAPTION[0], WIDE, CAPTION[1]), (caption,), Ink(INK, 11, bold=True))
        box = flat.Box(left, MAP[0], WIDE, MAP[1])
        slide_map.draw(tree, scene, flat.fit(scenes[0].request.view, scenes[0].request.areas, box))
        if not shared:
            slide_map.legend(tree, scene, flat.Box(left, LEGEND[0], WIDE, LEGEND[1]), columns=2)
    if shared:
        slide_map.legend(tree, shared, flat.Box(slides.MARGIN, LEGEND[0], FULL, LEGEND[1]), columns=4)
    slides.labels(tree, facts)
    slides.credits(tree, facts)
    slides.noted(slide, facts)
