import asyncio
import time
from collections import OrderedDict
from pathlib import Path
from typing import Any

import pytest
from starlette.requests import Request

from ui import guard, owner, sign_in, wire

HERE = {"host": "127.0.0.1:8501"}
EDITOR = {"is_logged_in": True, "groups": ["editors"], "iat": time.time(), "iss": "i", "sub": "1"}
PARTNER = EDITOR | {"groups": ["partners"], "sub": "2"}
VIEWER = EDITOR | {"groups": [], "sub": "3"}
UPLOAD = "/_stcore/upload_file/session/file"


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("MALI_MAP_WORKSPACE", str(tmp_path))
    (tmp_path / "settings.toml").write_text('partners = ["partners"]\neditors = ["editors"]\n')
    return tmp_path


def asked(path: str, method: str = "GET", client: str = "127.0.0.1", **headers: str) -> Request:
    given = HERE | {name.replace("_", "-"): value for name, value in headers.items()}
    return Request(
        {
            "type": "http", "method": method, "path": path, "query_string": b"", "scheme": "http",
            "headers": [(n.encode(), v.encode()) for n, v in given.items()], "client": (client, 1),
            "server": ("127.0.0.1", 8501),
        }
    )  # fmt: skip


def status(request: Request) -> int:
    answer = guard.refusal(request)
    return answer.status_code if answer else 200


@pytest.fixture
def someone(monkeypatch: pytest.MonkeyPatch) -> Any:
    """Let requests come from somebody with given claims, on a server with a sign-in."""

    def come(claims: dict[str, Any] | None) -> None:
        monkeypatch.setattr(sign_in, "signs_in", lambda: True)
        monkeypatch.setattr(sign_in, "_claims", lambda _request: claims or {})

    return come


@pytest.mark.parametrize(("claims", "code"), [(None, 403), (VIEWER, 403), (PARTNER, 403), (EDITOR, 200)])
@pytest.mark.parametrize("method", ["PUT", "DELETE", "POST"])
def test_only_editors_send_files_where_people_sign_in(
    someone: Any, claims: dict[str, Any] | None, code: int, method: str
) -> None:
    someone(claims)
    assert status(asked(UPLOAD, method)) == code
    assert status(asked(UPLOAD, "OPTIONS")) == 200


FORGED = [
    {},
    {"host": "localhost"},
    {"host": "localhost:8501", "origin": "http://localhost:8501"},
    {"cookie": "mali-map-owner-8501="},
    {"cookie": "mali-map-owner-8501=x"},
]


@pytest.mark.parametrize("headers", FORGED, ids=str)
def test_without_a_sign_in_files_are_sent_by_the_owners_browser_only(
    monkeypatch: pytest.MonkeyPatch, headers: dict[str, str]
) -> None:
    monkeypatch.setattr(sign_in, "signs_in", lambda: False)
    monkeypatch.setattr(owner, "_secret", None)
    assert status(asked(UPLOAD, "PUT", **headers)) == 403
    owner.link()
    assert status(asked(UPLOAD, "PUT", **headers)) == 403
    assert status(asked(UPLOAD, "PUT", **headers | {"cookie": f"{owner.cookie()}={owner._secret}"})) == 200


ELSEWHERE = [
    "http://127.0.0.1:9000", "http://localhost:8501", "http://127.0.0.1", "http://[::1]:8501", "null", "", "http://[",
    "https://elsewhere.example.org", "http://127.0.0.1:8501.example.org",
]  # fmt: skip


@pytest.mark.parametrize("origin", ELSEWHERE)
def test_a_page_of_another_address_sends_no_file_and_opens_no_session(someone: Any, origin: str) -> None:
    someone(EDITOR)
    for method in ("PUT", "DELETE", "POST", "OPTIONS"):
        assert status(asked(UPLOAD, method, origin=origin)) == 403
    assert session_opens(origin) is False


@pytest.mark.parametrize("headers", [{}, {"origin": "http://127.0.0.1:8501"}])
def test_a_page_of_the_map_itself_does_both(someone: Any, headers: dict[str, str]) -> None:
    someone(EDITOR)
    assert status(asked(UPLOAD, "PUT", **headers)) == 200
    assert session_opens(**headers) is True


