"""How anything is asked of an outside service.

One `Client` asks; every service goes through it. It contacts configured hosts only, over verified
TLS (plain HTTP only to this very computer), waits between questions, asks again where a service is
busy or a line is cut, and gives up with one sentence. What arrives is streamed to a file, of which
`geo.sources.store` remembers where it came from; nothing here says that it is any good.

Proxies are those of the environment (``HTTPS_PROXY``, ``NO_PROXY`` …).
"""

from __future__ import annotations

import datetime as dt
import ipaddress
import random
import threading
import time
from dataclasses import dataclass, field
from email.utils import parsedate_to_datetime
from typing import TYPE_CHECKING, Any
from urllib.parse import urljoin, urlsplit

import requests
from requests import exceptions
from urllib3.exceptions import HTTPError

from geo import settings as all_settings
from geo.errors import GeoError
from geo.sources import store
from geo.sources.store import CutError, Fetched, Part

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

BUSY = (429, 500, 502, 503, 504)
"""Answers after which asking again may help."""

REDIRECTS = (301, 302, 303, 307, 308)
MOST_REDIRECTS = 5
CHUNK = 1 << 16


class FetchError(GeoError):
    """A service did not give what was asked."""


@dataclass(frozen=True, slots=True)
class Policy:
    """How patient the client is.

    Attributes
    ----------
    connect, read : float
        Seconds to wait for a connection, and for the next bytes.
    tries : int
        How often something is asked at most.
    backoff : float
        Seconds before the second try, twice as many before each further one, and up to half of it
        more at random, so that many clients do not come back at once.
    longest_wait : float
        Seconds; a service that asks to wait longer (``Retry-After``) is given up for now.
    pause : float
        Seconds between questions to a host.
    largest : int
        Bytes of an answer.
    slowest, patience : float
        Bytes a second, counted once so many seconds have passed; a slower line is given up.
    """

    connect: float = 10.0
    read: float = 60.0
    tries: int = 4
    backoff: float = 1.0
    longest_wait: float = 120.0
    pause: float = 1.0
    largest: int = 300_000_000
    slowest: float = 256.0
    patience: float = 120.0


@dataclass(frozen=True, slots=True)
class Step:
    """How far a refresh is: what is fetched, bytes so far, all bytes and seconds left where known."""

    what: str
    done: int
    total: int | None = None
    left: float | None = None


