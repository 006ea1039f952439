"""The matrix: areas × clusters, and why each cell has its state."""

from __future__ import annotations

import streamlit as st

from geo import workspace
from layers import beside, matrix
from layers.render import matrix as drawn
from layers.text import say
from ui import beside_frame, reading_part

ASKED = "matrix_asked"
"""The cell that was asked about, in this session."""


def matrix_page() -> None:
    """Show the page."""
    beside_frame.frame("matrix")
    _matrix()


# Asking about a cell runs this part alone.
@st.fragment
@workspace.held()
def _matrix() -> None:
    request = beside_frame.settled()
    lang = request.lang
    asked = st.session_state.get(ASKED, "")
    facts = matrix.why_of(asked, request) if asked else None
    aside = ""
    if facts:
        area, _, cluster = asked.partition(" ")
        words = (say("matrix.show", lang), say("matrix.close", lang))
        aside = drawn.why(facts, beside.on_map(area, request, cluster), words)
    reading_part.show("matrix", drawn.matrix(matrix.matrix(request)), aside=aside, asked=_asked)


def _asked(what: str) -> None:
    st.session_state[ASKED] = what if what != "nothing" else ""
