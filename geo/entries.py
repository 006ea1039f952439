"""What is said of a dataset that was loaded here: its entry, its columns of figures, its claims.

`geo.workspace` writes, switches and finds them.
"""

from __future__ import annotations

import datetime as dt
import json
import re
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Any, Literal

from geo import damage, paths, steady, typed
from geo.columns import PATTERNS

if TYPE_CHECKING:
    from pathlib import Path

    import pandas as pd

    from geo.steady import Written

Sensitivity = Literal["public", "internal", "restricted"]
"""See `geo.disclosure`."""

ENTRY, TABLE, REPORT = "entry.json", "table.parquet", "report.json"
"""Files of one version of a dataset."""


@dataclass(frozen=True, slots=True)
class Claim:
    """A dataset's word that it is complete: where it names nobody, there is nobody.

    Attributes
    ----------
    clusters : tuple of str
        Codes; empty is every cluster.
    division : str
        Of `areas`.
    areas : tuple of str
        Ids, with all they hold.
    start, end : str
        ISO dates; empty is not bounded.
    """

    clusters: tuple[str, ...]
    division: str
    areas: tuple[str, ...]
    start: str = ""
    end: str = ""


@dataclass(frozen=True, slots=True)
class Measure:
    """A column of figures: its name in the table, what it is called, its unit, a stricter sensitivity."""

    name: str
    title: str
    unit: str = ""
    sensitivity: Sensitivity | Literal[""] = ""


@dataclass(frozen=True, slots=True)
class Loaded:
    """One version of one dataset that was loaded here.

    Every text comes from outside: renderers escape it.

    Attributes
    ----------
    name : str
        Its own id, as `NAME` allows; a theme or layer is ``data:<name>``.
    kind : str
        Kind of table that somebody sends: ``displacement``, ``sites`` …
    title, source, licence : str
        What it is called, who says so, and under which terms; free text.
    division : str
        Division of the areas of its rows.
    date : str
        ISO date (or month, or year) of the newest thing in it.
    sensitivity : {"public", "internal", "restricted"}
        See `geo.disclosure`; ``restricted`` unless its owner says otherwise.
    public_level : int
        Finest level at which the public may see counts of an ``internal`` dataset.
    rows, placed : int
        How many rows it has, and how many of them have an area.
    measures : tuple of Measure
        Columns of figures that can colour areas.
    claims : tuple of Claim
        What it says it is complete for.
    file, sha256 : str
        Name and digest of the file as it came.
    layout : str
        Digest of the file's headers, so that the next one of the same layout is recognised.
    address : str
        Where it was fetched; empty for a file that somebody loaded.
    by : str
        Account that loaded it; empty where nobody is signed in.
    at : str
        UTC time of loading, ``2026-11-24T06:15:00Z``.
    version : str
        Given by `save`.
    """

    name: str
    kind: str
    title: str
    source: str
    licence: str
    division: str
    date: str
    sensitivity: Sensitivity
    rows: int
    placed: int
    measures: tuple[Measure, ...]
    claims: tuple[Claim, ...]
    file: str
    sha256: str
    layout: str
    address: str
    by: str
    at: str
    version: str = ""
    public_level: int = 1

    @property
    def folder(self) -> Path:
        """Where its files are."""
        return datasets() / self.name / self.version

    def table(self) -> pd.DataFrame:
        """Return its rows: the columns of its kind, and ``area``, ``state``, ``method``."""
        path = self.folder / TABLE
        return _table(str(path), steady.written(path))

    @property
    def counts_only(self) -> bool:
        """Whether this reader may have counts by area alone, and none of its rows."""
        return False

    def counted(self) -> pd.DataFrame:
        """Return the rows that sums are made of: those of `table`, unless `geo.released` says otherwise."""
        return self.table()

    def hides(self, measure: str, division: str, level: int, area: str) -> bool:
        """Tell whether the sum of a measure in an area may not be shown: see `geo.released`."""
        del measure, division, level, area
        return False

    def report(self) -> dict[str, Any]:
        """Return where its rows landed when it was loaded, as ``mali-map check --json`` says it.

        Empty where the file is damaged.
        """
        return damage.read(self.folder / REPORT, report_of, {}, "report", needed=True)


def parsed(path: Path) -> Loaded:
    """Return what an ``entry.json`` says; fields of a later program are passed over.

    Raises
    ------
    OSError, ValueError
        When it cannot be read, or is not the entry of the version whose folder it is in.
    """
    found: Loaded = typed.value(Loaded, json.loads(path.read_text(encoding="utf-8")))
    if (found.name, found.version) != (path.parent.parent.name, path.parent.name):
        raise ValueError(f"it is of {found.name} {found.version}")
    if found.public_level not in (1, 2, 3):
        raise ValueError(f"public_level: {found.public_level}")
    dt.datetime.fromisoformat(found.at)
    for date in filter(None, (found.date, *(day for one in found.claims for day in (one.start, one.end)))):
        if not re.fullmatch(PATTERNS["date"], date):
            raise ValueError(f"no date: {date:.60}")
        dt.date.fromisoformat(f"{date}-01-01"[:10])
    return found


def report_of(path: Path) -> dict[str, Any]:
    """Return what a ``report.json`` says.

    Raises
    ------
    OSError, ValueError
        When it cannot be read.
    """
    found: dict[str, Any] = typed.value(dict[str, Any], json.loads(path.read_text(encoding="utf-8")))
    return found


def datasets() -> Path:
    """Return the folder of all datasets of the workspace."""
    return paths.workspace() / "datasets"


@lru_cache(maxsize=16)
def _table(path: str, _written: Written) -> pd.DataFrame:
    """Read a table once: the caller changes nothing."""
    import pyarrow.parquet as pq

    if b"geo" in (pq.read_schema(path).metadata or {}):
        import geopandas as gpd

        found: pd.DataFrame = gpd.read_parquet(path)
        return found
    import pandas as pd

    return pd.read_parquet(path)
