from html import unescape
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from layers.text import say
from ui import access, account, connection, pages, sign_in


def page() -> None:
    import streamlit as st

    from ui import account, briefing_page, import_page, refresh_part

    lang = st.query_params["lang"]
    briefing_page.briefing_page()
    import_page.import_part(lang)
    refresh_part.refreshing(lang)
    account.control(lang)


def said(monkeypatch: pytest.MonkeyPatch, state: str, lang: str) -> list[str]:
    """Return what stands on the page in a state of the session."""
    monkeypatch.setattr(access, "state", lambda: state)
    monkeypatch.setattr(pages, "frame", lambda: None)
    app = AppTest.from_function(page, default_timeout=60)
    app.query_params["lang"] = lang
    app.run()
    assert not app.exception
    texts = [str(one.value) for one in app.info]
    return texts + [unescape(one.proto.body).replace("\xa0", " ") for one in app.get("html")]


@pytest.mark.parametrize("lang", ["fr", "en"])
def test_wherever_something_takes_the_owners_browser_the_page_says_how_to_become_it(
    monkeypatch: pytest.MonkeyPatch, lang: Any
) -> None:
    link = say("access.link", lang)
    assert sum(link in text for text in said(monkeypatch, "link", lang)) == 4
    for state in ("closed", "viewer", "confirm"):
        assert not any(link in text for text in said(monkeypatch, state, lang))


@pytest.mark.parametrize("lang", ["fr", "en"])
def test_a_page_whose_account_signed_out_says_so(monkeypatch: pytest.MonkeyPatch, lang: Any) -> None:
    words = say("access.signed_out", lang)
    assert any(words in text for text in said(monkeypatch, "signed_out", lang))
    assert connection._notice(True, lang) == words
    monkeypatch.setattr(access, "state", lambda: "sign_in")
    assert connection._notice(True, lang) == ""


def test_who_signs_out_does_so_here_and_everywhere(monkeypatch: pytest.MonkeyPatch) -> None:
    done: list[Any] = []
    monkeypatch.setattr(sign_in, "end", lambda claims: done.append(claims["sub"]))
    monkeypatch.setattr(account.st, "logout", lambda: done.append("here"))
    monkeypatch.setattr(account.st, "user", type("User", (), {"to_dict": lambda _self: {"sub": "7"}})())
    account._sign_out()
    assert done == ["here", "7"]
