"""The reading of a map: the one sentence that its figures allow, and what has changed since another day."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from geo import indicators, statements
from geo.areas import LEVELS
from layers import filters, headline, loaded, reported, text
from layers import scene as scenes
from layers.briefing import Seen
from layers.text import month, say, several, when

if TYPE_CHECKING:
    from geo.areas import Area, Language
    from layers.briefing import Slide
    from layers.parts import Stat
    from layers.scene import Request, Scene


PLACES = {"change": 1, "presence": 2, "coverage": 3, "coverage2": 2}
"""Place of a theme's own figure among those of the headline; of others it is the first."""

WHOLE_FROM = 0.1
"""Shares from which per cents are written without a decimal."""


def figure(scene: Scene) -> Stat:
    """Return the one figure of the headline that a map is about."""
    return scene.stats[PLACES.get(scene.request.view.theme, 0)]


def offered(scene: Scene) -> str:
    """Return what can be read off a map: *Mopti holds 41 % of the displaced people*; perhaps nothing."""
    request, theme = scene.request, scene.request.view.theme
    if scene.between or theme == "change":
        return changed(scene)
    if theme in indicators.INDICATORS:
        return _highest(scene)
    if theme == "share":
        top = _top(scene)
        return (
            say(
                "reading.share",
                request.lang,
                area=_name(top[0], request),
                share=percent(top[1], request.lang),
            )
            if top
            else ""
        )
    stat, value = figure(scene), figure(scene).value
    if theme in filters.NARROWED:
        of = several([reported.of_map(request), filters.words(request)], request.lang)
        value = say("filters.qualified", request.lang, title=value, of=of)
    return say("reading.stat", request.lang, label=stat.label, value=value)


def _highest(scene: Scene) -> str:
    """Say which area has most, and which share of all that is."""
    request, lang = scene.request, scene.request.lang
    theme, given = headline.measured(request)
    total = indicators.figure(request.view.area, theme, given, request.areas)
    top = _top(scene)
    if not top or not total.value:
        return ""
    words = {
        "area": _name(top[0], request),
        "month": month(given.date, lang),
        "figure": int(top[1]),
        "unit": say(f"theme.unit.{theme}", lang),
    }
    if top[0].id == request.view.area or total.shared:
        return say("reading.figure", lang, **words)
    return say(
        "reading.highest",
        lang,
        **words,
        share=percent(top[1] / total.value, lang),
        whole=_name(request.areas[request.view.area], request),
        total=total.value,
    )


def changed(scene: Scene) -> str:
    """Say of a map of change or difference in how many areas there are more and fewer, and where most."""
    if not (scene.request.base or scene.between):
        return ""
    return moves(headline.known(scene.request, scene.fill), scene.request, scene.between)


def moves(known: dict[str, float], request: Request, between: tuple[str, str] | None = None) -> str:
    """Say of differences by area in how many there are more and fewer, and where most.

    They are the change since the request's base, unless `between` says what they are.
    """
    lang = request.lang
    rises = {area: value for area, value in known.items() if value > 0}
    falls = {area: value for area, value in known.items() if value < 0}
    counts = {
        "rises": len(rises),
        "falls": len(falls),
        "n": len(known),
        "levels": say(f"level.many.{request.view.level}", lang).lower(),
    }
    ways = ("reading.rise", "reading.fall")
    if between:
        now, then = between
        said, ways = [say("apart.said", lang, now=now, then=then, **counts)], ("apart.most", "apart.least")
    else:
        assert request.base
        said = [say("reading.change", lang, since=month(request.base.date, lang), **counts)]
    for way, some, best in zip(ways, (rises, falls), (max, min), strict=True):
        if some:
            area = best(some, key=lambda one: some[one])
            figure = headline.signed(some[area], lang)
            said.append(say(way, lang, area=_name(request.areas[area], request), figure=figure))
    return " ".join(said)


def ranked(scene: Scene) -> tuple[tuple[str, float], ...]:
    """Return the areas in the focus with a figure, the largest change or figure first."""
    known = headline.known(scene.request, scene.fill)
    return tuple(sorted(known.items(), key=lambda pair: (-abs(pair[1]), pair[0])))


