"""Areas coloured by their figures."""

from __future__ import annotations

from typing import TYPE_CHECKING

from geo import steady
from geo.areas import DIVISIONS, LEVELS, Area, Language, load
from geo.indicators import Figure, State, figures, rounds_at
from layers import classes, legend, palette
from layers.parts import Fill, LegendItem, Whole
from layers.text import listing, month, say, several

if TYPE_CHECKING:
    from geo.rounds import Round
    from layers.scene import Request

ZERO, NO_REPORT, WHOLE, PLAIN = "z", "n", "w", "p"
"""Keys of the styles beside the classes, which are the digits from 0."""

PEOPLE = ("idps", "returnees", "change", "share")
"""Themes that colour each area by a number of people of a round."""

SAID = {ZERO: "state.zero", WHOLE: "state.whole.legend", NO_REPORT: "state.no_report"}
"""What the legend says of them."""

STYLES = {ZERO: palette.ZERO, NO_REPORT: palette.NO_REPORT, WHOLE: palette.WHOLE}


def known_by(request: Request) -> str:
    """Name the level that the figures are of: people are known by cercle, on a map of communes too."""
    level = request.view.level
    coarser = level > LEVELS["cercle"] and request.view.theme in PEOPLE
    return say("level.cercle_on_communes" if coarser else f"level.{level}", request.lang)


def fill(request: Request) -> Fill:
    """Colour the areas of the view by the figures of its theme in its round."""
    assert request.round
    indicator, given, lang = request.view.theme, request.round, request.lang
    areas, level = request.areas, request.view.level
    found = figures(indicator, given, areas.division, level)
    bounds = bounds_of(*request.scale, request.view.classes)
    by_cercle = level > LEVELS["cercle"]
    keys = {area: key(figure, bounds) for area, figure in found.items()}
    colours = palette.ramp(len(bounds) + 1)
    return Fill(
        title=say("legend.title", lang, theme=say(f"theme.{indicator}", lang), level=known_by(request)),
        unit=say(f"theme.unit.{indicator}", lang),
        values={area: figure.value for area, figure in found.items()},
        keys=keys,
        styles={str(i): palette.Style(colour) for i, colour in enumerate(colours)} | STYLES,
        states={area: "at_least" if figure.up_to else figure.state.value for area, figure in found.items()},
        notes={area: note for area, figure in found.items() if (note := words(figure, given, lang))},
        legend=_legend(bounds, set(keys.values()), by_cercle, lang),
        wholes=_wholes(found, given, lang),
    )


def _legend(
    bounds: tuple[int, ...], used: set[str], by_cercle: bool, lang: Language
) -> tuple[LegendItem, ...]:
    """Leave out the classes where only cercles have figures and none is drawn as a class."""
    shown = bounds if not by_cercle or any(key.isdigit() for key in used) else ()
    said = SAID | ({WHOLE: "state.cercle_only"} if by_cercle else {})
    return legend.of_classes(shown, lang) + legend.of_states(said, used, lang)


def _wholes(found: dict[str, Figure], given: Round, lang: Language) -> tuple[Whole, ...]:
    """Return each figure that was reported for one larger area, to be written there once."""
    areas = load(given.division)
    of_one = {figure.shared[0]: figure.whole for figure in found.values() if len(figure.shared) == 1}
    return tuple(
        Whole(
            areas[area].name(lang),
            say("state.whole.figure", lang, figure=whole, level=_level(areas[area], lang)),
            areas[area].label,
        )
        for area, whole in of_one.items()
        if whole is not None
    )


def _level(area: Area, lang: Language) -> str:
    return say(f"level.{area.level}", lang)


def words(figure: Figure, given: Round, lang: Language) -> str:
    """Say what is to know of a figure beside its number, or why there is none; often nothing."""
    if figure.state is State.NO_REPORT:
        return say("state.no_report", lang)
    areas = load(given.division)
    shared = [areas[area] for area in figure.shared]
    names = listing([f"{area.name(lang)} ({_level(area, lang)})" for area in shared], lang)
    if figure.state is State.WHOLE:
        return say("state.whole", lang, area=names, figure=figure.whole)
    notes = []
    if figure.up_to:
        notes.append(say("state.up_to", lang, figure=figure.up_to, area=names))
    if figure.same_as:
        notes.append(say("state.same_as", lang, month=month(figure.same_as, lang)))
    return several(notes, lang)


def plain(request: Request) -> Fill:
    """Draw the areas of the view without figures."""
    ids = [area.id for area in request.areas.at(request.view.level)]
    return Fill(
        title="",
        unit="",
        values=dict.fromkeys(ids),
        keys=dict.fromkeys(ids, PLAIN),
        styles={PLAIN: palette.PLAIN},
        states={},
        notes={},
        legend=(),
    )


@steady.kept
def bounds_of(indicator: str, division: str, level: int, chosen: str | None = None) -> tuple[int, ...]:
    """Return the class bounds of an indicator at a level, the same for all rounds.

    Parameters
    ----------
    indicator, division, level
        Whose figures are classed.
    chosen : str, optional
        Classes that a reader chose, see `layers.classes`.
    """
    if level > LEVELS["cercle"]:  # there are no figures below the cercle
        return bounds_of(indicator, DIVISIONS[0], LEVELS["cercle"], chosen)
    values = all_values(indicator, division, level)
    return classes.bounds(values, chosen) if chosen else palette.class_bounds(values)


@steady.kept
def all_values(indicator: str, division: str, level: int) -> tuple[int, ...]:
    """Return every figure of a level in any round."""
    chosen = rounds_at(indicator, level)
    found = (figure for given in chosen for figure in figures(indicator, given, division, level).values())
    return tuple(figure.value for figure in found if figure.value is not None)


def key(figure: Figure, bounds: tuple[int, ...]) -> str:
    """Return the key of the style of a figure."""
    if figure.value is None:
        return WHOLE if figure.state is State.WHOLE else NO_REPORT
    return str(palette.class_of(figure.value, bounds)) if figure.value else ZERO
