import asyncio
from types import SimpleNamespace
from typing import Any

import pytest
from starlette.requests import Request
from starlette.routing import Match

from ui import access, browser, owner, sign_in

MARK = "m" * 43
SECRET = "s" * 32


def cookies_of(
    monkeypatch: pytest.MonkeyPatch,
    *,
    owns: bool = True,
    signs_in: bool = False,
    sent: str = "",
    kind: str = "text/html; charset=utf-8",
    method: str = "GET",
) -> list[str]:
    """Return the cookies that come with an answer."""
    monkeypatch.setattr(owner, "is_owner", lambda _cookies: owns)
    monkeypatch.setattr(sign_in, "signs_in", lambda: signs_in)
    told: list[dict[str, Any]] = []

    async def page(_scope: Any, _receive: Any, send: Any) -> None:
        await send(
            {"type": "http.response.start", "status": 200, "headers": [(b"content-type", kind.encode())]}
        )
        await send({"type": "http.response.body", "body": b""})

    async def keep(message: dict[str, Any]) -> None:
        told.append(message)

    headers = [(b"cookie", f"{browser.BROWSER}={sent}".encode())] if sent else []
    scope = {"type": "http", "method": method, "path": "/", "headers": headers, "query_string": b""}
    asyncio.run(browser.BrowserCookie(page)(scope, None, keep))  # type: ignore[arg-type]
    return [value.decode() for name, value in told[0]["headers"] if name == b"set-cookie"]


def test_the_owners_browser_gets_a_mark_that_no_script_reads_and_keeps_it(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    made = [cookies_of(monkeypatch)[0] for _ in range(2)]
    marks = [one.partition("=")[2].partition(";")[0] for one in made]
    assert marks[0] != marks[1]
    assert all(map(browser.MARK.fullmatch, marks))
    for one in made:
        assert {"HttpOnly", "SameSite=Lax", "Path=/", f"Max-Age={400 * 24 * 3600}"} <= {*one.split("; ")}
    assert cookies_of(monkeypatch, sent=MARK)[0].startswith(f"{browser.BROWSER}={MARK}; ")


@pytest.mark.parametrize("sent", ["short", "x" * 44, "é" * 43, "*", 'a"b' * 20, "browser " + MARK])
def test_a_mark_that_is_none_of_ours_is_replaced(sent: str, monkeypatch: pytest.MonkeyPatch) -> None:
    (made,) = cookies_of(monkeypatch, sent=sent)
    assert sent not in made
    monkeypatch.setattr(browser, "st", context({browser.BROWSER: sent}))
    assert browser.mark() == ""


@pytest.mark.parametrize(
    "told",
    [
        {"owns": False},  # who cannot make a briefing needs no cookie
        {"signs_in": True},
        {"kind": "text/javascript"},
        {"method": "POST"},
    ],
    ids=str,
)
def test_nobody_else_gets_one(told: dict[str, Any], monkeypatch: pytest.MonkeyPatch) -> None:
    assert cookies_of(monkeypatch, **told) == []


def followed(path: str) -> Any:
    scope = {"type": "http", "method": "GET", "path": path, "headers": [], "query_string": b""}
    for route in browser.routes():
        match, found = route.matches(scope)
        if match is Match.FULL:
            return route.endpoint(Request(scope | found))
    return None


def test_a_link_to_edit_leads_to_the_page_by_an_address_without_a_secret() -> None:
    answer = followed(browser.link_to_edit("update-abcdefgh", SECRET))
    assert answer.status_code == 303
    assert answer.headers["location"] == "../../../briefing?brief=update-abcdefgh"
    assert answer.headers["cache-control"] == "no-store"
    cookie = answer.headers["set-cookie"]
    assert cookie.startswith(f"{browser.INVITED}=update-abcdefgh.{SECRET}; Max-Age=3600; ")
    assert {"HttpOnly", "SameSite=Lax"} <= {*cookie.split("; ")}
    assert answer.body == b""


@pytest.mark.parametrize(
    ("name", "secret"),
    [("Update", SECRET), ("a;b", SECRET), ("..", SECRET), ("update", "short"), ("update", "s" * 31 + ";")],
)
def test_what_is_no_link_to_edit_is_not_found(name: str, secret: str) -> None:
    answer = followed(browser.link_to_edit(name, secret))
    assert answer.status_code == 404
    assert "set-cookie" not in answer.headers


def context(cookies: dict[str, str], state: dict[str, Any] | None = None) -> Any:
    return SimpleNamespace(context=SimpleNamespace(cookies=cookies), session_state=state or {})


@pytest.mark.parametrize(
    ("cookie", "secret"),
    [
        (f"update.{SECRET}", SECRET),
        (f"other.{SECRET}", ""),
        ("update.short", ""),
        ("update", ""),
        ("", ""),
    ],
)
def test_an_invitation_is_to_one_briefing(cookie: str, secret: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(browser, "st", context({browser.INVITED: cookie}))
    assert browser.invited("update") == secret


def test_where_nobody_signs_in_a_reader_is_the_browser_else_the_session(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(sign_in, "signs_in", lambda: False)
    monkeypatch.setattr(browser, "st", context({browser.BROWSER: MARK}))
    assert access.reader() == f"browser {MARK}"
    monkeypatch.setattr(browser, "st", context({}))
    found = set()
    for _ in range(2):
        monkeypatch.setattr(access, "st", context({}))
        found |= {access.reader(), access.reader()}
    assert len(found) == 2
    assert all(one.startswith("session ") for one in found)


def test_where_people_sign_in_a_reader_is_the_account_and_no_cookie_helps(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(sign_in, "signs_in", lambda: True)
    monkeypatch.setattr(browser, "st", context({browser.BROWSER: MARK}))
    monkeypatch.setattr(access, "_claims", lambda: {"iss": "i", "sub": "7", "email": "a@example.org"})
    assert access.reader() == "account i 7"
    monkeypatch.setattr(access, "_claims", dict)
    assert access.reader() == ""
