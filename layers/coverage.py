"""Areas coloured by what is known of who covers them: `geo.coverage`, drawn."""

from __future__ import annotations

from typing import TYPE_CHECKING

from geo import clusters, completeness, coverage, reference
from geo.areas import LEVELS
from geo.coverage import REPORTED, State
from geo.statements import HERE, NOT_STATED, Reach
from layers import filters, headline, legend, palette, reported, who
from layers.parts import Fill, Stat
from layers.text import month, number, say, several

if TYPE_CHECKING:
    from collections.abc import Mapping

    from geo.areas import Language
    from geo.coverage import Cell
    from geo.statements import Spoken
    from layers.scene import Request

AROUND = "b"
"""Key of the style of plans and presence that are stated only for a larger or former area."""

KEYS = {
    State.GAP: "g", State.DUPLICATION: "d", State.COVERED: "c", State.PART: "p", State.LARGER: "l",
    State.PLANNED: "a", State.NOBODY: "o", State.NO_REPORT: "n",
}  # fmt: skip

STYLES = {
    "g": palette.GAP, "d": palette.DUPLICATION, "c": palette.COVERED, "p": palette.PART, "l": palette.WHOLE,
    "a": palette.PLANNED, AROUND: palette.PLANNED_AROUND, "o": palette.ZERO, "n": palette.NO_REPORT,
}  # fmt: skip


def fill(request: Request) -> Fill:
    """Colour the areas by their state, of one cluster or of the most telling of several."""
    lang, found = request.lang, cells(request)
    best = {area: coverage.most_telling(of_area) for area, of_area in found.items()}
    keys = {area: _key(cell) for area, cell in best.items()}
    counts = {area: organisations(of_area) for area, of_area in found.items()}
    return Fill(
        title=say("legend.coverage", lang, clusters=filters.covered(request, "target", "on")),
        unit=say("theme.unit.presence", lang),
        values={area: counts[area] if cell.state in REPORTED else None for area, cell in best.items()},
        keys=keys,
        styles=STYLES,
        states={area: cell.state.value for area, cell in best.items()},
        notes={area: words(found[area], cell, request) for area, cell in best.items()},
        legend=legend.of_words(_legend(request), set(keys.values())),
        note=rule(request),
        told={area: told for area, cells in found.items() if (told := reported.source(rows(cells), lang))[0]},
    )


def _legend(request: Request) -> dict[str, str]:
    """Return the words of every style, the most urgent first; of several clusters, of any of them."""
    lang = request.lang
    several = "one" if len(asked(request)) == 1 else "any"
    said = {
        key: say(f"coverage.{several}.{state}", lang)
        for state, key in KEYS.items()
        if state not in (State.PLANNED, State.NOBODY)
    }
    said |= {"a": say(f"coverage.{several}.planned_here", lang), "o": nobody(lang)}
    said[AROUND] = say(f"coverage.{several}.planned_around", lang)
    return {key: said[key] for key in f"gdcpla{AROUND}on"}


def nobody(lang: Language) -> str:
    """Say that nobody displaced is reported, or fewer people than the threshold."""
    people = coverage.threshold()
    return say("state.zero", lang) if people == 1 else say("coverage.fewer", lang, n=people)


def asked(request: Request) -> tuple[str, ...]:
    """Return the clusters that are meant: those chosen, else every one, and what names none."""
    return request.view.sector or (*clusters.main(), NOT_STATED)


def cells(request: Request) -> dict[str, dict[str, Cell]]:
    """Return the cells of every area of the view by cluster, in the order of the drawn geometry."""
    columns = {code: coverage.column(request.question, code) for code in asked(request)}
    return {
        area.id: {code: column[area.id] for code, column in columns.items()}
        for area in request.areas.at(request.view.level)
    }


def rows(of_area: Mapping[str, Cell]) -> list[Spoken]:
    """Return the reports that the organisations of an area are counted from."""
    return [pair for cell in of_area.values() for pair in (*cell.rows, *cell.others) if pair[1] in HERE]


