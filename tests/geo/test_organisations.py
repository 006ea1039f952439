import pytest

from geo import organisations, reports
from geo.errors import GeoError
from tests.geo.projects import load, row


def codes(audience: str = "public") -> set[str]:
    return {one.code for one in organisations.known_to(audience)}


def orgs_of(*rows: dict[str, object]) -> list[str]:
    return [one.org for one in reports.of_dataset(load(*rows))]


@pytest.mark.parametrize(
    ("acronym", "name", "code"),
    [
        ("OIM", None, "IOM"),
        ("OIM", "Organisation Internationale pour les Migrations (OIM)", "IOM"),
        (None, "Cooperazione Internazionale", "COOPI"),
        ("coopi", "", "COOPI"),
        ("NRC", "Conseil norvégien pour les réfugiés", "NRC"),
        (None, "Médecins du Monde", "MEDECINS-DU-MONDE"),
        ("IOM", "Islamic Office of Mopti", "IOM-ISLAMIC-OFFICE-OF-MOPTI"),
    ],
)
def test_who_a_row_means(acronym: str | None, name: str | None, code: str) -> None:
    assert orgs_of(row(acronym, org_name=name)) == [code]


def test_the_same_acronym_with_another_name_is_another_organisation_and_is_proposed() -> None:
    found = orgs_of(
        row("AEN", org_name="Aide de l'Église norvégienne"), row("AEN", org_name="Association Entraide Niger")
    )
    assert len({*found}) == 2
    assert [pair.why for pair in organisations.proposals("public")] == ["acronym"]


def test_names_alike_are_proposed_and_short_acronyms_are_not() -> None:
    load(
        row("ACF"),
        row("ACT"),
        row(None, org_name="Medecins du Monde France"),
        row(None, org_name="Médecins du Monde, France 2"),
    )
    (pair,) = organisations.proposals("public")
    assert pair.why == "name"
    assert {pair.one.code, pair.other.code} == {"MEDECINS-DU-MONDE-FRANCE", "MEDECINS-DU-MONDE-FRANCE-2"}


def test_a_merge_is_remembered_and_taken_back() -> None:
    load(row("CNR", org_name="Conseil Norvégien"), row("NRC", org_name="Norwegian Refugee Council"))
    organisations.merge("CNR", "NRC")
    assert codes() == {"IOM", "COOPI", "NRC"}
    (nrc,) = (one for one in organisations.known_to("public") if one.code == "NRC")
    assert {"CNR", "Conseil Norvégien"} < {*nrc.spellings}
    assert {one.org for one in reports.in_hand()} == {"IOM", "COOPI", "NRC"}
    organisations.separate("CNR")
    assert "CNR" in {one.org for one in reports.in_hand()}


def test_a_pair_that_a_person_kept_apart_is_not_proposed_again() -> None:
    load(row("Plan Mali"), row("Plan Malii"))
    (pair,) = organisations.proposals("public")
    organisations.keep_apart(pair.one.code, pair.other.code)
    assert organisations.proposals("public") == ()


def test_merges_that_cannot_be_are_refused() -> None:
    load(row("NRC"), row("CNR"))
    with pytest.raises(GeoError, match="organisation_unknown"):
        organisations.merge("NRC", "NOBODY")
    organisations.merge("NRC", "CNR")
    with pytest.raises(GeoError, match="organisation_merged"):
        organisations.merge("CNR", "NRC")


def test_the_public_knows_nothing_of_what_only_restricted_files_name() -> None:
    load(row("HIDDEN"), row("OIM secret", org_name="OIM"), name="secret", sensitivity="restricted")
    load(row("NRC"), name="open")
    assert codes() == {"IOM", "COOPI", "NRC"}
    assert "HIDDEN" in codes("partner")
    said = " ".join(text for one in organisations.known_to("public") for text in one.spellings)
    assert "secret" not in said
    assert "NRC" in organisations.table("public")
