"""Names, code and point of a row, weighed together."""

import pytest

from geo.codes import Established
from geo.gazetteer import load
from geo.placement import OUTSIDE, Conflict, Placement

KOULIKORO_BENKADI = {1: "Koulikoro", 3: "Benkadi"}  # in Dioïla ML020202 and Kangaba ML020302, and Ben Kadi
IS_2015: Established = {2: frozenset({"2015"}), 3: frozenset({"2015"})}
IS_2021: Established = {2: frozenset({"2021"}), 3: frozenset({"2021"})}
EITHER: Established = {3: frozenset({"2015", "2021"})}
KENDE, KENDIE, KORO = "ML050109", "ML050110", "ML050512"


def place(
    names: dict[int, str], code: str = "", at: str | None = None, schemes: Established | None = None
) -> Placement:
    return load().place(names, {3: code}, 3, at=at, schemes=schemes)


@pytest.mark.parametrize(
    ("names", "code", "at", "schemes", "area", "method"),
    [
        # all agree
        ({1: "Mopti", 3: "Kende"}, "", KENDE, {}, KENDE, "name+parent+point"),
        ({1: "Mopti", 3: "Kende"}, KENDE, KENDE, {}, KENDE, "name+parent+code+point"),
        ({1: "Mopti"}, "", KENDE, {}, "ML05", "name+point"),  # a point never makes a name finer
        # names that several areas bear
        (KOULIKORO_BENKADI, "", "ML020302", {}, "ML020302", "name+parent+point"),
        (KOULIKORO_BENKADI, "ML020202", None, IS_2021, "ML020202", "name+parent+code"),
        (KOULIKORO_BENKADI, "ML020402", None, {}, "ML020302", "name+parent+code"),  # in any scheme
        (KOULIKORO_BENKADI, "ML020302", None, IS_2015, "ML020202", "name+parent+code"),
        (KOULIKORO_BENKADI, "ML020202", "ML020202", IS_2021, "ML020202", "name+parent+code+point"),
        # a slip, and evidence that says the same
        ({1: "Mopti", 3: "Kendeh"}, "", KENDE, {}, KENDE, "alike+parent+point"),
        ({1: "Mopti", 3: "Kendiy"}, "", KENDIE, {}, KENDIE, "alike+parent+point"),
        ({1: "Mopti", 3: "Kendiy"}, KENDIE, None, IS_2021, KENDIE, "alike+parent+code"),
        ({1: "Mopty", 3: "Kendie"}, "", KENDIE, {}, KENDIE, "name+parent+point"),
        ({3: "Kendie"}, "", KENDIE, {}, KENDIE, "name+point"),
        ({1: "Mopti", 2: "Mopti", 3: "Sévaré"}, "", "ML050609", {}, "ML050609", "settlement+parent+point"),
        # no name
        ({}, "", KENDE, {}, KENDE, "point"),
        ({}, KENDE, None, IS_2021, KENDE, "code"),
        ({}, "ML050211", None, IS_2015, KENDIE, "code"),
        ({}, KENDE, KENDE, {}, KENDE, "point+code"),
        ({}, KENDE, OUTSIDE, IS_2021, KENDE, "code"),
    ],
)
def test_placed(
    names: dict[int, str], code: str, at: str | None, schemes: Established, area: str, method: str
) -> None:
    found = place(names, code, at, schemes)
    assert (found.status, found.area, found.method, found.certainty) == ("placed", area, method, 1.0)


