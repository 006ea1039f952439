"""Loaded data on the map: areas coloured by a measure, its title, its source, what to know of it.

A theme is ``data:<name>`` (the first measure) or ``data:<name>:<measure>``. Every text of a dataset
comes from outside: renderers escape it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from geo import loaded, settings
from geo.areas import LEVELS, load
from geo.disclosure import loaded_for
from geo.loaded import COUNTED, NOTHING, State, Value
from layers import choropleth, legend, palette
from layers.parts import Fill, LegendItem, Stat, Whole
from layers.text import listing, number, say, several, when
from layers.view import DATA, Doubt, View

if TYPE_CHECKING:
    from collections.abc import Iterable

    from geo.areas import Language
    from geo.workspace import Loaded, Measure
    from layers.scene import Request

SEVERAL, PARTS, HIDDEN = "s", "q", "h"
"""Keys of styles beside those of `layers.choropleth`."""

SAID = {
    choropleth.ZERO: "loaded.zero", SEVERAL: "loaded.several", PARTS: "loaded.parts",
    choropleth.WHOLE: "loaded.whole.legend", choropleth.NO_REPORT: "loaded.no_report",
    HIDDEN: "loaded.hidden.legend",
}  # fmt: skip

STYLES = choropleth.STYLES | {SEVERAL: palette.NOT_COMPARABLE, PARTS: palette.SAME, HIDDEN: palette.HIDDEN}

FEW = 5
"""So many different whole values are a class each: the phases of a classification."""

OURS = (
    "idps", "idp_households", "returnees", "returnee_households", "returnees_idp",
    "returnee_idp_households", "returnees_abroad", "returnee_abroad_households", "individuals",
    "households", "targeted", "reached",
)  # fmt: skip
"""Measures that have a name in both languages; others are called as their file calls them."""


def settle(view: View, datasets: Iterable[Loaded]) -> tuple[View, tuple[Loaded, ...], tuple[Doubt, ...]]:
    """Return the view without the loaded data that is not there, and the datasets that may be shown.

    What there is not and what the audience may not know of are the same doubt.
    """
    shown = loaded_for(view.audience, datasets)
    doubts: tuple[Doubt, ...] = ()
    if view.theme.startswith(DATA) and _theme(view.theme, shown) is None:
        doubts += (Doubt("theme", view.theme, "data"),)
        view = view.change(theme=View.theme)
    drawn = {f"{DATA}{one.name}" for one in shown if one.kind in DRAWN and not one.counts_only}
    unknown = [name for name in view.layers if name.startswith(DATA) and name not in drawn]
    if unknown:
        doubts += tuple(Doubt("layers", name, "data") for name in unknown)
        view = view.change(layers=tuple(name for name in view.layers if name not in unknown))
    return view, shown, doubts


DRAWN = ("sites", "offices", "lines", "areas")
"""Kinds that are a layer of their own."""


def themes(request: Request) -> dict[str, str]:
    """Return what each theme of loaded data is called, by its name in the query."""
    found = {}
    for entry in request.loaded:
        for place, one in enumerate(loaded.measures(entry)):
            name = f"{DATA}{entry.name}" + (f":{one.name}" if place else "")
            found[name] = f"{entry.title} – {called(entry, one, request.lang)}"
    return found


def alike(request: Request) -> tuple[str, ...]:
    """Return the themes of other datasets with the measure that colours the areas; none where none does."""
    theme = of_theme(request)
    if theme is None:
        return ()
    counted = (theme[1].name, theme[1].unit)
    found = ((name, _theme(name, request.loaded)) for name in themes(request))
    return tuple(
        name for name, one in found if one and one[0] != theme[0] and (one[1].name, one[1].unit) == counted
    )


def layers(request: Request) -> dict[str, str]:
    """Return what each layer of loaded data is called, by its name in the query."""
    return {
        f"{DATA}{one.name}": one.title for one in request.loaded if one.kind in DRAWN and not one.counts_only
    }


def _theme(theme: str, datasets: Iterable[Loaded]) -> tuple[Loaded, Measure] | None:
    name, _, wanted = theme.removeprefix(DATA).partition(":")
    entry = next((one for one in datasets if one.name == name), None)
    one = loaded.measure(entry, wanted) if entry else None
    return (entry, one) if entry and one else None


def of_theme(request: Request) -> tuple[Loaded, Measure] | None:
    """Return the dataset and measure that colour the areas; None where the theme is another."""
    theme = request.view.theme
    return _theme(theme, request.loaded) if theme.startswith(DATA) else None


def called(entry: Loaded, one: Measure, lang: Language) -> str:
    """Return what a measure is called."""
    if one.name == COUNTED:
        return say(f"measure.rows.{entry.kind}", lang)
    return say(f"measure.{one.name}", lang) if one.name in OURS else one.title or one.name


def unit(entry: Loaded, one: Measure, lang: Language) -> str:
    """Return what stands after a figure of a measure: its unit, else its name."""
    if one.name == COUNTED:
        return say(f"measure.unit.rows.{entry.kind}", lang)
    if one.unit in loaded.PEOPLE:
        return say(f"measure.unit.{one.unit}", lang)
    return one.unit or called(entry, one, lang)


def fill(request: Request) -> Fill:
    """Colour the areas of the view by a measure of a loaded dataset."""
    theme, lang, areas, level = of_theme(request), request.lang, request.areas, request.view.level
    assert theme
    entry, one = theme
    told = loaded.values(entry, one.name, areas.division, level)
    found = {area.id: told.get(area.id, NOTHING) for area in areas.at(level)}
    counts = loaded.adds_up(entry, one)
    bounds = bounds_of(entry, one, areas.division, level)
    keys = {area: _key(value, bounds, counts=counts) for area, value in found.items()}
    colours = palette.ramp(len(bounds) + 1)
    by_level = say(f"level.{level}", lang)
    return Fill(
        title=say("legend.title", lang, theme=called(entry, one, lang), level=by_level),
        unit=unit(entry, one, lang),
        values={area: value.value for area, value in found.items()},
        keys=keys,
        styles={str(i): palette.Style(colour) for i, colour in enumerate(colours)} | STYLES,
        states={area: "at_least" if value.up_to else value.state.value for area, value in found.items()},
        notes={area: note for area, value in found.items() if (note := words(value, entry, lang))},
        legend=_legend(bounds, keys, found, entry, lang, counts=counts),
        wholes=_wholes(found, entry, lang),
    )


def bounds_of(entry: Loaded, one: Measure, division: str, level: int) -> tuple[float, ...]:
    """Return the bounds between classes: those of counts, else steps between the values there are."""
    known = [
        value.value if value.value is not None else value.whole
        for value in loaded.values(entry, one.name, division, level).values()
    ]
    figures = sorted({figure for figure in known if figure is not None})
    if loaded.adds_up(entry, one):
        return palette.class_bounds(int(figure) for figure in figures)
    if len(figures) <= FEW and all(figure == int(figure) for figure in figures):
        return tuple(figures[1:])
    steps = (figures[len(figures) * part // FEW] for part in range(1, FEW))
    return tuple(sorted({float(f"{step:.3g}") for step in steps} - {figures[0]})) if figures else ()


def _key(value: Value, bounds: tuple[float, ...], *, counts: bool) -> str:
    others = {
        State.SEVERAL: SEVERAL,
        State.PARTS: PARTS,
        State.WHOLE: choropleth.WHOLE,
        State.HIDDEN: HIDDEN,
        State.NO_REPORT: choropleth.NO_REPORT,
    }
    if value.value is None:
        return others[value.state]
    return choropleth.ZERO if counts and not value.value else str(palette.class_of(value.value, bounds))


def _legend(
    bounds: tuple[float, ...],
    keys: dict[str, str],
    found: dict[str, Value],
    entry: Loaded,
    lang: Language,
    *,
    counts: bool,
) -> tuple[LegendItem, ...]:
    used, said = set(keys.values()), legend.of_states(SAID, set(keys.values()), lang)
    levels = {load(entry.division)[value.shared[0]].level for value in found.values() if value.shared}
    if len(levels) == 1 and choropleth.WHOLE in used:
        only = say("loaded.only_by", lang, level=say(f"level.{levels.pop()}", lang))
        said = tuple(LegendItem(only, key=i.key) if i.key == choropleth.WHOLE else i for i in said)
    if not any(key.isdigit() for key in used):
        return said
    if counts:
        return legend.of_classes(bounds, lang) + said
    return _steps(bounds, sorted({v.value for v in found.values() if v.value is not None}), lang) + said


def _steps(bounds: tuple[float, ...], values: list[float], lang: Language) -> tuple[LegendItem, ...]:
    """Say the classes of a measure that is not counted; where values are few, each by itself."""
    lines = []
    for i in range(len(bounds) + 1):
        held = [value for value in values if palette.class_of(value, bounds) == i]
        if len(held) == 1 and len(values) <= FEW:
            words = number(held[0], lang)
        elif i or not bounds:
            words = legend.class_words(i, bounds, lang)
        else:
            words = say("loaded.below", lang, high=bounds[0])
        lines.append(LegendItem(words, key=str(i)))
    return tuple(reversed(lines))


def words(value: Value, entry: Loaded, lang: Language) -> str:
    """Say what is to know of a value beside its number, or why there is none; often nothing."""
    areas = load(entry.division)
    named = [f"{areas[one].name(lang)} ({say(f'level.{areas[one].level}', lang)})" for one in value.shared]
    notes = [say("loaded.older", lang, when=when(value.date, lang))] if value.date else []
    match value.state:
        case State.WHOLE if len(named) == 1 and value.whole is not None:
            holding = areas[value.shared[0]]
            by = say(f"level.{holding.level}", lang)
            said = say("loaded.whole", lang, level=by, figure=value.whole, area=holding.name(lang))
        case State.WHOLE:
            said = say("loaded.shared", lang, areas=listing(named, lang))
        case State.REPORTED if value.up_to:
            said = say("loaded.up_to", lang, figure=value.up_to, areas=listing(named, lang))
        case State.REPORTED:
            said = ""
        case State.HIDDEN:
            said = say("loaded.hidden", lang, n=settings.load().small_count)
        case state:
            said = say(f"loaded.{state.value}", lang)
    return several([said, *notes], lang)


def _wholes(found: dict[str, Value], entry: Loaded, lang: Language) -> tuple[Whole, ...]:
    """Return each figure that was reported for one larger area, to be written there once."""
    areas = load(entry.division)
    of_one = {v.shared[0]: v.whole for v in found.values() if v.state is State.WHOLE and len(v.shared) == 1}
    return tuple(
        Whole(
            areas[area].name(lang),
            say(
                "state.whole.figure",
                lang,
                figure=whole,
                level=say(f"level.{areas[area].level}", lang),
            ),
            areas[area].label,
        )
        for area, whole in of_one.items()
        if whole is not None and areas[area].level > LEVELS["country"]
    )


def title(request: Request, where: dict[str, str]) -> str:
    """Say in one line what is shown, where, when, and of which dataset."""
    theme = of_theme(request)
    assert theme
    entry, one = theme
    what = called(entry, one, request.lang)
    return say(
        "title.data", request.lang, what=what, when=dated(entry, request.lang), title=entry.title, **where
    )


def dated(entry: Loaded, lang: Language) -> str:
    """Return the date of a dataset in words."""
    return when(entry.date, lang)


def source(entry: Loaded, lang: Language) -> str:
    """Return who says so."""
    return entry.source or say("loaded.no_source", lang)


def used(request: Request) -> tuple[Loaded, ...]:
    """Return the loaded datasets that are drawn: the theme's and those of the layers."""
    theme = of_theme(request)
    drawn = [one for one in request.loaded if f"{DATA}{one.name}" in request.view.layers]
    return tuple(dict.fromkeys([*([theme[0]] if theme else []), *drawn]))


