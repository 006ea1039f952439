import time
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from layers.view import View
from ui import access, owner

LOCAL = {"Host": "127.0.0.1:8501", "Origin": "http://127.0.0.1:8501"}
ASKS = View(audience="partner")


@pytest.fixture(autouse=True)
def _workspace(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MALI_MAP_WORKSPACE", str(tmp_path))
    (tmp_path / "settings.toml").write_text('partners = ["p@example.org"]\neditors = ["e@example.org"]\n')


class User(dict[str, Any]):
    to_dict = dict.copy


def session(
    monkeypatch: pytest.MonkeyPatch,
    *,
    user: dict[str, Any] | None = None,
    headers: dict[str, str] | None = None,
    client: str | None = None,
    owns: bool = False,
    confirmed: bool = False,
    ended: bool = False,
) -> None:
    cookies = {owner.cookie(): owner._secret} if owns else {}
    context = SimpleNamespace(
        headers=LOCAL if headers is None else headers, ip_address=client, cookies=cookies
    )
    streamlit = SimpleNamespace(
        user=User(user or {}), context=context, session_state={access.CONFIRMED: confirmed}
    )
    monkeypatch.setattr(access, "st", streamlit)
    monkeypatch.setattr(access.sign_in, "signs_in", lambda: user is not None)
    monkeypatch.setattr(access.sign_in, "has_ended", lambda *_: ended)


@pytest.fixture
def started(monkeypatch: pytest.MonkeyPatch) -> None:
    """Draw the secret of a start."""
    monkeypatch.setattr(owner, "_secret", None)
    owner.link()


def signed_in(email: str, ago: float = 60) -> dict[str, Any]:
    return {"is_logged_in": True, "email": email, "email_verified": True, "iat": time.time() - ago}


FORGED = [
    {},
    {"headers": {"Host": "localhost"}},
    {"headers": {"Host": "localhost:8501", "Origin": "http://localhost:8501"}},
    {"headers": {"Host": "[::1]:8501"}, "client": "::1"},
]
"""What a request looks like that a proxy beside the server passes on, from whoever wrote its headers."""

REMOTE = [
    {"client": "192.168.1.7"},
    {"headers": {"Host": "map.example.org"}},
    {"headers": LOCAL | {"X-Forwarded-For": "192.168.1.7"}},
    {"headers": {}},
]


@pytest.mark.parametrize("request_", [*FORGED, *REMOTE], ids=str)
def test_in_the_owners_browser_partner_view_takes_a_confirmation(
    monkeypatch: pytest.MonkeyPatch, started: None, request_: dict[str, Any]
) -> None:
    session(monkeypatch, **request_, owns=True)
    assert access.state() == "confirm"
    assert access.audience_for(ASKS) == "public"
    assert access.may("import")
    session(monkeypatch, **request_, owns=True, confirmed=True)
    assert access.audience_for(ASKS) == "partner"
    assert access.audience_for(View()) == "public"
    assert access.who() == ""


@pytest.mark.parametrize(
    ("request_", "state"),
    [*((one, "link") for one in FORGED), *((one, "closed") for one in REMOTE)],
    ids=str,
)
def test_no_header_makes_anybody_the_owner(
    monkeypatch: pytest.MonkeyPatch, started: None, request_: dict[str, Any], state: str
) -> None:
    session(monkeypatch, **request_, confirmed=True)
    assert access.state() == state  # which only chooses the words
    assert access.audience_for(ASKS) == "public"
    assert not any(access.may(action) for action in ("import", "refresh", "settings"))


def test_another_start_ends_what_the_one_before_gave(monkeypatch: pytest.MonkeyPatch, started: None) -> None:
    session(monkeypatch, owns=True, confirmed=True)
    assert access.state() == "confirmed"
    owner.link()
    assert access.state() == "link"
    assert access.audience_for(ASKS) == "public"


def test_where_no_link_was_printed_the_view_is_public(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(owner, "_secret", None)
    session(monkeypatch, owns=True, confirmed=True)
    assert access.state() == "closed"
    assert access.audience_for(ASKS) == "public"


@pytest.mark.parametrize(
    ("user", "state", "audience", "edits", "name"),
    [
        ({"is_logged_in": False}, "sign_in", "public", False, ""),
        (signed_in("v@example.org"), "viewer", "public", False, "v@example.org"),
        (signed_in("p@example.org"), "partner", "partner", False, "p@example.org"),
        (signed_in("e@example.org"), "editor", "partner", True, "e@example.org"),
        (signed_in("e@example.org", ago=12 * 3600 + 1), "sign_in", "public", False, ""),
        (signed_in("e@example.org") | {"email_verified": False, "sub": "7"}, "viewer", "public", False, "7"),
        (signed_in("e@example.org") | {"is_logged_in": False}, "sign_in", "public", False, ""),
    ],
)
def test_with_a_sign_in_the_role_decides_and_no_confirmation_helps(
    monkeypatch: pytest.MonkeyPatch, user: dict[str, Any], state: str, audience: str, edits: bool, name: str
) -> None:
    session(monkeypatch, user=user, confirmed=True)
    assert access.state() == state
    assert access.audience_for(ASKS) == audience
    assert access.audience_for(View()) == "public"
    assert access.may("import") is edits
    assert access.who() == name


def test_taking_a_name_out_of_the_settings_ends_its_rights_at_once(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    session(monkeypatch, user=signed_in("e@example.org"))
    assert access.may("refresh")
    (tmp_path / "settings.toml").write_text("editors = []\n")
    assert not access.may("refresh")


def test_an_account_that_signed_out_elsewhere_sees_what_the_public_sees(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    session(monkeypatch, user=signed_in("e@example.org"), ended=True)
    assert access.state() == "signed_out"
    assert access.audience_for(ASKS) == "public"
    assert not access.may("import")
    assert access.who() == ""
    session(monkeypatch, user=signed_in("e@example.org", ago=12 * 3600 + 1), ended=True)
    assert access.state() == "sign_in"


def test_what_was_asked_for_in_partner_view_may_be_had_later_only_by_whoever_still_may(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    session(monkeypatch, user=signed_in("p@example.org"))
    may_still = access.lasting()
    assert may_still()
    (tmp_path / "settings.toml").write_text("partners = []\n")
    assert not may_still()
    session(monkeypatch, user=signed_in("e@example.org"))
    (tmp_path / "settings.toml").write_text('editors = ["e@example.org"]\n')
    may_still = access.lasting()
    assert may_still()
    monkeypatch.setattr(access.sign_in, "has_ended", lambda *_: True)
    assert not may_still()
    session(monkeypatch)
    assert access.lasting()()
