from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from geo.paths import ROOT
from ui import access, address, owner

MARKED = {
    "fr": "Vue partenaire · données restreintes, ne pas diffuser",
    "en": "Partner view · restricted data, do not share",
}


@pytest.fixture(autouse=True)
def _workspace(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MALI_MAP_WORKSPACE", str(tmp_path))
    monkeypatch.setattr(owner, "is_owner", lambda _cookies: True)  # there is no browser that keeps it


def opened(*, confirmed: bool = True, **query: str) -> AppTest:
    """Open the app at an address, as somebody who has or has not confirmed the partner view."""
    app = AppTest.from_file(str(ROOT / "ui" / "main.py"), default_timeout=60)
    app.session_state[access.CONFIRMED] = confirmed
    for name, value in query.items():
        app.query_params[name] = value
    return ran(app)


def ran(app: AppTest) -> AppTest:
    app.run()
    assert not app.exception
    return app


def pressed(app: AppTest, key: str) -> AppTest:
    app.button(key=key).click()
    return ran(app)


def marks(app: AppTest) -> list[str]:
    return [str(html.proto.body) for html in app.get("html") if 'class="mk"' in html.proto.body]


def shows(app: AppTest, component: str) -> bool:
    return any(component in str(getattr(one, "proto", "")) for one in app.get("bidi_component"))


@pytest.mark.parametrize("lang", ["fr", "en"])
def test_a_partner_view_is_marked_once_and_a_public_one_is_not(lang: str) -> None:
    (mark,) = marks(opened(audience="partner", lang=lang))
    assert MARKED[lang] in mark
    assert not marks(opened(lang=lang))
    assert not marks(opened(confirmed=False, audience="partner", lang=lang))


def test_a_comparison_is_marked_too() -> None:
    assert len(marks(opened(audience="partner", compare="theme=presence"))) == 1


def test_presenting_what_is_restricted_asks_once_and_keeps_the_mark() -> None:
    app = opened(audience="partner", present="1", lang="en")
    assert not shows(app, "mali_deck")
    pressed(app, "present-partner")
    assert shows(app, "mali_deck")
    assert marks(app)
    app.session_state[address.KEPT] = "audience=partner&lang=en"
    assert not shows(ran(app), "mali_deck")
    app.session_state[address.KEPT] = "audience=partner&lang=en&present=1"
    assert shows(ran(app), "mali_deck")


def test_the_public_view_may_be_presented_instead() -> None:
    app = opened(audience="partner", present="1")
    pressed(app, "present-public")
    assert shows(app, "mali_deck")
    assert not marks(app)
    assert "audience" not in app.query_params


def test_presenting_may_be_left() -> None:
    app = opened(audience="partner", present="1")
    pressed(app, "present-leave")
    assert not shows(app, "mali_deck")
    assert "present" not in app.query_params
    assert marks(app)


def test_the_public_view_is_presented_unasked() -> None:
    assert shows(opened(present="1"), "mali_deck")
