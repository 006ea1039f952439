from __future__ import annotations

import dataclasses
import datetime as dt
import hashlib
import json
import os
import threading
import time
from pathlib import Path

import pytest

from geo.errors import GeoError
from geo.settings import Settings
from geo.sources import store
from geo.sources.fetch import Client, Step, allowed_hosts
from tests.geo.sources.conftest import QUICK, Make
from tests.geo.sources.service import (
    Answer,
    Asked,
    Service,
    always,
    as_json,
    closed_port,
    cut_after,
    endless,
    http_date,
    serving,
    silent,
    trickle,
    versioned,
)

BODY = bytes(range(256)) * 900
BAD = (503, {}, b"")


def fetched(client: Client, service: Service, path: str = "/file", **kw: object) -> bytes:
    return client.fetch(service.url + path, "file", **kw).path.read_bytes()


def test_an_answer_comes_to_the_disk_under_its_digest(
    service: Service, client: Make, workspace: Path
) -> None:
    service.say("/file", (200, {"ETag": '"1"', "Content-Type": "text/csv"}, BODY))
    found = client().fetch(f"{service.url}/file", "file", query={"limit": 2, "code": "MLI"})
    assert found.path == workspace / "fetched" / hashlib.sha256(BODY).hexdigest()
    assert found.path.read_bytes() == BODY
    assert (found.address, found.etag, found.type) == (
        f"{service.url}/file?limit=2&code=MLI",
        '"1"',
        "text/csv",
    )
    assert service.asked[0].query == {"limit": "2", "code": "MLI"}
    assert service.asked[0].headers["user-agent"] == "mali-map"


def test_what_is_still_the_same_is_not_sent_again(service: Service, client: Make) -> None:
    service.say("/file", versioned(BODY, '"a"'))
    first = client().fetch(f"{service.url}/file", "file")
    assert client().fetch(f"{service.url}/file", "file") == first
    assert service.asked[1].headers["if-none-match"] == '"a"'
    service.say("/file", versioned(BODY[:-1], '"b"'))
    assert client().fetch(f"{service.url}/file", "file").sha256 != first.sha256
    first.path.unlink()
    store.forget(first.address)
    assert fetched(client(), service) == BODY[:-1]


@pytest.mark.parametrize("content", [b"", BODY[:100], BODY[:-1] + b"x"])
def test_an_answer_whose_file_was_damaged_is_asked_for_anew(
    service: Service, client: Make, content: bytes
) -> None:
    service.say("/file", versioned(BODY, '"a"'))
    client().fetch(f"{service.url}/file", "file").path.write_bytes(content)
    assert fetched(client(), service) == BODY


@pytest.mark.parametrize(
    "note", [b"", b"{", b"[]", b'{"sha256": 7}', b"[" * 100_000, b'{"sha256": "../../x"}']
)
def test_with_a_damaged_note_an_answer_is_asked_for_anew(service: Service, client: Make, note: bytes) -> None:
    service.say("/file", versioned(BODY, '"a"'))
    address = client().fetch(f"{service.url}/file", "file").address
    store._note(address).write_bytes(note)
    assert store.known(address) is None
    assert fetched(client(), service) == BODY
    assert "if-none-match" not in service.asked[-1].headers


def test_an_answer_that_was_no_good_is_asked_for_anew(service: Service, client: Make) -> None:
    service.say("/file", versioned(BODY, '"a"'))
    store.forget(client().fetch(f"{service.url}/file", "file").address)
    fetched(client(), service)
    assert "if-none-match" not in service.asked[1].headers


def test_the_rest_of_a_cut_file_is_asked_for(service: Service, client: Make) -> None:
    service.say("/file", cut_after(BODY, 100_000, ETag='"a"'), versioned(BODY, '"a"'))
    assert fetched(client(), service) == BODY
    assert service.asked[1].headers["range"] == "bytes=100000-"
    assert service.asked[1].headers["if-range"] == '"a"'


