"""Points as an audience may see them: where they are, or only how many an area has."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from geo import disclosure
from layers.parts import Dense, LegendItem, Point, Points
from layers.text import say

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from geo.disclosure import Sensitivity
    from geo.workspace import Loaded
    from layers.scene import Request

COUNT = "count"
"""Kind of a point that stands for all those of an area."""

CLASSES = 4
"""Of cells: of one point, of fewer than ten, a hundred, and more."""

MOST = 500
"""Points drawn one by one; more cannot be told apart, and each is an element of the page."""


def layer(
    kind: str,
    points: Sequence[Point],
    communes: Sequence[str | None],
    sensitivity: Sensitivity,
    request: Request,
    label: str = "",
    *,
    public_level: int | None = None,
) -> Points:
    """Return points of a dataset, or their counts by area where they may not be shown.

    Parameters
    ----------
    kind : str
        What they are: its legend is ``legend.<kind>``, unless `label` says another.
    communes : sequence of str or None
        The commune of each point, in the view's division; None is outside every area.
    sensitivity : str
        Of the dataset.
    public_level : int, optional
        Finest level at which the public may see how many there are; None is the region.
    """
    label = label or say(f"legend.{kind}", request.lang)
    level, open_points = request.view.level, disclosure.may_show_points(sensitivity, request.view.audience)
    if open_points and len(points) <= MOST:
        return Points(kind, tuple(points), (LegendItem(label, symbol=kind),))
    if not open_points:
        level = disclosure.count_level(request.areas, level, public_level)
    held = (request.areas.ancestor(commune, level) for commune in communes if commune)
    return counted(Counter(area.id for area in held if area), label, request)


def counted(counts: Mapping[str, int], label: str, request: Request) -> Points:
    """Return how many points each area has, as points."""
    label = say("legend.counted", request.lang, what=label)
    found = tuple(_count(area, number, label, request) for area, number in counts.items())
    return Points(COUNT, found, (LegendItem(label, symbol=COUNT),))


def dense(
    dataset: Loaded, counts: Mapping[str, int], label: str, unit: str, many: int, request: Request
) -> Dense:
    """Return points that are too many to draw one by one, and that may be shown where they are."""
    by_area, lang = counted(counts, label, request), request.lang
    title = say("dense.legend", lang, what=label, n=many, unit=unit)
    classes = (say(f"dense.class.{i}", lang) for i in range(CLASSES))
    squares = (LegendItem(words, symbol=f"cells-{i}") for i, words in enumerate(classes))
    return Dense(
        COUNT,
        by_area.points,
        by_area.legend,
        dataset=dataset,
        unit=unit,
        said=say("dense.said", lang, what=label, n=many, unit=unit),
        squares=(LegendItem(title, symbol="cells"), *squares),
    )


def _count(area_id: str, number: int, label: str, request: Request) -> Point:
    area = request.areas[area_id]
    lon, lat = area.label
    said = say("legend.count", request.lang, area=area.name(request.lang), n=number)
    return Point(area.id, said, lat, lon, label, mark=str(number))
