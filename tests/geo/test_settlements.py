import time

import pytest

from geo import areas, points, settlements


def test_every_place_is_there() -> None:
    assert len(settlements.places()) == 18_769


@pytest.mark.parametrize(
    ("text", "name", "commune"),
    [
        ("Tombouctou", "Tombouctou", "ML060506"),
        ("timbuktu", "Tombouctou", "ML060506"),
        ("Tombuctu", "Tombouctou", "ML060506"),
        ("BAMAKO", "Bamako", "ML090103"),
        ("Sévaré", "Sevare", "ML050609"),
        ("djenne", "Djenné", "ML050303"),
        ("Menaka", "Ménaka", "ML100101"),
        ("Aguelhok", "Aguel-Hoc", "ML080301"),
        ("ntillit", "N'Tillit", "ML070305"),
        ("Bankas", "Bankass", "ML050201"),
        ("Diafarab", "Diafarabé", "ML050701"),
    ],
)
def test_a_place_is_found_by_any_spelling(text: str, name: str, commune: str) -> None:
    found = settlements.find(text)
    assert (found[0].name, found[0].commune) == (name, commune)
    assert len(found) <= 8


@pytest.mark.parametrize("text", ["", "   ", "-", "xyzzyq"])
def test_what_is_no_name_finds_nothing(text: str) -> None:
    assert settlements.find(text) == []


def test_names_repeat_and_each_place_is_its_own() -> None:
    found = settlements.find("Madina", limit=60)
    same = [place for place in found if place.name == "Madina"]
    assert len(same) == 49
    assert len({place.id for place in same}) == 49
    assert settlements.places()[same[0].id] == same[0]
    assert settlements.find("Madina", limit=3) == found[:3]


def test_a_place_has_the_commune_it_lies_in_not_that_of_its_code() -> None:
    places = settlements.find("Djenne", limit=40)
    found = points.points_to_areas(
        [place.lon for place in places], [place.lat for place in places], areas.load(), 3
    )
    assert [place.commune for place in places] == list(found)
    assert any(place.id[:8] != place.commune for place in places)


def test_a_search_is_fast() -> None:
    settlements.find("warm")
    start = time.perf_counter()
    for text in ("a", "Tombouctou", "Kendie", "bougou"):
        settlements.find(text)
    assert (time.perf_counter() - start) / 4 < 0.05
