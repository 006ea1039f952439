"""A row's names, code and point together: what is used, and what disagrees.

- Names that lead to one area decide. A code or a point that says otherwise is a conflict.
- Names that lead to several are settled by the point, or by the code, that fits exactly one of
  them; where the two fit different ones, they settle nothing.
- A name that nobody bears places nothing. With a point, or a code of an established scheme
  (`geo.codes`), that says one of the areas it is like, it does: two pieces of evidence agree.
- Without a name the point places; without a point the code does, where its scheme is established.
- A point outside every commune is never moved.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from geo import codes
from geo.placement import OUTSIDE, Conflict, Placement, Reason

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from geo.areas import Areas
    from geo.codes import Established

ONE_OF_TWO = 0.9
"""Certainty where a name and a point or code agree against the parent's name."""

NAME_UNKNOWN = 0.7
"""Certainty where the point or code alone says the area and the row's name is not known."""


@dataclass(frozen=True, slots=True)
class Beside:
    """What a row says beside its names.

    Attributes
    ----------
    code : str
        Its finest code that is evidence, as written; empty where there is none.
    level : int
        Level of that code.
    schemes : mapping of int to frozenset
        Schemes that the table's codes are of, by level.
    at : str or None
        Commune that its point lies in, `OUTSIDE`, or None where it has no point.
    known : tuple of Scheme
        Schemes that codes may be of beside names of the division.
    """

    code: str = ""
    level: int = 0
    schemes: Established = field(default_factory=dict)
    at: str | None = None
    known: tuple[codes.Scheme, ...] = codes.SCHEMES

    @property
    def established(self) -> frozenset[codes.Scheme]:
        """The schemes that its code can be trusted in."""
        return self.schemes.get(self.level, frozenset())

    @property
    def possible(self) -> frozenset[codes.Scheme]:
        """The schemes that its code may be of: any where the table has too few codes to tell."""
        return self.schemes.get(self.level, frozenset(self.known))


def beside(
    written: Mapping[int, str], level: int, schemes: Established, at: str | None, areas: Areas
) -> Beside:
    """Return what a row says beside its names, its codes down to `level` being evidence."""
    coded = [n for n in written if 1 <= n <= level and written[n].strip()]
    finest = max(coded, default=0)
    return Beside(written.get(finest, ""), finest, schemes, at, codes.schemes_of(areas))


def weigh(areas: Areas, found: Placement, said: Beside, name: str, level: int) -> Placement:
    """Weigh what the names say with the code and the point.

    Parameters
    ----------
    areas : Areas
        The division.
    found : Placement
        What the names say.
    said : Beside
        What stands beside them.
    name : str
        The finest name, as written.
    level : int
        Finest level that is evidence.
    """
    scale = _Scale(areas, said, level)
    if found.reason and found.reason.key == "name_missing":
        found = scale.without_name(found)
    elif found.status == "ambiguous":
        found = scale.settle(found)
    elif found.status != "placed":
        found = scale.support(found)
    return scale.compare(found, name)


