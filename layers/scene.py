"""A view and the data give a scene: what is drawn and said, knowing nothing of drawing.

A new layer is one file with a function from a `Request` to a part, and its name in `LAYERS`.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from geo import areas as divisions
from geo import coverage, disclosure, indicators, offices
from layers import choropleth, circles, facts, ground, headline
from layers import offices as office_layer
from layers.text import say
from layers.view import Doubt, View

if TYPE_CHECKING:
    from collections.abc import Callable

    from geo.areas import Areas, Language
    from geo.coverage import Statement
    from geo.rounds import Round
    from layers.parts import Facts, Fill, Layer, Stat


@dataclass(frozen=True, slots=True)
class Request:
    """A view with what it means in the data at hand; every layer and text is made from it.

    Attributes
    ----------
    view : View
        What was asked for, without what there is not.
    lang : {"fr", "en"}
        Language of every word: the view's, else the reader's.
    areas : Areas
        Of the view's division.
    round : Round or None
        The round shown; None where the theme has no figures.
    statements : tuple of Statement
        Of presence, filtered, and only what the audience may be shown.
    """

    view: View
    lang: Language
    areas: Areas
    round: Round | None
    statements: tuple[Statement, ...]


@dataclass(frozen=True, slots=True)
class Scene:
    """What a view shows, in words and figures, for any renderer.

    Attributes
    ----------
    request : Request
        What it was made from.
    doubts : tuple of str
        What of the query was not understood, in words.
    title, alt, credit, disclaimer, newer : str
        The line that says what, where, when and who says so; the text alternative; sources; the
        boundary disclaimer; a newer, coarser figure (empty where there is none).
    stats : tuple of Stat
        The four figures of the headline.
    fill : Fill
        The areas.
    layers : tuple of Layer
        Over the areas, in the order to draw.
    facts : Facts
        Of the picked area or point, else of the focus.
    caveats : tuple of str
        What a reader has to know of the data shown.
    """

    request: Request
    doubts: tuple[str, ...]
    title: str
    alt: str
    credit: str
    disclaimer: str
    newer: str
    stats: tuple[Stat, ...]
    fill: Fill
    layers: tuple[Layer, ...]
    facts: Facts
    caveats: tuple[str, ...]


LAYERS: dict[str, Callable[[Request], Layer | None]] = {
    "circles": circles.layer,
    "offices": office_layer.layer,
    "rivers": ground.part("rivers"),
    "towns": ground.part("towns"),
    "labels": ground.part("labels"),
}
"""What each name in the view's `layers` draws."""


def compose(view: View, doubts: tuple[Doubt, ...] = (), *, lang: Language = "fr") -> Scene:
    """Return the scene of a view.

    Parameters
    ----------
    view : View
        What was asked for.
    doubts : tuple of Doubt
        What of its query was not understood, from `View.parse`.
    lang : {"fr", "en"}
        The reader's language, where the view names none.
    """
    request, more = settle(view, lang)
    shown, given = request.view, request.round
    fill = (
        choropleth.fill(shown.theme, given, request.areas, shown.level, request.lang)
        if given
        else choropleth.plain(request.areas, shown.level)
    )
    drawn = (LAYERS[name](request) for name in shown.layers)
    return Scene(
        request=request,
        doubts=tuple(
            say(f"doubt.{doubt.why}", request.lang, name=doubt.name, given=doubt.given)
            for doubt in (*doubts, *more)
        ),
        title=headline.title(request),
        alt=headline.alt(request, fill),
        credit=headline.credit(request),
        disclaimer=say("map.disclaimer", request.lang),
        newer=headline.newer(request),
        stats=headline.stats(request),
        fill=fill,
        layers=tuple(layer for layer in drawn if layer),
        facts=facts.facts(request),
        caveats=headline.caveats(request),
    )


def settle(view: View, lang: Language) -> tuple[Request, tuple[Doubt, ...]]:
    """Find what a view means in the data at hand, and what of it there is not."""
    areas = divisions.load(view.division)
    given, doubts = _round_of(view)
    if view.pick and view.pick not in areas and view.pick not in {office.id for office in offices.offices()}:
        doubts += (Doubt("pick", view.pick, "pick"),)
        view = view.change(pick=None)
    stated = disclosure.statements_for(view.audience, coverage.statements())
    chosen = coverage.chosen(stated, sector=view.sector, org=view.org, target=view.target, on=view.on)
    return Request(view, view.lang or lang, areas, given, chosen), doubts


def _round_of(view: View) -> tuple[Round | None, tuple[Doubt, ...]]:
    if view.theme not in indicators.INDICATORS:
        return None, ()
    choice = indicators.rounds_at(view.theme, view.level)
    if view.round and (found := indicators.round_in(view.round, choice)):
        return found, ()
    doubts = (Doubt("round", view.round, "round"),) if view.round else ()
    return (choice[-1] if choice else None), doubts
