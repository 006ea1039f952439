"""What is said of where a row lands: the area, the evidence, or why not."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from collections.abc import Mapping

Status = Literal["placed", "proposed", "ambiguous", "unplaced"]

OUTSIDE = ""
"""Where a point lies that is in no commune."""


@dataclass(frozen=True, slots=True)
class Reason:
    """Why a row is not simply placed; `layers.text` words it.

    Attributes
    ----------
    key : str
        ``name_missing``, ``name_not_found``, ``alike``, ``settlement``, ``other_level``,
        ``level_lacking``, ``parent_not_found``, ``parent_other_level``, ``parent_contradicts``,
        ``several_areas``, ``twin``, ``other_division``, ``evidence_disagrees``, ``code_alone`` or
        ``outside``.
    details : mapping of str to str
        What the sentence quotes: ``name``, ``parent``, ``code``; ``known``, a level and division
        for each kind of area that bears a name: ``1 reform2023, 2 cod2021``.
    """

    key: str
    details: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Conflict:
    """A code or point that does not say the area its row was placed on.

    Attributes
    ----------
    code : str
        As written; of a point, its coordinates.
    code_means : str or None
        Area that it denotes, or lies in, in this division; None where there is none.
    name : str
        The name that decided, as written; the coordinates where they decided.
    used : str
        Id of the area used.
    kind : {"code", "scheme", "point"}
        ``scheme`` is a code that agrees in the scheme that the table's other codes are of.
    """

    code: str
    code_means: str | None
    name: str
    used: str
    kind: Literal["code", "scheme", "point"] = "code"


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
        Evidence used, joined by ``+``: ``name``, ``former`` (a former area, or the former cercle
        of a commune), ``alias`` (a confirmed spelling), ``alike`` or ``settlement``; ``parent``;
        ``code`` and ``point`` where they confirm or decide; ``shape`` for a line or polygon.
    candidates : tuple of str
        Ids that the evidence allows, the likeliest first, or that bear the name elsewhere.
    certainty : float
        1 for placed, 0 to 1 for proposed, else 0.
    reason : Reason or None
        Why it is not placed.
    conflicts : tuple of Conflict
        Evidence that says otherwise.
    """

    status: Status
    area: str | None = None
    method: str = ""
    candidates: tuple[str, ...] = ()
    certainty: float = 0.0
    reason: Reason | None = None
    conflicts: tuple[Conflict, ...] = ()
