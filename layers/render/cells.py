"""Cells of dense points for the screen: a tile as bytes, and which places lie in a cell.

A tile has an address that nobody can guess: a scene tells it to whoever may see where the points are.
Whatever is asked passes the gate again.
"""

from __future__ import annotations

import hmac
import secrets
from functools import lru_cache
from typing import TYPE_CHECKING, Any, get_args

import numpy as np

from geo import dense, disclosure, steady, workspace
from geo.disclosure import Audience
from layers import loaded_layers
from layers.render import assets

if TYPE_CHECKING:
    from geo.workspace import Loaded

PREFIX = "/cells"

LISTED = 5
"""Places of a cell that are named."""

_SECRET = secrets.token_bytes(32)

Offer = tuple["Loaded", Audience]
"""A dataset as an audience may have it."""


def address(entry: Loaded, audience: Audience) -> str:
    """Return where the cells of a dataset are."""
    return f"{PREFIX}/{_token(entry, audience)}"


def find(token: str) -> Offer | None:
    """Return the dataset whose points may be shown under an address; None where there is none."""
    return _offered().get(token)


@steady.kept
def _offered() -> dict[str, Offer]:
    audiences: tuple[Audience, ...] = get_args(Audience)
    return {
        _token(entry, audience): (entry, audience)
        for audience in audiences
        for entry in disclosure.loaded_for(audience, workspace.loaded())
        if entry.kind in loaded_layers.PLACES
        and not entry.counts_only
        and disclosure.may_show_points(entry.sensitivity, audience)
    }


def _token(entry: Loaded, audience: Audience) -> str:
    return hmac.digest(_SECRET, repr((audience, entry)).encode(), "sha256").hex()[:32]


@lru_cache(maxsize=256)
def tile(entry: Loaded, zoom: int, x: int, y: int, encoding: str) -> bytes:
    """Return a tile: the counts (4 bytes each), steps from cell to cell (2) and places (1), compressed."""
    found = _grid(entry).tile(zoom, x, y)
    steps = np.diff(found["cell"], prepend=np.uint16(0))
    columns = (found["count"].astype("<u4"), steps.astype("<u2"), found["place"])
    return assets.compressed(b"".join(column.tobytes() for column in columns), encoding)


def inside(entry: Loaded, zoom: int, x: int, y: int) -> dict[str, Any]:
    """Return the names of some places in a cell, and the id of the only one."""
    rows = _grid(entry).held(zoom, x, y)
    table = loaded_layers.places(entry).iloc[rows[:LISTED]]
    named = [str(name) for name in table["name"].dropna()] if "name" in table else []
    only = loaded_layers.place_id(entry, table["row"].iloc[0]) if len(rows) == 1 else None
    return {"names": named, "more": max(len(rows) - LISTED, 0), "id": only}


@steady.kept
def _grid(entry: Loaded) -> dense.Grid:
    table = loaded_layers.places(entry)
    return dense.grid(table["lon"].to_numpy(), table["lat"].to_numpy())
