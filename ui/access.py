"""What this session may see and do: the one place of the app that decides it.

Where people sign in, their role says it. Where nobody does, the app is one person's, on that
person's own computer: partner view then takes a confirmation in this very session. A server that
others can reach without a sign-in shows the public view to everybody. No address raises anybody.
"""

from __future__ import annotations

import ipaddress
import time
from typing import TYPE_CHECKING, Any, Literal
from urllib.parse import urlsplit

import streamlit as st

from geo import roles, settings

if TYPE_CHECKING:
    from collections.abc import Mapping

    from geo.disclosure import Audience
    from geo.roles import Role
    from layers.view import View

Action = Literal["import", "refresh", "settings"]
State = Literal["confirmed", "confirm", "closed", "sign_in", "viewer", "partner", "editor"]

CONFIRMED = "partner_confirmed"

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
    del action
    return state() in EDITING


def who() -> str:
    """Return the account that is signed in; empty where nobody is."""
    claims = _claims()
    return roles.account(claims) if claims else ""


def state() -> State:
    """Return where this session stands.

    Returns
    -------
    str
        Without a sign-in: ``confirmed``, ``confirm`` (may still be confirmed) or ``closed`` (others
        can reach this server). With one: ``sign_in`` (nobody is signed in, or for too long), else
        the role.
    """
    if not signs_in():
        return _of_this_computer()
    claims = _claims()
    return _role(claims) if claims else "sign_in"


def signs_in() -> bool:
    """Tell whether this server has a sign-in configured."""
    return "is_logged_in" in st.user


def is_loopback(host: str) -> bool:
    """Tell whether a host's name or address is this very computer's."""
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host.lower() == "localhost"


def _of_this_computer() -> State:
    if not _is_local():
        return "closed"
    return "confirmed" if st.session_state.get(CONFIRMED) else "confirm"


def _is_local() -> bool:
    """Tell whether the reader sits at this computer.

    Listening on loopback is not enough: a proxy beside it may pass on requests of anybody. What
    the browser asked for (host and origin) and who asked have to be this computer too.
    """
    headers = st.context.headers
    asked = [f"//{headers.get('Host', '')}", headers.get("Origin") or "//localhost"]
    hosts = [str(st.get_option("server.address") or ""), *(_host_of(address) for address in asked)]
    passed_on = any(name in headers for name in ("Forwarded", "X-Forwarded-For", "X-Real-Ip"))
    return not passed_on and st.context.ip_address is None and all(is_loopback(host) for host in hosts)


def _host_of(address: str) -> str:
    try:
        return urlsplit(address).hostname or ""
    except ValueError:
        return ""


def _claims() -> Mapping[str, Any]:
    """Return the claims of who is signed in, unless the sign-in is over."""
    claims = st.user.to_dict()
    if not claims.get("is_logged_in") or roles.is_over(claims, settings.load(), time.time()):
        return {}
    return claims


def _role(claims: Mapping[str, Any]) -> Role:
    return roles.role_of(claims, settings.load(), time.time())
