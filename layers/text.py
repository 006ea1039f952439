"""Every word that a person reads, in French and English, and how numbers and dates are written.

The words are in ``layers/words``, a file for each part of the program, both languages of a sentence
side by side. A sentence with a number may have the forms ``one`` and ``other``, chosen by its field ``n``.
French is the French that humanitarians in Mali write: PDI, cercle, DTM, round, lead of a cluster.
"""

from __future__ import annotations

import datetime as dt
import tomllib
from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from pathlib import Path
from string import Formatter
from typing import Any

from babel import Locale
from babel.dates import format_date
from babel.numbers import format_decimal, format_percent

from geo.areas import Language
from geo.errors import GeoError

LOCALES: dict[Language, str] = {"fr": "fr", "en": "en_GB"}
"""How numbers and dates are written; days come before months in both."""

WORDS = Path(__file__).with_name("words")


def say(key: str, lang: Language, **fields: object) -> str:
    r"""Return a sentence.

    Parameters
    ----------
    key : str
        Dotted name in ``layers/words``, such as ``theme.idps``.
    lang : {"fr", "en"}
        Language of the sentence.
    **fields : object
        What its braces quote. Whole numbers and dates are written as the language does.

    Raises
    ------
    KeyError
        When there is no such sentence: a mistake of this project, found by its tests.

    Examples
    --------
    >>> say("facts.households", "fr", n=4725)
    '4\u202f725 ménages'
    """
    words = _sentences()[key][lang]
    if isinstance(words, dict):
        words = words[_plural(lang, fields["n"])]
    written = {name: _written(value, lang) for name, value in fields.items()}
    return str(words.format(**written) if written else words)


def can_say(key: str, fields: Mapping[str, str]) -> bool:
    """Tell whether there is a sentence for which some fields suffice: for keys that a file names."""
    if key not in _sentences():
        return False
    for words in _sentences()[key].values():
        if isinstance(words, dict) and not fields.get("n", "").isdecimal():
            return False
        forms = words.values() if isinstance(words, dict) else [words]
        asked = {name for form in forms for _, name, _, _ in Formatter().parse(form) if name}
        if not asked <= fields.keys():
            return False
    return True


def number(value: float, lang: Language) -> str:
    """Write a number; French has narrow no-break spaces."""
    return str(format_decimal(value, locale=LOCALES[lang]))


def percent(share: float, lang: Language, digits: str = "0.##") -> str:
    r"""Write a share in per cent; French has a narrow no-break space before the sign.

    Examples
    --------
    >>> percent(0.0205, "fr"), percent(0.0205, "en", "0")
    ('2,05\u202f%', '2%')
    """
    sign = "\N{NARROW NO-BREAK SPACE}%" if lang == "fr" else "%"
    return str(format_percent(share, f"#,##{digits}{sign}", locale=LOCALES[lang]))


def month(day: dt.date, lang: Language) -> str:
    """Write the month and year of a day: *avril 2020*."""
    return str(format_date(day, "MMMM y", locale=LOCALES[lang]))


def date(day: dt.date, lang: Language) -> str:
    """Write a day in full: *30 avril 2020*."""
    return str(format_date(day, "long", locale=LOCALES[lang]))


def when(iso: str, lang: Language) -> str:
    """Write a date of which perhaps only the year or the month is known: ``2013``, ``2021-01``, nothing."""
    if not iso:
        return say("loaded.no_date", lang)
    if len(iso) == len("2013"):
        return iso
    if len(iso) == len("2021-01"):
        return month(dt.date.fromisoformat(f"{iso}-01"), lang)
    return date(dt.date.fromisoformat(iso), lang)


def sentence(error: GeoError, lang: Language) -> str:
    """Return what an error says to the person who can act on it."""
    return say(f"error.{error.key}", lang, **error.details)


def ends(points: Sequence[tuple[dt.date, int | None]], lang: Language) -> tuple[str, str]:
    """Write the first and the last known figure of a series with its year: *2014 : 61 621*."""
    known = [(day, value) for day, value in points if value is not None]
    first, last = (
        say("facts.trend.end", lang, year=str(day.year), n=value) for day, value in (known[0], known[-1])
    )
    return first, last


def listing(parts: list[str], lang: Language) -> str:
    """Join words as a list: *Gao, Mopti et Ségou*."""
    if len(parts) < 2:
        return "".join(parts)
    return f"{', '.join(parts[:-1])} {say('list.and', lang)} {parts[-1]}"


def several(parts: Iterable[str], lang: Language) -> str:
    """Join what is said one after the other, without what is empty: *aucun rapport ; round 64*."""
    return say("list.apart", lang).join(filter(None, parts))


def _written(value: object, lang: Language) -> object:
    if isinstance(value, bool):
        return value
    if isinstance(value, int | float):
        return number(value, lang)
    return date(value, lang) if isinstance(value, dt.date) else value


@cache
def _locale(lang: Language) -> Locale:
    return Locale.parse(lang)


def _plural(lang: Language, n: Any) -> str:
    return "one" if _locale(lang).plural_form(n) == "one" else "other"


@cache
def _sentences() -> dict[str, dict[str, Any]]:
    found: dict[str, dict[str, Any]] = {}

    def collect(prefix: str, table: dict[str, Any]) -> None:
        for name, value in table.items():
            if "fr" in value or "en" in value:
                if f"{prefix}{name}" in found:
                    raise ValueError(f"{prefix}{name} is said in two files of {WORDS}")
                found[f"{prefix}{name}"] = value
            else:
                collect(f"{prefix}{name}.", value)

    for file in sorted(WORDS.glob("*.toml")):
        collect("", tomllib.loads(file.read_text(encoding="utf-8")))
    return found