def _top(scene: Scene) -> tuple[Area, float] | None:
    known = [(value, area) for area, value in headline.known(scene.request, scene.fill).items() if value]
    if not known:
        return None
    value, area = max(known)
    return scene.request.areas[area], value


def _name(area: Area, request: Request) -> str:
    """Name an area; cercles and communes with their level, for many are called as their region is."""
    name = area.name(request.lang)
    if area.level <= LEVELS["region"]:
        return name
    return say("reading.area", request.lang, area=name, level=say(f"level.{area.level}", request.lang))


def percent(share: float, lang: Language) -> str:
    """Write a share in whole per cent, small ones with a decimal."""
    return text.percent(share, lang, "0" if share >= WHOLE_FROM else "0.0")


def seen(scene: Scene) -> Seen:
    """Return what a slide of the scene says now, to compare with later.

    It is what the public view says: a briefing's file can be sent to anybody. Of what only partners
    may know of, nothing is kept.
    """
    view, lang = scene.request.view, scene.request.lang
    if view.audience != "public":
        scene = scenes.compose(view.change(audience="public"), lang=lang)
        shown = scene.request.view
        if (shown.theme, shown.org) != (view.theme, view.org):
            return Seen()
    request = scene.request
    if loaded.of_theme(request):
        return Seen(headline.dated(request)[0][:7], None, offered(scene))
    if request.view.theme == "presence":
        newest = max((stated.date for stated in request.statements), default="")
        here = statements.organisations_in(request.spoken(request.view.area), statements.HERE)
        return Seen(newest[:7], len(here), offered(scene))
    measure, given = headline.measured(request)
    figure = indicators.figure(request.view.area, measure, given, request.areas)
    return Seen(f"{given.date:%Y-%m}", figure.value, offered(scene), given.series, given.number)


def since(slide: Slide, scene: Scene) -> str:
    """Say what has changed since a slide was made, or that nothing has; nothing where that is not known."""
    if not slide.seen.month:
        return ""
    still = "fixed" if slide.view()[0].round else "same"
    unchanged = say(f"reading.since.{still}", scene.request.lang, month=_round(slide.seen, scene))
    return news(slide, scene) or unchanged


def news(slide: Slide, scene: Scene) -> str:
    """Say what has changed since a slide was made, from what to what; nothing where nothing has."""
    then, now, lang = slide.seen, seen(scene), scene.request.lang
    if not then.month or (then.month == now.month and then.figure == now.figure):
        return ""
    words = {"before": _round(then, scene), "now": _round(now, scene)}
    if then.figure is None or now.figure is None or (then.series and then.series != now.series):
        return say("reading.since.unknown", lang, **words)
    theme = scene.request.view.theme
    counted = theme if theme == "presence" else headline.measured(scene.request)[0]
    unit = say(f"theme.unit.{counted}", lang)
    if theme == "presence":
        unit = filters.after(unit, scene.request)
    how = "corrected" if then.month == now.month else "identical" if then.figure == now.figure else "figures"
    return say(
        f"reading.since.{how}",
        lang,
        **words,
        area=_name(scene.request.areas[scene.request.view.area], scene.request),
        unit=unit,
        old=then.figure,
        new=now.figure,
        change=headline.signed(now.figure - then.figure, lang),
    )


def _round(given: Seen, scene: Scene) -> str:
    """Name the month of figures, and the round where that is known."""
    lang = scene.request.lang
    named = when(given.month, lang)
    return say("reading.since.round", lang, month=named, number=given.round) if given.round else named


def renewed(slide: Slide, scene: Scene) -> Slide:
    """Return a slide that is compared, from now on, with what its scene says now."""
    return replace(slide, seen=seen(scene))


def outdated(slide: Slide, scene: Scene) -> bool:
    """Tell whether a reading that somebody wrote was written for other figures than those of now."""
    return bool(slide.reading and news(slide, scene))
