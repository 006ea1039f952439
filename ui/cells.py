"""The web's way to the cells of dense points: who may have them, and how they travel."""

from __future__ import annotations

from typing import TYPE_CHECKING

from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.routing import Route

from geo.dense import FARTHEST, NEAREST
from layers.render import cells
from ui import guard, sign_in

if TYPE_CHECKING:
    from starlette.requests import Request

    from geo.workspace import Loaded

KEPT = "private, max-age=3600"
"""The address changes with the dataset."""

PLACE = "{token}/{zoom:int}/{x:int}/{y:int}"


def routes() -> list[Route]:
    """Return the routes of tiles and of single cells."""
    return [Route(f"{cells.PREFIX}/{PLACE}", tile), Route(f"{cells.PREFIX}/{PLACE}/in", inside)]


def tile(request: Request) -> Response:
    """Answer with a tile of counts."""
    entry = _allowed(request)
    if entry is None:
        return PlainTextResponse("Not found", status_code=404)
    accepted = request.headers.get("accept-encoding", "")
    encoding = next((known for known in ("br", "gzip") if known in accepted), "")
    headers = {"Cache-Control": KEPT, "Vary": "Accept-Encoding"}
    headers |= {"Content-Encoding": encoding} if encoding else {}
    body = cells.tile(entry, *_place(request), encoding)
    return Response(body, headers=headers, media_type="application/octet-stream")


def inside(request: Request) -> Response:
    """Answer with what lies in a cell."""
    entry = _allowed(request)
    if entry is None:
        return PlainTextResponse("Not found", status_code=404)
    return JSONResponse(cells.inside(entry, *_place(request)), headers={"Cache-Control": KEPT})


def _allowed(request: Request) -> Loaded | None:
    """Return the dataset that is asked for, if whoever asks may have it."""
    offer = cells.find(request.path_params["token"])
    zoom, x, y = _place(request)
    if offer is None or not FARTHEST <= zoom <= NEAREST or max(x, y) >= 2 ** (zoom + 5):
        return None
    entry, audience = offer
    return entry if audience == "public" or may_be_partner(request) else None


def may_be_partner(request: Request) -> bool:
    """Tell whether a request may come from a partner view: see `ui.access`."""
    return (
        sign_in.role_of(request) in ("partner", "editor") if sign_in.signs_in() else guard.is_local(request)
    )


def _place(request: Request) -> tuple[int, int, int]:
    given = request.path_params
    return given["zoom"], given["x"], given["y"]
