"""The matrix of areas and clusters as HTML, and why a cell has its state. Everything quoted is escaped."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

from layers import palette
from layers.coverage import STYLES
from layers.matrix import PRESENT
from layers.render import reading
from layers.render.terms import explained

if TYPE_CHECKING:
    from layers.matrix import Mark, Matrix, Row
    from layers.palette import Style
    from layers.parts import Facts

PATTERNS = {
    "lines": "repeating-linear-gradient(45deg,{0} 0 1.5px,transparent 1.5px 7px)",
    "back": "repeating-linear-gradient(-45deg,{0} 0 1.5px,transparent 1.5px 7px)",
    "cross": "repeating-linear-gradient(45deg,{0} 0 1px,transparent 1px 7px),"
    "repeating-linear-gradient(-45deg,{0} 0 1px,transparent 1px 7px)",
    "dots": "radial-gradient({0} 1.2px,transparent 1.4px) 0 0/7px 7px",
}
"""Of a style, as the map draws it: `{0}` is its colour."""


def matrix(given: Matrix) -> str:
    """Return the table, its legend and notes; each cell is a button that asks why."""
    heads = "".join(f'<th scope="col">{escape(head)}</th>' for head in given.heads)
    heads += "".join(
        f'<th scope="col" title="{escape(name)}">{explained(escape(short))}</th>'
        for short, name in given.clusters
    )
    body = "".join(_row(row) for row in given.rows)
    return (
        f"<style>{_styles()}</style>"
        f'<div class="mr mr-wide"><h1>{escape(given.title)}</h1></div><div class="mx">{_legend(given)}'
        f'<div class="mx-frame" role="region" tabindex="0" aria-label="{escape(given.title)}">'
        f"<table><caption>{escape(given.caption)}</caption><thead><tr>{heads}</tr></thead>"
        f"<tbody>{body}</tbody></table></div>"
        f"{''.join(f'<p>{escape(note)}</p>' for note in given.notes)}</div>"
    )


def why(facts: Facts, link: str, words: tuple[str, str]) -> str:
    """Return what a cell's state rests on; `words` lead to the map and close it again."""
    show, close = words
    sections = "".join(reading.section(section) for section in facts.sections)
    return (
        f'<section class="mx-why" tabindex="-1" aria-label="{escape(facts.title)}">'
        f'<button class="mx-close" data-ask="" aria-label="{escape(close)}">×</button>'
        f'<div class="mr"><h2>{escape(facts.title)}</h2><p>{escape(facts.subtitle)}</p></div>{sections}'
        f'<div class="mr"><p><a class="mx-map" href="{escape(link)}">{escape(show)}</a></p></div></section>'
    )


def _legend(given: Matrix) -> str:
    items = "".join(
        f'<li><i class="mx-{key}"><b>{escape(letter)}</b></i>{escape(words)}</li>'
        for key, letter, words in given.legend
    )
    return f'<ul class="mx-legend">{items}</ul>'


def _row(row: Row) -> str:
    note = escape(row.people.note)
    people = f'<span title="{note}">{escape(row.people.text)}</span><span class="mx-said">{note}</span>'
    held = f"<small>{escape(row.name.note)}</small>" if row.name.note else ""
    name = f'<a href="{escape(row.name.link)}">{escape(row.name.text)}</a>{held}'
    cells = "".join(_mark(mark) for mark in row.marks)
    return f'<tr><th scope="row">{name}</th><td class="mx-people">{people}</td>{cells}</tr>'


def _mark(mark: Mark) -> str:
    number = f"<em>{mark.number}</em>" if mark.number else ""
    return (
        f'<td class="mx-{mark.key}"><button data-ask="{escape(mark.id)}" aria-label="{escape(mark.words)}" '
        f'title="{escape(mark.words)}"><b>{escape(mark.letter)}{number}</b></button></td>'
    )


def _styles() -> str:
    of_keys = STYLES | {PRESENT: palette.PLANNED_AROUND}
    return "".join(f".mx .mx-{key}{{background:{_background(style)}}}" for key, style in of_keys.items())


def _background(style: Style) -> str:
    drawn = f"{PATTERNS[style.pattern].format(style.hatch)}," if style.hatch else ""
    return f"{drawn}{style.fill}"
