"""What is asked before a file is made: one of some words, its format, its language."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import streamlit as st

from layers.text import say
from ui import choices, controls

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from geo.areas import Language


def one_of(words: str, choice: Iterable[str], lang: Language, *, key: str = "") -> Any:
    """Ask for one of several, with the words under `words`; the first where nothing is chosen."""
    return _choice(key or words, say(words, lang), {one: say(f"{words}.{one}", lang) for one in choice})


def ending(key: str, choice: Iterable[str], lang: Language) -> Any:
    """Ask for the format of a file."""
    return _choice(key, say("snapshot.format", lang), {one: one.upper() for one in choice})


def language(key: str, lang: Language) -> Language:
    """Ask for the language of a file: the page's, until another is chosen."""
    chosen: Language = _choice(key, say("app.language", lang), controls.LANGUAGE_NAMES, lang)
    return chosen


def _choice(key: str, label: str, offered: Mapping[Any, str], first: str = "") -> Any:
    first = first or next(iter(offered))
    return choices.remembered(st.segmented_control, key, label, offered, first, required=True) or first
