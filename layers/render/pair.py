"""A comparison as words and as a table: what both maps say, and their figures in one row."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from itertools import chain
from typing import TYPE_CHECKING

from geo.errors import GeoError
from layers import apart
from layers.render import tables, workbook
from layers.render.said import said
from layers.text import say
from layers.view import COMMON, View

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterator

    from layers.render.said import Said
    from layers.render.tables import Row
    from layers.scene import Scene

Scenes = tuple["Scene", ...]
"""One; of a comparison two, and a third where their difference can be shown (`layers.deck.compared`)."""

OWN = ("value", "state", "date", "source", "note")
"""Columns that each map has."""

COLUMNS = (*tables.COLUMNS, *(f"{name}_2" for name in OWN), "difference", "difference_note")


def view_of(scenes: Scenes) -> View:
    """Return the view of a comparison; its second part says nothing of what both have in common."""
    first, second = (scene.request.view for scene in scenes[:2])
    bare = second.change(**{name: getattr(View, name) for name in COMMON})
    if bare.pick == first.pick:
        bare = bare.change(pick=None)
    return first.change(compare=bare, lang=scenes[0].request.lang)


def facts(scenes: Scenes, made: dt.date | None = None) -> Said:
    """Return what a page says: of one map, or of both of a comparison, each thing once."""
    if len(scenes) == 1:
        return said(scenes[0], made)
    one, two = (said(scene, made) for scene in scenes[:2])
    query = f"?{view_of(scenes).query()}"
    first, second = _caption(one, two, ""), _caption(two, one, "")
    return replace(
        one,
        title=one.title
        if one.title == two.title
        else say("pair.title", one.lang, first=one.title, second=two.title),
        subtitle=say("pair.sides", one.lang, first=first, second=second),
        labels=_once(one.labels, two.labels),
        sources=_once(one.sources, two.sources),
        division=" ".join(_once((one.division,), (two.division,))),
        derived=" ".join(_once((one.derived,), (two.derived,))),
        newer=one.newer or two.newer,
        caveats=_once(one.caveats, two.caveats, () if len(scenes) > 2 else (apart.why_not(*scenes),)),
        doubts=_once(one.doubts, two.doubts),
        query=query,
        link=one.link.removesuffix(one.query) + query,
        fingerprint=hashlib.sha256(f"{one.fingerprint}{two.fingerprint}".encode()).hexdigest()[:8],
    )


def pages(scenes: Scenes, made: dt.date | None = None) -> Iterator[tuple[Scenes, Said]]:
    """Yield what each page shows and says: one map; or both maps, then what lies between them.

    Raises
    ------
    GeoError
        As `facts`.
    """
    whole = facts(scenes, made)
    yield scenes, whole
    for between in scenes[2:]:
        own = replace(said(between, made), link=whole.link, query=whole.query)
        if between.between:
            own = replace(own, subtitle=whole.subtitle, sources=whole.sources)
        yield (between,), own


def in_common(scenes: Scenes) -> str:
    """Say what both maps have in common: their extent, and their classes where these are the same."""
    one, two = (
        [
            (item.label, scene.fill.styles[item.key])
            for item in scene.fill.legend
            if item.key and item.key.isdigit()
        ]
        for scene in scenes[:2]
    )
    return say("pair.classes" if one and one == two else "pair.extent", scenes[0].request.lang)


def captions(scenes: Scenes, facts: Said) -> tuple[str, str]:
    """Return what stands over each map: its title unless it is the page's; where, when, which boundaries."""
    one, two = (said(scene, facts.made) for scene in scenes[:2])
    return _caption(one, two, facts.title), _caption(two, one, facts.title)


def _caption(own: Said, other: Said, above: str) -> str:
    parts = [own.subtitle] if own.title == above else [own.title, own.subtitle]
    return " · ".join([*parts, *([own.division.rstrip(".")] if own.division != other.division else [])])


def legend_of(scenes: Scenes) -> Scene | None:
    """Return a scene whose legend explains both maps; None where a style has another meaning in each."""
    first, second = (scene.fill for scene in scenes[:2])
    said_first, said_second = ({item.key: item.label for item in fill.legend} for fill in (first, second))
    told = {key for key in said_first if key in said_second}
    same = all(
        said_first[key] == said_second[key] and first.styles[key] == second.styles[key] for key in told if key
    )
    if not same or first.title != second.title or first.grid != second.grid:
        return None
    items = (*first.legend, *(item for item in second.legend if item.key not in said_first))
    fill = replace(first, legend=items, styles={**second.styles, **first.styles})
    drawn = {item for layer in scenes[0].layers for item in layer.legend}
    more = (layer for layer in scenes[1].layers if layer.legend and not drawn.issuperset(layer.legend))
    return replace(scenes[0], fill=fill, layers=(*scenes[0].layers, *more))


def _once(*texts: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(filter(None, chain(*texts))))


def as_csv(scenes: Scenes, made: dt.date | None = None, *, hxl: bool = False) -> bytes:
    """Return both maps' figures and their difference, a row per area of the first map's focus.

    The columns of the first map are those of a table of it alone (`layers.render.tables.as_csv`).

    Raises
    ------
    GeoError
        ``pair_areas``: the maps have other areas.
    """
    heads = (COLUMNS, *([_tags(scenes)] if hxl else []))
    return tables.written(facts(scenes, made).sentences(), heads, _rows(scenes))


def as_xlsx(scenes: Scenes, made: dt.date | None = None, *, hxl: bool = False) -> bytes:
    """Return the same as a workbook.

    Raises
    ------
    GeoError
        As `as_csv`.
    """
    heads = (COLUMNS, *([_tags(scenes)] if hxl else []))
    widths = (*workbook.WIDTHS, *workbook.WIDTHS[3:], 12, 60)
    return workbook.written(facts(scenes, made), heads, _rows(scenes), widths)


def _rows(scenes: Scenes) -> Iterator[tuple[str | float | None, ...]]:
    first, second, *between = scenes
    one, two = first.request.view, second.request.view
    if (one.division, one.level) != (two.division, two.level):
        raise GeoError("pair_areas")
    others = _by_area(second)
    differences = _by_area(between[0]) if between else {}
    for row in tables.areas(first):
        other, difference = others[row.id], differences.get(row.id)
        told = (difference.value, difference.note) if difference else (None, "")
        yield (*row.cells(), *(getattr(other, name) for name in OWN), *told)


def _by_area(scene: Scene) -> dict[str, Row]:
    return {row.id: row for row in tables.areas(scene, everywhere=True)}


def _tags(scenes: Scenes) -> tuple[str, ...]:
    one, two = (tables.tags(scene) for scene in scenes[:2])
    return (*one, *(f"{tag}+v2" for tag in two[3:]), "#indicator+difference", "#meta+note+difference")
