"""What is said of where a row lands: the area, the evidence, or why not."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from collections.abc import Mapping

Status = Literal["placed", "proposed", "ambiguous", "unplaced"]


@dataclass(frozen=True, slots=True)
class Reason:
    """Why a row is not simply placed; `layers.text` words it.

    Attributes
    ----------
    key : str
        ``name_missing``, ``name_not_found``, ``parent_not_found``, ``parent_contradicts`` or
        ``several_areas``.
    details : mapping of str to str
        What the sentence quotes: ``name``, ``parent``.
    """

    key: str
    details: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Conflict:
    """A code that does not denote the area its row was placed on.

    Attributes
    ----------
    code : str
        As written.
    code_means : str or None
        Area that it denotes in this division; None where it denotes none.
    name : str
        The name that decided, as written.
    used : str
        Id of the area used.
    """

    code: str
    code_means: str | None
    name: str
    used: str


@dataclass(frozen=True, slots=True)
class Placement:
    """Where a row lands.

    Attributes
    ----------
    status : str
        ``placed``; ``proposed`` (to confirm); ``ambiguous`` (see `candidates`); ``unplaced``.
    area : str or None
        Id, when placed or proposed.
    method : str
        Evidence used: ``name`` or ``former`` (a former area), ``+parent``, ``+code`` where the
        code confirms it.
    candidates : tuple of str
        Ids that the names allow, or that bear the name elsewhere.
    certainty : float
        1 for placed, 0 to 1 for proposed, else 0.
    reason : Reason or None
        Why it is not placed.
    conflict : Conflict or None
        A code that says otherwise.
    """

    status: Status
    area: str | None = None
    method: str = ""
    candidates: tuple[str, ...] = ()
    certainty: float = 0.0
    reason: Reason | None = None
    conflict: Conflict | None = None
