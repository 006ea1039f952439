from dataclasses import replace

import pytest

from geo import rounds, services, statements
from geo.coverage import Question, State
from tests.geo.projects import load, row

QUESTION = Question("cod2021", 2, rounds.rounds()[-1], audience="partner")


def site(
    name: str, area: str | None = "ML050603", people: int | None = 100, **said: str
) -> dict[str, object]:
    return {"name": name, "area": area, "individuals": people, **said}


def test_examples_are_counted_in_nothing() -> None:
    assert services.sites(QUESTION) == ()
    assert services.by_area(QUESTION) == {}
    assert services.within(QUESTION, "ML") == ()


def test_sites_are_counted_by_area_in_any_division() -> None:
    load(site("One", water="yes", health="no"), site("Two", people=None, water="no"), site("Three", "ML0703", 40),
         site("Unplaced", None), kind="sites", name="sites")  # fmt: skip
    mopti = services.by_area(QUESTION)["ML0506"]
    assert (mopti.sites, mopti.people, mopti.uncounted) == (2, 100, 1)
    assert (mopti.services["water"], mopti.services["health"]) == (
        {"yes": 1, "no": 1},
        {"no": 1, "unknown": 1},
    )
    assert {
        area: found.sites
        for area, found in services.by_area(replace(QUESTION, division="reform2023", level=1)).items()
    } == {
        "r23-mopti": 2,
        "r23-gao": 1,
    }
    assert "ML070301" not in services.by_area(replace(QUESTION, level=3))  # only its cercle is known


@pytest.mark.parametrize(
    ("said", "people", "expected"),
    [
        ("yes", 100, State.COVERED), ("partial", 100, State.PART), ("no", 100, State.GAP), ("no", None, State.GAP),
        ("no", 0, State.NOBODY), ("unknown", 100, State.LARGER),
    ],
)  # fmt: skip
def test_the_state_of_a_site_and_a_service(said: str, people: int | None, expected: State) -> None:
    load(site("One", people=people, water=said), kind="sites", name="sites")
    load(row("A", "EHA", "ML0506"))
    (cells,) = services.site_cells(QUESTION, services.sites(QUESTION)).values()
    assert cells["water"].state is expected
    assert cells["education"].state is (State.NOBODY if people == 0 else State.PLANNED)  # COOPI, no sector


@pytest.mark.parametrize("sensitivity", ["internal", "restricted"])
def test_the_public_learns_nothing_of_the_services_of_sites_that_are_not_public(sensitivity: str) -> None:
    load(site("One", water="no"), kind="sites", name="sites", sensitivity=sensitivity)
    public = replace(QUESTION, audience="public")
    assert services.sites(public) == ()
    assert services.by_area(public) == {}
    assert services.by_area(QUESTION)["ML0506"].sites == 1


def test_an_area_that_many_sites_share_is_asked_about_once(monkeypatch: pytest.MonkeyPatch) -> None:
    load(*(site(f"S{i}", ("ML050603", "ML0703")[i % 2]) for i in range(40)), kind="sites", name="sites")
    asked: list[tuple[object, ...]] = []
    monkeypatch.setattr(services, "reaches", lambda *area: asked.append(area) or statements.reaches(*area))
    assert [found.sites for found in services.by_area(QUESTION).values()] == [20, 20]
    assert len(services.within(QUESTION, "ML0506")) == 20
    services.by_area(replace(QUESTION, org=("COOPI",)))  # filters leave sites as they are
    assert len(asked) == 2
