from __future__ import annotations

import dataclasses
import json
import os
import resource as limits
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from geo import compare, rounds, workspace
from geo.errors import GeoError
from geo.settings import Settings
from geo.sources import hapi, job, refresh, store
from geo.sources.fetch import Client, Step
from geo.sources.refresh import Feed
from tests import amounts
from tests.geo.sources import answers
from tests.geo.sources.answers import idps, presence
from tests.geo.sources.conftest import QUICK, Make
from tests.geo.sources.service import Service, as_json, silent

IDPS = next(feed for feed in refresh.FEEDS if feed.name == "hapi-idps")
PRESENCE = next(feed for feed in refresh.FEEDS if feed.name == "hapi-3w")
PATH = "/api/v2/" + hapi.THEMES["idps"].path


def offer(service: Service, *people: int, number: int = 83, extra: tuple[dict[str, Any], ...] = ()) -> None:
    names = ("Bandiagara", "Koro", "Douentza")
    rows = [idps("Mopti", name, count, number) for name, count in zip(names, people, strict=False)]
    service.say(PATH, answers.hapi(*rows, *extra))


def test_a_feed_becomes_a_version_that_says_where_it_is_from(service: Service, client: Make) -> None:
    offer(service, 100, 200)
    (outcome,) = refresh.refresh(client(), [IDPS])
    found = workspace.find("hapi-idps")
    assert found is not None
    assert (outcome.status, outcome.loaded) == ("new", found)
    assert (found.kind, found.sensitivity, found.rows, found.placed) == ("displacement", "public", 2, 2)
    assert (found.source, found.date, found.title) == ("IOM DTM (HDX HAPI)", "2025-09-30", "DTM (HDX HAPI)")
    assert found.address.startswith(service.url + PATH)
    assert found.sha256 == store.known(found.address).sha256
    assert found.at.endswith("Z")
    assert json.loads((found.folder / "original").read_bytes())["data"][0]["population"] == 100
    assert refresh.health()["hapi-idps"].done >= found.at


def test_what_is_the_same_is_no_new_version(service: Service, client: Make) -> None:
    offer(service, 100)
    assert [one.status for _ in range(2) for one in refresh.refresh(client(), [IDPS])] == ["new", "same"]
    assert len(workspace.versions("hapi-idps")) == 1


def test_a_restored_version_stays_until_the_source_has_something_new(service: Service, client: Make) -> None:
    def refreshed() -> tuple[str, str]:
        (outcome,) = refresh.refresh(client(), [IDPS])
        assert outcome.loaded == workspace.find("hapi-idps")
        return outcome.status, outcome.loaded.version if outcome.loaded else ""

    offer(service, 100)
    _, first = refreshed()
    offer(service, 200)
    _, second = refreshed()
    workspace.restore("hapi-idps", first)
    assert refreshed() == refreshed() == ("same", first)
    offer(service, 300)
    status, third = refreshed()
    assert (status, len({first, second, third})) == ("new", 3)
    workspace.restore("hapi-idps", first)
    offer(service, 200)  # not what was fetched last, although it was in hand before
    status, fourth = refreshed()
    assert (status, len(workspace.versions("hapi-idps"))) == ("new", 4)
    workspace.restore("hapi-idps", first)
    workspace.restore("hapi-idps", fourth)
    assert refreshed() == ("same", fourth)


@pytest.mark.parametrize(
    "reply", [as_json({}, 500), as_json({"data": []}), as_json({"data": [{}]}), silent(0.4)]
)
def test_a_refresh_that_fails_changes_nothing(service: Service, client: Make, reply: Any) -> None:
    offer(service, 100)
    refresh.refresh(client(), [IDPS])
    before, stamp = workspace.loaded(), workspace.stamp()
    done = refresh.health()["hapi-idps"].done
    service.say(PATH, reply)
    (outcome,) = refresh.refresh(client(tries=1, read=0.2), [IDPS])
    assert (outcome.status, outcome.loaded) == ("failed", before[0])
    assert (workspace.loaded(), workspace.stamp()) == (before, stamp)
    known = refresh.health()["hapi-idps"]
    assert (known.done, known.error) == (done, outcome.error.key if outcome.error else "")


def test_one_feed_that_fails_does_not_stop_the_others(service: Service, client: Make) -> None:
    offer(service, 100)
    outcomes = refresh.refresh(client(), [PRESENCE, IDPS])
    assert [(one.feed.name, one.status) for one in outcomes] == [("hapi-3w", "failed"), ("hapi-idps", "new")]


def test_what_needs_a_setting_is_skipped(client: Make, settings: Settings) -> None:
    feeds = refresh.feeds_of(["dtm"])
    assert [one.status for one in refresh.refresh(client(), feeds)] == ["skipped"]
    nobody = Client(dataclasses.replace(settings, contact=""), QUICK)
    assert [one.status for one in refresh.refresh(nobody, [IDPS])] == ["skipped"]


