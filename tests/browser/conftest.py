"""A real browser and a running app for the tests of this folder.

The browser is the Chromium of the machine; Playwright's own is never fetched.
Without one the tests skip, or fail if `REQUIRE_BROWSER=1`.
"""

from __future__ import annotations

import contextlib
import fcntl
import functools
import http.client
import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from pathlib import Path, PurePath
from typing import TYPE_CHECKING, Any, BinaryIO

import pytest
from xdist.scheduler import LoadScopeScheduling

from tests.browser.owning import link_of, remember

if TYPE_CHECKING:
    from playwright.sync_api import Browser

    from tests.browser.signing import Signing

HERE = Path(__file__).resolve().parent
PROJECT = HERE.parents[1]

CHROMIUM_NAMES = (
    "chromium-headless-shell", "chromium", "chromium-browser", "google-chrome", "google-chrome-stable",
)  # fmt: skip
"""That without a window first: the same pages take it a third less of a processor."""

CHROMIUM_ARGS = (
    "--no-sandbox",  # Chromium refuses to start its sandbox as root, as in a container
    # Any request that is seen is then one of the app's.
    "--disable-background-networking",
)
WITHOUT_GPU = ("--disable-gpu",)
"""Drawn by the processor, the same on every machine: nothing that is tested needs WebGL."""

WITH_WEBGL = ("--use-gl=angle", "--use-angle=swiftshader", "--enable-unsafe-swiftshader")
"""The GPU's interface in software, as the measurements have it: it takes a third more of a processor."""

START_SECONDS = 90
STOP_SECONDS = 10


TOGETHER = {
    "test_everyone.py": "walk",
    "test_beside.py": "with_3w", "test_coverage.py": "with_3w",
    "test_tokens.py": "signing", "test_crawl.py": "signing", "test_sign_in.py": "signing",
    "test_briefing.py": "briefing",
    "test_deploy.py": "instances",
    "test_policy.py": "held_to_it",
    "test_secrets.py": "planted",
    "test_sent_page.py": "without_network",
}  # fmt: skip
"""Modules whose tests one worker runs, by what takes long to make for them."""


class Together(LoadScopeScheduling):
    """Gives tests to workers: those of some modules to one, every other to whoever is free."""

    def _split_scope(self, nodeid: str) -> str:
        return TOGETHER.get(PurePath(nodeid.partition("::")[0]).name, nodeid)


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> Together:
    """Share the work in our own way."""
    return Together(config, log)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark the tests of this folder, and run them last.

    Playwright keeps an event loop in the main thread until the session ends;
    a test that starts one of its own would fail after it.
    """
    here = [item for item in items if HERE in item.path.parents]
    for item in here:
        item.add_marker(pytest.mark.browser)
    items[:] = [item for item in items if HERE not in item.path.parents] + here


def find_chromium() -> str | None:
    """Return the path of a Chromium that starts, or None.

    Finding the name is not enough: Ubuntu's chromium-browser may be a script
    that only asks for a snap.
    """
    for name in CHROMIUM_NAMES:
        path = shutil.which(name)
        if path and subprocess.run([path, "--version"], capture_output=True, check=False).returncode == 0:
            return path
    return None


@contextlib.contextmanager
def launched_browser(path: str, drawn: tuple[str, ...] = WITHOUT_GPU) -> Iterator[Browser]:
    """Start the Chromium at `path` without a window, and close it after."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=path, args=[*CHROMIUM_ARGS, *drawn], headless=True
        )
        # Playwright waits for a condition by evaluating text in the page, which the app's policy
        # forbids: only the tests of the policy itself leave it in force.
        browser.new_context = functools.partial(browser.new_context, bypass_csp=True)  # type: ignore[method-assign]
        try:
            yield browser
        finally:
            browser.close()


@contextlib.contextmanager
def served_app() -> Iterator[str]:
    """Start `mali-map serve` on a free port, yield its URL, and stop it after.

    Its workspace is the one that the test set, else an empty one.
    """
    with tempfile.TemporaryDirectory() as empty:
        workspace = os.environ.get("MALI_MAP_WORKSPACE", empty)
        told = ["env", f"MALI_MAP_WORKSPACE={workspace}", *mali_map()]
        with serving(lambda port: [*told, "serve", "--port", str(port)]) as url:
            yield url


@contextlib.contextmanager
def serving(
    command: Callable[[int], list[str]], healthy: str = "/_stcore/health", port: int = 0
) -> Iterator[str]:
    """Start a server on a free port, yield its URL once the path `healthy` answers, and stop it after."""
    port = port or free_port()
    with tempfile.TemporaryFile() as log:
        server = subprocess.Popen(
            command(port),
            cwd=PROJECT,
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=subprocess.STDOUT,
            start_new_session=True,  # so that whatever it starts can be stopped with it
        )
        try:
            _wait_until_healthy(server, port, healthy, log)
            remember(os.pread(log.fileno(), 2000, 0).decode(errors="replace"))  # it still writes where it is
            yield f"http://127.0.0.1:{port}"
        finally:
            _stop(server)


