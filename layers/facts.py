"""What is known of the picked area or office: figures, who is present, offices, caveats, sources."""

from __future__ import annotations

from typing import TYPE_CHECKING

from geo import camps as camp_table
from geo import gazetteer, indicators, offices, organisations, reference, reports, rounds, series
from geo.areas import COUNTRY, DIVISIONS, LEVELS, load
from layers import against, camps, floods, funding, headline, loaded_layers, site_services, who, why
from layers import offices as office_layer
from layers.choropleth import words
from layers.parts import Facts, Line, Section, Trend
from layers.source_words import told
from layers.text import date, ends, listing, month, number, say, when

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterable

    from geo.areas import Area, Language
    from layers.scene import Request

NEAREST = 3
"""Offices listed for an area."""

KINDS = {
    "Conflict": "facts.kind.conflict",
    "Returns": "facts.kind.returns",
    "No displacement reported": "facts.kind.none",
}
"""What the files write as the type of displacement, with its words."""


def facts(request: Request) -> Facts:
    """Return the facts of the picked area or office, else of the focus."""
    pick = request.view.pick or request.view.area
    if pick in request.areas:
        return _of_area(request.areas[pick], request)
    for camp in camp_table.camps():
        if camp.id == pick:
            return camps.facts(camp, request)
    if found := loaded_layers.facts(pick, request):
        return found
    return _of_office(next(office for office in request.offices if office.id == pick), request)


def _of_area(area: Area, request: Request) -> Facts:
    lang = request.lang
    holds = [outer.name(lang) for outer in request.areas.chain(area.id)[1:]]
    level = say(f"level.head.{area.level}", lang)
    of_theme, others = loaded_layers.sections(area.id, request)
    return Facts(
        id=area.id,
        title=area.name(lang),
        subtitle=say("facts.of", lang, level=level, area=", ".join(holds)) if holds else level,
        sections=(
            *of_theme,
            *_money(request),
            *why.sections(area, request),
            _figures("idps", area, request),
            _figures("returnees", area, request),
            *against.section(area, request),
            *_other_series(area, request),
            *others,
            *who.sections(area.id, request),
            *who.unknown(area, request),
            *site_services.section(area.id, request),
            _nearest(area, request),
            *floods.section(area.id, request),
            *_caveats(area, request),
            _sources(area.id, request),
        ),
    )


def _money(request: Request) -> tuple[Section, ...]:
    """Return the bars of the plans, unless an area was asked for: money is the country's."""
    view = request.view
    return funding.sections(request) if view.theme == "funding" and view.pick in (None, COUNTRY) else ()


def _figures(measure: str, area: Area, request: Request) -> Section:
    lang = request.lang
    _, given = headline.measured(request)
    now = indicators.figure(area.id, measure, given, request.areas)
    as_of = say("facts.as_of", lang, date=given.date, round=headline.round_name(given, lang))
    known = words(now, given, lang)
    notes = [as_of, *_notes(measure, area, given, request)]
    if now.value is None:
        line = Line(known, note=as_of)
    else:
        notes += [known] if known else []
        line = Line(say(f"theme.unit.{measure}", lang), number(now.value, lang), " · ".join(notes), "firm")
    return Section(say(f"facts.{measure}", lang), (line,), _trend(measure, area, request))


def _kinds(written: Iterable[str], lang: Language) -> str:
    """Name kinds of displacement in the reader's language; one without words as the file has it."""
    parts = dict.fromkeys(part for kinds in written for part in kinds.split("; "))
    return ", ".join(say(KINDS[part], lang) if part in KINDS else part for part in parts)


def _region(written: str, lang: Language) -> str:
    """Name a region of origin in the reader's language; one that is not found as the file has it."""
    found = gazetteer.load(DIVISIONS[0]).place({LEVELS["region"]: written}, {}, LEVELS["region"])
    return load(DIVISIONS[0])[found.area].name(lang) if found.area else written


def _notes(measure: str, area: Area, given: rounds.Round, request: Request) -> list[str]:
    lang = request.lang
    sums = {name: indicators.figure(area.id, name, given, request.areas).value for name in rounds.MEASURES}
    households = sums["idp_households" if measure == "idps" else "returnee_households"]
    found = [say("facts.households", lang, n=households)] if households else []
    if measure == "idps" and area.level >= LEVELS["cercle"]:
        origins, kinds = indicators.said_of(area.id, given, request.areas)
        named = [_region(name, lang) for name in origins]
        found += [say("facts.origin", lang, names=listing(named, lang))] if named else []
        found += [say("facts.kind", lang, names=_kinds(kinds, lang))] if kinds else []
    if measure == "returnees":
        found.append(say("facts.returnees.cumulative", lang))
        if sums["returnees_idp"] is not None and sums["returnees"]:
            split = {"idp": sums["returnees_idp"], "abroad": sums["returnees_abroad"] or 0}
            found.append(say("facts.returnees.split", lang, **split))
    reporting, cercles = indicators.cercles_reporting(area.id, given, request.areas)
    if cercles > 1:
        found.append(say("facts.parts", lang, reporting=reporting, n=cercles))
    return found


def _trend(measure: str, area: Area, request: Request) -> Trend | None:
    lang, series_id = request.lang, headline.measured(request)[1].series
    points = tuple(
        (figure.date, None if figure.shared else figure.value)
        for figure in indicators.trend(area.id, measure, request.areas, series_id)
    )
    return _line_of(points, lang)


