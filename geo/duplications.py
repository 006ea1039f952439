"""Where two or more organisations may be doing the same thing.

A *possible duplication* is the same kind of activity, reported as ongoing or completed by two or
more organisations for the same lowest area, with dates that overlap. The kind of an activity is its
cluster **and** its own words. The cluster alone is not enough: two organisations of one cluster in
one area may drill a well and teach hygiene, and to call every cluster with two members a duplication
would be noise that hides the real ones. So where a row does not say what it does, or only repeats
the name of its cluster, it is never part of a duplication; the number of organisations tells of it.

Dates not stated bound nothing: they may overlap, hence *possible*. The same words need not mean the
same people either; only the organisations can tell.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from itertools import combinations
from typing import TYPE_CHECKING

from geo import clusters
from geo.crosswalk import communes
from geo.spelling import fold
from geo.statements import NOT_STATED, Statement, overlap

if TYPE_CHECKING:
    from collections.abc import Iterable

SAYS_NOTHING = frozenset(fold(word) for word in ("autre", "autres", "other", "others", "divers", "n/a", "nd"))
"""Folded words in place of an activity."""


@dataclass(frozen=True, slots=True)
class Duplication:
    """Statements of two or more organisations that may be the same thing.

    Attributes
    ----------
    cluster : str
        Code of the cluster that all of them name.
    statements : tuple of Statement
        Each overlaps in time with one of another organisation.
    """

    cluster: str
    statements: tuple[Statement, ...]

    @property
    def organisations(self) -> tuple[str, ...]:
        """The organisations, by code."""
        return tuple(sorted({statement.org for statement in self.statements}))


def find(given: Iterable[Statement]) -> tuple[Duplication, ...]:
    """Return the possible duplications among statements, in the order of the first statement."""
    alike: dict[tuple[str, str, frozenset[str]], list[Statement]] = defaultdict(list)
    for statement in given:
        if statement.is_presence and statement.scope == "area":
            place = communes(statement.division, statement.area)
            for kind in kinds(statement):
                alike[statement.cluster, kind, place].append(statement)
    found = {}
    for (cluster, _, _), statements in alike.items():
        if twice := _twice(statements):
            found[tuple(one.id for one in twice)] = Duplication(cluster, twice)
    return tuple(found.values())


def kinds(statement: Statement) -> frozenset[str]:
    """Return the kind of activity of a statement, folded, a word for each language; none if not stated."""
    if statement.cluster == NOT_STATED:
        return frozenset()
    words = (text for text in statement.activity.values() if text and not clusters.code_of(text))
    return frozenset(fold(text) for text in words) - SAYS_NOTHING - {""}


def _twice(statements: list[Statement]) -> tuple[Statement, ...]:
    doubled = {
        one.id
        for pair in combinations(statements, 2)
        if pair[0].org != pair[1].org and overlap(*pair)
        for one in pair
    }
    return tuple(one for one in statements if one.id in doubled)
