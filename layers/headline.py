"""What a map says in words: its title, four figures, sources, caveats, and its text alternative."""

from __future__ import annotations

import datetime as dt
import heapq
from typing import TYPE_CHECKING, Any

from geo import camps, catalog, funding, indicators, reference, reports, rounds, statements
from geo.areas import LEVELS
from layers import filters, loaded, reported
from layers import funding as bars
from layers.catalogue import age
from layers.change import dates
from layers.choropleth import known_by, words
from layers.parts import Stat
from layers.text import listing, month, number, say, several

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from geo.areas import Language
    from geo.indicators import Figure
    from layers.parts import Fill
    from layers.scene import Request

STALE = 365
"""Days after which the map says that its figures are old."""

HIGHEST = 3
"""Areas named in the text alternative."""


def title(request: Request) -> str:
    """Say in one line what is shown, where, when, and who says so."""
    view, lang = request.view, request.lang
    where = {"level": known_by(request), "area": request.areas[view.area].name(lang)}
    if loaded.of_theme(request):
        return loaded.title(request, where)
    if view.theme in filters.NARROWED:
        where |= {"clusters": filters.covered(request), "reports": reported.of_map(request)}
        where["only"] = filters.after("", request)
    if request.round is None:
        return say(f"title.{view.theme}", lang, **where)
    when = {"month": month(request.round.date, lang), "round": round_name(request.round, lang)}
    if view.theme == "change" and request.base:
        when |= dates(request) | {"base": round_name(request.base, lang)}
    return say(f"title.{view.theme}", lang, **where, **when)


def round_name(given: rounds.Round, lang: Language) -> str:
    """Return what a round is called: *DTM, round 64*; one that was fetched, by its source."""
    if not given.title:
        return say(f"round.{given.series}", lang, number=given.number)
    key = "refresh.round.number" if given.number else "refresh.round.plain"
    return say(key, lang, title=given.title, number=given.number)


def round_month(given: rounds.Round, choice: tuple[rounds.Round, ...], lang: Language) -> str:
    """Return the month of a round to choose; its series too, where another has one in that month."""
    said = month(given.date, lang)
    alone = all(other.series == given.series for other in choice if other.month == given.month)
    return said if alone else f"{said} · {round_name(given, lang)}"


def stats(request: Request) -> tuple[Stat, ...]:
    """Return the four figures of the headline, all of the focus area."""
    if loaded.of_theme(request):
        return (*loaded.stats(request), *_presence(request))
    measure, given = measured(request)
    now = indicators.figure(request.view.area, measure, given, request.areas)
    return (_total(now, measure, given, request), _change(now, measure, given, request), *_presence(request))


def measured(request: Request) -> tuple[str, rounds.Round]:
    """Return the indicator and round that figures in words are of, also where none is drawn."""
    measure = "returnees" if request.view.theme == "returnees" else "idps"
    return measure, request.round or rounds.rounds()[-1]


def newer(request: Request) -> str:
    """Say that the figures shown are old, and name a newer one that stands for the whole country."""
    return " ".join(filter(None, [stale(request), _newer(request)]))


def stale(request: Request) -> str:
    """Say of when the figures are, where that is more than `STALE` days ago."""
    given = request.round
    if given is None or (dt.date.today() - given.date).days <= STALE:
        return ""
    return say("refresh.stale", request.lang, month=month(given.date, request.lang))


def _newer(request: Request) -> str:
    if loaded.of_theme(request):
        return ""
    measure, given = measured(request)
    known = [
        figure
        for figure in rounds.national_figures()
        if getattr(figure, measure) is not None and figure.date > given.date
    ]
    if not known:
        return ""
    newest, lang = known[-1], request.lang
    return say(
        "newer.figure",
        lang,
        figure=getattr(newest, measure),
        unit=say(f"theme.unit.{measure}", lang),
        month=month(newest.date, lang),
        kind=say(f"kind.{newest.kind}", lang),
    )


