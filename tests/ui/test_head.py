"""The first page: what it says before anything has arrived."""

import asyncio
import json
import re
from pathlib import Path
from typing import Any

import brotli
import pytest
import streamlit as st
from starlette.datastructures import Headers

from layers.render import screen
from layers.scene import compose
from layers.view import View
from tests.loaded_data import PEOPLE, loaded
from ui import head

PLAIN = Path(st.__file__).with_name("static").joinpath("index.html").read_text(encoding="utf-8")


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MALI_MAP_WORKSPACE", str(tmp_path))


def said(query: str, lang: str = "fr") -> str:
    made = head.page(PLAIN, query, lang)
    found = re.search(r'<div id="mm-words">(.*?)</main>', made, re.DOTALL)
    assert found
    return found.group(1)


@pytest.mark.parametrize(
    ("query", "lang", "words"),
    [
        ("level=2", "fr", ("Personnes déplacées par cercle", "250\u202f998", ">Gao</th><td>36\u202f734<")),
        ("level=2", "en", ("Displaced people by cercle", "250,998", ">Gao</th><td>36,734<")),
        ("level=2&lang=en", "fr", ("Displaced people by cercle",)),
        ("level=2&theme=returnees&area=ML05&lang=en", "fr", ("Returnees by cercle, Mopti",)),
        ("theme=none&lang=en", "fr", ("<h1>",)),
        ("theme=nonsense&lang=en", "fr", ("nonsense", 'role="status"')),
    ],
)
def test_the_view_is_there_in_words(query: str, lang: str, words: tuple[str, ...]) -> None:
    text = said(query, lang)
    assert [word for word in words if word not in text] == []


def test_at_most_ten_areas_are_listed_the_highest_first() -> None:
    figures = [int(n.replace(",", "")) for n in re.findall(r"<td>([\d,]+)</td>", said("level=2", "en"))]
    assert len(figures) == 10
    assert figures == sorted(figures, reverse=True)


def drawn(query: str, lang: str = "fr") -> dict[str, Any]:
    found = re.search(
        r'<script type="application/json" id="mm-data">(.*?)</script>', head.page(PLAIN, query, lang)
    )
    assert found
    told: dict[str, Any] = json.loads(found.group(1))
    return told


@pytest.mark.parametrize("query", ["level=2", "level=2&compare=round:dtm-12"])
def test_streamlit_finds_all_that_it_needs(query: str) -> None:
    made = head.page(PLAIN, query, "en")
    tags = re.findall(r"<script[^>]*>|<link rel=.(?:stylesheet|modulepreload).*?>", PLAIN)
    assert len(tags) > 20
    for tag in tags:
        assert made.replace(' fetchpriority="low"', "").count(tag) == 1
    assert made.index("</main>") < made.index('rel="stylesheet"')
    assert made.startswith(PLAIN[: PLAIN.index("<html")])
    assert "<title>Displaced people" in made


def test_the_map_is_asked_for_before_streamlit() -> None:
    made = head.page(PLAIN, "level=3", "en")
    streamlits = made.index("./static/js/")
    for name in (
        "leaflet.js",
        "first.js",
        "map.js",
        "map.css",
        "cod2021-3.json",
        "cod2021-2.json",
        "base.json",
    ):
        assert 0 < made.index(f"/{name}") < streamlits
    assert made.index('<template id="mm-code">') < made.index(
        'rel="modulepreload" crossorigin href="./static'
    )


def test_what_the_map_is_drawn_from_is_what_the_component_is_told() -> None:
    told = drawn("level=2&theme=returnees&area=ML05")
    scene = compose(View.parse("level=2&theme=returnees&area=ML05")[0], lang="fr")
    others = {"search", "href", "hrefPlain"}
    plain = json.loads(json.dumps(screen.payload(scene)))
    assert {k: v for k, v in told.items() if k not in others} == {
        k: v for k, v in plain.items() if k not in others
    }
    assert told["href"] is told["hrefPlain"] is None  # of a partner it would lose the audience


@pytest.mark.parametrize("query", ["compare=theme:returnees", "present=1"])
def test_a_view_with_no_single_map_is_in_words_where_the_app_will_be(query: str) -> None:
    made = head.page(PLAIN, query, "fr")
    assert re.search(r'<div id="root"><style>.*<main id="mm-first".*</main></div>', made, re.DOTALL)
    assert "mm-data" not in made
    assert "position:fixed" not in made


def test_whoever_asks_reads_what_the_public_may() -> None:
    loaded({"area": ["ML05"], "idps": [4242]}, name="secret", sensitivity="restricted", measures=PEOPLE)
    loaded({"area": ["ML05"], "idps": [5151]}, name="open", sensitivity="public", measures=PEOPLE)
    for audience in ("public", "partner"):
        page = head.page(PLAIN, f"theme=data:secret&audience={audience}", "en")
        assert not re.search("4,?242", page)
        assert "5,151" in said(f"theme=data:open&audience={audience}", "en")
        assert 5151 in drawn(f"theme=data:open&audience={audience}", "en")["values"]


def test_nothing_that_a_query_says_is_a_tag() -> None:
    query = "theme=<script>alert(1)</script>&area=%3Cscript%3E&q=</script>"
    assert "<script" not in said(query, "en")
    held = re.search(r'id="mm-data">(.*?)</script>', head.page(PLAIN, query, "en"))
    assert held
    assert "<" not in held.group(1)


def test_a_view_that_cannot_be_made_leaves_the_page(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object, **__: object) -> None:
        raise ValueError

    monkeypatch.setattr(head.scene, "compose", broken)
    assert head.ROOT in head.page(PLAIN, "level=2", "fr")


@pytest.mark.parametrize(
    ("accepted", "lang"),
    [("en-GB,fr;q=0.5", "en"), ("fr-ML,en;q=0.8", "fr"), ("", "fr"), ("de", "fr"), ("EN", "en")],
)
def test_the_language_is_the_browsers_first(accepted: str, lang: str) -> None:
    assert head.language(Headers({"accept-language": accepted})) == lang


def test_the_page_travels_compressed() -> None:
    sent: list[dict[str, Any]] = []

    async def plain(_scope: Any, _receive: Any, send: Any) -> None:
        await send({"type": "http.response.start", "status": 200, "headers": [(b"etag", b"old")]})
        await send({"type": "http.response.body", "body": PLAIN.encode()})

    async def keep(message: dict[str, Any]) -> None:
        sent.append(message)

    given = [(b"accept-encoding", b"gzip, br"), (b"accept-language", b"en")]
    scope = {"type": "http", "method": "GET", "path": "/", "query_string": b"level=2", "headers": given}
    asyncio.run(head.FirstPage(plain)(scope, None, keep))  # type: ignore[arg-type]
    headers = dict(sent[0]["headers"])
    assert headers[b"content-encoding"] == b"br"
    assert int(headers[b"content-length"]) == len(sent[1]["body"]) < 12_000
    assert "Displaced people by cercle" in brotli.decompress(sent[1]["body"]).decode()
