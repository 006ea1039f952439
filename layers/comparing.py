"""What a view can be compared with in one step, and which of it the second view is."""

from __future__ import annotations

from typing import TYPE_CHECKING

from geo.areas import DIVISIONS
from layers import apart, loaded
from layers.text import say
from layers.view import DATA, View

if TYPE_CHECKING:
    from layers.scene import Request

KINDS = ("round", "returnees", "presence", "division")
"""Another round, returnees, organisations, the other division; other loaded data by its theme's name."""

OTHER = "other"
"""A second view that is none of these: other filters, another place."""


def offered(request: Request) -> tuple[str, ...]:
    """Return the comparisons that say something of what is shown."""
    view = request.view
    found = []
    if view.theme in apart.OF_ROUNDS and request.rounds.bases:
        found.append("round")
    if view.theme == "idps":
        found += ["returnees", "presence"]
    return (*found, *loaded.alike(request), "division")


def named(kind: str, request: Request) -> str:
    """Return what a comparison is called."""
    if kind.startswith(DATA):
        return loaded.themes(request).get(kind, kind)
    return say(f"compare.{kind}" if kind in (*KINDS, OTHER) else f"theme.{kind}", request.lang)


def second(kind: str, request: Request) -> View:
    """Return the view that stands beside the one of a request."""
    view = request.view.second()
    if kind == "round":
        return view.change(round=request.rounds.bases[-1].key)
    if kind == "division":
        return view.in_division(next(other for other in DIVISIONS if other != view.division))
    return view.change(theme=kind)


def kind_of(view: View) -> str | None:
    """Return which comparison a view makes; None where it makes none."""
    other = view.beside()
    if other is None:
        return None
    if other.division != view.division:
        return "division"
    if other.theme != view.theme:
        return other.theme
    return "round" if view.theme in apart.OF_ROUNDS and other.round != view.round else OTHER
