"""Every page, file and endpoint as each role: what must not be there is not."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import TYPE_CHECKING

import pandas as pd
import pytest
from streamlit.proto.BackMsg_pb2 import BackMsg

from geo import audit, workspace
from layers.view import LAYERS, THEMES
from tests.browser.conftest import PROJECT
from tests.browser.signing import COOKIE_SECRET, client, get, signed_in
from tests.browser.visitor import Visitor, visiting
from tests.geo.test_workspace import entry

if TYPE_CHECKING:
    from tests.browser.signing import Signing

PLANTED = "PLANTED"
VIOLATIONS = b"serious violations"
"""Of children's rights: who monitors them is told to partners, for the country only."""

SERVER = (
    b"cookie_secret",
    COOKIE_SECRET.encode(),
    b"secret of the client",
    b"Traceback",
    str(PROJECT).encode(),
)

ROLES = ("nobody", "viewer", "partner", "editor")
VIEWS = [
    f"theme={theme}&level={level}&pick={pick}&layers={','.join(LAYERS)}"
    for theme, level, pick in [
        *((theme, 2, "ML") for theme in THEMES),
        ("presence", 1, "ML09"),
        ("presence", 1, "coopi-bamako"),
        ("idps", 3, "ML0501"),
        ("data:planted-sites", 2, "ML0501"),
    ]
]
ENDPOINTS = [
    "/", "/data", "/about", "/health", "/ready", "/metrics", "/_stcore/metrics", "/_stcore/health",
    "/_stcore/host-config", "/_stcore/agent/openapi.json", "/_stcore/script-health-check", "/favicon.png",
    "/settings.toml", "/secrets.toml", "/.streamlit/secrets.toml", "/.streamlit/config.toml", "/index.json",
    "/workspace/settings.toml", "/app/static/settings.toml", "/static/..%2f..%2fsecrets.toml",
    "/component/x/..%2fsecrets.toml", "/media/x.csv", "/assets/x/settings.toml", "/?audience=partner",
    "/%2e%2e/settings.toml", "/oauth2callback", "/oauth2callback?error=x&error_description=y", "/auth/login",
    "/auth/logout",
]  # fmt: skip


@pytest.fixture(scope="module")
def planted(signing: Signing) -> Iterator[Signing]:
    """A map whose workspace holds a dataset that nobody may be shown but partners."""
    given = entry(
        "planted-sites",
        title=f"{PLANTED} title",
        source=f"{PLANTED} source",
        file=f"{PLANTED}.csv",
        by=f"{PLANTED} by",
    )
    row = {"row": 2, "area": "ML0501", "state": "placed", "method": "name", "index": 1.5}
    rows = [row | {"name": f"{PLANTED} place"}]
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("MALI_MAP_WORKSPACE", str(signing.workspace))
        workspace.save(given, pd.DataFrame(rows), {})
        yield signing
        workspace.remove("planted-sites")


@pytest.fixture(params=ROLES)
def visitor(planted: Signing, request: pytest.FixtureRequest) -> Iterator[tuple[str, Visitor]]:
    who = client() if request.param == "nobody" else signed_in(planted.url, request.param)
    with visiting(planted.url, who) as visitor:
        yield request.param, visitor


def crawled(visitor: Visitor, audience: str) -> tuple[bytes, bytes]:
    """Return all that is sent, files included: for every view of the map, and for the other pages."""
    of_map, of_pages = [], []
    for came, page, query in [
        *((of_map, "", v) for v in VIEWS),
        (of_pages, "data", ""),
        (of_pages, "about", ""),
    ]:
        came.append(visitor.see(page, f"{query}&lang=en&audience={audience}"))
        assert b"could not be drawn" not in came[-1]
        came += [get(visitor.who, visitor.offered(button)).content for button in visitor.buttons]
    return b"".join(of_map), b"".join(of_pages)


