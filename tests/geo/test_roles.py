from typing import Any

import pytest

from geo import roles
from geo.settings import Settings

NOW = 1_800_000_000.0
SETTINGS = Settings(partners=("ocha@example.org", "protection"), editors=("im@example.org", "admins"))


def claims(**more: Any) -> dict[str, Any]:
    return {"sub": "1", "iat": NOW - 60, "email_verified": True} | more


@pytest.mark.parametrize(
    ("given", "role"),
    [
        ({}, "viewer"),
        ({"email": "someone@example.org"}, "viewer"),
        ({"email": "ocha@example.org"}, "partner"),
        ({"email": "OCHA@Example.org"}, "partner"),
        ({"email": "im@example.org"}, "editor"),
        ({"groups": ["others", "protection"]}, "partner"),
        ({"groups": "protection"}, "partner"),
        ({"groups": ["admins", "protection"]}, "editor"),
        ({"groups": [], "roles": ["admins"]}, "viewer"),
        ({"groups": {"admins": 1}}, "viewer"),
        # What anybody may type into a profile counts for nothing.
        ({"email": "im@example.org", "email_verified": False}, "viewer"),
        ({"email": "im@example.org", "email_verified": "true"}, "viewer"),
        ({"email": "im@example.org", "email_verified": None}, "viewer"),
        ({"name": "admins", "preferred_username": "im@example.org", "nickname": "admins"}, "viewer"),
        ({"sub": "admins"}, "viewer"),
    ],
)
def test_a_role_comes_from_a_verified_address_or_a_group(given: dict[str, Any], role: str) -> None:
    assert roles.role_of(claims(**given), SETTINGS, NOW) == role


@pytest.mark.parametrize(
    ("issued", "over"),
    [
        (NOW, False),
        (NOW + 200, False),
        (NOW + 400, True),
        (NOW - 12 * 3600 + 1, False),
        (NOW - 12 * 3600, True),
        (None, True),
        (True, True),
        (str(NOW), True),
        (float("nan"), True),
    ],
)
def test_a_sign_in_ends(issued: Any, over: bool) -> None:
    given = claims(iat=issued, groups=["admins"])
    assert roles.is_over(given, SETTINGS, NOW) is over
    assert roles.role_of(given, SETTINGS, NOW) == ("viewer" if over else "editor")


def test_nobody_is_more_than_a_viewer_until_somebody_is_named() -> None:
    assert roles.role_of(claims(email="", groups=[""]), Settings(partners=("",)), NOW) == "viewer"


def test_another_claim_may_list_the_groups() -> None:
    settings = Settings(editors=("admins",), groups_claim="roles")
    assert roles.role_of(claims(roles=["admins"], groups=[]), settings, NOW) == "editor"


@pytest.mark.parametrize(
    ("given", "name"),
    [
        ({"email": "a@b.org", "preferred_username": "a"}, "a@b.org"),
        ({"email": "a@b.org", "email_verified": False, "preferred_username": "a"}, "a"),
        ({"name": "Awa Diarra"}, "1"),
    ],
)
def test_an_account_is_called_what_the_provider_vouches_for(given: dict[str, Any], name: str) -> None:
    assert roles.account(claims(**given)) == name
