"""Points and shapes → areas."""

import geopandas as gpd
import numpy as np
import pytest
import shapely

from geo import areas
from geo.points import count_points, points_to_areas, shapes_to_areas


class Squares(areas.Areas):
    """Four squares of one degree around 1° east, 1° north; the smaller ids are not drawn first."""

    def __init__(self) -> None:
        super().__init__("squares", [])

    def geometry(self, level: int, *, simplified: bool = False) -> gpd.GeoDataFrame:
        corners = {"D": (0, 0), "B": (1, 0), "C": (0, 1), "A": (1, 1)}
        shapes = [shapely.box(x, y, x + 1, y + 1) for x, y in corners.values()]
        return gpd.GeoDataFrame({"id": list(corners)}, geometry=shapes, crs="EPSG:4326")


@pytest.mark.parametrize(
    ("lon", "lat", "area"),
    [
        (0.5, 0.5, "D"),
        (1.5, 1.5, "A"),
        (1.0, 0.5, "B"),  # on a border: the smallest id
        (0.5, 1.0, "C"),
        (1.0, 1.0, "A"),
        (0.0, 0.0, "D"),
        (2.0, 1.0, "A"),
        (2.0 + 1e-9, 1.5, None),  # outside is outside, however near
        (50.0, 50.0, None),
        (np.nan, 1.0, None),
        (1.0, np.inf, None),
    ],
)
def test_points(lon: float, lat: float, area: str | None) -> None:
    assert points_to_areas([lon], [lat], Squares(), 1).tolist() == [area]


def test_points_reconcile() -> None:
    lon, lat = [0.5, 9.0, np.nan, 1.0, -1.0], [0.5, 9.0, 1.0, 1.0, 0.5]
    counted = count_points(lon, lat, points_to_areas(lon, lat, Squares(), 1))
    assert (counted.read, counted.placed, counted.outside, counted.unreadable) == (5, 2, (1, 4), (2,))
    assert counted.read == counted.placed + len(counted.outside) + len(counted.unreadable)


def test_no_points() -> None:
    assert points_to_areas([], [], Squares(), 1).tolist() == []


def test_points_of_mali() -> None:
    mali = areas.load()
    label = [area.label for area in mali.at(3)]
    found = points_to_areas([lon for lon, _ in label], [lat for _, lat in label], mali, 3)
    assert found.tolist() == [area.id for area in mali.at(3)]


@pytest.mark.parametrize(
    ("shape", "area"),
    [
        (shapely.LineString([(-4.2, 14.5), (-4.19, 14.51)]), "ML050609"),
        (shapely.box(-4.3, 14.2, -3.5, 14.6), "ML05"),
        (shapely.LineString([(-4.2, 14.5), (-6.0, 13.5)]), "ML"),
        (shapely.LineString([(-4.2, 14.5), (2.0, 12.0)]), "ML"),  # across the border
        (shapely.LineString([(20.0, 14.5), (22.0, 12.0)]), None),
        (shapely.LineString(), None),
        (None, None),
    ],
)
def test_a_shape_lies_in_the_smallest_area_that_holds_it(
    shape: shapely.Geometry | None, area: str | None
) -> None:
    assert shapes_to_areas(gpd.GeoSeries([shape], crs=4326), areas.load()).tolist() == [area]
