"""How an area's figures moved beside those of its neighbours, and within what holds it.

All lines are in people, on one scale: many cercles began with none or a handful, and an index would
make of the same 20,000 people a line a hundred times as steep in one cercle as in the next. Only a figure for
the very area is a point of a line; "at least so many" and "reported for a larger area" are not.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from geo import indicators, neighbours, reference, rounds
from geo.areas import COUNTRY, LEVELS
from layers import headline, reading
from layers.parts import Section
from layers.plain_tables import Cell, Row, Table
from layers.text import listing, month, number, say, several
from layers.view import View

if TYPE_CHECKING:
    import datetime as dt

    from geo.areas import Area, Language
    from geo.indicators import Figure
    from geo.rounds import Round
    from layers.scene import Request

DRAWN = 4
"""Neighbours with a line: more cannot be told apart."""

MARKS = {"–": "gap", "≥": "least", "*": "carried"}
"""Of cells of the table, and the note that says what each means."""


@dataclass(frozen=True, slots=True)
class Strand:
    """One line: whose it is, and its figures; None breaks it."""

    name: str
    points: tuple[tuple[dt.date, int | None], ...]

    def ends(self) -> tuple[tuple[dt.date, int], ...]:
        """Return the first and the last known figure; none where nothing is known."""
        known = [(day, value) for day, value in self.points if value is not None]
        return (known[0], known[-1]) if known else ()


@dataclass(frozen=True, slots=True)
class Chart:
    """Lines on one scale, the area's own first; `alt` says the same."""

    title: str
    alt: str
    strands: tuple[Strand, ...]


@dataclass(frozen=True, slots=True)
class Against:
    """What is said, drawn and listed of an area and those around it."""

    title: str
    said: tuple[str, ...]
    charts: tuple[Chart, ...]
    table: Table


def whole_of(area: Area, request: Request) -> str:
    """Name what an area is compared with as a whole: its region, of a region the country; perhaps nothing.

    Below the cercle there are no figures, and nothing holds the country.
    """
    if not area.parent or area.level > LEVELS["cercle"]:
        return ""
    return _called(request.areas[area.parent], request)


def section(area: Area, request: Request) -> tuple[Section, ...]:
    """Return the comparison as facts that are fetched when somebody opens them."""
    whole, view = whole_of(area, request), request.view
    if not whole:
        return ()
    asked = View(division=view.division, pick=area.id, lang=request.lang)
    asked = asked.change(theme=headline.measured(request)[0], round=view.round)
    title = say("against.title", request.lang, whole=whole)
    return (Section(title, (), asked=(f"against?{asked.query()}", say("against.open", request.lang))),)


def of(area: Area, request: Request) -> Against | None:
    """Compare an area with its neighbours and with what holds it; None where `whole_of` names nothing."""
    if not area.parent or not whole_of(area, request):
        return None
    whole, beside = request.areas[area.parent], neighbours.of(area.id, request.areas)
    found = {one.id: _trend(one, request) for one in (area, whole, *beside)}
    names = {one: request.areas[one].name(request.lang) for one in found} | {
        whole.id: _called(whole, request)
    }
    strands = {one: _strand(names[one], figures) for one, figures in found.items()}
    around = [strands[one.id] for one in beside]
    return Against(
        title=say("against.page", request.lang, area=names[area.id]),
        said=_said(strands[area.id], strands[whole.id], around, request),
        charts=_charts(strands[area.id], strands[whole.id], around, request.lang),
        table=_table(found, names, request),
    )


def _called(area: Area, request: Request) -> str:
    name = area.name(request.lang)
    if area.id == COUNTRY:
        return name
    return say("reading.area", request.lang, area=name, level=say(f"level.{area.level}", request.lang))


def _trend(area: Area, request: Request) -> tuple[Figure, ...]:
    measure, given = headline.measured(request)
    return indicators.trend(area.id, measure, request.areas, given.series)


def _strand(name: str, figures: tuple[Figure, ...]) -> Strand:
    return Strand(name, tuple((one.date, None if one.shared else one.value) for one in figures))


