"""Areas × clusters: the state of each cell, and how many organisations report an activity there."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from geo import coverage, reference
from geo.coverage import State
from geo.statements import NOT_STATED
from layers import beside, headline, who, why
from layers import coverage as drawn
from layers.parts import Facts, Section
from layers.text import say

if TYPE_CHECKING:
    from geo.coverage import Cell
    from layers import plain_tables
    from layers.scene import Request

PRESENT = "s"
"""Key of presence whose sector is not stated: drawn as what is planned, with a letter of its own."""

ORDER = ("g", "d", "c", "p", "l", "a", PRESENT, "o", "n")
"""Keys of the states, as the legend lists them."""


@dataclass(frozen=True, slots=True)
class Mark:
    """One cell.

    Attributes
    ----------
    id : str
        ``<area> <cluster>``: what is asked when a reader wants to know why.
    key, letter : str
        Its state: of the style (`layers.coverage.STYLES`, and `PRESENT`), and as a letter.
    number : str
        Organisations that report an activity here; empty where there is none.
    words : str
        The same as a sentence, with area and cluster.
    """

    id: str
    key: str
    letter: str
    number: str
    words: str


@dataclass(frozen=True, slots=True)
class Row:
    """One area: its name with a link to the map, its displaced people, and a mark for each cluster."""

    name: plain_tables.Cell
    people: plain_tables.Cell
    marks: tuple[Mark, ...]


@dataclass(frozen=True, slots=True)
class Matrix:
    """The whole table.

    Attributes
    ----------
    title, heads, caption : str, tuple of str, str
        What is shown; the heads of the first two columns; how to read it.
    clusters : tuple of (str, str)
        Short name and full name of each column.
    rows : tuple of Row
        Most displaced people first.
    legend : tuple of (str, str, str)
        Key, letter and words of each state that occurs.
    notes : tuple of str
        What makes a gap, whose reports are seen, what is left out.
    """

    title: str
    heads: tuple[str, str]
    caption: str
    clusters: tuple[tuple[str, str], ...]
    rows: tuple[Row, ...]
    legend: tuple[tuple[str, str, str], ...]
    notes: tuple[str, ...]


def matrix(request: Request) -> Matrix:
    """Return the areas of the view's focus by cluster."""
    lang, view = request.lang, request.view
    focus = {area.id for area in request.areas.within(view.area, view.level)}
    cells = coverage.matrix(request.question, beside.asked(request))
    inside = {area: of_area for area, of_area in cells.items() if area in focus}
    shown = [_row(area, of_area, request) for area, of_area in list(inside.items())[: beside.MOST]]
    keys = {mark.key for row in shown for mark in row.marks}
    left = len(inside) - len(shown)
    notes = [drawn.rule(request)]
    notes += [say("matrix.least.note", lang)] if any(_is_least(cells) for cells in inside.values()) else []
    notes += beside.only_larger(request)
    notes += [say("matrix.left", lang, n=left)] if left else []
    return Matrix(
        title=headline.title(request),
        heads=(say(f"level.head.{view.level}", lang), say("matrix.people", lang)),
        caption=say("matrix.caption", lang),
        clusters=tuple(_names(code, request) for code in beside.asked(request)),
        rows=tuple(shown),
        legend=tuple((key, _letter(key, request), _state(key, request)) for key in ORDER if key in keys),
        notes=tuple(filter(None, (*notes, headline.credit(request)))),
    )


def why_of(asked: str, request: Request) -> Facts | None:
    """Return what the state of a cell rests on; None where there is no such cell.

    Parameters
    ----------
    asked : str
        `Mark.id`.
    request : Request
        Rows that its audience may not see are in nothing of it.
    """
    area, _, cluster = asked.partition(" ")
    areas = request.areas
    if area not in areas or cluster not in beside.asked(request) or areas[area].level != request.view.level:
        return None
    lang, cell = request.lang, coverage.cell(request.question, area, cluster)
    name = reference.name(reference.clusters(), cluster, lang)
    rows = why.of_cell(cell, request)
    others = who.lines([one for one, _ in cell.others], request, placed=True, cited=True)
    more = (Section(say("matrix.others", lang), others, folded=True),) if others else ()
    return Facts(
        id=asked,
        title=say("matrix.cell", lang, area=areas[area].name(lang), cluster=name),
        subtitle=_state(_key(cell), request),
        sections=(Section(say("matrix.why", lang), rows), *more),
    )


def _row(area: str, of_area: dict[str, Cell], request: Request) -> Row:
    first = next(iter(of_area.values()))
    marks = tuple(_mark(cell, request) for cell in of_area.values())
    people = beside.people(first.displaced, request)
    if _is_least(of_area):
        people = replace(people, text=say("matrix.least", request.lang, figure=people.text))
    return Row(beside.area(area, request), people, marks)


def _is_least(of_area: dict[str, Cell]) -> bool:
    """Tell whether the figure of an area is "at least so many"."""
    return any(cell.displaced.value is not None and cell.displaced.up_to for cell in of_area.values())


def _mark(cell: Cell, request: Request) -> Mark:
    lang, key, n = request.lang, _key(cell), len(cell.organisations)
    said = say(
        "matrix.mark",
        lang,
        area=request.areas[cell.area].name(lang),
        cluster=drawn.cluster(cell.cluster, request),
        state=_state(key, request),
        organisations=say("matrix.organisations", lang, n=n),
    )
    return Mark(f"{cell.area} {cell.cluster}", key, _letter(key, request), str(n) if n else "", said)


def _key(cell: Cell) -> str:
    if cell.state is State.PLANNED and all(
        one.status == "present" and one.cluster == NOT_STATED for one, _ in cell.rows
    ):
        return PRESENT
    return drawn.KEYS[cell.state]


def _letter(key: str, request: Request) -> str:
    return say(f"matrix.letter.{key}", request.lang)


def _state(key: str, request: Request) -> str:
    return drawn.nobody(request.lang) if key == "o" else say(f"matrix.state.{key}", request.lang)


def _names(code: str, request: Request) -> tuple[str, str]:
    return drawn.cluster(code, request), reference.name(reference.clusters(), code, request.lang)
