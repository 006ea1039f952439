"""Figures as people write them."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from geo.readers import numbers

NARROW, HARD, THIN = "\u202f", "\u00a0", "\u2009"


@pytest.mark.parametrize(
    ("cells", "values"),
    [
        (
            ["1 234", f"12{HARD}345", f"1{NARROW}234{NARROW}567", f"9{THIN}999", "1'234"],
            [1234, 12345, 1234567, 9999, 1234],
        ),
        (["270.000", "44.084", "12"], [270000, 44084, 12]),
        (["270,000", "1,234,567", "12"], [270000, 1234567, 12]),
        (["1.234.567", "1.234"], [1234567, 1234]),
        (["80.0", 80.0, "80,00"], [80, 80, 80]),
        (["−3", "+3"], [None, 3]),
        (["\u200f12", "12\u200b"], [12, 12]),
    ],
)
def test_counts(cells: list[object], values: list[object]) -> None:
    assert numbers.read(cells, counts=True).values == values


@pytest.mark.parametrize(
    ("cells", "problems"),
    [
        (["1.234", "12.5"], ["separator_unclear", "not_whole"]),
        (["1.234", "1,234"], ["separator_unclear", "separator_unclear"]),
        (["1.234", "12345"], ["separator_unclear", None]),
        (["270.000", "80.0"], ["separator_unclear", None]),
        (["1.234", "0.500"], ["separator_unclear", "not_whole"]),
        (["12 34", "1 2345", "1e3", "²", "n/a", "NaN", "inf"], ["not_a_number"] * 7),
        ([float("nan"), float("inf")], ["not_a_number"] * 2),
        (["=SUM(A1:A2)"], ["formula_without_value"]),
        ([-1, "-1", -0.5], ["negative"] * 3),
        ([1e15, "999999999999"], ["too_large"] * 2),
        ([True], ["not_a_number"]),
    ],
)
def test_what_is_no_count_says_why(cells: list[object], problems: list[str | None]) -> None:
    found = numbers.read(cells, counts=True)
    assert [found.problems.get(place) for place in range(len(cells))] == problems
    assert [value for place, value in enumerate(found.values) if place in found.problems] == [None] * len(
        found.problems
    )


@pytest.mark.parametrize(
    ("cells", "values"),
    [
        (["0,734", "1,234"], [0.734, 1.234]),
        (["0.5", "1.234"], [0.5, 1.234]),
        (["1,234.5", "1,234"], [1234.5, 1234]),
        (["1.234,5", "1.234"], [1234.5, 1234]),
        (["1 234,5", "12,5 %"], [1234.5, 12.5]),
        (["1.234", "2.345"], [None, None]),
        ([-1.5, "-2"], [-1.5, -2]),
        ([1e15, -1e16, 1e308], [1e15, None, None]),
    ],
)
def test_figures(cells: list[object], values: list[object]) -> None:
    assert numbers.read(cells, counts=False, signed=True).values == values


def test_what_was_decided_is_noted() -> None:
    assert numbers.read(["270.000", "-", 4], counts=True).notes == {
        "thousands": "270.000",
        "sign_for_nothing": "-",
    }
    assert numbers.read(["270000", 4], counts=True).notes == {}


WRITTEN = st.text(alphabet="0123456789.,- '\u202f%", max_size=10)


@settings(max_examples=300, deadline=None)
@given(
    cells=st.lists(st.one_of(WRITTEN, st.integers(), st.floats(), st.booleans(), st.none()), max_size=6),
    counts=st.booleans(),
)
def test_every_cell_is_a_figure_or_blank_or_says_why(cells: list[object], counts: bool) -> None:
    found = numbers.read(cells, counts=counts)
    assert len(found.values) == len(cells)
    for place, value in enumerate(found.values):
        assert value is None or (isinstance(value, int | float) and value >= 0)
        assert not (value is not None and place in found.problems)


@settings(max_examples=200, deadline=None)
@given(
    values=st.lists(st.integers(1_000, 99_999_999), min_size=1, max_size=5),
    mark=st.sampled_from([" ", ".", ",", NARROW, HARD]),
)
def test_thousands_come_back_however_they_are_marked(values: list[int], mark: str) -> None:
    assert numbers.read([f"{value:,}".replace(",", mark) for value in values], counts=True).values == values