@pytest.mark.parametrize(
    ("names", "code", "at", "schemes", "status", "area", "reason"),
    [
        # the scheme is not established: the code could mean either
        (KOULIKORO_BENKADI, "ML020302", None, {}, "ambiguous", None, "several_areas"),
        (KOULIKORO_BENKADI, "ML050110", None, IS_2021, "ambiguous", None, "several_areas"),
        (KOULIKORO_BENKADI, "", KENDE, {}, "ambiguous", None, "several_areas"),
        (KOULIKORO_BENKADI, "ML020202", None, {3: frozenset()}, "ambiguous", None, "several_areas"),
        (KOULIKORO_BENKADI, "ML020202", "ML020302", IS_2021, "ambiguous", None, "evidence_disagrees"),
        ({}, KENDE, None, {}, "unplaced", None, "code_alone"),
        ({}, "ML050211", None, EITHER, "unplaced", None, "code_alone"),
        ({}, "", None, {}, "unplaced", None, "name_missing"),
        ({}, "", OUTSIDE, {}, "unplaced", None, "outside"),
        ({}, KENDE, OUTSIDE, {}, "unplaced", None, "outside"),
        # one letter is no proof, and what agrees with nothing does not help
        ({1: "Mopti", 3: "Kendiy"}, "", None, {}, "proposed", KENDIE, "alike"),
        ({1: "Mopti", 3: "Kendiy"}, "", KORO, {}, "proposed", KENDIE, "alike"),
        ({1: "Mopti", 3: "Kendiy"}, KENDIE, None, {}, "proposed", KENDIE, "alike"),
        ({1: "Mopti", 3: "Kendiy"}, KENDE, KENDIE, IS_2021, "proposed", KENDIE, "evidence_disagrees"),
        # against its parent a name is proposed at most
        ({1: "Mopti", 2: "Kayes"}, "", "ML010312", {}, "proposed", "ML0103", "parent_contradicts"),
        ({1: "San"}, "", "ML040517", {}, "proposed", "ML0405", "other_level"),
        # an unknown name: the point alone says the area, if it lies in the parents named
        ({1: "Mopti", 3: "Qqqqq"}, "", KENDE, {}, "proposed", KENDE, "name_not_found"),
        ({1: "Mopti", 3: "Qqqqq"}, KENDE, None, IS_2021, "proposed", KENDE, "name_not_found"),
        ({1: "Gao", 3: "Qqqqq"}, "", KENDE, {}, "unplaced", None, "name_not_found"),
        ({3: "Qqqqq"}, "", OUTSIDE, {}, "unplaced", None, "name_not_found"),
    ],
)
def test_not_simply_placed(
    names: dict[int, str],
    code: str,
    at: str | None,
    schemes: Established,
    status: str,
    area: str | None,
    reason: str,
) -> None:
    found = place(names, code, at, schemes)
    assert found.reason is not None
    assert (found.status, found.area, found.reason.key) == (status, area, reason)
    assert (0 < found.certainty < 1) == (status == "proposed")


@pytest.mark.parametrize(
    ("names", "code", "at", "schemes", "conflicts"),
    [
        ({1: "Mopti", 3: "Kende"}, "", KENDIE, {}, [Conflict("", KENDIE, "Kende", KENDE, "point")]),
        ({1: "Mopti", 3: "Kende"}, "", OUTSIDE, {}, [Conflict("", None, "Kende", KENDE, "point")]),
        ({1: "Gao"}, "", KENDE, {}, [Conflict("", "ML05", "Gao", "ML07", "point")]),
        ({1: "Mopti", 3: "Kende"}, KENDIE, None, {}, [Conflict(KENDIE, KENDIE, "Kende", KENDE)]),
        (
            {1: "Mopti", 3: "Kende"},
            "ML050209",
            None,
            IS_2021,
            [Conflict("ML050209", "ML050209", "Kende", KENDE)],
        ),
        # the code agrees in the scheme of the table
        (
            {1: "Mopti", 3: "Kendie"},
            "ML050211",
            None,
            IS_2015,
            [Conflict("ML050211", "ML050211", "Kendie", KENDIE, "scheme")],
        ),
        (
            {1: "Mopti", 3: "Kende"},
            KENDIE,
            KORO,
            {},
            [Conflict(KENDIE, KENDIE, "Kende", KENDE), Conflict("", KORO, "Kende", KENDE, "point")],
        ),
        ({}, KENDIE, KENDE, {}, [Conflict(KENDIE, KENDIE, "", KENDE)]),
        ({}, KENDE, OUTSIDE, IS_2021, [Conflict("", None, "", KENDE, "point")]),
        ({1: "Mopti", 3: "Kende"}, KENDE, KENDE, {}, []),
    ],
)
def test_what_disagrees_is_a_conflict(
    names: dict[int, str], code: str, at: str | None, schemes: Established, conflicts: list[Conflict]
) -> None:
    found = place(names, code, at, schemes)
    assert (found.status, [*found.conflicts]) == ("placed", conflicts)
    for conflict in conflicts:
        assert conflict.kind.replace("scheme", "code") not in found.method


def test_regions_of_2023_have_no_codes_to_disagree_with() -> None:
    found = load("reform2023").place({1: "Mopti"}, {1: "ML05"}, 3)
    assert (found.area, found.method, found.conflicts) == ("r23-mopti", "name", ())
    konna = load("reform2023").place({1: "Mopti", 3: "Konna"}, {3: "ML050605", 2: "ML0506"}, 3)
    assert (konna.area, konna.method, konna.conflicts) == ("ML050605", "name+parent+code", ())


def test_a_point_does_not_make_a_cercle_into_a_region() -> None:
    found = load("reform2023").place({1: "Bandiagara", 2: "Bandiagara"}, {}, 3, at=KENDE)
    assert (found.status, found.reason and found.reason.key) == ("unplaced", "level_lacking")


def test_a_point_places_at_the_finest_level_that_is_evidence() -> None:
    assert load().place({}, {}, 2, at=KENDE).area == "ML0501"
    assert load("reform2023").place({}, {}, 2, at=KENDE).area == "r23-bandiagara"
    assert load("reform2023").place({}, {}, 3, at=KENDE).area == KENDE