def _line_of(points: tuple[tuple[dt.date, int | None], ...], lang: Language) -> Trend | None:
    """Draw figures over time; one alone is no line."""
    known = [f"{month(day, lang)} {number(value, lang)}" for day, value in points if value is not None]
    if len(known) < 2:
        return None
    return Trend(points, say("facts.trend.alt", lang, points=listing(known, lang)), ends(points, lang))


def _other_series(area: Area, request: Request) -> tuple[Section, ...]:
    """Return the figures of other series, each with a line of its own: they are never joined."""
    found = [*_other_rounds(area, request)]
    for one in series.series_of(area.id, request.areas.division):
        known = [point for point in one.points if point.idps is not None]
        if known:
            found.append(_of_series(one.name[request.lang], known, request))
    return tuple(found)


def _other_rounds(area: Area, request: Request) -> list[Section]:
    """Return what other series of rounds say of the area, as those that were fetched beside the shipped."""
    lang, found = request.lang, []
    for name in rounds.series():
        given = [one for one in rounds.rounds() if one.series == name]
        figures = indicators.trend(area.id, "idps", request.areas, name)
        known = [pair for pair in zip(given, figures, strict=True) if pair[1].value is not None]
        if name == headline.measured(request)[1].series or not known:
            continue
        newest, figure = known[-1]
        source = reference.name(reference.sources(), newest.source, lang)
        said = (date(figure.date, lang), source, words(figure, newest, lang))
        note = " · ".join(filter(None, said))
        line = Line(say("theme.unit.idps", lang), number(figure.value or 0, lang), note)
        points = tuple((one.date, None if one.shared else one.value) for one in figures)
        title = newest.title or series.names()[name][lang]
        found.append(Section(title, (line,), _line_of(points, lang), folded=True))
    return found


def _of_series(name: str, known: list[series.Point], request: Request) -> Section:
    lang, newest = request.lang, known[-1]
    said = [date(newest.date, lang), say(f"kind.{newest.kind}", lang)]
    said += [told(newest.source, lang), newest.note[lang]]
    line = Line(say("theme.unit.idps", lang), number(newest.idps or 0, lang), " · ".join(filter(None, said)))
    said_ends = [f"{month(point.date, lang)} {number(point.idps or 0, lang)}" for point in (known[0], newest)]
    trend = Trend(
        tuple((point.date, point.idps) for point in known),
        say("facts.trend.alt", lang, points=listing(said_ends, lang)),
        ends(tuple((point.date, point.idps) for point in known), lang),
    )
    return Section(name, (line,), trend if len(known) > 1 else None, folded=True)


def _nearest(area: Area, request: Request) -> Section:
    lang = request.lang
    here = {office.id for office in offices.inside(request.offices, area.id, request.areas)}
    lines = [
        Line(
            f"{office_layer.name(office, lang)} ({office.kind[lang]})",
            note=" · ".join(
                filter(None, [_distance(office.id in here, km, area, lang), when(office.date, lang)])
            ),
        )
        for office, km in offices.nearest(request.offices, *area.label, count=max(NEAREST, len(here)))
    ]
    return Section(say("facts.offices", lang), tuple(lines))


def _distance(here: bool, km: float, area: Area, lang: Language) -> str:
    if area.id == COUNTRY:  # the middle of the country is no place to measure from
        return ""
    return say(f"facts.office.{'here' if here else 'distance'}", lang, distance=round(km))


def _caveats(area: Area, request: Request) -> tuple[Section, ...]:
    _, given = headline.measured(request)
    found = {
        caveat.text[request.lang]: None
        for measure in indicators.INDICATORS
        for caveat in rounds.caveats_of(given, measure, area.id, request.areas)
    }
    return (
        (Section(say("facts.caveats", request.lang), tuple(Line(text) for text in found)),) if found else ()
    )


def _sources(area: str, request: Request) -> Section:
    _, given = headline.measured(request)
    near = (one.source for one in request.offices)
    beside = (one for one in request.statements if one.scope != "area")
    said = reports.publications([*(one for one, _ in request.spoken(area)), *beside])
    used = dict.fromkeys([given.source, *(code for code, _ in said), *near, "cod_ab"])
    lines = tuple(Line(reference.name(reference.sources(), code, request.lang)) for code in used)
    return Section(say("facts.sources", request.lang), lines, folded=True)


def _of_office(office: offices.Office, request: Request) -> Facts:
    lang = request.lang
    commune = offices.commune_of(request.areas.division)[office.id]
    chain = [area.name(lang) for area in request.areas.chain(commune)] if commune else []
    said = [Line(office.kind[lang], note=say("facts.office.point", lang), tone="firm")]
    said += [Line(office.note[lang])] if office.note[lang] else []
    own = [found for found in request.statements if found.org == office.org and found.is_presence]
    stated = who.lines(own, request, placed=True)
    source = reference.name(reference.sources(), office.source, lang)
    return Facts(
        id=office.id,
        title=office_layer.name(office, lang),
        subtitle=", ".join(chain),
        sections=(
            Section(
                reference.name(organisations.table(request.view.audience), office.org, lang), tuple(said)
            ),
            Section(
                say("facts.activities", lang),
                stated or (Line(say("facts.activities.none", lang), tone="soft"),),
            ),
            Section(say("facts.sources", lang), (Line(source, note=when(office.date, lang)),)),
        ),
    )
