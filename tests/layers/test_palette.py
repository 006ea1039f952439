from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from layers import palette


@given(st.lists(st.integers(0, 10**7)))
def test_bounds_rise_and_can_be_read_aloud(values: list[int]) -> None:
    bounds = palette.class_bounds(values)
    assert list(bounds) == sorted(set(bounds))
    assert len(bounds) < len(palette.BLUES)
    assert all(str(bound).rstrip("0") in {"1", "2", "5"} for bound in bounds)


@pytest.mark.parametrize(
    ("value", "expected"), [(1, 0), (499, 0), (500, 1), (1999, 1), (2000, 2), (10**6, 4)]
)
def test_a_bound_belongs_to_the_class_above_it(value: int, expected: int) -> None:
    assert palette.class_of(value, (500, 2000, 5000, 20000)) == expected


@pytest.mark.parametrize("classes", range(1, 6))
def test_the_darkest_colour_is_always_used(classes: int) -> None:
    assert palette.ramp(classes)[-1] == palette.BLUES[-1]
    assert len(palette.ramp(classes)) == classes


def luminance(colour: str) -> float:
    red, green, blue = (int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5))
    return 0.2126 * red**2.2 + 0.7152 * green**2.2 + 0.0722 * blue**2.2


def test_classes_stay_apart_in_grey() -> None:
    steps = [luminance(colour) for colour in palette.BLUES]
    assert all(light - dark > 0.08 for light, dark in pairwise(steps)), steps
