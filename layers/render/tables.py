"""A scene as a table: CSV today."""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING

from geo import reference

if TYPE_CHECKING:
    from collections.abc import Iterator

    from layers.scene import Scene

COLUMNS = ("area_id", "area_name", "in", "value", "state", "date", "source", "note")


def as_csv(scene: Scene) -> bytes:
    """Return the areas of the focus with their figures.

    UTF-8 with one header row and a row per area; what the map says in words stands above it in
    lines that begin with ``#``.
    """
    out = io.StringIO(newline="")
    said = (scene.title, scene.newer, *scene.caveats, *scene.doubts, scene.credit, scene.disclaimer)
    for line in filter(None, (*said, f"?{scene.request.view.query()}")):
        out.write(f"# {' '.join(line.split())}\n")
    writer = csv.DictWriter(out, COLUMNS, lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows(scene))
    return out.getvalue().encode()


def rows(scene: Scene) -> Iterator[dict[str, object]]:
    """Yield a row per area of the focus: `COLUMNS`, values as they are, the note in words."""
    request, fill = scene.request, scene.fill
    given = request.round
    for area in request.areas.within(request.view.area, request.view.level):
        yield {
            "area_id": area.id,
            "area_name": area.name(request.lang),
            "in": request.areas[area.parent].name(request.lang) if area.parent else "",
            "value": fill.values[area.id],
            "state": fill.states.get(area.id, ""),
            "date": given.date.isoformat() if given else "",
            "source": reference.name(reference.sources(), given.source, request.lang) if given else "",
            "note": fill.notes.get(area.id, ""),
        }
