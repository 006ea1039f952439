"""Two things at once: how many displaced people, and how many organisations report an activity."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from geo.areas import DIVISIONS, LEVELS
from geo.indicators import figures
from layers import choropleth, coverage, filters, legend, palette, reported
from layers.parts import Fill, Grid, LegendItem
from layers.text import say, several

if TYPE_CHECKING:
    from collections.abc import Mapping

    from geo.areas import Language
    from geo.coverage import Cell
    from geo.indicators import Figure
    from layers.scene import Request

KEYS = ("123", "456", "789")
"""Keys of the styles: a row for few, more and many displaced people; a column for no report of an
organisation, one, and several."""

SHARES = (0.5, 0.85)
"""Of all figures of displaced people: the bounds between few, more and many."""


def fill(request: Request) -> Fill:
    """Colour the areas by displaced people and organisations."""
    lang, level, areas = request.lang, request.view.level, request.areas
    assert request.round
    people = figures("idps", request.round, areas.division, level)
    found = coverage.cells(request)
    counts = {area: coverage.organisations(cells) for area, cells in found.items()}
    bounds = bounds_of(areas.division, level)
    keys = {area: _key(people[area], counts[area], bounds) for area in found}
    grid = _grid(bounds, lang)
    return Fill(
        title=say("legend.coverage2", lang, clusters=filters.covered(request, "target", "on")),
        unit=say("theme.unit.idps", lang),
        values={area: figure.value for area, figure in people.items()},
        keys=keys,
        styles={
            key: palette.Style(palette.BIVARIATE[i][j])
            for i, row in enumerate(KEYS)
            for j, key in enumerate(row)
        }
        | choropleth.STYLES,
        states={area: figure.state.value for area, figure in people.items()},
        notes={area: _words(people[area], cells, request) for area, cells in found.items()},
        legend=_items(grid) + legend.of_states(choropleth.SAID, set(keys.values()), lang),
        note=" ".join(
            filter(
                None,
                [
                    say("coverage.rule.presence", lang),
                    reported.sentence(request),
                    coverage.seen_by(request),
                    filters.rest(request),
                ],
            )
        ),
        grid=grid,
    )


@cache
def bounds_of(division: str, level: int) -> tuple[int, ...]:
    """Return the two bounds between few, more and many displaced people, the same for all rounds."""
    if level > LEVELS["cercle"]:  # there are no figures below the cercle
        return bounds_of(DIVISIONS[0], LEVELS["cercle"])
    return palette.class_bounds(choropleth.all_values("idps", division, level), SHARES)


def _key(figure: Figure, organisations: int, bounds: tuple[int, ...]) -> str:
    if not figure.value:
        return choropleth.key(figure, bounds)
    return KEYS[palette.class_of(figure.value, bounds)][min(organisations, 2)]


def _grid(bounds: tuple[int, ...], lang: Language) -> Grid:
    return Grid(
        down=say("theme.idps", lang),
        across=say("theme.presence", lang),
        rows=tuple(legend.class_words(i, bounds, lang) for i in range(len(KEYS))),
        columns=tuple(say(f"coverage2.{key}", lang) for key in ("none", "one", "more")),
        keys=tuple(tuple(row) for row in KEYS),
    )


def _items(grid: Grid) -> tuple[LegendItem, ...]:
    """Say each pair in words, for whoever draws a list."""
    return tuple(
        LegendItem(f"{grid.rows[i]} × {grid.columns[j]}", key=grid.keys[i][j])
        for i in reversed(range(len(grid.rows)))
        for j in range(len(grid.columns))
    )


def _words(figure: Figure, cells: Mapping[str, Cell], request: Request) -> str:
    lang, organisations = request.lang, coverage.organisations(cells)
    assert request.round
    known = choropleth.words(figure, request.round, lang)
    count = (
        say("coverage2.organisations", lang, n=organisations)
        if organisations
        else say("coverage2.silence", lang)
    )
    return several([count, reported.of(coverage.rows(cells), lang), known], lang)
