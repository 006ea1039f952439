"""An organisation, or a cluster, in tables: where, what, since when, with whom, next to whom."""

from __future__ import annotations

from typing import TYPE_CHECKING

from geo import clusters, indicators, offices, organisations, profiles, reference
from geo.areas import COUNTRY
from geo.spelling import fold
from layers import beside, filters, reported, who
from layers.parts import Section
from layers.plain_tables import Cell, Row, Table
from layers.text import month, say, several, when

if TYPE_CHECKING:
    from collections.abc import Sequence

    from geo.areas import Language
    from geo.offices import Office
    from geo.organisations import Organisation
    from geo.profiles import Place, Profile
    from geo.statements import Statement
    from layers.scene import Request

TYPES = ("UN", "INGO", "NNGO")
"""Types of organisation that have words."""


def organisation(code: str, request: Request) -> Organisation | None:
    """Return the record of an organisation that the request's audience may know of."""
    known = organisations.known_to(request.view.audience)
    return next((one for one in known if one.code == code), None)


def of_organisation(code: str, request: Request) -> tuple[Table, tuple[Section, ...]]:
    """Return where an organisation reports what, and what stands beside every area."""
    found = profiles.of_organisation(code, request.question)
    own = tuple(one for one in request.offices if one.org == code)
    name = beside.named([code], request)
    caption = filters.after(say("profile.caption", request.lang, name=name), request, "sector", "org")
    return _places(found, request, caption, own), _beside(found, request)


def of_cluster(code: str, request: Request) -> tuple[Table, tuple[Section, ...]]:
    """Return where a cluster is reported, and by whom; the offices are those of all shown."""
    found = profiles.of_cluster(code, request.question)
    name = reference.name(reference.clusters(), code, request.lang)
    caption = filters.after(say("profile.caption", request.lang, name=name), request, "sector")
    return _places(found, request, caption, request.offices), _beside(found, request)


def office_table(code: str, request: Request) -> Table | None:
    """Return the offices of an organisation with the areas that hold them; None where none is shown."""
    lang, areas = request.lang, request.areas
    own = [one for one in request.offices if one.org == code]
    if not own:
        return None
    communes = offices.commune_of(areas.division)
    return Table(
        caption=say("profile.offices", lang),
        columns=tuple(say(f"profile.column.{name}", lang) for name in ("office", "area", "source")),
        rows=tuple(
            Row(
                (
                    Cell(one.town[lang], one.kind[lang]),
                    _held(communes[one.id], request),
                    Cell(
                        reference.name(reference.sources(), one.source, lang, "short"), when(one.date, lang)
                    ),
                )
            )
            for one in own
        ),
    )


def distances(given: Sequence[Office], request: Request, caption: str) -> Table | None:
    """Return how far each area of the focus with displaced people is from the nearest of some offices.

    In a straight line from the area's middle. None where there is no office.
    """
    lang, view = request.lang, request.view
    figures = indicators.figures("idps", request.question.round, view.division, view.level)
    displaced = [area.id for area in request.areas.within(view.area, view.level) if figures[area.id].value]
    if not given or not displaced:
        return None
    displaced.sort(key=lambda area: (-(figures[area].value or 0), area))
    return Table(
        caption=caption,
        columns=tuple(say(f"profile.column.{name}", lang) for name in ("area", "displaced", "nearest")),
        rows=tuple(
            Row(
                (
                    beside.area(area, request),
                    beside.people(figures[area], request),
                    nearest(request.areas[area].label, given, request),
                )
            )
            for area in displaced[: beside.MOST]
        ),
        numbers=frozenset({1}),
        notes=(say("profile.straight", lang),),
    )


def nearest(place: tuple[float, float], given: Sequence[Office], request: Request) -> Cell:
    """Return the nearest of some offices to a place (degrees): the distance, whose it is and where."""
    found = offices.nearest(given, *place, count=1)
    if not found:
        return Cell("")
    (office, km), lang = found[0], request.lang
    where = say("profile.at", lang, org=beside.named([office.org], request), town=office.town[lang])
    return Cell(say("profile.km", lang, n=round(km)), where)


def _places(found: Profile, request: Request, caption: str, own: Sequence[Office]) -> Table:
    lang, view = request.lang, request.view
    inside = {area.id for area in request.areas.within(view.area, view.level)}
    places = [place for place in found.places if place.area in inside]
    names = ("area", "displaced", "what", "since", "with", "nearest")
    left = len(places) - beside.MOST
    return Table(
        caption=caption,
        columns=tuple(say(f"profile.column.{name}", lang) for name in names),
        rows=tuple(_place(place, request, own) for place in places[: beside.MOST]),
        numbers=frozenset({1}),
        notes=(
            *([] if places else [say("profile.nowhere", lang)]),
            *([say("matrix.left", lang, n=left)] if left > 0 else []),
            _dated(places, request),
            say("profile.note", lang),
            say("profile.straight", lang),
        ),
    )


