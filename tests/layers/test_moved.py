"""What changed in displaced people since a chosen round, as a sentence and a ranked table."""

from __future__ import annotations

import re

import pytest

from geo import indicators
from layers import beside, moved
from layers.scene import Request
from layers.view import View


def settled(query: str, lang: str = "en") -> Request:
    view, doubts = View.parse(query)
    request, more = beside.settled(view, doubts, lang)
    assert not more
    return request


@pytest.mark.parametrize(
    "query",
    [
        "level=2",
        "level=1&base=2014-12",
        "level=2&area=ML05&round=2018-12&base=2016-01",
        "division=reform2023",
    ],
)
def test_every_area_is_ranked_or_named_with_the_reason_why_not(query: str) -> None:
    request = settled(query)
    table, view = moved.table(request), request.view
    named = {row.cells[0].text for row in table.rows}
    notes = " ".join(table.notes)
    for area in request.areas.within(view.area, view.level):
        assert (area.name("en") in named) is not (re.search(rf"\b{area.name('en')}\b", notes) is not None)
    changes = [int(row.cells[4].text.replace(",", "").replace("−", "-")) for row in table.rows]
    assert changes == sorted(changes, key=abs, reverse=True)
    for row, change in zip(table.rows, changes, strict=True):
        old, new = (int(cell.text.replace(",", "")) for cell in row.cells[2:4])
        assert new - old == change != 0


def test_the_sentence_says_the_total_and_counts_the_comparable_alone() -> None:
    request = settled("level=2&base=2018-12")
    assert request.round
    assert request.base
    now, then = (indicators.figures("idps", given, "cod2021", 2) for given in (request.round, request.base))
    known = [value for area in now if (value := indicators.change(now[area], then[area])[0]) is not None]
    said = moved.said(request)
    assert f"fewer in {sum(value < 0 for value in known)} of the {len(known)} cercles" in said
    assert said.startswith(f"Mali: {request.base.total('idps'):,} displaced people in December 2018")


def test_of_the_first_round_nothing_is_said_to_have_changed() -> None:
    request = settled("level=2&round=2014-12")
    assert moved.moves(request) == ()
    assert "nothing comes before it" in moved.said(request)


def test_a_focus_whose_own_figure_is_a_minimum_has_no_total() -> None:
    said = moved.said(settled("division=reform2023&area=r23-mopti"))
    assert "displaced people in" not in said
    assert "of the 0 regions" in said


def test_a_long_table_says_how_many_are_left_out() -> None:
    table = moved.table(settled("level=2"), most=3)
    assert len(table.rows) == 3
    assert table.notes[0].startswith("17 smaller changes")
