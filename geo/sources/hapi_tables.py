"""Rows of HDX HAPI as tables of ours."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pandas as pd

from geo import reference
from geo.readers import Rejected
from geo.sources.found import Row, counts, days, texts
from geo.workspace import Measure

if TYPE_CHECKING:
    from collections.abc import Iterable

PERIOD = ("reference_period_start", "reference_period_end")

STATUSES = {"INN": "in_need", "TGT": "targeted", "AFF": "affected", "REA": "reached", "all": "population"}
"""Column of each status of people in the needs."""

MALI = "MLI"
FLED, RETURNED = ("REF", "ASY"), "RET"
"""Groups of people as UNHCR names them: refugees, asylum seekers; returned refugees."""

WHOLE_PHASE = "3+"
"""People in phase 3 (crisis) or worse; the phases by themselves are its parts."""

KEYS = ("admin1", "admin2", "code1", "code2", "unspecified", "date", "aside")
DIVIDING = ("gender", "age_range", "disabled_marker", "population_group", "category")
"""Columns that divide the same people."""

Problems = list[Rejected]
Made = tuple[str, pd.DataFrame, tuple[Measure, ...]]
"""Kind of table, its rows, its columns of figures."""


def _places(rows: list[Row]) -> dict[str, Any]:
    """Return where rows are: the provider's names, HAPI's codes, and whether a place is said to lack."""
    return {
        "row": pd.Series(range(1, len(rows) + 1), dtype="Int64"),
        "admin1": texts(rows, "provider_admin1_name", "admin1_name"),
        "admin2": texts(rows, "provider_admin2_name", "admin2_name"),
        "code1": texts(rows, "admin1_code"),
        "code2": texts(rows, "admin2_code"),
        "unspecified": pd.Series([bool(row.get("admin1_is_unspecified")) for row in rows], dtype="bool"),
        "date": days(rows, PERIOD[1], PERIOD[0]),
    }


def displacement(rows: list[Row], problems: Problems) -> Made:
    """Make rounds of displaced people: rows of a round beside its totals are told apart."""
    table = pd.DataFrame(
        _places(rows)
        | {
            "round": pd.Series([row["reporting_round"] for row in rows], dtype="Int64"),
            "operation": texts(rows, "operation"),
            "idps": counts(rows, "population", problems),
        }
    )
    return "displacement", table.assign(aside=coarser(table)), ()


def coarser(table: pd.DataFrame) -> pd.Series[Any]:
    """Return which rows are left aside: totals of a round that also gives the parts, or may be so.

    A row for a region beside rows for its cercles may be their sum or what is left over. Nobody can
    tell, so it is counted in no round.
    """
    keys = ["operation", "round"]
    level = table["admin2"].notna().astype(int) + table["admin1"].notna().astype(int)
    finer = table.assign(level=level)
    whole = finer.groupby(keys, dropna=False)["level"].transform("max")
    region = finer.groupby([*keys, "admin1"], dropna=False)["level"].transform("max")
    beside = ((level == 0) & (whole > 0) & ~table["unspecified"]) | ((level == 1) & (region > 1))
    return pd.Series("total_or_rest", index=table.index).where(beside)


def presence(rows: list[Row], _problems: Problems) -> Made:
    """Make a table of projects of the latest period."""
    known = reference.clusters()
    clusters = [row["sector_code"] if row["sector_code"] in known else row["sector_name"] for row in rows]
    table = pd.DataFrame(
        _places(rows)
        | {
            "org": texts(rows, "org_acronym"),
            "org_name": texts(rows, "org_name"),
            "org_type": texts(rows, "org_type_description"),
            "cluster": pd.Series(clusters, dtype="str"),
            "start": days(rows, PERIOD[0]),
            "end": days(rows, PERIOD[1]),
        }
    )
    return "projects", latest(table), ()


def funding(rows: list[Row], problems: Problems) -> Made:
    """Make figures of what is required and paid, by appeal, for the whole country."""
    measures = (Measure("requirements_usd", "Requirements", "USD"), Measure("funding_usd", "Funding", "USD"))
    table = _figures(rows, ("appeal_code", "appeal_name"))
    for measure in measures:
        table[measure.name] = _amounts(rows, measure.name, problems)
    return "figures", latest(table), measures


def needs(rows: list[Row], problems: Problems) -> Made:
    """Make people in need, targeted and reached, of everybody and across sectors, by area."""
    whole = [row for row in rows if _undivided(row) and _sector(row) == "intersectoral"]
    table = _figures(whole, ())
    table["status"] = texts(whole, "population_status")
    table["people"] = counts(whole, "population", problems)
    return "figures", *_wide(latest(table))


def food_security(rows: list[Row], problems: Problems) -> Made:
    """Make people in phase 3 or worse now, by area."""
    given = [row for row in rows if row["ipc_phase"] == WHOLE_PHASE and row["ipc_type"] == "current"]
    table = _figures(given, ())
    table["people"] = counts(given, "population_in_phase", problems)
    measure = Measure("people", "IPC/CH 3+", "people")
    return "figures", latest(table), (measure,)


def population(rows: list[Row], problems: Problems) -> Made:
    """Make the population by area."""
    whole = [row for row in rows if _undivided(row)]
    table = _figures(whole, ())
    table["population"] = counts(whole, "population", problems)
    return "figures", latest(table), (Measure("population", "Population", "people"),)


def abroad(rows: list[Row], problems: Problems) -> Made:
    """Make people by country of origin and of asylum; for the whole country.

    The rows have all groups of people, in a column that is no figure to show: their sum would mix
    those who fled with those who came. The figures are of refugees and asylum seekers from Mali and
    in Mali, and of those who returned to it.
    """
    whole = [row for row in rows if _undivided(row, groups=True)]
    table = _figures(whole, ("population_group", "origin_location_code", "asylum_location_code"))
    table["people"] = counts(whole, "population", problems)
    # One asked by origin and by asylum: who is both stands twice.
    table = table.drop_duplicates([*table.columns.drop("row")]).reset_index(drop=True)
    ours = table["origin_location_code"] == MALI
    fled, back = table["population_group"].isin(FLED), table["population_group"] == RETURNED
    told = {
        "refugees_from_mali": ours & fled,
        "refugees_in_mali": ~ours & fled & (table["asylum_location_code"] == MALI),
        "returned_to_mali": ours & back,
    }
    table = latest(table.assign(**{name: table["people"].where(which) for name, which in told.items()}))
    there = [name for name, which in told.items() if which.any()]
    return "figures", table, tuple(Measure(name, name.replace("_", " "), "people") for name in there)


def _figures(rows: list[Row], also: Iterable[str]) -> pd.DataFrame:
    return pd.DataFrame(_places(rows) | {column: texts(rows, column) for column in also})


def latest(table: pd.DataFrame) -> pd.DataFrame:
    """Leave rows of earlier periods aside: periods are never summed."""
    old = table["date"] != table["date"].max() if len(table) else pd.Series(False, index=table.index)
    return table.assign(aside=pd.Series("earlier_period", index=table.index).where(old))


def _wide(table: pd.DataFrame) -> tuple[pd.DataFrame, tuple[Measure, ...]]:
    """Give each status a column of its own: the same people may be in several."""
    places: dict[tuple[str, ...], dict[Any, Any]] = {}
    for row in table[table["status"].isin(STATUSES)].to_dict("records"):
        key = tuple(str(row[name]) for name in KEYS)
        kept = places.setdefault(key, {name: row[name] for name in KEYS})
        kept.setdefault(STATUSES[str(row["status"])], row["people"])
    there = [name for name in STATUSES.values() if any(name in place for place in places.values())]
    rows = range(1, len(places) + 1)
    columns = {name: [place.get(name) for place in places.values()] for name in (*KEYS, *there)}
    wide = pd.DataFrame({"row": pd.Series(rows, dtype="Int64")} | columns)
    types = dict.fromkeys(there, "Int64") | {name: table[name].dtype for name in KEYS}
    return wide.astype(types), tuple(Measure(name, name.replace("_", " "), "people") for name in there)


def _undivided(row: Row, *, groups: bool = False) -> bool:
    """Tell whether a row is of people of all ages and genders and of no category, nor group unless asked."""
    dividing = [column for column in DIVIDING if not (groups and column == "population_group")]
    return all(row.get(column) in ("all", "", None) for column in dividing)


def _sector(row: Row) -> str:
    return str(row["sector_code"] or "").lower()


def _amounts(rows: list[Row], column: str, problems: Problems) -> pd.Series[Any]:
    values = [row[column] for row in rows]
    good = [isinstance(value, int | float) and not isinstance(value, bool) and value >= 0 for value in values]
    problems += [
        Rejected(number, column, str(value), "not_a_number")
        for number, (value, fine) in enumerate(zip(values, good, strict=True), start=1)
        if not fine and value is not None
    ]
    return pd.Series([v if fine else None for v, fine in zip(values, good, strict=True)], dtype="Float64")