def test_each_role_is_sent_what_it_may_see(visitor: tuple[str, Visitor]) -> None:
    role, session = visitor
    trusted = role in ("partner", "editor")
    (public_map, public_pages), (partner_map, partner_pages) = (
        crawled(session, audience) for audience in ("public", "partner")
    )
    assert b"COOPI" in public_map
    assert (VIOLATIONS in partner_map) is trusted
    assert (PLANTED.encode() in partner_map) is trusted
    for sent in (public_map, *((public_pages, partner_map, partner_pages) if not trusted else ())):
        assert VIOLATIONS not in sent
        assert PLANTED.encode() not in sent
    for sent in (public_map, public_pages, partner_map, partner_pages):
        assert not [word for word in SERVER if word in sent]
        assert (b"partner@example.org" in sent) is (role == "partner")


@pytest.mark.parametrize("role", ROLES)
def test_no_endpoint_tells_anybody_of_the_server_or_the_data(planted: Signing, role: str) -> None:
    who = client() if role == "nobody" else signed_in(planted.url, role)
    for path in ENDPOINTS:
        answer = get(who, planted.url + path)
        assert answer.status_code in (200, 302, 400, 404), path
        told = answer.content + str(answer.headers).encode()
        assert not [
            word for word in (*SERVER, b"@example.org", VIOLATIONS, PLANTED.encode()) if word in told
        ], path


def test_what_is_measured_names_nobody_and_nothing(planted: Signing) -> None:
    told = get(client(), f"{planted.url}/metrics").text
    assert "mali_map_sessions" in told
    assert "mali_map_loaded_datasets 1.0" in told
    for word in ("planted", "example_sites", "statements", "example.org"):
        assert word not in told


def noted(planted: Signing, by: str) -> list[dict[str, str]]:
    """Return what the audit log says of an account, the newest alone."""
    lines = (planted.workspace / audit.FILE).read_text(encoding="utf-8").splitlines()
    return [line for line in map(json.loads, lines) if line["by"] == by][-1:]


def test_a_file_of_a_partner_is_nobody_elses(planted: Signing) -> None:
    partner = signed_in(planted.url, "partner")
    with visiting(planted.url, partner) as session:
        session.see("data", "audience=partner&lang=en")
        file = session.offered("csv-planted-sites")
        (taken,) = noted(planted, "partner@example.org")
        assert (taken["action"], taken["audience"]) == ("export", "partner")
        assert taken["what"] == "csv planted-sites"
        assert PLANTED in get(partner, file).text
        assert get(partner, file).headers["cache-control"] == "no-store"
        for other in (client(), signed_in(planted.url, "viewer")):
            assert get(other, file).status_code == 404


def test_no_cache_hands_to_the_public_what_a_partner_was_shown(planted: Signing) -> None:
    partner = signed_in(planted.url, "partner")
    with visiting(planted.url, partner) as one, visiting(planted.url, client()) as other:
        for view in VIEWS[-2:] * 2:
            assert PLANTED.encode() in one.see("", f"{view}&lang=en&audience=partner")
            assert PLANTED.encode() not in other.see("", f"{view}&lang=en&audience=partner")


def test_nobody_learns_of_the_checkout_or_empties_the_caches(planted: Signing) -> None:
    with visiting(planted.url, client()) as session:
        for kind in ("load_git_info", "clear_cache"):
            asked = BackMsg()
            setattr(asked, kind, True)
            session.ask(asked)
        assert b"git_info" not in session.see("about", "lang=en")


def test_settings_that_are_damaged_are_told_to_editors_and_the_log_and_open_nothing(planted: Signing) -> None:
    settings = planted.workspace / "settings.toml"
    sound = settings.read_text()
    partner = signed_in(planted.url, "partner")
    with visiting(planted.url, partner) as session, visiting(planted.url, client()) as other:
        settings.write_text('partners = "partner@example.org"\n')
        try:
            sent = session.see("", f"{VIEWS[-1]}&lang=en&audience=partner")
            told = other.see("about", "lang=en")
            assert get(partner, f"{planted.url}/ready").text == "degraded"
        finally:
            settings.write_text(sound)
        assert PLANTED.encode() not in sent
        for page in (sent, told):
            assert b"could not be drawn" not in page
            assert str(planted.workspace).encode() not in page
        assert b"partner@example.org" not in told
