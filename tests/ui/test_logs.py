import json
import logging
import sys

import pytest

from geo.damage import Damage
from geo.errors import GeoError
from ui import logs

SECRET = "Douentza 17"


def written(
    error: BaseException | None = None, message: str = "the page could not be made"
) -> dict[str, object]:
    info = (type(error), error, error.__traceback__) if error else None
    record = logging.LogRecord("ui.errors", logging.ERROR, "x.py", 1, message, (), info)
    line = logs.JsonLines().format(record)
    assert "\n" not in line
    found: dict[str, object] = json.loads(line)
    return found


def caught(error: Exception) -> Exception:
    try:
        raise error
    except type(error) as raised:
        return raised


@pytest.mark.parametrize(
    ("error", "kind"),
    [(KeyError(SECRET), "KeyError"), (GeoError("file_missing", file=SECRET), "GeoError file_missing")],
)
def test_an_error_is_told_by_its_kind_and_place_and_not_by_what_it_quotes(
    error: Exception, kind: str
) -> None:
    line = written(caught(error))
    assert line["error"] == kind
    assert str(line["where"]).startswith("['ui/test_logs.py:")
    assert SECRET not in json.dumps(line)


def test_a_line_is_one_line_whatever_is_said() -> None:
    line = written(message='a\nb "c" é')
    assert line["message"] == 'a\nb "c" é'
    assert line["level"] == "error"
    assert str(line["at"]).endswith("Z")
    assert "error" not in line


@pytest.mark.parametrize(
    ("name", "level", "kept"),
    [
        ("uvicorn.error", logging.INFO, False),
        ("uvicorn.error", logging.WARNING, True),
        ("websockets.server", logging.INFO, False),
        ("streamlit.x", logging.INFO, True),
        ("ui.health", logging.ERROR, True),
    ],
)
def test_who_connected_is_left_out(name: str, level: int, kept: bool) -> None:
    assert logs._is_of_use(logging.LogRecord(name, level, "", 0, "", (), sys.exc_info())) is kept


def test_a_damaged_file_is_told_with_what_to_do_and_not_with_what_it_holds() -> None:
    record = logging.LogRecord("geo.damage", logging.ERROR, "x.py", 1, "damaged", (), None)
    record.damage = Damage("aliases.json", SECRET, "ValueError", "answers")
    message = json.loads(logs.JsonLines().format(record))["message"]
    assert "aliases.json: ValueError. " in message
    assert "Put the file back from a backup" in message
    assert SECRET not in message
