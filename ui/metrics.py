"""What Prometheus may read of one instance: sessions, rerun time, errors, how old the data is.

Nothing here says who looked, at what, or what a dataset that somebody loaded is called.
"""

from __future__ import annotations

import contextlib
import datetime as dt
from contextvars import ContextVar
from typing import TYPE_CHECKING

from prometheus_client import (
    CONTENT_TYPE_LATEST,
    CollectorRegistry,
    Counter,
    Gauge,
    Histogram,
    generate_latest,
)
from prometheus_client.process_collector import ProcessCollector
from starlette.responses import Response
from streamlit import runtime
from streamlit.runtime.stats import GaugeStat

from geo import catalog, workspace

if TYPE_CHECKING:
    from collections.abc import Iterator

    from starlette.requests import Request

REGISTRY = CollectorRegistry()
ProcessCollector(registry=REGISTRY)

RERUNS = Histogram(
    "mali_map_rerun_seconds",
    "Time that the server takes for one run of a page or of the map.",
    buckets=(0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10),
    registry=REGISTRY,
)
ERRORS = Counter("mali_map_errors", "Runs of a page that ended in an error.", registry=REGISTRY)
SESSIONS = Gauge("mali_map_sessions", "Browsers connected to this instance.", registry=REGISTRY)
DATED = Gauge(
    "mali_map_data_date_seconds",
    "Date of the newest thing in a dataset that comes with the map, in seconds since 1970.",
    ["dataset"],
    registry=REGISTRY,
)
LOADED = Gauge("mali_map_loaded_datasets", "Datasets that were loaded here.", registry=REGISTRY)
LOADED_AT = Gauge(
    "mali_map_loaded_at_seconds",
    "When a dataset was last loaded here, in seconds since 1970; 0 where none was.",
    registry=REGISTRY,
)

_inside: ContextVar[bool] = ContextVar("inside", default=False)


@contextlib.contextmanager
def rerun() -> Iterator[None]:
    """Measure a run; a part that runs inside another is counted with it."""
    if _inside.get():
        yield
        return
    token = _inside.set(True)
    try:
        with RERUNS.time():
            yield
    finally:
        _inside.reset(token)


def metrics(_request: Request) -> Response:
    """Answer with the measurements; `ui.guard` decides who may ask."""
    active = runtime.get_instance().stats_mgr.get_stats(family_names=["active_sessions"])
    SESSIONS.set(sum(stat.value for stat in active["active_sessions"] if isinstance(stat, GaugeStat)))
    for dataset in catalog.datasets():
        if dataset.sensitivity == "public":
            DATED.labels(dataset.id).set(_seconds(dataset.date))
    loaded = workspace.loaded()
    LOADED.set(len(loaded))
    LOADED_AT.set(max((_seconds(entry.at) for entry in loaded), default=0))
    return Response(generate_latest(REGISTRY), headers={"Content-Type": CONTENT_TYPE_LATEST})


def _seconds(iso: str) -> float:
    """Return the start of a date of which perhaps only the year or the month is known."""
    whole = iso if "T" in iso else f"{iso}-01-01"[: len("2020-04-30")]
    day = dt.datetime.fromisoformat(whole)
    return (day if day.tzinfo else day.replace(tzinfo=dt.UTC)).timestamp()
