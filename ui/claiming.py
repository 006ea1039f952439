"""A small part of the form of what is kept: whether a table of projects is complete, and for what."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from geo import areas as divisions
from geo import completeness, reference
from geo.areas import COUNTRY
from geo.workspace import Claim
from layers.text import say
from ui import choices

if TYPE_CHECKING:
    from collections.abc import Callable

    from geo.areas import Language
    from geo.report import Report

FINEST = 2
"""Level of the finest areas that a claim can be made for here: cercles, where the division has them."""

UNSAID = Claim((), "", ())


def part(
    report: Report, before: tuple[Claim, ...], lang: Language, key: str
) -> Callable[[], tuple[Claim, ...]]:
    """Ask what a table of projects is complete for; return how to read the answer.

    Parameters
    ----------
    report : Report
        Of the sheet; nothing is asked of another kind of table, which keeps what it claimed.
    before : tuple of Claim
        What the last table of this layout claimed: proposed again.
    lang : {"fr", "en"}
        Language of the words.
    key : str
        Of the form that this is a part of.

    Returns
    -------
    callable
        The claims as declared; raises `GeoError` as `geo.completeness.declared`.
    """
    if report.sheet.kind != "projects":
        return lambda: before
    own = next((claim for claim in before if claim.division == report.division), None)
    shown, areas = own or UNSAID, divisions.load(report.division)
    listed = [area for area in areas if 0 < area.level <= FINEST]
    with st.expander(say("intake.complete.title", lang), expanded=own is not None):
        st.caption(say("intake.complete.why", lang))
        yes = st.checkbox(say("intake.complete.yes", lang), own is not None, key=f"complete-yes-{key}")
        known = reference.clusters()
        codes = choices.remembered(
            st.multiselect,
            f"complete-clusters-{key}",
            say("intake.complete.clusters", lang),
            {code: reference.name(known, code, lang) for code in known if code not in completeness.NEVER},
            [*shown.clusters],
        )
        held = choices.remembered(
            st.multiselect,
            f"complete-areas-{key}",
            say("intake.complete.areas", lang),
            {area.id: f"{area.name(lang)} ({say(f'level.{area.level}', lang)})" for area in listed},
            [area for area in shown.areas if area != COUNTRY],
        )
        left, right = st.columns(2)
        start = left.text_input(
            say("intake.complete.start", lang), shown.start, max_chars=10, key=f"complete-start-{key}"
        )
        end = right.text_input(
            say("intake.complete.end", lang), shown.end, max_chars=10, key=f"complete-end-{key}"
        )

    def declared() -> tuple[Claim, ...]:
        claim = completeness.declared(codes, report.division, held, start.strip(), end.strip())
        return (claim, *(other for other in before if other is not own)) if yes else ()

    return declared
