import datetime as dt
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from geo import coverage, reports, rounds, workspace
from geo.areas import load as division
from geo.completeness import Complete
from geo.coverage import Cell, Question, State
from geo.crosswalk import communes
from geo.statements import NOT_STATED, Reach
from tests.geo.projects import complete, load, row

NEWEST = rounds.rounds()[-1]
MOPTI, BANDIAGARA, KORO, DJENNE = "ML0506", "ML0501", "ML0505", "ML0503"


def asked(level: int = 2, of: str = "cod2021", **more: object) -> Question:
    return Question(of, level, NEWEST, **more)


def state(area: str = MOPTI, cluster: str = "WSH", level: int = 2, **more: object) -> State:
    return coverage.cell(asked(level, **more), area, cluster).state


def states(question: Question) -> set[State]:
    cells = coverage.matrix(question, (*coverage.clusters.main(), NOT_STATED))
    return {cell.state for row in cells.values() for cell in row.values()}


WELLS = {"activity": "Forages"}


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        ([row("A", **WELLS), row("B", **WELLS)], State.DUPLICATION),
        ([row("A", **WELLS), row("A", **WELLS)], State.COVERED),
        ([row("A"), row("B")], State.COVERED),
        ([row("A", start="2025", end="2025", **WELLS), row("B", start="2026", **WELLS)], State.COVERED),
        ([row("A", start="2025", end="2026-01", **WELLS), row("B", start="2026-01-31", **WELLS)], State.DUPLICATION),
        ([row("A", area="ML050603")], State.PART),
        ([row("A", area="ML050603", **WELLS), row("B", area="ML050603", **WELLS)], State.DUPLICATION),
        ([row("A", area="ML050603", **WELLS), row("B", area="ML050601", **WELLS)], State.PART),
        ([row("A", area="ML05", **WELLS), row("B", area="ML05", **WELLS)], State.LARGER),
        ([row("A", area="ML05")], State.LARGER),
        ([row("A", area="ML05"), row("A", area="ML050603")], State.PART),
        ([row("A", status="Planifié")], State.PLANNED),
        ([row("A", status="coordination")], State.PLANNED),
        ([row("A", cluster=None)], State.PLANNED),
        ([row("A", cluster="Cohésion sociale", activity="Dialogue")], State.PLANNED),
        ([row("A", "Santé")], State.GAP),
        ([row("A", area="ML")], State.GAP),
        ([], State.GAP),
    ],
)  # fmt: skip
def test_the_state_of_mopti_cercle_in_a_file_complete_for_it(
    rows: list[dict[str, object]], expected: State
) -> None:
    load(*rows, row("Z", "Nutrition", "ML0101"), claims=[complete("ML05")])
    assert state() is expected


@pytest.mark.parametrize(
    ("claim", "expected"),
    [
        (complete("ML05"), State.GAP),
        (complete(MOPTI), State.GAP),
        (complete("ML05", clusters=()), State.GAP),
        (complete(*sorted(communes("cod2021", MOPTI))), State.GAP),
        (complete(BANDIAGARA), State.PLANNED),
        (complete("ML050603"), State.PLANNED),
        (complete("ML05", clusters=("NUT",)), State.PLANNED),
        (complete("ML05", start="2026-01-01", end="2026-12-31"), State.GAP),
    ],
)
def test_only_a_claim_for_this_cluster_and_the_whole_area_makes_a_gap(
    claim: workspace.Claim, expected: State
) -> None:
    load(row("Z", "Nutrition", "ML0101"), claims=[claim])
    # Without a claim, COOPI's presence with no sector in the region of 2023 is all that is said.
    assert state() is expected


def test_a_claim_holds_on_its_days_only() -> None:
    load(row("Z", "Santé"), claims=[complete("ML05", start="2026-01-01", end="2026-06-30")])
    assert state(on=dt.date(2026, 6, 30)) is State.GAP
    assert state(on=dt.date(2026, 7, 1)) is not State.GAP


def test_a_gap_needs_displaced_people_as_many_as_the_setting_says(own_workspace: Path) -> None:
    load(row("Z", "Santé", "ML0101"), claims=[complete("ML05", "ML02")])
    cells = coverage.column(asked(), "WSH")
    nobody = [area for area, cell in cells.items() if cell.displaced.value == 0 and not cell.rows]
    assert all(cells[area].state is State.NOBODY for area in nobody)
    assert cells[MOPTI].displaced.value == 24648
    (own_workspace / "settings.toml").write_text("gap_people = 24649")
    assert state() is State.NOBODY
    (own_workspace / "settings.toml").write_text("gap_people = 24648")
    assert state() is State.GAP


def test_where_nobody_knows_of_displaced_people_there_is_no_gap() -> None:
    load(row("Z", "Santé", "ML0101"), claims=[complete("ML05")])
    commune = coverage.cell(asked(3), "ML050603", "WSH")
    assert commune.displaced.value is None
    assert commune.state is State.NO_REPORT


