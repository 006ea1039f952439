"""Sites of displaced people: the template to fill, and the EXAMPLE list that shows how sites look.

No public list of sites with coordinates exists; that is a choice of protection. The examples are
invented and look so: ``EXAMPLE 001`` …, on a grid of `STEP` degrees that anybody sees, with round
counts and services drawn by a seeded generator. No settlement's name or place is used.
"""

from __future__ import annotations

import csv
import random
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from geo import areas, points, tables
from geo.areas import LEVELS
from geo.tables import KINDS, SERVICES

if TYPE_CHECKING:
    from pathlib import Path

STEP = 1.5
"""Degrees between two example sites."""

SEED = 2021
EXAMPLE = "EXAMPLE"
EXAMPLE_DATE = "2000-01"
"""Older than every real figure, so that no example passes for one."""

PEOPLE = range(200, 3001, 200)
PEOPLE_PER_HOUSEHOLD = 5
SERVICE_STATES = ("yes", "yes", "partial", "no", "unknown")

HXL = {
    "id": "#loc +code",
    "name": "#loc +name",
    "area": "#adm +code",
    "lon": "#geo +lon",
    "lat": "#geo +lat",
    "date": "#date +reported",
    "individuals": "#affected +idps +ind",
    "households": "#affected +idps +hh",
    **{service: f"#service +{service}" for service in SERVICES},
    "source": "#meta +source",
    "sensitivity": "#meta +sensitivity",
}
"""HXL hashtags by column: the second row of the template."""


def build(out: Path) -> int:
    """Write ``<out>/template.csv`` and ``<out>/example_sites.csv``; return the number of examples.

    Raises
    ------
    pandera.errors.SchemaError
        When the examples break the rules of sites.
    """
    table = examples()
    tables.write("sites", table, out / "example_sites.csv")
    columns = [column.name for column in KINDS["sites"].columns]
    with (out / "template.csv").open("w", encoding="utf-8", newline="") as lines:
        csv.writer(lines, lineterminator="\n").writerows([columns, [HXL[name] for name in columns]])
    return len(table)


def examples() -> pd.DataFrame:
    """Return the example sites: those points of the grid that lie in Mali, row by row from the south."""
    mali = areas.load()
    west, south, east, north = mali[areas.COUNTRY].bounds
    lats, lons = np.meshgrid(_steps(south, north), _steps(west, east), indexing="ij")
    found = points.points_to_areas(lons.ravel(), lats.ravel(), mali, LEVELS["commune"])
    inside = np.array([area is not None for area in found])
    # Invented counts, the same each time: no secret hangs on them.
    draw = random.Random(SEED)  # nosec B311
    rows = [
        _example(number, lon, lat, draw)
        for number, (lon, lat) in enumerate(
            zip(lons.ravel()[inside], lats.ravel()[inside], strict=True), start=1
        )
    ]
    return tables.typed("sites", pd.DataFrame(rows))


def _steps(low: float, high: float) -> list[float]:
    return [step * STEP for step in range(int(np.ceil(low / STEP)), int(np.floor(high / STEP)) + 1)]


def _example(number: int, lon: float, lat: float, draw: random.Random) -> dict[str, object]:
    people = draw.choice(PEOPLE)
    return {
        "id": f"example-{number:03}",
        "name": f"{EXAMPLE} {number:03}",
        "lon": lon,
        "lat": lat,
        "date": EXAMPLE_DATE,
        "individuals": people,
        "households": people // PEOPLE_PER_HOUSEHOLD,
        **{service: draw.choice(SERVICE_STATES) for service in SERVICES},
        "source": "project",
        "sensitivity": "restricted",
    }
