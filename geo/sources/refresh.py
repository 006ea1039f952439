"""Bringing newer data: feed after feed, each for itself; a feed that fails changes nothing.

What was tried, when, and with which result is remembered beside the data (``refreshes.json``), and
is no part of them.
"""

from __future__ import annotations

import contextlib
import datetime as dt
import hashlib
import json
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from functools import partial
from typing import TYPE_CHECKING, Any, Literal

from geo import areas, paths, typed, workspace
from geo.errors import GeoError
from geo.sources import ckan, dtm, geoboundaries, hapi, store
from geo.sources.fetch import Client
from geo.workspace import Loaded

if TYPE_CHECKING:
    from collections.abc import Iterable

    from geo.sources.found import Found

STATE = "refreshes"

Status = Literal["new", "same", "failed", "skipped", "cancelled"]


@dataclass(frozen=True, slots=True)
class Feed:
    """One dataset of one source.

    Attributes
    ----------
    name : str
        Of the dataset in the workspace.
    source : str
        What a person asks to refresh: one of `SOURCES`.
    title : str
        Of the dataset: acronyms, the same in every language.
    bring : callable
        Brings it.
    """

    name: str
    source: str
    title: str
    bring: Callable[[Client], Found]


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of a feed.

    Attributes
    ----------
    feed : Feed
        Which.
    status : str
        ``new`` version, ``same`` as in hand, ``failed``, ``skipped`` (needs something that is not
        set), ``cancelled``.
    loaded : Loaded or None
        The version in hand after it.
    error : GeoError or None
        Why it failed or was skipped.
    """

    feed: Feed
    status: Status
    loaded: Loaded | None = None
    error: GeoError | None = None


@dataclass(frozen=True, slots=True)
class Health:
    """What is known of a feed's refreshes.

    Attributes
    ----------
    tried, done : str
        UTC time of the last try, and of the last that brought or confirmed data; empty where never.
    error, details : str, dict
        Sentence of the last try, if it failed.
    addresses : list of str
        What the data in hand came from.
    """

    tried: str = ""
    done: str = ""
    error: str = ""
    details: dict[str, Any] = field(default_factory=dict)
    addresses: list[str] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class State:
    """What is remembered of refreshes: of each feed, and when the next one is due."""

    feeds: dict[str, Health] = field(default_factory=dict)
    due: str = ""


def official_areas(client: Client) -> Found:
    """Bring OCHA's areas; where they cannot be had and none are in hand, those of geoBoundaries."""
    try:
        return ckan.boundaries(client)
    except GeoError as error:
        if error.key == "cancelled" or workspace.find(areas.dataset(areas.DIVISIONS[1])):
            raise
        try:
            return geoboundaries.bring(client)
        except GeoError:
            raise error from None


def _hapi(name: str, theme: str, title: str) -> Feed:
    return Feed(f"hapi-{name}", "hapi", f"{title} (HDX HAPI)", partial(hapi.bring, name=theme))


FEEDS = (
    _hapi("idps", "idps", "DTM"),
    _hapi("3w", "operational-presence", "3W"),
    _hapi("funding", "funding", "FTS"),
    _hapi("needs", "humanitarian-needs", "HNO"),
    _hapi("food-security", "food-security", "IPC/CH"),
    _hapi("population", "baseline-population", "COD-PS"),
    _hapi("returnees", "returnees", "UNHCR: returnees"),
    _hapi("refugees", "refugees", "UNHCR: refugees"),
    Feed("hdx-dtm", "hdx", "DTM (HDX)", ckan.displacement),
    Feed("hdx-3w", "hdx", "3W (HDX)", ckan.presence),
    Feed("hdx-fts", "hdx", "FTS (HDX)", ckan.funding),
    Feed("dtm-idps", "dtm", "DTM (API)", dtm.bring),
    Feed(areas.dataset(areas.DIVISIONS[1]), "boundaries", "COD-AB", official_areas),
)
"""Everything that can be refreshed, in order."""

SOURCES = tuple(dict.fromkeys(feed.source for feed in FEEDS))

NEEDS = ("dtm_key", "hapi_contact")
"""Errors of a feed that cannot be asked for until something is set."""


def feeds_of(names: Iterable[str]) -> tuple[Feed, ...]:
    """Return the feeds of some sources, or of all where none is named.

    Raises
    ------
    GeoError
        ``source_unknown``.
    """
    names = [*names]
    for name in names:
        if name not in SOURCES:
            raise GeoError("source_unknown", given=name, known=", ".join(SOURCES))
    return tuple(feed for feed in FEEDS if not names or feed.source in names)


