from __future__ import annotations

import dataclasses
import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

import cli
from geo import workspace as store
from geo.errors import GeoError
from geo.settings import Settings
from geo.sources import hapi, refresh
from geo.sources.fetch import Client, Step
from geo.sources.refresh import Health
from layers import refreshes
from layers.render import refreshing
from tests.geo.sources import answers
from tests.geo.sources.answers import FUNDING, abroad, idps, people, presence
from tests.geo.sources.conftest import QUICK
from tests.geo.sources.conftest import workspace as workspace
from tests.geo.sources.service import Service, closed_port, serving, trickle


@pytest.fixture
def service(monkeypatch: pytest.MonkeyPatch) -> Iterator[Service]:
    """A server that knows HAPI, which the command line asks without pauses."""
    with serving() as running:
        known = Settings(
            contact="map@example.org", hapi_url=f"{running.url}/api", ckan_url=running.url, more_hosts=()
        )
        monkeypatch.setattr(refreshing, "Client", lambda **kw: Client(known, QUICK, **kw))
        person = people(
            population_status="INN",
            sector_code="intersectoral",
            ipc_phase="3+",
            ipc_type="current",
            population_in_phase=5,
        )
        rows = {
            "idps": idps(),
            "operational-presence": presence(),
            "funding": FUNDING,
            "returnees": abroad(),
            "refugees": abroad(),
        }
        for name, theme in hapi.THEMES.items():
            running.say(f"/api/v2/{theme.path}", answers.hapi(rows.get(name, person)))
        yield running


@pytest.fixture
def few(monkeypatch: pytest.MonkeyPatch) -> None:
    """Two of HAPI's feeds only: eight take time to keep."""
    left_out = [feed for feed in refresh.FEEDS if feed.source == "hapi"][2:]
    monkeypatch.setattr(refresh, "FEEDS", tuple(feed for feed in refresh.FEEDS if feed not in left_out))


def run(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, *words: str
) -> tuple[int, str, str]:
    monkeypatch.setattr("sys.argv", ["mali-map", "refresh", *words])
    monkeypatch.setattr(signal, "signal", lambda *_: None)
    with pytest.raises(SystemExit) as ended:
        cli.main()
    out, err = capsys.readouterr()
    return int(ended.value.code or 0), out, err


