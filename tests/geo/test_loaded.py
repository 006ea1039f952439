from typing import Any

import pytest

from geo import disclosure, loaded
from geo.loaded import State
from geo.workspace import Measure
from tests.loaded_data import PEOPLE
from tests.loaded_data import loaded as dataset

INDEX = (Measure("index", "Indice"),)


def told(rows: dict[str, list[Any]], level: int, division: str = "cod2021", **given: Any) -> dict[str, Any]:
    entry = dataset(rows, **given)
    return loaded.values(entry, given["measures"][0].name, division, level)


def test_people_are_added_over_the_rows_of_an_area_and_its_parts() -> None:
    rows = {"area": ["ML0501", "ML0501", "ML0502", None], "idps": [10, 5, 7, 1000]}
    assert told(rows, 2, measures=PEOPLE)["ML0501"].value == 15
    assert told(rows, 1, measures=PEOPLE)["ML05"].value == 22


def test_what_has_no_row_has_no_value_and_zero_is_one() -> None:
    found = told({"area": ["ML0501", "ML0502"], "idps": [0, None]}, 2, measures=PEOPLE)
    assert found["ML0501"].value == 0
    assert "ML0502" not in found


def test_a_figure_of_a_cercle_is_not_spread_over_its_communes() -> None:
    found = told({"area": ["ML0501"], "idps": [10]}, 3, measures=PEOPLE)
    assert found
    for value in found.values():
        assert (value.value, value.state, value.whole, value.shared) == (None, State.WHOLE, 10, ("ML0501",))


def test_a_cercle_that_two_regions_share_is_up_to() -> None:
    rows = {"area": ["ML0506", "ML0507"], "idps": [30, 4]}
    mopti = told(rows, 1, "reform2023", measures=PEOPLE)["r23-mopti"]
    assert (mopti.value, mopti.up_to, mopti.shared) == (30, 4, ("ML0507",))


def test_a_region_beside_its_cercles_is_not_added_to_them() -> None:
    rows = {"area": ["ML05", "ML0501", "ML0502"], "idps": [100, 60, 40]}
    assert told(rows, 1, measures=PEOPLE)["ML05"].value == 100
    cercles = told(rows, 2, measures=PEOPLE)
    assert (cercles["ML0501"].value, cercles["ML0501"].up_to) == (60, 0)
    assert cercles["ML0503"].state is State.WHOLE


def test_in_displacement_a_region_and_its_cercle_are_both_counted() -> None:
    rows = {"area": ["ML10", "ML1001"], "idps": [68410, 15993]}
    assert told(rows, 1, kind="displacement", measures=PEOPLE)["ML10"].value == 84403


@pytest.mark.parametrize(
    ("areas", "values", "level", "area", "state", "value"),
    [
        (["ML0501"], [2.5], 2, "ML0501", State.REPORTED, 2.5),
        (["ML0501", "ML0501"], [2.5, 2.5], 2, "ML0501", State.REPORTED, 2.5),
        (["ML0501", "ML0501"], [2.5, 3.5], 2, "ML0501", State.SEVERAL, None),
        (["ML0501", "ML0502"], [1.0, 3.0], 1, "ML05", State.PARTS, None),
        (["ML0501"], [1.0], 1, "ML05", State.PARTS, None),
        (["ML05", "ML0501"], [1.0, 3.0], 1, "ML05", State.REPORTED, 1.0),
        (["ML05"], [1.0], 2, "ML0501", State.WHOLE, None),
    ],
)
def test_an_index_is_never_added_averaged_or_spread(
    areas: list[str], values: list[float], level: int, area: str, state: State, value: float | None
) -> None:
    found = told({"area": areas, "index": values}, level, measures=INDEX)[area]
    assert (found.state, found.value) == (state, value)


def test_people_with_decimals_are_not_added() -> None:
    entry = dataset({"area": ["ML0501"], "share": [1.5]}, measures=(Measure("share", "Part", "%"),))
    assert not loaded.adds_up(entry, entry.measures[0])


def test_rounds_of_one_file_are_not_added() -> None:
    rows = {
        "area": ["ML0501", "ML0501", "ML0502"],
        "idps": [10, 12, 7],
        "date": ["2026-09-30", "2026-10-31", "2026-09-30"],
    }
    newest = told(rows, 2, kind="displacement", date="2026-10-31", measures=PEOPLE)
    assert {area: value.value for area, value in newest.items()} == {"ML0501": 12}
    each = told(rows, 2, date="2026-10-31", measures=PEOPLE)
    assert (each["ML0501"].value, each["ML0501"].date) == (12, "")
    assert (each["ML0502"].value, each["ML0502"].date) == (7, "2026-09-30")


def test_the_rows_of_a_list_are_counted() -> None:
    entry = dataset({"area": ["ML0501", "ML0501", None], "name": ["A", "B", "C"]}, kind="sites")
    assert loaded.values(entry, loaded.COUNTED, "cod2021", 1)["ML05"].value == 2
    assert [*loaded.rows_of(entry, "cod2021", "ML05")["name"]] == ["A", "B"]
    assert loaded.speaks_of(entry, "cod2021", "ML05")
    assert not loaded.speaks_of(entry, "cod2021", "ML07")


@pytest.mark.parametrize("sensitivity", ["public", "internal", "restricted"])
def test_only_what_its_owner_made_public_is_known_to_the_public(sensitivity: str) -> None:
    entry = dataset({"area": ["ML0501"]}, sensitivity=sensitivity)
    assert disclosure.loaded_for("partner", [entry]) == (entry,)
    assert disclosure.loaded_for("public", [entry]) == ((entry,) if sensitivity == "public" else ())


def test_what_watches_rights_is_protection_in_what_is_exported() -> None:
    rows = {
        "area": ["ML0501"] * 2,
        "org": ["A", "B"],
        "cluster": ["Autre", "EHA"],
        "activity": ["Monitoring des violations", "Forage"],
    }
    table = disclosure.table_for(dataset(rows, kind="projects"))
    assert table[["cluster", "activity"]].to_numpy().tolist() == [["Protection", ""], ["EHA", "Forage"]]


def test_what_a_measure_is_by_area_is_worked_out_once() -> None:
    entry = dataset({"area": ["ML0501"], "idps": [4]}, measures=PEOPLE)
    first = loaded.values(entry, "idps", "cod2021", 2)
    assert loaded.values(entry, "idps", "cod2021", 2) is first
