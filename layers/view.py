"""What a reader asked for, and its query.

A `View` is the one description of a map: the address, the widgets, the command line and
every export only write the same `View`. `View.parse` reads a query and never fails: what
it does not understand takes its default and is named in the doubts.
"""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass, fields, replace
from typing import TYPE_CHECKING, Any, Self
from urllib.parse import parse_qsl, quote

from geo import areas as divisions
from geo.areas import COUNTRY, DIVISIONS, LEVELS, Language
from geo.crosswalk import Relation, counterpart, relation
from geo.disclosure import Audience
from geo.reference import clusters, organisations, target_groups
from layers import classes, query

if TYPE_CHECKING:
    from collections.abc import Callable, Collection

THEMES = ("idps", "returnees", "change", "share", "presence", "coverage", "coverage2", "funding", "none")
LAYERS = ("circles", "sites", "offices", "camps", "floods", "rivers", "towns", "labels")
DATA = "data:"
"""What the names of loaded datasets begin with, among themes and layers; which there are is known to
the scene."""

DEFAULT_LAYERS = ("offices", "rivers", "towns", "labels")
AUDIENCES: tuple[Audience, ...] = ("public", "partner")
LANGUAGES: tuple[Language, ...] = ("fr", "en")

COMMON = ("at", "compare", "brief", "slide", "lang", "audience", "present")
"""What two views of a comparison have in common."""

_SAFE = ",:"
"""Characters that a query keeps as they are, beside letters and digits."""


@dataclass(frozen=True, slots=True)
class Doubt:
    """A part of a query that was not understood.

    Attributes
    ----------
    name, given : str
        The parameter and its value as written.
    why : str
        Key of the sentence in `layers.text`, under ``doubt.``.
    """

    name: str
    given: str
    why: str = "value"


