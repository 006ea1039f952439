"""A scene as a table: rows for every format, and CSV."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import chain
from typing import TYPE_CHECKING

from geo.spreadsheet import inert, of_rows
from layers.headline import dated, signed
from layers.render.said import said
from layers.text import number, percent

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterable, Iterator

    from geo.areas import Language
    from layers.parts import Fill
    from layers.scene import Scene

COLUMNS = ("area_id", "area_name", "in", "value", "state", "date", "source", "note")

HXL = {"idps": "#affected+idps", "returnees": "#affected+returnees", "presence": "#org+num"}
"""Tag of the value by theme; others are ``#indicator+<theme>``."""


@dataclass(frozen=True, slots=True)
class Row:
    """One area in words and figures.

    Attributes
    ----------
    id, name, inside : str
        Its id and name, and the name of what holds it.
    value : float or None
        As it is; None is no figure.
    figure : str
        The same as people read it; empty where there is none.
    state, date, source, note : str
        `geo.indicators.State`, ISO date, who says so, what to know.
    """

    id: str
    name: str
    inside: str
    value: float | None
    figure: str
    state: str
    date: str
    source: str
    note: str

    def cells(self) -> tuple[str | float | None, ...]:
        """Return the values of `COLUMNS`."""
        return (
            self.id, self.name, self.inside, self.value, self.state, self.date, self.source, self.note,
        )  # fmt: skip


def areas(scene: Scene, *, everywhere: bool = False) -> Iterator[Row]:
    """Yield a row per area of the focus, or of the whole country, in the order of the drawn geometry."""
    request, fill, view = scene.request, scene.fill, scene.request.view
    lang = request.lang
    day, source = dated(request)
    listed = request.areas.at(view.level) if everywhere else request.areas.within(view.area, view.level)
    for area in listed:
        value, told = fill.values[area.id], fill.told.get(area.id, (day, source))
        yield Row(
            id=area.id,
            name=area.name(lang),
            inside=request.areas[area.parent].name(lang) if area.parent else "",
            value=value,
            figure=figure(value, fill, lang),
            state=fill.states.get(area.id, ""),
            date=told[0],
            source=told[1],
            note=fill.notes.get(area.id, ""),
        )


def figure(value: float | None, fill: Fill, lang: Language) -> str:
    """Write a figure as its fill says; empty where there is none."""
    if value is None:
        return ""
    if fill.number == "percent":
        return percent(value, lang)
    return signed(value, lang) if fill.number == "signed" else number(value, lang)


def tags(scene: Scene) -> tuple[str, ...]:
    """Return the HXL tag of each of `COLUMNS`."""
    view = scene.request.view
    value = HXL.get(view.theme, f"#indicator+{view.theme.replace(':', '_')}")
    return (
        f"#adm{view.level}+code", f"#adm{view.level}+name", f"#adm{view.level - 1}+name", value,
        "#status", "#date", "#meta+source", "#meta+note",
    )  # fmt: skip


def as_csv(scene: Scene, made: dt.date | None = None, *, hxl: bool = False) -> bytes:
    """Return the areas of the focus with their figures.

    UTF-8 with one header row and a row per area; what the map says in words stands above it in
    lines that begin with ``#``. A text that a spreadsheet would take for a formula has an apostrophe
    before it, also within those lines, which a spreadsheet cuts at commas.
    """
    heads = (COLUMNS, *([tags(scene)] if hxl else []))
    return written(said(scene, made).sentences(), heads, (row.cells() for row in areas(scene)))


def written(
    sentences: Iterable[str], heads: Iterable[Iterable[str]], rows: Iterable[Iterable[str | float | None]]
) -> bytes:
    """Return a table as CSV below lines that begin with ``#``; no text of its rows becomes a formula."""
    lines = (" ".join(f"# {line}".split()) for line in sentences)
    above = "".join(f"{inert(line)}\n" for line in lines)
    return f"{above}{of_rows(chain(heads, rows))}".encode()
