"""The browser's address and the view are one: the only place where the app reads or writes it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NoReturn
from urllib.parse import parse_qsl, quote, urlencode

import streamlit as st

from layers.view import Doubt, View
from ui import access

if TYPE_CHECKING:
    from streamlit.navigation.page import Page

    from geo.areas import Language

ROUND = "{round}"


def read() -> tuple[View, tuple[Doubt, ...]]:
    """Return the view that the address asks for, and what of it was not understood."""
    return _allowed(*_asked())


def seen(query: str) -> tuple[View, tuple[Doubt, ...]]:
    """Return the view of an address that the browser sent, as far as this session may see it."""
    return _allowed(*View.parse(query))


def _allowed(view: View, doubts: tuple[Doubt, ...]) -> tuple[View, tuple[Doubt, ...]]:
    allowed = access.audience_for(view)
    if allowed != view.audience:
        doubts += (Doubt("audience", view.audience, f"audience.{access.state()}"),)
        view = view.change(audience=allowed)
    return view, doubts


def write(view: View) -> None:
    """Make the address say a view; the browser keeps the one before, for going back."""
    st.query_params.from_dict(dict(parse_qsl(view.query())))


def change(**values: Any) -> None:
    """Change some values of the view that the address asks for."""
    write(read()[0].change(**values))


def of_round() -> str:
    """Return the query that is written where a round is chosen, with ``{round}`` in its place."""
    asked = read()[0].change(round=ROUND)
    return f"?{urlencode(parse_qsl(asked.query()))}".replace(quote(ROUND), ROUND)


def go(page: Page, view: View) -> NoReturn:
    """Go to another page of the app with a view; what this session may see stays."""
    st.switch_page(page, query_params=dict(parse_qsl(view.query())))


def language() -> Language:
    """Return the language of the view, else the browser's, else French."""
    chosen = _asked()[0].lang
    return chosen or ("en" if (st.context.locale or "").startswith("en") else "fr")


def _asked() -> tuple[View, tuple[Doubt, ...]]:
    return View.parse(urlencode(st.query_params.to_dict()))
