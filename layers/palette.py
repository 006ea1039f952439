"""Colours, hatches and the classes they stand for: every drawing takes them from here."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from collections.abc import Iterable


Pattern = Literal["lines", "back", "cross", "dots"]
"""What a hatch consists of: rising or falling diagonals, both, or dots. A renderer that knows only
diagonals draws those."""


@dataclass(frozen=True, slots=True)
class Style:
    """How an area is filled: a colour, and a pattern over it where `hatch` names its colour."""

    fill: str
    hatch: str | None = None
    pattern: Pattern = "lines"


BLUES = ("#D4E5F7", "#ABCEF0", "#82B5E9", "#418FDE", "#1F69B3")
"""The theme's family, light to dark, after OCHA's blues. It begins with OCHA's second, because in grey
the first, #E9F2FB, is not told from "none reported"; one between fills the place."""

FALLS, RISES = ("#01665E", "#4EACA4", "#C6E8E3"), ("#D9CAA6", "#D6A753", "#975A15")
"""Of a change, from the strongest fall to the strongest rise (after ColorBrewer's BrBG).
Rises are a little darker than falls of their size, so that the two are not the same grey."""

COUNTS = ("#C5DCF3", "#82B5E9", "#1F69B3")
"""Of one, two, and three or more."""

SAME = Style("#F4F4F2", hatch="#A3A39B", pattern="dots")
NOT_COMPARABLE = Style("#F1F1EE", hatch="#B79FB0", pattern="back")
ZERO = Style("#FDFDFD")
NO_REPORT = Style("#F1F1EE", hatch="#A9A9A2")
WHOLE = Style("#CFDAE9", hatch="#5F83B0")
HIDDEN = Style("#E9E4EF", hatch="#6D2F63", pattern="cross")
PLAIN = Style("#FFFFFF")

COVERED = Style("#418FDE")
DUPLICATION = Style("#174A80", hatch="#9CC4EE", pattern="cross")
PART = Style("#C5DCF3", hatch="#2F6FB5", pattern="dots")
PLANNED = Style("#F4F1F6", hatch="#8D7AA0", pattern="back")
PLANNED_AROUND = Style("#F4F1F6", hatch="#8D7AA0", pattern="dots")
GAP = Style("#F28A1E", hatch="#7A3300", pattern="dots")
"""Of coverage: blues where an activity is reported, orange for a gap, greys for all that is not known.
Each has a pattern of its own as well, so that no state depends on its colour alone."""

BIVARIATE = (
    ("#E7E4D6", "#B6D1EA", "#3882BE"),
    ("#CFBA4A", "#979D83", "#35618C"),
    ("#A98702", "#555126", "#132B45"),
)
"""Of few to many displaced people (rows), and of no to several organisations (columns). Where nobody
reports it is mustard, not the orange of a gap: it is not known."""

SECOND = "#6D2F63"
"""The one colour for points and circles."""

CONFIRMED = Style("#1F69B3")
UNALLOCATED = Style("#DCEAF8", hatch="#1F69B3")
OVER = Style(SECOND)
"""Of money: confirmed for something, for nothing in particular, and beyond what is needed."""

STEPS = (1, 2, 5)
SHARES = (0.5, 0.7, 0.85, 0.95)


def class_bounds(values: Iterable[int], shares: tuple[float, ...] = SHARES) -> tuple[int, ...]:
    """Return the bounds between classes for all values that a map may ever show.

    The 50th, 70th, 85th and 95th percentile of the values above zero (or other `shares`), each
    moved to the nearest of 1, 2 and 5 times a power of ten: half of all figures are small, and what
    a coordinator looks for is in the upper classes. Round bounds can be read aloud.

    Examples
    --------
    >>> class_bounds(range(1, 1001))
    (500, 1000)
    """
    known = sorted(value for value in values if value > 0)
    if not known:
        return ()
    picked = (known[min(int(len(known) * share), len(known) - 1)] for share in shares)
    return tuple(sorted({_rounded(value) for value in picked}))


def _rounded(value: int) -> int:
    power: int = 10 ** int(math.log10(value))
    return min((step * power for step in (*STEPS, 10)), key=lambda bound: abs(math.log(bound / value)))


def class_of(value: float, bounds: tuple[float, ...]) -> int:
    """Return the class of a value above zero: 0 below the first bound, and so on."""
    return sum(value >= bound for bound in bounds)


def ramp(classes: int) -> tuple[str, ...]:
    """Return colours for a number of classes, light to dark, the darkest always the same."""
    return BLUES[len(BLUES) - classes :] if classes < len(BLUES) else BLUES