def test_a_cut_file_that_has_changed_begins_anew(service: Service, client: Make) -> None:
    service.say("/file", cut_after(BODY, 100_000, ETag='"a"'), versioned(BODY[::-1], '"b"'))
    assert fetched(client(), service) == BODY[::-1]


def test_a_cut_file_without_a_version_begins_anew(service: Service, client: Make) -> None:
    service.say("/file", cut_after(BODY, 100_000), (200, {}, BODY))
    assert fetched(client(), service) == BODY
    assert "range" not in service.asked[1].headers


def test_a_part_that_no_longer_fits_is_thrown_away(service: Service, client: Make) -> None:
    service.say("/file", cut_after(BODY, 100_000, ETag='"a"'), (416, {}, b""), versioned(BODY, '"a"'))
    assert fetched(client(), service) == BODY


@pytest.mark.parametrize(
    ("reply", "key"),
    [
        (always(500, {}, b"oops"), "source_failed"),
        (always(503, {}, b""), "source_failed"),
        (always(429, {}, b""), "source_busy"),
        (always(429, {"Retry-After": "3600"}, b""), "source_wait"),
        (silent(0.5), "source_timeout"),
        (cut_after(BODY, len(BODY) // 2), "source_cut"),
    ],
)
def test_a_service_that_stays_bad_is_given_up(
    service: Service, client: Make, reply: object, key: str
) -> None:
    service.say("/file", reply)
    with pytest.raises(GeoError, match=key):
        fetched(client(read=0.2) if key == "source_timeout" else client(), service)
    assert service.times("/file") == (1 if key == "source_wait" else QUICK.tries)


@pytest.mark.parametrize(
    ("status", "body", "key"),
    [
        (403, b'{"error":"Missing app identifier"}', "source_refused"),
        (401, b"", "source_refused"),
        (404, b'{"detail":"Not Found"}', "source_not_there"),
        (406, b"", "source_not_acceptable"),
        (
            422,
            b'{"detail":[{"type":"enum","loc":["query","admin_level"],"msg":"Input should be 0"}]}',
            "source_rejected",
        ),
    ],
)
def test_a_refusal_is_not_asked_twice_and_says_what_the_service_said(
    service: Service, client: Make, status: int, body: bytes, key: str
) -> None:
    service.say("/file", (status, {}, body))
    with pytest.raises(GeoError, match=key) as caught:
        fetched(client(), service)
    assert service.times("/file") == 1
    assert caught.value.details.get("said", body.decode()) == body.decode()


def test_a_busy_service_is_asked_again_when_it_says(service: Service, client: Make) -> None:
    service.say("/file", (429, {"Retry-After": "1"}, b""), BAD, (200, {}, BODY))
    began = time.monotonic()
    assert fetched(client(), service) == BODY
    assert 1.0 <= time.monotonic() - began < 3
    soon = http_date(dt.datetime.now(tz=dt.UTC) - dt.timedelta(seconds=5))
    service.say("/dated", (429, {"Retry-After": soon}, b""), (200, {}, BODY))
    assert fetched(client(), service, "/dated") == BODY


def test_questions_to_a_host_keep_their_distance(service: Service, client: Make) -> None:
    service.say("/file", (200, {}, BODY))
    asking = client(pause=0.1)
    began = time.monotonic()
    for _ in range(3):
        fetched(asking, service)
    assert time.monotonic() - began >= 0.2


@pytest.mark.parametrize(
    ("target", "key"),
    [
        ("http://127.0.0.1:1/x", "source_redirected"),
        ("https://example.org/x", "source_redirected"),
        ("http://example.org/x", "source_not_secure"),
        ("file:///etc/passwd", "source_not_secure"),
        ("/again", "source_redirects"),
    ],
)
def test_redirects_to_others_are_refused(service: Service, client: Make, target: str, key: str) -> None:
    service.say("/file", (302, {"Location": target}, b""))
    service.say("/again", (302, {"Location": "/again"}, b""))
    with pytest.raises(GeoError, match=f"{key}:"):
        fetched(client(), service)


def test_redirects_to_a_configured_host_are_followed_without_the_secret(
    service: Service, settings: Settings
) -> None:
    with serving() as other:
        other.say("/there", (200, {}, BODY))
        service.say("/file", (302, {"Location": "/moved"}, b""))
        service.say("/moved", (307, {"Location": f"{other.url}/there"}, b""))
        known = dataclasses.replace(settings, more_hosts=(other.url.removeprefix("http://"),))
        assert fetched(Client(known, QUICK), service, secret={"X-Key": "secret"}) == BODY
        assert [one.headers.get("x-key") for one in service.asked] == ["secret", "secret"]
        assert "x-key" not in other.asked[0].headers


@pytest.mark.parametrize(
    ("address", "key"),
    [
        ("https://example.org/data.json", "source_not_configured"),
        ("http://example.org/data.json", "source_not_secure"),
        ("ftp://127.0.0.1/data.json", "source_not_secure"),
    ],
)
def test_only_configured_hosts_are_contacted(client: Make, address: str, key: str) -> None:
    with pytest.raises(GeoError, match=key):
        client().fetch(address, "file")


def test_the_configured_hosts_are_those_of_the_addresses() -> None:
    assert allowed_hosts(Settings()) >= {"hapi.humdata.org", "data.humdata.org", "dtmapi.iom.int"}
    assert "" not in allowed_hosts(Settings(dtm_url=""))


def test_a_certificate_that_does_not_verify_is_refused(tmp_path: Path, settings: Settings) -> None:
    with serving(own_certificate(tmp_path)) as secure:
        secure.say("/file", (200, {}, BODY))
        known = dataclasses.replace(settings, hapi_url=secure.url)
        with pytest.raises(GeoError, match="source_certificate"):
            fetched(Client(known, QUICK), secure)
        assert secure.asked == []


def own_certificate(folder: Path) -> Path:
    """Make a certificate that nobody but ourselves has signed."""
    from cryptography import x509
    from cryptography.hazmat.primitives import hashes, serialization
    from cryptography.hazmat.primitives.asymmetric import ec

    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "127.0.0.1")])
    now = dt.datetime.now(tz=dt.UTC)
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(now - dt.timedelta(days=1))
        .not_valid_after(now + dt.timedelta(days=1))
        .sign(key, hashes.SHA256())
    )
    file = folder / "own.pem"
    secret = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    file.write_bytes(secret + certificate.public_bytes(serialization.Encoding.PEM))
    return file


