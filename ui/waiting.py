"""Waiting for work that another process does: how far it is, its place in the line, and a way to stop it."""

from __future__ import annotations

from concurrent.futures import wait
from typing import TYPE_CHECKING, Any

import streamlit as st
from streamlit.runtime.scriptrunner import RerunData, RerunException, get_script_run_ctx

from layers.text import say

if TYPE_CHECKING:
    from collections.abc import Callable

    from geo.areas import Language
    from geo.work_queue import Work

AT_ONCE = 1.0
"""Seconds that a press waits for what is soon done, before anything is shown of it."""

LOOKED_AT = 0.5
"""Seconds between two looks."""


def is_done(work: Work[Any], words: Callable[[Any], str], lang: Language, part: str) -> bool:
    """Tell whether work is done; else show it until it is.

    Parameters
    ----------
    work : Work
        What is under way.
    words : callable
        Says what it is at, as the work tells it.
    lang : {"fr", "en"}
        Language of the words.
    part : str
        Key of the fragment to run again when it is done.
    """
    if wait([work], AT_ONCE).done:
        return True
    # A part of its own renews itself: a run that only waited would hold back whatever is pressed.
    st.fragment(_state, run_every=LOOKED_AT)(work, words, lang, part)
    return False


def _state(work: Work[Any], words: Callable[[Any], str], lang: Language, part: str) -> None:
    if work.done():
        _run_again(part)
    done, step = work.told
    place = work.place
    said = say("work.place", lang, n=place) if place else words(step)
    with st.container(key=f"waiting-{part}"):
        st.progress(min(max(done, 0.0), 1.0), said)
        st.button(say("work.stop", lang), key=f"stop-{part}", on_click=work.stop)


def _run_again(part: str) -> None:
    """Run a fragment again in place of the one that runs, which is a part of it.

    ``st.rerun`` does so where a button is pressed; here nobody presses.
    """
    context = get_script_run_ctx()
    if context and context.fragment_ids_this_run:
        raise RerunException(
            RerunData(
                query_string=context.query_string,
                page_script_hash=context.page_script_hash,
                fragment_id_queue=context.fragment_storage.resolve_target(part),
                is_fragment_scoped_rerun=True,
                cached_message_hashes=context.cached_message_hashes,
                context_info=context.context_info,
            )
        )
