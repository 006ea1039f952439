"""Tables of projects and sites for tests, kept in a workspace of the test's own."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from geo import workspace
from geo.workspace import Claim, Loaded

if TYPE_CHECKING:
    from collections.abc import Sequence

Row = dict[str, object]
COLUMNS = ("org", "org_name", "org_type", "cluster", "activity", "status", "start", "end", "targets", "area")


def row(org: str = "NRC", cluster: str = "EHA", area: str = "ML0506", **more: object) -> Row:
    """Return a row as a Mali 3W has it: who, which sector, where; nothing else unless given."""
    return {"org": org, "cluster": cluster, "area": area, **more}


def load(
    *rows: Row,
    name: str = "3w",
    kind: str = "projects",
    claims: Sequence[Claim] = (),
    sensitivity: str = "public",
    division: str = "cod2021",
    date: str = "2026-10",
) -> Loaded:
    """Keep rows as a loaded dataset; a row without an area is one that was not placed."""
    table = pd.DataFrame([dict.fromkeys(COLUMNS) | given for given in rows])
    table["row"] = range(2, len(rows) + 2)
    table["state"] = ["placed" if given.get("area") else "unplaced" for given in rows]
    entry = Loaded(
        name=name, kind=kind, title=f"3W {name}", source="OCHA", licence="", division=division, date=date,
        sensitivity=sensitivity, rows=len(rows), placed=len(rows), measures=(), claims=tuple(claims),
        file=f"{name}.xlsx", sha256="0" * 64, layout="", address="", by="", at=workspace.now(),
    )  # fmt: skip
    return workspace.save(entry, table, {})


def complete(*areas: str, clusters: tuple[str, ...] = ("WSH",), **more: str) -> Claim:
    """Claim that a dataset is complete for areas of 2021."""
    return Claim(clusters, "cod2021", areas, **more)
