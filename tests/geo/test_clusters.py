import pytest

from geo import clusters, reference


@pytest.mark.parametrize(
    ("written", "code"),
    [
        ("Santé", "HEA"), ("Protection", "PRO"), ("Nutrition", "NUT"), ("SECAL", "FSC"), ("EHA", "WSH"),
        ("Éducation", "EDU"), ("EDUCATION", "EDU"), ("Abris/NFI", "SHL"), ("ABRIS - NFI", "SHL"), ("Coordination", "COO"),
        ("VBG", "PRO-GBV"), ("Protection de l'enfance", "PRO-CPN"), ("LTB", "PRO-HLP"), ("Lutte antimines", "PRO-MIN"),
        ("CCCM", "CCM"), ("Relèvement précoce", "ERY"), ("Logistique", "LOG"), ("ETC", "TEL"), ("wsh", "WSH"),
        ("Cohésion sociale", None), ("", None),
    ],
)  # fmt: skip
def test_sector_names_of_the_3w_are_global_codes(written: str, code: str | None) -> None:
    assert clusters.code_of(written) == code


@pytest.mark.parametrize(
    ("cell", "codes"),
    [
        ("WASH; Santé", ("WSH", "HEA")), ("Eau, hygiène et assainissement", ("WSH",)), ("EHA, EHA", ("WSH",)),
        ("Abris/NFI", ("SHL",)), ("Santé, Cohésion sociale", ()),
    ],
)  # fmt: skip
def test_a_cell_may_name_several_and_one_unknown_leaves_all_to_a_person(
    cell: str, codes: tuple[str, ...]
) -> None:
    assert clusters.codes_of(cell) == codes


def test_every_code_is_known_by_itself_and_no_spelling_means_two() -> None:
    seen: dict[str, str] = {}
    for code, row in reference.clusters().items():
        assert clusters.code_of(code) == code
        for spelling in row["spellings"].split(";"):
            assert clusters.code_of(spelling) == code, spelling
            assert seen.setdefault(spelling, code) == code


def test_a_cluster_holds_its_sub_clusters_and_not_the_other_way_round() -> None:
    assert clusters.is_of("PRO-GBV", "PRO")
    assert not clusters.is_of("PRO", "PRO-GBV")
    assert not clusters.is_of("WSH", "PRO")
    assert len(clusters.main()) == 12
