"""What a scene is made of; every renderer draws these, and none knows how they came about."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Literal

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Mapping

    from geo.workspace import Loaded
    from layers.palette import Style


@dataclass(frozen=True, slots=True)
class LegendItem:
    """A line of the legend: what a style, a symbol or a size stands for.

    Attributes
    ----------
    label : str
        In words.
    key : str or None
        Key of the area style it explains.
    symbol : str or None
        Kind of point it explains.
    circle : int or None
        Value whose circle it shows.
    """

    label: str
    key: str | None = None
    symbol: str | None = None
    circle: int | None = None


@dataclass(frozen=True, slots=True)
class Whole:
    """A figure that stands for a larger area than those drawn, written there once.

    Attributes
    ----------
    name, figure : str
        Of the larger area, in words.
    at : tuple of float
        Longitude and latitude of a point inside it.
    """

    name: str
    figure: str
    at: tuple[float, float]


@dataclass(frozen=True, slots=True)
class Grid:
    """A legend of two variables: how the styles of a fill stand to one another.

    Attributes
    ----------
    down, across : str
        What the rows and the columns are, in words.
    rows, columns : tuple of str
        Of few to many, in words.
    keys : tuple of tuple of str
        Keys of the area styles: a row for each of `rows`.
    """

    down: str
    across: str
    rows: tuple[str, ...]
    columns: tuple[str, ...]
    keys: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class Fill:
    """Areas of one level, coloured.

    Attributes
    ----------
    title, unit : str
        Of the legend, and what is counted.
    values : mapping of str to float or None
        Figure by area id, in the order of the drawn geometry; None is no figure.
    keys : mapping of str to str
        Key of the style by area id.
    styles : mapping of str to Style
        By key.
    states : mapping of str to str
        `geo.indicators.State` by area id.
    notes : mapping of str to str
        By area id, what to know of its figure, or why there is none.
    legend : tuple of LegendItem
        In the order to show.
    number : {"count", "signed", "percent"}
        How a figure is written; a percentage is kept as a fraction.
    wholes : tuple of Whole
        Figures of larger areas.
    note : str
        Under the legend: the rule behind the styles.
    told : mapping of str to (str, str)
        By area id, ISO date and source of its figure, where these are not the same for all areas.
    grid : Grid or None
        How styles of the legend stand to one another, for whoever draws a square of them.
    """

    title: str
    unit: str
    values: Mapping[str, float | None]
    keys: Mapping[str, str]
    styles: Mapping[str, Style]
    states: Mapping[str, str]
    notes: Mapping[str, str]
    legend: tuple[LegendItem, ...]
    number: Literal["count", "signed", "percent"] = "count"
    wholes: tuple[Whole, ...] = ()
    note: str = ""
    told: Mapping[str, tuple[str, str]] = field(default_factory=dict)
    grid: Grid | None = None


@dataclass(frozen=True, slots=True)
class Circles:
    """Circles whose area is proportional to the figures of the fill.

    Attributes
    ----------
    largest : int
        The figure of the largest circle over all rounds, so that circles can be compared.
    """

    largest: int
    legend: tuple[LegendItem, ...] = ()


@dataclass(frozen=True, slots=True)
class Point:
    """A place on the map: id, name, degrees EPSG:4326, what it is.

    `mark` is written in place of the symbol where the point stands for several.
    """

    id: str
    name: str
    lat: float
    lon: float
    note: str
    mark: str = ""


@dataclass(frozen=True, slots=True)
class Points:
    """Places of one kind."""

    kind: str
    points: tuple[Point, ...]
    legend: tuple[LegendItem, ...] = ()


@dataclass(frozen=True, slots=True)
class Dense(Points):
    """So many places that no map draws them one by one: `points` are their counts by area.

    A map that can be moved draws them by cells of a grid instead, as many as it shows.

    Attributes
    ----------
    dataset : Loaded or None
        Whose places they are; it may be shown where they are.
    unit, said : str
        What is counted, and a sentence that says how many there are.
    squares : tuple of LegendItem
        The legend of the cells.
    """

    dataset: Loaded | None = None
    unit: str = ""
    said: str = ""
    squares: tuple[LegendItem, ...] = ()


@dataclass(frozen=True, slots=True)
class Ground:
    """A part of the base map: ``rivers``, ``towns`` or ``labels``."""

    kind: str
    legend: tuple[LegendItem, ...] = ()


@dataclass(frozen=True, slots=True)
class Shape:
    """A line or an outline that stands over the areas: name, what to know of it, GeoJSON geometry."""

    name: str
    note: str
    geometry: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Shapes:
    """Lines (``line``) or outlines (``zone``) of one dataset, EPSG:4326."""

    kind: Literal["line", "zone"]
    shapes: tuple[Shape, ...]
    legend: tuple[LegendItem, ...] = ()


Layer = Circles | Points | Shapes | Ground
"""Anything drawn over the areas."""


@dataclass(frozen=True, slots=True)
class Stat:
    """One figure of the headline: what, how many, and what to know of it."""

    label: str
    value: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class Bar:
    """Money as a bar: parts of the longest one of its kind, 0 to 1.

    Attributes
    ----------
    required : float
        What is needed.
    confirmed : float or None
        What of it is confirmed; None is not stated.
    unallocated : float
        Confirmed too, but for none of the parts.
    over : float
        Beyond what is needed: never netted against another bar.
    """

    required: float
    confirmed: float | None
    unallocated: float = 0.0
    over: float = 0.0


@dataclass(frozen=True, slots=True)
class Line:
    """One line of facts: a text, with a figure or a mark at its end, a note below, and perhaps a bar."""

    text: str
    value: str = ""
    note: str = ""
    tone: Literal["plain", "firm", "soft"] = "plain"
    bar: Bar | None = None


@dataclass(frozen=True, slots=True)
class Trend:
    """Figures over time of one series; a missing figure breaks the line.

    `ends` are the first and the last known figure, in words.
    """

    points: tuple[tuple[dt.date, int | None], ...]
    alt: str
    ends: tuple[str, str]


@dataclass(frozen=True, slots=True)
class Section:
    """Facts under one heading; `folded` ones are opened by whoever wants them.

    `asked` is the address that they are fetched from when they are opened, with what a link there says.
    """

    title: str
    lines: tuple[Line, ...]
    trend: Trend | None = None
    folded: bool = False
    asked: tuple[str, str] | None = None


@dataclass(frozen=True, slots=True)
class Facts:
    """What is known of the picked area or point."""

    id: str
    title: str
    subtitle: str
    sections: tuple[Section, ...] = field(default_factory=tuple)
