r"""Text of a file in the label of a widget: Streamlit reads labels as markdown, so nothing may be any.

>>> plain("*PDI* <b> :red[x]")
'\\*PDI\\* \\<b\\> :\u2060red\\[x\\]'
"""

import re

_MARKS = re.compile(r"([\\`*_{}\[\]()<>#+\-.!|~$&^=])")
_SHORTCODE = re.compile(r":(?=\w)")


def plain(text: str) -> str:
    """Return a text that markdown shows as it is, on one line.

    A word joiner parts a colon from what follows it: Streamlit looks for ``:name:`` after the
    escapes are gone.
    """
    escaped = _MARKS.sub(r"\\\1", " ".join(text.split()))
    return _SHORTCODE.sub(":\N{WORD JOINER}", escaped)
