"""Proportional circles over the areas' label points."""

from __future__ import annotations

from typing import TYPE_CHECKING

from geo import indicators
from layers.choropleth import all_values
from layers.parts import Circles, LegendItem
from layers.text import number

if TYPE_CHECKING:
    from geo.areas import Language
    from layers.scene import Request


def layer(request: Request) -> Circles | None:
    """Return circles for the figures shown; nothing where the theme has none."""
    if request.view.theme not in indicators.INDICATORS:
        return None
    largest = max(all_values(*request.scale), default=0)
    return Circles(largest, _legend(largest, request.lang)) if largest else None


def _legend(largest: int, lang: Language) -> tuple[LegendItem, ...]:
    power = 10 ** (len(str(largest)) - 1)
    top = largest // power * power
    return tuple(LegendItem(number(value, lang), circle=value) for value in (top, top // 10) if value)
