"""A network between a browser and a server that can fail, and a server that can be killed and started again."""

from __future__ import annotations

import contextlib
import socket
import sys
import threading
from typing import TYPE_CHECKING

from tests.browser.conftest import free_port, serving

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

CHUNK = 65536
Pair = tuple[socket.socket, socket.socket]
"""What a browser and the server are connected by."""

START = """
from streamlit import config
from cli import main
from layers.render import assets
from ui import light
light._made = lambda file: file.read_bytes()
config.set_option("server.disconnectedSessionTTL", {seconds})
assets.code().contents["version.json"] = b"{version}"
main()
"""
"""Starts the app as another version may be, and so that it keeps a session without a browser for some seconds.

It is started often: its fonts travel whole, since cutting them takes as long as all the rest.
"""


class Proxy:
    """Passes on connections to a port of this computer, until it is told not to.

    Attributes
    ----------
    url : str
        Address to open instead of the server's; it stays the same, whatever happens behind it.
    """

    def __init__(self, port: int) -> None:
        self._server = ("127.0.0.1", port)
        self._mine = ("127.0.0.1", free_port())
        self.url = f"http://127.0.0.1:{self._mine[1]}"
        self._flows = threading.Event()
        self._open: set[Pair] = set()
        self._silent: set[Pair] = set()
        self._listener: socket.socket | None = None
        self.heal()

    def heal(self) -> None:
        """Pass on everything again: new connections, and what a stall held up."""
        self._flows.set()
        if self._listener is None:
            self._listener = socket.create_server(self._mine, backlog=128)
            threading.Thread(target=self._accept, args=(self._listener,), daemon=True).start()

    def drop(self) -> None:
        """End every connection, as a network that changes does; new ones are still taken."""
        for end in (end for pair in tuple(self._open) for end in pair):
            with contextlib.suppress(OSError):
                end.shutdown(socket.SHUT_RDWR)

    def refuse(self) -> None:
        """End every connection and refuse new ones, as with no network or no server."""
        listener, self._listener = self._listener, None
        if listener is not None:
            listener.shutdown(socket.SHUT_RDWR)  # wakes whoever accepts
            listener.close()
        self.drop()

    def stall(self) -> None:
        """Pass on nothing and end nothing, as a link that is down; what is sent arrives when it is healed."""
        self._flows.clear()

    def forget(self) -> None:
        """Let every connection there is go silent for good, as a router that forgot them; new ones pass."""
        self._silent |= self._open

    def close(self) -> None:
        """Stop for good."""
        self.refuse()
        self._flows.set()

    def _accept(self, listener: socket.socket) -> None:
        with contextlib.suppress(OSError):
            while True:
                browser, _ = listener.accept()
                threading.Thread(target=self._connect, args=(browser,), daemon=True).start()

    def _connect(self, browser: socket.socket) -> None:
        self._flows.wait()
        try:
            server = socket.create_connection(self._server)
        except OSError:  # nobody serves: the browser is refused as well
            browser.close()
            return
        with browser, server:
            pair = (browser, server)
            self._open.add(pair)
            back = threading.Thread(target=self._pass_on, args=(pair, server, browser), daemon=True)
            back.start()
            self._pass_on(pair, browser, server)
            back.join()
            self._open.discard(pair)

    def _pass_on(self, pair: Pair, source: socket.socket, target: socket.socket) -> None:
        with contextlib.suppress(OSError):
            while chunk := source.recv(CHUNK):
                self._flows.wait()
                if pair not in self._silent:
                    target.sendall(chunk)
        for end in pair:
            with contextlib.suppress(OSError):
                end.shutdown(socket.SHUT_RDWR)


class Server:
    """An app on a port of its own that can be stopped and started again.

    Parameters
    ----------
    workspace : str
        Folder of what is loaded.
    errors : Path, optional
        Where its standard error goes, which is its log.

    Attributes
    ----------
    url : str
        Address of the app itself, where nothing fails on the way.
    """

    def __init__(self, workspace: str, errors: Path | None = None) -> None:
        self.port = free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        apart = ["sh", "-c", 'exec "$@" 2>>"$0"', str(errors)] if errors else []
        self._told = [*apart, "env", f"MALI_MAP_WORKSPACE={workspace}", sys.executable, "-c"]
        self._running = contextlib.ExitStack()

    def start(self, *, keeps: int = 120, version: int = 1) -> None:
        """Start it; return when it answers.

        Parameters
        ----------
        keeps : int
            Seconds for which it keeps a session that lost its browser.
        version : int
            Of another version, the files it sends have other addresses.
        """
        script = START.format(seconds=keeps, version=version)
        told = [*self._told, script, "serve", "--port", str(self.port)]
        self._running.enter_context(serving(lambda _: told, port=self.port))

    def stop(self) -> None:
        """Stop it, with every session it has."""
        self._running.close()


@contextlib.contextmanager
def behind_proxy(workspace: str, *, keeps: int = 120) -> Iterator[tuple[Proxy, Server]]:
    """Start an app that keeps a session without a browser for some seconds, and put a proxy before it."""
    server = Server(workspace)
    server.start(keeps=keeps)
    proxy = Proxy(server.port)
    try:
        yield proxy, server
    finally:
        proxy.close()
        server.stop()
