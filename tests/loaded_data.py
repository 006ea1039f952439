"""Datasets as they lie in a workspace, for the tests of what is made of them."""

from __future__ import annotations

from typing import Any

import pandas as pd

from geo import workspace
from geo.workspace import Loaded, Measure

PEOPLE = (Measure("idps", "PDI", "people"),)


def loaded(rows: dict[str, list[Any]] | pd.DataFrame, **given: Any) -> Loaded:
    """Save rows as a dataset and return it; ``area`` is given, the other columns are of its kind."""
    table = rows if isinstance(rows, pd.DataFrame) else pd.DataFrame(rows)
    table = table.assign(row=range(2, len(table) + 2), state="placed", method="name")
    for one in given.get("measures", ()):
        whole = one.unit in ("people", "households")
        table[one.name] = table[one.name].astype("Int64" if whole else "float64")
    entry = {
        "name": "partner", "kind": "figures", "title": "Fiche <b>", "source": "ONG <i>", "licence": "",
        "division": "cod2021", "date": "2026-10", "sensitivity": "public", "rows": len(table),
        "placed": int(table["area"].notna().sum()), "measures": (), "claims": (), "file": "f.csv",
        "sha256": "0" * 64, "layout": "abc", "address": "", "by": "", "at": workspace.now(),
    }  # fmt: skip
    return workspace.save(Loaded(**entry | given), table, {})
