"""What a reader sees when something went wrong: one sentence, never a traceback."""

from __future__ import annotations

import logging

import streamlit as st

from geo.errors import GeoError
from layers.text import say, sentence
from ui import address, metrics


def said(error: Exception) -> bool:
    """Say an error on the page in place of Streamlit's traceback, which goes to the log."""
    metrics.ERRORS.inc()
    logging.getLogger(__name__).error("the page could not be made", exc_info=error)
    lang = address.language()
    st.error(sentence(error, lang) if isinstance(error, GeoError) else say("error.unexpected", lang))
    return True
