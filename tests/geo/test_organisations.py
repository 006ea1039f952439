import pytest

from geo import disclosure, organisations, reports
from geo.disclosure import WITHHELD
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


def test_an_organisation_may_be_withheld_by_row() -> None:
    dataset = load(
        row("SECRET", org_name="Secret Org", activity="Secret project", withheld="ne pas nommer"),
        row("NRC", withheld="non"),
        row("NRC", withheld="oui"),
    )
    assert "SECRET" not in codes()
    assert "SECRET" in codes("partner")
    public = [one for one in reports.shown_to("public") if one.dataset == "data:3w"]
    assert [one.org for one in public] == [WITHHELD, "NRC", WITHHELD]
    assert not [one for one in public if "Secret" in repr(one)]
    partner = [one.org for one in reports.shown_to("partner") if one.dataset == "data:3w"]
    assert partner == ["SECRET", "NRC", "NRC"]
    (shown,) = disclosure.loaded_for("public", [dataset])
    assert shown.table()["org"].fillna("").tolist() == ["", "NRC", ""]
    assert "Secret" not in shown.table().to_csv()
    assert disclosure.table_for(dataset)["org"].tolist() == ["SECRET", "NRC", "NRC"]


def test_who_is_withheld_gives_no_code_to_whom_it_is_merged_with() -> None:
    load(row("SECRET", withheld="oui"), row("OPEN"), row("OTHER"))
    organisations.merge("OPEN", "SECRET")
    organisations.merge("OTHER", "SECRET")
    assert {"SECRET", "OTHER"}.isdisjoint(codes())
    assert "OPEN" in codes()
    assert {one.org for one in reports.shown_to("public") if one.dataset == "data:3w"} == {WITHHELD, "OPEN"}
    assert {one.org for one in reports.shown_to("partner") if one.dataset == "data:3w"} == {"SECRET"}


def test_a_name_that_is_withheld_leaves_no_trace_in_the_code_of_another() -> None:
    load(row("ABC", org_name="Secret Alliance", withheld="oui"), row("ABC", org_name="Bureau of Care"))
    assert "ABC" in codes()
    assert not any("SECRET" in code for code in codes())
