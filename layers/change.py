"""Areas coloured by the change since an earlier round of the same series."""

from __future__ import annotations

from typing import TYPE_CHECKING

from geo import indicators, steady
from geo.indicators import State
from layers import legend, palette
from layers.parts import Fill, LegendItem
from layers.text import month, say

if TYPE_CHECKING:
    from geo.areas import Language
    from layers.scene import Request

SAME, NOT_COMPARABLE, ZERO = "s", "c", "z"
"""Keys of the styles beside the classes: ``0`` to ``2`` fall, ``3`` to ``5`` rise."""

SAID = {ZERO: "state.no_change", SAME: "state.same.legend", NOT_COMPARABLE: "state.not_comparable"}
"""What the legend says of them."""

QUANTILES = (0.5, 0.85)
"""Of the size of all changes: the bounds between small, middle and large."""

STYLES = {str(i): palette.Style(colour) for i, colour in enumerate((*palette.FALLS, *palette.RISES))} | {
    SAME: palette.SAME,
    NOT_COMPARABLE: palette.NOT_COMPARABLE,
    ZERO: palette.ZERO,
}
"""By key."""


def fill(request: Request) -> Fill:
    """Colour the areas of the view by the change of displaced people between two rounds."""
    lang, level, division = request.lang, request.view.level, request.view.division
    assert request.round
    assert request.base
    now = indicators.figures("idps", request.round, division, level)
    then = indicators.figures("idps", request.base, division, level)
    found = {area: indicators.change(now[area], then[area]) for area in now}
    bounds = bounds_of(division, level)
    classes = items(("legend.rise", "legend.fall"), bounds, lang) if bounds else ()
    keys = {area: key_of(value, state, bounds) for area, (value, state) in found.items()}
    return Fill(
        title=say("legend.change", lang, **dates(request)),
        unit=say("theme.unit.change", lang),
        number="signed",
        values={area: value for area, (value, _) in found.items()},
        keys=keys,
        styles=STYLES,
        states={area: state.value for area, (_, state) in found.items()},
        notes={area: note for area, (_, state) in found.items() if (note := _words(state, request))},
        legend=classes + legend.of_states(SAID, set(keys.values()), lang),
    )


def dates(request: Request) -> dict[str, str]:
    """Return both dates of the change, and how many months lie between them."""
    assert request.round
    assert request.base
    now, then = request.round.date, request.base.date
    return {
        "before": month(then, request.lang),
        "now": month(now, request.lang),
        "months": str((now.year - then.year) * 12 + now.month - then.month),
    }


@steady.kept
def bounds_of(division: str, level: int) -> tuple[int, ...]:
    """Return the bounds between small, middle and large changes from any round to the next."""
    sizes = []
    for given in indicators.rounds_at("idps", level):
        if earlier := indicators.before(given):
            now = indicators.figures("idps", given, division, level)
            then = indicators.figures("idps", earlier, division, level)
            sizes += [abs(value) for area in now if (value := indicators.change(now[area], then[area])[0])]
    return palette.class_bounds(sizes, QUANTILES)


def key_of(value: float | None, state: State, bounds: tuple[float, ...]) -> str:
    """Return the key of the style of a change."""
    if state is State.SAME:
        return SAME
    if value is None:
        return NOT_COMPARABLE
    if value == 0:
        return ZERO
    size = palette.class_of(abs(value), bounds)
    return str(3 + size if value > 0 else 2 - size)


def _words(state: State, request: Request) -> str:
    if state is State.SAME and request.base:
        return say("state.same_as", request.lang, month=month(request.base.date, request.lang))
    return say("state.not_comparable", request.lang) if state is State.NOT_COMPARABLE else ""


def items(ways: tuple[str, str], bounds: tuple[float, ...], lang: Language) -> tuple[LegendItem, ...]:
    """Return what the legend says of rises and falls, by the words for each; without bounds, of no size."""

    def item(word: str, key: int, size: int) -> LegendItem:
        words = legend.class_words(size, bounds, lang) if bounds else ""
        return LegendItem(say(word, lang, size=words), key=str(key))

    (rise, fall), sizes = ways, range(len(bounds) + 1)
    rises = [item(rise, 3 + size, size) for size in reversed(sizes)]
    return (*rises, *(item(fall, 2 - size, size) for size in sizes))
