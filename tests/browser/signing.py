"""A map that signs people in by an identity provider on this computer, and clients of it."""

from __future__ import annotations

import contextlib
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import requests
from joserfc import jwt
from joserfc.jwk import OctKey

from tests.browser.conftest import HERE, mali_map, serving

if TYPE_CHECKING:
    from collections.abc import Iterator

COOKIE_SECRET = "for the tests of this folder, and nothing else"
SETTINGS = 'partners = ["partner@example.org"]\neditors = ["im"]\n'
UPLOAD = "/_stcore/upload_file/session/file"


class Signing(NamedTuple):
    """Addresses of the map and of the provider, and the map's workspace."""

    url: str
    provider: str
    workspace: Path


@contextlib.contextmanager
def signing_map(folder: Path) -> Iterator[Signing]:
    """Start a provider, and a map that signs people in by it."""
    workspace = folder / "workspace"
    workspace.mkdir()
    (workspace / "settings.toml").write_text(SETTINGS)
    identity = [sys.executable, str(HERE / "identity.py")]
    healthy = "/.well-known/openid-configuration"
    with serving(lambda port: [*identity, str(port)], healthy) as provider:

        def command(port: int) -> list[str]:
            secrets = folder / "secrets.toml"
            secrets.write_text(
                f"""[auth]
redirect_uri = "http://127.0.0.1:{{port}}/oauth2callback"
cookie_secret = "{COOKIE_SECRET}"
client_id = "mali-map"
client_secret = "secret of the client"
server_metadata_url = "{provider}/.well-known/openid-configuration"
"""
            )
            told = [f"MALI_MAP_SECRETS={secrets}", f"MALI_MAP_WORKSPACE={workspace}"]
            return ["env", *told, *mali_map(), "serve", "--port", str(port)]

        with serving(command) as url:
            yield Signing(url, provider, workspace)


def way_in(url: str, secret: str = COOKIE_SECRET, seconds: int = 60, provider: str = "default") -> str:
    """Return the address that the button to sign in leads to."""
    claims = {"provider": provider, "exp": int(time.time()) + seconds}
    token = jwt.encode({"alg": "HS256"}, claims, OctKey.import_key(secret))
    return f"{url}/auth/login?provider={token}"


def client() -> requests.Session:
    """Return a client that keeps cookies and follows nothing by itself."""
    made = requests.Session()
    made.trust_env = False
    return made


def get(who: requests.Session, address: str) -> requests.Response:
    return who.get(address, allow_redirects=False, timeout=10)


def sent_back(who: requests.Session, url: str, person: str) -> str:
    """Sign in at the provider; return the address that it sends the browser back to."""
    authorize = get(who, way_in(url)).headers["location"]
    answer = client().post(authorize, data={"sub": person}, allow_redirects=False, timeout=10)
    return answer.headers["location"]


def signed_in(url: str, person: str) -> requests.Session:
    """Return a client with the cookies of somebody who came back from the provider."""
    who = client()
    get(who, sent_back(who, url, person))
    return who


def may_edit(who: requests.Session, url: str) -> bool:
    """Tell whether the server takes somebody for an editor: others may not even offer a file."""
    answer = who.put(url + UPLOAD, data=b"x", timeout=10)
    assert answer.text in ("Not allowed", "XSRF token missing or invalid")
    return answer.text != "Not allowed"