def credit(*requests: Request) -> str:
    """Name the sources of what is drawn, once where several maps have them."""
    lang, names = requests[0].lang, []
    for request in requests:
        names += loaded.credits(request)
        names += [reference.name(reference.sources(), code, lang) for code in sources(request)]
    said = say("map.credit", lang, sources=several(dict.fromkeys(names), lang))
    return " ".join(dict.fromkeys(filter(None, [*map(derived, requests), said])))


def sources(request: Request) -> dict[str, str]:
    """Return the sources of what is drawn by code, each with the ISO date of what it says."""
    found: list[tuple[str, str]] = []
    if request.round:
        found.append((request.round.source, request.round.date.isoformat()))
    if request.view.theme == "share":
        found.append(("instat_rgph2009", catalog.dataset("census_2009").date))
    if request.view.theme in filters.NARROWED:
        found += reports.publications(request.statements)
    if request.view.theme == "funding":
        found += [(plan.id, plan.total.date) for plan in funding.plans()]
    if "offices" in request.view.layers:
        found += [(office.source, catalog.dataset("offices").date) for office in request.offices]
    if "camps" in request.view.layers:
        found += [(count.source, count.date.isoformat()) for one in camps.camps() for count in one.counts]
    official = request.areas.official
    found.append(
        (official.source, official.date) if official else ("cod_ab", catalog.dataset("cod2021").date)
    )
    found.append(("natural_earth", catalog.dataset("basemap").date))
    newest: dict[str, str] = {}
    for code, day in found:
        newest[code] = max(day, newest.get(code, ""))
    return newest


def derived(request: Request) -> str:
    """Say that boundaries were derived by this project, wherever they are drawn."""
    areas = request.areas
    return say(f"division.note.{areas.division}", request.lang) if areas.derived else ""


def caveats(request: Request) -> tuple[str, ...]:
    """Say what a reader has to know of the boundaries and figures shown."""
    if request.view.theme == "funding":
        return (*bars.lines(request.lang), *filter(None, [filters.beside(request)]))
    of_loaded = (*loaded.caveats(request), *filter(None, [filters.beside(request)]))
    if request.round is None:
        return of_loaded
    measure, given = measured(request)
    found = rounds.caveats_of(given, measure, request.view.area, request.areas)
    return (*of_loaded, *(caveat.text[request.lang] for caveat in found))


def dated(request: Request) -> tuple[str, str]:
    """Return the ISO date of what colours the areas, and who says so; both may be empty."""
    if theme := loaded.of_theme(request):
        return theme[0].date, loaded.source(theme[0], request.lang)
    if request.view.theme == "presence":
        found = reports.publications(one for one in request.statements if one.is_presence)
        return max((day for _, day in found), default=""), ""
    if given := request.round:
        source = reference.name(reference.sources(), given.source, request.lang)
        return given.date.isoformat(), source
    return "", ""


def alt(request: Request, fill: Fill) -> str:
    """Say what the map shows, with its highest figures, for whoever does not see it."""
    lang, top = request.lang, highest(request, fill, number, lambda pair: (pair[1], pair[0]))
    facts = say("map.alt.top", lang, areas=top) if top else say("map.alt.none", lang)
    return say("map.alt", lang, title=title(request), facts=facts)


def highest(
    request: Request,
    fill: Fill,
    write: Callable[[float, Language], str],
    size: Callable[[tuple[str, float]], Any],
) -> str:
    """Name the areas of the focus with the highest figures but zero, by the `size` of area and figure."""
    lang, some = request.lang, [pair for pair in known(request, fill).items() if pair[1]]
    top = [
        say("map.alt.one", lang, area=request.areas[area].name(lang), figure=write(value, lang))
        for area, value in heapq.nlargest(HIGHEST, some, key=size)
    ]
    return listing(top, lang) if top else ""


def known(request: Request, fill: Fill) -> dict[str, float]:
    """Return the figures of the areas in the focus that have one; of the focus where none lies in it."""
    view = request.view
    inside = {area.id for area in request.areas.within(view.area, view.level)} or {view.area}
    return {area: value for area, value in fill.values.items() if value is not None and area in inside}


