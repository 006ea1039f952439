import pandas as pd
import pytest

from geo import disclosure, reports, workspace
from geo.statements import NOT_STATED
from tests.geo.projects import load, row


def test_a_row_says_who_does_what_where_and_where_it_stands() -> None:
    given = row("NRC", "EHA", "ML050601", activity="Forages", status="En cours", start="2026-01", end=None,
                targets="PDI; Communautés hôtes", reached=120)  # fmt: skip
    (said,) = reports.of_dataset(load(given))
    assert (said.org, said.cluster, said.status, said.area, said.division) == (
        "NRC",
        "WSH",
        "ongoing",
        "ML050601",
        "cod2021",
    )
    assert (said.dataset, said.source, said.place_in_source) == ("data:3w", "OCHA", "2")
    assert (said.targets, said.reached, said.activity["fr"]) == (("idps", "hosts"), 120, "Forages")
    assert (said.first_day, said.last_day) == ("2026-01-01", "")


@pytest.mark.parametrize(
    ("given", "status"),
    [
        ({}, "ongoing"), ({"status": "Terminé"}, "completed"), ({"status": "Planifié"}, "planned"),
        ({"status": "suspendu"}, "present"), ({"end": "2024-06"}, "completed"), ({"start": "2027"}, "planned"),
        ({"start": "2025", "end": "2027-01-31"}, "ongoing"), ({"cluster": None}, "present"),
        ({"cluster": None, "activity": "Cash"}, "ongoing"), ({"status": "Présent"}, "present"),
    ],
)  # fmt: skip
def test_a_status_is_as_written_else_what_the_dates_say(given: dict[str, object], status: str) -> None:
    (said,) = reports.of_dataset(load(row(**given)))
    assert said.status == status


def test_a_sector_that_is_not_understood_is_kept_as_written() -> None:
    (said,) = reports.of_dataset(load(row(cluster="Cohésion sociale")))
    assert (said.cluster, said.cluster_given) == (NOT_STATED, "Cohésion sociale")


def test_a_row_of_two_sectors_gives_two_statements() -> None:
    said = reports.of_dataset(load(row(cluster="Santé; Nutrition")))
    assert [one.cluster for one in said] == ["HEA", "NUT"]
    assert len({one.id for one in said}) == 2


def test_rows_that_were_not_placed_or_name_nobody_say_nothing_and_the_country_stands_beside() -> None:
    said = reports.of_dataset(load(row(area=None), row(org=None), row(area="ML")))
    assert [(one.scope, one.area) for one in said] == [("country", "")]


def test_cells_of_any_type_are_read() -> None:
    given = row(start=pd.Timestamp("2026-02-03"), end=pd.NaT, targets=float("nan"), status=pd.NA)
    (said,) = reports.of_dataset(load(given))
    assert (said.start, said.end, said.targets) == ("2026-02-03", "", ())


def test_statements_follow_what_is_loaded_and_removed() -> None:
    before = reports.in_hand()
    load(row())
    assert len(reports.in_hand()) == len(before) + 1
    workspace.remove("3w")
    assert reports.in_hand() == before


@pytest.mark.parametrize("sensitivity", ["internal", "restricted"])
def test_only_partners_see_what_is_not_public(sensitivity: str) -> None:
    load(row("HIDDEN"), sensitivity=sensitivity)
    assert "HIDDEN" not in {one.org for one in reports.shown_to("public")}
    assert "HIDDEN" in {one.org for one in reports.shown_to("partner")}


def test_monitoring_of_violations_is_protection_in_its_area_for_everybody() -> None:
    load(row("ONG X", "VBG", activity="Monitoring des violations graves des droits de l'enfant"))
    public = [one for one in reports.shown_to("public") if one.dataset == "data:3w"]
    partner = [one for one in reports.shown_to("partner") if one.dataset == "data:3w"]
    assert [(one.cluster, one.activity["fr"], one.area) for one in public] == [("PRO", "", "ML0506")]
    assert [(one.scope, bool(one.activity["fr"])) for one in partner] == [("area", False), ("country", True)]


@pytest.mark.parametrize(
    ("activity", "monitoring"),
    [
        ("Suivi des violations des droits humains", True), ("Protection monitoring", True), ("MRM", True),
        ("Human rights monitoring", True), ("Prise en charge de la malnutrition aiguë grave", False),
        ("Suivi de la qualité de l'eau", False), ("Distribution de kits", False),
    ],
)  # fmt: skip
def test_what_monitoring_of_violations_is_called(activity: str, monitoring: bool) -> None:
    assert disclosure.speaks_of_violations(activity) is monitoring
