"""Points to communes: this project, the bare STRtree query, and ``geopandas.sjoin``.

``python -m benchmarks.points --points 1000000 10000000``. The answers of all are compared: they must be
the same. Each way runs in a process of its own, so that its memory is its own.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import resource
import subprocess
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import shapely

from benchmarks import kept
from geo import areas, points
from geo.areas import LEVELS

if TYPE_CHECKING:
    from collections.abc import Callable

NAME = "points"
COMMUNE = LEVELS["commune"]
SEED = 1


def scattered(many: int) -> tuple[Any, Any]:
    """Return positions over Mali's box: four in ten lie in Mali."""
    west, south, east, north = areas.load().geometry(0).total_bounds
    seeded = np.random.default_rng(SEED)
    return seeded.uniform(west, east, many), seeded.uniform(south, north, many)


def ours(lon: Any, lat: Any) -> Any:
    """Ask this project."""
    return points.points_to_areas(lon, lat, areas.load(), COMMUNE)


def tree(lon: Any, lat: Any) -> Any:
    """Ask the tree of all polygons for all points at once."""
    frame = areas.load().geometry(COMMUNE).sort_values("id")
    touched, touching = shapely.STRtree(frame.geometry.to_numpy()).query(
        shapely.points(lon, lat), predicate="intersects"
    )
    found = np.full(len(lon), len(frame))
    np.minimum.at(found, touched, touching)
    return np.append(frame["id"].to_numpy(dtype=object), [None])[found]


def sjoin(lon: Any, lat: Any) -> Any:
    """Join by geopandas."""
    import geopandas as gpd

    frame = areas.load().geometry(COMMUNE).sort_values("id")[["id", "geometry"]].reset_index(drop=True)
    given = gpd.GeoDataFrame(geometry=gpd.points_from_xy(lon, lat, crs=4326))
    joined = given.sjoin(frame, how="left", predicate="intersects")
    first = joined.sort_values("index_right").groupby(level=0)["id"].first()
    return first.reindex(given.index).astype(object).where(lambda ids: ids.notna(), None).to_numpy()


WAYS: dict[str, Callable[[Any, Any], Any]] = {"this project": ours, "STRtree": tree, "sjoin": sjoin}


def measured(way: str, many: int) -> dict[str, Any]:
    """Place points in one way, the boundaries read before; the cells are made within the time."""
    lon, lat = scattered(many)
    areas.load().geometry(COMMUNE)
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    begun, worked = time.perf_counter(), time.process_time()
    found = WAYS[way](lon, lat)
    took, worked = time.perf_counter() - begun, time.process_time() - worked
    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    digest = hashlib.sha256("\n".join(map(str, found)).encode()).hexdigest()
    return {
        "clock": took, "processor": worked, "most": most / 1000, "added": (most - before) / 1000,
        "answer": digest,
    }  # fmt: skip


def main(words: list[str] | None = None) -> None:
    """Measure, print the table and keep it."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--points", type=int, nargs="+", default=[1_000_000, 10_000_000])
    asked.add_argument("--folder", type=Path, default=kept.RESULTS)
    asked.add_argument("--one", help=argparse.SUPPRESS)
    given = asked.parse_args(words)
    if given.one:
        print(json.dumps(measured(given.one, given.points[0])))
        return
    machine, lines, rows = kept.machine(), [], []
    head = ["points", "way", "s", "s of processor", "times STRtree's speed", "MB at most"]
    for many in given.points:
        found = {}
        for way in WAYS:
            command = [sys.executable, "-m", "benchmarks.points", "--one", way, "--points", str(many)]
            found[way] = json.loads(subprocess.run(command, check=True, capture_output=True).stdout)
        assert len({one["answer"] for one in found.values()}) == 1, "the answers differ"
        base = found["STRtree"]["processor"]
        rows += [{"way": way, "points": many} | one for way, one in found.items()]
        lines += [
            [
                f"{many:,}", way, f"{one['clock']:.1f}", f"{one['processor']:.1f}",
                f"{base / one['processor']:.2f}", one["most"],
            ]
            for way, one in found.items()
        ]  # fmt: skip
    text = (
        f"# Points to {len(areas.load().at(COMMUNE))} communes\n\nUniform over Mali's box, seed {SEED}; the "
        f"same answer in every way. {kept.on(machine)} The processor's seconds are those to compare.\n\n"
        f"{kept.rows(head, lines)}"
    )
    kept.keep(NAME, text, {"machine": machine, "rows": rows}, folder=given.folder)


if __name__ == "__main__":
    main()
