"""Names in their context → areas of cod2021."""

import pytest

from geo.gazetteer import Gazetteer, load
from geo.placement import Conflict
from geo.spelling import fold

R28 = [{1: "Gao", 2: "Menaka", 3: name} for name in ("Anderamboukane", "Inekar", "Menaka", "Tidermene")]


@pytest.fixture(scope="module")
def gazetteer() -> Gazetteer:
    return load()


def test_fold_keeps_every_two_areas_under_one_parent_apart(gazetteer: Gazetteer) -> None:
    seen = [(area.level, area.parent, fold(area.name_source)) for area in gazetteer.areas]
    assert len(seen) == len(set(seen))


@pytest.mark.parametrize(
    ("names", "codes", "level", "area", "method"),
    [
        ({1: "Mopti", 2: "Bankass"}, {}, 2, "ML0502", "name+parent"),
        ({1: "Mopti", 2: "Bankass"}, {1: "MLI05", 2: "MLI0502"}, 2, "ML0502", "name+parent+code"),
        ({1: "Mopti", 2: "Bankass"}, {2: " ml0502 "}, 2, "ML0502", "name+parent+code"),
        ({1: "Mopti", 2: "Bankass"}, {1: "MLI05"}, 2, "ML0502", "name+parent"),
        ({1: "Mopti"}, {1: "ML05"}, 2, "ML05", "name+code"),
        ({1: "Mopti", 2: " "}, {}, 2, "ML05", "name"),
        ({2: "Bankass"}, {}, 2, "ML0502", "name"),
        ({1: "Koulikouro", 2: "Koulikoro"}, {2: "MLI0206"}, 2, "ML0206", "name+parent+code"),
        ({1: "Segou", 2: "Baroueli"}, {}, 2, "ML0401", "name+parent"),
        ({1: "Timbuktu", 2: "Timbuktu"}, {}, 2, "ML0605", "name+parent"),
        ({1: "Bamako", 2: "Bamako", 3: "Commune IV"}, {}, 2, "ML0901", "name+parent"),
        ({1: "Bamako", 2: "Bamako", 3: "Commune IV"}, {}, 3, "ML090104", "name+parent"),
        ({1: "Mopti", 3: "Mopti"}, {}, 3, "ML050609", "name+parent"),
        # the third level is a placeholder at level 2, and its code is no evidence
        ({1: "Tombouctou", 2: "Niafunke", 3: "Souboundou"}, {3: "MLI009004"}, 2, "ML0604", "name+parent"),
        # a former cercle that is a region now
        ({1: "Gao", 2: "Menaka", 3: "Menaka"}, {}, 2, "ML10", "former+parent"),
        ({1: "Menaka", 2: "Ménaka"}, {}, 2, "ML10", "former+parent"),
        ({1: "Menaka"}, {}, 2, "ML10", "name"),
        ({1: "Menaka", 2: "Inekar"}, {}, 2, "ML1003", "name+parent"),
        ({1: "Gao", 2: "Menaka", 3: "Inekar"}, {}, 3, "ML100301", "name+parent"),
        # communes that changed cercle, and region, after 2015
        ({1: "Koulikoro", 2: "Kolokani", 3: "Ben Kadi"}, {}, 3, "ML020102", "former+parent"),
        ({1: "Koulikoro", 2: "Banamba", 3: "Ben Kadi"}, {}, 3, "ML020102", "name+parent"),
        ({1: "Segou", 2: "Bla", 3: "Niantaga"}, {}, 3, "ML030424", "former+parent"),
        ({1: "Segou", 3: "Niantaga"}, {}, 3, "ML030424", "former+parent"),
        # spellings of other languages
        ({1: "Timbuctoo", 2: "Tinbuktu"}, {}, 2, "ML0605", "name+parent"),
        ({1: "موبتي", 2: "Jenne"}, {}, 2, "ML0503", "name+parent"),
    ],
)
def test_placed(
    gazetteer: Gazetteer, names: dict[int, str], codes: dict[int, str], level: int, area: str, method: str
) -> None:
    found = gazetteer.place(names, codes, level)
    assert (found.status, found.area, found.method) == ("placed", area, method)
    assert (found.conflicts, found.reason, found.certainty) == ((), None, 1.0)


