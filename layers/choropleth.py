"""Areas coloured by their figures."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from geo.areas import Areas, Language, load
from geo.indicators import Figure, State, figures, rounds_at
from layers import palette
from layers.parts import Fill, LegendItem
from layers.text import month, say

if TYPE_CHECKING:
    from geo.rounds import Round

ZERO, NO_REPORT, PLAIN = "z", "n", "p"
"""Keys of the styles beside the classes, which are the digits from 0; those of areas whose figure
stands for a larger one are ``A``, ``B`` and so on, one for each larger area."""


def fill(indicator: str, given: Round, areas: Areas, level: int, lang: Language) -> Fill:
    """Colour the areas of a level by their figures in a round."""
    found = figures(indicator, given, areas.division, level)
    bounds = bounds_of(indicator, areas.division, level)
    wholes = dict.fromkeys(figure.whole for figure in found.values() if figure.whole)
    whole_keys = {whole: chr(ord("A") + i % 26) for i, whole in enumerate(wholes)}
    keys = {area: _key(figure, bounds, whole_keys) for area, figure in found.items()}
    colours = palette.ramp(len(bounds) + 1)
    return Fill(
        title=say("legend.title", lang, theme=say(f"theme.{indicator}", lang), level=say(f"level.{level}", lang)),
        unit=say(f"theme.unit.{indicator}", lang),
        values={area: figure.value for area, figure in found.items()},
        keys=keys,
        styles={str(i): palette.Style(colour) for i, colour in enumerate(colours)}
        | {ZERO: palette.ZERO, NO_REPORT: palette.NO_REPORT}
        | dict.fromkeys(whole_keys.values(), palette.WHOLE),
        words={NO_REPORT: say("state.no_report", lang)}
        | {key: whole_words(whole, areas, lang) for whole, key in whole_keys.items()},
        states={area: figure.state.value for area, figure in found.items()},
        notes={
            area: say("state.same_as", lang, month=month(figure.same_as, lang))
            for area, figure in found.items()
            if figure.same_as
        },
        legend=_legend(bounds, set(keys.values()), whole_keys, lang),
    )


def plain(areas: Areas, level: int) -> Fill:
    """Draw the areas of a level without figures."""
    ids = [area.id for area in areas.at(level)]
    return Fill(
        title="",
        unit="",
        values=dict.fromkeys(ids),
        keys=dict.fromkeys(ids, PLAIN),
        styles={PLAIN: palette.PLAIN},
        words={},
        states={},
        notes={},
        legend=(),
    )


@cache
def bounds_of(indicator: str, division: str, level: int) -> tuple[int, ...]:
    """Return the class bounds of an indicator at a level, the same for all rounds."""
    return palette.class_bounds(all_values(indicator, division, level))


@cache
def all_values(indicator: str, division: str, level: int) -> tuple[int, ...]:
    """Return every figure of a level in any round."""
    chosen = rounds_at(indicator, load(division), level)
    found = (figure for given in chosen for figure in figures(indicator, given, division, level).values())
    return tuple(figure.value for figure in found if figure.value is not None)


def _key(figure: Figure, bounds: tuple[int, ...], whole_keys: dict[tuple[str, int], str]) -> str:
    if figure.state is State.WHOLE and figure.whole:
        return whole_keys[figure.whole]
    if figure.value is None:
        return NO_REPORT
    return str(palette.class_of(figure.value, bounds)) if figure.value else ZERO


def whole_words(whole: tuple[str, int], areas: Areas, lang: Language) -> str:
    """Say that a figure was reported for a larger area, and how much it is."""
    area = areas[whole[0]]
    level = say(f"level.{area.level}", lang)
    return say("state.whole", lang, area=area.name(lang), level=level, figure=whole[1])


def _legend(
    bounds: tuple[int, ...], used: set[str], whole_keys: dict[tuple[str, int], str], lang: Language
) -> tuple[LegendItem, ...]:
    classes = reversed(range(len(bounds) + 1)) if bounds else ()
    items = [LegendItem(_class_words(i, bounds, lang), key=str(i)) for i in classes]
    if ZERO in used:
        items.append(LegendItem(say("state.zero", lang), key=ZERO))
    if whole_keys:
        items.append(LegendItem(say("state.whole.legend", lang), key=next(iter(whole_keys.values()))))
    if NO_REPORT in used:
        items.append(LegendItem(say("state.no_report", lang), key=NO_REPORT))
    return tuple(items)


def _class_words(i: int, bounds: tuple[int, ...], lang: Language) -> str:
    if i == len(bounds):
        return say("legend.above", lang, low=bounds[-1])
    if i == 0:
        return say("legend.below", lang, high=bounds[0])
    return say("legend.between", lang, low=bounds[i - 1], high=bounds[i])
