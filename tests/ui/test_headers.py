import asyncio
from typing import Any

import pytest

from ui import headers


def answer(
    path: str = "/", scheme: str = "http", said: list[tuple[bytes, bytes]] | None = None
) -> list[tuple[bytes, bytes]]:
    sent: list[dict[str, Any]] = []

    async def page(_scope: Any, _receive: Any, send: Any) -> None:
        await send({"type": "http.response.start", "status": 200, "headers": said or []})

    async def keep(message: dict[str, Any]) -> None:
        sent.append(message)

    asyncio.run(headers.SafeHeaders(page)({"type": "http", "path": path, "scheme": scheme}, None, keep))  # type: ignore[arg-type]
    found: list[tuple[bytes, bytes]] = sent[0]["headers"]
    return found


HTML = (b"content-type", b"text/html; charset=utf-8")


@pytest.mark.parametrize(
    ("path", "said"), [("/", [HTML]), ("/media/x.svg", []), ("/x", [(b"content-type", b"image/svg+xml")])]
)
def test_what_can_be_opened_as_a_page_may_load_from_here_only(path: str, said: Any) -> None:
    found = dict(answer(path, said=said))
    assert found[b"content-security-policy"].startswith(
        b"default-src 'self'; script-src 'self' blob: 'sha256-"
    )
    assert found[b"x-frame-options"] == b"SAMEORIGIN"
    assert found[b"referrer-policy"] == b"same-origin"


def test_other_files_carry_only_what_serves_them() -> None:
    assert dict(answer(said=[(b"content-type", b"text/javascript")])) == {
        b"content-type": b"text/javascript",
        b"x-content-type-options": b"nosniff",
        b"cross-origin-resource-policy": b"same-origin",
    }


def test_the_policy_allows_no_other_host_and_no_text_as_a_program() -> None:
    policy = headers.policy()
    assert "unsafe-eval" not in policy
    assert "*" not in policy
    assert "http" not in policy
    assert "'unsafe-inline'" not in policy.split("script-src")[1].split(";")[0]


@pytest.mark.parametrize(
    ("scheme", "given", "sent"),
    [
        ("https", b"a=1; HttpOnly; Path=/; SameSite=lax", b"a=1; HttpOnly; Path=/; SameSite=lax; Secure"),
        ("https", b"a=1; Secure", b"a=1; Secure"),
        ("https", b"secure=1", b"secure=1; Secure"),
        ("http", b"a=1; HttpOnly", b"a=1; HttpOnly"),
    ],
)
def test_cookies_travel_encrypted_where_the_page_does(scheme: str, given: bytes, sent: bytes) -> None:
    found = answer(scheme=scheme, said=[(b"set-cookie", given), (b"set-cookie", given)])
    assert [value for name, value in found if name == b"set-cookie"] == [sent, sent]
    assert (b"strict-transport-security" in dict(found)) is (scheme == "https")


@pytest.mark.parametrize(
    "path", ["/media/a.csv", "/oauth2callback", "/auth/login", "/_stcore/upload_file/s/f"]
)
def test_what_is_for_one_reader_is_kept_by_nobody(path: str) -> None:
    found = answer(path, said=[(b"cache-control", b"public")])
    assert [value for name, value in found if name == b"cache-control"] == [b"no-store"]


def test_what_an_answer_says_itself_stays() -> None:
    assert (
        dict(answer(said=[HTML, (b"referrer-policy", b"no-referrer")]))[b"referrer-policy"] == b"no-referrer"
    )
