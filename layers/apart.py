"""What lies between two maps, as a third one; where nothing can honestly be subtracted, why not.

Figures are subtracted where both maps count the same thing, in the same areas, in the same way: people of
one series, shares of one population, organisations, one measure of two loaded datasets. A figure that is "at
least", hidden, reported for a larger area or not known on either map has no difference.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from geo.indicators import INDICATORS, State
from layers import filters, headline, legend, loaded, palette, reported
from layers.change import NOT_COMPARABLE, QUANTILES, SAME, STYLES, ZERO, items, key_of
from layers.choropleth import known_by
from layers.parts import Circles, Fill, LegendItem
from layers.text import month, say, several, when

if TYPE_CHECKING:
    from collections.abc import Mapping

    from geo.areas import Language
    from layers.scene import Request, Scene

    Found = dict[str, tuple[float | None, State]]

OF_ROUNDS = (*INDICATORS, "share")
"""Themes of one round whose figures can be subtracted."""

OWN_FIGURES = ("reported",)
"""States of figures that are an area's own and whole."""

SAID = {ZERO: "apart.zero", SAME: "state.same.legend", NOT_COMPARABLE: "state.not_comparable"}

HUNDREDTHS = 100
"""Differences that are not whole are classed by their hundredths; shares become percentage points."""


@dataclass(frozen=True, slots=True)
class Sides:
    """The scene that is subtracted from, the one that is subtracted, and what each is called."""

    now: Scene
    then: Scene
    names: tuple[str, str]


def why_not(first: Scene, second: Scene) -> str:
    """Return the sentence that says why two maps have no difference; empty where they have one."""
    key = _refused(first.request, second.request)
    if not key and not _any(_found(_sides(first, second))):
        key = "unknown"
    return say(f"apart.why.{key}", first.request.lang) if key else ""


def between(first: Scene, second: Scene) -> Scene | None:
    """Return the difference of two maps as a scene; None where `why_not` says that there is none.

    It is the newer minus the older one where they are of two dates, else the second minus the first.
    """
    if _refused(first.request, second.request):
        return None
    sides = _sides(first, second)
    found = _found(sides)
    if not _any(found):
        return None
    fill, request = _fill(sides, found), sides.now.request
    title = _title(sides)
    caveats = dict.fromkeys((*first.caveats, *second.caveats))
    return replace(
        sides.now,
        doubts=(),
        title=title,
        alt=say("map.alt", request.lang, title=title, facts=_top(fill, request)),
        credit=headline.credit(first.request, second.request),
        fill=fill,
        layers=tuple(layer for layer in sides.now.layers if not isinstance(layer, Circles)),
        caveats=tuple(caveats),
        between=sides.names,
    )


def _refused(one: Request, other: Request) -> str:
    first, second = one.view, other.view
    themes = {_kind(one), _kind(other)}
    if (first.division, first.level) != (second.division, second.level):
        return "areas"
    if "" in themes:
        return "unmeasured"
    if len(themes) > 1:
        return "people" if themes == set(INDICATORS) else "kinds"
    if one.round and other.round and one.round.series != other.round.series:
        return "series"
    return "same" if _shown(one) == _shown(other) else ""


def _kind(request: Request) -> str:
    """Return what a map counts, the same for maps that count alike; empty where nothing can be subtracted."""
    theme = request.view.theme
    if theme in OF_ROUNDS or theme == "presence":
        return theme
    if found := loaded.of_theme(request):
        return f"{found[1].name} {found[1].unit}"
    return ""


def _shown(request: Request) -> tuple[object, ...]:
    """Return what of a view its figures depend on."""
    view = request.view
    if view.theme == "presence":
        return view.sector, view.org, view.target, view.on
    return view.theme, request.round


def _sides(first: Scene, second: Scene) -> Sides:
    lang = first.request.lang
    days = [_day(scene.request) for scene in (first, second)]
    pairs = [(first, say("apart.map", lang, n=1)), (second, say("apart.map", lang, n=2))]
    if all(days) and days[0] != days[1]:
        pairs = [(scene, _called(scene.request)) for scene, _ in pairs]
        if days[0] > days[1]:
            pairs.reverse()
    (then, before), (now, after) = pairs
    return Sides(now, then, (_narrowed(now, then, after), _narrowed(then, now, before)))


