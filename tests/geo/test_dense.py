import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo import dense

POINTS = st.lists(st.tuples(st.floats(-12, 4), st.floats(10, 25)), min_size=1, max_size=60)
ZOOMS = st.integers(dense.FARTHEST, dense.NEAREST)
TILES = 2 ** (dense.FARTHEST + 5 - dense.SIDE)


def pixels(lon: float, lat: float, zoom: int) -> tuple[float, float]:
    """Say where a point is in the usual way, one by one."""
    side = dense.WORLD * 2**zoom
    north = np.log(np.tan(np.pi / 4 + np.radians(lat) / 2))
    return (lon + 180) / 360 * side, (1 - north / np.pi) / 2 * side


def even(code: int) -> int:
    return int(format(code, "b")[::-1][::2][::-1] or "0", 2)


def seen(grid: dense.Grid, zoom: int, x: int, y: int) -> dict[tuple[int, int], int]:
    found = grid.tile(zoom, x, y)
    cells = [(even(int(cell)), even(int(cell) >> 1)) for cell in found["cell"]]
    return dict(zip(cells, found["count"].tolist(), strict=True))


@given(POINTS)
def test_every_point_is_in_one_cell_of_the_tiles(points: list[tuple[float, float]]) -> None:
    grid = dense.grid(*zip(*points, strict=True))
    counts = [grid.tile(dense.FARTHEST, x, y)["count"].sum() for x in range(TILES) for y in range(TILES)]
    assert sum(counts) == len(points)


@given(POINTS, ZOOMS)
def test_cells_are_where_the_map_has_their_points(points: list[tuple[float, float]], zoom: int) -> None:
    grid = dense.grid(*zip(*points, strict=True))
    x, y = pixels(*points[0], zoom)
    if min(x % dense.CELL, y % dense.CELL, -x % dense.CELL, -y % dense.CELL) < 1e-3:
        return  # on the very edge of a cell
    column, row = int(x // dense.CELL), int(y // dense.CELL)
    side = 2**dense.SIDE
    count = seen(grid, zoom, column // side, row // side)[column % side, row % side]
    held = grid.held(zoom, column, row)
    assert 0 in held
    assert len(held) == count


def test_a_point_alone_is_told_to_half_a_pixel_and_several_only_counted() -> None:
    lon, lat = np.array([-4.0, 0.0, 0.0]), np.array([14.5, 20.0, 20.0])
    grid = dense.grid(lon, lat)
    x, y = pixels(-4.0, 14.5, 8)
    tile = grid.tile(8, int(x // dense.TILE), int(y // dense.TILE))
    place = int(tile["place"][tile["count"] == 1][0])
    told = [(even(code) + 0.5) * dense.CELL / 2**dense.WITHIN for code in (place, place >> 1)]
    assert told == pytest.approx([x % dense.CELL, y % dense.CELL], abs=0.3)
    x, y = pixels(0.0, 20.0, 8)
    tile = grid.tile(8, int(x // dense.TILE), int(y // dense.TILE))
    assert tile["place"][tile["count"] == 2].tolist() == [0]


def test_an_empty_tile_has_no_cells() -> None:
    found = dense.grid([-4.0], [14.5]).tile(12, 0, 0)
    assert [len(column) for column in found.values()] == [0, 0, 0]
