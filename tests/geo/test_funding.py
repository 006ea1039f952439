import pytest

from geo import funding, reference

(PLAN,) = funding.plans()
OBJECTIVES = {objective.number: objective for objective in PLAN.objectives}
LINES = {line.activity_area: line for objective in PLAN.objectives for line in objective.lines}


@pytest.mark.parametrize(
    ("area", "required", "confirmed"),
    [
        ("shelter", 3_500_000, 240_322),
        ("cccm", 100_000, None),
        ("wash", 900_000, None),
        ("health", 1_200_000, None),
        ("mhpss", 500_000, 8_944),
        ("protection", 900_000, None),
        ("stabilization", 5_000_000, None),
        ("peacebuilding", 1_000_000, 1_461_883),
        ("durable_solutions", 1_000_000, None),
        ("disaster_prevention", 200_000, 0),
        ("tracking", 1_000_000, 0),
    ],
)
def test_each_activity_area(area: str, required: int, confirmed: int | None) -> None:
    assert (LINES[area].required, LINES[area].confirmed) == (required, confirmed)
    assert (
        LINES[area].name["fr"]
        == reference.rows(funding.DATA / "reference" / "activity_areas.csv")[[*LINES].index(area)]["name_fr"]
    )


@pytest.mark.parametrize(
    ("number", "required", "confirmed", "people", "unallocated", "over", "missing"),
    [
        ("1", 7_100_000, 500_001, 390_000, 250_735, 0, 6_599_999),
        ("2", 7_000_000, 1_461_883, 270_000, 0, 461_883, 6_000_000),
        ("3", 200_000, 0, 10_000, 0, 0, 200_000),
        ("4", 1_000_000, 0, None, 0, 0, 1_000_000),
    ],
)
def test_each_objective(
    number: str, required: int, confirmed: int, people: int | None, unallocated: int, over: int, missing: int
) -> None:
    objective = OBJECTIVES[number]
    total = objective.total
    assert (total.required, total.confirmed, total.people_targeted) == (required, confirmed, people)
    assert (objective.unallocated, objective.over, objective.missing) == (unallocated, over, missing)
    assert sum(line.required for line in objective.lines) == required
    assert total.name["fr"]
    assert total.name["en"]


def test_the_plan() -> None:
    assert PLAN.total.required == sum(objective.total.required for objective in PLAN.objectives) == 15_300_000
    assert PLAN.total.confirmed is None
    assert PLAN.confirmed == 1_961_884
    assert PLAN.over == 461_883
    assert PLAN.missing == 15_300_000 - (1_961_884 - 461_883)
    assert (PLAN.total.people_targeted, PLAN.people_itemised, PLAN.people_not_itemised) == (
        670_300,
        670_000,
        300,
    )
    assert PLAN.total.source in reference.sources()
    assert OBJECTIVES["1"].itemised == 249_266


def test_not_stated_is_not_zero() -> None:
    assert LINES["wash"].missing is None
    assert LINES["wash"].funded is None
    assert (LINES["tracking"].missing, LINES["tracking"].funded) == (1_000_000, 0)


def test_percentages_are_not_rounded() -> None:
    assert LINES["mhpss"].funded == pytest.approx(0.017888)
    assert LINES["peacebuilding"].funded == pytest.approx(1.461883)
    assert LINES["shelter"].funded == 240_322 / 3_500_000


def test_a_surplus_is_shown_and_never_netted() -> None:
    assert (LINES["peacebuilding"].over, LINES["peacebuilding"].missing) == (461_883, 0)
    assert OBJECTIVES["2"].missing == 5_000_000 + 1_000_000
