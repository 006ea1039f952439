"""The part of the sidebar that says who looks: sign in or out, and the way into partner view."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from layers.render import reading
from layers.text import say
from layers.view import AUDIENCES
from ui import access, address, choices, sign_in

if TYPE_CHECKING:
    from geo.areas import Language


def control(lang: Language) -> None:
    """Show who is signed in and which view is open, as far as there is something to choose."""
    state = access.state()
    if state == "closed":
        return
    with st.container(key="account"):
        if state == "link":
            st.html(reading.aside(say("access.link", lang)))
        elif state == "confirm":
            _confirmation(lang)
        elif state in ("sign_in", "signed_out"):
            if state == "signed_out":
                st.html(reading.aside(say("access.signed_out", lang)))
            st.button(say("access.sign_in", lang), on_click=st.login, icon=":material/login:")
        else:
            if state in access.PARTNER:
                _audience(lang)
            if sign_in.signs_in():
                _signed_in(state, lang)


def _confirmation(lang: Language) -> None:
    with st.popover(say("access.partner", lang), icon=":material/lock:"):
        st.markdown(say("access.confirm.text", lang))
        st.button(say("access.confirm", lang), on_click=_confirmed, type="primary")


def _confirmed() -> None:
    st.session_state[access.CONFIRMED] = True
    address.change(audience="partner")


def _audience(lang: Language) -> None:
    choices.bound(
        st.segmented_control,
        "audience",
        say("access.audience", lang),
        {audience: say(f"access.view.{audience}", lang) for audience in AUDIENCES},
        address.read()[0].audience,
        lambda chosen: address.change(audience=chosen),
        required=True,
    )


def _signed_in(state: access.State, lang: Language) -> None:
    st.caption(say("access.account", lang, name=access.who(), role=say(f"access.role.{state}", lang)))
    st.button(say("access.sign_out", lang), on_click=_sign_out, icon=":material/logout:")


def _sign_out() -> None:
    """Sign out here and wherever the account is signed in: a cookie may have been copied."""
    claims = st.user.to_dict()
    st.logout()  # first: a session that signed out is not one of those that begin again
    sign_in.end(claims)


def no_right(key: str, lang: Language) -> str:
    """Return what to say where something may not be changed: what would open it, else the sentence `key`."""
    return say("access.link" if access.state() == "link" else key, lang)
