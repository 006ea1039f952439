"""What changed in coverage since a day: states of areas, activities begun and ended, datasets loaded."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from geo import coverage, ranking, reference
from geo.statements import HERE
from layers import beside, filters, who
from layers import coverage as drawn
from layers.parts import Line, Section
from layers.plain_tables import Cell, Row, Table
from layers.text import number, say, when

if TYPE_CHECKING:
    import datetime as dt

    from geo.coverage import Cell as State
    from layers.scene import Request


def states(request: Request, since: dt.date, today: dt.date) -> Table:
    """Return the cells of the focus whose state or organisations differ between two days."""
    lang, view = request.lang, request.view
    inside = {area.id for area in request.areas.within(view.area, view.level)}
    now, then = replace(request.question, on=today), replace(request.question, on=since)
    pairs = [
        pair
        for code in beside.asked(request)
        for pair in ranking.differences(now, then, code)
        if pair[1].area in inside
    ]
    pairs.sort(key=lambda pair: (-(pair[1].displaced.value or 0), pair[1].area))
    left = len(pairs) - beside.MOST
    notes = [say("since.none", lang)] if not pairs else []
    notes += [say("matrix.left", lang, n=left)] if left > 0 else []
    return Table(
        caption=filters.after(say("since.caption", lang, since=since, today=today), request, "on"),
        columns=tuple(
            say(f"since.column.{name}", lang) for name in ("area", "displaced", "cluster", "before", "after")
        ),
        rows=tuple(_row(*pair, request) for pair in pairs[: beside.MOST]),
        numbers=frozenset({1}),
        notes=(*notes, say("since.note", lang), drawn.seen_by(request)),
    )


def activities(request: Request, since: dt.date, today: dt.date) -> tuple[Section, ...]:
    """List the activities in the focus that began and ended in between, and count those without dates."""
    view, lang = request.view, request.lang
    question = replace(request.question, level=request.areas[view.area].level, on=None)
    spoken = coverage.spoken(question, view.sector).get(view.area, ())
    found = ranking.changes((one for one, how in spoken if how in HERE), since, today)
    undated = Line(say("why.undated", lang, n=found.undated), tone="soft") if found.undated else None
    parts = ((say("why.began", lang), found.started), (say("why.ended", lang), found.ended))
    sections = [
        Section(
            f"{filters.after(title, request, 'on')} ({number(len(given), lang)})",
            who.lines(given, request, placed=True),
        )
        for title, given in parts
    ]
    return (*sections, *([Section(say("since.undated", lang), (undated,))] if undated else []))


def datasets(request: Request, since: dt.date) -> Section:
    """List the datasets that were loaded after a day, of those that the audience may know of."""
    lang = request.lang
    found = sorted((one for one in request.loaded if one.at[:10] > since.isoformat()), key=lambda one: one.at)
    lines = tuple(Line(one.title, when(one.at[:10], lang), one.source) for one in found)
    return Section(say("since.loaded", lang), lines or (Line(say("since.loaded.none", lang), tone="soft"),))


def _row(before: State, after: State, request: Request) -> Row:
    return Row(
        (
            beside.area(after.area, request),
            beside.people(after.displaced, request),
            Cell(reference.name(reference.clusters(), after.cluster, request.lang, "short")),
            _state(before, request),
            _state(after, request),
        )
    )


def _state(cell: State, request: Request) -> Cell:
    words = say(f"why.short.{cell.state}", request.lang)
    return Cell(words, beside.named(cell.organisations, request))
