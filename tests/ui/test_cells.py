import json
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Match

from geo import dense, workspace
from layers import points, scene
from layers.render import cells, screen
from layers.view import View
from tests.loaded_data import loaded
from ui import cells as served
from ui import owner, sign_in

MANY = 600


def places(sensitivity: str, **columns: list[str]) -> None:
    seeded = np.random.default_rng(3)
    rows = {
        "area": ["ML050601"] * MANY, "name": [f"Place {i}" for i in range(MANY)],
        "lon": seeded.uniform(-4.3, -4.1, MANY), "lat": seeded.uniform(14.4, 14.6, MANY), **columns,
    }  # fmt: skip
    loaded(pd.DataFrame(rows), name="many", kind="offices", sensitivity=sensitivity)


def shown(audience: str, lang: str = "en") -> dict[str, object]:
    view, doubts = View.parse(f"level=2&layers=data:many&audience={audience}")
    return screen.payload(scene.compose(view, doubts, lang=lang))


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MALI_MAP_WORKSPACE", str(tmp_path))


def ask(path: str) -> Response:
    """Ask the routes as the server does, from nowhere in particular."""
    asked = {
        "type": "http",
        "method": "GET",
        "path": path,
        "headers": [],
        "query_string": b"",
        "client": None,
    }
    for route in served.routes():
        match, found = route.matches(asked)
        if match is Match.FULL:
            answer: Response = route.endpoint(Request(asked | found))
            return answer
    raise LookupError(path)


def tile_of(address: str) -> tuple[int, int]:
    """Return the status of the tile with all places, and how many it counts."""
    zoom, side = 8, 2 ** (8 + 5)
    x, y = int((-4.2 + 180) / 360 * side), int((1 - np.arcsinh(np.tan(np.radians(14.5))) / np.pi) / 2 * side)
    answer = ask(f"{address}/{zoom}/{x >> dense.SIDE}/{y >> dense.SIDE}")
    n = len(answer.body) // 7
    return answer.status_code, int(np.frombuffer(bytes(answer.body[: 4 * n]), "<u4").sum())


def test_many_places_are_told_by_an_address_and_counted() -> None:
    places("public")
    data = shown("public")
    assert data["points"] == []
    (one,) = data["cells"]  # type: ignore[misc]
    assert "600 offices" in str(data["alt"])
    assert [item.get("point") for item in data["legend"]["items"]][-5:] == [  # type: ignore[index]
        "cells", *(f"cells-{i}" for i in range(points.CLASSES))
    ]  # fmt: skip
    assert tile_of(one["address"]) == (200, MANY)


@pytest.mark.parametrize("sensitivity", ["internal", "restricted"])
def test_the_public_has_neither_cells_nor_an_address(sensitivity: str) -> None:
    places(sensitivity)
    assert shown("public")["cells"] == []
    (entry,) = workspace.loaded()
    assert cells.find(cells.address(entry, "public").rsplit("/", 1)[1]) is None


@pytest.mark.parametrize(("partner", "status"), [(True, 200), (False, 404)])
def test_the_cells_of_partners_ask_who_asks(
    monkeypatch: pytest.MonkeyPatch, partner: bool, status: int
) -> None:
    places("restricted")
    (one,) = shown("partner")["cells"]  # type: ignore[misc]
    monkeypatch.setattr(sign_in, "signs_in", lambda: False)
    monkeypatch.setattr(owner, "is_owner", lambda _: partner)
    assert tile_of(one["address"])[0] == status


@pytest.mark.parametrize(("role", "status"), [("viewer", 404), ("partner", 200), ("editor", 200)])
def test_where_people_sign_in_their_role_decides(
    monkeypatch: pytest.MonkeyPatch, role: str, status: int
) -> None:
    places("internal")
    (one,) = shown("partner")["cells"]  # type: ignore[misc]
    monkeypatch.setattr(sign_in, "signs_in", lambda: True)
    monkeypatch.setattr(sign_in, "role_of", lambda _: role)
    assert tile_of(one["address"])[0] == status
    answer = ask(f"{one['address']}/8/4000/3700/in")
    assert answer.status_code == status
    assert status == 404 or answer.headers["cache-control"] == "no-store"


def test_positions_that_the_public_may_not_have_are_in_none_of_its_cells() -> None:
    places("public", withheld=["yes"] * 50 + ["no"] * (MANY - 50))
    assert tile_of(shown("public")["cells"][0]["address"]) == (200, MANY - 50)  # type: ignore[index]


def test_an_address_ends_with_its_dataset() -> None:
    places("public")
    (one,) = shown("public")["cells"]  # type: ignore[misc]
    workspace.remove("many")
    assert tile_of(one["address"])[0] == 404


@pytest.mark.parametrize(
    "place", ["3/0/0", "13/0/0", "4/512/0", "4/0/999999", f"4/{'9' * 5000}/0", "4/-1/0", "4/0x1/0", "٤/0/0"]
)
def test_what_is_no_tile_is_not_found(place: str) -> None:
    places("public")
    (one,) = shown("public")["cells"]  # type: ignore[misc]
    assert ask(f"{one['address']}/{place}").status_code == 404


def test_a_cell_names_some_of_its_places_and_the_only_one_can_be_picked() -> None:
    places("public")
    address = shown("public")["cells"][0]["address"]  # type: ignore[index]
    side = 2 ** (4 + 5)
    x, y = int((-4.2 + 180) / 360 * side), int((1 - np.arcsinh(np.tan(np.radians(14.5))) / np.pi) / 2 * side)
    said = [json.loads(ask(f"{address}/4/{x + i}/{y + j}/in").body) for i in (-1, 0, 1) for j in (-1, 0, 1)]
    assert sum(len(one["names"]) + one["more"] for one in said) == MANY
    assert max(len(one["names"]) for one in said) == cells.LISTED
    assert scene.settle(View(pick="data-many-7"), "en")[0].view.pick == "data-many-7"
    assert scene.settle(View(pick="data-many-9999"), "en")[0].view.pick is None
