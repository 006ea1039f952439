"""Datasets, small tables and definitions as HTML, for pages to read. Everything quoted is escaped."""

from __future__ import annotations

import re
from html import escape as escaped
from typing import TYPE_CHECKING

from layers.render.terms import explained, quoted

if TYPE_CHECKING:
    from collections.abc import Iterable

    from layers.catalogue import Detail, Entry
    from layers.parts import Line, Section
    from layers.plain_tables import Cell, Row, Table


def escape(text: str) -> str:
    r"""Return a text as HTML; French punctuation stays on the line of its word.

    Examples
    --------
    >>> escape("« Limites » : <a>")
    '«\xa0Limites\xa0»\xa0: &lt;a&gt;'
    """
    return re.sub(r"(?<=«) | (?=[»:;?!%])", "\N{NO-BREAK SPACE}", escaped(text))


def opening(title: str, text: str, label: str = "", parts: Iterable[tuple[str, str]] = ()) -> str:
    """Return the head of a page: its title, what it is, and links to its parts by id, where it has any."""
    links = "".join(f'<li><a href="#part-{escape(part)}">{escape(name)}</a></li>' for part, name in parts)
    nav = f'<nav class="mr-parts" aria-label="{escape(label)}"><ul>{links}</ul></nav>' if links else ""
    return f'<div class="mr"><h1>{escape(title)}</h1><p class="mr-lead">{escape(text)}</p>{nav}</div>'


def heading(part: str, title: str, *paragraphs: str) -> str:
    """Return the heading of a part, and what it begins with."""
    said = explained(_paragraphs(paragraphs))
    return f'<div class="mr"><h2 id="part-{escape(part)}">{escape(title)}</h2>{said}</div>'


def subheading(title: str, *paragraphs: str) -> str:
    """Return a heading within a part, and what it begins with."""
    return f'<div class="mr"><h3>{escape(title)}</h3>{_paragraphs(paragraphs)}</div>'


def entry(given: Entry) -> str:
    """Return a dataset: its title, what is known of it, and what to know before using it."""
    details = "".join(_detail(detail) for detail in given.details)
    caveat = f'<p class="mr-caveat">{escape(given.caveat)}</p>' if given.caveat else ""
    return (
        f'<div class="mr mr-entry"><h3 id="dataset-{escape(given.id)}">{escape(given.title)}</h3>'
        f"{explained(f'<dl>{details}</dl>{caveat}')}</div>"
    )


def problem(rows: str, given: str, why: str, todo: str) -> str:
    """Return a problem of a file: which rows, what stands there, why, and what to do."""
    return (
        f'<div class="mr mr-problem"><p><strong>{escape(given)}</strong> <span>{escape(rows)}</span></p>'
        f"<p>{escape(why)}</p><small>{escape(todo)}</small></div>"
    )


def counts(pairs: Iterable[tuple[str, str]]) -> str:
    """Return figures with what they count, in a row."""
    inside = "".join(f"<div><dt>{escape(name)}</dt><dd>{escape(figure)}</dd></div>" for name, figure in pairs)
    return f'<div class="mr"><dl class="mr-counts">{inside}</dl></div>'


def aside(text: str) -> str:
    """Return a remark in small type."""
    return f'<p class="mr-aside">{escape(text)}</p>'


def definitions(pairs: Iterable[tuple[str, str]], *, wide: bool = False) -> str:
    """Return terms and what they mean; `wide` puts them in columns where there is room."""
    inside = "".join(f"<div><dt>{escape(term)}</dt><dd>{escape(means)}</dd></div>" for term, means in pairs)
    return f'<div class="mr"><dl class="mr-terms{" mr-wide" if wide else ""}">{inside}</dl></div>'


def lines(given: Iterable[Line]) -> str:
    """Return lines of facts: what, its figure or status, and what to know of it."""
    return f'<ul class="mr-lines">{"".join(_line(one) for one in given)}</ul>'


def section(given: Section, *, tag: str = "h3") -> str:
    """Return facts under a heading of their own; those that are folded open when asked."""
    if given.folded:
        title = f"<summary>{escape(given.title)}</summary>"
        return f'<div class="mr"><details>{title}{lines(given.lines)}</details></div>'
    return f'<div class="mr"><{tag}>{escape(given.title)}</{tag}>{lines(given.lines)}</div>'


def table(given: Table) -> str:
    """Return a table. In a narrow window its rows become blocks whose cells carry their column's name.

    The roles say again what the elements are: a block is no table row to a screen reader.
    """
    caption = escape(given.caption)
    head = "".join(
        f'<th scope="col" role="columnheader"{_number(place, given)}>{escape(column)}</th>'
        for place, column in enumerate(given.columns)
    )
    body = "".join(_row(row, given) for row in given.rows)
    return (
        f'<div class="mr"><div class="mr-frame" role="region" tabindex="0" aria-label="{caption}">'
        f'<table role="table"><caption>{caption}</caption>'
        f'<thead role="rowgroup"><tr role="row">{head}</tr></thead><tbody role="rowgroup">{body}</tbody>'
        f"</table></div>{_paragraphs(given.notes, 'mr-note')}</div>"
    )


def _row(row: Row, given: Table) -> str:
    first, *others = row.cells
    cells = "".join(
        f'<td role="cell"{_number(place, given)} data-column="{escape(column)}">{_cell(cell)}</td>'
        for place, (column, cell) in enumerate(zip(given.columns[1:], others, strict=True), start=1)
    )
    name = f'<th scope="row" role="rowheader">{_cell(first)}</th>'
    return f'<tr role="row" class="mr-{row.kind}">{name}{cells}</tr>'


def _cell(cell: Cell) -> str:
    text = f"<span>{escape(cell.text)}</span>" if cell.text else ""
    if cell.link and text:
        text = f'<a href="{escaped(cell.link)}">{text}</a>'
    note = f"<small>{escape(cell.note)}</small>" if cell.note else ""
    return text + note


def _line(line: Line) -> str:
    value = f"<b>{escape(line.value)}</b>" if line.value else ""
    note = f"<small>{quoted(escape(line.note))}</small>" if line.note else ""
    return f'<li class="mr-{line.tone}"><span>{escape(line.text)}</span>{value}{note}</li>'


def _detail(detail: Detail) -> str:
    note = f"<small>{escape(detail.note)}</small>" if detail.note else ""
    said = f"<dt>{escape(detail.label)}</dt><dd>{escape(detail.text)}{note}</dd>"
    return f'<div class="mr-{detail.name}">{said}</div>'


def _number(place: int, given: Table) -> str:
    return ' class="mr-number"' if place in given.numbers else ""


def _paragraphs(texts: Iterable[str], name: str = "") -> str:
    mark = f' class="{name}"' if name else ""
    return "".join(f"<p{mark}>{escape(text)}</p>" for text in texts)
