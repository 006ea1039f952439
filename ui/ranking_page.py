"""The ranking: displaced people in areas with no reported activity of a cluster."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from geo import workspace
from layers import headline, ranked
from layers.render import ranked as files
from layers.render import reading
from layers.text import say
from ui import beside_frame, exports, reading_part

if TYPE_CHECKING:
    from layers.scene import Request

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@workspace.held()
def ranking_page() -> None:
    """Show the page."""
    beside_frame.frame("ranking")
    request = beside_frame.settled()
    lang = request.lang
    head = reading.opening(say("ranking.title", lang), say("ranking.lead", lang))
    parts = [head, reading.heading("ranking", headline.title(request))]
    if len(request.view.sector) != 1:
        parts.append(reading.table(ranked.overview(request)))
    parts += [reading.table(ranked.table(code, request)) for code in request.view.sector]
    if not request.view.sector:
        parts += [reading.aside(note) for note in ranked.notes(request)]
    reading_part.show("ranking", "".join(parts))
    _downloads(request)


def _downloads(request: Request) -> None:
    with st.container(horizontal=True, key="ranking-files"):
        _download(request, "csv", "text/csv")
        _download(request, "xlsx", XLSX)


def _download(request: Request, ending: str, kind: str) -> None:
    view = request.view
    made = exports.apart(files.of_view, view, ending, request.lang)
    st.download_button(
        say(f"ranking.{ending}", request.lang),
        data=exports.recorded(f"{ending} ranking {view.query()}", view.audience, made),
        file_name=f"MLI_ranking_{request.question.round.date:%Y%m%d}.{ending}",
        mime=kind,
        on_click="ignore",
        icon=":material/download:",
    )