@dataclass
class Client:
    """Asks outside services.

    Attributes
    ----------
    settings : Settings
        Which hosts may be asked, and under which name.
    policy : Policy
        How patient it is.
    progress : callable
        Told each `Step`.
    cancelled : threading.Event
        Once set, the client stops with ``cancelled`` at the next occasion.
    """

    settings: all_settings.Settings = field(default_factory=all_settings.sound)
    policy: Policy = field(default_factory=Policy)
    progress: Callable[[Step], None] = lambda _step: None
    cancelled: threading.Event = field(default_factory=threading.Event)

    def __post_init__(self) -> None:
        self._session = requests.Session()
        self._session.headers["User-Agent"] = self.settings.user_agent
        # Requests would take a name and password for a host from the user's .netrc.
        self._session.auth = lambda request: request
        self._asked: dict[str, float] = {}

    def fetch(
        self,
        url: str,
        what: str,
        *,
        query: Mapping[str, Any] | None = None,
        secret: Mapping[str, str] | None = None,
    ) -> Fetched:
        """Bring an answer to the disk, or find that the one that is there is still the same.

        Parameters
        ----------
        url : str
            Address; its host must be a configured one.
        what : str
            What it is, for progress and sentences.
        query : mapping, optional
            Added to the address.
        secret : mapping, optional
            Headers that say who asks; they are sent to the host of `url` alone, and kept nowhere.

        Raises
        ------
        FetchError
            One of the ``source_…`` sentences; what was fetched before is untouched.
        """
        address = str(requests.Request("GET", url, params=query).prepare().url)
        self._check(address, what)
        for attempt in range(1, self.policy.tries + 1):
            last = attempt == self.policy.tries
            try:
                answer = self._ask(address, what, secret or {})
                with answer:
                    if answer.status_code not in BUSY:
                        return self._take(answer, address, what)
                    pause = self._pause_after(answer, attempt, what, last=last)
            except (CutError, exceptions.ConnectionError, exceptions.Timeout) as error:
                if last or _is_final(error):
                    raise _said(error, what, address) from error
                pause = self._backoff(attempt)
            self.wait(pause)
        raise AssertionError("the last try returns or raises")

    def wait(self, seconds: float) -> None:
        """Wait, unless somebody cancels."""
        if self.cancelled.wait(seconds):
            raise FetchError("cancelled")

    def _ask(self, address: str, what: str, secret: Mapping[str, str]) -> requests.Response:
        """Ask, following redirects to hosts that are configured."""
        headers = store.conditions(address)
        asked = address
        for _ in range(MOST_REDIRECTS):
            same = urlsplit(asked).netloc == urlsplit(address).netloc
            answer = self._get(asked, headers | (dict(secret) if same else {}))
            if answer.status_code not in REDIRECTS:
                return answer
            answer.close()
            asked = urljoin(asked, answer.headers.get("Location", ""))
            self._check(asked, what, by=urlsplit(address).hostname)
        raise FetchError("source_redirects", what=what, host=urlsplit(address).hostname)

    def _get(self, address: str, headers: Mapping[str, str]) -> requests.Response:
        host = urlsplit(address).netloc
        self.wait(max(0.0, self._asked.get(host, -self.policy.pause) + self.policy.pause - time.monotonic()))
        self._asked[host] = time.monotonic()
        return self._session.get(
            address,
            headers=headers,
            timeout=(self.policy.connect, self.policy.read),
            stream=True,
            allow_redirects=False,
        )

    def _check(self, address: str, what: str, by: str | None = None) -> None:
        """Refuse every host that is not configured, and plain HTTP to anybody else's computer."""
        parts = urlsplit(address)
        if parts.scheme != "https" and not (parts.scheme == "http" and _is_this_computer(parts.hostname)):
            raise FetchError("source_not_secure", what=what, address=f"{parts.scheme}://{parts.hostname}")
        if parts.netloc not in allowed_hosts(self.settings):
            if by:
                raise FetchError("source_redirected", what=what, host=by, other=parts.hostname)
            raise FetchError("source_not_configured", what=what, host=parts.hostname)

    def _take(self, answer: requests.Response, address: str, what: str) -> Fetched:
        """Stream a good answer to the disk; a refusal is a sentence."""
        host = urlsplit(address).hostname
        if answer.status_code == 304 and (known := store.known(address)):
            if store.is_whole(known):
                return known
            store.forget(address)  # what is in hand was damaged: it is asked for anew
            raise CutError("304")
        if answer.status_code == 416:  # what was kept of a cut file does not fit any more
            store.Part(address).discard()
            raise CutError("416")
        if answer.status_code not in (200, 206):
            raise refusal(answer, what, host)
        part = store.Part(address)
        part.begin(answer)
        if (size := part.size_of(answer)) and size > self.policy.largest:
            part.discard()
            raise FetchError("source_too_large", what=what, host=host, limit=_megabytes(self.policy.largest))
        self._stream(answer, part, what, size)
        return part.finish(answer)

    def _stream(self, answer: requests.Response, part: Part, what: str, size: int | None) -> None:
        began, before = time.monotonic(), part.length
        with part.open() as out:
            for chunk in _chunks(answer):
                part.write(out, chunk)
                if self.cancelled.is_set():
                    raise FetchError("cancelled")
                if part.length > self.policy.largest:
                    part.discard()
                    limit = _megabytes(self.policy.largest)
                    raise FetchError(
                        "source_too_large", what=what, host=urlsplit(part.address).hostname, limit=limit
                    )
                passed = time.monotonic() - began
                rate = (part.length - before) / max(passed, 1e-6)
                if passed > self.policy.patience and rate < self.policy.slowest:
                    raise FetchError("source_slow", what=what, host=urlsplit(part.address).hostname)
                left = (size - part.length) / rate if size and rate else None
                self.progress(Step(what, part.length, size, left))
        if size is not None and part.length < size:
            raise CutError(f"{part.length} of {size} bytes")

    def _pause_after(self, answer: requests.Response, attempt: int, what: str, *, last: bool) -> float:
        host, asked = urlsplit(str(answer.url)).hostname, retry_after(answer.headers.get("Retry-After"))
        if asked is not None and asked > self.policy.longest_wait:
            raise FetchError("source_wait", what=what, host=host, n=round(asked))
        if last:
            key = "source_busy" if answer.status_code == 429 else "source_failed"
            raise FetchError(key, what=what, host=host, status=str(answer.status_code))
        return self._backoff(attempt) if asked is None else asked

    def _backoff(self, attempt: int) -> float:
        spread = random.uniform(1.0, 1.5)  # nosec B311
        return self.policy.backoff * float(2 ** (attempt - 1)) * spread