def stats(request: Request) -> tuple[Stat, ...]:
    """Return what the focus has of the theme's measure, and how many rows are placed."""
    theme, lang = of_theme(request), request.lang
    assert theme
    entry, one = theme
    area, areas = request.view.area, request.areas
    value = loaded.values(entry, one.name, areas.division, areas[area].level).get(area, NOTHING)
    figure = say("headline.missing", lang) if value.value is None else number(value.value, lang)
    notes = several([dated(entry, lang), words(value, entry, lang)], lang)
    people = Stat(called(entry, one, lang), figure, notes)
    if entry.counts_only:
        return (people,)
    rows = say("loaded.rows.of", lang, n=entry.placed + loaded.not_placed(entry))
    return people, Stat(say("loaded.rows", lang), number(entry.placed, lang), rows)


def credits(request: Request) -> list[str]:
    """Name the source and date of each loaded dataset that is drawn."""
    lang = request.lang
    return [
        say("loaded.source", lang, title=one.title, source=source(one, lang), when=dated(one, lang))
        for one in used(request)
    ]


def caveats(request: Request) -> tuple[str, ...]:
    """Say what a reader has to know of the loaded data that is drawn: who may see it, what is missing."""
    lang, drawn = request.lang, used(request)
    closed = [one.title for one in drawn if one.sensitivity != "public" and not one.counts_only]
    said = [say("loaded.not_public", lang, titles=", ".join(closed))] if closed else []
    for one in drawn:
        if one.counts_only:
            level = request.areas.at_most(loaded.counts_level(one))
            said.append(say("loaded.counts_only", lang, title=one.title, level=say(f"level.{level}", lang)))
    for name, count in (("not_placed", loaded.not_placed), ("aside", loaded.aside)):
        said += [say(f"loaded.{name}", lang, n=n, title=one.title) for one in drawn if (n := count(one))]
    return tuple(said)
