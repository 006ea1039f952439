"""Columns and kinds of table: what `geo.tables` and `geo.kinds` define theirs with.

==========  =================================================  =====================
type        what                                               in pandas
==========  =================================================  =====================
``text``    words or a code                                    ``str``
``day``     ``YYYY-MM-DD``                                     ``str``
``date``    ``YYYY``, ``YYYY-MM`` or ``YYYY-MM-DD``            ``str``
``whole``   a count, 0 to `LARGEST_COUNT`                      ``Int64``
``number``  any figure, whole or decimal                       ``float64``
``degrees`` longitude or latitude, EPSG:4326                   ``float64``
==========  =================================================  =====================
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Type = Literal["text", "day", "date", "whole", "number", "degrees"]

LARGEST_FIGURE = 10**15
"""Of a figure that is no count: a spreadsheet keeps fifteen digits."""

LARGEST_COUNT = 100_000_000
"""Most people in one cell: four times the population of Mali; more is a slip or a code."""

_DTYPES: dict[Type, str] = {
    "text": "str",
    "day": "str",
    "date": "str",
    "whole": "Int64",
    "number": "float64",
    "degrees": "float64",
}
PATTERNS: dict[Type, str] = {
    "day": r"\d{4}-\d{2}-\d{2}",
    "date": r"\d{4}(-\d{2}(-\d{2})?)?",
}


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a kind of table.

    Attributes
    ----------
    name : str
        The project's name for it.
    type : str
        See the table above.
    unit : str
        ``people``, ``households``; empty where there is none.
    needed : bool
        Whether every row must have a value.
    values : tuple of str
        The values allowed; empty for any.
    headers : tuple of str
        Headers that mean it, in French and English; `geo.readers` compares their words.
    hxl : tuple of str
        HXL tags that mean it, with the attributes that must be there: ``#affected+idps+ind``.
    """

    name: str
    type: Type = "text"
    unit: str = ""
    needed: bool = False
    values: tuple[str, ...] = ()
    headers: tuple[str, ...] = ()
    hxl: tuple[str, ...] = ()

    @property
    def dtype(self) -> str:
        """Its type in pandas."""
        return _DTYPES[self.type]


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of table.

    Attributes
    ----------
    name : str
        ``displacement`` …
    columns : tuple of Column
        In order.
    finest : int
        Finest administrative level whose names are evidence. DTM's baselines fill "admin 3" with
        the chief town: their figures are by cercle.
    one_of : tuple of str
        Columns of which each row must have at least one; empty where there is no such rule.
    known_by : tuple of tuple of str
        What a sheet must have to be of this kind: of each group of columns at least one.
    """

    name: str
    columns: tuple[Column, ...]
    finest: int = 3
    one_of: tuple[str, ...] = ()
    known_by: tuple[tuple[str, ...], ...] = ()

    def counts(self) -> tuple[Column, ...]:
        """Return the columns that count people or households."""
        return tuple(column for column in self.columns if column.unit)


def count(name: str, *headers: str, hxl: tuple[str, ...] = ()) -> Column:
    """Return a column that counts households, where its name says so, else people."""
    unit = "households" if name.endswith("households") else "people"
    return Column(name, "whole", unit, headers=headers, hxl=hxl)


def needed(*names: str, type: Type = "text") -> tuple[Column, ...]:
    """Return columns in which every row must have a value."""
    return tuple(Column(name, type, needed=True) for name in names)


def optional(*names: str, type: Type = "text") -> tuple[Column, ...]:
    """Return columns that may be empty."""
    return tuple(Column(name, type) for name in names)


def choice(name: str, *values: str, needed: bool = True) -> Column:
    """Return a column of a few known words."""
    return Column(name, needed=needed, values=values)