def allowed_hosts(settings: all_settings.Settings) -> frozenset[str]:
    """Return the hosts that may be contacted, with their ports where an address names one."""
    addresses = (settings.hapi_url, settings.ckan_url, settings.dtm_url, settings.geoboundaries_url)
    return frozenset({urlsplit(address).netloc for address in addresses}.union(settings.more_hosts) - {""})


def retry_after(text: str | None) -> float | None:
    """Return the seconds that a ``Retry-After`` asks to wait: a number or a date; None where neither.

    Examples
    --------
    >>> retry_after("7"), retry_after("Wed, 21 Oct 2015 07:28:00 GMT"), retry_after("soon")
    (7.0, 0.0, None)
    """
    if text is None:
        return None
    if text.strip().isdigit():
        return float(text)
    try:
        then = parsedate_to_datetime(text)
    except ValueError:
        return None
    return max(0.0, (then - dt.datetime.now(tz=dt.UTC)).total_seconds())


def refusal(answer: requests.Response, what: str, host: str | None) -> FetchError:
    """Return the sentence of an answer that asking again would not change."""
    status = answer.status_code
    said = " ".join(_beginning(answer).split())[:200]
    if status == 406:
        return FetchError("source_not_acceptable", what=what, host=host)
    key = {401: "source_refused", 403: "source_refused", 404: "source_not_there", 410: "source_not_there"}
    return FetchError(key.get(status, "source_rejected"), what=what, host=host, status=str(status), said=said)


def _beginning(answer: requests.Response) -> str:
    try:
        return next(answer.iter_content(2000), b"").decode("utf-8", "replace")
    except exceptions.RequestException:
        return ""


def _chunks(answer: requests.Response) -> Iterator[bytes]:
    """Yield bytes as they come: a part is as long as what has come when the line is cut."""
    try:
        while chunk := answer.raw.read1(CHUNK, decode_content=True):
            yield chunk
    except (HTTPError, OSError) as error:
        raise CutError(str(error)) from error


def _is_final(error: Exception) -> bool:
    """Tell whether asking again is of no use: a certificate, a proxy, a name that nobody knows."""
    if isinstance(error, exceptions.SSLError | exceptions.ProxyError):
        return True
    return isinstance(error, exceptions.ConnectionError) and "NameResolution" in str(error)


def _said(error: Exception, what: str, address: str) -> FetchError:
    host = urlsplit(address).hostname
    if isinstance(error, exceptions.SSLError):
        return FetchError("source_certificate", what=what, host=host)
    if isinstance(error, exceptions.Timeout):
        return FetchError("source_timeout", what=what, host=host)
    if isinstance(error, CutError):
        return FetchError("source_cut", what=what, host=host)
    return FetchError("source_offline", what=what, host=host)


def _is_this_computer(host: str | None) -> bool:
    try:
        return ipaddress.ip_address(host or "").is_loopback
    except ValueError:
        return host == "localhost"


def _megabytes(size: int) -> int:
    return round(size / 1_000_000)
