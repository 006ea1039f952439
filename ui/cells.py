"""The web's way to the cells of dense points: who may have them, and how they travel."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.routing import Route

from geo import workspace
from geo.dense import FARTHEST, NEAREST, across
from layers.render import assets, cells
from ui import owner, sign_in

if TYPE_CHECKING:
    from collections.abc import Callable

    from starlette.requests import Request

    from geo.workspace import Loaded

    Place = tuple[int, int, int]

KEPT = {"public": "private, max-age=3600", "partner": "no-store"}
"""How long a browser may keep an answer, by audience; the address changes with the dataset."""

PLACE = "{token}/{zoom}/{x}/{y}"
NUMBER = re.compile("[0-9]{1,8}")


def routes() -> list[Route]:
    """Return the routes of tiles and of single cells."""
    return [Route(f"{cells.PREFIX}/{PLACE}", tile), Route(f"{cells.PREFIX}/{PLACE}/in", inside)]


@workspace.held()
def tile(request: Request) -> Response:
    """Answer with a tile of counts."""
    encoding = assets.encoding(request.headers.get("accept-encoding", ""))
    headers = {"Vary": "Accept-Encoding"} | ({"Content-Encoding": encoding} if encoding else {})

    def answer(entry: Loaded, place: Place) -> Response:
        body = cells.tile(entry, *place, encoding)
        return Response(body, headers=headers, media_type="application/octet-stream")

    return _answered(request, answer)


@workspace.held()
def inside(request: Request) -> Response:
    """Answer with what lies in a cell."""
    return _answered(request, lambda entry, place: JSONResponse(cells.inside(entry, *place)))


def _answered(request: Request, answer: Callable[[Loaded, Place], Response]) -> Response:
    """Answer whoever may have a dataset; one that was removed meanwhile is not found either."""
    offer, place = cells.find(request.path_params["token"]), _place(request)
    if offer is None or place is None or not (offer[1] == "public" or may_be_partner(request)):
        return PlainTextResponse("Not found", status_code=404)
    try:
        found = answer(offer[0], place)
    except FileNotFoundError:
        return PlainTextResponse("Not found", status_code=404)
    found.headers["Cache-Control"] = KEPT[offer[1]]
    return found


def may_be_partner(request: Request) -> bool:
    """Tell whether a request may come from a partner view: see `ui.access`."""
    if sign_in.signs_in():
        return sign_in.role_of(request) in ("partner", "editor")
    return owner.is_owner(request.cookies)


def _place(request: Request) -> Place | None:
    """Return zoom, column and row of what is asked for, if there is such a cell."""
    given = [request.path_params[name] for name in ("zoom", "x", "y")]
    if not all(map(NUMBER.fullmatch, given)):
        return None
    zoom, x, y = map(int, given)
    return (zoom, x, y) if FARTHEST <= zoom <= NEAREST and max(x, y) < across(zoom) else None
