"""Dates as people write them: ``YYYY-MM-DD``, or a month or year where no more is given.

"03/04/2020" is settled by its column: one that has "31/12/2019" writes the day first. Where nothing
in the column says so, the day is taken to come first, as it does in Mali, and that is said.
"""

from __future__ import annotations

import datetime as dt
import re
import unicodedata
from collections.abc import Sequence

from geo.readers.numbers import Parsed
from geo.readers.table import UNSEEN, blank

FIRST, LAST = dt.date(1990, 1, 1), dt.date(2100, 12, 31)
"""Days that a date can be of; others are slips."""

_EPOCH = dt.date(1899, 12, 30)
"""Day 0 of a spreadsheet's calendar."""

_MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "janvier january janv jan", "fevrier february fevr feb fev", "mars march mar",
            "avril april avr apr", "mai may", "juin june jun", "juillet july juil jul", "aout august aou aug",
            "septembre september sept sep", "octobre october oct", "novembre november nov",
            "decembre december dec",
        ),
        start=1,
    )
    for name in names.split()
}  # fmt: skip
_YEAR_FIRST = re.compile(
    r"(\d{4})[-/.](\d{1,2})(?:[-/.](\d{1,2}))?(?:[t ]\d{1,2}:\d{2}(?::\d{2}(?:\.\d+)?)?z?)?"
)
_NUMBERS = re.compile(r"(\d{1,2})([-/. ])(\d{1,2})\2(\d{4}|\d{2})(?: \d{1,2}:\d{2}(?::\d{2})?)?")
_MONTH_YEAR = re.compile(r"(\d{1,2})[-/.](\d{4})")
_WORDS = re.compile(
    r"(?:[a-z]+\.?,? )??(?:(\d{1,2})(?:er|st|nd|rd|th)?[-/. ]+)?([a-z]{3,9})\.?[-/. ,]+(\d{4}|\d{2})"
)
_ENGLISH = re.compile(r"([a-z]{3,9})\.? (\d{1,2})(?:st|nd|rd|th)?,? (\d{4})")


def of_dates(word: str) -> bool:
    """Tell whether a folded word is a month's name or a number."""
    return word in _MONTHS or word.isdigit()


def read(cells: Sequence[object], *, whole_day: bool = False) -> Parsed:
    """Read the distinct cells of a column of dates.

    Parameters
    ----------
    cells : sequence
        As written; a whole number may be a spreadsheet's day.
    whole_day : bool
        Whether a month or year alone is no answer.

    Examples
    --------
    >>> read(["31/12/2019", "03/04/2020", "avril 2020", 43951.0]).values
    ['2019-12-31', '2020-04-03', '2020-04', '2020-04-30']
    """
    texts = ["" if blank(cell) else _plain(cell) for cell in cells]
    days = [match for text in texts if (match := _NUMBERS.fullmatch(text))]
    day_first = any(int(match[1]) > 12 >= int(match[3]) for match in days)
    month_first = any(int(match[3]) > 12 >= int(match[1]) for match in days)
    found = Parsed()
    for position, (cell, text) in enumerate(zip(cells, texts, strict=True)):
        try:
            value = _date(cell, text, day_first, month_first, found) if text else None
            if value and whole_day and len(value) < len("2020-04-30"):
                raise ValueError("not_a_day")
            found.values.append(value)
        except (ValueError, OverflowError) as problem:
            found.values.append(None)
            found.problems[position] = str(problem) if str(problem) in _PROBLEMS else "not_a_date"
    return found


_PROBLEMS = ("not_a_date", "not_a_day", "day_or_month")


def _plain(cell: object) -> str:
    if isinstance(cell, dt.date):
        return f"{cell:%Y-%m-%d}"
    text = unicodedata.normalize("NFKD", UNSEEN.sub("", str(cell)).strip().casefold())
    return " ".join("".join(letter for letter in text if not unicodedata.combining(letter)).split())


def _date(cell: object, text: str, day_first: bool, month_first: bool, found: Parsed) -> str:
    """Read one date; a ValueError carries the problem's name, or is that of an impossible day."""
    if re.fullmatch(r"\d{4,5}(?:\.\d+)?", text):
        return _number(float(text))
    if match := _YEAR_FIRST.fullmatch(text):
        return _day(int(match[1]), int(match[2]), int(match[3]) if match[3] else 0)
    if match := _NUMBERS.fullmatch(text):
        first, second, year = int(match[1]), int(match[3]), _full(match[4])
        if first <= 12 and second <= 12 and first != second:
            if day_first and month_first:
                raise ValueError("day_or_month")
            if not day_first and not month_first:
                found.notes.setdefault("day_first", str(cell))
        return _day(year, first, second) if month_first and first <= 12 else _day(year, second, first)
    if match := _MONTH_YEAR.fullmatch(text):
        return _day(int(match[2]), int(match[1]), 0)
    if (match := _WORDS.fullmatch(text)) and match[2] in _MONTHS:
        return _day(_full(match[3]), _MONTHS[match[2]], int(match[1] or 0))
    if (match := _ENGLISH.fullmatch(text)) and match[1] in _MONTHS:
        return _day(int(match[3]), _MONTHS[match[1]], int(match[2]))
    raise ValueError("not_a_date")


def _number(value: float) -> str:
    """Read a year, or a spreadsheet's number of a day."""
    if value.is_integer() and FIRST.year <= value <= LAST.year:
        return str(int(value))
    day = _EPOCH + dt.timedelta(days=int(value))
    return _day(day.year, day.month, day.day)


def _full(year: str) -> int:
    return int(year) + 2000 if len(year) == len("20") else int(year)


def _day(year: int, month: int, day: int) -> str:
    """Write a date; `day` is 0 where only the month is given."""
    found = dt.date(year, month, day or 1)
    if not FIRST <= found <= LAST:
        raise ValueError("not_a_date")
    return f"{found:%Y-%m-%d}" if day else f"{found:%Y-%m}"
