"""What sources say in their own words, in the reader's language; what stays in another one is marked."""

from __future__ import annotations

import re
from functools import cache

from geo import reference
from geo.areas import Language
from geo.paths import DATA
from layers.text import say

_QUOTE = re.compile(r"\[\[(.+?)\]\]")


@cache
def told(words: str, lang: Language) -> str:
    """Return a source's words in a language, by ``data/reference/source_words.csv``.

    Words that the table does not have stay as they are. Double brackets of the table hold a passage in the
    other language: it is quoted, and its language is named.

    Examples
    --------
    >>> told("IOM DTM, report of June 2014 (issuu.com)", "fr")
    "DTM de l'OIM, rapport de juin 2014 (issuu.com)"
    """
    for row in reference.rows(DATA / "reference" / "source_words.csv"):
        if row[lang] and (found := re.fullmatch(row["pattern"], words)):
            return _QUOTE.sub(
                lambda quote: say("said_by.quoted", lang, text=quote[1]), found.expand(row[lang])
            )
    return words
