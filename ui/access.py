"""What this session may see and do: the one place of the app that decides it.

Where people sign in, their role says it. Where nobody does, the app is one person's, on that
person's own computer: of the browser that opened the link printed at the start (`ui.owner`), where
partner view then takes a confirmation in this very session. Everybody else sees the public view, as
everybody does on a server that others can reach without a sign-in. No address of a view raises anybody.
"""

from __future__ import annotations

import secrets
from typing import TYPE_CHECKING, Any, Literal

import streamlit as st

from geo import roles
from ui import browser, here, owner, sign_in

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from geo.disclosure import Audience
    from layers.view import View

Action = Literal["import", "refresh", "settings"]
State = Literal[
    "confirmed", "confirm", "link", "closed", "sign_in", "signed_out", "viewer", "partner", "editor"
]  # fmt: skip

CONFIRMED = "partner_confirmed"
SESSION = "session_mark"
"""Of the session's state."""

PARTNER: tuple[State, ...] = ("confirmed", "partner", "editor")
"""States in which partner view is open."""

EDITING: tuple[State, ...] = ("confirmed", "confirm", "editor")
"""States in which something may be changed: an editor, or whose computer it is."""


def audience_for(view: View) -> Audience:
    """Return which audience this session is, for what a view asks."""
    return "partner" if view.audience == "partner" and state() in PARTNER else "public"


def may(action: Action) -> bool:
    """Tell whether this session may import, refresh or change settings.

    The three go together today; each is named where it is asked, so that they can part.
    """
    del action  # the three go together today
    return state() in EDITING


def who() -> str:
    """Return the account that is signed in; empty where nobody is."""
    claims = _claims()
    return roles.account(claims) if claims else ""


def reader() -> str:
    """Return what tells whoever makes briefings from others: the account, else the browser.

    A browser that keeps no cookie is told by its session, for as long as that lasts. Empty where
    people sign in and nobody has.
    """
    if sign_in.signs_in():
        claims = _claims()
        return f"account {sign_in.subject(claims)}" if claims else ""
    if mark := browser.mark():
        return f"browser {mark}"
    return f"session {st.session_state.setdefault(SESSION, secrets.token_urlsafe(32))}"


def state() -> State:
    """Return where this session stands.

    Returns
    -------
    str
        Without a sign-in: ``confirmed``, ``confirm`` (may still be confirmed), ``link`` (the link
        printed at the start was not opened in this browser) or ``closed`` (others can reach this
        server). With one: ``sign_in`` (nobody is signed in, or for too long), ``signed_out``
        (elsewhere, while this session was there), else the role.
    """
    if not sign_in.signs_in():
        return _of_this_computer()
    if claims := _claims():
        return sign_in.role_for(claims)
    return "signed_out" if sign_in.counts(st.user.to_dict()) else "sign_in"


def lasting() -> Callable[[], bool]:
    """Return what tells later, when there is no session, whether this one may still see what partners see."""
    if not sign_in.signs_in():
        return lambda: True
    claims, cookies = st.user.to_dict(), {**st.context.cookies}
    return lambda: not sign_in.has_ended(claims, cookies) and sign_in.role_for(claims) in PARTNER


def _of_this_computer() -> State:
    if owner.is_owner(st.context.cookies):
        return "confirmed" if st.session_state.get(CONFIRMED) else "confirm"
    # Headers can be forged: they only choose which sentence says that this is the public view.
    client = st.context.ip_address or "127.0.0.1"  # Streamlit says nothing of a reader on loopback
    return "link" if owner.can_be() and here.asked_here(client, st.context.headers) else "closed"


def _claims() -> Mapping[str, Any]:
    """Return the claims of who is signed in, unless the sign-in is over or was ended elsewhere."""
    claims = st.user.to_dict()
    if not sign_in.counts(claims) or sign_in.has_ended(claims, st.context.cookies):
        return {}
    return claims