@pytest.mark.parametrize(
    ("names", "codes", "conflict"),
    [
        # COD 2015 and DTM's first rounds: ML0502 was Bandiagara, now Bankass
        ({1: "Mopti", 2: "Bandiagara"}, {2: "MLI0502"}, ("MLI0502", "ML0502", "Bandiagara", "ML0501")),
        ({1: "Kayes", 2: "Kayes"}, {2: "MLI001001"}, ("MLI001001", None, "Kayes", "ML0103")),
        ({1: "Gao", 2: "Menaka"}, {2: "MLI0704"}, ("MLI0704", None, "Menaka", "ML10")),
        ({1: "Menaka", 2: "Menaka"}, {1: "MLI10", 2: "MLI1004"}, ("MLI1004", "ML1004", "Menaka", "ML10")),
        # a coarser code must be that of the parent
        ({1: "Mopti", 2: "Bandiagara"}, {1: "ML04"}, ("ML04", "ML04", "Bandiagara", "ML0501")),
        ({1: "Mopti"}, {1: "ML05", 2: "ML0502"}, ("ML0502", "ML0502", "Mopti", "ML05")),
        ({1: "Mopti"}, {1: "101"}, ("101", None, "Mopti", "ML05")),
    ],
)
def test_a_code_never_decides(
    gazetteer: Gazetteer,
    names: dict[int, str],
    codes: dict[int, str],
    conflict: tuple[str, str | None, str, str],
) -> None:
    found = gazetteer.place(names, codes, 2)
    assert found.conflicts == (Conflict(*conflict),)
    assert (found.status, found.area) == ("placed", conflict[-1])
    assert "code" not in found.method


@pytest.mark.parametrize(
    ("names", "level", "status", "area", "candidates", "reason"),
    [
        ({}, 2, "unplaced", None, (), "name_missing"),
        ({1: "", 2: " - "}, 2, "unplaced", None, (), "name_missing"),
        ({1: "Mopti", 2: "Bandiagra"}, 2, "proposed", "ML0501", ("ML0501",), "alike"),
        ({1: "Total"}, 2, "unplaced", None, (), "name_not_found"),
        ({1: "Mopti", 2: "Kayes"}, 2, "unplaced", None, ("ML0103",), "parent_contradicts"),
        ({1: "Mopti", 2: "Menaka"}, 2, "unplaced", None, ("ML10", "ML1001"), "parent_contradicts"),
        ({1: "Mopty", 2: "Bankass"}, 2, "proposed", "ML0502", ("ML0502",), "parent_not_found"),
        ({1: "San"}, 2, "unplaced", None, ("ML0405",), "other_level"),
        ({1: "Mopti", 2: "Kendie"}, 2, "unplaced", None, ("ML050110",), "other_level"),
        ({1: "San", 2: "San"}, 2, "proposed", "ML0405", ("ML0405",), "parent_other_level"),
        ({1: "Mopti", 2: "Mopti", 3: "Sévaré"}, 3, "proposed", "ML050609", (), "settlement"),
        # one letter makes Nioro, which holds Gogui, into Niono, which does not
        ({1: "Kayes", 2: "Niono", 3: "Gogui"}, 3, "proposed", "ML010606", (), "parent_contradicts"),
        ({2: "Niono", 3: "Gogui"}, 3, "unplaced", None, ("ML010606",), "parent_contradicts"),
        ({2: "Menaka"}, 2, "ambiguous", None, ("ML10", "ML1001"), "several_areas"),
        ({1: "Xx", 2: "Menaka"}, 2, "ambiguous", None, ("ML10", "ML1001"), "parent_not_found"),
        ({1: "Koulikoro", 3: "Benkadi"}, 3, "ambiguous", None, ("ML020102", "ML020302"), "several_areas"),
    ],
)
def test_never_a_guess(
    gazetteer: Gazetteer,
    names: dict[int, str],
    level: int,
    status: str,
    area: str | None,
    candidates: tuple[str, ...],
    reason: str,
) -> None:
    found = gazetteer.place(names, {}, level)
    assert found.reason is not None
    assert (found.status, found.area, found.reason.key) == (status, area, reason)
    assert set(candidates) <= set(found.candidates)
    assert (0 < found.certainty < 1) == (status == "proposed")


