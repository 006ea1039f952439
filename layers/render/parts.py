"""A table in many files in a terminal: joined here or on a cluster, and what became of its rows."""

from __future__ import annotations

from contextlib import nullcontext
from typing import TYPE_CHECKING

from geo import cluster, parts
from geo.errors import GeoError
from layers.text import say

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from geo.parts import Joined
    from geo.readers.sheet import Progress


def run(
    folder: Path, output: Path, engine: str, scheduler: str | None, kind: str | None, division: str | None,
    progress: Progress | None = None,
) -> int:  # fmt: skip
    """Join a folder of parts; with the engine ``dask`` on the workers of a scheduler.

    Returns
    -------
    int
        0, or 1 where a row is not placed or a cell not read.

    Raises
    ------
    GeoError
        ``scheduler_missing``, ``parts_not_a_folder``, and those of `geo.parts.write`.
    """
    if (engine == "dask") != bool(scheduler):
        raise GeoError("scheduler_missing")
    if not folder.is_dir():
        raise GeoError("parts_not_a_folder", file=folder)
    with cluster.workers(scheduler) if scheduler else nullcontext(parts.Here()) as who:
        found = parts.write(folder, output, who, kind=kind, division=division, progress=progress)
    for line in _lines(found, output):
        print(line)
    return int(found.tally.needs_attention)


def _lines(found: Joined, output: Path) -> Iterator[str]:
    states = found.tally.states
    counts = {"parts": found.parts, "rows": states.total(), "placed": states["placed"]}
    yield say("report.parts", "en", **counts, division=found.division)
    for column, sums in found.tally.totals.items():
        yield say("report.total", "en", column=column, read=sums["read"], placed=sums["placed"])
    for state in ("proposed", "ambiguous", "unplaced", "rejected"):
        if states[state]:
            yield say(f"report.parts_{state}", "en", n=states[state])
    for what, n in (("unreadable", found.tally.unreadable), ("skipped", found.tally.skipped)):
        if n:
            yield say(f"report.parts_{what}", "en", n=n)
    yield say("report.parts_where", "en", folder=output, sums=output / parts.SUMS)
