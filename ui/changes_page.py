"""What changed since the previous meeting, on a day that the view names."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import streamlit as st

from geo import workspace
from layers import changed, moved
from layers.render import reading
from layers.text import say
from ui import address, beside_frame, controls, reading_part

if TYPE_CHECKING:
    from layers.scene import Request

BEFORE = dt.timedelta(days=30)
"""Since the previous meeting, where nobody says when it was."""


@workspace.held()
def changes_page() -> None:
    """Show the page."""
    beside_frame.frame("changes")
    request = beside_frame.settled()
    lang, today = request.lang, dt.datetime.now(tz=dt.UTC).date()
    with st.container(key="since-what", horizontal=True, vertical_alignment="bottom", gap="small"):
        controls.base(request)
        since = _since(request, today)
    parts = [reading.opening(say("since.title", lang), say("since.lead", lang))]
    parts.append(reading.heading("moved", say("moved.title", lang), moved.said(request)))
    if request.base:
        parts.append(reading.table(moved.table(request)))
    parts.append(reading.heading("states", say("since.states", lang)))
    parts.append(reading.table(changed.states(request, since, today)))
    sections = (*changed.activities(request, since, today), changed.datasets(request, since))
    parts += [reading.section(section, tag="h2") for section in sections]
    reading_part.show("changes", "".join(parts))


def _since(request: Request, today: dt.date) -> dt.date:
    """Offer the day to compare with: it is the view's day of activities under way."""
    day, key = request.view.on or today - BEFORE, "since"
    st.session_state[key] = min(day, today)
    st.date_input(
        say("since.since", request.lang),
        max_value=today,
        format="DD/MM/YYYY",
        width=220,
        key=key,
        on_change=lambda: address.change(on=st.session_state[key]),
    )
    return min(day, today)
