"""The kinds of table: their columns, with type, unit and rule.

`displacement` is what somebody sends; the others are the project's own, in ``data/``. A kind
serves three times: `geo.readers` takes from it the headers to look for and the type of each
cell, `load` the types of a table of ours, and `schema` gives it as a pandera schema.

==========  =================================================  =====================
type        what                                               in pandas
==========  =================================================  =====================
``text``    words or a code                                    ``str``
``day``     ``YYYY-MM-DD``                                     ``str``
``date``    ``YYYY``, ``YYYY-MM`` or ``YYYY-MM-DD``            ``str``
``whole``   a count, 0 to `LARGEST_COUNT`                      ``Int64``
``degrees`` longitude or latitude, EPSG:4326                   ``float64``
==========  =================================================  =====================
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

import pandas as pd

if TYPE_CHECKING:
    from pathlib import Path

    import pandera.pandas as pa

Type = Literal["text", "day", "date", "whole", "degrees"]

LARGEST_COUNT = 100_000_000
"""Most people in one cell: four times the population of Mali; more is a slip or a code."""

_DTYPES: dict[Type, str] = {
    "text": "str",
    "day": "str",
    "date": "str",
    "whole": "Int64",
    "degrees": "float64",
}
_PATTERNS: dict[Type, str] = {
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
        Headers that mean it, as published; `geo.readers` compares their words.
    """

    name: str
    type: Type = "text"
    unit: str = ""
    needed: bool = False
    values: tuple[str, ...] = ()
    headers: tuple[str, ...] = ()

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
    partial : bool
        Whether a table may lack columns: a file somebody sent has those its layout has.
    """

    name: str
    columns: tuple[Column, ...]
    finest: int = 3
    partial: bool = False

    def counts(self) -> tuple[Column, ...]:
        """Return the columns that count people or households."""
        return tuple(column for column in self.columns if column.unit)


def _count(name: str, *headers: str) -> Column:
    return Column(name, "whole", "households" if name.endswith("households") else "people", headers=headers)


def _needed(*names: str, type: Type = "text") -> tuple[Column, ...]:
    return tuple(Column(name, type, needed=True) for name in names)


def _optional(*names: str, type: Type = "text") -> tuple[Column, ...]:
    return tuple(Column(name, type) for name in names)


_COUNTS = (
    _count("idp_households", "Total No# of IDPs HH", "Total No. of IDPs HH", "idp_households"),
    _count("idps", "Total No# of IDPs Ind#", "Total No. of IDPs Ind.", "idps"),
    _count("returnee_households", "Total No# of Returnees HH#", "returnee_households"),
    _count("returnees", "Total No# of Returnees Ind#", "Total No. of Returnees Ind.", "returnees"),
    _count("returnees_idp", "Num_Ret_IDP_IND"),
    _count("returnees_abroad", "Num_RET_from_Abroad_IND"),
)
_GIVEN = (
    Column("origin_admin1", headers=("Admin 1 Area of Origin of IDP",)),
    Column("displacement_type", headers=("Type of Displacement",)),
)

_DISPLACEMENT = Kind(
    "displacement",
    (
        Column("row", "whole", needed=True),
        Column("date", "day", headers=("Snapshot Date", "date")),
        Column("round", "whole", headers=("RoundNo", "round")),
        *(Column(f"admin{n}", headers=(f"Admin {n}", f"admin{n}_name_raw")) for n in (1, 2, 3)),
        *(Column(f"code{n}", headers=(f"Admin {n} pcode", f"admin{n}_pcode_raw")) for n in (1, 2, 3)),
        *_COUNTS,
        *_GIVEN,
        Column("source_file", headers=("source_file",)),
    ),
    finest=2,
    partial=True,
)

_ROUNDS = Kind(
    "rounds",
    (
        *_needed("series", "round"),
        Column("date", "day", needed=True),
        Column("area", needed=True),
        Column("level", "whole", needed=True),
        *_COUNTS,
        *_GIVEN,
        *_needed("admin1_given", "admin2_given"),
        *_optional("admin3_given", "code_given"),
        *_needed("method", "source_file"),
    ),
    finest=2,
)

_NATIONAL = Kind(
    "national",
    (
        Column("series", needed=True),
        Column("date", "day", needed=True),
        _count("idps"),
        _count("returnees"),
        Column("source", needed=True),
        Column(
            "kind",
            needed=True,
            values=("official_file", "official_report", "press", "third_party", "compilation"),
        ),
        Column("note"),
    ),
    finest=0,
)

_OFFICES = Kind(
    "offices",
    (
        *_needed("id", "org", "kind_fr", "kind_en", "town_fr", "town_en"),
        *_needed("lon", "lat", type="degrees"),
        *_needed("date", type="date"),
        *_needed("source", "place_in_source"),
        *_optional("note_fr", "note_en"),
    ),
)

_PROJECTS = Kind(
    "projects",
    (
        *_needed("id", "org", "cluster"),
        *_optional("activity_area"),
        *_needed("activity_fr", "activity_en"),
        Column("status", needed=True, values=("planned", "ongoing", "completed", "coordination", "present")),
        Column("scope", needed=True, values=("area", "country", "zone")),
        *_optional("division", "area", "zone_fr", "zone_en"),
        *_optional("start", "end", type="date"),
        *_needed("date", type="date"),
        *_optional("targets"),
        *_needed("sensitivity", "source", "place_in_source"),
        *_optional("note_fr", "note_en"),
    ),
)

KINDS = {kind.name: kind for kind in (_DISPLACEMENT, _ROUNDS, _NATIONAL, _OFFICES, _PROJECTS)}
"""Every kind, by name."""


def schema(kind: str) -> pa.DataFrameSchema:
    """Return a kind as a pandera schema; strict: a column that it does not name is an error.

    Raises
    ------
    KeyError
        When there is no such kind.
    """
    import pandera.pandas as pa

    def checks(column: Column) -> list[pa.Check]:
        found = [pa.Check.in_range(0, LARGEST_COUNT)] if column.type == "whole" else []
        if column.type == "degrees":
            found.append(pa.Check.in_range(-180, 180))
        if column.type in _PATTERNS:
            found.append(pa.Check.str_matches(rf"^{_PATTERNS[column.type]}$"))
        return found + ([pa.Check.isin(column.values)] if column.values else [])

    given = KINDS[kind]
    columns = {
        column.name: pa.Column(
            column.dtype, checks(column), nullable=not column.needed, required=not given.partial
        )
        for column in given.columns
    }
    return pa.DataFrameSchema(columns, name=kind, strict=True, ordered=True)


def column(kind: str, name: str) -> Column:
    """Return a column of a kind."""
    return next(column for column in KINDS[kind].columns if column.name == name)


def typed(kind: str, frame: pd.DataFrame) -> pd.DataFrame:
    """Return the columns of a kind in order and typed; those that `frame` lacks are missing."""
    columns = {
        column.name: pd.Series(frame.get(column.name), frame.index, dtype=column.dtype)
        for column in KINDS[kind].columns
    }
    return pd.DataFrame(columns)


def write(kind: str, frame: pd.DataFrame, path: Path) -> None:
    """Write a table of the project's own, as `load` reads it.

    Raises
    ------
    pandera.errors.SchemaError
        When the table breaks the rules of its kind; nothing is written then.
    """
    schema(kind).validate(frame).to_csv(path, index=False, lineterminator="\n")


def load(kind: str, path: Path) -> pd.DataFrame:
    """Read a table of the project's own: UTF-8 CSV, one header row; only an empty cell is missing.

    Raises
    ------
    pandera.errors.SchemaError
        When the table breaks the rules of its kind.
    """
    types = {column.name: column.dtype for column in KINDS[kind].columns}
    frame = pd.read_csv(path, dtype=types, keep_default_na=False, na_values=[""])
    return schema(kind).validate(frame)