def test_coordination_and_no_cluster_are_never_a_gap() -> None:
    load(row("Z", "Santé", "ML0101"), claims=[complete("ML05", "ML07", clusters=())])
    assert state("ML0703", "COO") is State.NO_REPORT
    assert state("ML0703", "EDU") is State.GAP
    assert state("ML0703", NOT_STATED) is not State.GAP


def test_a_sub_cluster_counts_for_its_cluster_and_the_cluster_hides_no_sub_cluster() -> None:
    load(row("A", "VBG", KORO), row("B", "Protection", MOPTI), claims=[complete("ML05", clusters=("PRO",))])
    assert state(KORO, "PRO") is State.COVERED
    assert state(KORO, "PRO-CPN") is State.LARGER  # COOPI's, for the region of before 2023
    assert state(MOPTI, "PRO-GBV") is State.PLANNED
    assert state(DJENNE, "PRO-GBV") is State.PLANNED  # COOPI: protection, for the region


def test_a_filter_of_organisations_makes_no_gap() -> None:
    load(row("A"), row("B", "Santé"), claims=[complete("ML05")])
    assert state(org=("B",)) is not State.GAP
    assert state(KORO, org=("B",)) is State.GAP


def test_why_names_the_rows_and_what_else_is_said() -> None:
    load(row("A", **WELLS), row("B", **WELLS), row("C", status="Planifié"), claims=[complete("ML05")])
    found = coverage.cell(asked(), MOPTI, "WSH")
    assert {(one.org, one.place_in_source, how) for one, how in found.rows} == {
        ("A", "2", Reach.EXACT),
        ("B", "3", Reach.EXACT),
    }
    assert [one.org for one, _ in found.others] == ["C"]
    assert found.organisations == ("A", "B")
    gap = coverage.cell(asked(), KORO, "WSH")
    assert gap.claim
    assert (gap.rows, gap.claim.dataset, gap.claim.title) == ((), "data:3w", "3W 3w")


@pytest.mark.parametrize("sensitivity", ["internal", "restricted"])
def test_no_state_betrays_what_the_public_may_not_see(sensitivity: str) -> None:
    before = {area: cell.state for area, cell in coverage.column(asked(), "WSH").items()}
    load(row("A"), row("B", "Santé"), claims=[complete("ML05")], sensitivity=sensitivity)
    assert {area: cell.state for area, cell in coverage.column(asked(), "WSH").items()} == before
    assert state(audience="partner") is State.COVERED
    assert state(KORO, audience="partner") is State.GAP


# The documents alone.


def test_coopi_in_bandiagara_is_present_and_co_lead_and_nutrition_is_not_covered_there() -> None:
    health = coverage.cell(asked(1, "reform2023"), "r23-bandiagara", "WSH")
    assert health.state is State.PLANNED
    assert [(one.id, one.status) for one, _ in health.rows] == [("coopi-present-bandiagara", "present")]
    nutrition = coverage.cell(asked(1, "reform2023"), "r23-bandiagara", "NUT")
    assert nutrition.state is State.LARGER
    assert nutrition.organisations == ()
    assert {one.id for one, _ in nutrition.others} == {
        "coopi-present-bandiagara",
        "coopi-colead-nutrition-bandiagara",
    }


def test_all_of_the_plan_is_planned_and_no_gap_or_duplication_appears() -> None:
    for level, of in ((1, "cod2021"), (2, "cod2021"), (3, "cod2021"), (1, "reform2023")):
        assert not states(asked(level, of, audience="partner")) & {State.GAP, State.DUPLICATION}
        only = asked(level, of, org=("IOM",))
        assert states(only) <= {State.PLANNED, State.NOBODY, State.NO_REPORT}
    assert {one.scope for one in coverage.beside(asked(org=("IOM",)), ("WSH",))} == {"zone"}
    assert state("ML0703", "SHL", org=("IOM",)) is State.PLANNED


def test_in_2021_what_is_said_of_bandiagara_shows_in_mopti_as_a_part() -> None:
    said = coverage.cell(asked(1), "ML05", "NUT")
    assert said.state is State.COVERED
    part = {one.id: how for one, how in said.others}
    assert part["coopi-colead-nutrition-bandiagara"] is Reach.PART
    assert part["coopi-present-bandiagara"] is Reach.PART


def test_a_3w_complete_for_one_cluster_in_mopti_makes_gaps_there_and_nowhere_else() -> None:
    load(row("A", "EHA", MOPTI), row("B", "Santé", "ML0703"), claims=[complete("ML05")])
    for level, of in ((1, "cod2021"), (2, "cod2021"), (1, "reform2023")):
        question = asked(level, of)
        gaps = {
            (area, code)
            for code in (*coverage.clusters.main(), NOT_STATED)
            for area, cell in coverage.column(question, code).items()
            if cell.state is State.GAP
        }
        assert {code for _, code in gaps} <= {"WSH"}
        assert all(communes(of, area) <= communes("cod2021", "ML05") for area, _ in gaps)
        if level == 2:
            assert {area for area, _ in gaps} == {area.id for area in division().within("ML05", 2)} - {MOPTI}


