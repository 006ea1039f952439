import asyncio
import json
from typing import Any

import pytest

from ui.host_config import PATH, HostConfig

GIVEN = json.dumps({"allowedOrigins": [], "blockErrorDialogs": False, "metricsUrl": ""}).encode()


def answered(path: str, host: str) -> dict[str, Any]:
    sent: list[dict[str, Any]] = []

    async def streamlit(_scope: Any, _receive: Any, send: Any) -> None:
        headers = [(b"content-length", str(len(GIVEN)).encode()), (b"x-kept", b"yes")]
        await send({"type": "http.response.start", "status": 200, "headers": headers})
        await send({"type": "http.response.body", "body": GIVEN[:10], "more_body": True})
        await send({"type": "http.response.body", "body": GIVEN[10:]})

    async def send(message: dict[str, Any]) -> None:
        sent.append(message)

    scope = {"type": "http", "method": "GET", "path": path, "headers": [(b"host", host.encode())]}
    asyncio.run(HostConfig(streamlit)(scope, None, send))  # type: ignore[arg-type]
    body = b"".join(message.get("body", b"") for message in sent)
    headers = dict(sent[0]["headers"])
    assert (headers[b"content-length"], headers[b"x-kept"]) == (str(len(body)).encode(), b"yes")
    found: dict[str, Any] = json.loads(body)
    return found


@pytest.mark.parametrize(
    ("path", "host", "origins"),
    [
        (PATH, "map.example.org", ["http://map.example.org", "https://map.example.org"]),
        (f"/mali{PATH}", "127.0.0.1:8501", ["http://127.0.0.1:8501", "https://127.0.0.1:8501"]),
        (PATH, "*", []),
        (PATH, "", []),
        ("/_stcore/health", "map.example.org", []),
    ],
)
def test_only_the_app_itself_may_ask(path: str, host: str, origins: list[str]) -> None:
    config = answered(path, host)
    assert config["allowedOrigins"] == origins
    assert config["blockErrorDialogs"] is path.endswith(PATH)
    assert config["metricsUrl"] == ""


def test_an_answer_that_is_none_passes_as_it_is() -> None:
    absent = [
        {"type": "http.response.start", "status": 404, "headers": []},
        {"type": "http.response.body", "body": b"Not found"},
    ]
    sent: list[dict[str, Any]] = []

    async def streamlit(_scope: Any, _receive: Any, send: Any) -> None:
        for message in absent:
            await send(message)

    async def send(message: dict[str, Any]) -> None:
        sent.append(message)

    scope = {"type": "http", "method": "GET", "path": f"/data{PATH}", "headers": []}
    asyncio.run(HostConfig(streamlit)(scope, None, send))  # type: ignore[arg-type]
    assert sent == absent
