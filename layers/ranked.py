"""Displaced people in areas with no reported activity of a cluster: presence, and not reach."""

from __future__ import annotations

from typing import TYPE_CHECKING

from geo import clusters, ranking, reference
from geo.completeness import NEVER
from layers import beside, filters, headline, why
from layers import coverage as drawn
from layers.plain_tables import Cell, Row, Table
from layers.text import number, say

if TYPE_CHECKING:
    from collections.abc import Iterator

    from geo.coverage import Cell as Covered
    from geo.coverage import State
    from geo.ranking import Ranking
    from layers.scene import Request

COLUMNS = (
    "cluster", "cluster_name", "rank", "area_id", "area_name", "in", "displaced", "up_to", "state",
    "organisations", "cited", "date", "source", "note",
)  # fmt: skip
"""Of the exported table."""


def asked(request: Request) -> tuple[str, ...]:
    """Return the clusters to rank: those chosen, else every one that people can be without."""
    return request.view.sector or tuple(code for code in clusters.main() if code not in NEVER)


def of_cluster(code: str, request: Request) -> Ranking:
    """Return the areas of the view's focus, ranked for a cluster."""
    view = request.view
    inside = (area.id for area in request.areas.within(view.area, view.level))
    return ranking.ranking(request.question, code, inside)


def overview(request: Request) -> Table:
    """Return a row per cluster: people and areas without a report, those with the most people first."""
    lang, view = request.lang, request.view
    found = sorted((of_cluster(code, request) for code in asked(request)), key=lambda one: -one.people)
    return Table(
        caption=filters.after(
            say("ranking.overview", lang, levels=say(f"level.many.{view.level}", lang)), request, "sector"
        ),
        columns=tuple(
            say(f"ranking.column.{name}", lang)
            for name in ("cluster", "people", "without", "larger", "reported", "unknown")
        ),
        rows=tuple(_overview(one, request) for one in found),
        numbers=frozenset(range(1, 6)),
    )


def table(code: str, request: Request) -> Table:
    """Return the areas without a reported activity of a cluster, most displaced people first."""
    lang, found = request.lang, of_cluster(code, request)
    cells = (*found.without, *found.larger)
    shown = cells[: beside.MOST]
    reasons = [why.because(cell, request) for cell in shown]
    shared = _shared([cell.state for cell in shown], reasons)
    rows = [
        Row(
            (
                beside.area(cell.area, request),
                beside.people(cell.displaced, request),
                Cell(say(f"why.short.{cell.state}", lang), "" if cell.state in shared else reason),
                Cell(_cited(cell, request)),
            )
        )
        for cell, reason in zip(shown, reasons, strict=True)
    ]
    left = len(cells) - len(rows)
    return Table(
        caption=filters.after(
            say("ranking.caption", lang, cluster=reference.name(reference.clusters(), code, lang)),
            request,
            "sector",
        ),
        columns=tuple(
            say(f"ranking.column.{name}", lang) for name in ("area", "displaced", "state", "cited")
        ),
        rows=tuple(rows),
        numbers=frozenset({1}),
        notes=(
            *([] if rows else [say("ranking.none", lang)]),
            *([say("ranking.left", lang, n=left)] if left else []),
            *notes(request),
            *(
                say("why.each", lang, state=say(f"why.short.{state}", lang), because=told)
                for state, told in shared.items()
            ),
        ),
    )


def _shared(states: list[State], reasons: list[str]) -> dict[State, str]:
    """Return the reason of each state whose rows, two or more, all have the same: it is said once."""
    of = {
        state: [told for one, told in zip(states, reasons, strict=True) if one is state] for state in states
    }
    return {state: told[0] for state, told in of.items() if told[0] and len(told) > 1 and len({*told}) == 1}


def notes(request: Request) -> tuple[str, ...]:
    """Say what the ranking is not, and what it is made from."""
    said = (say("ranking.note", request.lang), *beside.only_larger(request), drawn.rule(request))
    return tuple(filter(None, (*said, headline.credit(request))))


def exported(request: Request) -> Iterator[tuple[str | float | None, ...]]:
    """Yield the values of `COLUMNS` for every cluster asked and every area in its ranking."""
    lang, (day, source) = request.lang, headline.dated(request)
    for code in asked(request):
        found = of_cluster(code, request)
        for place, cell in enumerate((*found.without, *found.larger), start=1):
            area, known = request.areas[cell.area], beside.people(cell.displaced, request).note
            yield (
                code,
                reference.name(reference.clusters(), code, lang),
                place,
                area.id,
                area.name(lang),
                request.areas[area.parent].name(lang) if area.parent else "",
                cell.displaced.value,
                cell.displaced.up_to or None,
                cell.state.value,
                len(cell.organisations),
                _cited(cell, request),
                day,
                source,
                " ".join(filter(None, [why.because(cell, request), known])),
            )


def _cited(cell: Covered, request: Request) -> str:
    """Name who plans, is present, or reports for a larger area: those that the state rests on."""
    return beside.named(sorted({one.org for one, _ in cell.rows}), request)


def _overview(found: Ranking, request: Request) -> Row:
    lang, view = request.lang, request.view
    page = beside.address("ranking", view.change(sector=(found.cluster,)))
    counts = (len(found.without), len(found.larger), len(found.reported), len(found.unknown))
    name = reference.name(reference.clusters(), found.cluster, lang)
    return Row(
        (
            Cell(name, "", page),
            Cell(number(found.people, lang)),
            *(Cell(number(n, lang)) for n in counts),
        )
    )
