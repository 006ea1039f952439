"""What a code denotes, in each of the schemes that files about Mali use under one prefix.

==========  ======================  ===========================================================
scheme      example                 what
==========  ======================  ===========================================================
``2021``    ``ML0502``, ``MLI0502``  OCHA's boundaries of 2021: the ids of ``cod2021``
``2015``    ``ML0502``, ``MLI0502``  OCHA's boundaries of 2015 (``data/reference/codes_2015.csv``)
``padded``  ``MLI005002``           those of 2015 with three figures for region and cercle (DTM)
``2023``    ``ML1202``              official areas of 2023, once they were fetched; of that division alone
==========  ======================  ===========================================================

ML0502 was Bandiagara in 2015 and is Bankass in 2021; neither the prefix nor the date of a file
tells which. A table's own names do (`established`): a scheme is established for a level when the
table has at least `ENOUGH` different codes of that level whose rows are placed by their names,
and at least `AGREEING` of them denote in that scheme what the names say. Where several schemes
are, a code means what all of them say, or nothing.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from functools import cache
from typing import TYPE_CHECKING, Literal

from geo import areas, reference
from geo.areas import DIVISIONS
from geo.paths import DATA

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

Scheme = Literal["2021", "2015", "padded", "2023"]
SCHEMES: tuple[Scheme, ...] = ("2021", "2015", "padded")
"""Those whose areas are of ``cod2021``."""

ENOUGH = 5
"""Different codes of a level, each beside a name, that can establish a scheme."""

AGREEING = 0.95
"""Share of them that must denote what the names say: files have slips."""

Established = dict[int, frozenset[Scheme]]
"""Schemes by administrative level; none where no scheme is established."""

_PADDED = re.compile(r"MLI?0(\d\d)(?:0(\d\d)(\d\d)?)?")


def denotes(code: str, scheme: Scheme) -> str | None:
    """Return the area of ``cod2021`` that a code denotes in a scheme; None where it denotes none.

    Examples
    --------
    >>> [denotes("MLI0502", scheme) for scheme in SCHEMES]
    ['ML0502', 'ML0501', None]
    >>> denotes("MLI005002", "padded"), denotes("ML0704", "2015")
    ('ML0501', 'ML10')
    """
    code = code.strip().upper()
    if scheme == "padded":
        parts = _PADDED.fullmatch(code)
        return _of_2015().get("ML" + "".join(filter(None, parts.groups()))) if parts else None
    code = "ML" + code[3:] if code.startswith("MLI") else code
    if scheme == "2023":
        return code if areas.load(DIVISIONS[1]).has_code(code) else None
    if scheme == "2015":
        return _of_2015().get(code)
    return code if code in areas.load(DIVISIONS[0]) else None


def schemes_of(division: areas.Areas) -> tuple[Scheme, ...]:
    """Return the schemes that codes beside names of a division may be of.

    Codes of official areas of 2023 are written as those of 2021, and mean other areas.
    """
    return ("2023",) if division.official else SCHEMES


def established(pairs: Iterable[tuple[int, str, str]], schemes: Iterable[Scheme] = SCHEMES) -> Established:
    """Return the schemes that a table's codes are of, by what its names say.

    Parameters
    ----------
    pairs : iterable of (int, str, str)
        Level, code as written, and the area that the names of its row say.
    schemes : iterable of Scheme
        Those that may be meant.
    """
    schemes = tuple(schemes)
    agreeing: dict[int, Counter[Scheme]] = defaultdict(Counter)
    read = Counter[int]()
    for level, code, area in {(level, code.strip().upper(), area) for level, code, area in pairs}:
        read[level] += 1
        agreeing[level].update(scheme for scheme in schemes if denotes(code, scheme) == area)
    return {
        level: frozenset(s for s in schemes if agreeing[level][s] >= AGREEING * count)
        for level, count in read.items()
        if count >= ENOUGH
    }


def meaning(code: str, schemes: Iterable[Scheme]) -> str | None:
    """Return what a code denotes in all of these schemes; None where they differ or there are none."""
    found = {denotes(code, scheme) for scheme in schemes}
    return found.pop() if len(found) == 1 else None


def meanings(code: str, schemes: Iterable[Scheme]) -> set[str]:
    """Return every area that a code denotes in one of these schemes."""
    return {area for scheme in schemes if (area := denotes(code, scheme))}


@cache
def table() -> tuple[reference.Row, ...]:
    """Return the codes of 2015 below the regions: ``code``, ``level``, ``name``, ``area``."""
    return tuple(reference.rows(DATA / "reference" / "codes_2015.csv"))


@cache
def _of_2015() -> Mapping[str, str]:
    regions = {row["code"][:4]: row["code"][:4] for row in table()}
    return regions | {row["code"]: row["area"] for row in table()}


@cache
def former_cercles() -> Mapping[str, str]:
    """Return the cercle that each commune was in, in 2015, where it is in another one today.

    Former cercles that are regions now are no such cercle (``data/reference/former_areas.csv``).
    """
    mali, found = areas.load(DIVISIONS[0]), {}
    for row in table():
        cercle = _of_2015().get(row["code"][:6], "")
        if row["level"] == "3" and not mali.holds(cercle, row["area"]):
            found[row["area"]] = cercle
    return found
