"""Whose the map is where nobody signs in: the link that was printed, whatever headers say."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest
import requests
from playwright.sync_api import expect
from websockets.exceptions import InvalidStatus
from websockets.sync.client import connect

from layers.text import say
from tests.browser.owning import link_of
from tests.browser.pages import REST, tab
from tests.browser.proxy import Server
from tests.browser.signing import UPLOAD, client, get, may_edit
from tests.browser.test_pages import wait_for_page
from tests.browser.visitor import visiting

if TYPE_CHECKING:
    from playwright.sync_api import Browser

FIELD = b"intake-file"
"""Of the data page, where a file may be dropped."""


def owning(url: str) -> requests.Session:
    """Return a client that opened the link of a server."""
    who = client()
    answer = get(who, link_of(url))
    assert (answer.status_code, answer.headers["location"]) == (303, "../")
    return who


def data_page(url: str, who: requests.Session) -> bytes:
    with visiting(url, who) as visitor:
        return visitor.see("data", "lang=en&audience=partner")


def test_headers_make_nobody_the_owner(app_url: str) -> None:
    """As a proxy beside the server passes on a request that says it is for this computer."""
    for host in ("localhost", "127.0.0.1", "[::1]"):
        answer = client().put(app_url + UPLOAD, data=b"x", headers={"Host": host}, timeout=10)
        assert (answer.status_code, answer.text) == (403, "Not allowed")
    for url in (app_url, app_url.replace("127.0.0.1", "localhost")):
        public = data_page(url, client())
        assert FIELD not in public
        assert say("access.link", "en").encode() in public


def test_the_link_makes_its_browser_the_owners(app_url: str) -> None:
    who = owning(app_url)
    assert may_edit(who, app_url)
    assert FIELD in data_page(app_url, who)


@pytest.mark.parametrize("origin", ["http://127.0.0.1:9000", "http://localhost:9000", "http://127.0.0.1"])
def test_a_page_of_another_port_does_nothing_with_the_owners_cookies(app_url: str, origin: str) -> None:
    who = owning(app_url)
    get(who, f"{app_url}/_stcore/health")
    cookies = "; ".join(f"{name}={value}" for name, value in who.cookies.items())
    address = app_url.replace("http", "ws") + "/_stcore/stream"
    with (
        pytest.raises(InvalidStatus, match="403"),
        connect(address, origin=origin, proxy=None, additional_headers={"Cookie": cookies}),  # type: ignore[arg-type]
    ):
        pass
    token = str(who.cookies["_streamlit_xsrf"]).strip('"')
    for method in ("PUT", "OPTIONS"):
        answer = who.request(
            method, app_url + UPLOAD, headers={"Origin": origin, "X-Xsrftoken": token}, timeout=10
        )
        assert (answer.status_code, answer.text) == (403, "Not allowed")


def test_the_secret_is_nowhere_else(app_url: str) -> None:
    secret, who = link_of(app_url).rpartition("/")[2].encode(), owning(app_url)
    for path in ("/", "/data", "/metrics", "/health", "/ready", "/light"):
        answer = get(who, app_url + path)
        assert secret not in answer.content + repr(answer.headers).encode()
    assert secret not in data_page(app_url, who)


def test_in_a_browser_the_address_is_left_at_once_and_a_second_window_is_the_owners_too(
    browser: Browser, app_url: str
) -> None:
    with tab(browser) as page:
        page.goto(f"{app_url}/data")  # a bookmark: anybody's
        wait_for_page(page)
        told = page.locator(".st-key-account")
        expect(told).to_contain_text(say("access.link", "en"))
        expect(page.get_by_test_id("stFileUploader")).to_have_count(0)
        page.goto(link_of(app_url))
        expect(page).to_have_url(f"{app_url}/")
        assert page.evaluate("document.referrer") == ""
        assert "mali-map-owner" not in page.evaluate("document.cookie")
        page.goto(f"{app_url}/data")
        wait_for_page(page)
        expect(page.get_by_test_id("stFileUploader")).to_have_count(1)
        second = page.context.new_page()
        second.goto(f"{app_url}/data")
        second.wait_for_selector(REST)
        expect(second.get_by_test_id("stFileUploader")).to_have_count(1)
        second.close()


def test_another_start_has_another_owner_and_its_log_holds_no_secret(tmp_path: Path) -> None:
    server = Server(str(tmp_path / "workspace"), errors=tmp_path / "log")
    server.start()
    who = owning(server.url)
    old = link_of(server.url)
    assert may_edit(who, server.url)
    server.stop()
    server.start()
    try:
        assert link_of(server.url) != old
        assert not may_edit(who, server.url)
        assert say("access.link", "en").encode() in data_page(server.url, who)
        answer = get(who, old)
        assert (answer.status_code, "set-cookie" in answer.headers) == (403, False)
        assert say("access.link.other", "en") in answer.content.decode()
        assert may_edit(owning(server.url), server.url)
    finally:
        server.stop()
    log = (tmp_path / "log").read_text()
    assert not [one for one in (old, link_of(server.url)) if one.rpartition("/")[2] in log]
