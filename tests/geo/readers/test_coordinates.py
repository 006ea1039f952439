"""Coordinates as people write them."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo.readers.coordinates import EAST, NORTH, SOUTH, WEST, degrees, settle


@pytest.mark.parametrize(
    ("cell", "value"),
    [
        (14.5, 14.5), ("14.5", 14.5), ("14,5", 14.5), (" -4,1917 ", -4.1917), ("−4.5", -4.5), ("14°30'N", 14.5),
        ("14°30'00\"N", 14.5), ("4° 30′ 0″ O", -4.5), ("4°30'W", -4.5), ("O 4 30 00", -4.5), ("4°30'E", 4.5),
        ("14d30m", 14.5), ("14°30,6'", 14.51), ("4,5 ouest", -4.5), ("14.5°N", 14.5), (400000.0, 400000.0),
    ],
)  # fmt: skip
def test_one_coordinate(cell: object, value: float) -> None:
    assert degrees(cell) == pytest.approx(value)


@pytest.mark.parametrize(
    "cell", ["Mopti", "14°75'N", "N14N", "-4 W", float("nan"), True, "1.4.5", "14°30'61\"N", "=A1"]
)
def test_what_is_no_coordinate(cell: object) -> None:
    with pytest.raises(ValueError, match="not_a_position"):
        degrees(cell)


def settled(lon: list[float], lat: list[float], *headers: str) -> list[tuple[float, float]]:
    found = settle(np.array(lon), np.array(lat), headers)
    return [(round(float(x), 3), round(float(y), 3)) for x, y in zip(found.lon, found.lat, strict=True)]


def test_only_what_was_swapped_is_put_right() -> None:
    found = settle(np.array([14.5, -4.2, 2.35]), np.array([-4.2, 14.5, 48.85]), ())
    assert found.lon.tolist() == [-4.2, -4.2, 2.35]
    assert found.swapped.tolist() == [0]


@given(st.floats(WEST, EAST), st.floats(SOUTH, NORTH))
def test_a_place_in_mali_is_never_taken_for_a_swapped_one(lon: float, lat: float) -> None:
    assert not len(settle(np.array([lon]), np.array([lat]), ()).swapped) or (lon, lat) == (0, 0)


def test_metres_of_a_zone_that_the_header_names() -> None:
    assert settled([400000.0, -4.2], [1600000.0, 14.5], "X (UTM 30N)", "Y") == [
        (-3.928, 14.471),
        (-4.2, 14.5),
    ]
    assert settled([1600000.0], [400000.0], "UTM Zone 30", "") == [(-3.928, 14.471)]


def test_metres_of_the_only_zone_that_puts_all_in_mali() -> None:
    """North of Araouane and near Sikasso; another zone would put one of them in a neighbouring country."""
    found = settle(np.array([500000.0, 200000.0]), np.array([2400000.0, 1250000.0]), ())
    assert found.zone == 30


def test_metres_of_no_certain_zone_are_no_position() -> None:
    found = settle(np.array([500000.0]), np.array([1600000.0]), ())
    assert found.zone is None
    assert np.isnan(found.lon).all()
    assert found.projected.tolist() == [0]


def test_nothing_and_nowhere() -> None:
    found = settle(np.array([0.0, 999.0, np.nan]), np.array([0.0, 14.0, 14.0]), ())
    assert (found.zero.tolist(), found.nowhere.tolist()) == ([0], [1])
    assert np.isnan(found.lon).all()