def test_each_source_has_one_line_of_log(
    service: Service, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    code, out, err = run(capsys, monkeypatch, "hapi")
    assert (code, err) == (0, "")
    (line,) = out.splitlines()
    assert re.match(
        r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ hapi: DTM \(HDX HAPI\) new, 2025-09-30, 1 of 1 rows placed; 3W ",
        line,
    )
    assert len(store.loaded()) == 8
    code, out, _ = run(capsys, monkeypatch, "hapi")
    assert (code, out.count(" same, ")) == (0, 8)


@pytest.mark.usefixtures("few")
def test_what_needs_attention_and_what_failed_have_their_status(
    service: Service, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    path = "/api/v2/" + hapi.THEMES["idps"].path
    service.say(path, answers.hapi(idps(), idps("Mopti", "Nowhere")))
    assert run(capsys, monkeypatch, "hapi")[0] == 1
    service.say(path, (500, {}, b""))
    code, out, _ = run(capsys, monkeypatch, "hapi")
    assert (code, "DTM (HDX HAPI) failed: HAPI idps: 127.0.0.1 is out of order (500)." in out) == (1, True)
    code, out, _ = run(capsys, monkeypatch, "dtm")
    assert (code, "DTM (API) skipped: No key of the DTM API" in out) == (2, True)
    code, _, err = run(capsys, monkeypatch, "nobody")
    assert (code, err) == (
        2,
        'mali-map: The source "nobody" is not known; these are: hapi, hdx, dtm, boundaries.\n',
    )


def test_with_no_network_it_says_offline_and_everything_else_works(
    service: Service, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    run(capsys, monkeypatch, "hapi")
    before = store.loaded()
    nowhere = Settings(contact="a@b", hapi_url=f"http://127.0.0.1:{closed_port()}/api", more_hosts=())
    monkeypatch.setattr(
        refreshing, "Client", lambda **kw: Client(nowhere, dataclasses.replace(QUICK, tries=1), **kw)
    )
    code, out, err = run(capsys, monkeypatch, "hapi")
    assert (code, out.count("offline, 127.0.0.1 cannot be reached"), err) == (2, 8, "")
    assert store.loaded() == before


@pytest.mark.parametrize(("text", "expected"), [("24h", 86400), ("10m", 600), ("7d", 604800)])
def test_intervals(text: str, expected: int) -> None:
    assert refreshing.seconds(text) == expected


@pytest.mark.parametrize("text", ["", "9m", "24", "h", "-1h", "1.5h", "0d", "99999h", "24 h"])
def test_what_is_no_interval_is_said(text: str) -> None:
    with pytest.raises(GeoError, match="refresh_every"):
        refreshing.seconds(text)


@pytest.mark.usefixtures("few")
def test_again_and_again_until_it_is_stopped(
    service: Service, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    made: list[Client] = []
    plain = refreshing.Client
    monkeypatch.setattr(refreshing, "Client", lambda **kw: made.append(plain(**kw)) or made[-1])
    monkeypatch.setattr(refreshing, "_stop_on_signal", lambda _cancelled: None)
    planned: list[float] = []

    def plan(seconds: float) -> None:
        planned.append(seconds)
        if len(planned) == 2:
            made[0].cancelled.set()

    monkeypatch.setattr(refresh, "plan", plan)
    monkeypatch.setattr(refreshing, "seconds", lambda _text: 0.01)
    assert refreshing.run(["hapi"], "10m") == 0
    assert planned == [0.01, 0.01]
    assert len(capsys.readouterr().out.splitlines()) == 2


def test_ctrl_c_leaves_the_data_whole_and_no_traceback(tmp_path: Path) -> None:
    with serving() as slow:
        slow.say("/api/3/action/package_show", trickle(0.05, 400))
        folder = tmp_path / "own"
        folder.mkdir()
        (folder / "settings.toml").write_text(f'ckan_url = "{slow.url}"\n')
        environment = os.environ | {"MALI_MAP_WORKSPACE": str(folder), "no_proxy": "127.0.0.1"}
        process = subprocess.Popen(
            [sys.executable, "-m", "cli", "refresh", "hdx"],
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            env=environment,
        )
        deadline = time.monotonic() + 60
        while not slow.asked and time.monotonic() < deadline:
            time.sleep(0.05)
        process.send_signal(signal.SIGINT)
        out, err = process.communicate(timeout=30)
    assert process.returncode == 2
    assert "DTM (HDX) cancelled: The refresh is cancelled; the data have not changed." in out
    assert err == ""
    assert not (folder / "index.json").exists()


@pytest.mark.parametrize(
    ("step", "fr", "en"),
    [
        (Step("DTM", 2_500_000), "DTM : 2\u202f500 ko", "DTM: 2,500 kB"),
        (Step("DTM", 1000, 9000), "DTM : 1 ko sur 9 ko", "DTM: 1 kB of 9 kB"),
        (Step("DTM", 1000, 9000, 12.4), "DTM : 1 ko sur 9 ko, encore 12 s", "DTM: 1 kB of 9 kB, 12 s left"),
    ],
)
def test_progress_says_sizes_and_the_time_left(step: Step, fr: str, en: str) -> None:
    assert (refreshes.progress(step, "fr"), refreshes.progress(step, "en")) == (fr, en)


@pytest.mark.usefixtures("few")
def test_the_page_says_how_fresh_each_dataset_is(
    service: Service, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    service.say("/api/v2/" + hapi.THEMES["idps"].path, answers.hapi(idps(), idps("Mopti", "Nowhere")))
    run(capsys, monkeypatch, "hapi", "dtm")
    refresh.plan(3600)
    rows = {row.cells[0].text: [cell.text for cell in row.cells] for row in refreshes.freshness("en").rows}
    assert set(rows) == {feed.title for feed in refresh.FEEDS}
    dtm = rows["DTM (HDX HAPI)"]
    assert (dtm[1], dtm[4]) == ("30 September 2025", "1 row not placed")
    assert dtm[2].endswith("UTC")
    assert dtm[3].endswith("UTC")
    assert rows["3W (HDX HAPI)"][4] == "in order"
    assert rows["DTM (API)"][4].startswith("No key of the DTM API")
    assert rows["COD-AB"][4] == "never asked"
    assert rows["COD-AB"][1] == "nothing in hand"


@pytest.mark.usefixtures("few")
def test_a_failed_refresh_keeps_the_time_of_the_last_good_one(
    service: Service, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    run(capsys, monkeypatch, "hapi")
    before: Health = refresh.health()["hapi-idps"]
    service.say("/api/v2/" + hapi.THEMES["idps"].path, (503, {}, b""))
    run(capsys, monkeypatch, "hapi")
    row = next(row for row in refreshes.freshness("fr").rows if row.cells[0].text == "DTM (HDX HAPI)")
    assert row.cells[2].text == refreshes.moment(before.done, "fr")
    assert (
        row.cells[4].text
        == "HAPI idps : 127.0.0.1 est en panne (503). Réessayez plus tard ; les données n'ont pas changé."
    )


@pytest.mark.usefixtures("few")
def test_changes_are_said_by_name(
    service: Service, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    run(capsys, monkeypatch, "hapi")
    service.say("/api/v2/" + hapi.THEMES["idps"].path, answers.hapi(idps("Mopti", "Koro", 250)))
    service.say(
        "/api/v2/" + hapi.THEMES["operational-presence"].path, answers.hapi(presence(org_acronym="NRC"))
    )
    run(capsys, monkeypatch, "hapi")
    new, old = store.versions("hapi-idps")
    table = refreshes.changes(old, new, "en")
    said = {row.cells[0].text: [(cell.text, cell.note) for cell in row.cells[1:]] for row in table.rows}
    assert said["People: idps"] == [("100", ""), ("250", "")]
    assert said["Areas"] == [("1", "Gone: Bandiagara"), ("1", "New: Koro")]
    assert said["Organisations"] == [("unchanged", ""), ("unchanged", "")]
    new, old = store.versions("hapi-3w")
    said = {row.cells[0].text: row.cells[2].note for row in refreshes.changes(old, new, "fr").rows}
    assert said["Organisations"] == "Nouveaux : NRC"
    assert refreshes.origin(new, "en").startswith(f"Source: OCHA (HDX HAPI). Address: {service.url}/api/v2/")
    assert [one.name for one in refreshes.refreshed()] == sorted(one.name for one in store.loaded())


@pytest.mark.parametrize(
    ("lang", "said"),
    [("fr", "elle reste en usage tant que la source n'a rien de nouveau"), ("en", "it stays in use until")],
)
def test_a_restored_version_is_said_to_stay_in_both_languages(service: Service, lang: str, said: str) -> None:
    client = Client(refreshing.Client().settings, QUICK)
    path = "/api/v2/" + hapi.THEMES["idps"].path
    feed = refresh.FEEDS[0]
    versions = []
    for people_there in (1, 2):
        service.say(path, answers.hapi(idps(people=people_there)))
        versions.append(refresh.refresh(client, [feed])[0].loaded)
    held = store.find(feed.name)
    assert held is not None
    assert refreshes.restored(held, lang) == ""  # type: ignore[arg-type]
    assert versions[0] is not None
    store.restore(feed.name, versions[0].version)
    (outcome,) = refresh.refresh(client, [feed])
    assert (outcome.status, outcome.loaded) == ("same", versions[0])
    assert said in str(refreshes.freshness(lang).rows[0])  # type: ignore[arg-type]
    assert "restored version, fetched" in refreshing.lines([outcome])[0]
