"""The pages and the way between them: links that keep the view, and the frame of the pages to read."""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any

import streamlit as st

from layers.render import assets
from layers.text import say
from ui import address, controls

if TYPE_CHECKING:
    from collections.abc import Sequence

    from streamlit.navigation.page import Page

    from geo.areas import Language

PLACES = ("side", "top")
"""Where the links stand: in the sidebar, and where that is closed in a menu above the page."""

SPOKEN = (
    "sidebar", "collapse", "expand", "open", "option", "options", "none", "nothing", "chosen", "remove",
    "clear", "value", "add", "list", "choice", "file", "date", "day", "month", "year", "close", "before",
    "after", "turned", "running", "stop", "stopping", "news", "menu", "entry", "drop", "drops", "download",
    "network", "code", "again", "size", "kind", "one", "unavailable", "keys",
)  # fmt: skip
"""Streamlit's own words that a reader hears, or sees in a field or a list."""


def links(pages: Sequence[Page], here: Page) -> None:
    """Put the links to the pages where there is room for them."""
    lang = address.language()
    listed = [
        {"path": page.url_path, "title": page.title, "here": page.url_path == here.url_path} for page in pages
    ]
    listed.append({"path": "light", "title": say("light.link", lang), "here": False, "apart": True})
    data: dict[str, Any] = {"lang": lang, "label": say("data_page.pages", lang), "pages": listed}
    data["glossary"] = assets.glossary().address()
    side, top = PLACES
    with st.sidebar, st.container(key=f"pages-{side}"):
        _component()(key=f"links-{side}", data=data)
    with st.container(key=f"pages-{top}"):
        data |= {"menu": say("data_page.menu", lang)}
        _component()(key=f"links-{top}", data=data)


def frame(*, language: bool = True) -> None:
    """Show what a page to read has beside its text: its style, the map's name, the language.

    Where the page has the settings of the view in its sidebar, name and `language` are among them.
    """
    lang = address.language()
    st.html(style("page.css", "matrix.css"))
    if not language:
        return
    with st.sidebar:
        controls.language(lang)


@cache
def sheets() -> assets.Bundle:
    """Return the style sheets of this folder, which a browser fetches once."""
    found = (item for item in files("ui").iterdir() if item.name.endswith(".css"))
    return assets.Bundle({item.name: item.read_bytes() for item in found})


@cache
def style(*names: str) -> str:
    """Return style sheets of this folder as an element: their addresses alone travel in every session."""
    asked = "".join(f"@import url('{name}');" for name in map(_address, names))
    return f"<style>{asked}</style>"


def _address(name: str) -> str:
    return sheets().address(name).lstrip("/")


def own_words(lang: Language) -> str:
    """Return, for the style sheets to write, the words that Streamlit itself has in English only."""
    names = ("skip", "all", "settings", "upload")
    words = "".join(f'--own-{name}: "{say(f"own.{name}", lang)}";' for name in names)
    return f"<style>:root {{ {words} }}</style>"


def spoken(lang: Language) -> dict[str, str]:
    """Return Streamlit's own English, and what the reader's language says for it."""
    keys = [f"own.spoken.{name}" for name in SPOKEN]
    return {say(key, "en"): say(key, lang) for key in keys if lang != "en"}


@cache
def _component() -> Any:
    return st.components.v2.component("mali_pages", js=assets.stub("pages.js"), isolate_styles=False)
