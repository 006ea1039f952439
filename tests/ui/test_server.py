import asyncio
import gzip
import re
from pathlib import Path
from typing import Any

import brotli
import pytest
from starlette.requests import Request

from geo.errors import GeoError
from layers.render import assets
from ui import head, pages, server


def answer(path: str, accept: str = "") -> Any:
    digest, name = path.rsplit("/", 2)[-2:]
    scope = {
        "type": "http", "method": "GET", "path": path, "query_string": b"",
        "headers": [(b"accept-encoding", accept.encode())], "path_params": {"digest": digest, "name": name},
    }  # fmt: skip
    return server.asset(Request(scope))


@pytest.mark.parametrize(
    ("accept", "encoding", "decode"),
    [("gzip, br", "br", brotli.decompress), ("gzip", "gzip", gzip.decompress), ("", None, bytes)],
)
def test_geometry_travels_compressed_and_may_be_kept_for_good(
    accept: str, encoding: str | None, decode: Any
) -> None:
    bundle = assets.outlines("cod2021", 1)
    response = answer(bundle.address(), accept)
    assert response.headers.get("content-encoding") == encoding
    assert "immutable" in response.headers["cache-control"]
    assert response.media_type == "application/json"
    assert decode(response.body) == next(iter(bundle.contents.values()))


def test_style_sheets_are_asked_for_once_by_what_they_hold() -> None:
    told = pages.style("colours.css", "page.css")
    addresses = re.findall(r"url\('(assets/[0-9a-f]{10}/[a-z]+\.css)'\)", told)
    assert [address.rpartition("/")[2] for address in addresses] == ["colours.css", "page.css"]
    for address in addresses:
        response = answer(f"/{address}")
        assert (response.status_code, response.media_type) == (200, "text/css")
        assert "immutable" in response.headers["cache-control"]
    assert answer(f"/{addresses[0]}x").status_code == 404


@pytest.mark.parametrize(
    "path", ["/assets/0000000000/cod2021-1.json", "/assets/0000000000/app.py", "/assets/x/..%2Fapp.py"]
)
def test_what_is_not_there_is_not_found(path: str) -> None:
    assert answer(path).status_code == 404


def page_for(path: str, method: str = "GET", query: bytes = b"level=2") -> tuple[dict[str, Any], bytes]:
    sent: list[dict[str, Any]] = []

    async def page(_scope: Any, _receive: Any, send: Any) -> None:
        body = b'<html><head><link rel="shortcut icon"></head><body><div id="root"></div></body></html>'
        headers = [(b"content-length", str(len(body)).encode()), (b"etag", b"old")]
        await send({"type": "http.response.start", "status": 200, "headers": headers})
        await send({"type": "http.response.body", "body": body})

    async def keep(message: dict[str, Any]) -> None:
        sent.append(message)

    scope = {"type": "http", "method": method, "path": path, "query_string": query, "headers": []}
    asyncio.run(head.FirstPage(page)(scope, None, keep))
    return dict(sent[0]["headers"]), sent[1]["body"]


def test_the_first_page_asks_early_for_the_geometry_of_its_view() -> None:
    headers, body = page_for("/")
    assert assets.outlines("cod2021", 2).address().encode() in body
    assert int(headers[b"content-length"]) == len(body)
    assert b"etag" not in headers


@pytest.mark.parametrize(("path", "method"), [("/static/x.html", "GET"), ("/", "HEAD")])
def test_other_pages_are_as_they_are(path: str, method: str) -> None:
    headers, body = page_for(path, method)
    assert b"modulepreload" not in body
    assert headers[b"etag"] == b"old"


def test_a_hostile_query_gives_a_page() -> None:
    _, body = page_for("/", query=b"http://[&area=<script>&level=%FF")
    assert b"<script>" not in body


def test_streamlit_is_told_where_it_really_listens(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    told: dict[str, Any] = {}
    monkeypatch.setattr(server.config, "set_option", told.__setitem__)
    monkeypatch.delenv(server.SECRETS, raising=False)
    server._configure("0.0.0.0", 8502)
    assert told == {"server.address": "0.0.0.0", "server.port": 8502}
    named = tmp_path / "secrets.toml"
    monkeypatch.setenv(server.SECRETS, str(named))
    with pytest.raises(GeoError, match="file_missing"):  # not: start without a sign-in
        server._configure("0.0.0.0", 8502)
    named.write_text("")
    server._configure("0.0.0.0", 8502)
    assert told["secrets.files"] == [str(named)]


@pytest.mark.parametrize(
    ("query", "browser", "said"),
    [
        ("level=2", "fr-ML,fr", "Personnes déplacées"),
        ("level=2", "en-GB", "Displaced people"),
        ("level=2&lang=fr", "en-GB", "Personnes déplacées"),
        ("colour=red", "", "colour"),
    ],
)
def test_the_light_page_is_the_same_view_in_words(query: str, browser: str, said: str) -> None:
    response = light(query, browser)
    assert response.headers["content-encoding"] == "br"
    assert said in brotli.decompress(response.body).decode()


def test_the_light_page_shows_nobody_what_partners_see(monkeypatch: pytest.MonkeyPatch) -> None:
    asked = []
    composed = server.scene.compose
    monkeypatch.setattr(
        server.scene,
        "compose",
        lambda view, *rest, **more: asked.append(view) or composed(view, *rest, **more),
    )
    light("theme=presence&audience=partner", "fr")
    assert [view.audience for view in asked] == ["public"]


def test_the_trend_beside_others_is_a_page_of_its_own_and_the_publics() -> None:
    page, partners = (
        brotli.decompress(light(f"pick=ML0506{more}", "en", server.against_page).body).decode()
        for more in ("", "&audience=partner")
    )
    assert page == partners
    assert "Mopti: the trend compared" in page
    assert "<script" not in page


def light(query: str, browser: str, answered: Any = server.light_page) -> Any:
    headers = [(b"accept-encoding", b"br"), (b"accept-language", browser.encode())]
    scope = {
        "type": "http", "method": "GET", "path": "/light", "query_string": query.encode(), "headers": headers,
        "server": ("127.0.0.1", 80), "scheme": "http",
    }  # fmt: skip
    return answered(Request(scope))
