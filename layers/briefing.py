"""A briefing: views in an order, each with a title, a reading and a note for whoever speaks.

It is a small TOML file that people can read, send and keep under version control::

    title = "Monthly update"

    [[slide]]
    title = "Where displaced people are"
    view = "level=2&layers=circles,labels"
    reading = ""                      # empty: the one that `layers.reading` finds in the data
    note = "Ask Gao for its figures."
    seen = { month = "2020-04", series = "dtm_baseline", round = "64", figure = 250998, reading = "…" }

`seen` is what the slide said to the public when it was made, so that it can be said later what has changed.
"""

from __future__ import annotations

import json
import re
import tomllib
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from geo import briefings
from geo.errors import GeoError
from layers.view import COMMON, View

if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Self

    from layers.view import Doubt

LARGEST, MOST = 256 * 1024, 200
"""Bytes of a file and slides of a briefing that are read."""

MONTH = re.compile(r"[12]\d{3}(-(0[1-9]|1[0-2]))?", re.ASCII)

SEEN = ("month", "series", "round", "figure", "reading")
"""In the order to write them."""

HEAD = "# Briefing · carte humanitaire du Mali · Mali humanitarian map\n"


@dataclass(frozen=True, slots=True)
class Seen:
    """What a slide said when it was made.

    Attributes
    ----------
    month : str
        ``YYYY-MM`` of its data, or the year where no more is known; empty where it has none.
    figure : int or None
        The first figure of its headline.
    reading : str
        What was offered as its reading, in the words of then.
    series, round : str
        Of its figures, and the number of the round; empty where they are of none.
    """

    month: str = ""
    figure: int | None = None
    reading: str = ""
    series: str = ""
    round: str = ""


@dataclass(frozen=True, slots=True)
class Slide:
    """One view of a briefing.

    Attributes
    ----------
    query : str
        Of its view, as it was written; what of it is not understood is said where it is shown.
    title, reading, note : str
        Empty ones are found in the data: the map's own title, and the reading that is offered. The note
        is for whoever speaks, and is never on the shared screen.
    seen : Seen
        What it said when it was made.
    """

    query: str
    title: str = ""
    reading: str = ""
    note: str = ""
    seen: Seen = Seen()

    def view(self) -> tuple[View, tuple[Doubt, ...]]:
        """Return what it shows, and what of its query was not understood."""
        return View.parse(f"?{self.query}")

    def shows(self) -> str:
        """Return the query of its view in the one order of names: equal where two slides show the same."""
        view, doubts = self.view()
        return self.query if doubts else slide_of(view).query


@dataclass(frozen=True, slots=True)
class Briefing:
    """An ordered list of slides under a title."""

    title: str
    slides: tuple[Slide, ...] = ()

    def added(self, slide: Slide) -> Self:
        """Return the briefing with one more slide at its end, unless its last one shows the same view."""
        if self.slides and self.slides[-1].shows() == slide.shows():
            return self
        return replace(self, slides=(*self.slides, slide))

    def put(self, place: int, slide: Slide) -> Self:
        """Return the briefing with one more slide in a place, or at its end where it has become shorter."""
        return replace(self, slides=(*self.slides[:place], slide, *self.slides[place:]))

    def without_notes(self) -> Self:
        """Return the briefing as those may have it who may only see it."""
        return replace(self, slides=tuple(replace(slide, note="") for slide in self.slides))

    def changed(self, place: int, slide: Slide, by: Slide | None) -> Self:
        """Return the briefing with another slide in the place of one, or without it.

        Raises
        ------
        GeoError
            ``briefing_changed`` where there is no such slide (any more).
        """
        place = self._place(place, slide)
        put = () if by is None else (by,)
        return replace(self, slides=(*self.slides[:place], *put, *self.slides[place + 1 :]))

    def moved(self, place: int, slide: Slide, steps: int) -> Self:
        """Return the briefing with a slide so many places later; it stops at either end.

        Raises
        ------
        GeoError
            ``briefing_changed`` where there is no such slide (any more).
        """
        place = self._place(place, slide)
        rest = [*self.slides[:place], *self.slides[place + 1 :]]
        rest.insert(max(place + steps, 0), slide)
        return replace(self, slides=tuple(rest))

    def _place(self, place: int, slide: Slide) -> int:
        """Find a slide where it is now: of equal ones the nearest to where it was."""
        same = [now for now, other in enumerate(self.slides) if other == slide]
        if not same:
            raise GeoError("briefing_changed", title=slide.title or slide.query)
        return min(same, key=lambda now: abs(now - place))


def slide_of(view: View, *, title: str = "", seen: Seen | None = None) -> Slide:
    """Return a view as a slide: without language and audience, which are those of whoever looks."""
    kept = {"at", "compare"}
    plain = view.change(**{name: getattr(View(), name) for name in COMMON if name not in kept})
    return Slide(plain.query(), title, seen=seen or Seen())


def load(name: str) -> Briefing:
    """Return a briefing that is kept.

    Raises
    ------
    GeoError
        ``briefing_unknown``, ``briefing_damaged``.
    """
    return read(briefings.text(name))


