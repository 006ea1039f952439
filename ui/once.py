"""What the page of a session was sent once and has kept: a change only refers to it.

Streamlit sends everything again on every run. Most of a map is then what the browser has already:
its facts, words, points. Each long part has a number under which the browser keeps it
(``layers/render/browser/once.js``); where it lacks one it asks, and everything is sent again.
"""

from __future__ import annotations

import json
import secrets
from hashlib import blake2b
from typing import Any

import streamlit as st

KEY = "once"
"""Of the session's state."""

LONG = 60
"""Characters of a part that has a number; a shorter one is sent as it is."""

PARTED = ("facts", "pages", "maps")
"""Lists whose items are parts each."""

MOST = 500
"""Parts that a page keeps, or a few more; then it begins anew."""


class Kept:
    """What a page has: the number of each part.

    Attributes
    ----------
    token : str
        Said with every change: where it is another one, the browser's numbers mean nothing any more.
    """

    def __init__(self) -> None:
        self.token = secrets.token_hex(4)
        self._numbers: dict[bytes, int] = {}

    def lighter(self, data: dict[str, Any]) -> tuple[dict[str, Any], dict[bytes, int]]:
        """Return data without what the page has, and the numbers of what is new in it.

        The numbers are to be given to `sent` once the data is on its way.
        """
        new: dict[bytes, int] = {}
        parts: dict[str, Any] = {}

        def part(value: Any) -> Any:
            text = json.dumps(value)
            if len(text) <= LONG:
                return value
            digest = blake2b(text.encode(), digest_size=12).digest()
            number = self._numbers.get(digest, new.get(digest))
            if number is None:
                number = new[digest] = len(self._numbers) + len(new)
                parts[str(number)] = value
            return {"part": number}

        light = {
            name: [*map(part, value)] if value and name in PARTED else part(value)
            for name, value in data.items()
        }
        return {"once": self.token, "parts": parts, "data": light}, new

    def sent(self, new: dict[bytes, int]) -> None:
        """Remember what is on its way."""
        self._numbers |= new

    def full(self) -> bool:
        """Tell whether to begin anew, so that neither side keeps more and more."""
        return len(self._numbers) >= MOST


def of_session() -> Kept:
    """Return what the page of this session has."""
    kept: Kept | None = st.session_state.get(KEY)
    if kept is None or kept.full():
        kept = st.session_state[KEY] = Kept()
    return kept


def forget() -> None:
    """Send everything again: the page says that it lacks something."""
    st.session_state.pop(KEY, None)
