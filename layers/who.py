"""Who does what in an area, in words: statements as lines of the facts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from geo import clusters, completeness, indicators, organisations, reference, reports
from geo.areas import COUNTRY, load
from geo.disclosure import WITHHELD
from geo.statements import NOT_STATED, Reach
from layers import filters, headline, reported
from layers.parts import Line, Section
from layers.source_words import told
from layers.text import listing, number, say, several, when

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from geo.areas import Area, Language
    from geo.statements import Statement
    from layers.scene import Request

MOST = 40
"""Lines of one kind in the facts; where there are more, they are counted by organisation."""

FEW = 3
"""Things that a sentence names; of more it gives the number."""


def sections(area: str, request: Request) -> tuple[Section, ...]:
    """List the statements by how they speak of the area.

    What stands beside every area is listed with the country, and counted elsewhere.
    """
    lang = request.lang
    by_reach: dict[Reach, list[Statement]] = {}
    for statement, how in request.spoken(area):
        by_reach.setdefault(how, []).append(statement)
    if beside := [one for one in request.statements if one.scope != "area"]:
        by_reach[Reach.BESIDE] = beside
    present = {how for how, found in by_reach.items() if any(one.is_presence for one in found)}
    here = lines(by_reach.get(Reach.EXACT, []), request)
    if beside and area != COUNTRY:
        here += (Line(say("facts.who.elsewhere", lang, n=len(beside)), tone="soft"),)
    if Reach.EXACT not in present:
        elsewhere = present - {Reach.BESIDE}
        none = "not_itself" if elsewhere else "silent" if _claimed(area, request) else "none"
        here = (Line(say(f"facts.who.{none}", lang), tone="soft"), *here)
    found = [Section(_title(by_reach, request), here)]
    for how in (Reach.PART, Reach.LARGER, Reach.OVERLAP, *([Reach.BESIDE] if area == COUNTRY else [])):
        if how in by_reach:
            said = lines(by_reach[how], request, placed=True)
            found.append(Section(say(f"facts.who.{how}", lang), said, folded=how is Reach.BESIDE))
    return tuple(section for section in found if section.lines)


def _title(by_reach: Mapping[Reach, Sequence[Statement]], request: Request) -> str:
    """Say of when is what is listed of an area, and what of it was asked for."""
    lang, title = request.lang, say("facts.who", request.lang)
    dates = reported.dates((one for given in by_reach.values() for one in given), lang)
    of = several([say("reported.of", lang, when=dates) if dates else "", filters.words(request)], lang)
    return say("filters.qualified", lang, title=title, of=of) if of else title


def unknown(area: Area, request: Request) -> tuple[Section, ...]:
    """List the parts with displaced people for which no activity report is there, most people first."""
    level, _, without = headline.without_report(area.id, request)
    if not without or without == (area.id,):
        return ()
    lang, (_, given) = request.lang, headline.measured(request)
    people = {part: indicators.figure(part, "idps", given, request.areas).value or 0 for part in without}
    found = tuple(
        Line(request.areas[part].name(lang), number(people[part], lang))
        for part in sorted(without, key=lambda part: (-people[part], part))
    )
    title = headline.unknown_label(level, request)
    return (Section(f"{title} ({len(found)})", found, folded=True),)


def lines(
    given: Sequence[Statement], request: Request, *, placed: bool = False, cited: bool = False
) -> tuple[Line, ...]:
    """Say statements, those that differ only in their place in one line; very many are counted.

    Their places are named where they are `placed`, and where in the source each stands, `cited`.
    """
    alike: dict[tuple[str, ...], list[Statement]] = {}
    for statement in given:
        alike.setdefault(_besides_place(statement), []).append(statement)
        if len(alike) > MOST:
            return _counted(given, request)
    return tuple(_line(group, request, placed=placed, cited=cited) for group in alike.values())


def org_name(code: str, request: Request) -> str:
    """Return what an organisation is called in short, where the audience may know of it."""
    if code == WITHHELD:
        return say("org.withheld", request.lang)
    return reference.name(organisations.table(request.view.audience), code, request.lang, "acronym")


def cluster_name(statement: Statement, lang: Language) -> str:
    """Return the cluster of a statement, or that none is stated, or what is written for it."""
    if statement.cluster_given:
        return say("cluster.given", lang, written=statement.cluster_given)
    if statement.cluster == NOT_STATED:
        return say("cluster.not_stated", lang)
    return reference.name(reference.clusters(), statement.cluster, lang)


def source(statement: Statement, lang: Language) -> str:
    """Name who says so, in which dataset and row, and of when."""
    date = when(statement.date, lang)
    if loaded := reports.loaded(statement):
        told = {"source": loaded.source, "title": loaded.title, "row": statement.place_in_source}
        return say("facts.as_loaded", lang, **told, date=date)
    name = reference.name(reference.sources(), statement.source, lang, "short")
    return say("facts.as_stated", lang, source=name, date=date)


def place(statement: Statement, request: Request) -> str:
    """Name where a statement is about, with its boundaries where they are not those shown."""
    if statement.scope == "country":
        return say("facts.country", request.lang)
    if statement.scope == "zone":
        return statement.zone[request.lang]
    area = load(statement.division)[statement.area]
    if statement.division == request.areas.division:
        return area.name(request.lang)
    level = say(f"level.{area.level}", request.lang)
    boundaries = say(f"division.of.{statement.division}", request.lang)
    return f"{area.name(request.lang)} ({level}, {boundaries})"


def period(statement: Statement, lang: Language) -> str:
    """Say from when to when, as far as it is stated; often nothing."""
    start, end = statement.start, statement.end
    if start and end:
        same = start == end
        return (
            when(start, lang)
            if same
            else say("facts.period", lang, start=when(start, lang), end=when(end, lang))
        )
    if start:
        return say("facts.since", lang, date=when(start, lang))
    return say("facts.until", lang, date=when(end, lang)) if end else ""


def _claimed(area: str, request: Request) -> bool:
    """Tell whether a dataset declares itself complete for the area and one of the clusters meant."""
    view, claims = request.view, completeness.claims(request.view.audience)
    return any(
        completeness.claim_for(request.areas[area].id, view.division, code, claims, view.on)
        for code in view.sector or clusters.main()
    )


def _counted(given: Sequence[Statement], request: Request) -> tuple[Line, ...]:
    """Count very many statements by organisation, most of them first, with their clusters."""
    lang = request.lang
    groups: dict[str, list[Statement]] = {}
    for statement in given:
        groups.setdefault(statement.org, []).append(statement)
    order = sorted(groups.items(), key=lambda group: (-len(group[1]), group[0]))
    counted = tuple(
        Line(
            org_name(org, request),
            say("facts.who.rows", lang, n=len(found)),
            some([cluster_name(one, lang) for one in found], lang),
            "firm" if any(one.is_presence for one in found) else "plain",
        )
        for org, found in order[:MOST]
    )
    left = len(order) - MOST
    return (*counted, Line(say("facts.who.more", lang, n=left), tone="soft")) if left > 0 else counted


def some(given: Iterable[str], lang: Language) -> str:
    """Name the first few of some things, and how many more there are."""
    named = list(dict.fromkeys(given))
    if len(named) <= FEW:
        return listing(named, lang)
    return say("list.more", lang, names=", ".join(named[:FEW]), n=len(named) - FEW)


def _besides_place(one: Statement) -> tuple[str, ...]:
    said = (one.org, one.cluster, one.activity["en"], one.status, one.source, one.dataset, one.scope)
    return (*said, one.note["en"], one.start, one.end, one.date)


def _line(alike: list[Statement], request: Request, *, placed: bool, cited: bool) -> Line:
    lang, one = request.lang, alike[0]
    notes = [cluster_name(one, lang)]
    if placed:
        notes.append(listing(list(dict.fromkeys(place(each, request) for each in alike)), lang))
    notes += filter(None, [period(one, lang), source(one, lang), one.note[lang]])
    if cited and not reports.loaded(one):  # of a loaded file the row is named in any case
        notes += dict.fromkeys(told(each.place_in_source, lang) for each in alike)
    if one.reached is not None and len(alike) == 1:
        notes.append(say("facts.reached", lang, n=one.reached))
    activity = one.activity[lang] or say("facts.activity.not_stated", lang)
    return Line(
        say("facts.activity", lang, org=org_name(one.org, request), activity=activity),
        say(f"status.{one.status}", lang),
        " · ".join(notes),
        "firm" if one.is_presence else "plain",
    )
