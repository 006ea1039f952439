"""Who may do what, where people sign in: claims of an identity provider → a role.

The provider says who somebody is; ``settings.toml`` says which e-mail addresses and groups are
partners or editors. Whoever is named in neither, or did not sign in, sees what the public sees.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal

if TYPE_CHECKING:
    from collections.abc import Mapping

    from geo.settings import Settings

Role = Literal["viewer", "partner", "editor"]


def role_of(claims: Mapping[str, Any], settings: Settings, now: float) -> Role:
    """Return the role of somebody who signed in.

    Parameters
    ----------
    claims : mapping
        Of the ID token, its signature, issuer, audience and nonce already checked.
    settings : Settings
        Whom the organisation made partner or editor.
    now : float
        Seconds since 1970, UTC.

    Returns
    -------
    {"viewer", "partner", "editor"}
        ``viewer`` too when the sign-in is too old, or its time is not told.
    """
    if is_over(claims, settings, now):
        return "viewer"
    names = _names(claims, settings.groups_claim)
    if names & {name.casefold() for name in settings.editors}:
        return "editor"
    return "partner" if names & {name.casefold() for name in settings.partners} else "viewer"


def is_over(claims: Mapping[str, Any], settings: Settings, now: float) -> bool:
    """Tell whether a sign-in is older than the settings allow; one from the future is no sign-in."""
    issued = claims.get("iat")
    if isinstance(issued, bool) or not isinstance(issued, int | float):
        return True
    return not -CLOCKS_DIFFER <= now - issued < settings.sign_in_hours * 3600


CLOCKS_DIFFER = 300
"""Seconds that a provider's clock may be ahead of ours."""


def account(claims: Mapping[str, Any]) -> str:
    """Return the name of an account: what the provider vouches for, and nothing else of the person."""
    known = (_verified_email(claims), claims.get("preferred_username"), claims.get("sub"))
    return next((str(name) for name in known if name), "")


def _names(claims: Mapping[str, Any], groups_claim: str) -> set[str]:
    """Return what the settings may call somebody: the verified e-mail address, and each group."""
    given = claims.get(groups_claim)
    groups = [given] if isinstance(given, str) else given if isinstance(given, list) else []
    return {str(name).casefold() for name in (_verified_email(claims), *groups) if name}


def _verified_email(claims: Mapping[str, Any]) -> str:
    """Return the e-mail address if the provider says that it was verified.

    An address that anybody can type into a profile would make anybody a partner.
    """
    return str(claims.get("email") or "") if claims.get("email_verified") is True else ""
