"""Points and shapes → areas."""

import geopandas as gpd
import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from geo import areas, points
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


@pytest.fixture
def gridded(monkeypatch: pytest.MonkeyPatch) -> None:
    """Few points are looked up as many are: by cells, in pieces."""
    monkeypatch.setattr(points, "MANY", 1)
    monkeypatch.setattr(points, "CHUNK", 7)


def asked_of_the_polygons(lon: np.ndarray, lat: np.ndarray, level: int) -> list[str | None]:
    frame = areas.load().geometry(level)
    touched, touching = shapely.STRtree(frame.geometry.to_numpy()).query(
        shapely.points(lon, lat), "intersects"
    )
    found: dict[int, list[str]] = {}
    for point, area in zip(touched.tolist(), frame["id"].iloc[touching], strict=True):
        found.setdefault(point, []).append(area)
    return [min(found[point]) if point in found else None for point in range(len(lon))]


@pytest.mark.usefixtures("gridded")
def test_many_points_lie_where_each_alone_does() -> None:
    """On borders, on corners of cells, beside them by the least that a number can differ, and outside."""
    mali, seeded = areas.load(), np.random.default_rng(7)
    corners = shapely.get_coordinates(mali.geometry(3).geometry.to_numpy())
    vertices = corners[seeded.choice(len(corners), 40, replace=False)]
    cells = points._cells(mali, 3)
    on_grid = np.column_stack(
        [
            cells.west + points.CELL * seeded.integers(0, cells.inside.shape[1], 60),
            cells.south + points.CELL * seeded.integers(0, cells.inside.shape[0], 60),
        ]
    )
    scattered = seeded.uniform([-13, 9], [5, 26], (60, 2))
    given = np.vstack([vertices, on_grid, np.nextafter(on_grid, 0), np.nextafter(on_grid, 90), scattered])
    found = points_to_areas(given[:, 0], given[:, 1], mali, 3).tolist()
    assert found == asked_of_the_polygons(given[:, 0], given[:, 1], 3)
    assert None in found
    assert len(set(found)) > 40


@given(
    st.lists(
        st.tuples(*[st.floats(-0.5, 2.5) | st.sampled_from([0.0, 0.02, 1.0, 2.0, np.nan, np.inf])] * 2),
        min_size=1,
    )
)
@settings(deadline=None)
def test_a_grid_changes_nothing(given_points: list[tuple[float, float]]) -> None:
    squares = Squares()
    lon, lat = np.array(given_points).T
    _, tree = points._tree(squares, 1)
    with_cells = points._looked_up(lon, lat, tree, points._cells(squares, 1))
    assert with_cells.tolist() == points._looked_up(lon, lat, tree, None).tolist()


def test_most_of_mali_needs_no_polygons() -> None:
    inside = points._cells(areas.load(), 3).inside != points.UNDECIDED
    mali = areas.load().geometry(0).geometry.iloc[0].area
    assert inside.sum() * points.CELL**2 > 0.8 * mali


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
