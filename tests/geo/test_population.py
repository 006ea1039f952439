import pytest

from geo import areas, population

COD, REFORM = areas.load("cod2021"), areas.load("reform2023")


@pytest.mark.parametrize(
    ("division", "area", "people"),
    [
        ("cod2021", "ML", 14_528_662),
        ("cod2021", "ML05", 2_036_209),
        ("cod2021", "ML07", 487_848),
        ("cod2021", "ML0501", 313_456),
        ("cod2021", "ML0703", 239_535),
        ("cod2021", "ML0901", 1_810_366),
        ("cod2021", "ML09", 1_810_366),
        ("cod2021", "ML10", 54_456),
        ("cod2021", "ML1001", None),
        ("cod2021", "ML050101", None),
        ("reform2023", "ML", 14_528_662),
        ("reform2023", "r23-menaka", 54_456),
        ("reform2023", "r23-bandiagara", 940_819),
        ("reform2023", "r23-mopti", None),
        ("reform2023", "r23-taoudenit", None),
    ],
)
def test_population(division: str, area: str, people: int | None) -> None:
    assert population.population(area, areas.load(division)) == people


def test_nobody_is_lost_or_counted_twice() -> None:
    regions = [population.population(area.id, COD) for area in COD.at(1)]
    cercles = [population.population(area.id, COD) for area in COD.at(2)]
    assert sum(filter(None, regions)) == 14_528_662
    assert sum(filter(None, cercles)) == 14_528_662 - 54_456
    assert cercles.count(None) == 4


def test_what_a_region_of_2023_shares_is_up_to() -> None:
    share = population.bounds("r23-mopti", REFORM)
    assert share is not None
    assert share.shared == ("ML0507",)
    assert share.up_to == 162_924
    assert share.least == sum(population.census()[area] for area in ("ML0503", "ML0506", "ML0508"))
