"""Areas coloured by how many organisations report an activity there."""

from __future__ import annotations

from typing import TYPE_CHECKING

from geo import coverage, statements
from layers import filters, legend, palette, reported
from layers.parts import Fill
from layers.text import say, several

if TYPE_CHECKING:
    from collections.abc import Sequence

    from geo.areas import Language
    from geo.statements import Spoken
    from layers.scene import Request

LARGER, OTHER, NO_REPORT = "l", "o", "n"
"""Keys of the styles beside ``1``, ``2`` and ``3`` (or more) organisations: reported for a larger, former
or overlapping area; only a plan, a role, or no sector; nothing in hand."""

SAID = {
    "1": "presence.one", "2": "presence.two", "3": "presence.more",
    LARGER: "presence.larger", OTHER: "presence.other", NO_REPORT: "presence.none",
}  # fmt: skip


def fill(request: Request) -> Fill:
    """Colour the areas of the view by the number of organisations present."""
    lang = request.lang
    level = request.view.level
    spoken = coverage.spoken(request.question, request.view.sector)
    found = {area.id: _presence(spoken.get(area.id, ())) for area in request.areas.at(level)}
    keys = {area: key for area, (_, key) in found.items()}
    return Fill(
        title=filters.after(say("legend.presence", lang), request, "target", "on"),
        unit=say("theme.unit.presence", lang),
        values={area: count for area, (count, _) in found.items()},
        keys=keys,
        styles={str(i): palette.Style(colour) for i, colour in enumerate(palette.COUNTS, start=1)}
        | {LARGER: palette.WHOLE, OTHER: palette.PLANNED, NO_REPORT: palette.NO_REPORT},
        states={area: _state(key) for area, key in keys.items()},
        notes={area: _note(key, spoken.get(area, ()), lang) for area, key in keys.items()},
        legend=legend.of_states(SAID, set(keys.values()), lang),
        note=" ".join(filter(None, [reported.sentence(request), filters.rest(request)])),
        told={area: reported.source(spoken.get(area, ()), lang) for area in keys},
    )


def _presence(spoken: Sequence[Spoken]) -> tuple[int | None, str]:
    if count := len(statements.organisations_in(spoken, statements.HERE)):
        return count, str(min(count, 3))
    if any(statement.is_presence for statement, _ in spoken):
        return None, LARGER
    return None, OTHER if spoken else NO_REPORT


def _note(key: str, spoken: Sequence[Spoken], lang: Language) -> str:
    """Say what a style means where it is no count, and of when the reports are."""
    return several(["" if key.isdigit() else say(SAID[key], lang), reported.of(spoken, lang)], lang)


def _state(key: str) -> str:
    return {LARGER: "larger", OTHER: "planned_or_present_only", NO_REPORT: "no_report"}.get(key, "reported")
