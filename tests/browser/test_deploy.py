"""The examples of ``deploy/``, started and checked as far as this machine can."""

from __future__ import annotations

import asyncio
import contextlib
import json
import os
import re
import shutil
import ssl
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple, TypeVar

import pytest
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.asyncio.client import connect

from geo import workspace
from tests.browser.conftest import PROJECT, free_port, mali_map, serving
from tests.browser.signing import client
from tests.geo.test_workspace import TABLE, entry

if TYPE_CHECKING:
    from collections.abc import Coroutine, Iterator

    import requests

T = TypeVar("T")

DEPLOY = PROJECT / "deploy"
BROWSERS = 24
"""Browsers that come to two instances: that all land on one is a chance of one in eight million."""


class Proxy(NamedTuple):
    """Where nginx is, and the certificate that it shows."""

    url: str
    certificate: Path


def needs(program: str) -> str:
    found = shutil.which(program, path=f"{os.environ['PATH']}:/usr/sbin")
    if not found:
        pytest.skip(f"{program} is not on this machine")
    return found


@pytest.fixture(scope="module")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The workspace that both instances share."""
    return tmp_path_factory.mktemp("shared")


@pytest.fixture(scope="module")
def instances(shared: Path) -> Iterator[list[str]]:
    def command(port: int) -> list[str]:
        return ["env", f"MALI_MAP_WORKSPACE={shared}", *mali_map(), "serve", "--port", str(port)]

    with serving(command) as first, serving(command) as second:
        yield [first, second]


@pytest.fixture(scope="module")
def proxy(instances: list[str], tmp_path_factory: pytest.TempPathFactory) -> Iterator[Proxy]:
    """Start nginx as the example says, with ports and a certificate of its own; yield where it is."""
    nginx, openssl = needs("nginx"), needs("openssl")
    folder = tmp_path_factory.mktemp("nginx")
    made = [openssl, "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "1", "-subj", "/CN=localhost"]
    made += ["-addext", "subjectAltName=DNS:localhost", "-keyout", folder / "key", "-out", folder / "crt"]
    subprocess.run(made, check=True, capture_output=True)
    plain, tls = free_port(), free_port()
    text = (DEPLOY / "nginx.conf").read_text()
    for given, here in {
        "/run/nginx.pid": folder / "pid",
        "/var/log/nginx/error.log": folder / "error.log",
        "/etc/nginx/map.example.org.crt": folder / "crt",
        "/etc/nginx/map.example.org.key": folder / "key",
        "listen 80;": f"listen 127.0.0.1:{plain};",
        "listen 443 ": f"listen 127.0.0.1:{tls} ",
        "127.0.0.1:8501": instances[0].removeprefix("http://"),
        "127.0.0.1:8502": instances[1].removeprefix("http://"),
    }.items():
        assert given in text, given
        text = text.replace(given, str(here))
    (folder / "nginx.conf").write_text(text)
    who = "user root;" if os.geteuid() == 0 else ""
    command = [nginx, "-p", folder, "-c", folder / "nginx.conf", "-g", f"daemon off; {who}"]
    subprocess.run([*command, "-t"], check=True, capture_output=True)
    running = subprocess.Popen(command, stderr=subprocess.DEVNULL)
    try:
        wait_for(lambda: client().get(f"http://127.0.0.1:{plain}", timeout=1, allow_redirects=False))
        yield Proxy(f"https://localhost:{tls}", folder / "crt")
    finally:
        running.terminate()
        running.wait(10)


def wait_for(what: object, seconds: float = 20) -> None:
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        with contextlib.suppress(OSError):
            what()  # type: ignore[operator]
            return
        time.sleep(0.05)
    raise TimeoutError


def measured(instance: str, name: str) -> float:
    text = client().get(f"{instance}/metrics", timeout=10).text
    found = re.search(rf"^{name} (\S+)$", text, re.MULTILINE)
    assert found, text
    return float(found[1])


def came(proxy: Proxy) -> requests.Session:
    who = client()
    who.verify = str(proxy.certificate)
    who.get(proxy.url, timeout=10)
    return who


def session(proxy: Proxy, who: requests.Session) -> connect:
    """Open a session as a browser does.

    With asyncio: a client that reads in a thread of its own loses a request now and then, because Python
    before 3.13 lets one thread write to a TLS connection while another reads it.
    """
    context = ssl.create_default_context(cafile=proxy.certificate)
    cookies = "; ".join(f"{cookie.name}={cookie.value}" for cookie in who.cookies)
    return connect(
        proxy.url.replace("https", "wss") + "/_stcore/stream",
        ssl=context, origin=proxy.url, subprotocols=["streamlit"], proxy=None, max_size=None,  # type: ignore[arg-type,list-item]
        additional_headers={"Cookie": cookies},
    )  # fmt: skip


def run(what: Coroutine[Any, Any, T]) -> T:
    """Run something in a thread of its own: where a browser is open, this one has a loop already."""
    with ThreadPoolExecutor(1) as threads:
        return threads.submit(asyncio.run, what).result()


def test_two_instances_behind_the_proxy_are_one_map(instances: list[str], proxy: Proxy) -> None:
    async def instance_of(who: requests.Session) -> str:
        async with session(proxy, who):
            served = [place for place in instances if measured(place, "mali_map_sessions")]
            assert len(served) == 1
            async with session(proxy, who):
                assert measured(served[0], "mali_map_sessions") == 2
        return served[0]

    used = set()
    for _ in range(BROWSERS):
        used.add(run(instance_of(came(proxy))))
        wait_until_empty(instances)
    assert used == set(instances)


def wait_until_empty(instances: list[str]) -> None:
    deadline = time.monotonic() + 10
    while any(measured(place, "mali_map_sessions") for place in instances):
        assert time.monotonic() < deadline
        time.sleep(0.02)


def test_the_proxy_passes_the_websocket_both_ways(proxy: Proxy) -> None:
    asked = BackMsg()
    asked.rerun_script.query_string = "level=2"

    async def answer() -> str | bytes:
        async with asyncio.timeout(20), session(proxy, came(proxy)) as socket:
            await socket.send(asked.SerializeToString())
            return await socket.recv()

    first = ForwardMsg()
    first.ParseFromString(run(answer()))  # type: ignore[arg-type]
    assert first.WhichOneof("type")


def test_the_proxy_encrypts_and_keeps_measurements_to_itself(proxy: Proxy, instances: list[str]) -> None:
    who = came(proxy)
    health = who.get(f"{proxy.url}/_stcore/health", timeout=10)
    cookies = health.raw.headers.getlist("set-cookie")
    assert cookies
    assert all("secure" in cookie.lower() for cookie in cookies)
    assert health.headers["strict-transport-security"].startswith("max-age=")
    assert "nginx/" not in health.headers["server"]
    for path in ("/metrics", "/_stcore/metrics"):
        assert who.get(proxy.url + path, timeout=10).status_code == 404
    # An instance itself tells them to nobody whose request was passed on.
    passed = client().get(f"{instances[0]}/metrics", headers={"X-Forwarded-For": "10.1.1.1"}, timeout=10)
    assert passed.status_code == 404
    assert who.put(f"{proxy.url}/_stcore/upload_file/a/b", data=b"x", timeout=10).status_code == 403
    assert who.get(f"{proxy.url}/?{'a' * 10_000}", timeout=10).status_code == 414


def test_what_one_instance_loads_the_other_shows(
    instances: list[str], shared: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("MALI_MAP_WORKSPACE", str(shared))
    before = [measured(place, "mali_map_loaded_datasets") for place in instances]
    workspace.save(entry("shared"), TABLE, {})
    assert [measured(place, "mali_map_loaded_datasets") for place in instances] == [n + 1 for n in before]
    workspace.remove("shared")
    assert [measured(place, "mali_map_loaded_datasets") for place in instances] == before


def test_the_unit_is_sound_and_confined(tmp_path: Path) -> None:
    analyze = needs("systemd-analyze")
    text = (DEPLOY / "mali-map@.service").read_text()
    for given, here in {
        "/opt/mali-map/.venv/bin/mali-map": "/bin/true",
        "WorkingDirectory=/opt/mali-map": "WorkingDirectory=/",
        "User=mali-map": "User=root",
    }.items():
        assert given in text
        text = text.replace(given, here)
    unit = tmp_path / "mali-map@.service"
    unit.write_text(text)
    instance = tmp_path / "mali-map@8501.service"
    instance.write_text(text)
    found = subprocess.run([analyze, "verify", instance], capture_output=True, text=True, check=False)
    if "Failed to initialize manager" in found.stderr:
        pytest.skip("systemd-analyze does not work on this machine")
    assert not [line for line in found.stderr.splitlines() if "mali-map" in line], found.stderr
    level = subprocess.run(
        [analyze, "security", "--offline=yes", "--threshold=20", unit],
        capture_output=True,
        text=True,
        check=False,
    )
    assert level.returncode == 0, level.stdout[-500:]


def steps() -> list[tuple[str, str]]:
    text = re.sub(r"(?m)^#.*\n", "", (DEPLOY / "Containerfile").read_text()).replace("\\\n", " ")
    found = [tuple(line.split(None, 1)) for line in text.splitlines() if line.strip()]
    return found  # type: ignore[return-value]


def test_the_image_holds_what_the_program_needs_and_no_secret() -> None:
    copied = {
        name
        for step, said in steps()
        if step == "COPY" and not said.startswith("--from")
        for name in said.split()[:-1]
    }
    assert all((PROJECT / name).exists() for name in copied)
    assert {"app.py", "cli.py", "geo", "layers", "ui", "data", ".streamlit", "requirements.lock"} <= copied
    ignored = (PROJECT / ".containerignore").read_text().split()
    assert {".streamlit/secrets.toml", "secrets.toml", "workspace"} <= set(ignored)


def test_the_image_runs_as_nobody_in_particular() -> None:
    user = dict(steps())["USER"]
    assert re.fullmatch(r"[1-9]\d+:[1-9]\d+", user)
    last = [step for step, _ in steps()].index("USER")
    assert not [said for step, said in steps()[last:] if step == "RUN"]


def test_the_image_runs_with_nothing_writable_but_its_workspace(tmp_path: Path) -> None:
    unshare = needs("unshare")
    command = json.loads(dict(steps())["ENTRYPOINT"])
    assert command[0].endswith("/mali-map")
    only_workspace = f"""
        mount --bind {tmp_path} {tmp_path} && mount --bind {PROJECT} {PROJECT} &&
        mount -o remount,bind,ro {PROJECT} && mount -o remount,bind,ro / &&
        ! touch {PROJECT}/written 2>/dev/null && ! touch /written 2>/dev/null && exec "$@" """
    own = [unshare, "--user", "--map-root-user", "--mount"]
    if subprocess.run([*own, "sh", "-c", only_workspace, "sh", "true"], check=False).returncode:
        pytest.skip("this machine gives no folders of its own to a process")

    def contained(port: int) -> list[str]:
        assert command[-2:] == ["--port", "8501"]
        folders = [f"{name}={tmp_path}" for name in ("HOME", "TMPDIR", "MPLCONFIGDIR", "MALI_MAP_WORKSPACE")]
        program = [*mali_map(), *command[1:-1], str(port)]
        return [
            *own,
            "sh",
            "-c",
            only_workspace,
            "sh",
            "env",
            *folders,
            "PYTHONDONTWRITEBYTECODE=1",
            *program,
        ]

    with serving(contained) as url:
        assert client().get(f"{url}/ready", timeout=10).text == "ready"
        # Others can reach it and nobody signs in: even this computer may change nothing.
        assert client().put(f"{url}/_stcore/upload_file/a/b", data=b"x", timeout=10).status_code == 403
        check = json.loads(dict(steps())["HEALTHCHECK"].partition("CMD ")[2])
        assert check[0].endswith("/python")
        asked = [sys.executable, check[1], check[2].replace("http://127.0.0.1:8501", url)]
        assert subprocess.run(asked, check=False).returncode == 0
    assert subprocess.run(asked, check=False, capture_output=True).returncode != 0
