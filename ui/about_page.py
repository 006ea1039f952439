"""About: what the map is for, how it is made, its two divisions, its terms, and its words."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from geo import areas as divisions
from layers import catalogue, glossary, plain_tables
from layers.render import reading
from layers.text import say
from ui import address, pages

if TYPE_CHECKING:
    from geo.areas import Language

PARTS = ("purpose", "method", "divisions", "error", "licences", "disclaimer", "glossary")
"""Of the page, in order."""

METHOD = ("named", "divided", "zero", "rounds", "presence", "hidden")
"""Rules of the map, in order."""


def about_page() -> None:
    """Show the page."""
    lang = address.language()
    pages.frame()
    titles = {part: say(f"about.{part}.title", lang) for part in PARTS}
    on_page = say("data_page.on_page", lang)
    st.html(reading.opening(say("about.title", lang), say("about.lead", lang), on_page, titles.items()))
    said = {
        "purpose": (say("about.purpose.text", lang), say("about.purpose.limits", lang)),
        "divisions": (say("about.divisions.text", lang),),
        "error": (say("about.error.text", lang), say("about.error.safety", lang)),
        "licences": (say("about.licences.text", lang),),
        "disclaimer": (say("map.disclaimer", lang),),
    }
    below = {
        "method": _method,
        "divisions": _divisions,
        "licences": _licences,
        "glossary": _glossary,
    }
    for part, title in titles.items():
        st.html(reading.heading(part, title, *said.get(part, ())))
        if part in below:
            below[part](lang)


def _method(lang: Language) -> None:
    keys = (f"about.method.{rule}" for rule in METHOD)
    rules = ((say(f"{key}.title", lang), say(f"{key}.text", lang)) for key in keys)
    st.html(reading.definitions(rules, wide=True))


def _licences(lang: Language) -> None:
    st.html(reading.definitions(catalogue.licences(lang)))


def _glossary(lang: Language) -> None:
    st.html(reading.definitions(glossary.terms(lang), wide=True))


def _divisions(lang: Language) -> None:
    known = ((division, divisions.load(division)) for division in divisions.DIVISIONS)
    st.html(
        reading.definitions(
            (
                say(f"division.{division}", lang),
                catalogue.division(areas, lang),
            )
            for division, areas in known
        )
    )
    if not divisions.load(divisions.DIVISIONS[1]).derived:
        return
    moves = plain_tables.moves()
    applied = sum(row["applied"] == "yes" for row in moves)
    text = say("about.moves.text", lang, n=len(moves), applied=applied, kept=len(moves) - applied)
    st.html(reading.subheading(say("about.moves.title", lang), text))
    st.html(reading.table(plain_tables.moved_communes(lang)))
