"""Lines of a legend: classes from high to low, then the states that occur."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from layers.parts import LegendItem
from layers.text import number, say

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Mapping

    from geo.areas import Language


def of_classes(
    bounds: tuple[float, ...], lang: Language, write: Callable[[Any, Language], str] = number
) -> tuple[LegendItem, ...]:
    """Return a line for each class; the keys are the digits from 0, the lowest."""
    classes = reversed(range(len(bounds) + 1)) if bounds else ()
    return tuple(LegendItem(class_words(i, bounds, lang, write), key=str(i)) for i in classes)


def of_states(said: Mapping[str, str], used: Collection[str], lang: Language) -> tuple[LegendItem, ...]:
    """Return a line for each style in use: `said` gives the key of its sentence by the style's key."""
    return of_words({style: say(words, lang) for style, words in said.items() if style in used}, used)


def of_words(said: Mapping[str, str], used: Collection[str]) -> tuple[LegendItem, ...]:
    """Return a line for each style in use: `said` gives its words by the style's key."""
    return tuple(LegendItem(words, key=style) for style, words in said.items() if style in used)


def class_words(
    i: int, bounds: tuple[float, ...], lang: Language, write: Callable[[Any, Language], str] = number
) -> str:
    """Say what a class holds: *2 000 à 5 000*."""
    if i == len(bounds):
        return say("legend.above", lang, low=write(bounds[-1], lang))
    if i == 0:
        return say("legend.below", lang, high=write(bounds[0], lang))
    return say("legend.between", lang, low=write(bounds[i - 1], lang), high=write(bounds[i], lang))
