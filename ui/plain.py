r"""Text of a file in the label of a widget: Streamlit reads labels as markdown, so nothing may be any.

>>> plain("*PDI* <b> :red[x]")
'\\*PDI\\* \\<b\\> :\u2060red\\[x\\]'
"""

import re

_MARKS = re.compile(r"([\\`*_{}\[\]()<>#+\-.!|~$&^=])")
_GAP = re.compile(r"[^\S\N{NO-BREAK SPACE}\N{NARROW NO-BREAK SPACE}]+")
_FOUND_LATER = re.compile(r":(?=[\w/])|@|\bwww(?=\\?\.)", re.IGNORECASE)


def plain(text: str) -> str:
    """Return a text that markdown shows as it is, on one line.

    A word joiner parts what is looked for after the escapes are gone: ``:name:``, and addresses of
    pages and people that would become links.
    """
    escaped = _MARKS.sub(r"\\\1", _GAP.sub(" ", text).strip())
    return _FOUND_LATER.sub("\\g<0>\N{WORD JOINER}", escaped)
