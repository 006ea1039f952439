"""Tokens and cookies that are not what they say, against the running map and a real provider."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest
from itsdangerous import TimestampSigner
from streamlit.web.server.starlette.starlette_app_utils import create_signed_value
from websockets.exceptions import InvalidStatus
from websockets.sync.client import connect

from tests.browser.identity import SPOILT
from tests.browser.signing import COOKIE_SECRET, client, get, may_edit, sent_back, signed_in, way_in

if TYPE_CHECKING:
    from tests.browser.signing import Signing

USER, TOKENS = "_streamlit_user", "_streamlit_user_tokens"


@pytest.fixture
def spoil(signing: Signing) -> Iterator[object]:
    def how(name: str) -> None:
        client().put(f"{signing.provider}/spoil", data=name, timeout=10).raise_for_status()

    yield how
    how("nothing")


@pytest.mark.parametrize(
    ("person", "edits"), [("viewer", False), ("partner", False), ("pretender", False), ("editor", True)]
)
def test_a_sign_in_gives_the_role_that_the_settings_say(signing: Signing, person: str, edits: bool) -> None:
    who = signed_in(signing.url, person)
    assert USER in who.cookies
    assert may_edit(who, signing.url) is edits


def test_nobody_edits_without_a_sign_in(signing: Signing) -> None:
    assert not may_edit(client(), signing.url)


@pytest.mark.parametrize("how", [name for name in SPOILT if name not in ("nothing", "old")])
def test_a_token_that_is_not_what_it_says_signs_nobody_in(signing: Signing, spoil: object, how: str) -> None:
    signed_in(signing.url, "editor")  # so that there is a good token to replay
    spoil(how)  # type: ignore[operator]
    who = signed_in(signing.url, "editor")
    assert USER not in who.cookies
    assert not may_edit(who, signing.url)


def test_a_sign_in_that_is_too_old_gives_no_role(signing: Signing, spoil: object) -> None:
    spoil("old")  # type: ignore[operator]
    who = signed_in(signing.url, "editor")
    assert USER in who.cookies
    assert not may_edit(who, signing.url)


def test_coming_back_twice_signs_nobody_in(signing: Signing) -> None:
    who = client()
    back = sent_back(who, signing.url, "editor")
    before = dict(who.cookies)
    get(who, back)
    assert may_edit(who, signing.url)
    again = client()
    again.cookies.update(before)  # whoever listened has the address and the cookies of before
    get(again, back)
    assert USER not in again.cookies
    stranger = client()
    get(stranger, back)
    assert USER not in stranger.cookies


def test_nobody_is_signed_in_as_somebody_else_by_a_link(signing: Signing) -> None:
    victim = client()
    get(victim, way_in(signing.url))
    get(victim, sent_back(client(), signing.url, "editor"))
    assert USER not in victim.cookies


@pytest.mark.parametrize(
    "link",
    [
        {"secret": "another secret of thirty-two characters"},
        {"seconds": -1},
        {"secret": COOKIE_SECRET[:-1]},
    ],
)
def test_the_way_in_is_this_servers_own_and_short_lived(signing: Signing, link: dict[str, object]) -> None:
    answer = get(client(), way_in(signing.url, **link))  # type: ignore[arg-type]
    assert answer.headers["location"] == "/"
    assert get(client(), way_in(signing.url)).headers["location"].startswith(signing.provider)


def claims(url: str) -> str:
    said = {"is_logged_in": True, "origin": url, "provider": "default", "groups": ["im"], "iat": time.time()}
    return json.dumps(said)


def forged(url: str) -> dict[str, str]:
    """Cookies that say that somebody is an editor, by how they were made."""
    value = claims(url)
    good = create_signed_value(COOKIE_SECRET, USER, value).decode()
    payload, stamp, signature = good.rsplit(".", 2)
    month_ago = TimestampSigner.get_timestamp
    TimestampSigner.get_timestamp = lambda self: int(time.time()) - 32 * 24 * 3600  # type: ignore[method-assign]
    try:
        old = create_signed_value(COOKIE_SECRET, USER, value).decode()
    finally:
        TimestampSigner.get_timestamp = month_ago  # type: ignore[method-assign]
    return {
        "good": good,
        "of another secret": create_signed_value("another secret", USER, value).decode(),
        "of another cookie": create_signed_value(COOKIE_SECRET, TOKENS, value).decode(),
        "with another time": f"{payload}.{'B' if stamp[0] == 'A' else 'A'}{stamp[1:]}.{signature}",
        "with another signature": f"{payload}.{stamp}.{signature[::-1]}",
        "not signed": value,
        "empty": "",
        "old": old,
        "no claims": create_signed_value(COOKIE_SECRET, USER, "[]").decode(),
        "nothing told": create_signed_value(COOKIE_SECRET, USER, "{}").decode(),
    }


@pytest.mark.parametrize("how", forged("http://127.0.0.1"))
def test_a_forged_cookie_is_nobodys(signing: Signing, how: str) -> None:
    who = client()
    who.cookies.set(USER, forged(signing.url)[how])
    assert may_edit(who, signing.url) is (how == "good")


def test_the_cookies_are_out_of_reach_of_pages_and_of_other_sites(signing: Signing) -> None:
    who = client()
    answer = get(who, sent_back(who, signing.url, "partner"))
    assert answer.headers["cache-control"] == "no-store"
    cookies = answer.raw.headers.getlist("set-cookie")
    for name in (USER, TOKENS):
        told = next(cookie for cookie in cookies if cookie.startswith(f"{name}="))
        assert "; HttpOnly" in told
        assert "; SameSite=lax" in told


@pytest.mark.parametrize("origin", ["https://elsewhere.example.org", "null"])
def test_a_page_of_another_site_opens_no_session(signing: Signing, origin: str) -> None:
    address = signing.url.replace("http", "ws") + "/_stcore/stream"
    with pytest.raises(InvalidStatus, match="403"), connect(address, origin=origin, proxy=None):
        pass


def test_a_file_needs_the_token_of_the_page(signing: Signing) -> None:
    who = signed_in(signing.url, "editor")
    answer = who.put(f"{signing.url}/_stcore/upload_file/session/file", data=b"x", timeout=10)
    assert (answer.status_code, answer.text) == (403, "XSRF token missing or invalid")
