import datetime as dt

import pytest

from geo import camps, reference
from geo.camps import Camp
from geo.series import names

BY_ID = {camp.id: camp for camp in camps.camps()}


def test_nineteen_places_and_every_count() -> None:
    assert len(BY_ID) == 19
    assert sum(len(camp.counts) for camp in BY_ID.values()) == 671


def test_towns_and_provinces_are_hosting_places() -> None:
    hosting = {camp.name for camp in BY_ID.values() if camp.kind == "hosting_place"}
    assert hosting >= {"Niamey", "Ouagadougou", "Bobo-Dioulasso", "Soum", "Oudalan"}
    assert hosting - {"Niamey", "Ouagadougou", "Bobo-Dioulasso", "Soum", "Oudalan"} == {
        "Djibo",
        "Dori",
        "Tahoua",
    }


def test_only_oudalan_has_no_coordinate() -> None:
    without = [camp for camp in BY_ID.values() if camp.lon is None or camp.lat is None]
    assert [camp.id for camp in without] == ["oudalan"]
    assert all("coord" in count.note["fr"] for count in without[0].counts)


@pytest.mark.parametrize(
    ("place", "day", "expected"),
    [
        ("mbera", "2012-02-28", {}),
        ("mbera", "2012-03-27", {"unhcr_camps_2012": ("2012-03-07", 10_864)}),
        ("mbera", "2014-01-15", {"unhcr_camps_2012": ("2013-12-31", 66_392)}),
        (
            "niamey", "2030-01-01",
            {
                "unhcr_camps_2012": ("2013-01-31", 6_624),
                "unhcr_camps_2017": ("2021-04-30", 3_959),
                "unhcr_camps_2022": ("2022-09-11", 36_643),
            },
        ),
    ],
)  # fmt: skip
def test_counts_keep_their_own_date(place: str, day: str, expected: dict[str, tuple[str, int]]) -> None:
    found = BY_ID[place].on(dt.date.fromisoformat(day))
    assert {count.series: (count.date.isoformat(), count.refugees) for count in found} == expected


def test_the_set_of_2022_is_a_series_of_its_own() -> None:
    for camp in BY_ID.values():
        for count in camp.counts:
            assert (count.series == "unhcr_camps_2022") == (count.date.year == 2022)
        assert [*camp.series] == sorted(camp.series)
        for series in camp.series:
            dates = [count.date for count in camp.of(series)]
            assert dates == sorted(set(dates))


def test_the_newest_of_any_series() -> None:
    newest = BY_ID["niamey"].newest(dt.date(2022, 9, 8))
    assert newest is not None
    assert (newest.series, newest.date, newest.refugees) == ("unhcr_camps_2022", dt.date(2022, 9, 7), 36_501)
    assert BY_ID["damba"].newest(dt.date(2021, 1, 1)) is None


@pytest.mark.parametrize("camp", BY_ID.values(), ids=BY_ID)
def test_series_and_sources_are_known(camp: Camp) -> None:
    assert {*camp.series} <= {*names()}
    assert {count.source for count in camp.counts} <= {*reference.sources()}
    assert camp.country_name["fr"]
    assert camp.country_name["en"]


def test_a_zero_on_the_first_day_says_what_it_may_be() -> None:
    (first, *_) = BY_ID["mentao"].of("unhcr_camps_2017")
    assert first.refugees == 0
    assert "starting value" in first.note["en"]
    assert BY_ID["ouallam"].of("unhcr_camps_2017")[1].note == {"fr": "", "en": ""}
