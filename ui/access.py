"""What this session may see and do: the one place of the app that decides it.

Where people sign in, their role says it. Where nobody does, the app is one person's, on that
person's own computer: partner view then takes a confirmation in this very session. A server that
others can reach without a sign-in shows the public view to everybody. No address raises anybody.
"""

from __future__ import annotations

import secrets
import time
from typing import TYPE_CHECKING, Any, Literal

import streamlit as st

from geo import roles, settings
from ui import browser, here, sign_in

if TYPE_CHECKING:
    from collections.abc import Mapping

    from geo.disclosure import Audience
    from layers.view import View

Action = Literal["import", "refresh", "settings"]
State = Literal["confirmed", "confirm", "closed", "sign_in", "viewer", "partner", "editor"]

CONFIRMED = "partner_confirmed"
SESSION = "session_mark"
"""Of the session's state."""

PARTNER: tuple[State, ...] = ("confirmed", "partner", "editor")
"""States in which partner view is open."""

EDITING: tuple[State, ...] = ("confirmed", "confirm", "editor")
"""States in which something may be changed: an editor, or whoever sits at the computer."""


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
        Without a sign-in: ``confirmed``, ``confirm`` (may still be confirmed) or ``closed`` (others
        can reach this server). With one: ``sign_in`` (nobody is signed in, or for too long), else
        the role.
    """
    if not sign_in.signs_in():
        return _of_this_computer()
    claims = _claims()
    return sign_in.role_for(claims) if claims else "sign_in"


def _of_this_computer() -> State:
    if not _is_local():
        return "closed"
    return "confirmed" if st.session_state.get(CONFIRMED) else "confirm"


def _is_local() -> bool:
    """Tell whether only this computer can reach the server, and the reader sits at it."""
    bound = str(st.get_option("server.address") or "")
    client = st.context.ip_address or "127.0.0.1"  # Streamlit says nothing of a reader on loopback
    return here.is_loopback(bound) and here.asked_here(client, st.context.headers)


def _claims() -> Mapping[str, Any]:
    """Return the claims of who is signed in, unless the sign-in is over."""
    claims = st.user.to_dict()
    if not claims.get("is_logged_in") or roles.is_over(claims, settings.load(), time.time()):
        return {}
    return claims
