"""Whose a briefing is, and who else may change it: a small file beside the briefing's own.

It is apart from the briefing, which people send one another. Nobody is named in it: an owner and an editor
are digests of what tells one reader from another, so that whoever reads the file can be neither.
"""

from __future__ import annotations

import hashlib
import hmac
import json
import re
from dataclasses import asdict, dataclass, replace
from typing import TYPE_CHECKING, Literal, Self

from geo.errors import GeoError

if TYPE_CHECKING:
    from pathlib import Path

OPERATOR = "*"
"""Whoever holds the workspace's files, as at the command line: may change every briefing."""

EDITORS = 100
"""Of one briefing, at most."""

DIGEST = re.compile(r"[0-9a-f]{64}")
SECRET = re.compile(r"[A-Za-z0-9_-]{32}")
"""What a link to edit ends in."""

Standing = Literal["own", "shared", "free", "seen"]
"""Of a reader to a briefing: its owner; somebody it was shared with to edit; one of those who may take it
over, as it has no owner; or somebody who may only see it."""


@dataclass(frozen=True, slots=True)
class Rights:
    """Who may change a briefing.

    Attributes
    ----------
    owner : str
        Digest of its owner.
    editors : tuple of str
        Digests of those who came by the link to edit.
    link : str
        What that link ends in; empty where there is no such link.
    """

    owner: str
    editors: tuple[str, ...] = ()
    link: str = ""

    def standing(self, reader: str) -> Standing:
        """Return how a reader stands to the briefing."""
        if not reader:
            return "seen"
        digest = digest_of(reader)
        return "own" if digest == self.owner else "shared" if digest in self.editors else "seen"

    def opens(self, secret: str) -> bool:
        """Tell whether a link to edit is the one that is valid now."""
        return bool(self.link) and hmac.compare_digest(self.link.encode(), secret.encode())

    def joined(self, reader: str) -> Self:
        """Return the rights with one more editor.

        Raises
        ------
        GeoError
            ``briefing_editors``.
        """
        if self.standing(reader) != "seen":
            return self
        if len(self.editors) >= EDITORS:
            raise GeoError("briefing_editors", most=EDITORS)
        return replace(self, editors=(*self.editors, digest_of(reader)))


def digest_of(reader: str) -> str:
    """Return what stands for a reader in the file."""
    return hashlib.sha256(reader.encode()).hexdigest()


def of(path: Path) -> Rights | None:
    """Return the rights in a file; None where there is no file.

    Raises
    ------
    GeoError
        ``briefing_not_yours`` where the file cannot be read: then nobody may change the briefing.
    """
    try:
        given = json.loads(path.read_text(encoding="utf-8"))
        found = Rights(given["owner"], tuple(given["editors"]), given["link"])
        marks = (found.owner, *found.editors)
        if not all(map(DIGEST.fullmatch, marks)) or not (found.link == "" or SECRET.fullmatch(found.link)):
            raise ValueError(path.name)
    except FileNotFoundError:
        return None
    except (OSError, ValueError, TypeError, KeyError, RecursionError) as error:
        raise GeoError("briefing_not_yours", name=path.stem) from error
    return found


def written(rights: Rights) -> str:
    """Return rights as the text of a file; `of` gives them back."""
    return json.dumps(asdict(rights), indent=1) + "\n"