@pytest.fixture(scope="session")
def chromium_path() -> str:
    """Path of the machine's Chromium."""
    path = find_chromium()
    if path is not None:
        return path
    message = f"no Chromium that starts (looked for {', '.join(CHROMIUM_NAMES)}): apt install chromium"
    if os.environ.get("REQUIRE_BROWSER") == "1":
        pytest.fail(message, pytrace=False)
    pytest.skip(message)


@pytest.fixture(scope="session")
def browser(chromium_path: str) -> Iterator[Browser]:
    """Chromium without a window; tests open pages of their own in it."""
    with launched_browser(chromium_path) as browser:
        yield browser


# It asks for chromium_path so that no app is started when there is no browser.
@pytest.fixture(scope="session")
def app_url(chromium_path: str, run_folder: Path) -> Iterator[str]:
    """Address of an app with an empty workspace, without a slash at the end: no test changes what it keeps."""
    with shared(run_folder / "app", served_app) as url:
        yield url


@pytest.fixture(scope="session")
def run_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the folder that all workers of this run share."""
    own = tmp_path_factory.getbasetemp()
    return own.parent if "PYTEST_XDIST_WORKER" in os.environ else own


@contextlib.contextmanager
def shared(note: Path, started: Callable[[], AbstractContextManager[str]]) -> Iterator[str]:
    """Yield the address of a server that all workers share.

    The first to come starts it and notes where it is, and stops it when no other uses it any more.
    """
    with note.open("a+") as using, contextlib.ExitStack() as running:
        with _alone_at(note):
            using.seek(0)
            url, _, link = using.read().partition(" ")
            remember(link)
            mine = not url
            if mine:
                url = running.enter_context(started())
                using.write(f"{url} {link_of(url)}")
                using.flush()
            fcntl.flock(using, fcntl.LOCK_SH)
        yield url
        if mine:
            with _alone_at(note):  # nobody comes any more
                fcntl.flock(using, fcntl.LOCK_EX)  # and all others are gone
                using.truncate(0)
                running.close()


@contextlib.contextmanager
def _alone_at(note: Path) -> Iterator[None]:
    with note.with_suffix(".lock").open("a") as door:
        fcntl.flock(door, fcntl.LOCK_EX)
        yield


@pytest.fixture(scope="session")
def with_3w(chromium_path: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Address of an app that has a 3W, complete for WASH in Mopti."""
    from tests.geo.projects import complete, load, row

    with contextlib.ExitStack() as running:
        with pytest.MonkeyPatch.context() as patched:
            patched.setenv("MALI_MAP_WORKSPACE", str(tmp_path_factory.mktemp("with_3w")))
            load(
                row("NRC", activity="Forages"), row("ACF", activity="Forages"), row("CRS", area="ML050101"),
                claims=[complete("ML05")],
            )  # fmt: skip
            url = running.enter_context(served_app())
        yield url


@pytest.fixture(scope="session")
def signing(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Signing]:
    """Start a map that signs people in, and the identity provider that it asks."""
    from tests.browser.signing import signing_map

    with signing_map(tmp_path_factory.mktemp("signing")) as addresses:
        yield addresses


def mali_map() -> list[str]:
    script = Path(sys.executable).with_name("mali-map")
    return [str(script)] if script.exists() else [sys.executable, "-m", "cli"]


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def _wait_until_healthy(server: subprocess.Popen[bytes], port: int, path: str, log: BinaryIO) -> None:
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline and server.poll() is None:
        if _is_healthy(port, path):
            return
        time.sleep(0.2)
    why = "it stopped" if server.poll() is not None else f"no answer in {START_SECONDS} s"
    log.seek(0)
    said = log.read().decode(errors="replace")[-2000:]
    raise RuntimeError(f"the server did not start on port {port}: {why}. It said:\n{said}")


def _is_healthy(port: int, path: str) -> bool:
    # http.client asks the port itself, whatever proxy the environment names.
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
    try:
        connection.request("GET", path)
        return connection.getresponse().status == 200
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()


def _stop(server: subprocess.Popen[bytes]) -> None:
    for kind in (signal.SIGTERM, signal.SIGKILL):
        # The group outlives its leader if something the leader started still runs.
        with contextlib.suppress(ProcessLookupError):
            os.killpg(server.pid, kind)
        with contextlib.suppress(subprocess.TimeoutExpired):
            server.wait(STOP_SECONDS)
            return