@dataclass(frozen=True)
class View:
    """A map that somebody asked for; the fields are those of the query, in canonical order.

    Attributes
    ----------
    division, level, area : str, int, str
        Which boundaries, which level is drawn, and the focus.
    pick : str or None
        The area or point whose facts are open.
    theme : str
        What colours the areas: one of `THEMES`, ``data:<name>`` or ``data:<name>:<measure>``.
    round, base : str or None
        ``YYYY-MM``, or ``YYYY-MM:series`` where several series have a round in that month
        (`geo.rounds.Round.key`); None is the newest with figures at the level, and the one before it, which
        `change` compares with.
    layers : tuple of str
        Drawn over the areas, from `LAYERS`, in that order, then ``data:<name>``.
    sector, org, target : tuple of str
        Codes of clusters, organisations and target groups; empty is all.
    on : datetime.date or None
        Activities under way on that day; None is any day.
    classes : str or None
        ``method:n``, see `layers.classes`; None is the theme's own classes.
    at : tuple of float or None
        Latitude, longitude and zoom; None is the extent of the focus.
    compare : View or None
        What is shown beside it, see `beside`; it says nothing itself of what both have in common.
    brief, slide : str or None, int or None
        A briefing, and the number of one of its slides, from 1.
    lang : {"fr", "en"} or None
        None is the browser's.
    audience : {"public", "partner"}
        What may be shown.
    present : bool
        Whether the map fills the window, for a shared screen.
    """

    division: str = DIVISIONS[0]
    level: int = 1
    area: str = COUNTRY
    pick: str | None = None
    theme: str = "idps"
    round: str | None = None
    base: str | None = None
    layers: tuple[str, ...] = DEFAULT_LAYERS
    sector: tuple[str, ...] = ()
    org: tuple[str, ...] = ()
    target: tuple[str, ...] = ()
    on: dt.date | None = None
    classes: str | None = None
    at: tuple[float, float, float] | None = None
    compare: View | None = None
    brief: str | None = None
    slide: int | None = None
    lang: Language | None = None
    audience: Audience = "public"
    present: bool = False

    @classmethod
    def parse(cls, text: str) -> tuple[Self, tuple[Doubt, ...]]:
        """Read a query: a whole address, ``?…`` or ``…``.

        Returns
        -------
        View
            With the default where something was missing or not understood.
        tuple of Doubt
            What was not understood, in the order written.

        Examples
        --------
        >>> View.parse("?theme=returnees&level=9")
        (View(theme='returnees'), (Doubt(name='level', given='9', why='value'),))
        """
        given = dict(parse_qsl(query.of_address(text), keep_blank_values=True))
        known: dict[str, Any] = {}
        doubts = [Doubt(name, value, "name") for name, value in given.items() if name not in _READ]
        for name, read in _READ.items():
            if name not in given:
                continue
            try:
                known[name] = read(given[name], known)
            except LackingLevelError:
                doubts.append(Doubt(name, given[name], "level"))
            except NestedError:
                doubts.append(Doubt(name, given[name], "nested"))
            except (ValueError, KeyError):
                doubts.append(Doubt(name, given[name]))
        order = list(given)
        doubts.sort(key=lambda doubt: order.index(doubt.name))
        if second := known.get("compare"):
            known["compare"], more = second
            doubts += [Doubt(f"compare: {doubt.name}", doubt.given, doubt.why) for doubt in more]
        return cls(**known), tuple(doubts)

    def query(self) -> str:
        """Write the query in canonical order, without defaults.

        Examples
        --------
        >>> View(level=2, area="ML05", at=(14.5, -4.2, 7)).query()
        'level=2&area=ML05&at=14.5,-4.2,7'
        """
        return "&".join(
            f"{name}={quote(_written(value), safe=_SAFE)}" for name, value in self._changed().items()
        )

    def change(self, **values: Any) -> Self:
        """Return the view with some values changed; a new focus drops the position `at`."""
        if "area" in values and values["area"] != self.area:
            values.setdefault("at", None)
        return replace(self, **values)

    def in_theme(self, theme: str) -> Self:
        """Return the view in another theme, with the chosen classes where that theme can have any."""
        return self.change(theme=theme, classes=self.classes if theme in classes.OF_THEMES else None)

    def beside(self) -> Self | None:
        """Return the second view of a comparison; None where there is none.

        Its place, language and audience are always those of the first.
        """
        if self.compare is None:
            return None
        common = {name: getattr(self, name) for name in COMMON if name != "compare"}
        own = {field.name: getattr(self.compare, field.name) for field in fields(self)}
        return replace(self, **own | common)

    def second(self) -> Self:
        """Return the view as the second of a comparison: without what it has in common with the first."""
        return self.change(**{name: getattr(_DEFAULT, name) for name in COMMON})

    def in_division(self, division: str) -> Self:
        """Return the view in another division, on the same place.

        The focus and the open area become the smallest areas that are or hold them. Where the open area is
        another one then, the map goes to it; where the focus is a larger one, the map stays where it was.
        The second view of a comparison changes too: what compares two divisions does so the other way round.
        """
        if division == self.division:
            return self
        old, new = divisions.load(self.division), divisions.load(division)
        area, pick = counterpart(self.division, self.area, division), self.pick
        coarser = new[area].level < old[self.area].level
        at = self.at or (query.position(old[self.area].bounds) if coarser else None)
        if pick and pick in old:
            became = counterpart(self.division, pick, division)
            if became == COUNTRY:
                pick = None
            elif relation(self.division, pick, division, became) is not Relation.SAME:
                pick, at = became, query.position(new[became].bounds)
            else:
                pick = became
        beside = self.compare
        if beside:
            other = division if beside.division == self.division else self.division
            beside = beside.in_division(other).second()
        return replace(
            self,
            division=division,
            level=self.level if self.level in new.levels else 1,
            area=area,
            pick=pick,
            at=at,
            compare=beside,
        )

    def _changed(self) -> dict[str, Any]:
        pairs = ((field.name, getattr(self, field.name), field.default) for field in fields(self))
        return {name: value for name, value, default in pairs if value != default}

    def __repr__(self) -> str:
        return f"View({', '.join(f'{name}={value!r}' for name, value in self._changed().items())})"


def _written(value: Any) -> str:
    if isinstance(value, tuple):
        return ",".join(_written(part) for part in value) or "none"
    if isinstance(value, View):
        return value.query()
    if isinstance(value, bool):
        return str(int(value))
    if isinstance(value, float):
        return f"{value:.4f}".rstrip("0").rstrip(".")
    return str(value)


# How each value is read. A reader gets the text and what is already known of the view (the
# division before its level and area), and raises ValueError or KeyError when it is not one.

Known = dict[str, Any]


class LackingLevelError(ValueError):
    """A level that other divisions have and this one lacks."""


