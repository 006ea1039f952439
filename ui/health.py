"""Whether this instance lives, and whether it is ready to be sent readers."""

from __future__ import annotations

import logging

from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from streamlit import runtime
from streamlit.runtime import RuntimeState

from geo import areas, catalog
from geo.errors import GeoError
from layers import damages
from ui import guard

RUNNING = (RuntimeState.NO_SESSIONS_CONNECTED, RuntimeState.ONE_OR_MORE_SESSIONS_CONNECTED)


async def health(_request: Request) -> Response:
    """Answer that the server lives; whoever gets no answer may start it again."""
    return PlainTextResponse("ok", headers={"Cache-Control": "no-store"})


def ready(request: Request) -> Response:
    """Answer whether pages can be made: Streamlit runs, and the data that came with the program are read.

    With a damaged file in the workspace everything else is shown, so readers may still be sent here: the
    answer is ``degraded``, status 200. Which file and what to do is told to editors and to the owner's
    browser, and stands in the log; to anybody else the answer says no more than its word.
    """
    words, status = "ready", 200
    try:
        areas.load()
        catalog.datasets()
        if runtime.get_instance().state not in RUNNING:
            words, status = "not ready", 503
        elif found := damages.found():
            told = [damages.line(one, "en") for one in found] if guard.may_upload(request) else []
            words = "\n".join(["degraded", *told])
    except (GeoError, OSError) as error:
        logging.getLogger(__name__).error("not ready", exc_info=error)
        words, status = "not ready", 503
    return PlainTextResponse(words, status_code=status, headers={"Cache-Control": "no-store"})