def _dated(places: Sequence[Place], request: Request) -> str:
    """Say of when the displaced people are, and of when what is said of the areas."""
    lang = request.lang
    displaced = say("why.displaced", lang, month=month(request.question.round.date, lang))
    said = reported.dates((one for place in places for one, _ in place.rows), lang)
    of = several([displaced, say("reported.of", lang, when=said) if said else ""], lang)
    return say("filters.sentence", lang, of=of[0].upper() + of[1:])


def _place(place: Place, request: Request, own: Sequence[Office]) -> Row:
    lang = request.lang
    return Row(
        (
            beside.area(place.area, request),
            beside.people(place.displaced, request),
            Cell(who.some((_what(one, request) for one, _ in place.rows), lang), _status(place, request)),
            Cell(when(place.since, lang) if place.since else say("data_page.not_stated", lang)),
            Cell(who.some(beside.named(place.organisations, request).split(", "), lang)),
            nearest(request.areas[place.area].label, own, request),
        )
    )


def _what(statement: Statement, request: Request) -> str:
    activity = statement.activity[request.lang]
    cluster = who.cluster_name(statement, request.lang)
    if not activity or fold(activity) == fold(cluster):
        return cluster
    return say("profile.what", request.lang, cluster=cluster, activity=activity)


def _status(place: Place, request: Request) -> str:
    """Say how the rows speak of the area: as what, for which place."""
    said = dict.fromkeys(
        say(
            "profile.how",
            request.lang,
            status=say(f"status.{one.status}", request.lang),
            reach=say(f"profile.reach.{how}", request.lang),
        )
        for one, how in place.rows
    )
    return who.some(said, request.lang)


def _beside(found: Profile, request: Request) -> tuple[Section, ...]:
    said = who.lines(found.beside, request, placed=True)
    return (Section(say("profile.beside", request.lang), said),) if said else ()


def _held(commune: str | None, request: Request) -> Cell:
    if commune is None:
        return Cell("")
    chain = [area for area in request.areas.chain(commune) if area.id != COUNTRY]
    names = ", ".join(area.name(request.lang) for area in chain[1:])
    return Cell(chain[0].name(request.lang), names, beside.on_map(commune, request))


def choices(request: Request) -> dict[str, str]:
    """Return the clusters to choose from with their names, sub-clusters after their cluster."""
    return {
        code: reference.name(reference.clusters(), code, request.lang)
        for main in clusters.main()
        for code in reference.clusters()
        if clusters.is_of(code, main)
    }


def organisations_known(request: Request) -> Table:
    """Return the organisations that the request's audience may know of, each with a way to its page."""
    lang = request.lang
    known = sorted(
        organisations.known_to(request.view.audience), key=lambda one: one.acronym[lang].casefold()
    )
    rows = (
        Row(
            (
                _to("organisation", one.acronym[lang], one.name[lang], request, org=one.code),
                Cell(kind(one, lang)),
            )
        )
        for one in known
    )
    heads = (say("profile.organisation", lang), say("profile.column.type", lang))
    return Table(caption=say("profile.known", lang), columns=heads, rows=tuple(rows))


def clusters_known(request: Request) -> Table:
    """Return the clusters, each with a way to its page and the organisations that speak of it."""
    lang = request.lang
    rows = (
        Row(
            (
                _to("cluster", name, "", request, sector=code),
                Cell(beside.named(_speaking(code, request), request)),
            )
        )
        for code, name in choices(request).items()
    )
    heads = (say("profile.cluster", lang), say("profile.column.cited", lang))
    caption = filters.after(say("profile.clusters", lang), request, "sector")
    return Table(caption=caption, columns=heads, rows=tuple(rows))


def _speaking(code: str, request: Request) -> list[str]:
    places = profiles.of_cluster(code, request.question).places
    return list(dict.fromkeys(one.org for place in places for one, _ in place.rows))


def _to(page: str, name: str, full: str, request: Request, **chosen: str) -> Cell:
    view = request.view.change(**{what: (code,) for what, code in chosen.items()})
    return Cell(name, full if full != name else "", beside.address(page, view))


def kind(one: Organisation, lang: Language) -> str:
    """Say of what type an organisation is; a type that a file invented, as it is written there."""
    return say(f"profile.type.{one.type.lower()}", lang) if one.type in TYPES else one.type


def title(one: Organisation, request: Request) -> tuple[str, str]:
    """Return what an organisation is called, and its type and other spellings in one line."""
    lang = request.lang
    others = [text for text in one.spellings if text not in (one.acronym[lang], one.name[lang])]
    parts = [one.name[lang] if one.name[lang] != one.acronym[lang] else "", kind(one, lang)]
    parts += [say("profile.spellings", lang, names=", ".join(others))] if others else []
    return one.acronym[lang], " · ".join(filter(None, parts))
