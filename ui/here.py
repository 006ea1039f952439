"""Whether whoever asks sits at this computer."""

from __future__ import annotations

import ipaddress
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

if TYPE_CHECKING:
    from collections.abc import Mapping

PASSED_ON = ("forwarded", "x-forwarded-for", "x-real-ip", "via")
"""Headers by which a proxy tells that it passes on a request of somebody else."""


def is_loopback(host: str) -> bool:
    """Tell whether a host's name or address is this very computer's."""
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host.lower() == "localhost"


def asked_here(client: str, headers: Mapping[str, str]) -> bool:
    """Tell whether a request comes from this computer and asks for this computer.

    A client's address alone is not enough: a proxy beside the server passes on requests of
    anybody, and a page of somebody else's can make a browser here ask under another name.

    Parameters
    ----------
    client : str
        Address that the request comes from.
    headers : mapping
        Of the request; their names in any case, or a mapping that knows none.
    """
    given = {name.lower(): value for name, value in headers.items()}
    if any(name in given for name in PASSED_ON):
        return False
    hosts = (client, _host_of(f"//{given.get('host', '')}"), _host_of(given.get("origin", "//localhost")))
    return all(is_loopback(host) for host in hosts)


def _host_of(address: str) -> str:
    try:
        return urlsplit(address).hostname or ""
    except ValueError:
        return ""
