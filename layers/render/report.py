"""Where the rows of a file landed, as lines of text."""

from __future__ import annotations

from typing import TYPE_CHECKING

from layers.text import say

if TYPE_CHECKING:
    from collections.abc import Iterator

    from geo.areas import Language
    from geo.join import Report

STATES = ("proposed", "ambiguous", "unplaced", "rejected")


def as_text(report: Report, lang: Language) -> str:
    """Return what a person has to know of a table: counts, totals, and every row to look at."""
    return "\n".join(_lines(report, lang))


def _lines(report: Report, lang: Language) -> Iterator[str]:
    counts = report.counts
    yield say(
        "report.sheet", lang, sheet=report.sheet.name, rows=len(report.outcomes), placed=counts["placed"]
    )
    for column, totals in report.totals.items():
        yield say("report.total", lang, column=column, read=totals["read"], placed=totals["placed"])
    listed = report.as_dict()
    for state in STATES:
        for row in _of(listed, state):
            yield say(
                f"report.{state}", lang, row=str(row["row"]), given=row.get("given", row.get("value", ""))
            )
    for conflict in _of(listed, "conflicts"):
        means = {"code_means": conflict["code_means"] or say("report.conflict.none", lang)}
        yield say("report.conflict", lang, **conflict | means | {"row": str(conflict["row"])})


def _of(listed: dict[str, object], name: str) -> list[dict[str, object]]:
    found = listed[name]
    assert isinstance(found, list)
    return found
