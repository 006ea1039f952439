from __future__ import annotations

import dataclasses
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from geo.settings import Settings
from geo.sources.fetch import Client, Policy, Step
from tests.geo.sources.service import Service, serving

QUICK = Policy(
    connect=5.0,
    read=5.0,
    tries=3,
    backoff=0.005,
    longest_wait=1.5,
    pause=0.0,
    largest=1_000_000,
    slowest=2000.0,
    patience=10.0,
)


@pytest.fixture(autouse=True)
def workspace(own_workspace: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    for name in ("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "http_proxy", "https_proxy", "all_proxy"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.delenv("MALI_MAP_DTM_KEY", raising=False)
    return own_workspace


@pytest.fixture
def service() -> Iterator[Service]:
    with serving() as running:
        yield running


@pytest.fixture
def settings(service: Service) -> Settings:
    return Settings(
        contact="map@example.org",
        hapi_url=f"{service.url}/api",
        ckan_url=service.url,
        dtm_url=f"{service.url}/v3",
        geoboundaries_url=service.url,
        more_hosts=(),
    )


Make = Callable[..., Client]


@pytest.fixture
def client(settings: Settings) -> Make:
    def make(*, steps: list[Step] | None = None, **policy: float) -> Client:
        found = Client(settings, dataclasses.replace(QUICK, **policy))
        if steps is not None:
            found.progress = steps.append
        return found

    return make
