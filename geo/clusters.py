"""The clusters that a file names: as written → the global code, and how codes lie to one another.

Codes, names and other spellings are in ``data/reference/clusters.csv``: the French sector names of
Mali's own 3W (*SECAL*, *EHA*, *Abris/NFI*) stand there. What is not there is not guessed.
"""

from __future__ import annotations

import re
from functools import cache

from geo import reference
from geo.spelling import fold

NOT_STATED = "not_stated"
"""Cluster of a statement that names none."""

_SEVERAL = re.compile(r"\s*[;|,\n]\s*")


@cache
def code_of(written: str) -> str | None:
    """Return the code of a cluster as written; None where no spelling matches.

    Examples
    --------
    >>> code_of("SECAL"), code_of("Abris / NFI"), code_of("Éducation"), code_of("Cohésion sociale")
    ('FSC', 'SHL', 'EDU', None)
    """
    return _spellings().get(fold(written))


@cache
def codes_of(written: str) -> tuple[str, ...]:
    """Return the codes of every cluster in a cell, ``WASH; Santé``; none where one of them is not known.

    The whole cell is tried first, since a name may hold a comma: *Eau, hygiène et assainissement*.
    """
    whole = code_of(written)
    if whole:
        return (whole,)
    found = [code_of(part) for part in _SEVERAL.split(written.strip())]
    return tuple(dict.fromkeys(filter(None, found))) if all(found) else ()


def parent(code: str) -> str | None:
    """Return the cluster of a sub-cluster; None for a cluster."""
    return reference.clusters().get(code, {}).get("parent") or None


def is_of(code: str, asked: str) -> bool:
    """Tell whether a cluster is the one asked for, or a sub-cluster of it."""
    return asked in (code, parent(code))


@cache
def main() -> tuple[str, ...]:
    """Return the clusters that are no sub-cluster, coordination last."""
    return tuple(code for code in reference.clusters() if not parent(code))


@cache
def _spellings() -> dict[str, str]:
    found: dict[str, str] = {}
    for code, row in reference.clusters().items():
        for spelling in (row["name_fr"], row["name_en"], *row["spellings"].split(";")):
            found.setdefault(fold(spelling), code)
    return found
