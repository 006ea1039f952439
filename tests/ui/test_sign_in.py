import time
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from itsdangerous import TimestampSigner
from streamlit.web.server.starlette.starlette_app_utils import create_signed_value

from geo import sign_outs
from geo.errors import GeoError
from ui import sign_in

SOUND = {
    "redirect_uri": "https://map.example.org/oauth2callback",
    "cookie_secret": "x" * 32,
    "client_id": "map",
    "client_secret": "y",
    "server_metadata_url": "https://id.example.org/.well-known/openid-configuration",
}


def section(monkeypatch: pytest.MonkeyPatch, given: dict[str, Any]) -> None:
    monkeypatch.setattr(sign_in, "_section", lambda: given)


@pytest.mark.parametrize(
    "given",
    [
        {},
        SOUND,
        SOUND | {"redirect_uri": "http://localhost:{port}/oauth2callback"},
        SOUND | {"server_metadata_url": "http://127.0.0.1:9/x"},
    ],
)
def test_a_sound_sign_in_or_none_starts(monkeypatch: pytest.MonkeyPatch, given: dict[str, Any]) -> None:
    section(monkeypatch, given)
    sign_in.check()
    assert sign_in.signs_in() is bool(given)


@pytest.mark.parametrize(
    ("changed", "why"),
    [
        *(({name: ""}, "sign_in_incomplete") for name in SOUND),
        ({"cookie_secret": "x" * 31}, "sign_in_secret"),
        ({"redirect_uri": "http://map.example.org/oauth2callback"}, "sign_in_address"),
        ({"server_metadata_url": "http://id.example.org/x"}, "sign_in_address"),
    ],
)
def test_a_sign_in_that_is_not_safe_does_not_start(
    monkeypatch: pytest.MonkeyPatch, changed: dict[str, Any], why: str
) -> None:
    section(monkeypatch, SOUND | changed)
    with pytest.raises(GeoError, match=why) as error:
        sign_in.check()
    assert SOUND["cookie_secret"] not in str(error.value)


SECRET = "s" * 32
ACCOUNT = {"iss": "i", "sub": "1", "is_logged_in": True}


def cookies(at: float, secret: str = SECRET) -> dict[str, str]:
    """Return what a browser keeps that signed in at a time."""
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(TimestampSigner, "get_timestamp", lambda _self: int(at))
        value = create_signed_value(secret, sign_in.USER_COOKIE_NAME, "{}")
    return {sign_in.USER_COOKIE_NAME: value.decode()}


@pytest.fixture
def sessions(monkeypatch: pytest.MonkeyPatch) -> list[Any]:
    """Sessions of this instance, none to begin with, and nobody signed out yet."""
    found: list[Any] = []
    manager = SimpleNamespace(list_active_sessions=lambda: [SimpleNamespace(session=one) for one in found])
    monkeypatch.setattr(sign_in.runtime, "get_instance", lambda: SimpleNamespace(_session_mgr=manager))
    monkeypatch.setattr(sign_in, "get_cookie_secret", lambda: SECRET)
    monkeypatch.setattr(sign_in, "_ended", {})
    return found


@pytest.mark.usefixtures("sessions")
def test_whoever_signs_out_ends_every_cookie_of_before_and_none_of_after() -> None:
    now = time.time()
    assert not sign_in.has_ended(ACCOUNT, cookies(now))
    sign_in.end(ACCOUNT)
    for ago in (0, 1, 60, 11 * 3600):
        assert sign_in.has_ended(ACCOUNT, cookies(now - ago))
    assert not sign_in.has_ended(ACCOUNT, cookies(now + 2))
    assert not sign_in.has_ended(ACCOUNT | {"sub": "2"}, cookies(now - 60))


@pytest.mark.usefixtures("sessions")
def test_another_instance_knows_it_from_the_workspace(monkeypatch: pytest.MonkeyPatch) -> None:
    sign_in.end(ACCOUNT)
    monkeypatch.setattr(sign_in, "_ended", {})  # as an instance has it that was not there
    assert sign_in.has_ended(ACCOUNT, cookies(time.time() - 1))


@pytest.mark.usefixtures("sessions")
def test_this_instance_knows_it_where_the_workspace_cannot_be_written(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def full(*_given: object) -> None:
        raise OSError("no space left on device")

    monkeypatch.setattr(sign_outs, "record", full)
    sign_in.end(ACCOUNT)
    assert sign_in.has_ended(ACCOUNT, cookies(time.time() - 1))
    assert "a sign-out is not kept" in caplog.text


@pytest.mark.usefixtures("sessions")
@pytest.mark.parametrize("given", [{}, {sign_in.USER_COOKIE_NAME: ""}, cookies(2e9, "x" * 32)], ids=str)
def test_without_a_cookie_of_this_map_nobody_is_signed_in(given: dict[str, str]) -> None:
    assert sign_in.has_ended(ACCOUNT, given)


def test_every_session_of_the_account_on_this_instance_begins_again_and_no_other(sessions: list[Any]) -> None:
    again: list[Any] = []

    def session(name: str, sub: str) -> Any:
        return SimpleNamespace(
            _user_info=ACCOUNT | {"sub": sub},
            _client_state=name,
            _call_soon_on_event_loop=lambda call: call(),
            request_rerun=again.append,
        )

    sessions += [session("a", "1"), session("b", "2"), session("c", "1")]
    sign_in.end(ACCOUNT)
    assert again == ["a", "c"]


@pytest.mark.usefixtures("sessions")
def test_what_a_sign_out_costs_a_request(own_workspace: Path) -> None:
    """A run asks some ten times: as long as a look for a file's name, whoever else signed out."""
    (own_workspace / "sign-outs").mkdir()
    for n in range(1000):
        (own_workspace / "sign-outs" / f"{n:064x}").touch()
    given, start = cookies(time.time()), time.perf_counter()
    for _ in range(1000):
        sign_in.has_ended(ACCOUNT, given)
    assert time.perf_counter() - start < 0.5