def test_no_network_is_said_to_be_that(settings: Settings) -> None:
    offline = dataclasses.replace(settings, hapi_url=f"http://127.0.0.1:{closed_port()}")
    with pytest.raises(GeoError, match="source_offline"):
        Client(offline, QUICK).fetch(offline.hapi_url, "file")


@pytest.mark.parametrize(
    "reply",
    [
        lambda asked: claimed(asked, 2_000_000_000),
        endless(2_000_000_000),
        cut_after(BODY, len(BODY), **{"Content-Length": "2000000000"}),
    ],
    ids=["claimed", "endless", "claimed and cut"],
)
def test_two_gigabytes_are_not_taken(service: Service, client: Make, reply: object, workspace: Path) -> None:
    service.say("/file", reply)
    with pytest.raises(GeoError, match="source_too_large") as caught:
        fetched(client(), service)
    assert caught.value.details["limit"] == 1
    assert sum(path.stat().st_size for path in (workspace / "fetched").iterdir()) < 1000


def claimed(asked: Asked, size: int) -> Answer | None:
    asked.line.send_response(200)
    asked.line.send_header("Content-Length", str(size))
    asked.line.end_headers()
    asked.line.close_connection = True
    return None


def test_a_line_that_only_trickles_is_given_up(service: Service, client: Make) -> None:
    service.say("/file", trickle(0.02, 500))
    began = time.monotonic()
    with pytest.raises(GeoError, match="source_slow"):
        fetched(client(patience=0.2), service)
    assert time.monotonic() - began < 3


