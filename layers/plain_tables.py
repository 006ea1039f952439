"""Small tables as people read them: funding, floods by year, numbers of sites, moved communes.

Each function turns what `geo` knows into words and rows of one language. Not stated is never zero,
series stand in columns of their own, and no surplus makes up for a need.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from geo import areas as divisions
from geo import floods, funding, reference, sites
from geo.paths import DATA
from layers.catalogue import told
from layers.text import listing, number, say, when

if TYPE_CHECKING:
    from collections.abc import Iterable

    from geo.areas import Language
    from geo.floods import Flood, Year
    from geo.funding import Line, Objective, Plan


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell: its words or figure, in small type what to know of it, and the page that it leads to."""

    text: str
    note: str = ""
    link: str = ""


@dataclass(frozen=True, slots=True)
class Row:
    """A row; its first cell names it.

    Attributes
    ----------
    cells : tuple of Cell
        As many as the table has columns.
    kind : {"plain", "group", "total"}
        Whether it stands for itself, heads the rows below it, or sums the table.
    """

    cells: tuple[Cell, ...]
    kind: Literal["plain", "group", "total"] = "plain"


@dataclass(frozen=True, slots=True)
class Table:
    """A table to read.

    Attributes
    ----------
    caption : str
        What it shows, of when, and who says so.
    columns : tuple of str
        Heads.
    rows : tuple of Row
        In order.
    numbers : frozenset of int
        Columns that hold figures.
    notes : tuple of str
        What to know of it, below the table.
    """

    caption: str
    columns: tuple[str, ...]
    rows: tuple[Row, ...]
    numbers: frozenset[int] = frozenset()
    notes: tuple[str, ...] = ()


FUNDING = ("name", "required", "confirmed", "unallocated", "missing", "over", "funded", "people")
"""Columns of the funding table, as named in ``[data_page.funding]``."""

BLANK = Cell("")
"""What does not apply to a row."""


def funding_tables(lang: Language) -> tuple[Table, ...]:
    """Return a table per plan: each objective with its activity areas, then the plan."""
    return tuple(_funding(plan, lang) for plan in funding.plans())


def _funding(plan: Plan, lang: Language) -> Table:
    rows = [row for objective in plan.objectives for row in _objective(objective, lang)]
    source = reference.name(reference.sources(), plan.id, lang)
    return Table(
        caption=say("data_page.funding.caption", lang, source=source, currency=plan.total.currency),
        columns=tuple(say(f"data_page.funding.{name}", lang) for name in FUNDING),
        rows=(*rows, _plan(plan, lang)),
        numbers=frozenset(range(1, len(FUNDING))),
        notes=(
            *([plan.total.note[lang]] if plan.total.note[lang] else []),
            say("data_page.funding.note", lang),
        ),
    )


def _objective(objective: Objective, lang: Language) -> list[Row]:
    total = objective.total
    name = say("data_page.funding.objective", lang, number=objective.number, name=total.name[lang])
    head = (
        Cell(name, total.note[lang]),
        _money(total.required, lang),
        _money(total.confirmed, lang),
        _money(objective.unallocated, lang),
        _money(objective.missing, lang),
        _money(objective.over, lang),
        BLANK,
        _money(total.people_targeted, lang),
    )
    return [Row(head, "group"), *(_line(line, lang) for line in objective.lines)]


def _line(line: Line, lang: Language) -> Row:
    return Row(
        (
            Cell(line.name[lang], line.note[lang]),
            _money(line.required, lang),
            _money(line.confirmed, lang),
            BLANK,
            _money(line.missing, lang),
            _money(None if line.confirmed is None else line.over, lang),
            _money(None if line.funded is None else round(100 * line.funded, 2), lang),
            BLANK,
        )
    )


def _plan(plan: Plan, lang: Language) -> Row:
    total = plan.total
    confirmed, more = plan.confirmed, plan.people_not_itemised
    return Row(
        (
            Cell(say("data_page.funding.plan", lang)),
            _money(total.required, lang),
            Cell(
                _money(total.confirmed, lang).text,
                say("data_page.funding.sum", lang, n=confirmed) if confirmed is not None else "",
            ),
            BLANK,
            _money(plan.missing, lang),
            _money(plan.over, lang),
            BLANK,
            Cell(
                _money(total.people_targeted, lang).text,
                say("data_page.funding.rest", lang, n=more) if more else "",
            ),
        ),
        "total",
    )


def _money(value: float | None, lang: Language) -> Cell:
    return Cell(say("data_page.not_stated", lang) if value is None else number(value, lang))


