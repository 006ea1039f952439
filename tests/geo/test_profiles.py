from geo import profiles, rounds
from geo.coverage import Question
from tests.geo.projects import load, row

QUESTION = Question("cod2021", 2, rounds.rounds()[-1])


def test_where_an_organisation_is_with_whom_and_since_when() -> None:
    load(
        row("NRC", "EHA", start="2025-03"),
        row("NRC", "Santé", start="2024"),
        row("OIM", "EHA"),
        row("ACF", "Nutrition"),
    )
    (place,) = profiles.of_organisation("NRC", QUESTION).places
    assert (place.area, place.clusters, place.organisations, place.since) == (
        "ML0506",
        ("HEA", "WSH"),
        ("IOM",),
        "2024",
    )
    assert place.displaced.value == 24648


def test_of_the_documents_coopi_is_beside_for_the_country_and_in_the_places_it_names() -> None:
    found = profiles.of_organisation("COOPI", Question("reform2023", 1, QUESTION.round))
    assert {"r23-bandiagara", "r23-douentza", "r23-mopti", "r23-san", "r23-segou"} <= {
        place.area for place in found.places
    }
    assert found.beside
    people = [place.displaced.value or 0 for place in found.places]
    assert people == sorted(people, reverse=True)


def test_a_cluster_with_its_sub_clusters() -> None:
    load(row("NRC", "VBG", "ML0703"), row("OIM", "Santé", "ML0703"))
    places = {place.area: place for place in profiles.of_cluster("PRO", QUESTION).places}
    assert (places["ML0703"].organisations, places["ML0703"].clusters) == (("NRC",), ("PRO-GBV",))
    assert places["ML0506"].organisations == ()  # COOPI's is for the region
