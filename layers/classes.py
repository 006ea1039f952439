"""Classes that a reader chose: ``quantile:5``, ``equal:4``, ``jenks:5``, from the figures of all rounds."""

from __future__ import annotations

import math
import warnings
from typing import TYPE_CHECKING

from layers.palette import BLUES
from layers.text import say

if TYPE_CHECKING:
    from collections.abc import Iterable

    from geo.areas import Language

METHODS = {"quantile": "Quantiles", "equal": "EqualInterval", "jenks": "FisherJenks"}
"""Name in the query, and the classifier of mapclassify."""

COUNTS = tuple(range(2, len(BLUES) + 1))
"""How many classes there can be: no more than there are colours that stay apart."""

OF_THEMES = ("idps", "returnees", "share")
"""Themes whose classes can be chosen; the others have classes with a meaning of their own."""

DIGITS = 2
"""Of a bound, so that it can be read aloud."""


def read(text: str) -> str:
    """Return a choice of classes as the query writes it.

    Raises
    ------
    ValueError
        When it is not one.

    Examples
    --------
    >>> read("jenks:5")
    'jenks:5'
    """
    method, _, count = text.partition(":")
    if method not in METHODS or count not in map(str, COUNTS):
        raise ValueError(text)
    return text


def called(chosen: str, lang: Language) -> str:
    """Return what classes are called: *4 classes, same number of figures in each*."""
    method, _, count = chosen.partition(":")
    return say(f"classes.{method}", lang, n=int(count))


def bounds(values: Iterable[int], chosen: str) -> tuple[int, ...]:
    """Return the bounds between classes of the values above zero, each of two digits that count.

    Bounds that become the same when rounded are one: there are then fewer classes.

    Parameters
    ----------
    values : iterable of int
        Every figure that a map may ever show.
    chosen : str
        As `read` returns it.

    Examples
    --------
    >>> bounds(range(1, 1001), "equal:4")
    (250, 500, 750)
    """
    import mapclassify

    method, _, count = chosen.partition(":")
    known = sorted(value for value in values if value > 0)
    classes = min(int(count), len(set(known)))
    if classes < 2:
        return ()
    with warnings.catch_warnings():
        # That there are fewer classes than asked for, and that a few hundred figures need no compiler.
        warnings.simplefilter("ignore", UserWarning)
        found = getattr(mapclassify, METHODS[method])(known, k=classes).bins
    return tuple(sorted({_rounded(bound) for bound in found[:-1]}))


def _rounded(value: float) -> int:
    step: int = 10 ** max(math.floor(math.log10(value)) - DIGITS + 1, 0)
    return max(round(value / step) * step, 1)
