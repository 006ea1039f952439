"""What a column is by what it holds, for columns whose header says nothing."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Mapping, Sequence
from functools import cache
from itertools import pairwise
from typing import TYPE_CHECKING

from geo import steady
from geo.readers.coordinates import in_mali
from geo.readers.numbers import looks_numeric
from geo.readers.table import blank, written
from geo.readers.words import header_words

if TYPE_CHECKING:
    from geo.readers.header import Header
    from geo.readers.table import Table

_SAMPLE = 1_000
"""Distinct values of a column that are looked at."""

_MOSTLY = 0.8
"""Share of a column's distinct values that must be known."""

_NO_FIGURE = frozenset(
    [
        *("id", "fid", "objectid", "uuid", "code", "index", "row", "ligne", "numero", "no", "n", "rang"),
        *("ordre", "year", "annee", "phone", "telephone", "tel", "contact", "date", "zone", "round", "mois"),
        *("month", "lat", "lon", "latitude", "longitude", "shape", "version"),
    ]
)
"""Words of a header whose numbers count nothing."""

_PCODE = re.compile(r"ml[i]?(\d{2,8})", re.IGNORECASE)
_LEVEL_OF_DIGITS = {2: 1, 4: 2, 6: 3, 8: 3}


def shapes_of(table: Table) -> str:
    """Return ``lines`` or ``areas`` where rows have such shapes, else nothing."""
    if table.shapes is None:
        return ""
    types = {str(kind) for kind in table.shapes.geom_type.dropna()}
    return "areas" if any(kind.endswith("Polygon") for kind in types) else "lines"


def figures(table: Table, header: Header, taken: Collection[int], said: Mapping[int, str]) -> list[int]:
    """Return the columns of figures: mostly numbers, and neither codes nor numbers of order."""
    found = []
    for at, parts in enumerate(header.headers):
        if at in taken or said.get(at) == "":
            continue
        if at not in said and (not parts or header_words(" ".join(parts)) & _NO_FIGURE):
            continue
        cells = distinct(table, at)
        if cells and sum(map(looks_numeric, cells)) > len(cells) / 2:
            found.append(at)
    return found


def places(table: Table, header: Header, free: Sequence[int]) -> dict[str, int]:
    """Return columns of names, codes and coordinates, by the project's name of the column."""
    found = dict[str, int]()
    for at in free:
        if header_words(" ".join(header.headers[at])) & {"origin", "destination"}:
            continue
        texts = [text for cell in distinct(table, at) if (text := written(cell).strip())]
        if texts and (name := _code_level(texts) or _name_level(texts)):
            found.setdefault(name, at)
    return found or _coordinates(table, free)


def clusters(table: Table, free: Sequence[int]) -> dict[str, int]:
    """Return the column that mostly holds names of clusters."""
    for at in free:
        texts = [plain(written(cell)) for cell in distinct(table, at)]
        if texts and sum(text in _cluster_names() for text in texts) >= _MOSTLY * len(texts):
            return {"cluster": at}
    return {}


def distinct(table: Table, at: int) -> list[object]:
    """Return the first distinct cells of a column that are not blank."""
    return [cell for cell in dict.fromkeys(table.column(at)) if not blank(cell)][:_SAMPLE]


def plain(text: str) -> str:
    """Return a name without accents, case and what stands between words."""
    folded = unicodedata.normalize("NFKD", text.casefold())
    return re.sub(r"[\W_]+", " ", "".join(c for c in folded if not unicodedata.combining(c))).strip()


def are_codes(table: Table, at: int) -> bool:
    """Tell whether a column holds codes of areas, if anything: "Area" can be square kilometres too."""
    return all(code_level(written(cell)) for cell in distinct(table, at))


def is_place(text: str) -> bool:
    """Tell whether a text is the name or the code of an area."""
    return bool(code_level(text)) or any(plain(text) in _names(level) for level in (1, 2, 3))


def code_level(code: str) -> int | None:
    """Return the level that the digits of a p-code say; None for what is no p-code.

    Examples
    --------
    >>> code_level("ML0501"), code_level("MLI00500201"), code_level("Mopti")
    (2, 3, None)
    """
    match = _PCODE.fullmatch(code.strip())
    return _LEVEL_OF_DIGITS.get(len(match[1])) if match else None


def _code_level(texts: Sequence[str]) -> str:
    levels = {code_level(text) for text in texts}
    if levels <= {1, 2, 3} and levels:
        return f"code{levels.pop()}" if len(levels) == 1 else "code"
    return ""


def _name_level(texts: Sequence[str]) -> str:
    """Return the level at which most values are names of areas; of two, the larger areas'."""
    folded = [plain(text) for text in texts]
    shares = {level: sum(text in _names(level) for text in folded) for level in (1, 2, 3)}
    best = max(shares, key=lambda level: (shares[level], -level))
    return f"admin{best}" if shares[best] >= _MOSTLY * len(folded) else ""


@steady.kept
def _names(level: int) -> frozenset[str]:
    from geo import areas

    found = set()
    for division in areas.DIVISIONS:
        known = areas.load(division)
        for area in known.at(level) if level in known.levels else ():
            found |= {plain(area.name("fr")), plain(area.name("en"))}
            found |= {plain(name) for name in areas.spellings(division).get(area.id, ())}
    return frozenset(found)


@cache
def _cluster_names() -> frozenset[str]:
    from geo import reference

    found = set()
    for code, row in reference.clusters().items():
        for text in (code, row["name_fr"], row["name_en"]):
            found |= {
                plain(text),
                plain(re.sub(r"\(.*\)", "", text)),
                *map(plain, re.findall(r"\((.*?)\)", text)),
            }
    return frozenset(found - {""})


def _coordinates(table: Table, free: Sequence[int]) -> dict[str, int]:
    """Return two neighbouring columns that are longitudes and latitudes in Mali."""
    for at, following in pairwise(free):
        first, second = _degrees(table, at), _degrees(table, following)
        if not first or len(first) != len(second):
            continue
        if in_mali(first, second).all():
            return {"lon": at, "lat": following}
        if in_mali(second, first).all():
            return {"lon": following, "lat": at}
    return {}


def _degrees(table: Table, at: int) -> list[float]:
    """Return a column of numbers with at least three decimals; nothing where it is none."""
    texts = [written(cell).strip().replace(",", ".") for cell in table.column(at) if not blank(cell)]
    if all(re.fullmatch(r"-?\d{1,3}\.\d{3,}", text) for text in texts):
        return [float(text) for text in texts]
    return []
