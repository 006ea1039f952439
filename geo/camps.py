"""Camps and other hosting places of Malian refugees abroad, with their dated counts.

The table is ``data/displacement/camps.csv``; see `geo.build.camps`. Its series are compilations
of their own and are never joined; a count is of its own day, and nothing is said between two.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Literal

from geo import reference
from geo.paths import DATA

if TYPE_CHECKING:
    from geo.areas import Language


@dataclass(frozen=True, slots=True)
class Count:
    """How many refugees a place had on a day, as one series says.

    Attributes
    ----------
    series : str
        The compilation.
    date : datetime.date
        Day of the count.
    refugees : int
        People.
    source : str
        Code in ``data/reference/sources.csv``.
    note : dict of str to str
        What to know of it, by language; empty where nothing.
    """

    series: str
    date: dt.date
    refugees: int
    source: str
    note: dict[Language, str]


@dataclass(frozen=True, slots=True, eq=False)
class Camp:
    """A camp, or a town or province that hosts refugees.

    Attributes
    ----------
    id, name : str
        Its own id; its name, the same in both languages.
    country : str
        ISO 3166 code.
    country_name : dict of str to str
        By language.
    lon, lat : float or None
        Degrees, EPSG:4326; None where the source gives none.
    kind : {"camp", "hosting_place"}
        What it is.
    counts : tuple of Count
        By series, oldest first in each.
    """

    id: str
    name: str
    country: str
    country_name: dict[Language, str]
    lon: float | None
    lat: float | None
    kind: Literal["camp", "hosting_place"]
    counts: tuple[Count, ...]

    @property
    def series(self) -> tuple[str, ...]:
        """The series that count it, the oldest first."""
        return tuple(dict.fromkeys(count.series for count in self.counts))

    def of(self, series: str) -> tuple[Count, ...]:
        """Return the counts of one series, oldest first."""
        return tuple(count for count in self.counts if count.series == series)

    def on(self, day: dt.date) -> tuple[Count, ...]:
        """Return for each series its newest count on or before a day, each with its own date."""
        found = {count.series: count for count in self.counts if count.date <= day}
        return tuple(found.values())

    def newest(self, day: dt.date) -> Count | None:
        """Return the newest count on or before a day of any series; None where there is none yet."""
        return max(self.on(day), key=lambda count: count.date, default=None)


@cache
def camps() -> tuple[Camp, ...]:
    """Return every place, by id."""
    grouped: dict[str, list[reference.Row]] = {}
    for row in reference.rows(DATA / "displacement" / "camps.csv"):
        grouped.setdefault(row["id"], []).append(row)
    return tuple(_camp(rows) for _, rows in sorted(grouped.items()))


def _camp(rows: list[reference.Row]) -> Camp:
    row = rows[0]
    counts = (
        Count(
            series=row["series"],
            date=dt.date.fromisoformat(row["date"]),
            refugees=int(row["refugees"]),
            source=row["source"],
            note={"fr": row["note_fr"], "en": row["note_en"]},
        )
        for row in rows
    )
    return Camp(
        id=row["id"],
        name=row["name"],
        country=row["country"],
        country_name={"fr": row["country_fr"], "en": row["country_en"]},
        lon=float(row["lon"]) if row["lon"] else None,
        lat=float(row["lat"]) if row["lat"] else None,
        kind="camp" if row["kind"] == "camp" else "hosting_place",
        counts=tuple(sorted(counts, key=lambda count: (count.series, count.date))),
    )
