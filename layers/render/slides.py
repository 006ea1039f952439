"""A scene as slides (PPTX) whose map is native shapes: each area can be picked, named and recoloured."""

from __future__ import annotations

import datetime as dt
import io
import math
from dataclasses import replace
from operator import attrgetter
from typing import TYPE_CHECKING, Any

from layers import reading
from layers.palette import SECOND
from layers.parts import Circles, Points
from layers.render import drawingml, flat, tables
from layers.render.drawingml import Ink
from layers.render.said import printable, said
from layers.text import say

if TYPE_CHECKING:
    from collections.abc import Sequence

    from layers.deck import Page
    from layers.palette import Style
    from layers.parts import LegendItem
    from layers.render.flat import Box, Fit
    from layers.render.said import Said
    from layers.scene import Scene

MM = 36_000
"""Units of a slide (EMU) in a millimetre."""

WIDTH, HEIGHT = 12_192_000, 6_858_000
"""Of a slide of 16:9."""

MARGIN = 10 * MM
MAP = flat.Box(MARGIN, 28 * MM, 205 * MM, 138 * MM)
SIDE = flat.Box(225 * MM, 28 * MM, WIDTH - 235 * MM, 138 * MM)
FOOT = flat.Box(MARGIN, 169 * MM, WIDTH - 2 * MARGIN, 18 * MM)

TOP = 10
"""Rows of the table."""

RADIUS = 7 * MM
"""Of the largest circle."""

INK, SOFT, BORDER, OUTLINE = "1D2730", "56616A", "98A2AB", "525D66"

SYMBOLS = {"office": "rect", "camp": "triangle", "site": "diamond", "flood": "teardrop"}
"""Preset shapes by kind of point; others are round."""


def draw(scene: Scene, made: dt.date | None = None) -> bytes:
    """Return two slides: the map with legend and table; every fact in words.

    Raises
    ------
    GeoError
        ``settings_damaged``: the organisation's settings cannot be read.
    """
    facts = said(scene, made)
    show, title_only = _show()
    _map_slide(show.slides.add_slide(title_only), scene, facts)
    _facts_slide(show.slides.add_slide(title_only), facts)
    return _saved(show, facts)


def draw_all(pages: Sequence[Page], made: dt.date | None = None) -> bytes:
    """Return the slides of a briefing: one for each map, with title, reading and note.

    Raises
    ------
    GeoError
        ``settings_damaged``: the organisation's settings cannot be read.
    """
    show, title_only = _show()
    for page in pages:
        for scene in page.scenes:
            facts = said(scene, made)
            read = page.slide.reading or reading.offered(scene)
            titled = replace(facts, title=page.slide.title or facts.title, subtitle=read or facts.subtitle)
            slide = show.slides.add_slide(title_only)
            _map_slide(slide, scene, titled)
            notes = (page.slide.note, *facts.sentences())
            slide.notes_slide.notes_text_frame.text = printable("\n".join(filter(None, notes)))
    return _saved(show, said(pages[0].scenes[0], made))


def _show() -> tuple[Any, Any]:
    """Return an empty file of slides, and their layout."""
    from pptx import Presentation

    show: Any = Presentation()
    show.slide_width, show.slide_height = WIDTH, HEIGHT
    return show, show.slide_layouts[5]


def _saved(show: Any, facts: Said) -> bytes:
    _describe(show, facts)
    out = io.BytesIO()
    show.save(out)
    return out.getvalue()


def _map_slide(slide: Any, scene: Scene, facts: Said) -> None:
    _title(slide, facts.title, facts.subtitle, MAP.width if facts.labels else WIDTH - 2 * MARGIN)
    tree = drawingml.Tree(slide)
    fit = flat.fit(scene.request.view, scene.request.areas, MAP)
    _areas(tree, scene, fit)
    _borders(tree, scene, fit)
    _marks(tree, scene, fit)
    _names(tree, scene, fit)
    below = _legend(tree, scene)
    _labels(tree, facts)
    label = say("said.label.sources", facts.lang)
    sources = say("said.line", facts.lang, label=label, text="; ".join(facts.sources))
    words = (sources, facts.disclaimer, f"{facts.link}  ·  {facts.fingerprint}")
    tree.text("credits", FOOT, words, Ink(SOFT, 8))
    _top(slide, scene, below)
    slide.notes_slide.notes_text_frame.text = printable("\n".join(facts.sentences()))


