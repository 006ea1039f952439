"""Data and sources: a partner's file, what is loaded, the catalogue for people, the small tables."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import streamlit as st

from layers import catalogue, plain_tables
from layers.render import reading
from layers.text import say
from ui import address, exports, keeping, pages, refresh_part
from ui.damaged_part import damaged
from ui.import_page import import_part

if TYPE_CHECKING:
    from geo.areas import Language
    from layers.catalogue import Entry

TABLES = ("funding", "floods", "sites")
"""The small tables below the catalogue, by the name of their text."""


LOADING = ("intake", "holdings")
"""The parts above the catalogue: a partner's file, and what is loaded here."""


def data_page() -> None:
    """Show the page."""
    lang = address.language()
    pages.frame()
    groups = catalogue.groups(lang, dt.datetime.now(tz=dt.UTC).date())
    titles = {name: say(f"data_page.{name}.title", lang) for name in TABLES}
    parts = [
        *((name, say(f"{name}.title", lang)) for name in LOADING),
        *((group.id, group.title) for group in groups),
        *((f"table-{name}", title) for name, title in titles.items()),
        ("refresh", say("refresh.title", lang)),
        ("versions", say("refresh.versions.title", lang)),
    ]
    count = sum(len(group.entries) for group in groups)
    intro = say("data_page.intro", lang, n=count)
    st.html(reading.opening(say("data_page.title", lang), intro, say("data_page.on_page", lang), parts))
    damaged(lang)
    st.html(reading.heading("intake", say("intake.title", lang), say("intake.lead", lang)))
    import_part(lang)
    st.html(reading.heading("holdings", say("holdings.title", lang)))
    keeping.held(lang)
    for group in groups:
        st.html(reading.heading(group.id, group.title))
        for entry in group.entries:
            _entry(entry, lang)
    made = {
        "funding": plain_tables.funding_tables(lang),
        "floods": (plain_tables.flood_table(lang),),
        "sites": (plain_tables.site_table(lang),),
    }
    for name, title in titles.items():
        st.html(reading.heading(f"table-{name}", title))
        for table in made[name]:
            st.html(reading.table(table))
    refresh_part.refreshing(lang)
    refresh_part.versions(lang)


def _entry(entry: Entry, lang: Language) -> None:
    with st.container(key=f"entry-{entry.id}"):
        said, files = st.columns([5, 1])
        said.html(reading.entry(entry))
        for place, download in enumerate(entry.downloads):
            files.download_button(
                download.label,
                data=exports.recorded(download.name, "public", download.content),
                file_name=download.name,
                mime=download.mime,
                on_click="ignore",
                icon=":material/download:",
                key=f"file-{entry.id}-{place}",
                help=say("data_page.download.help", lang, title=entry.title),
                width="stretch",
            )
        if entry.terms:
            files.html(reading.aside(entry.terms))