def test_a_code_without_names_places_nothing(gazetteer: Gazetteer) -> None:
    found = gazetteer.place({}, {2: "ML0502"}, 2)
    assert (found.status, found.area, found.conflicts) == ("unplaced", None, ())


def test_reasons_quote_what_was_given(gazetteer: Gazetteer) -> None:
    found = gazetteer.place({1: "Mopti", 2: "Cercle de Kayes"}, {}, 2)
    assert found.reason is not None
    assert found.reason.details == {"name": "Cercle de Kayes", "parent": "Mopti"}


class TestFormerAreasByPart:
    """Round 28 names the four communes of the former cercle of Ménaka; the others its chief town."""

    @pytest.mark.parametrize(
        ("rows", "split"),
        [
            (R28, {("ML07", "menaka")}),
            (R28[:3], set()),
            ([{1: "Gao", 2: "Menaka", 3: "Menaka"}], set()),
            ([{1: "Mopti", 2: "Menaka", 3: row[3]} for row in R28], set()),
            ([{1: "Menaka", 2: "Menaka"}, {1: "Gao", 2: "Menaka"}], set()),
            ([{1: "Menaka", 2: "Menaka"}, {1: "Menaka", 2: "Inekar"}], {("ML10", "menaka")}),
            ([{1: "Menaka", 2: "Menaka"}, {1: "Menaka", 2: "Kayes"}], set()),
            ([{1: "Menaka", 2: "Menaka"}, {1: "Menaka", 2: "Nowhere"}], set()),
        ],
    )
    def test_named(
        self, gazetteer: Gazetteer, rows: list[dict[int, str]], split: set[tuple[str, str]]
    ) -> None:
        assert gazetteer.parts_named(rows) == split

    @pytest.mark.parametrize(
        ("commune", "area"),
        [
            ("Anderamboukane", "ML1002"),
            ("Inekar", "ML1003"),
            ("Menaka", "ML1001"),
            ("Tidermene", "ML1004"),
            ("", "ML10"),
        ],
    )
    def test_each_commune_is_one_cercle_now(self, gazetteer: Gazetteer, commune: str, area: str) -> None:
        names = {1: "Gao", 2: "Menaka", 3: commune}
        assert gazetteer.place(names, {}, 2, gazetteer.parts_named(R28)).area == area

    def test_beside_its_neighbours_the_cercle_means_itself(self, gazetteer: Gazetteer) -> None:
        rows = [{1: "Menaka", 2: "Menaka"}, {1: "Menaka", 2: "Tidermene"}]
        split = gazetteer.parts_named(rows)
        assert [gazetteer.place(row, {}, 2, split).area for row in rows] == ["ML1001", "ML1004"]


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("timbuktu", ["ML06", "ML0605"]),
        ("Tombuctu", ["ML06", "ML0605"]),
        ("tomb", ["ML06", "ML0605"]),
        ("MENAKA", ["ML10", "ML1001", "ML100101"]),
        ("Ségou Region", ["ML04", "ML0406"]),
        ("san", ["ML0405", "ML040517"]),
        ("rharous", ["ML060308", "ML0603"]),
        ("Bandiagra", ["ML0501", "ML050101"]),
        ("Mali", ["ML"]),
    ],
)
def test_find(gazetteer: Gazetteer, text: str, first: list[str]) -> None:
    assert [area.id for area in gazetteer.find(text)][: len(first)] == first


@pytest.mark.parametrize("text", ["", " - ", "qqqqqq"])
def test_find_nothing(gazetteer: Gazetteer, text: str) -> None:
    assert gazetteer.find(text) == []


def test_find_keeps_to_its_limit_and_repeats_nothing(gazetteer: Gazetteer) -> None:
    found = [area.id for area in gazetteer.find("kon", limit=5)]
    assert len(found) == len(set(found)) == 5
    alike = [area.id for area in gazetteer.find("menaka", limit=20)]
    assert len(alike) == len(set(alike)) > 3
