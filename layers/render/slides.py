"""A scene as a slide whose map is native shapes: each area can be picked, named and recoloured."""

from __future__ import annotations

import math
from dataclasses import replace
from operator import attrgetter
from typing import TYPE_CHECKING, Any

from layers.render import drawingml, flat, slide_map, tables
from layers.render.drawingml import Ink
from layers.render.said import printable
from layers.render.slide_map import INK, MM, SOFT
from layers.text import say, several

if TYPE_CHECKING:
    from layers.render.said import Said
    from layers.scene import Scene

WIDTH, HEIGHT = 12_192_000, 6_858_000
"""Of a slide of 16:9."""

MARGIN = 10 * MM
MAP = flat.Box(MARGIN, 28 * MM, 205 * MM, 138 * MM)
SIDE = flat.Box(225 * MM, 28 * MM, WIDTH - 235 * MM, 138 * MM)
FOOT = flat.Box(MARGIN, 169 * MM, WIDTH - 2 * MARGIN, 18 * MM)

TITLES = {20: 70, 16: 180, 12: 260, 9: 400}
"""Points of a title, by how many letters at most have room with them."""

READINGS, LEADING, LETTER = (14, 12, 10), 1.25 * drawingml.POINT, 0.52 * drawingml.POINT
"""Points of what is read off a map; height of a line and width of a letter, in units for each point."""

NEWS = "8A1C1C"
"""Of what has changed, and of what has to stand on every page."""

TOP, HEAD = 10, 14
"""Rows of the table, and letters on a line of its last heading."""


def map_slide(slide: Any, scene: Scene, facts: Said) -> None:
    """Draw one map with its legend, a table of its highest figures, and who says so."""
    head(slide, facts.title, facts.subtitle, labelled=bool(facts.labels))
    tree = drawingml.Tree(slide)
    low = readings(tree, facts, MAP.top, MAP.width)
    box = replace(MAP, top=MAP.top + low, height=MAP.height - low)
    fit = flat.fit(scene.request.view, scene.request.areas, box)
    slide_map.draw(tree, scene, fit)
    below = slide_map.legend(tree, scene, SIDE)
    labels(tree, facts)
    credits(tree, facts)
    _top(slide, scene, below)


def noted(slide: Any, facts: Said, note: str = "") -> None:
    """Write what only whoever speaks sees: a note, and every fact."""
    notes = (note, *facts.sentences())
    slide.notes_slide.notes_text_frame.text = printable("\n".join(filter(None, notes)))


def readings(tree: drawingml.Tree, facts: Said, top: int, width: int) -> int:
    """Write what to read off a map and what has changed, over the map; return how high that is."""
    first = top
    said = max((facts.reading, facts.news), key=len)
    size = next((size for size in READINGS if _lines(said, size, width) <= 2), READINGS[-1])
    for label, text, colour in (("reading", facts.reading, INK), ("news", facts.news, NEWS)):
        if text:
            height = round(_lines(text, size, width) * size * LEADING)
            name = say(f"said.label.{label}", facts.lang)
            tree.text(name, flat.Box(MARGIN, top, width, height), (text,), Ink(colour, size))
            top += height + MM
    return top - first


def _lines(text: str, size: float, width: int) -> int:
    """Return on how many lines a text over the map stands, or one more: letters are not measured."""
    return math.ceil(len(text) * size * LETTER / width)


def head(slide: Any, title: str, subtitle: str = "", *, labelled: bool = False) -> None:
    """Write the title of a slide, and under it where and when; beside the labels of one that has them."""
    from pptx.util import Pt

    width = MAP.width if labelled else WIDTH - 2 * MARGIN
    shape = slide.shapes.title
    shape.left, shape.top, shape.width, shape.height = MARGIN, 5 * MM, width, 22 * MM
    frame = shape.text_frame
    frame.text = printable(title)
    if subtitle:
        frame.add_paragraph().text = printable(subtitle)
    frame.word_wrap, frame.margin_left = True, 0
    large = next((size for size, most in TITLES.items() if len(title) <= most), min(TITLES))
    for place, paragraph in enumerate(frame.paragraphs):
        paragraph.alignment = 1  # left
        paragraph.font.size, paragraph.font.bold = Pt(12 if place else large), not place


def credits(tree: drawingml.Tree, facts: Said) -> None:
    """Write at the foot who says so, and where to find the view again."""
    label = say("said.label.sources", facts.lang)
    sources = say("said.line", facts.lang, label=label, text=several(facts.sources, facts.lang))
    words = (sources, facts.disclaimer, f"{facts.link}  ·  {facts.fingerprint}")
    tree.text("credits", FOOT, words, Ink(SOFT, 8))


def labels(tree: drawingml.Tree, facts: Said) -> None:
    """Write what has to stand on every page, white on red."""
    for place, label in enumerate(facts.labels):
        box = flat.Box(SIDE.left, (6 + 7 * place) * MM, SIDE.width, 6 * MM)
        tree.mark(label, "rect", box, drawingml.solid(NEWS), NEWS, label, size=10)


def _top(slide: Any, scene: Scene, top: int) -> None:
    """Add a table of the areas with the highest figures; it can be edited."""
    from pptx.util import Pt

    known = [row for row in tables.areas(scene) if row.value is not None]
    rows = sorted(known, key=attrgetter("value"), reverse=True)[:TOP]
    if not rows:
        return
    lang = scene.request.lang
    height, heading = 5 * MM, 5 * MM * math.ceil(len(scene.fill.title) / HEAD)
    frame = slide.shapes.add_table(len(rows) + 1, 3, SIDE.left, top, SIDE.width, heading + height * len(rows))
    frame.name = say("export.top", lang)
    for column, width in enumerate((32 * MM, 30 * MM, SIDE.width - 62 * MM)):
        frame.table.columns[column].width = width
    heads = (say(f"level.head.{scene.request.view.level}", lang), say("table.parent", lang), scene.fill.title)
    for place, cells in enumerate((heads, *((row.name, row.inside, row.figure) for row in rows))):
        frame.table.rows[place].height = height if place else heading
        for column, text in enumerate(cells):
            cell = frame.table.cell(place, column)
            cell.margin_top = cell.margin_bottom = 0
            cell.text = printable(text)
            paragraph = cell.text_frame.paragraphs[0]
            paragraph.font.size, paragraph.font.bold = Pt(9), place == 0
            paragraph.alignment = 3 if column == 2 else 1


def facts_slide(slide: Any, facts: Said) -> None:
    """Write every fact in words."""
    head(slide, say("export.facts", facts.lang))
    box = flat.Box(MARGIN, 28 * MM, WIDTH - 2 * MARGIN, HEIGHT - 38 * MM)
    drawingml.Tree(slide).text("facts", box, facts.sentences(), Ink(INK, 11))
