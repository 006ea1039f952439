"""The sign-in as the server sees it: whether there is one, whether it is sound, and who asks.

Streamlit signs people in (`st.login`) and keeps what the identity provider said of them in a signed
cookie. A session reads it as `st.user`; a request for a file has no session, and is read here.
"""

from __future__ import annotations

import json
import logging
import time
from functools import lru_cache, partial
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import streamlit as st
from itsdangerous import BadSignature, URLSafeTimedSerializer
from streamlit import runtime
from streamlit.web.server.server_util import get_cookie_secret
from streamlit.web.server.starlette import starlette_websocket
from streamlit.web.server.starlette.starlette_server_config import USER_COOKIE_NAME

from geo import roles, settings, sign_outs
from geo.errors import GeoError
from ui import here

if TYPE_CHECKING:
    from collections.abc import Mapping

    from starlette.requests import HTTPConnection

    from geo.roles import Role

NEEDED = ("redirect_uri", "cookie_secret", "client_id", "client_secret", "server_metadata_url")
"""What the section ``[auth]`` of ``secrets.toml`` must say."""

NOBODY = ""

SECRET_CHARACTERS = 32
"""Of the secret that signs the cookies, at least: who guesses it can sign in as anybody."""

_ended: dict[str, float] = {}
"""When accounts signed out on this instance, which knows it also where its workspace cannot be written."""


def signs_in() -> bool:
    """Tell whether this server has a sign-in configured."""
    return bool(_section())


def check() -> None:
    """Fail where a sign-in is configured that would not be safe, before anything is served.

    Raises
    ------
    GeoError
        ``sign_in_incomplete``, ``sign_in_secret`` or ``sign_in_address``.
    """
    section = _section()
    if not section:
        return
    missing = [name for name in NEEDED if not section.get(name)]
    if missing:
        raise GeoError("sign_in_incomplete", missing=", ".join(missing))
    if len(str(section["cookie_secret"])) < SECRET_CHARACTERS:
        raise GeoError("sign_in_secret", n=SECRET_CHARACTERS)
    for name in ("redirect_uri", "server_metadata_url"):
        parts = urlsplit(str(section[name]))
        if parts.scheme != "https" and not here.is_loopback(parts.hostname or ""):
            raise GeoError("sign_in_address", name=name, given=section[name])


def role_of(connection: HTTPConnection) -> Role:
    """Return the role of whoever sent a request; ``viewer`` where nobody is signed in."""
    return role_for(_claims(connection))


def role_for(claims: Mapping[str, Any]) -> Role:
    """Return the role that claims give now; ``viewer`` where they are of nobody signed in."""
    if claims.get("is_logged_in") is not True:
        return "viewer"
    return roles.role_of(claims, settings.load(), time.time())


def reader_of(connection: HTTPConnection) -> str:
    """Return what tells one account from another; `NOBODY` where nobody is signed in any more."""
    claims = _claims(connection)
    return NOBODY if roles.is_over(claims, settings.load(), time.time()) else subject(claims)


def counts(claims: Mapping[str, Any]) -> bool:
    """Tell whether claims are of somebody who signed in, and not for too long."""
    return claims.get("is_logged_in") is True and not roles.is_over(claims, settings.load(), time.time())


def has_ended(claims: Mapping[str, Any], cookies: Mapping[str, str]) -> bool:
    """Tell whether the account signed out, here or elsewhere, after it was given these cookies."""
    given = _given_at(cookies.get(USER_COOKIE_NAME, ""), get_cookie_secret())
    return given <= max(sign_outs.last(subject(claims)), _ended.get(subject(claims), 0))


def end(claims: Mapping[str, Any]) -> None:
    """Sign an account out everywhere; its other sessions on this instance begin again at once."""
    account = subject(claims)
    _ended[account] = time.time()
    try:
        sign_outs.record(account, _ended[account])
    except OSError as error:  # other instances do not know it then
        logging.getLogger(__name__).error("a sign-out is not kept", exc_info=error)
    for one in runtime.get_instance()._session_mgr.list_active_sessions():
        session = one.session
        if subject(session._user_info) == account:
            session._call_soon_on_event_loop(partial(session.request_rerun, session._client_state))


def subject(claims: Mapping[str, Any]) -> str:
    """Return what tells an account from every other, for good: an e-mail address may change hands."""
    return f"{claims.get('iss')} {claims.get('sub')}"


def _claims(connection: HTTPConnection) -> Mapping[str, Any]:
    """Return what the signed cookie says; nothing where it is forged, damaged or too old."""
    signed = starlette_websocket._get_signed_cookie_with_chunks(connection.cookies, USER_COOKIE_NAME)
    if signed is None:
        return {}
    try:
        claims = json.loads(signed)
    except ValueError:
        return {}
    return claims if isinstance(claims, dict) and not has_ended(claims, connection.cookies) else {}


@lru_cache(maxsize=1000)
def _given_at(signed: str, secret: str) -> float:
    """Return when this map gave a cookie, by our own clock; 0 where it is none of ours.

    The first of several parts of a cookie has the time of all.
    """
    try:
        _, given = URLSafeTimedSerializer(secret, salt=USER_COOKIE_NAME).loads(signed, return_timestamp=True)
    except BadSignature:
        return 0.0
    return float(given.timestamp())


def _section() -> Mapping[str, Any]:
    if not st.secrets.load_if_toml_exists():
        return {}
    section: Mapping[str, Any] = st.secrets.get("auth") or {}
    return section
