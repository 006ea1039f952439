import pytest
from pyproj import Geod

from geo import areas, offices

COD = areas.load("cod2021")


@pytest.mark.parametrize(
    ("office", "cercle"), [("iom-mopti", "ML0506"), ("iom-bamako", "ML0901"), ("iom-gao", "ML0703")]
)
def test_an_office_lies_in_its_area(office: str, cercle: str) -> None:
    commune = offices.commune_of("cod2021")[office]
    assert COD.holds(cercle, commune)
    assert office in {found.id for found in offices.inside(offices.offices(), cercle, COD)}


def test_the_nearest_come_first() -> None:
    found = offices.nearest(offices.offices(), -4.0, 14.5)
    assert found[0][0].id == "iom-mopti"
    assert [km for _, km in found] == sorted(km for _, km in found)


@pytest.mark.parametrize("place", [(-8.0, 12.65), (1.5, 19.8), (-11.4, 14.4)])
def test_distances_agree_with_the_ellipsoid(place: tuple[float, float]) -> None:
    true = Geod(ellps="WGS84").inv(*place, -4.18, 14.49)[2] / 1000
    assert offices.distance_km(*place, -4.18, 14.49) == pytest.approx(true, rel=0.006)