def _title(slide: Any, title: str, subtitle: str = "", width: int = WIDTH - 2 * MARGIN) -> None:
    from pptx.util import Pt

    shape = slide.shapes.title
    shape.left, shape.top, shape.width, shape.height = MARGIN, 5 * MM, width, 22 * MM
    frame = shape.text_frame
    frame.text = printable(title)
    if subtitle:
        frame.add_paragraph().text = printable(subtitle)
    frame.word_wrap, frame.margin_left = True, 0
    for paragraph, size in zip(frame.paragraphs, (20, 12), strict=False):
        paragraph.alignment = 1  # left
        paragraph.font.size, paragraph.font.bold = Pt(size), size > 12


def _areas(tree: drawingml.Tree, scene: Scene, fit: Fit) -> None:
    view = scene.request.view
    shapes = flat.areas_of(view.division, view.level)
    for row in tables.areas(scene):
        style = scene.fill.styles[scene.fill.keys[row.id]]
        told = ": ".join(filter(None, [row.name, row.figure, row.note]))
        tree.outline(row.name, fit.rings(shapes[row.id]), _paint(style), BORDER, 0.5, told)


def _paint(style: Style) -> str:
    return drawingml.hatch(style.fill, style.hatch) if style.hatch else drawingml.solid(style.fill)


def _borders(tree: drawingml.Tree, scene: Scene, fit: Fit) -> None:
    """Draw the outlines of the coarser level over the areas, unfilled."""
    areas, view = scene.request.areas, scene.request.view
    coarser = max(level for level in areas.levels if level < view.level)
    shapes = flat.areas_of(view.division, coarser)
    inside = {outer.id for area in areas.within(view.area, view.level) for outer in areas.chain(area.id)}
    for area in areas.at(coarser):
        if area.id in inside and areas.holds(view.area, area.id):
            tree.outline(area.name(scene.request.lang), fit.rings(shapes[area.id]), "", OUTLINE, 1.25)


def _marks(tree: drawingml.Tree, scene: Scene, fit: Fit) -> None:
    """Draw circles and points that lie on the map."""
    for layer in scene.layers:
        if isinstance(layer, Circles):
            for row in sorted(tables.areas(scene), key=lambda row: -(row.value or 0)):
                if row.value:
                    size = _diameter(row.value, layer.largest)
                    place = fit.point(*scene.request.areas[row.id].label)
                    told = f"{row.name}: {row.figure}"
                    tree.mark(told, "ellipse", _round(place, size), drawingml.solid(SECOND, 40), SECOND)
        elif isinstance(layer, Points):
            for point in layer.points:
                x, y = fit.point(point.lon, point.lat)
                if _holds(fit.box, x, y):
                    kind = SYMBOLS.get(layer.kind, "ellipse")
                    tree.mark(
                        point.name,
                        kind,
                        _round((x, y), 3 * MM),
                        drawingml.solid(SECOND),
                        "FFFFFF",
                        point.mark,
                    )