class NestedError(ValueError):
    """A comparison within a comparison."""


def _one_of(allowed: Collection[str]) -> Callable[[str, Known], str]:
    def read(text: str, _known: Known) -> str:
        if text not in allowed:
            raise ValueError(text)
        return text

    return read


def _some_of(allowed: Callable[[], Collection[str]]) -> Callable[[str, Known], tuple[str, ...]]:
    def read(text: str, _known: Known) -> tuple[str, ...]:
        parts = set() if text in ("", "none") else set(text.split(","))
        if not parts <= set(allowed()):
            raise ValueError(text)
        return tuple(part for part in allowed() if part in parts)

    return read


_LOADED = re.compile(rf"{DATA}[a-z0-9][a-z0-9-]{{0,39}}")
_MEASURE = re.compile(rf"{_LOADED.pattern}(:[\w-]{{1,60}})?")


def _theme(text: str, _known: Known) -> str:
    if text not in THEMES and not _MEASURE.fullmatch(text):
        raise ValueError(text)
    return text


def _layers(text: str, _known: Known) -> tuple[str, ...]:
    parts = set() if text in ("", "none") else set(text.split(","))
    loaded = {part for part in parts if _LOADED.fullmatch(part)}
    if not parts - loaded <= set(LAYERS):
        raise ValueError(text)
    return (*(part for part in LAYERS if part in parts), *sorted(loaded))


def _level(text: str, known: Known) -> int:
    level = int(text)
    if level not in LEVELS.values() or level == LEVELS["country"]:
        raise ValueError(text)
    if level not in divisions.load(known.get("division", DIVISIONS[0])).levels:
        raise LackingLevelError(text)
    return level


def _area(text: str, known: Known) -> str:
    return divisions.load(known.get("division", DIVISIONS[0]))[text].id


def _pick(text: str, known: Known) -> str:
    """Take an area's id or a point's: which points there are is known to the scene."""
    areas = divisions.load(known.get("division", DIVISIONS[0]))
    if text in areas:
        return areas[text].id
    if re.fullmatch(r"[a-z0-9-]{1,60}", text):
        return text
    raise ValueError(text)


def _orgs(text: str, _known: Known) -> tuple[str, ...]:
    """Take codes of organisations: which there are, and for whom, is known to the scene."""
    parts = set() if text in ("", "none") else set(text.split(","))
    if not all(re.fullmatch(r"[A-Z0-9-]{1,40}", part) for part in parts):
        raise ValueError(text)
    ours = [code for code in organisations() if code in parts]
    return (*ours, *sorted(parts.difference(ours)))


def _month(text: str, _known: Known) -> str:
    if not re.fullmatch(r"\d{4}-(0[1-9]|1[0-2])(:[a-z0-9-]{1,80})?", text):
        raise ValueError(text)
    return text


def _at(text: str, _known: Known) -> tuple[float, float, float]:
    lat, lon, zoom = (round(float(part), 4) for part in text.split(","))
    if not (-85 <= lat <= 85 and -180 <= lon <= 180 and 0 <= zoom <= 22):
        raise ValueError(text)
    return lat, lon, zoom


def _compare(text: str, _known: Known) -> tuple[View, tuple[Doubt, ...]]:
    """Take the query of a second view, without what it has in common with the first."""
    second, doubts = View.parse(f"?{text}")
    if second.compare or any(doubt.name == "compare" for doubt in doubts):
        raise NestedError(text)
    return second.second(), doubts


_READ: dict[str, Callable[[str, Known], Any]] = {
    "division": _one_of(DIVISIONS),
    "level": _level,
    "area": _area,
    "pick": _pick,
    "theme": _theme,
    "round": _month,
    "base": _month,
    "layers": _layers,
    "sector": _some_of(clusters),
    "org": _orgs,
    "target": _some_of(target_groups),
    "on": lambda text, _known: dt.date.fromisoformat(text),
    "classes": lambda text, _known: classes.read(text),
    "at": _at,
    "compare": _compare,
    "brief": lambda text, _known: query.brief(text),
    "slide": lambda text, _known: query.slide(text),
    "lang": _one_of(LANGUAGES),
    "audience": _one_of(AUDIENCES),
    "present": lambda text, _known: query.present(text),
}
_DEFAULT = View()
assert tuple(_READ) == tuple(field.name for field in fields(View)), "the query's order is the view's"