def flood_table(lang: Language) -> Table:
    """Return the floods by year: the events of one source, and each quoted total in its own column.

    A year without an event in hand says so: it is not zero.
    """
    years = {year.year: year for year in floods.years()}
    counted = _sources(event for year in years.values() for event in year.events)
    quoted = _sources(total for year in years.values() for total in year.quoted)
    return Table(
        caption=say("data_page.floods.caption", lang, first=str(min(years)), last=str(max(years))),
        columns=(
            say("data_page.floods.year", lang),
            say("data_page.floods.displaced", lang, source=listing(_short(counted, lang), lang)),
            *(say("data_page.floods.quoted", lang, source=name) for name in _short(quoted, lang)),
            say("data_page.floods.events", lang),
        ),
        rows=tuple(
            _year(year, years.get(year), quoted, lang) for year in range(max(years), min(years) - 1, -1)
        ),
        numbers=frozenset(range(1, 2 + len(quoted))),
        notes=(*_quoted_notes(years.values(), lang), say("data_page.floods.note", lang)),
    )


def _quoted_notes(years: Iterable[Year], lang: Language) -> list[str]:
    return [
        say("data_page.floods.of_year", lang, year=str(total.year), note=total.note[lang])
        for year in years
        for total in year.quoted
        if total.note[lang]
    ]


def _year(given: int, year: Year | None, quoted: tuple[str, ...], lang: Language) -> Row:
    events = year.events if year else ()
    totals = {flood.source: flood.displaced for flood in year.quoted} if year else {}
    no_report = say("state.no_report", lang)
    named = [_event(event, lang, alone=len(events) == 1) for event in events]
    return Row(
        (
            Cell(str(given)),
            Cell(number(year.displaced, lang) if year and year.displaced is not None else no_report),
            *(Cell(number(totals[source], lang) if source in totals else "") for source in quoted),
            Cell(say("data_page.semicolon", lang).join(named)),
        )
    )


def _event(event: Flood, lang: Language, *, alone: bool) -> str:
    name = event.name[lang]
    return name if alone else say("data_page.floods.event", lang, name=name, n=event.displaced)


def _sources(given: Iterable[Flood]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(flood.source for flood in given))


def _short(sources: tuple[str, ...], lang: Language) -> list[str]:
    return [reference.name(reference.sources(), source, lang, "short") for source in sources]


def site_table(lang: Language) -> Table:
    """Return the published numbers of sites, newest first."""
    return Table(
        caption=say("data_page.sites.caption", lang),
        columns=tuple(
            say(f"data_page.sites.{name}", lang) for name in ("date", "number", "what", "where", "source")
        ),
        rows=tuple(
            Row(
                (
                    Cell(when(count.date, lang)),
                    Cell(number(count.sites, lang)),
                    Cell(count.what[lang]),
                    Cell(count.where[lang]),
                    Cell(told(count.source, lang), say(f"kind.{count.kind}", lang)),
                )
            )
            for count in reversed(sites.published_counts())
        ),
        numbers=frozenset({1}),
        notes=(say("data_page.sites.note", lang),),
    )


def moved_communes(lang: Language) -> Table:
    """Return the communes listed in another region of 2023 than the rest of their cercle.

    Communes of one cercle with the same destination and the same evidence share a row; the moves that
    are applied come first.
    """
    old, new = divisions.load("cod2021"), divisions.load("reform2023")
    grouped: dict[tuple[str, str, str, str, str], list[str]] = {}
    for row in moves():
        cercle = old[row["commune"]].parent or ""
        key = (row["applied"], cercle, row["listed_region"], row["region"], row[f"evidence_{lang}"])
        grouped.setdefault(key, []).append(old[row["commune"]].name(lang))
    return Table(
        caption=say("about.moves.caption", lang),
        columns=tuple(
            say(f"about.moves.{name}", lang) for name in ("communes", "cercle", "listed", "here", "why")
        ),
        rows=tuple(
            Row(
                (
                    Cell(listing(communes, lang)),
                    Cell(old[cercle].name(lang)),
                    Cell(new[listed].name(lang)),
                    Cell(new[here].name(lang), say(f"about.moves.applied.{applied}", lang)),
                    Cell(evidence),
                )
            )
            for (applied, cercle, listed, here, evidence), communes in sorted(
                grouped.items(), key=lambda item: item[0][0] != "yes"
            )
        ),
    )


def moves() -> list[reference.Row]:
    """Return the rows of ``data/reference/communes_2023.csv`` that speak of a move."""
    rows = reference.rows(DATA / "reference" / "communes_2023.csv")
    return [row for row in rows if row["moved"] == "yes"]
