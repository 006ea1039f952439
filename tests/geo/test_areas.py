import pytest

from geo import areas
from geo.errors import GeoError


@pytest.fixture(scope="module")
def cod2021() -> areas.Areas:
    return areas.load("cod2021")


def test_levels_and_numbers(cod2021: areas.Areas) -> None:
    assert {level: len(cod2021.at(level)) for level in cod2021.levels} == {0: 1, 1: 10, 2: 53, 3: 701}


def test_reform2023_has_regions_and_communes_and_no_cercles() -> None:
    reform = areas.load("reform2023")
    assert {level: len(reform.at(level)) for level in reform.levels} == {0: 1, 1: 20, 3: 701}
    assert reform.at(2) == ()


@pytest.mark.parametrize(("division", "found"), [("cod2021", [0, 1, 2, 3]), ("reform2023", [0, 1, 1, 3])])
def test_a_level_that_there_is_not_is_a_coarser_one_never_a_finer(division: str, found: list[int]) -> None:
    assert [areas.load(division).at_most(level) for level in (0, 1, 2, 3)] == found


def test_the_chain_goes_up_to_the_country(cod2021: areas.Areas) -> None:
    assert [area.id for area in cod2021.chain("ML050601")] == ["ML050601", "ML0506", "ML05", "ML"]


@pytest.mark.parametrize(
    ("focus", "level", "count"),
    [("ML", 1, 10), ("ML05", 2, 8), ("ML05", 1, 1), ("ML0506", 1, 0), ("ML10", 3, 4)],
)
def test_within(cod2021: areas.Areas, focus: str, level: int, count: int) -> None:
    assert len(cod2021.within(focus, level)) == count


@pytest.mark.parametrize(
    ("area", "fr", "en"),
    [
        ("ML06", "Tombouctou", "Timbuktu"),
        ("ML10", "Ménaka", "Ménaka"),
        ("ML04", "Ségou", "Ségou"),
        ("ML", "Mali", "Mali"),
    ],
)
def test_names_in_both_languages(cod2021: areas.Areas, area: str, fr: str, en: str) -> None:
    assert (cod2021[area].name("fr"), cod2021[area].name("en")) == (fr, en)


@pytest.mark.parametrize("division", areas.DIVISIONS)
@pytest.mark.parametrize("simplified", [True, False])
def test_geometry_is_in_the_order_of_the_areas(division: str, simplified: bool) -> None:
    given = areas.load(division)
    for level in given.levels:
        frame = given.geometry(level, simplified=simplified)
        assert list(frame["id"]) == [area.id for area in given.at(level)]
        assert frame.crs.to_epsg() == 4326


def test_an_unknown_division_is_said() -> None:
    with pytest.raises(GeoError) as caught:
        areas.load("cod1999")
    assert caught.value.details["given"] == "cod1999"
