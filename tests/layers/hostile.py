"""A scene whose every name comes from somebody who means ill, or writes from right to left."""

import dataclasses
from itertools import cycle

from geo.areas import Areas
from layers import scene as scenes
from layers.parts import Point, Points
from layers.scene import Scene
from layers.view import View

SCRIPT, FORMULA, TEMPLATE = "<script>alert(1)</script>", "=cmd|' /C calc'!A0", "{{ 7 * 7 }}{% raw %}"
ARABIC, LONG, BELL, CLOSING = (
    "\u202eغاو شمال",
    "Très long nom " * 30,
    "ring\x07\x00",
    "\"]]></text>'--> & \\u003c",
)
NAMES = (SCRIPT, FORMULA, TEMPLATE, ARABIC, LONG.strip(), BELL, CLOSING)


def scene(query: str = "level=2&area=ML05") -> Scene:
    view, doubts = View.parse(query)
    given = scenes.compose(view, doubts, lang="en")
    names = cycle(NAMES)
    renamed = [
        dataclasses.replace(one, name_fr=(name := next(names)), name_en=name) for one in given.request.areas
    ]
    notes = {area: next(names) for area in given.fill.values}
    points = Points("office", tuple(Point(f"p{i}", name, 14.5, -4.2, name) for i, name in enumerate(NAMES)))
    return dataclasses.replace(
        given,
        request=dataclasses.replace(given.request, areas=Areas(given.request.areas.division, renamed)),
        title=SCRIPT,
        caveats=NAMES,
        fill=dataclasses.replace(given.fill, notes=notes, title=SCRIPT),
        layers=(*given.layers, points),
    )
