import time
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from layers.view import View
from ui import access

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
    bound: str | None = "127.0.0.1",
    client: str | None = None,
    confirmed: bool = False,
) -> None:
    streamlit = SimpleNamespace(
        user=User(user or {}),
        context=SimpleNamespace(headers=LOCAL if headers is None else headers, ip_address=client),
        session_state={access.CONFIRMED: confirmed},
        get_option={"server.address": bound}.__getitem__,
    )
    monkeypatch.setattr(access, "st", streamlit)
    monkeypatch.setattr(access.sign_in, "signs_in", lambda: user is not None)


def signed_in(email: str, ago: float = 60) -> dict[str, Any]:
    return {"is_logged_in": True, "email": email, "email_verified": True, "iat": time.time() - ago}


@pytest.mark.parametrize("bound", ["127.0.0.1", "localhost", "::1", "127.8.8.8"])
def test_on_ones_own_computer_partner_view_takes_a_confirmation(
    monkeypatch: pytest.MonkeyPatch, bound: str
) -> None:
    session(monkeypatch, bound=bound)
    assert access.state() == "confirm"
    assert access.audience_for(ASKS) == "public"
    assert access.may("import")
    session(monkeypatch, bound=bound, confirmed=True)
    assert access.audience_for(ASKS) == "partner"
    assert access.audience_for(View()) == "public"
    assert access.who() == ""


@pytest.mark.parametrize(
    "reached",
    [
        {"bound": "0.0.0.0"},
        {"bound": "::"},
        {"bound": "192.168.1.5"},
        {"bound": ""},
        {"bound": None},
        {"client": "192.168.1.7"},
        {"headers": {"Host": "map.example.org"}},
        {"headers": {}},
    ],
    ids=str,
)
def test_a_server_that_others_can_reach_without_sign_in_is_public(
    monkeypatch: pytest.MonkeyPatch, reached: dict[str, Any]
) -> None:
    session(monkeypatch, **reached, confirmed=True)
    assert access.state() == "closed"
    assert access.audience_for(ASKS) == "public"
    assert not any(access.may(action) for action in ("import", "refresh", "settings"))


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