def test_a_map_behind_a_proxy_goes_by_the_name_that_the_proxy_passes_on(someone: Any) -> None:
    someone(EDITOR)
    headers = {"host": "map.example.org", "origin": "https://map.example.org"}
    assert status(asked(UPLOAD, "PUT", client="10.1.1.1", **headers)) == 200


def session_opens(origin: str | None = None) -> bool:
    """Tell whether the request for a websocket comes to the app; else it is closed."""
    came: list[Any] = []
    sent: list[Any] = []

    async def app(*_given: Any) -> None:
        came.append("app")

    async def send(message: Any) -> None:
        sent.append(message)

    given = HERE | ({} if origin is None else {"origin": origin})
    headers = [(name.encode(), value.encode()) for name, value in given.items()]
    scope = {"type": "websocket", "path": "/_stcore/stream", "headers": headers, "query_string": b""}
    asyncio.run(guard.Guard(app)(scope, None, send))  # type: ignore[arg-type]
    assert sent == ([] if came else [{"type": "websocket.close", "code": 1008}])
    return bool(came)


@pytest.mark.parametrize("path", ["/metrics", "/_stcore/metrics"])
@pytest.mark.parametrize(
    ("networks", "client", "headers", "code"),
    [
        ("[]", "127.0.0.1", {}, 200),
        ("[]", "10.1.2.3", {}, 404),
        ("[]", "127.0.0.1", {"x_forwarded_for": "1.2.3.4"}, 404),
        ('["10.0.0.0/8"]', "10.1.2.3", {"host": "pod:8501"}, 200),
        ('["10.0.0.0/8"]', "11.1.2.3", {}, 404),
        ('["10.0.0.0/8"]', "fd00::1", {}, 404),
        ('["anybody"]', "10.1.2.3", {}, 404),
    ],
)
def test_measurements_are_read_from_here_or_where_the_settings_say(
    folder: Path, path: str, networks: str, client: str, headers: dict[str, str], code: int
) -> None:
    (folder / "settings.toml").write_text(f"metrics_from = {networks}\n")
    assert status(asked(path, client=client, **headers)) == code


@pytest.mark.parametrize(
    ("offered_to", "claims", "code"),
    [
        ([PARTNER], PARTNER, 200),
        ([PARTNER], EDITOR, 404),
        ([PARTNER], None, 404),
        ([PARTNER], PARTNER | {"iat": 0}, 404),
        ([PARTNER | {"iat": 0}], None, 200),
        ([PARTNER, EDITOR], EDITOR, 200),
        ([None], PARTNER, 200),
        ([None], None, 200),
        ([], PARTNER, 404),
    ],
)
def test_a_file_goes_to_whoever_was_offered_it(
    monkeypatch: pytest.MonkeyPatch, someone: Any, offered_to: list[Any], claims: Any, code: int
) -> None:
    monkeypatch.setattr(wire, "_readers", OrderedDict())
    file = "ab12" * 14
    for other in offered_to:
        someone(other)
        wire.remember(b"\x12\x40/media/" + file.encode() + b".csv\x1a", asked("/_stcore/stream"))
    someone(claims)
    assert status(asked(f"/media/{file}.csv")) == code


@pytest.mark.parametrize(
    "path", ["/_stcore/agent/openapi.json", "/_stcore/agent/interact", "/_stcore/agent/mcp"]
)
def test_there_is_no_other_way_into_the_pages(path: str) -> None:
    assert status(asked(path)) == 404


@pytest.mark.parametrize(
    ("headers", "code"),
    [
        ({}, 200),
        ({"content_length": "65536"}, 200),
        ({"content_length": "65537"}, 413),
        ({"content_length": "-1"}, 413),
        ({"content_length": "many"}, 413),
        ({"transfer_encoding": "chunked"}, 413),
    ],
)
def test_a_request_that_is_no_upload_is_small(headers: dict[str, str], code: int) -> None:
    assert status(asked("/", "POST", **headers)) == code
