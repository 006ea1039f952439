from typing import Any

import pytest

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
