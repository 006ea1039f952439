"""What each theme and each layer of a view draws.

A new layer is one file with a function from a `Request` to a part, and its name in `LAYERS`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from layers import (
    camps,
    change,
    choropleth,
    circles,
    coverage,
    coverage2,
    floods,
    funding,
    ground,
    offices,
    presence,
    share,
    sites,
)

if TYPE_CHECKING:
    from collections.abc import Callable

    from layers.parts import Fill, Layer, Stat
    from layers.scene import Request

FILLS: dict[str, Callable[[Request], Fill]] = {
    "idps": choropleth.fill,
    "returnees": choropleth.fill,
    "change": change.fill,
    "share": share.fill,
    "presence": presence.fill,
    "coverage": coverage.fill,
    "coverage2": coverage2.fill,
    "funding": funding.fill,
    "none": choropleth.plain,
}
"""What each theme of the view colours the areas by."""

STATS: dict[str, Callable[[Request], tuple[Stat, ...]]] = {
    "coverage": coverage.stats,
    "coverage2": coverage.stats,
    "funding": funding.stats,
}
"""The four figures of the headline, where a theme has its own."""

OF_ROUNDS = {
    "idps": "idps",
    "returnees": "returnees",
    "change": "idps",
    "share": "idps",
    "coverage": "idps",
    "coverage2": "idps",
}
"""Measure of the themes that show a round."""

LAYERS: dict[str, Callable[[Request], Layer | None]] = {
    "circles": circles.layer,
    "sites": sites.layer,
    "offices": offices.layer,
    "camps": camps.layer,
    "floods": floods.layer,
    "rivers": ground.part("rivers"),
    "towns": ground.part("towns"),
    "labels": ground.part("labels"),
}
"""What each name in the view's `layers` draws."""
