"""What the web server answers beside Streamlit's own pages: files that never change."""

from __future__ import annotations

from pathlib import PurePath
from typing import TYPE_CHECKING

from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from layers.render import assets

if TYPE_CHECKING:
    from starlette.requests import Request

FOR_GOOD = "public, max-age=31536000, immutable"


def routes() -> list[Route]:
    """Return the routes of the web app."""
    return [Route(assets.PREFIX + "/{digest}/{name}", asset)]


def asset(request: Request) -> Response:
    """Answer with a file under its digest; another digest is another file, and not found."""
    name = request.path_params["name"]
    bundle = assets.find(request.path_params["digest"], name)
    if bundle is None:
        return PlainTextResponse("Not found", status_code=404)
    accepted = request.headers.get("accept-encoding", "")
    encoding = next((known for known in ("br", "gzip") if known in accepted), "")
    headers = {"Cache-Control": FOR_GOOD, "Vary": "Accept-Encoding", "X-Content-Type-Options": "nosniff"}
    if encoding:
        headers["Content-Encoding"] = encoding
    media_type = assets.MEDIA_TYPES[PurePath(name).suffix]
    return Response(bundle.encoded(name, encoding), headers=headers, media_type=media_type)