# All clusters, order.


def test_of_several_clusters_the_gap_is_told_first_then_the_duplication() -> None:
    load(row("A", "Santé", **WELLS), row("B", "Santé", **WELLS), claims=[complete("ML05")])
    cells = coverage.matrix(asked())[MOPTI]
    assert coverage.most_telling(cells).state is State.GAP
    assert (
        coverage.most_telling({code: cells[code] for code in cells if code != "WSH"}).state
        is State.DUPLICATION
    )


def test_the_matrix_has_the_most_displaced_people_first() -> None:
    matrix = coverage.matrix(asked(1, "reform2023"))
    people = [next(iter(cells.values())).displaced.value or 0 for cells in matrix.values()]
    assert people == sorted(people, reverse=True)
    assert len(matrix) == 20


AREAS = st.sampled_from(["ML05", MOPTI, KORO, "ML050603", "ML", "ML0703"])
ROWS = st.builds(
    row, st.sampled_from("ABC"), st.sampled_from(["EHA", "Santé", None, "Cohésion sociale", "VBG"]), AREAS,
    activity=st.sampled_from([None, "Forages", "Latrines"]),
    status=st.sampled_from([None, "Planifié", "Terminé", "coordination", "?"]),
    start=st.sampled_from([None, "2025", "2026-03"]), end=st.sampled_from([None, "2026", "2027-01"]),
)  # fmt: skip
CLAIMS = st.lists(
    st.builds(
        complete, AREAS.filter(lambda area: area != "ML"), clusters=st.sampled_from([(), ("WSH",), ("PRO",)])
    ),
    max_size=2,
)


def applying(cell: Cell) -> set[State]:
    """Return every state whose own definition holds, in other words than those of the code."""
    here = [
        (one, how)
        for one, how in (*cell.rows, *cell.others)
        if coverage.clusters.is_of(one.cluster, cell.cluster)
    ]
    doing = [(one, how) for one, how in here if one.is_presence]
    people, unsure = cell.displaced.value, cell.displaced.up_to
    pairs = [
        (one, other)
        for one, how in doing for other, _ in doing
        if how in (Reach.EXACT, Reach.PART) and one.org < other.org and one.area == other.area
        and one.cluster == other.cluster and one.activity["fr"] == other.activity["fr"] != ""
        and one.start <= (other.end or "9") and other.start <= (one.end or "9")
    ]  # fmt: skip
    found = {
        State.DUPLICATION: bool(pairs),
        State.COVERED: any(how is Reach.EXACT for _, how in doing),
        State.PART: any(how is Reach.PART for _, how in doing),
        State.LARGER: any(how in (Reach.LARGER, Reach.OVERLAP) for _, how in doing),
        State.PLANNED: bool(cell.rows or cell.others),
        State.GAP: bool(people) and cell.claim is not None,
        State.NOBODY: people == 0 and not unsure,
        State.NO_REPORT: True,
    }
    return {state for state, holds in found.items() if holds}


@given(st.lists(ROWS, max_size=5), CLAIMS)
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_states_partition_the_cells_and_each_is_the_first_that_applies(
    rows: list[dict[str, object]], claims: list[workspace.Claim]
) -> None:
    load(*rows, row("Z", "Logistique", "ML0101"), claims=claims, name="property")
    for code in ("WSH", "PRO", "PRO-GBV"):
        cells = coverage.column(asked(), code)
        assert [*cells] == [area.id for area in division().at(2)]
        for cell in cells.values():
            assert cell.state is min(applying(cell), key=list(State).index), cell
            assert bool(cell.rows) == (cell.state not in (State.GAP, State.NOBODY, State.NO_REPORT))


def test_reading_the_same_question_again_costs_nothing_and_a_new_file_is_seen() -> None:
    first = coverage.column(asked(), "WSH")
    assert coverage.column(asked(), "WSH") is first
    load(row("A"))
    assert coverage.column(asked(), "WSH")[MOPTI].state is State.COVERED
    assert len(reports.in_hand()) == len(reports.documents()) + 1


@pytest.mark.parametrize(
    ("value", "up_to", "people", "expected"),
    [
        (0, 0, 1, State.NOBODY), (0, 300, 1, State.NO_REPORT), (5, 300, 1, State.GAP), (5, 0, 10, State.NOBODY),
        (5, 4, 10, State.NOBODY), (5, 5, 10, State.NO_REPORT), (None, 0, 1, State.NO_REPORT),
    ],
)  # fmt: skip
def test_people_known_as_at_least_and_up_to(
    value: int | None, up_to: int, people: int, expected: State
) -> None:
    known = replace(coverage.cell(asked(), MOPTI, "WSH").displaced, value=value, up_to=up_to)
    claim = Complete("data:x", "x", "x", "2026", complete("ML05"))
    assert coverage._silence(known, claim, people) is expected
    assert (coverage._silence(known, None, people) is State.NO_REPORT) or expected is State.NOBODY
