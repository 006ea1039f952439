"""The words that each widget of a view must show, from the view alone."""

from __future__ import annotations

from typing import TYPE_CHECKING

from geo import organisations, reference
from layers import beside, classes, comparing, headline, loaded
from layers import scene as scenes
from layers.text import month, say
from layers.view import LAYERS, View
from ui.controls import AT_HAND, LANGUAGE_NAMES
from ui.plain import plain

if TYPE_CHECKING:
    from geo.areas import Language
    from layers.scene import Request

FIELDS = {
    "lang": "lang", "division": "division", "level": "level", "theme": "theme", "theme-more": "theme",
    "round": "round", "base": "base", "layers": "layers", "sector": "sector", "org": "org", "target": "target",
    "on": "on", "classes": "classes", "compare-with": "compare", "compare-round": "compare",
    "profile-org": "org", "profile-sector": "sector", "audience": "audience",
}  # fmt: skip
"""What of the view each widget writes, by the widget's name."""

MOVED = {
    "division": {"level", "area", "pick", "at", "compare", "round", "base"},
    "level": {"round", "base", "area"},
    "theme": {"round", "base", "classes"},
    "theme-more": {"round", "base", "classes"},
    "round": {"base"},
    "audience": {"org", "theme", "layers", "pick", "compare", "round", "base", "classes"},
}
"""What else a widget may change: a round that has no figures at the new level is not shown any more."""


def request_of(page: str, view: View, lang: Language) -> Request:
    """Return what a view means on a page."""
    return scenes.settle(view, lang)[0] if page == "" else beside.settled(view, (), lang)[0]


def shown(name: str, view: View, request: Request) -> list[str] | None:
    """Return the words that a widget shows; None where that is not of the view."""
    words = _WORDS.get(name)
    return words(view, request) if words else None


def _theme(view: View, request: Request) -> list[str]:
    return [say(f"theme.short.{view.theme}", request.lang)] if view.theme in AT_HAND else []


def _more(view: View, request: Request) -> list[str]:
    if view.theme in AT_HAND:
        return []
    held = loaded.themes(request)
    return [held.get(view.theme) or say(f"theme.short.{view.theme}", request.lang)]


def _round(_view: View, request: Request) -> list[str]:
    assert request.round
    return [headline.round_month(request.round, request.rounds.choice, request.lang)]


def _base(_view: View, request: Request) -> list[str]:
    assert request.base
    return [say("control.base.option", request.lang, month=month(request.base.date, request.lang))]


def _layers(_view: View, request: Request) -> list[str]:
    lang, held = request.lang, loaded.layers(request)
    drawn = request.view.layers
    words = [say(f"layer.{name}", lang) for name in LAYERS if name in drawn]
    return [*words, *(plain(title) for name, title in held.items() if name in drawn)]


def _sectors(view: View, request: Request) -> list[str]:
    return [reference.name(reference.clusters(), code, request.lang) for code in view.sector]


def _orgs(view: View, request: Request) -> list[str]:
    known = organisations.table(request.view.audience)
    return [reference.name(known, code, request.lang, "acronym") for code in view.org if code in known]


def _targets(view: View, request: Request) -> list[str]:
    return [reference.name(reference.target_groups(), code, request.lang) for code in view.target]


def _on(view: View, request: Request) -> list[str]:
    lang = request.lang
    return [say("control.on.day", lang, date=view.on) if view.on else say("control.on.any", lang)]


def _classes(_view: View, request: Request) -> list[str]:
    chosen = request.view.classes
    return [classes.called(chosen, request.lang) if chosen else say("control.classes.own", request.lang)]


def _compared(view: View, request: Request) -> list[str]:
    kind = comparing.kind_of(view)
    return [comparing.named(kind, request) if kind else say("compare.start", request.lang)]


_WORDS = {
    "lang": lambda _view, request: [LANGUAGE_NAMES[request.lang]],
    "division": lambda view, request: [say(f"division.{view.division}", request.lang)],
    "level": lambda view, request: [say(f"level.many.{view.level}", request.lang)],
    "theme": _theme,
    "theme-more": _more,
    "round": _round,
    "base": _base,
    "layers": _layers,
    "sector": _sectors,
    "org": _orgs,
    "target": _targets,
    "on": _on,
    "classes": _classes,
    "compare-with": _compared,
    "profile-org": lambda view, request: _orgs(view, request)[:1],
    "profile-sector": lambda view, request: _sectors(view, request)[:1],
    "audience": lambda view, request: [say(f"access.view.{view.audience}", request.lang)],
}
