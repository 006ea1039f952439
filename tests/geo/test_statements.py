import datetime as dt
from dataclasses import replace

import pytest

from geo import areas, disclosure, reports, statements
from geo.statements import Reach, Statement

COD, REFORM = areas.load("cod2021"), areas.load("reform2023")
ANY = next(found for found in reports.documents() if found.id == "coopi-nutrition-mopti")


def said(area: str = "ML05", **changes: object) -> Statement:
    return replace(ANY, area=area, **changes)


@pytest.mark.parametrize(
    ("stated", "division", "asked", "expected"),
    [
        ("ML05", COD, "ML05", Reach.EXACT), ("ML05", COD, "ML0506", Reach.LARGER),
        ("ML0506", COD, "ML05", Reach.PART), ("ML05", COD, "ML04", None), ("ML05", COD, "ML", Reach.PART),
        ("ML05", REFORM, "r23-bandiagara", Reach.LARGER), ("ML0501", REFORM, "r23-bandiagara", Reach.PART),
        ("ML09", REFORM, "r23-bamako", Reach.EXACT), ("ML0507", REFORM, "r23-mopti", Reach.OVERLAP),
    ],
)  # fmt: skip
def test_how_a_statement_speaks_of_an_area(
    stated: str, division: areas.Areas, asked: str, expected: Reach | None
) -> None:
    found = statements.by_area([said(stated)], division.division, division[asked].level).get(asked, [])
    assert [how for _, how in found] == ([expected] if expected else [])


@pytest.mark.parametrize("scope", ["country", "zone"])
def test_country_and_zone_statements_stand_beside(scope: str) -> None:
    statement = said(scope=scope, area="", division="")
    assert statements.by_area([statement], "cod2021", 1) == {}


@pytest.mark.parametrize(
    ("status", "present"),
    [("ongoing", True), ("completed", True), ("planned", False), ("coordination", False), ("present", False)],
)
def test_only_ongoing_and_completed_activities_are_presence(status: str, present: bool) -> None:
    statement = said(status=status)
    spoken = statements.by_area([statement], "cod2021", 1)["ML05"]
    assert bool(statements.organisations_in(spoken, statements.HERE)) is present
    assert statements.organisations_in(spoken, statements.AROUND) == ()
    around = statements.by_area([statement], "cod2021", 2)["ML0506"]
    assert bool(statements.organisations_in(around, statements.AROUND)) is present


def test_all_of_the_plan_is_planned_or_a_role() -> None:
    assert {found.status for found in reports.documents() if found.org == "IOM"} == {
        "planned",
        "coordination",
    }


def test_every_statement_lies_in_an_area_that_exists_and_names_its_source() -> None:
    for found in reports.documents():
        if found.scope == "area":
            assert found.area in areas.load(found.division), found.id
        assert found.status in statements.STATUSES
        assert found.place_in_source, found.id
    ids = [found.id for found in reports.documents()]
    assert len(ids) == len(set(ids))


def test_a_cluster_has_its_sub_clusters_with_it() -> None:
    child = said(cluster="PRO-CPN")
    assert statements.chosen([child], sector=("PRO",)) == (child,)
    assert statements.chosen([child], sector=("PRO-GBV",)) == ()


@pytest.mark.parametrize(
    ("start", "end", "day", "under_way"),
    [
        ("2013", "", "2020-05-01", True), ("2013", "", "2012-12-31", False), ("2021", "2021", "2021-12-31", True),
        ("2021", "2021", "2022-01-01", False), ("2020-03", "2020-04-15", "2020-04-16", False), ("", "", "1999-01-01", True),
    ],
)  # fmt: skip
def test_activities_under_way_on_a_day(start: str, end: str, day: str, under_way: bool) -> None:
    kept = statements.chosen([said(start=start, end=end)], on=dt.date.fromisoformat(day))
    assert bool(kept) is under_way


def test_the_public_is_never_shown_what_partners_get_for_the_country_only() -> None:
    watched = said(sensitivity="partner_country", scope="country")
    local = said(sensitivity="partner_country")
    unknown = said(sensitivity="restricted")
    assert disclosure.statements_for("public", [watched, local, unknown, ANY]) == (ANY,)
    assert disclosure.statements_for("partner", [watched, local, unknown, ANY]) == (watched, unknown, ANY)
