"""What a reader sees when something went wrong: one sentence, never a traceback."""

from __future__ import annotations

import logging

import streamlit as st

from geo.errors import GeoError
from layers.text import say, sentence
from ui import address, metrics

OF_THE_SERVER = (
    "audit_not_writable", "catalog_damaged", "settings_damaged", "setting_user_agent", "setting_contact",
)  # fmt: skip
"""Errors that name files or settings of the server: for whoever keeps it, in its log."""


def said(error: Exception) -> bool:
    """Say an error on the page in place of Streamlit's traceback, which goes to the log."""
    metrics.ERRORS.inc()
    logging.getLogger(__name__).error("the page could not be made", exc_info=error)
    lang = address.language()
    if isinstance(error, GeoError) and error.key not in OF_THE_SERVER:
        st.error(sentence(error, lang))
    else:
        st.error(say("error.unexpected", lang))
    return True
