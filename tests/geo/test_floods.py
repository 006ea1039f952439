import pytest

from geo import areas, floods, reference

BY_ID = {flood.id: flood for flood in floods.floods()}
BY_YEAR = {year.year: year for year in floods.years()}


def test_every_event_and_the_quoted_total() -> None:
    assert len(BY_ID) == 25
    assert sum(flood.kind == "event" for flood in BY_ID.values()) == 24
    assert {flood.source for flood in BY_ID.values()} <= {*reference.sources()}


def test_both_figures_of_2019_stand_beside_each_other() -> None:
    year = BY_YEAR[2019]
    assert year.displaced == 6_633
    assert [flood.displaced for flood in year.quoted] == [36_957]
    assert year.quoted[0].source == "iom_crp_2021"
    assert year.quoted[0].note["en"]


@pytest.mark.parametrize(("year", "people"), [(2013, 23_500), (2020, 7_397), (2022, 23_957), (2024, 29_542)])
def test_a_year_is_the_sum_of_its_events(year: int, people: int) -> None:
    assert BY_YEAR[year].displaced == people
    assert BY_YEAR[year].quoted == ()


def test_a_year_without_an_event_is_not_there() -> None:
    assert {2009, 2014} & {*BY_YEAR} == set()


def test_an_end_before_the_start_is_empty_and_said() -> None:
    flood = BY_ID["gidd-2013-08-28"]
    assert (flood.start, flood.end, flood.displaced) == ("2013-08-28", "", 20_000)
    assert "2013-08-01" in flood.note["fr"]
    assert all(not flood.end or flood.start[:7] <= flood.end[:7] for flood in BY_ID.values())


def test_a_date_known_to_the_month_says_no_more() -> None:
    assert (BY_ID["gidd-2022"].start, BY_ID["gidd-2022"].end) == ("2022-06", "2022-09")


@pytest.mark.parametrize(
    ("division", "area", "expected"),
    [
        ("cod2021", "ML05", {"gidd-2023-01", "gidd-2023-07", "gidd-2024-12-05"}),
        ("cod2021", "ML0502", {"gidd-2023-01"}),
        ("cod2021", "ML0405", {"gidd-2019-07-06"}),
        ("reform2023", "r23-bandiagara", {"gidd-2023-01"}),
        ("reform2023", "r23-menaka", {"gidd-2015-08-08"}),
        ("cod2021", "ML0901", {"gidd-2013-08-28", "gidd-2019-05-16"}),
        ("cod2021", "ML1001", set()),
    ],
)
def test_events_by_area(division: str, area: str, expected: set[str]) -> None:
    assert {flood.id for flood in floods.inside(area, areas.load(division))} == expected


def test_most_name_no_area() -> None:
    assert sum(not flood.area for flood in BY_ID.values()) == 14