def test_sources_by_name() -> None:
    assert refresh.SOURCES == ("hapi", "hdx", "dtm", "boundaries")
    assert [feed.name for feed in refresh.feeds_of(["hdx"])] == ["hdx-dtm", "hdx-3w", "hdx-fts"]
    assert refresh.feeds_of([]) == refresh.FEEDS
    with pytest.raises(GeoError, match="source_unknown"):
        refresh.feeds_of(["hpc"])


def test_two_refreshes_at_once_do_not_meet(service: Service, client: Make) -> None:
    offer(service, 100)
    entered, go_on = threading.Event(), threading.Event()

    def slow(asking: Client) -> Any:
        entered.set()
        go_on.wait(5)
        return IDPS.bring(asking)

    found: list[refresh.Outcome] = []
    feed = dataclasses.replace(IDPS, bring=slow)
    thread = threading.Thread(target=lambda: found.extend(refresh.refresh(client(), [feed])))
    thread.start()
    assert entered.wait(5)
    (second,) = refresh.refresh(client(), [IDPS])
    go_on.set()
    thread.join()
    assert (second.status, second.error.key if second.error else "") == ("failed", "refresh_running")
    assert found[0].status == "new"


def test_the_next_refresh_is_remembered_until_it_is_past() -> None:
    refresh.plan(3600)
    assert refresh.due() > workspace.now()
    refresh.plan(-1)
    assert refresh.due() == ""


def test_rounds_that_were_fetched_are_a_series_of_their_own(service: Service, client: Make) -> None:
    shipped = rounds.rounds()
    rows = (
        idps("Mopti", "Koro", 30, 82, reference_period_end="2025-06-30T00:00:00"),
        idps("Mopti", "Koro", 7, 64, reference_period_end="2020-04-30T00:00:00"),
        idps("Mopti", "Koro", 5, 1, operation="Floods"),
    )
    offer(service, 100, 200, extra=rows)
    refresh.refresh(client(), [IDPS])
    fetched = [given for given in rounds.rounds() if given.title]
    assert [given for given in rounds.rounds() if not given.title] == list(shipped)
    assert {(given.series, given.number, given.total("idps")) for given in fetched} == {
        ("hapi-idps-mali-conflict", "64", 7),
        ("hapi-idps-mali-conflict", "82", 30),
        ("hapi-idps-mali-conflict", "83", 300),
        ("hapi-idps-floods", "1", 5),
    }
    keys = {(given.series, given.number): given.key for given in rounds.rounds()}
    assert keys["dtm_baseline", "64"] == "2020-04"
    assert keys["hapi-idps-mali-conflict", "64"] == "2020-04:hapi-idps-mali-conflict"
    assert keys["hapi-idps-mali-conflict", "82"] == "2025-06"
    assert keys["hapi-idps-floods", "1"] == "2025-09"
    assert all(rounds.in_month(given.key, rounds.rounds()) is given for given in fetched)
    assert rounds.in_month("2020-04", rounds.rounds()).series == "dtm_baseline"
    workspace.remove("hapi-idps")
    assert rounds.rounds() == shipped


def test_what_changed_between_versions(service: Service, client: Make) -> None:
    offer(service, 100, 200)
    service.say(
        "/api/v2/" + hapi.THEMES["operational-presence"].path,
        answers.hapi(presence(), presence(org_acronym="IRC")),
    )
    refresh.refresh(client(), [IDPS, PRESENCE])
    offer(service, 100, 250, 9, number=84)
    service.say(
        "/api/v2/" + hapi.THEMES["operational-presence"].path,
        answers.hapi(presence(), presence(org_acronym="NRC")),
    )
    refresh.refresh(client(), [IDPS, PRESENCE])
    new, old = workspace.versions("hapi-idps")
    found = compare.between(old, new)
    assert (found.areas.came, found.areas.went) == (("ML0504",), ())
    assert (found.people, found.rows) == ({"idps": (300, 359)}, (2, 3))
    new, old = workspace.versions("hapi-3w")
    assert compare.between(old, new).organisations == compare.Sides(("NRC",), ("IRC",))
    workspace.restore("hapi-3w", old.version)
    assert workspace.find("hapi-3w") == old


def test_a_job_runs_beside_tells_how_far_it_is_and_can_be_cancelled() -> None:
    entered = threading.Event()

    def endless(client: Client) -> Any:
        client.progress(Step("DTM", 5, 10, 1.0))
        entered.set()
        client.wait(30)

    feed = Feed("hapi-idps", "hapi", "DTM", endless)
    running = job.start((feed,))
    assert entered.wait(5)
    assert (running.running, running.step) == (True, Step("DTM", 5, 10, 1.0))
    assert job.start((IDPS,)) is running
    began = time.monotonic()
    running.cancel()
    running.wait(5)
    assert time.monotonic() - began < 5
    assert not running.running
    assert [one.status for one in running.outcomes] == ["cancelled"]
    assert job.last() is running


# A refresh that dies: whatever it was about to write, the old version or the new one is there.


class Killed(BaseException):
    """Stands for a process that is no more: nothing of ours may handle it."""


