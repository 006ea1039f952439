"""An identity provider on this computer: ``python identity.py PORT``.

It is a real one, from a package. A test can have it spoil its ID tokens, as somebody would who
forges, steals or keeps one: ``PUT /spoil`` with a name of `SPOILT`.
"""

from __future__ import annotations

import base64
import json
import sys
import time
from typing import TYPE_CHECKING, Any

from joserfc import jwt
from joserfc.jwk import OctKey, RSAKey

if TYPE_CHECKING:
    from collections.abc import Callable

    import flask

PEOPLE: dict[str, dict[str, Any]] = {
    "viewer": {"email": "viewer@example.org", "email_verified": True},
    "partner": {"email": "partner@example.org", "email_verified": True},
    "editor": {"email": "someone@example.org", "email_verified": True, "groups": ["im"]},
    # Anybody can write the address of somebody else into a profile.
    "pretender": {"email": "partner@example.org", "email_verified": False},
}

Claims = dict[str, Any]
kept: list[str] = []
spoiling = "nothing"


def signed(claims: Claims, key: Any, alg: str = "RS256") -> str:
    header = {"alg": alg, "kid": key.kid} if alg == "RS256" else {"alg": alg}
    return jwt.encode(header, claims, key, algorithms=[alg])


def without_signature(claims: Claims, _key: Any) -> str:
    parts = (json.dumps(part).encode() for part in ({"alg": "none"}, claims))
    return ".".join(base64.urlsafe_b64encode(part).rstrip(b"=").decode() for part in parts) + "."


def with_another_key(claims: Claims, key: Any) -> str:
    return signed(claims, RSAKey.generate_key(2048, {"kid": key.kid}))


def with_the_public_key(claims: Claims, key: Any) -> str:
    return signed(claims, OctKey.import_key(key.as_pem(private=False)), "HS256")


def changed(claims: Claims, key: Any) -> str:
    """Return a token whose claims were changed after it was signed."""
    head, _, signature = signed(claims, key).split(".")
    body = base64.urlsafe_b64encode(json.dumps(claims | {"groups": ["im"]}).encode())
    return ".".join((head, body.rstrip(b"=").decode(), signature))


SPOILT: dict[str, Callable[[Claims, Any], str]] = {
    "nothing": signed,
    "expired": lambda claims, key: signed(claims | {"exp": int(time.time()) - 200}, key),
    "without signature": without_signature,
    "with another key": with_another_key,
    "with the public key": with_the_public_key,
    "changed": changed,
    "of another audience": lambda claims, key: signed(claims | {"aud": "another"}, key),
    "of another issuer": lambda claims, key: signed(claims | {"iss": "https://example.org"}, key),
    "of another sign-in": lambda claims, key: signed(claims | {"nonce": "another"}, key),
    "replayed": lambda _claims, _key: kept[0],
    # Accepted as a token; its bearer's session is over.
    "old": lambda claims, key: signed(claims | {"iat": int(time.time()) - 13 * 3600}, key),
}


def app() -> flask.Flask:
    import flask
    import oidc_provider_mock

    people = [oidc_provider_mock.User(sub=sub, claims=claims) for sub, claims in PEOPLE.items()]
    made = oidc_provider_mock.app(user_claims=people)

    @made.put("/spoil")
    def spoil() -> tuple[str, int]:
        global spoiling
        spoiling = flask.request.get_data(as_text=True)
        return "", 204

    @made.after_request
    def spoilt(response: flask.Response) -> flask.Response:
        if flask.request.path == "/oauth2/token" and response.status_code == 200:
            key = RSAKey.import_key(flask.g.oidc_provider_mock_storage.jwk.as_dict(is_private=True))
            answer = response.get_json()
            claims = jwt.decode(answer["id_token"], key).claims
            claims = {name: value for name, value in claims.items() if name != "at_hash"}
            answer["id_token"] = SPOILT[spoiling](claims, key)
            kept.append(answer["id_token"])
            response.data = json.dumps(answer)
        return response

    return made


if __name__ == "__main__":
    app().run("127.0.0.1", int(sys.argv[1]), threaded=True, use_reloader=False)
