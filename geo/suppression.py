"""Which sums have to be hidden, so that no small count can be worked out from the others.

A *part* is what one area of a table has of a measure; a *cell* is a sum of parts that is shown, for
an area of some level and division. Small cells are hidden, and further ones with them, until what
is still shown leaves each hidden cell open by at least the threshold.

Zero is always shown, so everybody knows that what is hidden is at least 1. What makes a cell open:
people beyond the first of each part can be moved between parts that lie in the very same shown cells,
and nobody could tell. A hidden cell that holds some of such parts, and not all of them, is open by
those people at least; one that holds a part of no shown cell is open without bound. That is a lower
bound of what an integer program finds (the tests run one against it), and takes none.
"""

from __future__ import annotations

import math
from collections import defaultdict
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from collections.abc import Set as AbstractSet

Cell = TypeVar("Cell")
"""Whatever names a cell; sorted by its `repr` where the choice between cells is open."""


def hide(
    cells: Mapping[Cell, AbstractSet[str]], measures: Mapping[str, Mapping[str, int]], threshold: int
) -> dict[str, frozenset[Cell]]:
    """Return the cells to hide of each measure of one table.

    A cell that is hidden of one measure is hidden of every other one that is not zero there:
    women and men may add up to a total that the table has as well. Zero is never hidden.

    Parameters
    ----------
    cells : mapping
        The parts of each sum that would be shown, over every level and division.
    measures : mapping of str to mapping of str to int
        People by part, for each measure; a part that it lacks was not counted.
    threshold : int
        Counts from 1 to below it are small.

    Returns
    -------
    dict of str to frozenset
        By measure; empty where nothing has to be hidden.

    Examples
    --------
    >>> cells = {"north": {"a", "b", "c"}, "a": {"a"}, "b": {"b"}, "c": {"c"}}
    >>> sorted(hide(cells, {"people": {"a": 4, "b": 300, "c": 70}}, 10)["people"])
    ['a', 'c']
    """
    values = {
        measure: {cell: sum(parts.get(part, 0) for part in held) for cell, held in cells.items()}
        for measure, parts in measures.items()
    }
    hidden = {
        measure: {cell for cell, value in known.items() if 0 < value < threshold}
        for measure, known in values.items()
    }
    changed = True
    while changed:
        changed = _share(hidden, values)
        for measure, parts in measures.items():
            changed |= _open(hidden[measure], cells, parts, values[measure], threshold)
    return {measure: frozenset(found) for measure, found in hidden.items()}


def _share(hidden: dict[str, set[Cell]], values: Mapping[str, Mapping[Cell, int]]) -> bool:
    """Hide of every measure what is hidden of one; tell whether that was any."""
    anywhere: set[Cell] = set().union(*hidden.values())
    changed = False
    for measure, known in values.items():
        more = {cell for cell in anywhere if known[cell] > 0} - hidden[measure]
        hidden[measure] |= more
        changed |= bool(more)
    return changed


def _open(
    hidden: set[Cell],
    cells: Mapping[Cell, AbstractSet[str]],
    parts: Mapping[str, int],
    values: Mapping[Cell, int],
    threshold: int,
) -> bool:
    """Hide further cells until every hidden one is open enough; tell whether that was any.

    Parts of zero are left out: they may be known, and make nothing open.
    """
    before = len(hidden)
    there = {part for part, people in parts.items() if people}
    sums = {cell: held & there for cell, held in cells.items() if held & there}
    waiting = sorted(hidden, key=repr)
    while waiting:
        shown = {cell: held for cell, held in sums.items() if cell not in hidden}
        groups = alike(there, shown.values())
        if openness(sums[waiting[-1]], groups, parts) >= threshold:
            waiting.pop()
            continue
        another = _next(sums[waiting[-1]], shown, values)
        hidden.add(another)
        waiting.append(another)
    return len(hidden) > before


def _next(cell: AbstractSet[str], shown: Mapping[Cell, AbstractSet[str]], values: Mapping[Cell, int]) -> Cell:
    """Choose what to hide for a cell: the smallest sum beside it in a shown one, else that one."""

    def small(other: Cell) -> tuple[int, int, str]:
        return len(shown[other]), values[other], repr(other)

    holding = min((other for other, held in shown.items() if held & cell), key=small)
    around = shown[holding] - cell
    beside = [other for other, held in shown.items() if held <= around]
    return min(beside, key=lambda other: (values[other], repr(other)), default=holding)


def alike(parts: Iterable[str], shown: Iterable[AbstractSet[str]]) -> dict[frozenset[int], set[str]]:
    """Group the parts by the shown cells that hold them."""
    holding: dict[str, set[int]] = {part: set() for part in parts}
    for number, held in enumerate(shown):
        for part in held & holding.keys():
            holding[part].add(number)
    groups: dict[frozenset[int], set[str]] = defaultdict(set)
    for part, numbers in holding.items():
        groups[frozenset(numbers)].add(part)
    return groups


def openness(
    cell: AbstractSet[str], groups: Mapping[frozenset[int], AbstractSet[str]], parts: Mapping[str, int]
) -> float:
    """Return by how much a hidden sum can at least vary, without any shown sum saying otherwise.

    `groups` are the parts, none of them zero, as `alike` groups them by the sums that are shown.

    Examples
    --------
    >>> openness({"a"}, {frozenset({0}): {"a", "b"}}, {"a": 4, "b": 8})
    10
    """
    split = [(numbers, group) for numbers, group in groups.items() if group & cell]
    if any(not numbers for numbers, _ in split):
        return math.inf
    return sum(parts[part] - 1 for _, group in split if not group <= cell for part in group)
