"""Names misspelt as people do it, by a seed."""

from __future__ import annotations

import string
import unicodedata
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable
    from random import Random

PREFIXES = {
    1: ("Région de ", "REGION DE ", "Rég. ", "Région du "),
    2: ("Cercle de ", "CERCLE DE ", "Cercle d'", "cercle "),
    3: ("Commune rurale de ", "Commune de ", "C. R. de ", "Cne ", "COMMUNE RURALE DE "),
}
ENGLISH = {1: ("{} Region",), 2: ("{} Circle", "{} cercle"), 3: ("Commune of {}", "{} Commune")}
IN_ENGLISH = {"Tombouctou": "Timbuktu"}


def plain(name: str, _level: int, random: Random) -> str:
    """Drop accents; write hyphens, apostrophes and case otherwise."""
    bare = "".join(c for c in unicodedata.normalize("NFKD", name) if not unicodedata.combining(c))
    bare = bare.replace("-", random.choice("- –")).replace("'", random.choice("’ʼ`' "))
    return random.choice((str.upper, str.lower, str.title))(bare)


def changed(name: str, _level: int, random: Random) -> str:
    """Write another letter for one."""
    at = _letter(name, random)
    other = random.choice([c for c in string.ascii_lowercase if c != name[at].lower()])
    return name[:at] + other + name[at + 1 :]


def doubled(name: str, _level: int, random: Random) -> str:
    """Write one letter twice."""
    at = _letter(name, random)
    return name[:at] + name[at] + name[at:]


def swapped(name: str, _level: int, random: Random) -> str:
    """Swap two letters that stand beside one another and differ; nothing where there are none."""
    pairs = [n for n in range(len(name) - 1) if name[n : n + 2].isalpha() and name[n] != name[n + 1]]
    if not pairs:
        return name
    at = random.choice(pairs)
    return name[:at] + name[at + 1] + name[at] + name[at + 2 :]


def lost(name: str, _level: int, random: Random) -> str:
    """Leave one letter out."""
    at = _letter(name, random)
    return name[:at] + name[at + 1 :]


def prefixed(name: str, level: int, random: Random) -> str:
    """Put the kind of area before the name, unless it stands there."""
    if name.startswith("Commune"):
        return name
    return random.choice(PREFIXES[level]) + name


def english(name: str, level: int, random: Random) -> str:
    """Write as reports in English do; a name that says its kind has it already."""
    if "Commune" in name:
        return name.replace("Commune", "commune")
    return random.choice(ENGLISH[level]).format(IN_ENGLISH.get(name, name))


WAYS: tuple[Callable[[str, int, Random], str], ...] = (
    plain, changed, doubled, swapped, lost, prefixed, english,
)  # fmt: skip
"""The ways of misspelling."""


def _letter(name: str, random: Random) -> int:
    return random.choice([position for position, letter in enumerate(name) if letter.isalpha()])