def organisations(of_area: Mapping[str, Cell]) -> int:
    """Return how many organisations report an activity in an area or a part of it, of any of the clusters."""
    return len({org for cell in of_area.values() for org in cell.organisations})


def stats(request: Request) -> tuple[Stat, ...]:
    """Return the figures of the headline: displaced people, gaps, organisations, and what is not known."""
    total, _, organisations, _ = headline.stats(request)
    focus = {area.id for area in request.areas.within(request.view.area, request.view.level)}
    best = [coverage.most_telling(of_area) for area, of_area in cells(request).items() if area in focus]
    displaced = [cell for cell in best if cell.displaced.value]
    return (total, _gaps(displaced, request), organisations, _unknown(displaced, request))


def _gaps(displaced: list[Cell], request: Request) -> Stat:
    lang = request.lang
    gaps = [cell for cell in displaced if cell.state is State.GAP]
    label = say("coverage.gaps", lang, levels=say(f"level.many.{request.view.level}", lang))
    if not completeness.claims(request.view.audience):
        return Stat(label, say("headline.missing", lang), say("coverage.no_claim", lang))
    if not gaps:
        return Stat(label, "0", say("coverage.gaps.none", lang))
    people = sum(cell.displaced.value or 0 for cell in gaps)
    titles = ", ".join(dict.fromkeys(cell.claim.title for cell in gaps if cell.claim))
    return Stat(label, number(len(gaps), lang), say("coverage.gaps.people", lang, n=people, titles=titles))


def _unknown(displaced: list[Cell], request: Request) -> Stat:
    lang = request.lang
    unknown = sum(cell.state in (State.PLANNED, State.NO_REPORT) for cell in displaced)
    label = say("coverage.unknown", lang, levels=say(f"level.many.{request.view.level}", lang))
    assert request.round
    note = say("coverage.unknown.note", lang, n=len(displaced), month=month(request.round.date, lang))
    note = several([note, reported.of_map(request), filters.full(request)], lang)
    return Stat(label, number(unknown, lang), note)


def cluster(code: str, request: Request) -> str:
    """Return the short name of a cluster, or of none."""
    if code == NOT_STATED:
        return say("cluster.not_stated", request.lang)
    return reference.name(reference.clusters(), code, request.lang, "short")


def rule(request: Request) -> str:
    """Say what makes a gap here: how many people, of which round, and whose reports are seen."""
    lang, people = request.lang, coverage.threshold()
    assert request.round
    parts = [say("coverage.rule", lang, n=people, month=month(request.round.date, lang))]
    if request.view.level > LEVELS["cercle"]:
        parts.append(say("coverage.rule.communes", lang))
    if request.view.on:
        parts.append(say("coverage.rule.on", lang, date=request.view.on))
    parts += [reported.sentence(request), seen_by(request), filters.rest(request)]
    return " ".join(filter(None, parts))


def seen_by(request: Request) -> str:
    """Say whose reports the picture is made of."""
    return say(f"coverage.rule.{request.view.audience}", request.lang)


def words(of_area: dict[str, Cell], cell: Cell, request: Request) -> str:
    """Say the state of an area in one line, what it is about, and of when the reports are."""
    lang = request.lang
    if cell.state is State.NOBODY:
        return nobody(lang)
    return several([_state(of_area, cell, request), reported.of(cell.rows, lang)], lang)


def _state(of_area: dict[str, Cell], cell: Cell, request: Request) -> str:
    """Say a state with the clusters and places that it is of."""
    lang, state = request.lang, say(f"coverage.state.{cell.state}", request.lang)
    places = [who.place(one, request) for one, how in cell.rows if how is not Reach.EXACT]
    if places and cell.state is not State.COVERED:
        state = say("coverage.at", lang, state=state, places=who.some(places, lang))
    if len(of_area) == 1 or cell.state is State.NO_REPORT:
        return state
    alike = [cluster(code, request) for code, one in of_area.items() if one.state is cell.state]
    return say("coverage.of", lang, state=state, names=who.some(alike, lang))


def _key(cell: Cell) -> str:
    if cell.state is State.PLANNED and not any(how in HERE for _, how in cell.rows):
        return AROUND
    return KEYS[cell.state]