def signed(value: float, lang: Language) -> str:
    """Write a difference with its sign: *+43 247*, *−12*; the minus is a minus, not a hyphen."""
    size = number(abs(value), lang)
    return f"+{size}" if value > 0 else f"−{size}" if value < 0 else "0"


def _total(now: Figure, measure: str, given: rounds.Round, request: Request) -> Stat:
    lang = request.lang
    known = words(now, given, lang) if now.value is None or now.shared else ""
    return Stat(
        say(f"headline.total.{measure}", lang),
        say("headline.missing", lang) if now.value is None else number(now.value, lang),
        several([_as_of(now, lang), known], lang),
    )


def _as_of(now: Figure, lang: Language) -> str:
    """Say of when a figure is, and how old that makes it today."""
    if now.value is None:
        return ""
    old = age(now.date.isoformat(), dt.date.today(), lang)
    return say("headline.as_of", lang, month=month(now.date, lang), age=old)


def _change(now: Figure, measure: str, given: rounds.Round, request: Request) -> Stat:
    lang, missing = request.lang, say("headline.missing", request.lang)
    earlier = request.base or indicators.before(given)
    label = say("headline.change", lang)
    if earlier is None:
        return Stat(label, missing, say("headline.change.first", lang))
    label = say("headline.change.since", lang, before=month(earlier.date, lang))
    then = indicators.figure(request.view.area, measure, earlier, request.areas)
    both = say("headline.change.dates", lang, before=month(then.date, lang), now=month(now.date, lang))
    value, state = indicators.change(now, then)
    if value is None:
        return Stat(label, missing, several([both, say("state.not_comparable", lang)], lang))
    same = say("state.may_be_carried", lang) if state is indicators.State.SAME else ""
    return Stat(label, signed(value, lang), several([both, same], lang))


def without_report(area: str, request: Request) -> tuple[int, list[str], tuple[str, ...]]:
    """Return the parts of an area with displaced people, and those for which no activity report is there.

    The parts are of the view's level, of cercles at the finest; their level comes first.
    """
    areas = request.areas
    level = areas.at_most(min(request.view.level, LEVELS["cercle"]))
    _, given = measured(request)
    parts = areas.within(area, level) or (areas[area],)
    displaced = [part.id for part in parts if indicators.figure(part.id, "idps", given, areas).value]
    unknown = (part for part in displaced if not any(one.is_presence for one, _ in request.spoken(part)))
    return level, displaced, tuple(unknown)


def _presence(request: Request) -> tuple[Stat, Stat]:
    view, lang = request.view, request.lang
    spoken = request.spoken(view.area)
    present = statements.organisations_in(spoken, statements.HERE)
    wider = statements.organisations_in(spoken, statements.AROUND)
    around = say("headline.organisations.wider", lang, n=len(wider)) if wider else ""
    level, displaced, unknown = without_report(view.area, request)
    only, of = filters.full(request), reported.of(spoken, lang)
    return (
        Stat(
            say("headline.organisations", lang),
            number(len(present), lang),
            several([around, of, say("headline.organisations.note", lang), only], lang),
        ),
        Stat(
            unknown_label(level, request),
            number(len(unknown), lang),
            several([*_reports(displaced, unknown, request), reported.of_map(request), only], lang),
        ),
    )


def unknown_label(level: int, request: Request) -> str:
    """Name the parts with displaced people, of which month, for which no activity report is there."""
    lang, (_, given) = request.lang, measured(request)
    levels = say(f"level.many.{level}", lang)
    return say("headline.unknown", lang, levels=levels, month=month(given.date, lang))


def _reports(displaced: Sequence[str], unknown: Sequence[str], request: Request) -> Iterator[str]:
    """Say of how many parts there is no report, and of how many one that was made for a larger area."""
    lang = request.lang
    yield say("headline.unknown.note" if unknown else "headline.unknown.none", lang, n=len(displaced))
    reported = (part for part in displaced if part not in unknown)
    wider = sum(not statements.organisations_in(request.spoken(part), statements.HERE) for part in reported)
    if wider:
        yield say("headline.unknown.wider", lang, n=wider)