def refresh(client: Client, feeds: Iterable[Feed] = FEEDS) -> list[Outcome]:
    """Bring newer data, and say what came of each feed; nothing is raised of what can fail outside.

    Two refreshes of a source at once do not get in each other's way: the second finds it busy.
    """
    outcomes = []
    for feed in feeds:
        outcomes.append(_one(client, feed))
        if outcomes[-1].status == "cancelled":
            break
    store.clear({address for known in health().values() for address in known.addresses})
    return outcomes


def _one(client: Client, feed: Feed) -> Outcome:
    from filelock import FileLock, Timeout

    try:
        with store.disk():
            paths.workspace().mkdir(parents=True, exist_ok=True)
        with FileLock(paths.workspace() / f".refresh-{feed.name}", timeout=0):
            found = feed.bring(client)
            loaded, status = _keep(feed, found)
        addresses = [one.address for one in found.fetched]
        _note(feed, Health(workspace.now(), workspace.now(), addresses=addresses))
        return Outcome(feed, status, loaded)
    except Timeout:
        error = GeoError("refresh_running", what=feed.title)
        return Outcome(feed, "failed", workspace.find(feed.name), error)
    except GeoError as error:
        return _failed(feed, error)


def _failed(feed: Feed, error: GeoError) -> Outcome:
    known = workspace.find(feed.name)
    if error.key == "cancelled":
        return Outcome(feed, "cancelled", known, error)
    before = health().get(feed.name, Health())
    details = {name: str(value) for name, value in error.details.items()}
    with contextlib.suppress(GeoError):  # a disk that refuses cannot keep this either
        _note(feed, replace(before, tried=workspace.now(), error=error.key, details=details))
    return Outcome(feed, "skipped" if error.key in NEEDS else "failed", known, error)


def _keep(feed: Feed, found: Found) -> tuple[Loaded, Status]:
    """Keep what came as a new version, unless it is what is in hand."""
    digest = hashlib.sha256("".join(one.sha256 for one in found.fetched).encode()).hexdigest()
    if len(found.fetched) == 1:
        digest = found.fetched[0].sha256
    known = workspace.find(feed.name)
    if known and digest in (known.sha256, workspace.versions(feed.name)[0].sha256):
        return known, "same"  # also where an earlier version was restored: the source has nothing new
    entry = Loaded(
        name=feed.name,
        kind=found.kind,
        title=feed.title,
        source=found.source,
        licence=found.licence,
        division=found.division,
        date=found.date,
        sensitivity="public",
        rows=len(found.table),
        placed=found.placed,
        measures=found.measures,
        claims=(),
        file=found.file,
        sha256=digest,
        layout="",
        address=found.fetched[0].address,
        by="",
        at=found.fetched[-1].at,
    )
    original = found.fetched[0].path.read_bytes() if len(found.fetched) == 1 else _joined(found)
    return workspace.save(entry, found.table, found.report, original), "new"


def _joined(found: Found) -> bytes:
    """Return several answers as one file: what was asked, and what was answered."""
    answers = [
        {
            "address": one.address,
            "at": one.at,
            "sha256": one.sha256,
            "answer": json.loads(one.path.read_bytes()),
        }
        for one in found.fetched
    ]
    return json.dumps(answers, ensure_ascii=False).encode()


def health() -> dict[str, Health]:
    """Return what is known of each feed's refreshes, by its name."""
    return state().feeds


def due() -> str:
    """Return when the next refresh is due, UTC; empty where none is planned or its time has passed."""
    said = state().due
    return said if said > workspace.now() else ""


def plan(seconds: float) -> None:
    """Remember when the next refresh is due."""
    then = dt.datetime.now(tz=dt.UTC) + dt.timedelta(seconds=seconds)
    _remember(lambda known: replace(known, due=f"{then:%Y-%m-%dT%H:%M:%SZ}"))


def state() -> State:
    """Return what is remembered of refreshes; nothing where the file is damaged."""
    return workspace.recall(STATE, State(), _parsed)


def _note(feed: Feed, known: Health) -> None:
    _remember(lambda state: replace(state, feeds=state.feeds | {feed.name: known}))


def _remember(change: Callable[[State], State]) -> None:
    workspace.remember(STATE, change, State(), _parsed)


def _parsed(given: Any) -> State:
    found: State = typed.value(State, given)
    times = [found.due, *(time for one in found.feeds.values() for time in (one.tried, one.done))]
    for time in filter(None, times):
        dt.datetime.fromisoformat(time)
    return found
