"""Headline and facts as HTML, for the page around the map. Everything quoted is escaped."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

from layers import loaded
from layers.render.terms import explained, quoted
from layers.text import say

if TYPE_CHECKING:
    from collections.abc import Sequence

    from layers.parts import Bar, Facts, Line, Section, Stat, Trend
    from layers.scene import Scene

WIDTH, HEIGHT, BASE = 280, 54, 42
"""Of a trend, in the units of its drawing; the base is where zero lies."""


def title(scene: Scene) -> str:
    """Return the title, what the map is for, and what of the query was not understood."""
    lead = f'<p class="mm-lead">{escape(say("app.lead", scene.request.lang))}</p>'
    doubts = "".join(f"<li>{escape(doubt)}</li>" for doubt in scene.doubts)
    listed = f'<ul class="mm-doubts" role="status">{doubts}</ul>' if doubts else ""
    return explained(f"<h1>{escape(scene.title)}</h1>{lead}{listed}")


def headline(scene: Scene) -> str:
    """Return the four figures, a newer figure where there is one, what to know of loaded data."""
    said = (scene.newer, *loaded.caveats(scene.request))
    below = "".join(f'<p class="mm-newer">{escape(text)}</p>' for text in said if text)
    stats = "".join(_stat(stat) for stat in scene.stats)
    return explained(f'<dl class="mm-stats">{stats}</dl>{below}')


def facts(given: Facts) -> str:
    """Return what is known of the picked area or point."""
    return "".join(parts(given))


def parts(given: Facts) -> list[str]:
    """Return the facts section by section: a change sends again only those that differ.

    What is folded explains its abbreviations itself, and so never changes because of what stands before.
    """
    said: set[str] = set()
    head = f'<h2>{escape(given.title)}</h2><p class="mm-sub">{escape(given.subtitle)}</p>'
    return [
        explained(head, said),
        *(explained(_section(section), None if section.folded else said) for section in given.sections),
    ]


def credit(scene: Scene) -> str:
    """Return the sources of what is drawn, and the disclaimer."""
    return explained(f"{escape(scene.credit)} {escape(scene.disclaimer)}")


def _stat(stat: Stat) -> str:
    said = f"<b>{escape(stat.value)}</b><span>{escape(stat.note)}</span>"
    return f"<div><dt>{escape(stat.label)}</dt><dd>{said}</dd></div>"


def _section(section: Section) -> str:
    inside = "".join(_line(line) for line in section.lines)
    body = (f"<ul>{inside}</ul>" if inside else "") + (_trend(section.trend) if section.trend else "")
    if section.asked:
        address, words = section.asked
        body = f'<p class="mm-asked"><a href="./{escape(address)}">{escape(words)}</a></p>'
        return f'<details class="mm-ask"><summary>{escape(section.title)}</summary>{body}</details>'
    if section.folded:
        return f"<details><summary>{escape(section.title)}</summary>{body}</details>"
    return f"<h3>{escape(section.title)}</h3>{body}"


def _line(line: Line) -> str:
    value = f"<b>{escape(line.value)}</b>" if line.value else ""
    note = f"<small>{quoted(escape(line.note))}</small>" if line.note else ""
    drawn = _bar(line.bar) if line.bar else ""
    return f'<li class="mm-{line.tone}"><span>{escape(line.text)}</span>{value}{drawn}{note}</li>'


def _bar(bar: Bar) -> str:
    """Draw money: what is needed as a frame, what of it is confirmed in it, what is beyond it after it."""
    parts = {"k": bar.confirmed or 0, "u": bar.unallocated, "v": bar.over}
    inside = "".join(
        f'<i class="mm-{key}" style="width:{part:.2%}"></i>' for key, part in parts.items() if part
    )
    silent = " mm-silent" if bar.confirmed is None else ""
    need = f'<i class="mm-need{silent}" style="width:{bar.required:.2%}"></i>'
    return f'<span class="mm-bar-of" aria-hidden="true">{need}{inside}</span>'


def _trend(trend: Trend) -> str:
    """Draw the figures over true time; a missing figure breaks the line."""
    days = [day.toordinal() for day, _ in trend.points]
    top = max(value for _, value in trend.points if value is not None) or 1
    span = max(days[-1] - days[0], 1)
    places = [
        None
        if value is None
        else (4 + (day.toordinal() - days[0]) / span * (WIDTH - 8), BASE - value / top * (BASE - 4))
        for day, value in trend.points
    ]
    dots = "".join(f"M{x:.0f} {y:.0f}h0" for x, y in filter(None, places))
    return (
        f'<svg class="mm-trend" viewBox="0 0 {WIDTH} {HEIGHT}" role="img" aria-label="{escape(trend.alt)}">'
        f'<path d="{path(places)}"/><path class="mm-dots" d="{dots}"/>'
        f'<text y="{HEIGHT - 1}">{escape(trend.ends[0])}</text>'
        f'<text x="{WIDTH}" y="{HEIGHT - 1}" text-anchor="end">{escape(trend.ends[1])}</text></svg>'
    )


def path(places: Sequence[tuple[float, float] | None]) -> str:
    """Return a line through places as the commands of an SVG path; what is missing breaks it."""
    commands, pen = [], "M"
    for place in places:
        if place is None:
            pen = "M"
            continue
        commands.append(f"{pen}{place[0]:.0f} {place[1]:.0f}")
        pen = "L"
    return "".join(commands)
