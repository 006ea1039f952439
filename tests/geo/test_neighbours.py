"""Which areas share a border."""

import pytest

from geo import neighbours
from geo.areas import DIVISIONS, load


@pytest.mark.parametrize(
    ("division", "area", "beside"),
    [
        ("cod2021", "ML09", {"ML02"}),
        ("cod2021", "ML05", {"ML04", "ML06"}),
        ("cod2021", "ML0506", {"ML0501", "ML0503", "ML0504", "ML0507", "ML0508", "ML0604"}),
        ("reform2023", "r23-bamako", {"r23-koulikoro"}),
        ("cod2021", "ML", set()),
    ],
)
def test_neighbours_share_a_border_at_the_same_level(division: str, area: str, beside: set[str]) -> None:
    assert {one.id for one in neighbours.of(area, load(division))} == beside


@pytest.mark.parametrize("division", DIVISIONS)
def test_whoever_lies_beside_another_has_it_beside_itself(division: str) -> None:
    areas = load(division)
    for level in areas.levels[:-1]:
        for one in areas.at(level):
            beside = neighbours.of(one.id, areas)
            assert all(one in neighbours.of(other.id, areas) for other in beside)
            assert one not in beside


def test_a_corner_alone_is_no_border() -> None:
    areas = load("cod2021")
    frame = areas.geometry(2).set_index("id").geometry
    touching = {
        (one.id, other)
        for one in areas.at(2)
        for other in frame.index[frame.touches(frame[one.id])]
        if areas[other] not in neighbours.of(one.id, areas)
    }
    assert touching
    assert all(frame[one].intersection(frame[other]).length == 0 for one, other in touching)
