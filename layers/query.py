"""Parts of a query that need nothing of the view: its text, names, numbers, the position of a box."""

from __future__ import annotations

import math
import re

from geo.workspace import NAME

TILE, MAP_WIDTH, MAP_HEIGHT = 256, 600, 400
"""Pixels: of the world at zoom 0, and of the map that a position is worked out for."""


def of_address(text: str) -> str:
    """Return the query of a whole address, of ``?…`` or of ``…``.

    Examples
    --------
    >>> of_address("https://map.example.org/?level=2#top")
    'level=2'
    """
    whole = text.partition("#")[0]
    address, mark, query = whole.partition("?")
    return query if mark else "" if "://" in address else whole


def position(bounds: tuple[float, float, float, float]) -> tuple[float, float, float]:
    """Return the latitude, longitude and zoom at which a box fills a map of ordinary size."""
    west, south, east, north = bounds
    zoom = math.log2(360 / max((east - west) / MAP_WIDTH, (north - south) / MAP_HEIGHT) / TILE)
    return round((south + north) / 2, 4), round((west + east) / 2, 4), round(zoom * 4) / 4


def brief(text: str) -> str:
    """Take the name of a briefing: which there are is known to whoever keeps them."""
    if not NAME.fullmatch(text):
        raise ValueError(text)
    return text


def slide(text: str) -> int:
    """Take the number of a slide, from 1."""
    if not re.fullmatch(r"[1-9]\d{0,2}", text, re.ASCII):
        raise ValueError(text)
    return int(text)


def present(text: str) -> bool:
    """Take ``1``; whoever does not present leaves it out."""
    if text != "1":
        raise ValueError(text)
    return True