def _round(middle: tuple[int, int], size: int) -> Box:
    return flat.Box(middle[0] - size // 2, middle[1] - size // 2, size, size)


def _holds(box: Box, x: int, y: int) -> bool:
    return box.left <= x <= box.left + box.width and box.top <= y <= box.top + box.height


def _names(tree: drawingml.Tree, scene: Scene, fit: Fit) -> None:
    """Write the names that have room, those with the highest figures first."""
    if "labels" not in scene.request.view.layers:
        return
    taken: list[Box] = []
    for row in sorted(tables.areas(scene), key=lambda row: (-(row.value or 0), row.name)):
        x, y = fit.point(*scene.request.areas[row.id].label)
        width = round((len(row.name) * 1.75 + 2) * MM)
        box = flat.Box(x - width // 2, y - 2 * MM, width, 4 * MM)
        if len(row.name) < 30 and not any(_meet(box, other) for other in taken):
            taken.append(box)
            ground = scene.fill.styles[scene.fill.keys[row.id]].fill
            tree.text(row.name, box, (row.name,), Ink(_on(ground), 8), middle=True)


def _on(ground: str) -> str:
    """Return the ink that can be read on a colour."""
    red, green, blue = bytes.fromhex(ground.lstrip("#"))
    return INK if 0.3 * red + 0.59 * green + 0.11 * blue > 130 else "FFFFFF"


def _meet(one: Box, other: Box) -> bool:
    return (
        abs(2 * one.left + one.width - 2 * other.left - other.width) < one.width + other.width
        and abs(2 * one.top + one.height - 2 * other.top - other.height) < one.height + other.height
    )


def _legend(tree: drawingml.Tree, scene: Scene) -> int:
    """Draw the legend on the right; return where it ends."""
    top, step = SIDE.top, round(4.6 * MM)
    items = [*scene.fill.legend, *(item for layer in scene.layers for item in layer.legend)]
    if not items:
        return top
    tree.text(
        "legend", flat.Box(SIDE.left, top, SIDE.width, step), (scene.fill.title,), Ink(INK, 11, bold=True)
    )
    top += step + MM
    for item in items:
        high = max(step, round(_key(tree, item, scene, top) * 1.05))
        words = flat.Box(SIDE.left + 16 * MM, top + (high - step) // 2, SIDE.width - 16 * MM, step)
        tree.text(item.label, words, (item.label,), Ink(INK, 9))
        top += high
    return top + 3 * MM


def _key(tree: drawingml.Tree, item: LegendItem, scene: Scene, top: int) -> int:
    """Draw what a line of the legend explains; return its height."""
    if item.key is not None:
        box = flat.Box(SIDE.left + 4 * MM, top + MM // 2, 7 * MM, round(3.6 * MM))
        tree.mark(item.label, "rect", box, _paint(scene.fill.styles[item.key]), BORDER)
        return box.height
    size, preset, fill = 3 * MM, SYMBOLS.get(item.symbol or "", "ellipse"), drawingml.solid(SECOND)
    if item.circle is not None:
        largest = next((one.largest for one in scene.layers if isinstance(one, Circles)), item.circle)
        size, fill = _diameter(item.circle, largest), drawingml.solid(SECOND, 40)
    middle = (SIDE.left + round(7.5 * MM), top + max(size, round(4.6 * MM)) // 2)
    tree.mark(item.label, preset, _round(middle, size), fill, "FFFFFF")
    return size


def _diameter(value: float, largest: int) -> int:
    return 2 * round(RADIUS * math.sqrt(value / largest))


def _labels(tree: drawingml.Tree, facts: Said) -> None:
    """Write what has to stand on every page, white on red."""
    for place, label in enumerate(facts.labels):
        box = flat.Box(SIDE.left, (6 + 7 * place) * MM, SIDE.width, 6 * MM)
        tree.mark(label, "rect", box, drawingml.solid("#8A1C1C"), "8A1C1C", label, size=10)


def _top(slide: Any, scene: Scene, top: int) -> None:
    """Add a table of the areas with the highest figures; it can be edited."""
    from pptx.util import Pt

    known = [row for row in tables.areas(scene) if row.value is not None]
    rows = sorted(known, key=attrgetter("value"), reverse=True)[:TOP]
    if not rows:
        return
    lang = scene.request.lang
    height = 5 * MM
    frame = slide.shapes.add_table(len(rows) + 1, 3, SIDE.left, top, SIDE.width, height * (len(rows) + 1))
    frame.name = say("export.top", lang)
    for column, width in enumerate((32 * MM, 30 * MM, SIDE.width - 62 * MM)):
        frame.table.columns[column].width = width
    heads = (say(f"level.head.{scene.request.view.level}", lang), say("table.parent", lang), scene.fill.unit)
    for place, cells in enumerate((heads, *((row.name, row.inside, row.figure) for row in rows))):
        frame.table.rows[place].height = height
        for column, text in enumerate(cells):
            cell = frame.table.cell(place, column)
            cell.margin_top = cell.margin_bottom = 0
            cell.text = printable(text)
            paragraph = cell.text_frame.paragraphs[0]
            paragraph.font.size, paragraph.font.bold = Pt(9), place == 0
            paragraph.alignment = 3 if column == 2 else 1


def _facts_slide(slide: Any, facts: Said) -> None:
    _title(slide, say("export.facts", facts.lang))
    box = flat.Box(MARGIN, 28 * MM, WIDTH - 2 * MARGIN, HEIGHT - 38 * MM)
    drawingml.Tree(slide).text("facts", box, facts.sentences(), Ink(INK, 11))


def _describe(show: Any, facts: Said) -> None:
    about = show.core_properties
    about.title, about.subject, about.language = map(printable, (facts.title, facts.subtitle, facts.lang))
    about.author = about.last_modified_by = printable(facts.organisation)
    about.comments = printable("\n".join(facts.sentences()))[:250]
    about.identifier, about.keywords = printable(facts.link)[:250], facts.fingerprint
    about.created = about.modified = dt.datetime.combine(facts.made, dt.time())