def _narrowed(scene: Scene, other: Scene, name: str) -> str:
    """Return what a map is called, with what narrows it and not the other one, and when its reports are."""
    request = scene.request
    if request.view.theme != "presence":
        return name
    here, there = (filters.words(one.request, "on") for one in (scene, other))
    of = [here or say("filters.none", request.lang)] if here != there else []
    of.append(reported.of_map(request))
    return say("filters.qualified", request.lang, title=name, of=several(of, request.lang))


def _day(request: Request) -> str:
    """Return the day that a map stands for; empty where it has none."""
    if request.round:
        return request.round.date.isoformat()
    if found := loaded.of_theme(request):
        return found[0].date
    return request.view.on.isoformat() if request.view.on else ""


def _called(request: Request) -> str:
    if request.round:
        return month(request.round.date, request.lang)
    return when(_day(request), request.lang)


def _found(sides: Sides) -> Found:
    """Return the difference of each area, and what it is worth."""
    now, then = sides.now.fill, sides.then.fill
    rounds = sides.now.request.round is not None
    percent = now.number == "percent"
    found: Found = {}
    for area in now.values:
        after, before = _own(now, area), _own(then, area)
        if after is None or before is None:
            found[area] = None, State.NOT_COMPARABLE
            continue
        value = (after - before) * (HUNDREDTHS if percent else 1)
        same = rounds and after == before > 0
        found[area] = _whole(round(value, 2)), State.SAME if same else State.REPORTED
    return found


def _any(found: Found) -> bool:
    return any(value is not None for value, _ in found.values())


def _own(fill: Fill, area: str) -> float | None:
    return fill.values[area] if fill.states.get(area) in OWN_FIGURES else None


def _whole(value: float) -> float:
    return int(value) if value == int(value) else value


def _fill(sides: Sides, found: Found) -> Fill:
    lang = sides.now.request.lang
    bounds = _classes([value for value, _ in found.values() if value is not None])
    keys = {area: key_of(value, state, bounds) for area, (value, state) in found.items()}
    notes = {area: say("state.not_comparable", lang) for area, key in keys.items() if key == NOT_COMPARABLE}
    same = say("state.same.legend", lang)
    percent = sides.now.fill.number == "percent"
    unit = say("apart.points", lang) if percent else sides.now.fill.unit
    return Fill(
        title=say("apart.legend", lang, unit=unit, now=sides.names[0], then=sides.names[1]),
        unit=unit,
        number="signed",
        values={area: value for area, (value, _) in found.items()},
        keys=keys,
        styles=STYLES,
        states={area: state.value for area, (_, state) in found.items()},
        notes=notes | {area: same for area, key in keys.items() if key == SAME},
        legend=_legend(bounds, keys, lang) + legend.of_states(SAID, set(keys.values()), lang),
    )


def _classes(values: list[float]) -> tuple[float, ...]:
    """Return the bounds between small, middle and large differences; none of them below the smallest."""
    scale = 1 if all(value == int(value) for value in values) else HUNDREDTHS
    sizes = [round(abs(value) * scale) for value in values if value]
    bounds = palette.class_bounds(sizes, QUANTILES)
    return tuple(bound / scale if scale > 1 else bound for bound in bounds if bound > min(sizes))


def _legend(bounds: tuple[float, ...], keys: Mapping[str, str], lang: Language) -> tuple[LegendItem, ...]:
    if not any(key.isdigit() for key in keys.values()):
        return ()
    some = "" if bounds else ".any"
    return items((f"apart.more{some}", f"apart.fewer{some}"), bounds, lang)


def _title(sides: Sides) -> str:
    request = sides.now.request
    view, lang = request.view, request.lang
    theme = loaded.of_theme(request)
    what = loaded.called(*theme, lang) if theme else say(f"theme.{view.theme}", lang)
    both = {filters.words(side.request, "on") for side in (sides.now, sides.then)}
    if view.theme == "presence" and len(both) == 1 and (only := both.pop()):
        what = say("filters.qualified", lang, title=what, of=only)
    return say(
        "apart.title",
        lang,
        what=what,
        level=known_by(request),
        area=request.areas[view.area].name(lang),
        now=sides.names[0],
        then=sides.names[1],
    )


def _top(fill: Fill, request: Request) -> str:
    top = headline.highest(request, fill, headline.signed, lambda pair: abs(pair[1]))
    return say("apart.alt", request.lang, areas=top) if top else say("map.alt.none", request.lang)
