"""Of when presence is: it comes from reports of a few dates, whatever round stands beside it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from geo import reference, reports
from layers.text import listing, say, when

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from geo.areas import Language
    from geo.statements import Spoken, Statement
    from layers.scene import Request

FEW = 2
"""Dates that are named; of more, the first and the last are."""

MONTH = len("2021-01")


def of_map(request: Request) -> str:
    """Say of when the reports are that the map of a view counts: *reports of 2023*."""
    return words(_counted(request), request.lang) or say("reported.none", request.lang)


def of(spoken: Iterable[Spoken], lang: Language) -> str:
    """Say of when the reports are that speak of an area; nothing where none does."""
    return words((one for one, _ in spoken), lang)


def words(given: Iterable[Statement], lang: Language) -> str:
    """Say of when those of some statements are that report an activity; nothing where none does."""
    found = dates((one for one in given if one.is_presence), lang)
    return say("reported.of", lang, when=found) if found else ""


def dates(given: Iterable[Statement], lang: Language) -> str:
    """Name the months or years of some statements, of many the first and the last: *2021 to 2023*."""
    return named((one.date for one in given), lang)


def named(days: Iterable[str], lang: Language) -> str:
    """Name the months or years of some ISO dates; a date that is not known is said to be that.

    Examples
    --------
    >>> named(["2023", "2021-01-29", "2021-01-30"], "en"), named(["2021", "2022", "2023-05"], "en")
    ('January 2021 and 2023', '2021 to May 2023')
    """
    months = sorted({day[:MONTH] for day in days})
    known = [when(day, lang) for day in months if day]
    if len(known) > FEW:
        known = [say("reported.range", lang, first=known[0], last=known[-1])]
    return listing([*known, *([when("", lang)] if "" in months else [])], lang)


def sentence(request: Request) -> str:
    """Say the same as `of_map` as a sentence."""
    found = dates(_counted(request), request.lang)
    return say("reported.sentence" if found else "reported.sentence.none", request.lang, when=found)


def source(spoken: Iterable[Spoken], lang: Language) -> tuple[str, str]:
    """Return the newest ISO date of the reports that speak of an area, and who says so; both may be empty."""
    found = reports.publications(one for one, _ in spoken if one.is_presence)
    names = dict.fromkeys(reference.name(reference.sources(), code, lang) for code, _ in found)
    return max((day for _, day in found), default=""), "; ".join(names)


def _counted(request: Request) -> Iterator[Statement]:
    return (one for one in request.statements if one.scope == "area" and one.is_presence)