class _Scale:
    """The rules, for one row."""

    def __init__(self, areas: Areas, said: Beside, level: int) -> None:
        self._areas, self._said, self._level = areas, said, level
        means = codes.meaning(said.code, said.established) if said.code else None
        self._coded = means if means is not None and means in areas else None
        self._point = self._area_of_point()

    def without_name(self, found: Placement) -> Placement:
        """Place by the point, else by the code."""
        if self._point:
            return Placement("placed", self._point, "point", certainty=1.0)
        if self._coded:
            return Placement("placed", self._coded, "code", certainty=1.0)
        if self._said.at == OUTSIDE:
            return replace(found, reason=Reason("outside"))
        if self._said.code:
            return replace(found, reason=Reason("code_alone", {"code": self._said.code.strip()}))
        return found

    def settle(self, found: Placement) -> Placement:
        """Choose among areas that bear the name the one that the point or the code says."""
        options = codes.meanings(self._said.code, self._said.possible)
        fits = {
            "point": [area for area in found.candidates if self._at_in(area)],
            "code": [area for area in found.candidates if area in options],
        }
        return self._agreed(found, {what: areas for what, areas in fits.items() if len(areas) == 1})

    def support(self, found: Placement) -> Placement:
        """Let the point or the code confirm one of the areas that an inexact name may mean."""
        key = found.reason.key if found.reason else ""
        if key == "level_lacking":
            return found
        if key == "name_not_found":
            return self._propose_unnamed(found)
        fits = {
            "point": [area for area in found.candidates if self._at_in(area)][:1],
            "code": [area for area in found.candidates if area == self._coded],
        }
        fits = {what: areas for what, areas in fits.items() if areas}
        if fits and key in ("parent_contradicts", "other_level"):
            what, (area, *_) = next(iter(fits.items()))
            return replace(found, status="proposed", area=area, method=f"name+{what}", certainty=ONE_OF_TWO)
        return self._agreed(found, fits)

    def compare(self, found: Placement, name: str) -> Placement:
        """Name the code and the point where they confirm the area; list them where they do not."""
        if found.area is None:
            return found
        method = found.method.split("+")
        conflicts = [*self._conflicts(found.area, name)]
        wrong = {conflict.kind.replace("scheme", "code") for conflict in conflicts}
        for what in ("code", "point"):
            if what not in method and what not in wrong and self._confirms(what, found.area):
                method.append(what)
        return replace(found, method="+".join(method), conflicts=tuple(conflicts))

    def _agreed(self, found: Placement, fits: Mapping[str, list[str]]) -> Placement:
        """Place where all that fits says one area; where it says two, the row stays as it is."""
        said = {areas[0] for areas in fits.values()}
        if len(said) > 1:
            details = found.reason.details if found.reason else {}
            return replace(found, reason=Reason("evidence_disagrees", details))
        if not said:
            return found
        return Placement("placed", said.pop(), "+".join([found.method, *sorted(fits)]), certainty=1.0)

    def _propose_unnamed(self, found: Placement) -> Placement:
        """Propose the area of the point or code, where it lies in what the row's other names say."""
        scope = found.candidates
        for what, area in (("point", self._point), ("code", self._coded)):
            if area and any(self._areas.holds(outer, area) for outer in scope):
                proposed = Placement("proposed", area, what, (area,), NAME_UNKNOWN)
                return replace(proposed, reason=found.reason)
        return found

    def _conflicts(self, used: str, name: str) -> Iterator[Conflict]:
        """Yield the code and the point that do not say the area used."""
        said = self._said
        if self._comparable:
            means = codes.denotes(said.code, said.known[0])
            means = means if means is not None and means in self._areas else None
            expected = self._expected(used)
            if means != expected:
                agrees = codes.meaning(said.code, said.established) == expected
                yield Conflict(said.code, means, name, used, "scheme" if agrees else "code")
        if said.at is not None and not self._at_in(used):
            lies_in = self._areas.ancestor(said.at, self._areas[used].level) if said.at else None
            yield Conflict("", lies_in.id if lies_in else None, name, used, "point")

    @property
    def _comparable(self) -> bool:
        """Whether there is a code, of a level whose areas have codes: regions of 2023 have none."""
        coded = self._areas.at(self._said.level) if self._said.code else ()
        return bool(coded) and codes.denotes(coded[0].id, self._said.known[0]) is not None

    def _confirms(self, what: str, area: str) -> bool:
        if what == "code":
            return self._comparable and self._expected(area) == area
        return self._said.at is not None

    def _expected(self, used: str) -> str:
        """Return what a code of this level denotes where it agrees with the area used."""
        expected = self._areas.ancestor(used, self._said.level)
        return expected.id if expected else used

    def _at_in(self, area: str) -> bool:
        return bool(self._said.at) and self._areas.holds(area, str(self._said.at))

    def _area_of_point(self) -> str | None:
        """Return the area at the finest level that is evidence and that the division has."""
        if not self._said.at:
            return None
        found = self._areas.ancestor(self._said.at, self._areas.at_most(self._level))
        return found.id if found else None
