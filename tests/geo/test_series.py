import pytest

from geo import rounds, series, tables
from geo.paths import DATA


def of(area: str, division: str = "cod2021") -> dict[str, list[tuple[str, int | None]]]:
    return {
        one.id: [(point.date.isoformat(), point.idps) for point in one.points]
        for one in series.series_of(area, division)
    }


def test_a_region_of_2023_has_its_press_figures() -> None:
    assert of("r23-bandiagara", "reform2023") == {"press": [("2023-04-30", 82_005), ("2023-09-30", 53_218)]}


@pytest.mark.parametrize(
    ("area", "same"), [("ML10", "r23-menaka"), ("ML07", "r23-gao"), ("ML08", "r23-kidal")]
)
def test_the_same_ground_has_the_same_figures(area: str, same: str) -> None:
    assert of(area) == of(same, "reform2023")
    assert len(of(area)["press"]) == 2


def test_figures_of_a_smaller_region_are_not_carried_to_the_former_one() -> None:
    assert of("ML05") == {}
    assert of("ML06") == {
        "dtm_report": [("2014-02-28", 43_959)],
        "dnds_new": [("2015-06-02", 53_100), ("2015-06-17", 40_972)],
    }


def test_two_communes_in_both_divisions() -> None:
    assert of("ML050609") == of("ML050609", "reform2023") == {"third_party": [("2025-09-30", 13_582)]}
    assert of("ML050614") == {"third_party": [("2025-09-30", 13_002)]}


def test_the_country_has_every_series_apart() -> None:
    found = of("ML")
    assert {*found} == {"unhcr_sitrep", "acaps", "idmc", "dtm_report", "press", "third_party"}
    assert sum(map(len, found.values())) == len(rounds.national_figures())
    assert found["third_party"] == [("2025-09-30", 414_524)]


def test_regions_that_do_not_sum_to_the_nation_say_so() -> None:
    (press,) = series.series_of("r23-mopti", "reform2023")
    assert "34,532" in press.points[0].note["en"]
    assert "37\u202f490" in press.points[1].note["fr"]
    table = tables.load("series", DATA / "displacement" / "series.csv")
    sums = table[table["series"] == "press"].groupby("date")["idps"].sum()
    assert sums.to_dict() == {"2023-04-30": 375_539 - 34_532, "2023-09-30": 391_961 - 37_490}


def test_one_figure_per_series_date_and_place() -> None:
    table = tables.load("series", DATA / "displacement" / "series.csv")
    assert len(table) == 21
    assert not table.duplicated(["series", "date", "area", "name_fr"]).any()
    assert not (table["date"] == "2016-01-31").any()


def test_every_series_has_a_name_and_every_note_is_in_french() -> None:
    for one in series.series_of("ML", "cod2021"):
        assert one.name["fr"] != ""
        for point in one.points:
            assert bool(point.note["fr"]) == bool(point.note["en"])
    with pytest.raises(KeyError):
        series.french("a rumour")
