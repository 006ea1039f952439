from dataclasses import replace

import pytest

from geo import duplications, reports
from geo.statements import Statement

ANY = next(one for one in reports.documents() if one.id == "coopi-nutrition-mopti")
WELLS = {"activity": {"fr": "Forages", "en": "Forages"}, "cluster": "WSH"}


def said(org: str, area: str = "ML0506", **changes: object) -> Statement:
    given = {"id": f"{org}-{area}-{len(changes)}", "start": "", "end": "", **WELLS, **changes}
    return replace(ANY, org=org, area=area, division="cod2021", **given)


@pytest.mark.parametrize(
    ("one", "other", "double"),
    [
        ({}, {}, True),
        ({"start": "2025", "end": "2025-06"}, {"start": "2025-06-30", "end": "2026"}, True),
        ({"start": "2025", "end": "2025-06"}, {"start": "2025-07", "end": "2026"}, False),
        ({"start": "2025", "end": "2025-06"}, {}, True),
        ({"start": "2024-01"}, {"end": "2023-12"}, False),
        ({"status": "completed"}, {"start": "2023"}, True),
        ({"status": "completed"}, {"start": "2024"}, False),
        ({"status": "planned"}, {}, False),
        ({"status": "coordination"}, {}, False),
        ({"area": "ML05"}, {}, False),
        ({"area": "ML0507"}, {}, False),
        ({"cluster": "HEA"}, {}, False),
        ({"activity": {"fr": "FORAGES", "en": "FORAGES"}}, {}, True),
        ({"activity": {"fr": "Latrines", "en": "Latrines"}}, {}, False),
        ({"activity": {"fr": "", "en": ""}}, {}, False),
        ({"activity": {"fr": "EHA", "en": "EHA"}}, {"activity": {"fr": "EHA", "en": "EHA"}}, False),
        ({"activity": {"fr": "Autres", "en": "Autres"}}, {"activity": {"fr": "Autres", "en": "Autres"}}, False),
        ({"org": "B"}, {"org": "B"}, False),
        ({"scope": "country", "area": ""}, {"scope": "country", "area": ""}, False),
    ],
)  # fmt: skip
def test_what_is_a_possible_duplication(
    one: dict[str, object], other: dict[str, object], double: bool
) -> None:
    def made(name: str, changes: dict[str, object]) -> Statement:
        return said(**{"org": name, "id": name, **changes})

    found = duplications.find([made("A", one), made("B", other)])
    assert bool(found) is double


def test_the_same_communes_under_another_code_are_the_same_place() -> None:
    bamako = replace(said("B"), division="reform2023", area="r23-bamako")
    (found,) = duplications.find([said("A", "ML09"), bamako])
    assert found.organisations == ("A", "B")


def test_only_those_that_overlap_are_named() -> None:
    three = [
        said("A", start="2025", end="2025"),
        said("B", start="2025", end="2026"),
        said("C", start="2027", end=""),
    ]
    (found,) = duplications.find(three)
    assert found.organisations == ("A", "B")


def test_nothing_in_the_documents_is_one() -> None:
    assert duplications.find(reports.documents()) == ()
