"""What the pages beside the map share: the view as they mean it, and the links between them.

They read the same address as the map. What the view's theme would draw does not matter to them:
the round is that of displaced people, as in the theme of coverage.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from geo import clusters, indicators, reference
from geo.areas import COUNTRY, load
from geo.disclosure import WITHHELD
from layers import choropleth, scene, who
from layers.plain_tables import Cell
from layers.text import listing, number, say

if TYPE_CHECKING:
    from collections.abc import Sequence

    from geo.areas import Language
    from geo.indicators import Figure
    from layers.scene import Request
    from layers.view import Doubt, View

MOST = 120
"""Rows of a page; of longer tables the rest is named as left out: a focus area shows it."""


THEMES = {"organisation": "presence", "changes": "change", "sites": "idps"}
"""Theme of the map that says in colours what a page says in words; of the others it is coverage."""


def as_map(page: str, view: View) -> View:
    """Return the view whose map says what a page beside it says.

    Examples
    --------
    >>> from layers.view import View
    >>> as_map("matrix", View(level=2)).theme, as_map("organisation", View()).theme
    ('coverage', 'presence')
    """
    return view.change(theme=THEMES.get(page, "coverage"), round=None if page == "changes" else view.round)


def settled(view: View, doubts: tuple[Doubt, ...], lang: Language) -> tuple[Request, tuple[str, ...]]:
    """Find what a view means for these pages, and say what of it was not understood."""
    request, more = scene.settle(view.change(theme="coverage"), lang)
    return request, scene.said((*doubts, *more), request.lang)


def address(page: str, view: View) -> str:
    """Return the address of a page of the app with a view, as seen from any other page.

    Examples
    --------
    >>> from layers.view import View
    >>> address("", View(level=2)), address("matrix", View())
    ('./?level=2', './matrix')
    """
    query = view.query()
    return f"./{page}?{query}" if query else f"./{page}"


def on_map(area: str, request: Request, cluster: str = "") -> str:
    """Return the address of the map that shows an area, and why it has its state."""
    view = request.view.change(pick=area)
    if cluster in reference.clusters():
        view = view.change(sector=(cluster,))
    return address("", view)


def area(area_id: str, request: Request) -> Cell:
    """Return an area as a cell that leads to the map, with what holds it."""
    one = request.areas[area_id]
    outer = one.parent if one.parent and one.parent != COUNTRY else ""
    held = request.areas[outer].name(request.lang) if outer else ""
    return Cell(one.name(request.lang), held, on_map(area_id, request))


def people(figure: Figure, request: Request) -> Cell:
    """Return how many people are displaced in an area, and what to know of the figure."""
    lang = request.lang
    note = choropleth.words(figure, request.question.round, lang)
    if figure.value is None:
        return Cell("–", note)
    return Cell(number(figure.value, lang), note)


def only_larger(request: Request) -> tuple[str, ...]:
    """Name the people who are in no row: their figure is known for a larger area alone.

    What is "up to so many more" in a row is in that row.
    """
    lang, view, given = request.lang, request.view, request.question.round
    figures = indicators.figures("idps", given, view.division, view.level)
    focus = [figures[area.id] for area in request.areas.within(view.area, view.level)]
    told = {area for one in focus if one.value is not None for area in one.shared}
    wholes = {one.shared[0]: one.whole for one in focus if one.whole is not None and len(one.shared) == 1}
    names = [
        say("beside.whole.one", lang, area=load(given.division)[area].name(lang), n=people)
        for area, people in wholes.items()
        if area not in told
    ]
    return (say("beside.whole", lang, names=listing(names, lang)),) if names else ()


def organisation(code: str, request: Request) -> Cell:
    """Return an organisation as a cell that leads to its page; one that is withheld has none."""
    name = who.org_name(code, request)
    if code == WITHHELD:
        return Cell(name)
    return Cell(name, "", address("organisation", request.view.change(org=(code,))))


def named(codes: Sequence[str], request: Request) -> str:
    """Name organisations in short."""
    return ", ".join(who.org_name(code, request) for code in codes)


def asked(request: Request) -> tuple[str, ...]:
    """Return the clusters of the view, else every one that is no sub-cluster."""
    return request.view.sector or clusters.main()
