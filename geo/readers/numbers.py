"""Counts and figures as people write them; a column says what its dots and commas mean.

"1.234" alone is undecided. It is 1,234 where the column shows that dots stand between thousands
("1.234.567"), or counts people and has nothing that would not fit; it is 1.234 where the column
shows that they stand before decimals ("0.5"). Where it stays undecided the cell is rejected.
"""

from __future__ import annotations

import math
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal

from geo.columns import LARGEST_COUNT, LARGEST_FIGURE
from geo.readers.table import UNSEEN, blank

Meaning = Literal["thousands", "decimals", "unclear"]

_SPACES = "\u0020\u00a0\u2009\u2007\u202f'’"
_GROUPED = re.compile(rf"-?[1-9]\d{{0,2}}(?:[{_SPACES}]\d{{3}})+(?:[.,]\d+)?")
_PLAIN = re.compile(r"-?[0-9]{1,15}")
_ONE_GROUP = re.compile(r"-?[1-9][0-9]{0,2}([.,])[0-9]{3}")
_GROUPS = re.compile(r"-?[1-9][0-9]{0,2}([.,])[0-9]{3}(?:\1[0-9]{3})+")
_BOTH = re.compile(r"-?[1-9][0-9]{0,2}(?:(?:\.[0-9]{3})+,|(?:,[0-9]{3})+\.)[0-9]+")
_DECIMAL = re.compile(r"-?[0-9]{1,15}([.,])[0-9]{1,15}")
_NOTHING = frozenset(["-", "--", "–", "—", "…", "..", "..."])
"""Signs that a table has instead of an empty cell."""


@dataclass(slots=True)
class Parsed:
    """What distinct cells of a column say.

    Attributes
    ----------
    values : list
        One per cell; None where missing or unreadable.
    problems : dict
        Key of the problem by position in `values`.
    notes : dict
        What was decided for the whole column, by key: an example of it.
    """

    values: list[object] = field(default_factory=list)
    problems: dict[int, str] = field(default_factory=dict)
    notes: dict[str, str] = field(default_factory=dict)


def read(cells: Sequence[object], *, counts: bool, signed: bool = False) -> Parsed:
    """Read the distinct cells of a column of figures.

    Parameters
    ----------
    cells : sequence
        As written.
    counts : bool
        Whether they count people or households: whole, from 0 to `LARGEST_COUNT`; others are
        at most `LARGEST_FIGURE`.
    signed : bool
        Whether a figure may be negative; of no matter where they count.

    Examples
    --------
    >>> read(["270.000", "44.084", 12], counts=True).values
    [270000, 44084, 12]
    >>> read(["1,5", "1 234,5"], counts=False).values
    [1.5, 1234.5]
    """
    texts = [_plain_text(cell) if isinstance(cell, str) else "" for cell in cells]
    meaning, found = _meanings(texts, counts), Parsed()
    for position, (cell, text) in enumerate(zip(cells, texts, strict=True)):
        try:
            value = None if blank(cell) else _value(cell, text, meaning, found)
            found.values.append(_checked(value, counts, signed) if value is not None else None)
        except ValueError as problem:
            found.values.append(None)
            found.problems[position] = str(problem)
    return found


def looks_numeric(cell: object) -> bool:
    """Tell whether a cell can be a figure."""
    if isinstance(cell, str):
        text = _plain_text(cell)
        return any(form.fullmatch(text) for form in (_PLAIN, _DECIMAL, _GROUPS, _BOTH, _GROUPED))
    return isinstance(cell, int | float) and not isinstance(cell, bool)


def _plain_text(cell: str) -> str:
    text = UNSEEN.sub("", cell).strip().replace("−", "-").removeprefix("+")
    return text[:-1].rstrip() if text.endswith("%") else text


def _meanings(texts: Sequence[str], counts: bool) -> Mapping[str, Meaning]:
    """Return what a dot and a comma mean in a column where it has them."""
    thousands, decimals, open_marks, misfits = set[str](), set[str](), set[str](), False
    for text in texts:
        if match := _ONE_GROUP.fullmatch(text):
            open_marks.add(match[1])
        elif match := _GROUPS.fullmatch(text):
            thousands.add(match[1])
        elif _BOTH.fullmatch(text):
            mark = next(letter for letter in text if letter in ".,")
            thousands.add(mark)
            decimals.add("," if mark == "." else ".")
        elif match := _DECIMAL.fullmatch(text):
            decimals.add(match[1])
        elif _GROUPED.fullmatch(text):
            misfits = True
            decimals |= {letter for letter in text if letter in ".,"}
        elif _PLAIN.fullmatch(text):
            misfits = misfits or len(text.lstrip("-")) > 3
    return {mark: _meaning(mark, thousands, decimals, counts, misfits, open_marks) for mark in ".,"}


def _meaning(
    mark: str, thousands: set[str], decimals: set[str], counts: bool, misfits: bool, open_marks: set[str]
) -> Meaning:
    if mark in thousands or mark in decimals:
        if mark in thousands and mark in decimals:
            return "unclear"
        if mark in thousands:
            return "thousands"
        return "unclear" if counts else "decimals"
    if counts:
        return "unclear" if misfits or len(open_marks) > 1 or decimals else "thousands"
    return "thousands" if decimals else "decimals" if thousands else "unclear"


def _value(cell: object, text: str, meaning: Mapping[str, Meaning], found: Parsed) -> float | None:
    """Read one cell; a ValueError carries the problem's name."""
    if isinstance(cell, bool) or not isinstance(cell, str | int | float):
        raise ValueError("not_a_number")
    if not isinstance(cell, str):
        if not math.isfinite(cell):
            raise ValueError("not_a_number")
        return cell
    if text in _NOTHING:
        found.notes.setdefault("sign_for_nothing", text)
        return None
    if _PLAIN.fullmatch(text):
        return int(text)
    if text.startswith("="):
        raise ValueError("formula_without_value")
    return _with_marks(text, meaning, found)


def _with_marks(text: str, meaning: Mapping[str, Meaning], found: Parsed) -> float:
    if _GROUPED.fullmatch(text):
        return _number(re.sub(f"[{_SPACES}]", "", text).replace(",", "."))
    if match := _ONE_GROUP.fullmatch(text):
        if meaning[match[1]] == "unclear":
            raise ValueError("separator_unclear")
        if meaning[match[1]] == "thousands":
            found.notes.setdefault("thousands", text)
            return int(text.replace(match[1], ""))
        return _number(text.replace(",", "."))
    if match := _GROUPS.fullmatch(text):
        found.notes.setdefault("thousands", text)
        return int(text.replace(match[1], ""))
    if _BOTH.fullmatch(text):
        first = next(letter for letter in text if letter in ".,")
        return _number(text.replace(first, "").replace(",", "."))
    if _DECIMAL.fullmatch(text):
        return _number(text.replace(",", "."))
    raise ValueError("not_a_number")


def _number(text: str) -> float:
    value = float(text)
    return int(value) if value.is_integer() else value


def _checked(value: float, counts: bool, signed: bool) -> float:
    if value < 0 and (counts or not signed):
        raise ValueError("negative")
    if abs(value) > (LARGEST_COUNT if counts else LARGEST_FIGURE):
        raise ValueError("too_large")
    if not counts:
        return value
    if value != int(value):
        raise ValueError("not_whole")
    return int(value)
