"""Areas coloured by displaced people as a share of the 2009 census population."""

from __future__ import annotations

from typing import TYPE_CHECKING

from geo import indicators, steady
from geo.areas import load
from geo.indicators import State
from layers import choropleth, classes, legend, palette
from layers.parts import Fill
from layers.text import percent, say

if TYPE_CHECKING:
    from geo.areas import Language
    from layers.scene import Request

BASIS_POINTS = 10_000
"""Shares are classed as whole hundredths of a per cent."""

NOT_COMPARABLE = "c"
SAID = choropleth.SAID | {NOT_COMPARABLE: "state.no_census"}


def fill(request: Request) -> Fill:
    """Colour the areas of the view by the share of displaced people."""
    lang, level, areas = request.lang, request.view.level, request.areas
    assert request.round
    figures = indicators.figures("idps", request.round, areas.division, level)
    found = {area: indicators.share(figure, areas) for area, figure in figures.items()}
    bounds = bounds_of(*request.scale[1:], request.view.classes)
    keys = {area: _key(value, state, bounds) for area, (value, state) in found.items()}
    colours = palette.ramp(len(bounds) + 1)
    given = request.round
    return Fill(
        title=say("legend.share", lang),
        unit=say("theme.unit.share", lang),
        number="percent",
        values={area: None if value is None else round(value, 5) for area, (value, _) in found.items()},
        keys=keys,
        styles={str(i): palette.Style(colour) for i, colour in enumerate(colours)}
        | choropleth.STYLES
        | {NOT_COMPARABLE: palette.NOT_COMPARABLE},
        states={area: state.value for area, (_, state) in found.items()},
        notes={
            area: say("state.no_census", lang)
            if state is State.NOT_COMPARABLE
            else choropleth.words(figures[area], given, lang)
            for area, (_, state) in found.items()
            if state is State.NOT_COMPARABLE or choropleth.words(figures[area], given, lang)
        },
        legend=legend.of_classes(bounds, lang, _percent) + legend.of_states(SAID, set(keys.values()), lang),
    )


@steady.kept
def bounds_of(division: str, level: int, chosen: str | None = None) -> tuple[int, ...]:
    """Return the class bounds of all rounds' shares, in hundredths of a per cent."""
    areas = load(division)
    shares = (
        indicators.share(figure, areas)[0]
        for given in indicators.rounds_at("idps", level)
        for figure in indicators.figures("idps", given, division, level).values()
    )
    values = [round(value * BASIS_POINTS) for value in shares if value]
    return classes.bounds(values, chosen) if chosen else palette.class_bounds(values)


def _key(value: float | None, state: State, bounds: tuple[int, ...]) -> str:
    if value is None:
        others = {State.WHOLE: choropleth.WHOLE, State.NOT_COMPARABLE: NOT_COMPARABLE}
        return others.get(state, choropleth.NO_REPORT)
    return str(palette.class_of(round(value * BASIS_POINTS), bounds)) if value else choropleth.ZERO


def _percent(bound: int, lang: Language) -> str:
    return percent(bound / BASIS_POINTS, lang)
