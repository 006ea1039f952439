"""Both maps of a comparison as native shapes side by side on a slide."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from layers.render import drawingml, flat, pair, slide_map, slides
from layers.render.drawingml import Ink
from layers.render.slide_map import INK, MM

if TYPE_CHECKING:
    from layers.render.pair import Scenes
    from layers.render.said import Said

GAP = 5 * MM
WIDE = (slides.WIDTH - 2 * slides.MARGIN - GAP) // 2
"""Of each map."""

FULL = slides.WIDTH - 2 * slides.MARGIN

CAPTION, MAP, LEGEND = (26 * MM, 9 * MM), (36 * MM, 92 * MM), (129 * MM, 40 * MM)
"""Top and height of the parts of a side."""


def maps_slide(slide: Any, scenes: Scenes, facts: Said) -> None:
    """Draw both maps, with one legend where it explains both, and who says so."""
    shared = pair.legend_of(scenes)
    slides.head(slide, facts.title, pair.in_common(scenes), labelled=bool(facts.labels))
    tree = drawingml.Tree(slide)
    low = slides.readings(tree, facts, CAPTION[0], FULL)
    captions = pair.captions(scenes, facts)
    for place, (scene, caption) in enumerate(zip(scenes[:2], captions, strict=True)):
        left = slides.MARGIN + place * (WIDE + GAP)
        over = flat.Box(left, CAPTION[0] + low, WIDE, CAPTION[1])
        tree.text(caption, over, (caption,), Ink(INK, 11, bold=True))
        box = flat.Box(left, MAP[0] + low, WIDE, MAP[1] - low)
        slide_map.draw(tree, scene, flat.fit(scenes[0].request.view, scenes[0].request.areas, box))
        if not shared:
            slide_map.legend(tree, scene, flat.Box(left, LEGEND[0], WIDE, LEGEND[1]), columns=2)
    if shared:
        slide_map.legend(tree, shared, flat.Box(slides.MARGIN, LEGEND[0], FULL, LEGEND[1]), columns=4)
    slides.labels(tree, facts)
    slides.credits(tree, facts)
