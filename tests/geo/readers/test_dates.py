"""Dates as people write them."""

import datetime as dt

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from geo.readers import dates


@pytest.mark.parametrize(
    ("cell", "value"),
    [
        ("2020-04-30", "2020-04-30"), ("2020/4/30", "2020-04-30"), ("2020-04-30T12:00:00Z", "2020-04-30"),
        ("2020-04-30 00:00:00", "2020-04-30"), ("30.04.2020", "2020-04-30"), ("30/04/20", "2020-04-30"),
        ("30 avril 2020", "2020-04-30"), ("1er août 2020", "2020-08-01"), ("30-Apr-2020", "2020-04-30"),
        ("April 30, 2020", "2020-04-30"), ("jeudi 30 avril 2020", "2020-04-30"), ("Déc-17", "2017-12"),
        ("avr. 2020", "2020-04"), ("04/2020", "2020-04"), ("2020-04", "2020-04"), ("2020", "2020"), (2020, "2020"),
        (43951, "2020-04-30"), (43951.5, "2020-04-30"), ("43951", "2020-04-30"), (dt.date(2020, 4, 30), "2020-04-30"),
        (dt.datetime(2020, 4, 30, 8), "2020-04-30"), (None, None), (" ", None),
    ],
)  # fmt: skip
def test_one_date(cell: object, value: str | None) -> None:
    found = dates.read([cell])
    assert (found.values, found.problems) == ([value], {})


@pytest.mark.parametrize(
    "cell",
    [
        "31/31/2017",
        "30 avrile 2020",
        "12",
        "n/a",
        "2020-13",
        "1899-01-01",
        12.0,
        99999,
        "30/02/2020",
        "janvier",
        "=A1",
    ],
)
def test_what_is_no_date_says_so(cell: object) -> None:
    assert dates.read([cell]).problems == {0: "not_a_date"}


@pytest.mark.parametrize(
    ("cells", "values", "problems", "noted"),
    [
        (["31/12/2019", "03/04/2020"], ["2019-12-31", "2020-04-03"], {}, {}),
        (["12/31/2019", "03/04/2020"], ["2019-12-31", "2020-03-04"], {}, {}),
        (["03/04/2020"], ["2020-04-03"], {}, {"day_first": "03/04/2020"}),
        (["03/03/2020"], ["2020-03-03"], {}, {}),
        (
            ["31/12/2019", "12/31/2019", "03/04/2020"],
            ["2019-12-31", "2019-12-31", None],
            {2: "day_or_month"},
            {},
        ),
    ],
)
def test_the_column_says_whether_the_day_comes_first(
    cells: list[object], values: list[object], problems: dict[int, str], noted: dict[str, str]
) -> None:
    found = dates.read(cells)
    assert (found.values, found.problems, found.notes) == (values, problems, noted)


def test_a_month_is_no_day() -> None:
    assert dates.read(["avril 2020", "30 avril 2020"], whole_day=True).problems == {0: "not_a_day"}


@settings(max_examples=200, deadline=None)
@given(
    st.lists(
        st.one_of(st.text(max_size=12), st.floats(), st.integers(), st.dates(), st.datetimes()), max_size=4
    )
)
def test_no_cell_breaks_the_reading_of_dates(cells: list[object]) -> None:
    found = dates.read(cells)
    assert len(found.values) == len(cells)


@given(st.dates(dates.FIRST, dates.LAST), st.sampled_from(["%Y-%m-%d", "%Y/%m/%d", "%d %B %Y", "%B %d, %Y"]))
def test_a_whole_date_comes_back(day: dt.date, form: str) -> None:
    assert dates.read([format(day, form)]).values == [f"{day:%Y-%m-%d}"]
