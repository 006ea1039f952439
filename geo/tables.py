"""The kinds of table of the project's own, in ``data/``: their columns, with type, unit and rule.

A kind serves twice: `load` takes from it the types of a table, and `schema` gives it as a pandera
schema. The types of columns are those of `geo.columns`; what somebody sends is in `geo.kinds`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from geo.columns import LARGEST_COUNT, PATTERNS, Column, Kind, choice, count, needed, optional

if TYPE_CHECKING:
    from pathlib import Path

    import pandera.pandas as pa

ORIGINS = ("official_file", "official_report", "press", "third_party", "compilation")
"""Kinds of source, the most original first."""

SERVICES = (
    "water", "sanitation", "health", "nutrition", "education", "protection", "shelter", "site_management",
)  # fmt: skip
"""Services that a site has or lacks, a column each."""

_COUNTS = (
    *(count("idp_households"), count("idps"), count("returnee_households"), count("returnees")),
    *(count("returnees_idp"), count("returnees_abroad")),
)

_ROUNDS = Kind(
    "rounds",
    (
        *needed("series", "round"),
        Column("date", "day", needed=True),
        Column("area", needed=True),
        Column("level", "whole", needed=True),
        *_COUNTS,
        *optional("origin_admin1", "displacement_type"),
        *needed("admin1_given", "admin2_given"),
        *optional("admin3_given", "code_given"),
        *needed("method", "source_file"),
    ),
    finest=2,
)

_NATIONAL = Kind(
    "national",
    (
        Column("series", needed=True),
        Column("date", "day", needed=True),
        count("idps"),
        count("returnees"),
        Column("source", needed=True),
        choice("kind", *ORIGINS),
        Column("note"),
    ),
    finest=0,
)

_OFFICES = Kind(
    "offices",
    (
        *needed("id", "org", "kind_fr", "kind_en", "town_fr", "town_en"),
        *needed("lon", "lat", type="degrees"),
        *needed("date", type="date"),
        *needed("source", "place_in_source"),
        *optional("note_fr", "note_en"),
    ),
)

_PROJECTS = Kind(
    "projects",
    (
        *needed("id", "org", "cluster"),
        *optional("activity_area"),
        *needed("activity_fr", "activity_en"),
        choice("status", "planned", "ongoing", "completed", "coordination", "present"),
        choice("scope", "area", "country", "zone"),
        *optional("division", "area", "zone_fr", "zone_en"),
        *optional("start", "end", type="date"),
        *needed("date", type="date"),
        *optional("targets"),
        *needed("sensitivity", "source", "place_in_source"),
        *optional("note_fr", "note_en"),
    ),
)

_SERIES = Kind(
    "series",
    (
        *needed("series"),
        *needed("date", type="day"),
        *optional("level", type="whole"),
        *needed("division"),
        *optional("area", "name_fr", "name_en"),
        *needed("given"),
        count("idps"),
        count("returnees"),
        *needed("source"),
        choice("kind", *ORIGINS),
        *optional("note_fr", "note_en"),
    ),
    one_of=("area", "name_fr"),
)

_CENSUS = Kind(
    "census",
    (
        *needed("area"),
        *needed("level", type="whole"),
        *(Column(name, "whole", "people", needed=True) for name in ("population", "men", "women")),
        *needed("given"),
    ),
    finest=2,
)

_CAMPS = Kind(
    "camps",
    (
        *needed("id", "name", "country", "country_fr", "country_en"),
        *optional("lon", "lat", type="degrees"),
        choice("kind", "camp", "hosting_place"),
        *needed("series"),
        *needed("date", type="day"),
        Column("refugees", "whole", "people", needed=True),
        *needed("source"),
        *optional("note_fr", "note_en"),
    ),
)

_FLOODS = Kind(
    "floods",
    (
        *needed("id"),
        choice("kind", "event", "year_total"),
        *optional("start", "end", type="date"),
        *needed("year", type="whole"),
        Column("displaced", "whole", "people", needed=True),
        *needed("name_fr", "name_en"),
        *optional("area"),
        *needed("given", "source"),
        *optional("note_fr", "note_en"),
    ),
)

_FUNDING = Kind(
    "funding",
    (
        *needed("plan"),
        choice("kind", "total", "objective", "activity"),
        *optional("objective", "activity_area", "name_fr", "name_en"),
        *needed("currency"),
        *needed("required", type="whole"),
        *optional("confirmed", type="whole"),
        count("people_targeted"),
        *needed("date", type="day"),
        *needed("source", "place_in_source"),
        *optional("note_fr", "note_en"),
    ),
    finest=0,
)

_SITES = Kind(
    "sites",
    (
        *needed("id", "name"),
        *optional("area"),
        *optional("lon", "lat", type="degrees"),
        *needed("date", type="date"),
        count("individuals"),
        count("households"),
        *(choice(service, "yes", "no", "partial", "unknown", needed=False) for service in SERVICES),
        *needed("source"),
        choice("sensitivity", "public", "internal", "restricted"),
    ),
    one_of=("area", "lon"),
)

_SITE_COUNTS = Kind(
    "site_counts",
    (
        *needed("date", type="date"),
        *needed("sites", type="whole"),
        *needed("what_fr", "what_en", "where_fr", "where_en", "source"),
        choice("kind", *ORIGINS),
    ),
)

_SETTLEMENTS = Kind(
    "settlements",
    (
        *needed("id", "name"),
        *optional("alternative"),
        *needed("lon", "lat", type="degrees"),
        *optional("commune"),
        choice("class", "country", "region", "cercle", "commune", "other"),
    ),
)

KINDS = {
    kind.name: kind
    for kind in (
        *(_ROUNDS, _NATIONAL, _SERIES, _CENSUS, _CAMPS, _FLOODS),
        *(_OFFICES, _PROJECTS, _FUNDING, _SITES, _SITE_COUNTS, _SETTLEMENTS),
    )
}
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
        if column.type in PATTERNS:
            found.append(pa.Check.str_matches(rf"^{PATTERNS[column.type]}$"))
        return found + ([pa.Check.isin(column.values)] if column.values else [])

    given = KINDS[kind]
    columns = {
        column.name: pa.Column(column.dtype, checks(column), nullable=not column.needed)
        for column in given.columns
    }

    def one_given(frame: pd.DataFrame) -> pd.Series:
        return frame[[*given.one_of]].notna().any(axis=1)

    rules = [pa.Check(one_given, name=f"one of {given.one_of}")] if given.one_of else []
    return pa.DataFrameSchema(columns, checks=rules, name=kind, strict=True, ordered=True)


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
