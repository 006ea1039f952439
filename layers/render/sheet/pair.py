"""Two maps of a comparison on one sheet: one extent, one size, one legend where it explains both."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from layers.render import pair
from layers.render.said import said
from layers.render.sheet import drawing, furniture, ground, head, layout, legend, lettering, notes, tones
from layers.render.sheet.ink import INK, Ink
from layers.render.sheet.layout import Box

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from matplotlib.figure import Figure

    from layers.render.pair import Scenes
    from layers.render.said import Said
    from layers.render.sheet.layout import Page
    from layers.render.sheet.legend import Legend
    from layers.render.sheet.notes import Notes
    from layers.scene import Scene

CAPTION = 9.0
"""Points on A4 of what stands over a map."""

COLUMNS = (4, 2)
"""Of a legend that explains both maps, and of one that explains one."""


@dataclass(frozen=True, slots=True)
class Plan:
    """Where the parts stand; of captions, maps and legends one for each map, or one legend for both."""

    head: Box
    captions: tuple[Box, ...]
    maps: tuple[Box, ...]
    legends: tuple[Box, ...]
    notes: Box
    shrink: float

    def boxes(self) -> tuple[Box, ...]:
        """Return all that is there."""
        every = (self.head, *self.captions, *self.maps, *self.legends, self.notes)
        return tuple(box for box in every if box.height)


@dataclass(frozen=True, slots=True)
class Parts:
    """What has to find a place."""

    over: float
    captions: tuple[head.Lines, ...]
    legends: tuple[Legend, ...]
    notes: Notes
    ticks: float


def lay_out(scenes: Scenes, words: Said, on: Page, without: Collection[str] = ()) -> tuple[Figure, Plan]:
    """Draw both maps of a comparison and what is said of them on a page."""
    common = replace(words, subtitle=pair.in_common(scenes))
    top, small = head.of_page(common, on, without), notes.of_page(words, on.scale, without)
    ticks = 0.0 if "graticule" in without else furniture.TICKS * on.scale
    parts = Parts(top.height, _captions(scenes, words, on), _legends(scenes, on, without), small, ticks)
    plan, ink = _plan(on, parts), Ink(on)
    top.draw(ink, plan.head)
    shown = ground.extent(scenes[0].request)
    for scene, box, lines, over in zip(scenes[:2], plan.maps, parts.captions, plan.captions, strict=True):
        for i, line in enumerate(lines.lines):
            y = over.top - (i + 0.8) * lettering.line(lines.size)
            ink.text(over.left, y, line, lines.size, bold=True, color=INK)
        notices = [lettering.clean(text) for text in said(scene, words.made).labels]
        window = ink.window(box, ground.fill_frame(shown, box.width, box.height))
        drawing.draw(window, scene, tones.of_styles(scene.fill.styles), notices, without)
    for key, box in zip(parts.legends, plan.legends, strict=True):
        key.draw(ink, box, COLUMNS[len(plan.legends) - 1], plan.shrink)
    small.draw(ink, plan.notes, 3, plan.shrink)
    return ink.figure, plan


def _captions(scenes: Scenes, words: Said, on: Page) -> tuple[head.Lines, ...]:
    wide = _wide(on)
    size = CAPTION * on.scale
    texts = map(lettering.clean, pair.captions(scenes, words))
    return tuple(head.Lines(lettering.wrap(text, wide, size, bold=True), size, bold=True) for text in texts)


def _legends(scenes: Scenes, on: Page, without: Collection[str]) -> tuple[Legend, ...]:
    shared = pair.legend_of(scenes)
    explained: Sequence[Scene] = (shared,) if shared else scenes[:2]
    return tuple(
        legend.of_scene(one, tones.of_styles(one.fill.styles), on.scale, without) for one in explained
    )


def _wide(on: Page) -> float:
    """Return the width of a side: maps stand one over the other on an upright page."""
    inner = on.width - 2 * on.margin
    return inner if on.height > on.width else (inner - on.gap) / 2


def _plan(on: Page, parts: Parts) -> Plan:
    """Return the plan at the largest type that leaves the maps their room; at the smallest, notes are cut."""
    for shrink in layout.SHRINKS:
        foot = parts.notes.height(on.width - 2 * on.margin, 3, shrink)
        found = _at(on, parts, shrink, foot)
        if found.maps[0].height >= layout.SMALLEST_MAP * min(on.height, on.width):
            return found
    return _at(on, parts, shrink, min(foot, on.height / 5))


def _at(on: Page, parts: Parts, shrink: float, foot: float) -> Plan:
    left, inner = on.margin, on.width - 2 * on.margin
    top = on.height - on.margin
    over = Box(left, top - parts.over, inner, parts.over)
    notes_box = Box(left, on.margin, inner, foot)
    room = inner / len(parts.legends) - (on.gap / 2 if len(parts.legends) > 1 else 0)
    columns = COLUMNS[len(parts.legends) - 1]
    high = [key.height(room, columns, shrink) for key in parts.legends]
    low = notes_box.top + on.gap
    legends = tuple(
        Box(left + i * (room + on.gap), low + max(high) - height, room, height)
        for i, height in enumerate(high)
    )
    bottom = low + max(high) + (on.gap if max(high) else 0)
    captions, maps = _sides(on, parts, over.bottom - on.gap, bottom)
    return Plan(over, tuple(captions), tuple(maps), legends, notes_box, shrink)


def _sides(on: Page, parts: Parts, top: float, bottom: float) -> tuple[list[Box], list[Box]]:
    """Return the places of captions and maps between two heights: two of one size."""
    wide, left = _wide(on), on.margin
    tall = max(lines.height for lines in parts.captions)
    upright = on.height > on.width
    each = (top - bottom - on.gap) / 2 if upright else top - bottom
    corners = ((left, top), (left, top - each - on.gap) if upright else (left + wide + on.gap, top))
    height = each - tall - on.gap / 3 - parts.ticks
    captions = [Box(x, y - tall, wide, tall) for x, y in corners]
    maps = [Box(x + parts.ticks, y - each + parts.ticks, wide - parts.ticks, height) for x, y in corners]
    return captions, maps
