"""Abbreviations that explain themselves: the first of each in a piece of markup becomes a button."""

from __future__ import annotations

import re
from functools import cache
from html import escape
from typing import TYPE_CHECKING

from layers.glossary import SHORT
from layers.text import say

if TYPE_CHECKING:
    from geo.areas import Language

CLOSED = ("summary", "a", "button", "svg", "style", "option")
"""Elements that hold no button, or no words."""

_TAG = re.compile(r"(<[^>]*>)")
_SHORT = re.compile(
    rf"(?<![\w-])(?:{'|'.join(sorted(map(re.escape, SHORT), key=len, reverse=True))})(?![\w-])"
)


def quoted(escaped: str) -> str:
    """Return escaped words in which a passage in the other language is marked as that.

    Examples
    --------
    >>> quoted("2e point : « such as » (en anglais)")
    '2e point : « <span lang="en">such as</span> » (en anglais)'
    """
    for lang, other in (("fr", "en"), ("en", "fr")):
        escaped = _passage(lang).sub(rf'\1<span lang="{other}">\2</span>\3', escaped)
    return escaped


@cache
def _passage(lang: Language) -> re.Pattern[str]:
    """Return what finds a passage in the other language as `layers.source_words` quotes it."""
    mark = "\N{OBJECT REPLACEMENT CHARACTER}"
    around = re.escape(escape(say("said_by.quoted", lang, text=mark))).replace(r"\ ", r"\s")
    before, after = around.split(mark)
    return re.compile(rf"({before})((?:(?!«|&quot;).)+?)({after})")


def explained(markup: str, said: set[str] | None = None) -> str:
    r"""Return markup of this project in which known abbreviations can be asked what they mean.

    Parameters
    ----------
    markup : str
        HTML whose texts are escaped.
    said : set of str, optional
        Keys that the reader can ask for already, in what stands before; those found here are added.

    Examples
    --------
    >>> explained("<p title='DTM'>DTM, round 64, DTM</p>")
    '<p title=\'DTM\'><button type="button" class="mg" data-term="dtm">DTM</button>, round 64, DTM</p>'
    """
    said = set() if said is None else said

    def button(found: re.Match[str]) -> str:
        key = SHORT[found[0]]
        if key in said:
            return found[0]
        said.add(key)
        return f'<button type="button" class="mg" data-term="{key}">{found[0]}</button>'

    parts, inside = [], 0
    for part in _TAG.split(markup):
        name = part.strip("</>").split(" ")[0] if part.startswith("<") else ""
        if name in CLOSED:
            inside += -1 if part.startswith("</") else 1
        parts.append(_SHORT.sub(button, part) if not part.startswith("<") and not inside else part)
    return "".join(parts)
