"""Widgets to choose from: what comes back is a code, never a word.

Streamlit's widgets send the words that they show, and a browser keeps what it sent when the words are
others: in another language, or with other rounds to choose from. So a widget is named by the words it
offers: with other words it is another widget, which begins with the code that is chosen.
"""

from __future__ import annotations

import zlib
from collections import Counter
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import streamlit as st
from streamlit.runtime.scriptrunner import get_script_run_ctx

from ui import address

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping


SOCKET, ANEW = "choices-socket", "choices-anew"
"""Of the session's state: the connection that the browser was last sent a whole page by; whether this run
sets every choice anew."""


@contextmanager
def sent_whole() -> Iterator[None]:
    """Set every choice anew while a page is sent over another connection than before, or to who went back.

    What was sent when the old one broke, or when the reader left, may never have arrived, and Streamlit sets
    a widget once.
    """
    socket = st.context.headers.get("Sec-Websocket-Key", "")
    st.session_state[ANEW] = st.session_state.get(SOCKET, socket) != socket or address.went()
    yield
    st.session_state[SOCKET], st.session_state[ANEW] = socket, False


def bound(
    widget: Callable[..., Any],
    name: str,
    label: str,
    offered: Mapping[Any, str],
    value: Any,
    write: Callable[[Any], Any],
    **look: Any,
) -> None:
    """Show a choice that is kept elsewhere: as it is now, and written when a reader changes it.

    Parameters
    ----------
    widget : callable
        ``st.selectbox`` or one of its kind.
    name : str
        Of the choice, one on a page.
    offered : mapping
        What can be chosen, by code, as it is called.
    value : object
        The code (or a list of codes) now; None where nothing is chosen. What is not offered is nothing.
    write : callable
        Is given the code (or codes) that a reader chose; None only of a widget that is not ``required``.
    **look : object
        Passed to the widget.
    """
    key, words = _identity(name, offered)
    value = _offered(value, offered)
    # The address may have been changed by the map, a link or the back button.
    if st.session_state.get(ANEW) or key not in st.session_state or st.session_state[key] != value:
        st.session_state[key] = value

    def changed() -> None:
        now = st.session_state.get(key)  # nothing where the widget has gone since it was touched
        if key in st.session_state and _offered(now, offered) == now:  # a browser may send any word
            write(now)

    widget(label, [*words], format_func=words.__getitem__, key=key, on_change=changed, **look)


def remembered(
    widget: Callable[..., Any], name: str, label: str, offered: Mapping[Any, str], first: Any, **look: Any
) -> Any:
    """Show a choice that this session alone remembers; return the code (or codes) that is chosen.

    It begins with `first`, and is still the same after a change of language or another page.
    """
    key, words = _identity(name, offered)
    memory = f"chosen-{name}"
    if st.session_state.get(key) is None:
        before = _offered(st.session_state.get(memory), offered)
        st.session_state[key] = _offered(first, offered) if before is None else before
    chosen = widget(label, [*words], format_func=words.__getitem__, key=key, **look)
    st.session_state[memory] = chosen
    return chosen


def _identity(name: str, offered: Mapping[Any, str]) -> tuple[str, dict[Any, str]]:
    """Return the key of a widget, and the words it shows: different ones for different codes.

    Streamlit has another widget on each page, and gives it nothing to begin with under the same key.
    """
    context = get_script_run_ctx()
    page = context.page_script_hash if context else ""
    counted = Counter(offered.values())
    words = {code: word if counted[word] == 1 else f"{word} ({code})" for code, word in offered.items()}
    return f"{name}-{zlib.crc32(repr((page, words)).encode()):x}", words


def _offered(value: Any, offered: Mapping[Any, str]) -> Any:
    if isinstance(value, list):
        return [code for code in value if code in offered]
    return value if value in offered else None