def test_progress_says_how_much_and_how_long(service: Service, client: Make) -> None:
    service.say("/file", (200, {}, BODY))
    steps: list[Step] = []
    fetched(client(steps=steps), service)
    assert (steps[-1].done, steps[-1].total, steps[-1].left) == (len(BODY), len(BODY), 0.0)
    assert [step.done for step in steps] == sorted(step.done for step in steps)


def test_cancelling_stops_at_once_and_what_is_in_hand_stays(service: Service, client: Make) -> None:
    service.say("/file", versioned(BODY, '"a"'), trickle(0.01, 2000))
    asking = client(patience=60, read=5)
    before = asking.fetch(f"{service.url}/file", "file")
    threading.Timer(0.1, asking.cancelled.set).start()
    with pytest.raises(GeoError, match="cancelled"):
        fetched(asking, service)
    assert store.known(before.address) == before
    assert before.path.read_bytes() == BODY


def test_waiting_can_be_cancelled(service: Service, client: Make) -> None:
    service.say("/file", (429, {"Retry-After": "1"}, b""))
    asking = client()
    threading.Timer(0.05, asking.cancelled.set).start()
    began = time.monotonic()
    with pytest.raises(GeoError, match="cancelled"):
        fetched(asking, service)
    assert time.monotonic() - began < 0.9


def test_the_proxy_of_the_environment_is_used(
    service: Service, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    with serving() as proxy:
        monkeypatch.setenv("http_proxy", proxy.url)
        monkeypatch.setenv("no_proxy", "")
        proxy.say("/file", (200, {}, b"by the proxy"))
        assert fetched(Client(settings, QUICK), service) == b"by the proxy"
        assert service.asked == []


def test_the_name_it_gives_itself_can_be_set(service: Service, settings: Settings) -> None:
    def picky(asked: Asked) -> Answer:
        return (200, {}, b"1") if asked.headers["user-agent"] == "ngo-map/2" else (406, {}, b"")

    service.say("/file", picky)
    with pytest.raises(GeoError, match="source_not_acceptable"):
        fetched(Client(settings, QUICK), service)
    named = dataclasses.replace(settings, user_agent="ngo-map/2")
    assert fetched(Client(named, QUICK), service) == b"1"


def test_a_full_disk_is_a_sentence_and_changes_nothing(
    service: Service, client: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    service.say("/file", versioned(BODY, '"a"'))
    before = client().fetch(f"{service.url}/file", "file")
    service.say("/file", versioned(BODY[::-1], '"b"'))

    class Full:
        def __enter__(self) -> Full:
            return self

        def __exit__(self, *_: object) -> None:
            pass

        def write(self, _chunk: bytes) -> None:
            raise OSError(28, "No space left on device")

    with monkeypatch.context() as patched:
        patched.setattr(store.Part, "open", lambda _part: Full())
        with pytest.raises(GeoError, match="workspace_not_writable"):
            fetched(client(), service)
    assert store.known(before.address) == before


def test_what_nothing_needs_is_cleared_a_day_later(service: Service, client: Make, workspace: Path) -> None:
    service.say("/one", as_json(1))
    service.say("/two", as_json(2))
    kept = client().fetch(f"{service.url}/one", "one")
    client().fetch(f"{service.url}/two", "two")
    store.clear({kept.address})
    files = list((workspace / "fetched").iterdir())
    assert len(files) == 4
    for path in files:
        os.utime(path, (0, 0))
    store.clear({kept.address})
    names = {path.name for path in (workspace / "fetched").iterdir()}
    assert names == {kept.sha256, store._note(kept.address).name}
    assert json.loads(kept.path.read_text()) == 1
