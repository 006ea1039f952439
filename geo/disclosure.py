"""What may be shown to whom: the one gate between the joined tables and every scene.

Everything a scene draws, lists or exports has passed through here, so that no renderer can
hold what may not be shown. Sensitivities of a dataset: ``public``, ``internal``, ``restricted``;
what somebody loads is restricted unless its owner says otherwise.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING, Literal

from geo import released, settings
from geo.entries import Sensitivity as Sensitivity

if TYPE_CHECKING:
    from collections.abc import Iterable

    import pandas as pd

    from geo.areas import Areas, Language
    from geo.offices import Office
    from geo.statements import Statement
    from geo.workspace import Loaded

Audience = Literal["public", "partner"]

WITHHELD = "-"
"""Code of an organisation whose name is withheld: no code of one that is named, nothing to search by."""

_VIOLATIONS = re.compile(
    r"violation|droits (?:de l.homme|humains)|human rights|\bmrm\b|abus des droits"
    r"|(?:monitoring|suivi|surveillance) (?:de |des |of )?(?:la )?(?:protection|rights|droits|abus)"
    r"|protection monitoring|disparition|d[ée]tention|torture"
)


def audience_of(sensitivity: Sensitivity) -> Audience:
    """Return the widest audience that may be shown a dataset as a whole."""
    return "public" if sensitivity == "public" else "partner"


def may_show_points(sensitivity: Sensitivity, audience: Audience) -> bool:
    """Tell whether the points of a dataset may be drawn and named where they are.

    The public gets points of internal and restricted datasets only as counts per area.
    """
    return sensitivity == "public" or audience == "partner"


def count_level(areas: Areas, level: int, public_level: int | None) -> int:
    """Return the level at which the points that may not be shown are counted for the public.

    That of the view, or the one that the catalogue allows where that is coarser: in a commune with
    one site its count is nearly its position. A division may lack the level; a coarser one stands for it.
    """
    return areas.at_most(min(level, 1 if public_level is None else public_level))


def may_show_rows(sensitivity: Sensitivity, audience: Audience) -> bool:
    """Tell whether single rows of a dataset may be shown, and what is worked out from them."""
    return sensitivity == "public" or audience == "partner"


def speaks_of_violations(activity: str) -> bool:
    """Tell whether an activity, as written, is the monitoring of rights violations.

    The words are those of the field in French and English; a false alarm only makes an activity
    "protection", a miss can endanger staff.

    Examples
    --------
    >>> speaks_of_violations("Monitoring des violations des droits humains"), speaks_of_violations("WASH")
    (True, False)
    """
    return _VIOLATIONS.search(activity.casefold()) is not None


def offices_for(audience: Audience, sensitivity: Sensitivity, given: Iterable[Office]) -> tuple[Office, ...]:
    """Keep the offices that may be shown and named where they are: all or none of a dataset."""
    return tuple(given) if may_show_points(sensitivity, audience) else ()


def audience_of_rows(given: Loaded) -> Audience:
    """Return for whom the rows of a dataset are that has passed `loaded_for`: its counts are for all."""
    return "public" if given.counts_only else audience_of(given.sensitivity)


def loaded_for(audience: Audience, given: Iterable[Loaded]) -> tuple[Loaded, ...]:
    """Return what an audience may have of loaded datasets: the public as `geo.released` says.

    Of a restricted dataset the public does not learn even that it is there.
    """
    if audience == "partner":
        return tuple(given)
    threshold = settings.load().small_count
    return tuple(found for one in given if (found := released.for_public(one, threshold)))


def table_for(given: Loaded) -> pd.DataFrame:
    """Return the rows of a loaded dataset as they may be exported to whoever may know of it.

    Monitoring of rights violations is "protection" in its area: what the activity is stays out.
    """
    table = given.table()
    if "activity" not in table:
        return table
    hidden = table["activity"].fillna("").astype(str).map(speaks_of_violations)
    changed = {"activity": table["activity"].mask(hidden, "")}
    if "cluster" in table:
        changed["cluster"] = table["cluster"].mask(hidden, "Protection")
    return table.assign(**changed)


def statements_for(audience: Audience, given: Iterable[Statement]) -> tuple[Statement, ...]:
    """Keep the statements of presence that an audience may be shown, without the names it may not have.

    Monitoring of rights violations (``partner_country``) can endanger staff: it is never shown to
    the public at any level, and to partners for the country only. Of an organisation whose name is
    withheld the public is told that there is one, and nothing in words: they may name it.
    """
    shown = (statement for statement in given if _may_show(statement, audience))
    return tuple(shown) if audience == "partner" else tuple(map(_unnamed, shown))


def _unnamed(statement: Statement) -> Statement:
    if not statement.withheld:
        return statement
    silent: dict[Language, str] = {"fr": "", "en": ""}
    return replace(statement, org=WITHHELD, activity=silent, note=silent, cluster_given="")


def _may_show(statement: Statement, audience: Audience) -> bool:
    match statement.sensitivity:
        case "public":
            return True
        case "partner_country":
            return audience == "partner" and statement.scope == "country"
        case _:
            return audience == "partner"
