"""What changed in displaced people since a chosen round: a sentence, and the areas ranked.

Every area of the focus is in the table or in a note below it: changed, the same figure again, 0 on both
dates, or not comparable.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from geo import indicators
from geo.indicators import State
from layers import beside, headline, reading
from layers.choropleth import known_by
from layers.plain_tables import Cell, Row, Table
from layers.text import listing, month, number, say

if TYPE_CHECKING:
    from collections.abc import Iterable

    from geo.areas import Area
    from geo.indicators import Figure
    from layers.scene import Request

NAMED = 25
"""Areas named in a note; of communes there may be hundreds."""


@dataclass(frozen=True, slots=True)
class Move:
    """An area's figures of two rounds, what lies between them, and what that is worth."""

    area: Area
    then: Figure
    now: Figure
    change: int | None
    state: State


def moves(request: Request) -> tuple[Move, ...]:
    """Return the areas of the focus, the largest change first, those without one last."""
    if request.round is None or request.base is None:
        return ()
    view, areas = request.view, request.areas
    found = []
    for area in areas.within(view.area, view.level) or (areas[view.area],):
        now, then = (
            indicators.figure(area.id, "idps", given, areas) for given in (request.round, request.base)
        )
        found.append(Move(area, then, now, *indicators.change(now, then)))
    return tuple(sorted(found, key=lambda one: (one.change is None, -abs(one.change or 0), one.area.id)))


def said(request: Request) -> str:
    """Say how the focus moved as a whole, in how many areas there are more and fewer, and where most."""
    if request.round is None or request.base is None:
        return say("moved.first", request.lang)
    known = {one.area.id: float(one.change) for one in moves(request) if one.change is not None}
    return " ".join(filter(None, [_total(request), reading.moves(known, request)]))


def _total(request: Request) -> str:
    assert request.round
    assert request.base
    lang, focus = request.lang, request.areas[request.view.area]
    now, then = (
        indicators.figure(focus.id, "idps", given, request.areas) for given in (request.round, request.base)
    )
    change, _ = indicators.change(now, then)
    if change is None:
        return ""
    words = {"old": then.value, "new": now.value, "change": headline.signed(change, lang)}
    dates = {"before": month(then.date, lang), "now": month(now.date, lang)}
    return say("moved.total", lang, area=focus.name(lang), **words, **dates)


def table(request: Request, *, most: int = beside.MOST, linked: bool = True) -> Table:
    """Return the areas whose figure changed, ranked; `linked` names lead to the map."""
    assert request.round
    assert request.base
    lang, found = request.lang, moves(request)
    changed = [one for one in found if one.change]
    before, now = (month(given.date, lang) for given in (request.base, request.round))
    rounds = [headline.round_name(given, lang) for given in (request.base, request.round)]
    level = known_by(request)
    left = len(changed) - most
    notes = [] if changed else [say("moved.none", lang)]
    notes += [say("moved.left", lang, n=left)] if left > 0 else []
    return Table(
        caption=say("moved.caption", lang, level=level, before=before, now=now, rounds=listing(rounds, lang)),
        columns=(
            say(f"level.head.{request.view.level}", lang), say("moved.column.rank", lang), before, now,
            say("moved.column.change", lang),
        ),
        rows=tuple(_row(place, one, request, linked) for place, one in enumerate(changed[:most], start=1)),
        numbers=frozenset((1, 2, 3, 4)),
        notes=(*notes, *_others(found, request)),
    )  # fmt: skip


def _row(place: int, one: Move, request: Request, linked: bool) -> Row:
    lang, named = request.lang, beside.area(one.area.id, request)
    figures = (Cell(number(figure.value or 0, lang)) for figure in (one.then, one.now))
    change = Cell(headline.signed(one.change or 0, lang))
    return Row(
        (named if linked else Cell(named.text, named.note), Cell(number(place, lang)), *figures, change)
    )


def _others(found: Iterable[Move], request: Request) -> tuple[str, ...]:
    """Name the areas that are not in the table, by why they are not."""
    groups: dict[str, list[str]] = {}
    for one in found:
        if not one.change:
            kind = "unknown" if one.change is None else "same" if one.state is State.SAME else "zero"
            groups.setdefault(kind, []).append(one.area.name(request.lang))
    return tuple(
        say(f"moved.{kind}", request.lang, n=len(groups[kind]), names=_named(groups[kind], request))
        for kind in ("same", "zero", "unknown")
        if kind in groups
    )


def _named(names: list[str], request: Request) -> str:
    return f"{', '.join(names[:NAMED])} …" if len(names) > NAMED else listing(names, request.lang)
