"""Funding of a plan: required, confirmed, unallocated, not stated, by objective and activity area.

The table is ``data/projects/funding.csv``. Not stated is not zero. What a line has beyond its need
is shown as that and makes up for no other line. Money is the country's: it is never spread over
areas. Ratios are exact; the document itself floors its percentages.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any

from geo import reference
from geo.paths import DATA
from geo.rounds import add

if TYPE_CHECKING:
    from geo.areas import Language


@dataclass(frozen=True, slots=True)
class Stated:
    """What the document says of an activity area, an objective or the plan.

    Attributes
    ----------
    activity_area : str
        Code in ``data/reference/activity_areas.csv``; empty for an objective and for the plan.
    name, note : dict of str to str
        By language; an activity area's name is that of its code.
    currency : str
        ISO 4217 code.
    required : int
        Money.
    confirmed : int or None
        Money; None is "not stated", which is not zero.
    people_targeted : int or None
        People; None where not stated.
    date, source, place_in_source : str
        Date and code of the document, and where in it the figures stand.
    """

    activity_area: str
    name: dict[Language, str]
    note: dict[Language, str]
    currency: str
    required: int
    confirmed: int | None
    people_targeted: int | None
    date: str
    source: str
    place_in_source: str


@dataclass(frozen=True, slots=True)
class Line(Stated):
    """What one activity area needs and has."""

    @property
    def over(self) -> int:
        """What is confirmed beyond what is required."""
        return max((self.confirmed or 0) - self.required, 0)

    @property
    def missing(self) -> int | None:
        """What is required and not confirmed; None where nothing is stated."""
        return None if self.confirmed is None else max(self.required - self.confirmed, 0)

    @property
    def funded(self) -> float | None:
        """Confirmed by required, not rounded: 1.46 is 146 %; None where not stated."""
        return None if self.confirmed is None else self.confirmed / self.required


@dataclass(frozen=True, slots=True)
class Objective:
    """An objective with its activity areas.

    Attributes
    ----------
    number : str
        The document's.
    total : Stated
        What the document says of the objective.
    lines : tuple of Line
        Its activity areas.
    """

    number: str
    total: Stated
    lines: tuple[Line, ...]

    @property
    def itemised(self) -> int | None:
        """Sum of what its activity areas have confirmed; None where none states any."""
        return add(line.confirmed for line in self.lines)

    @property
    def unallocated(self) -> int | None:
        """What is confirmed for the objective and for none of its activity areas; None if not stated."""
        return None if self.total.confirmed is None else self.total.confirmed - (self.itemised or 0)

    @property
    def over(self) -> int:
        """What single activity areas have beyond their need; never netted against another one."""
        return sum(line.over for line in self.lines)

    @property
    def missing(self) -> int | None:
        """What it needs and has not, surpluses of single areas left out; None where not stated."""
        if self.total.confirmed is None:
            return None
        return max(self.total.required - (self.total.confirmed - self.over), 0)


@dataclass(frozen=True, slots=True)
class Plan:
    """A plan with its objectives.

    Attributes
    ----------
    id : str
        Its code, also in ``data/reference/sources.csv``.
    total : Stated
        What the document states for the whole plan.
    objectives : tuple of Objective
        In the document's order.
    """

    id: str
    total: Stated
    objectives: tuple[Objective, ...]

    @property
    def confirmed(self) -> int | None:
        """Sum of what the objectives have confirmed; the document need not state it."""
        return add(objective.total.confirmed for objective in self.objectives)

    @property
    def over(self) -> int:
        """What single activity areas have beyond their need."""
        return sum(objective.over for objective in self.objectives)

    @property
    def missing(self) -> int | None:
        """Sum of what the objectives need and have not."""
        return add(objective.missing for objective in self.objectives)

    @property
    def people_itemised(self) -> int | None:
        """Sum of the people that the objectives target."""
        return add(objective.total.people_targeted for objective in self.objectives)

    @property
    def people_not_itemised(self) -> int | None:
        """People of the plan's total that no objective has; None where there is no total."""
        stated = self.total.people_targeted
        return None if stated is None else stated - (self.people_itemised or 0)


@cache
def plans() -> tuple[Plan, ...]:
    """Return the plans in hand.

    Examples
    --------
    >>> (plan,) = plans()
    >>> plan.total.confirmed, plan.confirmed, plan.objectives[0].unallocated
    (None, 1961884, 250735)
    """
    grouped: dict[str, list[reference.Row]] = {}
    for row in reference.rows(DATA / "projects" / "funding.csv"):
        grouped.setdefault(row["plan"], []).append(row)
    return tuple(_plan(plan, rows) for plan, rows in grouped.items())


def _plan(plan: str, rows: list[reference.Row]) -> Plan:
    (total,) = (Stated(**_stated(row)) for row in rows if row["kind"] == "total")
    return Plan(plan, total, tuple(_objective(row, rows) for row in rows if row["kind"] == "objective"))


def _objective(given: reference.Row, rows: list[reference.Row]) -> Objective:
    number = given["objective"]
    parts = (row for row in rows if row["kind"] == "activity" and row["objective"] == number)
    return Objective(number, Stated(**_stated(given)), tuple(Line(**_stated(row)) for row in parts))


def _stated(row: reference.Row) -> dict[str, Any]:
    def whole(column: str) -> int | None:
        return int(row[column]) if row[column] else None

    words = _activity_areas().get(row["activity_area"], row)
    return {
        "activity_area": row["activity_area"],
        "name": {"fr": words["name_fr"], "en": words["name_en"]},
        "note": {"fr": row["note_fr"], "en": row["note_en"]},
        "currency": row["currency"],
        "required": int(row["required"]),
        "confirmed": whole("confirmed"),
        "people_targeted": whole("people_targeted"),
        "date": row["date"],
        "source": row["source"],
        "place_in_source": row["place_in_source"],
    }


@cache
def _activity_areas() -> dict[str, reference.Row]:
    return {row["code"]: row for row in reference.rows(DATA / "reference" / "activity_areas.csv")}
