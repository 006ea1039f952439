"""The briefings of this session's reader: which one is in hand, and what is kept for them.

Nothing here, and nothing that calls it, changes a briefing that is not the reader's or shared with them:
`geo.briefings` refuses it, whatever the page was when it was pressed.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

import streamlit as st

from geo import briefings as kept
from geo.errors import GeoError
from layers import briefing as briefings
from layers.briefing import Briefing
from layers.text import say
from ui import access, address, choices
from ui.plain import plain

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from geo.areas import Language
    from geo.rights import Standing
    from layers.briefing import Slide

EDITED: tuple[Standing, ...] = ("own", "shared")


def maker() -> str:
    """Return who makes and changes briefings here; empty where this session may not."""
    return access.reader() if access.may("import") else ""


def pressed(do: Callable[..., object], *given: object) -> None:
    """Do something as whoever makes briefings at the moment of the press."""
    do(*given, maker())


def edited() -> dict[str, Standing]:
    """Return the briefings that the reader may change, the one that changed last first."""
    return {name: how for name, how in kept.standings(maker()).items() if how in EDITED}


def keep(briefing: Briefing) -> str:
    """Keep a new briefing of the reader's own; return its name.

    Raises
    ------
    GeoError
        ``briefing_not_yours`` where this session may make none; see also `layers.briefing.keep`.
    """
    if not (owner := maker()):
        raise GeoError("briefing_not_yours", name=briefing.title)
    return briefings.keep(briefing, owner=owner)


def put(slide: Slide, asked: str | None, lang: Language) -> tuple[str, int, bool]:
    """Put a slide at the end of the briefing in hand: the one asked for if the reader may change it.

    Else it is the one that they changed last, or a new one.

    Returns
    -------
    tuple of str, int and bool
        The briefing's name, the slide's number, and whether it was not there already.

    Raises
    ------
    GeoError
        See `keep` and `layers.briefing.add`.
    """
    mine = edited()
    name = asked if asked in mine else next(iter(mine), None)
    name = name or keep(Briefing(say("template.empty", lang)))
    return name, *briefings.add(name, slide, maker())


def choose(standings: Mapping[str, Standing], now: str, key: str, lang: Language) -> None:
    """Show which briefing is in hand, and let another be taken."""
    choices.bound(
        st.selectbox,
        key,
        say("briefing.which", lang),
        {name: plain(called) for name, called in labels(standings, lang).items()},
        now,
        lambda name: address.change(brief=name, slide=None),
        width="stretch",
    )


def labels(standings: Mapping[str, Standing], lang: Language) -> dict[str, str]:
    """Return what briefings are called, with how the reader stands to each; no two are called the same."""
    called = {
        name: say(f"briefing.of.{how}", lang, title=briefings.title_of(name))
        for name, how in standings.items()
    }
    several = Counter(called.values())
    return {
        name: f"{title} ({name[-kept.KEY :]})" if several[title] > 1 else title
        for name, title in called.items()
    }
