"""Which areas lie beside one another: those of one level that share a border, not a corner alone."""

from __future__ import annotations

from typing import TYPE_CHECKING

import shapely

from geo import steady
from geo.areas import load

if TYPE_CHECKING:
    from geo.areas import Area, Areas


def of(area: str, areas: Areas) -> tuple[Area, ...]:
    """Return the areas that share a border with an area at its own level, in the order of the geometry.

    Examples
    --------
    >>> [beside.name_en for beside in of("ML08", load("cod2021"))]
    ['Timbuktu', 'Gao', 'Ménaka']
    """
    one = areas[area]
    beside = _bordering(areas.division, one.level).get(one.id, frozenset())
    return tuple(other for other in areas.at(one.level) if other.id in beside)


@steady.kept
def _bordering(division: str, level: int) -> dict[str, frozenset[str]]:
    frame = load(division).geometry(level)
    shapes, ids = frame.geometry.to_numpy(), [str(one) for one in frame["id"]]
    pairs = shapely.STRtree(shapes).query(shapes, predicate="intersects")
    first, second = pairs[:, pairs[0] < pairs[1]]
    borders = shapely.length(shapely.intersection(shapes[first], shapes[second])) > 0
    found: dict[str, set[str]] = {}
    for i, j in zip(first[borders], second[borders], strict=True):
        found.setdefault(ids[i], set()).add(ids[j])
        found.setdefault(ids[j], set()).add(ids[i])
    return {area: frozenset(beside) for area, beside in found.items()}
