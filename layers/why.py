"""Why an area has its state: the rows behind it, named, and what changed since a day."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import TYPE_CHECKING

from geo import coverage, ranking
from geo.coverage import REPORTED, State
from geo.statements import HERE
from layers import coverage as drawn
from layers import filters, reported, who
from layers.parts import Line, Section
from layers.text import listing, month, number, say, several, when

if TYPE_CHECKING:
    from geo.areas import Area
    from geo.coverage import Cell
    from layers.scene import Request

ROWS = 6
"""Rows named behind one state."""

THEMES = ("coverage", "coverage2")


def sections(area: Area, request: Request) -> tuple[Section, ...]:
    """Return the state of each cluster in an area with what it rests on.

    Of an area that holds those drawn: how many of them have which state.
    """
    if request.view.theme not in THEMES:
        return ()
    found = _parts(area, request) if area.level < request.view.level else _states(area, request)
    lang, given = request.lang, request.question.round
    displaced = say("why.displaced", lang, month=month(given.date, lang))
    of = several([displaced, reported.of_map(request), filters.words(request)], lang)
    title = say("filters.qualified", lang, title=say("why.title", lang), of=of)
    changed = _changes(area, request) if request.view.on else ()
    return (Section(title, found), *changed)


def of_cell(cell: Cell, request: Request) -> tuple[Line, ...]:
    """Say the state of one area and cluster, and name the rows that it rests on."""
    return _group([cell], request)


def _states(area: Area, request: Request) -> tuple[Line, ...]:
    question = replace(request.question, level=area.level)
    alike: dict[tuple[str, ...], list[Cell]] = {}
    for code in drawn.asked(request):
        cell = coverage.cell(question, area.id, code)
        alike.setdefault((cell.state, *(one.id for one, _ in cell.rows)), []).append(cell)
    order = [*coverage.URGENT, *State]
    groups = sorted(alike.values(), key=lambda cells: order.index(cells[0].state))
    return tuple(line for cells in groups for line in _group(cells, request))


def _group(cells: list[Cell], request: Request) -> tuple[Line, ...]:
    """Say the state of clusters that rest on the same rows, then the rows."""
    lang, cell = request.lang, cells[0]
    names = listing([drawn.cluster(one.cluster, request) for one in cells], lang)
    firm = cell.state in REPORTED
    head = Line(
        names, say(f"why.short.{cell.state}", lang), because(cell, request), "firm" if firm else "plain"
    )
    rows = who.lines([one for one, _ in cell.rows[:ROWS]], request, placed=True, cited=True)
    left = len(cell.rows) - ROWS
    return (head, *rows, Line(say("why.more", lang, n=left), tone="soft")) if left > 0 else (head, *rows)


def because(cell: Cell, request: Request) -> str:
    """Say what else the state of a cell needs to be understood: people, the claim, that nobody claims."""
    lang, people = request.lang, cell.displaced.value
    if cell.state is State.GAP and cell.claim and people is not None:
        told = {"title": cell.claim.title, "source": cell.claim.source}
        return say("why.gap", lang, n=people, date=when(cell.claim.date, lang), **told)
    if cell.state is State.NO_REPORT:
        unsure = cell.claim is not None and (people is None or cell.displaced.up_to)
        return say("why.people_unknown" if unsure else "why.no_claim", lang)
    return "" if cell.state is State.NOBODY else say(f"why.because.{cell.state}", lang)


def _parts(area: Area, request: Request) -> tuple[Line, ...]:
    """Say of each cluster how many of the areas drawn have which state."""
    lang, level = request.lang, request.view.level
    inside = [part.id for part in request.areas.within(area.id, level)]
    lines = []
    for code in drawn.asked(request):
        column = coverage.column(request.question, code)
        states = [column[part].state for part in inside]
        said = [
            say("why.count", lang, state=say(f"why.short.{state}", lang), n=states.count(state))
            for state in State
            if state in states
        ]
        covered = sum(state in REPORTED for state in states)
        value = say("why.covered", lang, covered=covered, n=len(states))
        lines.append(Line(drawn.cluster(code, request), value, " · ".join(said)))
    return (Line(say("why.level", lang, levels=say(f"level.many.{level}", lang)), tone="soft"), *lines)


def _changes(area: Area, request: Request) -> tuple[Section, ...]:
    """Say which activities began and ended since the chosen day."""
    view, lang = request.view, request.lang
    assert view.on
    question = replace(request.question, level=area.level, on=None)
    spoken = coverage.spoken(question, view.sector).get(area.id, ())
    here = [one for one, how in spoken if how in HERE]
    found = ranking.changes(here, view.on, dt.datetime.now(tz=dt.UTC).date())
    began = who.lines(found.started, request, placed=True)
    ended = who.lines(found.ended, request, placed=True)
    lines = [Line(say("why.began", lang), number(len(found.started), lang)), *began]
    lines += [Line(say("why.ended", lang), number(len(found.ended), lang)), *ended]
    lines += [Line(say("why.undated", lang, n=found.undated), tone="soft")] if found.undated else []
    return (Section(say("why.since", lang, date=view.on), tuple(lines), folded=True),)
