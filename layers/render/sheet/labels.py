"""The names that a sheet would like to write, most important first, and how they are written."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal

import shapely

from layers import floods
from layers.headline import signed
from layers.parts import Circles, Ground, Points
from layers.render.sheet import ground, lettering, look
from layers.render.sheet.ink import letters
from layers.render.sheet.names import PAD, Name
from layers.render.sheet.symbols import SIZE
from layers.text import number, percent

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from geo.areas import Area, Language
    from layers.parts import Fill
    from layers.render.sheet.ink import Ink, Window
    from layers.render.sheet.names import Kind, Placed
    from layers.scene import Scene

CROWDED = 25
"""Areas from which a name waits where it is much wider than its area."""

SMALL = 200
"""Areas from which their names are set smaller."""

NAMED = 40
"""Points of a kind at most that are named: more would cover the map."""

HALO = 0.9
"""Width of the pale edge under a name, in millimetres on A4."""


def asked(scene: Scene, window: Window, *, figures: bool) -> Iterator[Name]:
    """Yield names: larger areas' figures, the focus's areas, towns, points, other areas, countries.

    A name with a figure comes again without it, in case both have no room.
    """
    grounds = {layer.kind for layer in scene.layers if isinstance(layer, Ground)}
    yield from _wholes(scene, window)
    within, outside = _areas(scene)
    if "labels" in grounds:
        for area in within:
            yield from _versions(scene, window, area, figures=figures)
    if "towns" in grounds:
        yield from _base(scene, window, "town")
    yield from _points(scene, window)
    if "labels" in grounds:
        for area in outside:
            yield _area(scene, window, area, (area.name(scene.request.lang),), "faded")
        yield from _base(scene, window, "country")


def written(fill: Fill, area: str, lang: Language) -> str:
    """Return an area's figure as the map writes it; nothing where there is none."""
    value = fill.values.get(area)
    if value is None:
        return ""
    if fill.number == "percent":
        return percent(value, lang)
    return signed(value, lang) if fill.number == "signed" else number(value, lang)


def _areas(scene: Scene) -> tuple[list[Area], list[Area]]:
    """Return the areas of the focus, highest figures and then largest first, and those outside."""
    request, values = scene.request, scene.fill.values
    drawn = sorted(
        request.areas.at(request.view.level), key=lambda area: (-(values.get(area.id) or 0), -area.km2)
    )
    inside = {area.id for area in request.areas.within(request.view.area, request.view.level)}
    return [a for a in drawn if a.id in inside], [a for a in drawn if a.id not in inside]


def _versions(scene: Scene, window: Window, area: Area, *, figures: bool) -> Iterator[Name]:
    """Yield an area's name with its figure, then smaller, then alone."""
    name = area.name(scene.request.lang)
    said = written(scene.fill, area.id, scene.request.lang) if figures else ""
    sizes = ("small",) if len(scene.request.areas.at(scene.request.view.level)) > SMALL else ("area", "small")
    for lines in ((name, said), (name,)) if said else ((name,),):
        for style in sizes:
            yield _area(scene, window, area, lines, style)


def _area(scene: Scene, window: Window, area: Area, lines: tuple[str, ...], style: str) -> Name:
    west, south, east, north = area.bounds
    (left, low), (right, high) = (
        window.at(*ground.point(*corner)) for corner in ((west, south), (east, north))
    )
    crowded = len(scene.request.areas.at(scene.request.view.level)) > CROWDED
    return _name(
        window, lines, area.label, area.id, "area", style,
        extent=(right - left, high - low) if crowded else None,
        radius=_circle(scene, area.id) * window.ink.scale,
    )  # fmt: skip


def _circle(scene: Scene, area: str) -> float:
    largest = next((layer.largest for layer in scene.layers if isinstance(layer, Circles)), 0)
    return look.radius(scene.fill.values.get(area) or 0, largest)


def _wholes(scene: Scene, window: Window) -> Iterator[Name]:
    focus = ground.focus(scene.request)
    for whole in scene.fill.wholes:
        inside = focus.contains(shapely.Point(ground.point(*whole.at)))
        for style in ("area", "small") if inside else ("faded",):
            yield _name(window, (whole.name, whole.figure), whole.at, f"whole {whole.name}", "area", style)


def _base(scene: Scene, window: Window, kind: Literal["town", "country"]) -> Iterator[Name]:
    known = ground.base(kind)
    ranked = sorted(range(len(known.paths)), key=lambda i: known.words[i]["rank"])
    for i in ranked:
        text = known.words[i][scene.request.lang]
        if text:
            west, south, _, _ = known.bounds[i]
            x, y = window.at(west, south)
            lines = (text.upper() if kind == "country" else text,)
            yield _at(window, lines, (x, y), f"{kind} {i}", kind, kind, radius=look.DOT * window.ink.scale)


def _points(scene: Scene, window: Window) -> Iterator[Name]:
    for layer in scene.layers:
        if isinstance(layer, Points) and layer.kind != floods.KIND and len(layer.points) <= NAMED:
            for point in layer.points:
                if not point.mark:
                    at = (point.lon, point.lat)
                    yield _name(
                        window, (point.name,), at, point.id, "point", "point", radius=SIZE * window.ink.scale
                    )


def _name(
    window: Window,
    lines: tuple[str, ...],
    lonlat: tuple[float, float],
    of: str,
    kind: Kind,
    style: str,
    **more: Any,
) -> Name:
    return _at(window, lines, window.at(*ground.point(*lonlat)), of, kind, style, **more)


def _at(
    window: Window,
    lines: tuple[str, ...],
    at: tuple[float, float],
    of: str,
    kind: Kind,
    style: str,
    **more: Any,
) -> Name:
    size = look.NAMES[style]["size"] * window.ink.scale
    room = window.box.width / 3
    clean = tuple(lettering.cut(lettering.clean(line), room, size, bold=True) for line in lines)
    wide = max(lettering.width(line, size, bold=_bold(style, i)) for i, line in enumerate(clean))
    return Name(clean, *at, of, kind, style, wide, lettering.line(size), **more)


def _bold(style: str, line: int) -> bool:
    """Only the name itself is bold, not the figure under it."""
    return bool(look.NAMES[style].get("bold")) and line == 0


def write(ink: Ink, placed: Sequence[Placed]) -> None:
    """Write names over a pale edge that keeps them readable on dark areas."""
    lines = [line for one in placed for line in _lines(one, ink.scale)]
    edges = [letters(*line, bold=how["bold"], align=how["align"]) for line, how in lines if how["edge"]]
    if edges:
        ink.path(ground.compound(edges), line="#FFFFFF", width=HALO)
    for line, how in lines:
        ink.text(*line, bold=how["bold"], align=how["align"], color=how["color"])


def _lines(one: Placed, scale: float) -> Iterator[tuple[tuple[float, float, str, float], dict[str, Any]]]:
    """Yield where each line of a name begins, its text and size, and how it is set."""
    name, how = one.name, look.NAMES[one.name.style]
    x = {"left": one.box.left + PAD, "center": one.box.left + one.box.width / 2, "right": one.box.right - PAD}
    top = one.box.bottom + (one.box.height + len(name.lines) * name.line) / 2
    for i, text in enumerate(name.lines):
        yield (
            (x[one.align], top - (i + 0.77) * name.line, text, how["size"] * scale),
            {
                "bold": _bold(name.style, i),
                "align": one.align,
                "color": how["color"],
                "edge": name.kind != "country",
            },
        )
