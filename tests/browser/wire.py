"""Bytes as they travel: a relay in front of a server that counts what it passes on."""

from __future__ import annotations

import contextlib
import socket
import threading
from collections.abc import Iterator
from urllib.parse import urlsplit

CHUNK = 65536


class Relay:
    """Counts what a server sends to browsers.

    Attributes
    ----------
    url : str
        Address to open instead of the server's.
    received : int
        Bytes passed to browsers so far, headers and frames included.
    """

    def __init__(self, server: str) -> None:
        parts = urlsplit(server)
        self._server = (parts.hostname or "127.0.0.1", parts.port or 80)
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.url = f"http://127.0.0.1:{self._listener.getsockname()[1]}"
        self.received = 0
        self._lock = threading.Lock()
        threading.Thread(target=self._accept, daemon=True).start()

    def close(self) -> None:
        """Take no more connections."""
        self._listener.close()

    def _accept(self) -> None:
        with contextlib.suppress(OSError):
            while True:
                browser, _ = self._listener.accept()
                server = socket.create_connection(self._server)
                for source, target, counted in ((browser, server, False), (server, browser, True)):
                    threading.Thread(
                        target=self._pass_on, args=(source, target, counted), daemon=True
                    ).start()

    def _pass_on(self, source: socket.socket, target: socket.socket, counted: bool) -> None:
        with contextlib.suppress(OSError):
            while chunk := source.recv(CHUNK):
                if counted:
                    with self._lock:
                        self.received += len(chunk)
                target.sendall(chunk)
        for end in (source, target):
            with contextlib.suppress(OSError):
                end.shutdown(socket.SHUT_RDWR)
            end.close()


@contextlib.contextmanager
def relayed(server: str) -> Iterator[Relay]:
    """Put a relay in front of a server."""
    relay = Relay(server)
    try:
        yield relay
    finally:
        relay.close()
