from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from starlette.requests import Request

from layers.text import say
from ui import owner, server, sign_in


@pytest.fixture(autouse=True)
def _no_start(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(owner, "_secret", None)


def opened(secret: str) -> Any:
    scope = {"type": "http", "method": "GET", "path": f"/own/{secret}", "headers": [], "query_string": b""}
    return owner.opened(Request(scope | {"path_params": {"secret": secret}}))


def secret_of(link: str) -> str:
    return link.rpartition("/")[2]


def test_the_link_leads_to_the_map_by_an_address_without_a_secret_and_leaves_a_cookie() -> None:
    secret = secret_of(owner.link())
    answer = opened(secret)
    assert (answer.status_code, answer.headers["location"], answer.body) == (303, "../", b"")
    assert answer.headers["cache-control"] == "no-store"
    assert answer.headers["referrer-policy"] == "no-referrer"
    cookie, *more = answer.headers["set-cookie"].split("; ")
    assert {*more} == {"Path=/", "HttpOnly", "SameSite=Strict"}  # it ends with the browser
    assert owner.is_owner(dict([cookie.split("=")]))


def test_every_start_has_a_long_secret_of_its_own_that_ends_the_one_before() -> None:
    first, second = (secret_of(owner.link()) for _ in range(2))
    assert first != second
    assert len(first) == 43
    assert not owner.is_owner({owner.cookie(): first})
    assert owner.is_owner({owner.cookie(): second})
    assert opened(first).status_code == 403


@pytest.mark.parametrize("given", ["", "wrong", "é", "x" * 43])
def test_what_is_not_the_secret_makes_nobody_an_owner(given: str) -> None:
    owner.link()
    assert not owner.is_owner({owner.cookie(): given})
    answer = opened(given)
    assert answer.status_code == 403
    assert "set-cookie" not in answer.headers
    assert answer.body.decode() == " · ".join(say("access.link.other", lang) for lang in ("fr", "en"))


@pytest.mark.parametrize("given", ["", "x"])
def test_where_no_link_was_printed_nobody_is_the_owner(given: str) -> None:
    assert not owner.can_be()
    assert not owner.is_owner({owner.cookie(): given})
    assert not owner.is_owner({})
    assert opened(given).status_code == 403


def test_the_cookie_of_another_port_is_another(monkeypatch: pytest.MonkeyPatch) -> None:
    secret = secret_of(owner.link())
    before = owner.cookie()
    monkeypatch.setattr(owner, "st", SimpleNamespace(get_option={"server.port": 8502}.__getitem__))
    assert owner.cookie() != before
    assert not owner.is_owner({before: secret})


@pytest.mark.parametrize(
    ("host", "signs_in", "address", "owned"),
    [
        ("127.0.0.1", False, "http://127.0.0.1:8501", True),
        ("localhost", False, "http://localhost:8501", True),
        ("::1", False, "http://[::1]:8501", True),
        ("127.0.0.1", True, "http://127.0.0.1:8501", False),
        ("0.0.0.0", False, "http://0.0.0.0:8501", False),
        ("192.168.1.5", False, "http://192.168.1.5:8501", False),
    ],
)
def test_the_link_is_printed_where_only_this_computer_is_served_and_nobody_signs_in(
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    host: str,
    signs_in: bool,
    address: str,
    owned: bool,
) -> None:
    monkeypatch.setattr(sign_in, "signs_in", lambda: signs_in)
    monkeypatch.setattr(server, "_configure", lambda *_: None)
    monkeypatch.setattr(server, "_claim", lambda *_: None)
    monkeypatch.setattr(server, "_warm", lambda: None)
    monkeypatch.setattr(sign_in, "check", lambda: None)
    monkeypatch.setattr("uvicorn.run", lambda *_args, **_options: None)
    server.serve(None, host, 8501)  # type: ignore[arg-type]
    first, *more = capsys.readouterr().out.splitlines()
    assert first == f"Mali map: {address} (Ctrl+C stops it)"
    assert owner.can_be() is owned
    if owned:
        (line,) = more
        start, _, secret = line.rpartition("/own/")
        assert start.endswith(f" {address}")
        assert owner.is_owner({owner.cookie(): secret})
    else:
        assert more == ([] if signs_in else [say("access.closed", "en")])
