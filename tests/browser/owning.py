"""The link that makes a browser the owner's, as a server of these tests printed it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

if TYPE_CHECKING:
    from playwright.sync_api import BrowserContext

LINK = re.compile(r"http://\S+/own/\S+")

_links: dict[str, str] = {}
"""By host and port."""


def remember(said: str) -> None:
    """Remember the link, if there is one, in what a server said."""
    for link in LINK.findall(said):
        _links[urlsplit(link).netloc] = link


def link_of(url: str) -> str:
    """Return the link of a server; empty where it has none."""
    return _links.get(urlsplit(url).netloc, "")


def own(context: BrowserContext, url: str) -> None:
    """Have a browser open the link of the server that an address is of, once; nothing where it has none."""
    if link := link_of(url):
        assert context.request.get(link, max_redirects=0).status == 303
