from __future__ import annotations

import threading
from pathlib import Path
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from geo import workspace
from geo.sources import found, hapi_tables, job, refresh
from geo.sources.fetch import Client, Step
from geo.sources.refresh import Feed, Outcome
from tests.geo.sources.answers import idps
from ui import access


@pytest.fixture(autouse=True)
def _no_jobs(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(job, "_jobs", [])


def page() -> None:
    from ui import refresh_part

    refresh_part.refreshing("en")
    refresh_part.versions("en")


def shown(monkeypatch: pytest.MonkeyPatch, *, may: bool) -> AppTest:
    monkeypatch.setattr(access, "may", lambda _action: may)
    app = AppTest.from_function(page, default_timeout=60).run()
    assert not app.exception
    return app


def labels(app: AppTest) -> list[str]:
    return [button.label for button in app.button]


def save(people: int) -> workspace.Loaded:
    kind, table, _ = hapi_tables.displacement([idps(people=people)], [])
    division, placed, report = found.place(found.Sheet("idps.json", "idps", kind, table))
    entry = workspace.Loaded(
        name="hapi-idps", kind=kind, title="DTM (HDX HAPI)", source="IOM DTM (HDX HAPI)", licence="", division=division,
        date="2025-09-30", sensitivity="public", rows=1, placed=1, measures=(), claims=(), file="idps.json",
        sha256="0" * 64, layout="", address="https://hapi.humdata.org/x", by="", at=workspace.now(),
    )  # fmt: skip
    return workspace.save(entry, placed, report)


def test_who_may_not_sees_how_fresh_the_data_are_and_no_button(monkeypatch: pytest.MonkeyPatch) -> None:
    save(1)
    save(2)
    app = shown(monkeypatch, may=False)
    assert labels(app) == []
    assert [box.label for box in app.selectbox] == ["Dataset", "Compare with"]


def test_a_refresh_runs_beside_the_page_and_can_be_stopped(monkeypatch: pytest.MonkeyPatch) -> None:
    entered = threading.Event()

    def slow(client: Client) -> Any:
        client.progress(Step("DTM", 1000, 9000, 12.0))
        entered.set()
        client.wait(30)

    monkeypatch.setattr(refresh, "FEEDS", (Feed("hapi-idps", "hapi", "DTM", slow),))
    app = shown(monkeypatch, may=True)
    assert labels(app) == ["Refresh now"]
    app.button(key="refresh-start").click().run()
    assert entered.wait(5)
    app.run()
    assert [info.value for info in app.info] == ["DTM: 1 kB of 9 kB, 12 s left"]
    assert labels(app) == ["Stop"]
    running = job.last()
    assert running is not None
    app.button(key="refresh-cancel").click().run()
    running.wait(5)
    assert [one.status for one in running.outcomes] == ["cancelled"]
    assert labels(app.run()) == ["Refresh now"]


def test_only_the_sources_chosen_are_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []

    def noted(_client: Client, feeds: tuple[Feed, ...]) -> list[Outcome]:
        asked.extend(feed.source for feed in feeds)
        return []

    monkeypatch.setattr(job, "refresh", noted)
    app = shown(monkeypatch, may=True)
    app.button_group[0].set_value(["dtm", "boundaries"]).run()
    app.button(key="refresh-start").click().run()
    running = job.last()
    assert running is not None
    running.wait(5)
    assert asked == ["dtm", "boundaries"]


def test_an_earlier_version_can_be_put_back(monkeypatch: pytest.MonkeyPatch) -> None:
    first, second = save(1), save(2)
    app = shown(monkeypatch, may=True)
    assert workspace.find("hapi-idps") == second
    app.button(key="restore").click().run()
    assert not app.exception
    assert workspace.find("hapi-idps") == first


def test_a_restored_version_is_said_to_stay(monkeypatch: pytest.MonkeyPatch) -> None:
    first = save(1)
    save(2)
    workspace.restore("hapi-idps", first.version)
    refresh._note(refresh.FEEDS[0], refresh.Health(workspace.now(), workspace.now()))
    app = shown(monkeypatch, may=False)
    said = " ".join(one.proto.body for one in app.get("html"))
    assert said.count("stays in use until the source has something new since") == 2  # in the table, and below


def test_settings_that_no_service_takes_are_told_before_a_refresh(
    own_workspace: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (own_workspace / "settings.toml").write_text('user_agent = "ngo:map"\n')
    app = shown(monkeypatch, may=True)
    assert labels(app) == []
    (error,) = app.error
    assert "without a colon" in error.value
