"""The log: one JSON object a line on the standard error, and nothing of what a reader looked at.

An error is told by its kind and by where it happened. Its message is left out, because it may
quote a row of a file, a place or a name.
"""

from __future__ import annotations

import datetime as dt
import json
import logging
import traceback
from pathlib import PurePath

import streamlit.logger

from geo.damage import Damage
from geo.errors import GeoError
from layers import damages

FRAMES = 8
"""Of the calls that led to an error, the last ones."""


class JsonLines(logging.Formatter):
    """Writes a record as one line: ``at``, ``level``, ``logger``, ``message``, ``error``, ``where``."""

    def format(self, record: logging.LogRecord) -> str:
        """Return the line."""
        at = dt.datetime.fromtimestamp(record.created, tz=dt.UTC)
        line: dict[str, object] = {
            "at": at.isoformat(timespec="milliseconds").replace("+00:00", "Z"),
            "level": record.levelname.lower(),
            "logger": record.name,
            "message": record.getMessage(),
        }
        if isinstance(damage := getattr(record, "damage", None), Damage):
            line["message"] = damages.plain_line(damage)
        if record.exc_info and record.exc_info[1] is not None:
            line |= _told(record.exc_info[1])
        return json.dumps(line, ensure_ascii=False)


def configure() -> None:
    """Have everything that logs write such lines: this program, Streamlit and the web server."""
    handler = logging.StreamHandler()
    handler.setFormatter(JsonLines())
    handler.addFilter(_is_of_use)
    logging.basicConfig(level=logging.INFO, handlers=[handler], force=True)
    logging.captureWarnings(True)

    def write_here(logger: logging.Logger) -> None:
        logger.handlers = [handler]

    # Streamlit gives each of its loggers, and the web server's, a handler of its own, anew
    # whenever it reads its configuration.
    streamlit.logger.setup_formatter = write_here
    streamlit.logger.update_formatter()


def _is_of_use(record: logging.LogRecord) -> bool:
    """Leave out what tells only that somebody connected, and from where."""
    return record.levelno >= logging.WARNING or not record.name.startswith(("uvicorn", "websockets"))


def _told(error: BaseException) -> dict[str, object]:
    kind = f"{type(error).__name__} {error.key}" if isinstance(error, GeoError) else type(error).__name__
    frames = traceback.extract_tb(error.__traceback__)[-FRAMES:]
    return {"error": kind, "where": [_place(frame) for frame in frames]}


def _place(frame: traceback.FrameSummary) -> str:
    file = "/".join(PurePath(frame.filename).parts[-2:])
    return f"{file}:{frame.lineno} {frame.name}"
