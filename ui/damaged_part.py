"""A part of the data page, for editors: which files of the workspace are damaged, and the way back."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from geo import audit, disclosure, workspace
from layers import damages, holdings
from layers.render import reading
from layers.text import say
from ui import access, address

if TYPE_CHECKING:
    from geo.areas import Language


def damaged(lang: Language) -> None:
    """Name each damaged file with what can be done; nothing where there is none, or to who may not know.

    A screen in public view may be shared, and a file's name tells of data that is not public.
    """
    found = damages.found() if access.may("import") else ()
    if not found:
        return
    st.html(reading.heading("damaged", say("damaged.title", lang), say("damaged.lead", lang)))
    if access.audience_for(address.read()[0]) != "partner":
        st.html(reading.aside(say("damaged.closed", lang, n=len(found))))
        return
    for one in found:
        st.html(reading.aside(damages.line(one, lang)))
        kept = damages.instead(one)
        if kept is None:
            continue
        words = say("damaged.restore", lang, at=holdings.moment(kept.at, lang))
        if st.button(words, key=f"instead-{one.file}"):
            audience = disclosure.audience_of(kept.sensitivity)
            with audit.recorded("restore", f"{kept.name} {kept.version}", audience, access.who()):
                workspace.restore(kept.name, kept.version)
            st.rerun()
