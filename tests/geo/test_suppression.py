import itertools
import math
from collections.abc import Set as AbstractSet

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from geo import suppression
from tests import amounts
from tests.geo import attack

THRESHOLD = 10

Cells = dict[str, frozenset[str]]


def attacked(
    cells: Cells, people: dict[str, int], hidden: AbstractSet[str]
) -> dict[str, tuple[float, float]]:
    """What somebody who knows all that is shown can say of each hidden sum.

    That is every shown sum, and that a hidden one is at least 1, since zero is shown.
    """
    parts = sorted(people)
    shown = {held: sum(people.get(p, 0) for p in held) for cell, held in cells.items() if cell not in hidden}
    closed = [cells[cell] for cell in hidden]
    held = np.array([[part in one for part in parts] for one in (*shown, *closed)], float)
    low = [*shown.values(), *(1 for _ in closed)]
    high = [*shown.values(), *(math.inf for _ in closed)]
    return {cell: attack.ranged(held, low, high, held[len(shown) + n]) for n, cell in enumerate(hidden)}


@st.composite
def tables(draw: st.DrawFn) -> tuple[Cells, dict[str, dict[str, int]]]:
    """A country, regions, cercles, and regions of another division that cut across; two measures."""
    names = [f"c{i}" for i in range(draw(st.integers(1, 9)))]
    old = [draw(st.integers(0, 2)) for _ in names]
    new = [draw(st.integers(0, 3)) for _ in names]
    cells: Cells = {"country": frozenset(names)}
    cells |= {name: frozenset([name]) for name in names}
    for kind, regions in (("old", old), ("new", new)):
        for region in set(regions):
            cells[f"{kind}{region}"] = frozenset(
                n for n, r in zip(names, regions, strict=True) if r == region
            )
    counts = st.integers(0, draw(st.sampled_from((2, 12, 3000))))
    women = {name: draw(counts) for name in names if draw(st.booleans())}
    men = {name: draw(counts) for name in women}
    return cells, {"women": women, "men": men, "all": {name: women[name] + men[name] for name in women}}


@settings(max_examples=amounts.TABLES, deadline=None)
@given(tables())
def test_no_shown_sum_narrows_a_hidden_one_below_the_threshold(
    table: tuple[Cells, dict[str, dict[str, int]]],
) -> None:
    cells, measures = table
    hidden = suppression.hide(cells, measures, THRESHOLD)
    for measure, people in measures.items():
        values = {cell: sum(people.get(part, 0) for part in held) for cell, held in cells.items()}
        assert {cell for cell, value in values.items() if 0 < value < THRESHOLD} <= hidden[measure]
        assert all(values[cell] for cell in hidden[measure]), "zero is never hidden"
        for cell, (low, high) in attacked(cells, people, hidden[measure]).items():
            assert high - low >= THRESHOLD - 1e-6, (measure, cell, low, high)


@settings(max_examples=60, deadline=None)
@given(tables())
def test_measures_that_add_up_do_not_give_one_another_away(
    table: tuple[Cells, dict[str, dict[str, int]]],
) -> None:
    cells, measures = table
    hidden = suppression.hide(cells, measures, THRESHOLD)
    values = {
        m: {c: sum(p.get(x, 0) for x in held) for c, held in cells.items()} for m, p in measures.items()
    }
    for cell, (one, other) in itertools.product(cells, itertools.permutations(measures, 2)):
        if cell in hidden[one] and values[other][cell]:
            assert cell in hidden[other]


@settings(max_examples=60, deadline=None)
@given(tables())
def test_the_bound_is_never_wider_than_what_a_linear_program_finds(
    table: tuple[Cells, dict[str, dict[str, int]]],
) -> None:
    cells, measures = table
    people = {part: count for part, count in measures["all"].items() if count}
    for cell in cells:
        shown = [held for held in cells.values() if held & people.keys() != cells[cell] & people.keys()]
        if not cells[cell] & people.keys():
            continue
        hidden = {name for name, held in cells.items() if held not in shown}
        low, high = attacked(cells, people, hidden)[cell]
        groups = suppression.alike(people, shown)
        assert suppression.openness(cells[cell], groups, people) <= high - low + 1e-6


REGION: Cells = {
    "region": frozenset("abc"), "a": frozenset("a"), "b": frozenset("b"), "c": frozenset("c")
}  # fmt: skip


@pytest.mark.parametrize(
    ("people", "hidden"),
    [
        ({"a": 10, "b": 300, "c": 70}, set()),
        ({"a": 0, "b": 300, "c": 70}, set()),
        ({"a": 4, "b": 300, "c": 70}, {"a", "c"}),  # the smallest beside it
        ({"a": 4, "b": 3, "c": 70}, {"a", "b", "c"}),  # 7 for the two would still say too much
        ({"a": 4, "b": 300}, {"a", "b"}),  # c was not counted
        ({"a": 4, "b": 0, "c": 0}, {"a", "region"}),  # the region is the same as a
        ({"a": 1, "b": 1, "c": 1}, {"a", "b", "c", "region"}),  # three of three can only be one each
        ({"a": 4, "b": 9, "c": 70}, {"a", "b"}),  # of 13: each is from 1 to 12
        ({"a": 4, "b": 7, "c": 70}, {"a", "b", "c"}),  # of 11: from 1 to 10 is too narrow
        ({}, set()),
    ],
)
def test_known_cases(people: dict[str, int], hidden: set[str]) -> None:
    assert suppression.hide(REGION, {"people": people}, THRESHOLD) == {"people": hidden}


def test_nothing_beyond_the_small_is_hidden_without_need() -> None:
    """Two small ones that hide each other need no third."""
    people = {"a": 6, "b": 7, "c": 70}
    assert suppression.hide(REGION, {"people": people}, THRESHOLD) == {"people": {"a", "b"}}
