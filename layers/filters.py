"""What narrows presence, in words: the clusters, organisations, target groups and the day of a view."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from geo import organisations, reference
from layers.text import listing, say

if TYPE_CHECKING:
    from layers.scene import Request

Kind = Literal["sector", "org", "target", "on"]
"""Of filters, as the view names them."""

NARROWED = ("presence", "coverage", "coverage2")
"""Themes whose figures the filters narrow; beside other maps they narrow only organisations and offices."""

FEW = 2
"""Names of a kind that a title has; of more it has the first and the number of the others."""


def words(request: Request, *without: Kind) -> str:
    """Return what narrows presence as a title says it, often nothing: *Nutrition, COOPI*.

    Parameters
    ----------
    request : Request
        Of the view.
    *without : {"sector", "org", "target", "on"}
        What is not said: it narrows nothing here, or something beside these words says it.
    """
    said = {kind: _short(kind, names, request) for kind, names in _named(request, "short").items()}
    if said["target"]:
        names = said["target"][0].lower() + said["target"][1:]
        said["target"] = say("filters.for", request.lang, names=names)
    said["on"] = _day(request)
    return ", ".join(text for kind, text in said.items() if text and kind not in without)


def covered(request: Request, *without: Kind) -> str:
    """Return whose coverage is meant: the clusters, or that all are, and what else narrows it, as `words`."""
    every = "" if request.view.sector else say("coverage.all", request.lang)
    return ", ".join(filter(None, [every, words(request, *without)]))


def after(title: str, request: Request, *without: Kind) -> str:
    """Return a title with what narrows it behind it: *Organisations: Nutrition, COOPI*; as `words`."""
    only = words(request, *without)
    return say("filters.after", request.lang, title=title, only=only) if only else title


def full(request: Request) -> str:
    """Name everything that narrows presence, however much it is; often nothing."""
    names = _all(request)
    return say("filters.full", request.lang, names=names) if names else ""


def rest(request: Request) -> str:
    """Name everything that narrows presence where a title has no room for it; else nothing."""
    long = any(len(names) > FEW for names in _named(request, "name").values())
    return say("filters.rest", request.lang, names=_all(request)) if long else ""


def beside(request: Request) -> str:
    """Say of a map whose figures are not narrowed what the filters are of; often nothing."""
    names = _all(request)
    if request.view.theme in NARROWED or not names:
        return ""
    return say("filters.beside", request.lang, names=names)


def _all(request: Request) -> str:
    names = [name for names in _named(request, "name").values() for name in names]
    return ", ".join(filter(None, [*names, _day(request)]))


def _named(request: Request, what: str) -> dict[Kind, list[str]]:
    """Return the names of what was chosen, by kind."""
    view, lang = request.view, request.lang
    tables: dict[Kind, tuple[tuple[str, ...], dict[str, reference.Row], str]] = {
        "sector": (view.sector, reference.clusters(), what),
        "org": (view.org, organisations.table(view.audience), "acronym"),
        "target": (view.target, reference.target_groups(), "name"),
    }
    return {
        kind: [reference.name(table, code, lang, column) for code in codes]
        for kind, (codes, table, column) in tables.items()
    }


def _short(kind: Kind, names: list[str], request: Request) -> str:
    if len(names) <= FEW:
        return listing(names, request.lang)
    return say(f"filters.more.{kind}", request.lang, name=names[0], n=len(names) - 1)


def _day(request: Request) -> str:
    day = request.view.on
    return say("filters.on", request.lang, date=day) if day else ""
