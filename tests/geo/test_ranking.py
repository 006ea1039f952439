import datetime as dt

import pytest

from geo import ranking, reports, rounds
from geo.coverage import Question, State
from tests.geo.projects import complete, load, row

QUESTION = Question("cod2021", 2, rounds.rounds()[-1])


def test_areas_without_a_reported_activity_have_the_most_people_first() -> None:
    load(row("A", area="ML0506"), row("B", area="ML07"), claims=[complete("ML05")])
    found = ranking.ranking(QUESTION, "WSH")
    people = [cell.displaced.value for cell in found.without]
    assert people == sorted(people, reverse=True)
    assert found.people == sum(people) > 0
    assert "ML0506" in {cell.area for cell in found.reported}
    assert {cell.area for cell in found.larger} >= {"ML0703"}
    assert {cell.state for cell in found.without} == {State.GAP, State.PLANNED, State.NO_REPORT}


def test_every_area_with_displaced_people_is_ranked_once_and_the_others_are_named() -> None:
    found = ranking.ranking(QUESTION, "NUT")
    areas = [cell.area for cell in (*found.without, *found.larger, *found.reported)]
    assert len(areas) == len({*areas})
    assert not {*areas} & {*found.unknown}
    assert "ML1001" in found.unknown  # Ménaka is reported as a whole


def test_a_ranking_of_some_areas() -> None:
    found = ranking.ranking(QUESTION, "WSH", within=["ML0703"])
    assert [cell.area for cell in (*found.without, *found.larger, *found.reported)] == ["ML0703"]


@pytest.mark.parametrize(
    ("start", "end", "started", "ended"),
    [
        ("2026-02-01", None, 1, 0), ("2026-01-15", None, 0, 0), ("2026-01-16", "2026-02-28", 1, 1), ("2026-02", None, 1, 0),
        ("2026", None, 0, 0), (None, "2026-02-10", 0, 1), ("2025", "2027", 0, 0), ("2025", "2026-03-01", 0, 0),
    ],
)  # fmt: skip
def test_what_began_and_ended_since_a_meeting(
    start: str | None, end: str | None, started: int, ended: int
) -> None:
    said = reports.of_dataset(
        load(row(start=start, end=end, status="En cours"), row(), row(status="Planifié", start="2026-02"))
    )
    found = ranking.changes(said, dt.date(2026, 1, 15), dt.date(2026, 2, 28))
    assert (len(found.started), len(found.ended), found.undated) == (started, ended, 1)


def test_the_cells_that_differ_between_two_days() -> None:
    load(row("A", start="2026-02", area="ML0506"), claims=[complete("ML05")])
    then = Question("cod2021", 2, QUESTION.round, on=dt.date(2026, 1, 15))
    now = Question("cod2021", 2, QUESTION.round, on=dt.date(2026, 2, 28))
    ((before, after),) = ranking.differences(now, then, "WSH")
    assert (before.area, before.state, after.state) == ("ML0506", State.GAP, State.COVERED)
