"""The browser's address and the view are one: the only place where the app reads or writes it.

A session keeps the query itself. What a browser sends with a run may be older: it was pressed while the
answer to an earlier press was on its way. So its query counts in the first run of a session and where the
reader went back, forward or to another page; a change is always made to the query that the session keeps.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NoReturn
from urllib.parse import parse_qsl, quote, urlencode

import streamlit as st
from streamlit.runtime.scriptrunner import get_script_run_ctx

from layers.view import Doubt, View
from ui import access

if TYPE_CHECKING:
    from streamlit.navigation.page import Page

    from geo.areas import Language

KEPT = "address"
"""Of the session's state: its query."""

NOTICE = "address-notice"
"""What to say of a change, until the next one."""

ROUND = "{round}"


def read() -> tuple[View, tuple[Doubt, ...]]:
    """Return the view that the address asks for, and what of it was not understood."""
    return _allowed(*_asked())


def asked() -> str:
    """Return the query that the session keeps, as the browser was told it or told it itself."""
    _asked()
    return str(st.session_state[KEPT])


def seen(query: str) -> tuple[View, tuple[Doubt, ...]]:
    """Return the view of an address that the browser sent, as far as this session may see it."""
    return _allowed(*View.parse(query))


def _allowed(view: View, doubts: tuple[Doubt, ...]) -> tuple[View, tuple[Doubt, ...]]:
    allowed = access.audience_for(view)
    if allowed != view.audience:
        doubts += (Doubt("audience", view.audience, f"audience.{access.state()}"),)
        view = view.change(audience=allowed)
    return view, doubts


def show_again() -> None:
    """Have the browser show the session's query where it may show another one.

    It was not connected when it was told, or it went back while the answer to a press was on its way.
    """
    if asked() != urlencode(st.query_params.to_dict()) or went():
        _show(st.session_state[KEPT])


def write(view: View, notice: str = "") -> None:
    """Make the address say a view; the browser keeps the one before, for going back.

    A notice says what the change brought that was not asked for; it is shown until the next change.
    """
    st.session_state[KEPT] = urlencode(_pairs(view))
    st.session_state[NOTICE] = notice
    _show(st.session_state[KEPT])


def notices() -> tuple[str, ...]:
    """Return what is to be said of the last change."""
    return tuple(filter(None, [st.session_state.get(NOTICE, "")]))


def change(**values: Any) -> None:
    """Change some values of the view that the address asks for."""
    write(read()[0].change(**values))


def of_round() -> str:
    """Return the query that is written where a round is chosen, with ``{round}`` in its place."""
    asked = read()[0].change(round=ROUND)
    return f"?{urlencode(_pairs(asked))}".replace(quote(ROUND), ROUND)


def go(page: Page, view: View) -> NoReturn:
    """Go to another page of the app with a view; what this session may see stays."""
    st.session_state[KEPT] = urlencode(_pairs(view))
    st.switch_page(page, query_params=dict(_pairs(view)))


def language() -> Language:
    """Return the language of the view, else the browser's, else French."""
    chosen = _asked()[0].lang
    return chosen or ("en" if (st.context.locale or "").startswith("en") else "fr")


def _asked() -> tuple[View, tuple[Doubt, ...]]:
    given = urlencode(st.query_params.to_dict())
    if KEPT not in st.session_state or (went() and st.session_state[KEPT] != given):
        st.session_state[KEPT] = given
        st.session_state.pop(NOTICE, None)
    return View.parse(f"?{st.session_state[KEPT]}")


def _pairs(view: View) -> list[tuple[str, str]]:
    return parse_qsl(view.query(), keep_blank_values=True)


def _show(query: str) -> None:
    st.query_params.from_dict(dict(parse_qsl(query, keep_blank_values=True)))


def went() -> bool:
    """Tell whether the reader went back or forward, or by a link to another page of the app."""
    context = get_script_run_ctx()
    return context is not None and context.is_history_navigation
