"""Whether this instance lives, and whether it is ready to be sent readers."""

from __future__ import annotations

import logging

from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from streamlit import runtime
from streamlit.runtime import RuntimeState

from geo import areas, catalog, settings, workspace
from geo.errors import GeoError

RUNNING = (RuntimeState.NO_SESSIONS_CONNECTED, RuntimeState.ONE_OR_MORE_SESSIONS_CONNECTED)


async def health(_request: Request) -> Response:
    """Answer that the server lives; whoever gets no answer may start it again."""
    return PlainTextResponse("ok", headers={"Cache-Control": "no-store"})


def ready(_request: Request) -> Response:
    """Answer whether pages can be made: Streamlit runs, and data, settings and workspace are read.

    The answer says no more than that: why not stands in the log.
    """
    try:
        areas.load()
        catalog.datasets()
        settings.load()
        workspace.loaded()
        is_ready = runtime.get_instance().state in RUNNING
    except (GeoError, OSError) as error:
        logging.getLogger(__name__).error("not ready", exc_info=error)
        is_ready = False
    words, status = ("ready", 200) if is_ready else ("not ready", 503)
    return PlainTextResponse(words, status_code=status, headers={"Cache-Control": "no-store"})