def _said(own: Strand, whole: Strand, around: list[Strand], request: Request) -> tuple[str, ...]:
    """Say how the area moved between its first and last figure, and how the others did between the same."""
    lang, ends = request.lang, own.ends()
    if not ends or ends[0] == ends[1]:
        return (say("against.alone", lang, area=own.name),)
    (first, old), (last, new) = ends
    said = [
        say("against.own", lang, area=own.name, unit=_unit(request), **_move(first, old, last, new, lang))
    ]
    pairs = [(one.name, _between(one, first, last)) for one in around]
    said.append(_beside([(name, pair[1] - pair[0]) for name, pair in pairs if pair], lang))
    if missing := [name for name, pair in pairs if not pair]:
        said.append(say("against.missing", lang, names=listing(missing, lang)))
    pair = _between(whole, first, last)
    if pair and all(pair):
        shares = {
            name: reading.percent(part / total, lang)
            for name, part, total in zip(("before", "now"), (old, new), pair, strict=True)
        }
        moved = _move(first, pair[0], last, pair[1], lang)
        said.append(say("against.whole", lang, whole=whole.name, area=own.name, **moved, **shares))
    return tuple(said)


def _unit(request: Request) -> str:
    return say(f"theme.unit.{headline.measured(request)[0]}", request.lang)


def _move(first: dt.date, old: int, last: dt.date, new: int, lang: Language) -> dict[str, object]:
    change = headline.signed(new - old, lang)
    return {"first": month(first, lang), "old": old, "last": month(last, lang), "new": new, "change": change}


def _between(strand: Strand, first: dt.date, last: dt.date) -> tuple[int, int] | None:
    """Return a line's figures of two days; None where one of them is not known."""
    known = dict(strand.points)
    old, new = known.get(first), known.get(last)
    return None if old is None or new is None else (old, new)


def _beside(changes: list[tuple[str, int]], lang: Language) -> str:
    if not changes:
        return say("against.none", lang)
    name, largest = max(changes, key=lambda one: abs(one[1]))
    return say(
        "against.beside",
        lang,
        n=len(changes),
        rises=sum(change > 0 for _, change in changes),
        falls=sum(change < 0 for _, change in changes),
        name=name,
        change=headline.signed(largest, lang),
    )


def _charts(own: Strand, whole: Strand, around: list[Strand], lang: Language) -> tuple[Chart, ...]:
    """Return the lines of the neighbours with most, and apart those of the whole, whose scale is another."""
    if len([value for _, value in own.points if value is not None]) < 2:
        return ()
    known = sorted((one for one in around if one.ends()), key=lambda one: (-one.ends()[1][1], one.name))
    key = "against.some" if len(known) > DRAWN else "against.neighbours"
    title = say(key, lang, area=own.name, n=DRAWN, all=len(known))
    charts = [(title, (own, *known[:DRAWN]))] if known else []
    if whole.ends():
        charts.append((say("against.within", lang, area=own.name, whole=whole.name), (own, whole)))
    return tuple(Chart(title, _alt(title, strands, lang), strands) for title, strands in charts)


def _alt(title: str, strands: tuple[Strand, ...], lang: Language) -> str:
    lines = [
        say("against.line", lang, name=one.name, **_move(*one.ends()[0], *one.ends()[1], lang))
        for one in strands
    ]
    return say("against.alt", lang, title=title, lines=several(lines, lang))


def _table(found: dict[str, tuple[Figure, ...]], names: dict[str, str], request: Request) -> Table:
    """List the same figures and those of the other neighbours, the newest round first."""
    lang, given = request.lang, headline.measured(request)[1]
    dates = [one.date for one in rounds.rounds() if one.series == given.series]
    rows = tuple(
        Row((Cell(month(day, lang)), *(_cell(figures[place], lang) for figures in found.values())))
        for place, day in reversed([*enumerate(dates)])
    )
    every = "".join(cell.text for row in rows for cell in row.cells)
    return Table(
        caption=say("against.caption", lang, unit=_unit(request).capitalize(), source=_source(given, lang)),
        columns=(say("against.column", lang), *names.values()),
        rows=rows,
        numbers=frozenset(range(1, len(found) + 1)),
        notes=tuple(say(f"against.note.{key}", lang) for mark, key in MARKS.items() if mark in every),
    )


def _source(given: Round, lang: Language) -> str:
    return given.title or reference.name(reference.sources(), given.source, lang)


def _cell(one: Figure, lang: Language) -> Cell:
    if one.value is None:
        return Cell("–")
    if one.shared:
        return Cell(say("against.least", lang, n=one.value))
    return Cell(say("against.carried", lang, n=one.value) if one.same_as else number(one.value, lang))