def change(name: str, by: Callable[[Briefing], Briefing], reader: str) -> None:
    """Replace a kept briefing by `by` of what it is at that moment.

    Raises
    ------
    GeoError
        ``briefing_unknown``, ``briefing_damaged``, ``briefing_full``, ``briefing_not_yours``.
    """
    briefings.change(name, lambda text: _held(by(read(text))), reader)


def add(name: str, slide: Slide, reader: str) -> tuple[int, bool]:
    """Put a slide at the end of a kept briefing; return its number, and whether it is new there.

    Raises
    ------
    GeoError
        As `change`.
    """
    total, new = 0, True

    def by(now: Briefing) -> Briefing:
        nonlocal total, new
        then = now.added(slide)
        total, new = len(then.slides), then is not now
        return then

    change(name, by, reader)
    return total, new


def keep(briefing: Briefing, *, owner: str = "") -> str:
    """Keep a new briefing; return the name it got, which nobody can guess where it has an owner.

    Raises
    ------
    GeoError
        ``briefing_full``, ``workspace_not_writable``.
    """
    return briefings.create(briefing.title, _held(briefing), owner=owner)


def title_of(name: str) -> str:
    """Return what a kept briefing is called; its name where its file cannot be read."""
    try:
        return _title(briefings.text(name)) or name
    except GeoError:
        return name


def deleted(reader: str) -> dict[str, str]:
    """Return what a reader's briefings that can be brought back are called, by name."""
    return {name: _title(text) or name for name, text in briefings.deleted(reader).items()}


@lru_cache(maxsize=64)
def _title(text: str) -> str:
    try:
        return read(text).title
    except GeoError:
        return ""


def _held(briefing: Briefing) -> str:
    """Return the text of a file that can be read again."""
    text = write(briefing)
    if len(briefing.slides) > MOST or len(text.encode()) > LARGEST:
        raise GeoError("briefing_full", most=MOST, size=LARGEST // 1024)
    return text


def read(text: str | bytes) -> Briefing:
    """Return the briefing of a file.

    Raises
    ------
    GeoError
        ``briefing_damaged``, with the problem.
    """
    try:
        raw = text.encode() if isinstance(text, str) else text
        if len(raw) > LARGEST:
            raise ValueError(f"> {LARGEST // 1024} KB")
        given = tomllib.loads(raw.decode("utf-8-sig"))
        slides = given.pop("slide", [])
        if not isinstance(slides, list) or len(slides) > MOST:
            raise ValueError(f"slide: > {MOST}")
        return Briefing(**_typed(given, Briefing), slides=tuple(_slide(one) for one in slides))
    except (ValueError, TypeError, RecursionError) as error:
        raise GeoError("briefing_damaged", problem=error) from error


def _slide(given: Any) -> Slide:
    given = dict(_table(given))
    seen = Seen(**_typed(given.pop("seen", {}), Seen))
    if seen.month and not MONTH.fullmatch(seen.month):
        raise ValueError(f"month = {seen.month!r}")
    given["query"] = given.pop("view", "")
    return Slide(**_typed(given, Slide), seen=seen)


def _typed(given: Any, kind: type) -> dict[str, Any]:
    """Check that values are texts, but for the one figure; names are checked by the class itself."""
    for name, value in _table(given).items():
        wanted = int if name == "figure" else str
        if type(value) is not wanted:
            raise ValueError(f"{kind.__name__}: {name} = {value!r}")
    return {name: clean(value) if isinstance(value, str) else value for name, value in _table(given).items()}


def _table(given: Any) -> dict[str, Any]:
    if not isinstance(given, dict):
        raise ValueError(f"{given!r}")
    return given


def write(briefing: Briefing) -> str:
    """Return a briefing as the text of a file; `read` gives it back."""
    parts = [HEAD, f"title = {_text(briefing.title)}\n"]
    for slide in briefing.slides:
        seen = ((name, getattr(slide.seen, name)) for name in SEEN)
        known = ", ".join(f"{name} = {_value(value)}" for name, value in seen if value not in ("", None))
        parts.append(
            f"\n[[slide]]\ntitle = {_text(slide.title)}\nview = {_text(slide.query)}\n"
            f"reading = {_text(slide.reading)}\nnote = {_text(slide.note)}\n"
            + (f"seen = {{ {known} }}\n" if known else "")
        )
    return "".join(parts)


def _value(value: object) -> str:
    return str(value) if isinstance(value, int) else _basic(str(value))


def _text(text: str) -> str:
    """Write a text of several lines on several lines, so that differences can be read."""
    lines = clean(text).split("\n")
    return (
        _basic(lines[0])
        if len(lines) == 1
        else '"""\n' + "\n".join(_basic(line)[1:-1] for line in lines) + '"""'
    )


def _basic(text: str) -> str:
    return json.dumps(clean(text), ensure_ascii=False)


def clean(text: str) -> str:
    """Leave out what no text file holds: control characters but line ends and tabs, and halves of letters."""
    whole = text.replace("\r\n", "\n").replace("\r", "\n").encode("utf-8", "ignore").decode()
    return "".join(letter for letter in whole if letter in "\n\t" or (letter >= " " and letter != "\x7f"))
