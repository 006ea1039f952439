"""A local server that answers as the outside services do, and can be told to answer badly."""

from __future__ import annotations

import contextlib
import datetime as dt
import json
import socket
import ssl
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import parse_qsl, urlsplit

Answer = tuple[int, dict[str, str], bytes]
Reply = Callable[["Asked"], "Answer | None"]
"""What the server says; None where the reply has written to the line itself."""


@dataclass(frozen=True)
class Asked:
    path: str
    query: dict[str, str]
    headers: dict[str, str]
    line: BaseHTTPRequestHandler


@dataclass
class Service:
    """The server: replies by path, and what was asked of it."""

    url: str = ""
    replies: dict[str, Reply] = field(default_factory=dict)
    asked: list[Asked] = field(default_factory=list)

    def say(self, path: str, *replies: Reply | Answer) -> None:
        """Answer a path with these in turn, and with the last from then on."""
        left = [reply if callable(reply) else always(*reply) for reply in replies]

        def next_one(asked: Asked) -> Answer | None:
            return (left.pop(0) if len(left) > 1 else left[0])(asked)

        self.replies[path] = next_one

    def times(self, path: str) -> int:
        return sum(one.path == path for one in self.asked)


def always(status: int, headers: dict[str, str], body: bytes) -> Reply:
    return lambda _asked: (status, headers, body)


def as_json(value: object, status: int = 200, **headers: str) -> Answer:
    return status, {"Content-Type": "application/json"} | headers, json.dumps(value).encode()


def versioned(body: bytes, etag: str) -> Reply:
    """A file with a version: 304 where it is known, a part where a part is asked for."""

    def reply(asked: Asked) -> Answer:
        headers = {"ETag": etag, "Content-Type": "application/octet-stream", "Accept-Ranges": "bytes"}
        if asked.headers.get("if-none-match") == etag:
            return 304, headers, b""
        span = asked.headers.get("range", "")
        if span and asked.headers.get("if-range") == etag:
            start = int(span.removeprefix("bytes=").rstrip("-"))
            headers["Content-Range"] = f"bytes {start}-{len(body) - 1}/{len(body)}"
            return 206, headers, body[start:]
        return 200, headers, body

    return reply


def cut_after(body: bytes, sent: int, **headers: str) -> Reply:
    """Claim the whole length, send some of it, and cut the line."""

    def reply(asked: Asked) -> None:
        line = asked.line
        line.send_response(200)
        for name, value in ({"Content-Length": str(len(body))} | headers).items():
            line.send_header(name, value)
        line.end_headers()
        line.wfile.write(body[:sent])
        line.wfile.flush()
        line.close_connection = True

    return reply


def silent(seconds: float) -> Reply:
    def reply(_asked: Asked) -> Answer:
        time.sleep(seconds)
        return as_json({})

    return reply


def trickle(pause: float, count: int) -> Reply:
    """Send a byte at a time, without an end in sight."""

    def reply(asked: Asked) -> None:
        line = asked.line
        line.send_response(200)
        line.end_headers()
        line.close_connection = True
        for _ in range(count):
            try:
                line.wfile.write(b"x")
                line.wfile.flush()
            except OSError:
                return
            time.sleep(pause)

    return reply


def endless(most: int) -> Reply:
    """Send without saying how much; the server gives up itself after `most` bytes."""

    def reply(asked: Asked) -> None:
        line = asked.line
        line.send_response(200)
        line.end_headers()
        line.close_connection = True
        with contextlib.suppress(OSError):
            for _ in range(most // (1 << 16)):
                line.wfile.write(b"x" * (1 << 16))

    return reply


class Line(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    service: Service

    def do_GET(self) -> None:
        parts = urlsplit(self.path)
        headers = {name.lower(): value for name, value in self.headers.items()}
        asked = Asked(parts.path, dict(parse_qsl(parts.query)), headers, self)
        self.service.asked.append(asked)
        reply = self.service.replies.get(parts.path)
        answer = reply(asked) if reply else as_json({"detail": "Not Found"}, 404)
        if answer is None:
            return
        status, sent, body = answer
        self.send_response(status)
        for name, value in ({"Content-Length": str(len(body))} | sent).items():
            self.send_header(name, value)
        self.end_headers()
        if status != 304:
            self.wfile.write(body)

    def log_message(self, *_args: object) -> None:
        pass


class Server(ThreadingHTTPServer):
    daemon_threads = True

    def handle_error(self, *_args: object) -> None:
        """A line that the client cut is no error of the test."""


@contextlib.contextmanager
def serving(certificate: Path | None = None) -> Iterator[Service]:
    """Run a server on a free port of loopback; over TLS where there is a certificate with its key."""
    service = Service()
    server = Server(("127.0.0.1", 0), type("OwnLine", (Line,), {"service": service}))
    scheme = "http"
    if certificate:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(certificate)
        server.socket = context.wrap_socket(server.socket, server_side=True)
        scheme = "https"
    service.url = f"{scheme}://127.0.0.1:{server.server_address[1]}"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield service
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def closed_port() -> int:
    """Return a port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def http_date(moment: dt.datetime) -> str:
    return moment.strftime("%a, %d %b %Y %H:%M:%S GMT")
