"""Signing in and out in a real browser, by a real provider; what each role then sees."""

from __future__ import annotations

import contextlib
import time
from typing import TYPE_CHECKING

from playwright.sync_api import expect

from geo import sign_outs
from layers.text import say
from tests.browser.owning import own
from tests.browser.pages import hear, tab
from tests.browser.signing import client, may_edit

if TYPE_CHECKING:
    from collections.abc import Iterator

    import pytest
    from playwright.sync_api import Browser, ConsoleMessage, Page

    from tests.browser.signing import Signing

ACCOUNT = ".st-key-account"


@contextlib.contextmanager
def visited(browser: Browser, url: str, path: str) -> Iterator[Page]:
    """Open a page; what the provider's own page asks of others is not answered."""
    complaints: list[str] = []

    def heard(message: ConsoleMessage) -> None:
        # Streamlit first asks for its own parts below the page's path, and then above it.
        where = message.location["url"]
        if message.type == "error" and url in where and "/about/_stcore/" not in where:
            complaints.append(message.text)

    with tab(browser) as page:
        own(page.context, url)
        page.route(
            "**/*", lambda route: route.continue_() if "//127.0.0.1" in route.request.url else route.abort()
        )
        stop = hear(page, console=heard)
        page.goto(f"{url}/{path}")
        page.wait_for_selector(ACCOUNT)
        yield page
        assert not complaints, complaints
        stop()
        page.unroute_all()
        page.goto(f"{url}/_stcore/health")  # what it leaves may be the provider's page


def sign_in(page: Page, person: str) -> None:
    page.get_by_role("button", name="Sign in").click()
    page.get_by_role("button", name=person, exact=True).click()
    page.wait_for_selector(f"{ACCOUNT} >> text=Sign out")


def test_a_viewer_sees_what_the_public_sees_whatever_the_link(browser: Browser, signing: Signing) -> None:
    with visited(browser, signing.url, "about?audience=partner") as page:
        account = page.locator(ACCOUNT)
        assert account.get_by_role("radio").count() == 0
        sign_in(page, "viewer")
        assert "viewer@example.org (viewer)" in account.inner_text()
        assert account.get_by_role("radio").count() == 0
        page.goto(f"{signing.url}/?audience=partner")
        page.wait_for_selector(".mm-doubts >> text=Your account does not open")


def test_a_partner_chooses_the_view_and_signs_out(browser: Browser, signing: Signing) -> None:
    with visited(browser, signing.url, "about") as page:
        sign_in(page, "partner")
        page.goto(f"{signing.url}/about")
        account = page.locator(ACCOUNT)
        page.wait_for_selector(f"{ACCOUNT} >> text=partner@example.org (partner)")
        assert account.get_by_role("radio", name="Public").is_checked()
        account.get_by_role("radio", name="Partner").click()
        page.wait_for_url("**audience=partner")
        page.reload()
        page.wait_for_selector(f"{ACCOUNT} >> text=Sign out")
        assert account.get_by_role("radio", name="Partner").is_checked()
        account.get_by_role("button", name="Sign out").click()
        page.wait_for_url(lambda url: not url.startswith(signing.url))
        page.get_by_role("button").first.click()  # the provider asks once more
        page.wait_for_selector(f"{ACCOUNT} >> text=Sign in")


def test_a_sign_out_ends_every_session_of_the_account_and_every_copied_cookie(
    browser: Browser, signing: Signing, monkeypatch: pytest.MonkeyPatch
) -> None:
    partners = f"{signing.url}/?audience=partner"
    with visited(browser, signing.url, "about") as page:
        sign_in(page, "editor")
        page.goto(f"{signing.url}/about")
        copied = page.context.cookies()
        elsewhere = browser.new_context(locale="en-GB")
        elsewhere.add_cookies(copied)  # type: ignore[arg-type]
        others = [page.context.new_page(), elsewhere.new_page()]
        for one in others:
            one.goto(partners)
            one.locator(".mk").wait_for()
        thief = client()
        thief.cookies.update({cookie["name"]: cookie["value"] for cookie in copied})
        assert may_edit(thief, signing.url)

        page.locator(ACCOUNT).get_by_role("button", name="Sign out").click()
        for one in others:  # which nobody touches
            one.wait_for_selector(".mc-line span", timeout=30_000)
            expect(one.locator(".mc-line span")).to_have_text(say("access.signed_out", "en"))
            expect(one.locator(".mk")).to_have_count(0)
            expect(one.locator(".mm-doubts")).to_contain_text(say("doubt.audience.signed_out", "en"))
        assert not may_edit(thief, signing.url)
        others[1].goto(partners)
        others[1].wait_for_selector(f"{ACCOUNT} >> text=Sign in")
        expect(others[1].locator(".mk")).to_have_count(0)
        elsewhere.close()
        others[0].close()
    monkeypatch.setenv("MALI_MAP_WORKSPACE", str(signing.workspace))
    subject = f"{signing.provider} editor"
    assert 0 < time.time() - sign_outs.last(subject) < 60  # for the instances that share the workspace


def test_partner_view_on_ones_own_computer_takes_a_confirmation_each_time(
    browser: Browser, app_url: str
) -> None:
    with visited(browser, app_url, "about?audience=partner") as page:
        account = page.locator(ACCOUNT)
        account.get_by_role("button", name="Partner view").click()
        page.get_by_role("button", name="Open the partner view").click()
        account.get_by_role("radio", name="Partner").wait_for()
        assert account.get_by_role("radio", name="Partner").is_checked()
        assert "audience=partner" in page.url
        page.reload()
        account.get_by_role("button", name="Partner view").wait_for()