STEPS: list[tuple[object, str]] = [
    (store.Part, "write"),
    (pd.DataFrame, "to_parquet"),
    (Path, "write_text"),
    (Path, "write_bytes"),
    (Path, "replace"),
    (Path, "rename"),
    (Path, "unlink"),
    (os, "fsync"),
    (workspace, "_clear"),
]
"""Everything that writes, or takes away, in a refresh."""


@pytest.mark.parametrize(("owner", "name"), STEPS, ids=lambda value: getattr(value, "__name__", str(value)))
def test_a_refresh_killed_before_any_write_leaves_the_old_or_the_new(
    service: Service, client: Make, monkeypatch: pytest.MonkeyPatch, owner: Any, name: str
) -> None:
    offer(service, 1, 1)
    refresh.refresh(client(), [IDPS])
    real: Callable[..., Any] = getattr(owner, name)
    killed = 0
    for at in range(1, 40):
        offer(service, at + 1, at + 1)
        calls = 0

        def dying(*args: Any, last: int = at, **kw: Any) -> Any:
            nonlocal calls
            calls += 1
            if calls == last:
                raise Killed
            return real(*args, **kw)

        with monkeypatch.context() as patched:
            patched.setattr(owner, name, dying)
            try:
                refresh.refresh(client(), [IDPS])
            except Killed:
                killed += 1
            else:
                break
        assert_whole({at, at + 1} | {at + 1 - back for back in range(at + 1)})
    assert killed, "nothing was killed"
    offer(service, 900, 900)
    assert [one.status for one in refresh.refresh(client(), [IDPS])] == ["new"]
    assert_whole({900})


def assert_whole(allowed: set[int]) -> None:
    """The version in hand has one figure in all its rows, and its report and original agree."""
    found = workspace.find("hapi-idps")
    assert found is not None
    figures = set(found.table()["idps"])
    assert len(figures) == 1
    assert figures <= allowed
    (figure,) = figures
    assert found.report()["tables"][0]["totals"]["idps"]["read"] == 2 * figure
    assert {
        row["population"] for row in json.loads((found.folder / "original").read_bytes())["data"]
    } == figures


REFRESHER = """
import sys
from geo.settings import Settings
from geo.sources import refresh
from geo.sources.fetch import Client, Policy
url = sys.argv[1]
feed = next(feed for feed in refresh.FEEDS if feed.name == "hapi-idps")
settings = Settings(contact="map@example.org", hapi_url=url + "/api", more_hosts=())
client = Client(settings, Policy(pause=0.0, backoff=0.01, tries=2))
print("ready", flush=True)
while True:
    outcome, = refresh.refresh(client, [feed])
    print(outcome.status, outcome.error or "", flush=True)
"""


def test_a_refresh_killed_at_any_moment_leaves_one_whole_version(service: Service, workspace: Path) -> None:
    figure = 0

    def next_figure(asked: Any) -> Any:
        nonlocal figure
        figure += 1
        rows = [idps("Mopti", name, figure) for name in ("Bandiagara", "Koro")]
        return answers.hapi(*rows)(asked)

    service.say(PATH, next_figure)
    seen = set()
    for kill in range(amounts.KILLS):
        process = subprocess.Popen(
            [sys.executable, "-c", REFRESHER, service.url], stdout=subprocess.PIPE, text=True
        )
        assert process.stdout
        assert process.stdout.readline() == "ready\n"
        assert process.stdout.readline().startswith("new")
        time.sleep(0.0031 * (kill % 17))
        process.kill()
        process.wait()
        process.stdout.close()
        assert_whole(set(range(1, figure + 1)))
        seen.add(figure)
    assert len(seen) == amounts.KILLS


def test_a_full_disk_changes_nothing_and_is_said(service: Service, client: Make, workspace: Path) -> None:
    offer(service, 1, 1)
    refresh.refresh(client(), [IDPS])
    many = [idps("Mopti", "Koro", n % 90, 85) for n in range(3000)]
    service.say(PATH, answers.hapi(*many))
    soft, hard = limits.getrlimit(limits.RLIMIT_FSIZE)
    limits.setrlimit(limits.RLIMIT_FSIZE, (100_000, hard))  # as a disk that is full after so many bytes
    try:
        (outcome,) = refresh.refresh(client(largest=10_000_000), [IDPS])
    finally:
        limits.setrlimit(limits.RLIMIT_FSIZE, (soft, hard))
    assert (outcome.status, outcome.error.key if outcome.error else "") == (
        "failed",
        "workspace_not_writable",
    )
    assert_whole({1})
    assert [one.status for one in refresh.refresh(client(largest=10_000_000), [IDPS])] == ["new"]


def test_a_reader_sees_a_whole_version_while_others_are_written(service: Service, client: Make) -> None:
    offer(service, 1, 1)
    refresh.refresh(client(), [IDPS])
    stop, bad = threading.Event(), []

    def read() -> None:
        while not stop.is_set():
            try:
                assert_whole(set(range(1, 40)))
            except Exception as error:
                bad.append(error)

    reader = threading.Thread(target=read)
    reader.start()
    for figure in range(2, 8):
        offer(service, figure, figure)
        refresh.refresh(client(), [IDPS])
    stop.set()
    reader.join()
    assert bad == []
