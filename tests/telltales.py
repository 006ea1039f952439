"""Words that betray a page in two languages: of one language here, and in nothing that is said in the other.

They are drawn from all that the project says and all that its data says in both languages, so that a
sentence that is added brings its own. Names of places, addresses and quoted passages belong to no language.
"""

import csv
import re
from collections.abc import Iterator
from functools import cache
from html import unescape
from pathlib import Path

from layers import text

DATA = Path(__file__).resolve().parents[1] / "data"
ADDRESS = re.compile(r"\b[\w-]+(?:\.[\w-]+)+(?:/\S*)?|\b\w+-\w+-\w+\b|\[\[.*?\]\]|\?\S+=\S+")
MARKED = re.compile(r'<(span|a)[^>]* lang="\w+">.*?</\1>', re.DOTALL)
NAMES = ("name", "given", "admin1_given", "admin2_given", "admin3_given")


def words(said: str) -> set[str]:
    """Return the words of four letters or more in a text."""
    return set(re.findall(r"[^\W\d_]{4,}", ADDRESS.sub(" ", said).lower()))


def visible(markup: str) -> str:
    """Return the words of markup, without those that are marked as of another language."""
    inside = re.sub(r"</?(?:button|abbr)[^>]*>", "", MARKED.sub(" ", markup))
    return re.sub("[ \n]+", " ", unescape(re.sub(r"<[^>]*>", " ", inside)))


@cache
def telltales(lang: str) -> frozenset[str]:
    """Return the words that no page of a language can have."""
    said: dict[str, set[str]] = {"fr": set(), "en": set(), "": set()}
    for language, sentence in [*_own(), *_data()]:
        said[language] |= words(sentence)
    other = "en" if lang == "fr" else "fr"
    return frozenset(said[other] - said[lang] - said[""])


def _own() -> Iterator[tuple[str, str]]:
    for languages in text._sentences().values():
        for lang, forms in languages.items():
            for form in forms.values() if isinstance(forms, dict) else [forms]:
                yield lang, re.sub(r"{\w+}", " ", form)


def _data() -> Iterator[tuple[str, str]]:
    for path in sorted(DATA.glob("**/*.csv")):
        with path.open(encoding="utf-8") as lines:
            for row in csv.DictReader(lines):
                if path.name == "source_words.csv":
                    yield from (("fr", row["fr"]), ("en", row["en"] or row["pattern"]))
                yield from ((_language(column), row[column]) for column in row if _language(column) != "-")


def _language(column: str) -> str:
    return "" if column in NAMES else column[-2:] if column[-3:] in ("_fr", "_en") else "-"
