"""Keeping what was loaded: what it is called and who may see it, and the list of what is kept."""

from __future__ import annotations

import datetime as dt
import zlib
from typing import TYPE_CHECKING

import streamlit as st

from geo import aliases, audit, disclosure, imports, workspace
from geo.areas import BOUNDARIES
from layers import holdings
from layers.render import reading
from layers.text import say
from ui import access, address, choices, claiming, exports, restricted
from ui.plain import plain

if TYPE_CHECKING:
    from geo.areas import Language
    from geo.report import Report
    from geo.workspace import Loaded
    from layers.received import Shown
    from ui.opened import Opened

CLOSED = "holdings-closed"
"""Of the session's state: whether what a public view does not have is listed."""


def form(found: Opened, shown: Shown, lang: Language) -> None:
    """Ask what a sheet is called, who says so, and who may see it; keep it; lead to the map."""
    report, name = shown.report, shown.sheet.name
    st.html(reading.subheading(say("intake.keep", lang)))
    if missing := shown.rows - shown.placed:
        st.html(reading.aside(say("intake.keep.missing", lang, n=missing)))
    alone = sum(one.has_rows for one in found.shown.values()) == 1
    proposed = imports.described(report, alone=alone)
    key = _key(found, name, proposed)
    called = st.text_input(
        say("intake.name", lang), proposed.name, max_chars=imports.LONGEST, key=f"intake-name-{key}"
    )
    proposed = imports.described(report, called.strip() or proposed.name, alone=alone)
    last = imports.of_name(proposed.name, report.sheet.kind)
    if last and name not in found.kept:
        st.info(plain(say("intake.keep.next", lang, title=last.title)))
    given = _described(proposed, report, _key(found, name, proposed), lang)
    if given:
        found.keep(name, given, access.who())
        st.rerun(scope="fragment")
    if kept := found.kept.get(name):
        said = {"title": kept.title, "rows": kept.rows, "placed": kept.placed}
        st.success(plain(say("intake.kept", lang, **said)))
        _show(kept, lang, "kept")


def _key(found: Opened, sheet: str, proposed: imports.Description) -> str:
    """Return what tells a form from others: another proposal, after a correction, is another form."""
    return f"{found.upload}-{sheet}-{zlib.crc32(repr(proposed).encode()):x}"


def _described(
    proposed: imports.Description, report: Report, key: str, lang: Language
) -> imports.Description | None:
    """Let a person describe a dataset; None until they keep it."""
    with st.form(f"keep-{key}", border=False):
        left, right = st.columns(2)
        title = left.text_input(
            say("intake.called", lang), proposed.title, max_chars=120, key=f"intake-title-{key}"
        )
        source = right.text_input(
            say("intake.source", lang), proposed.source, max_chars=120, key=f"intake-source-{key}"
        )
        date = left.text_input(
            say("intake.date", lang), proposed.date, max_chars=10, key=f"intake-date-{key}"
        )
        offered = holdings.readers_offered(report.division)
        now = (proposed.sensitivity, proposed.public_level)
        sensitivity, level = choices.remembered(
            st.radio,
            f"intake-who-{key}",
            say("intake.who", lang),
            {one: say(f"intake.who.{holdings.readers(*one)}", lang) for one in offered},
            now if now in offered else offered[0],
        )
        declared = claiming.part(report, proposed.claims, lang, key)
        if not st.form_submit_button(say("intake.save", lang), type="primary"):
            return None
    return imports.Description(
        proposed.name, title, source, proposed.licence, date, sensitivity, declared(), level
    )


def _show(entry: Loaded, lang: Language, place: str) -> None:
    """Offer to show a dataset on the map; what is not public opens the partner view with it."""
    closed = entry.sensitivity != "public" and access.state() == "confirm"
    words = say("intake.show.partner" if closed else "intake.show", lang)
    if st.button(words, key=f"show-{place}-{entry.name}", icon=":material/map:"):
        from ui.explorer import explorer

        if closed:
            st.session_state[access.CONFIRMED] = True
        view = holdings.view_of(entry, address.read()[0].lang)
        address.go(st.Page(explorer, default=True), view)


def held(lang: Language) -> None:
    """List the datasets that are loaded here and may be known of, with what can be done to each."""
    editing, audience = access.may("import"), address.read()[0].audience
    # Official areas are a division, and have a part of their own (`ui.refresh_part`).
    datasets = tuple(one for one in workspace.loaded() if one.kind != BOUNDARIES)
    shown = disclosure.loaded_for(audience, datasets)
    whole = [one for one in datasets if one in shown]
    others = [one for one in datasets if one not in shown] if editing else []
    with st.container(key="holdings"):
        if not shown:
            st.html(reading.aside(say("holdings.none" if not others else "holdings.none.public", lang)))
        for entry in shown:
            with st.container(key=f"holding-{entry.name}"):
                _holding(entry, lang, editing=editing and entry in whole)
        # A screen in public view may be shared: what it does not have comes when it is asked for.
        if others and st.toggle(say("holdings.closed", lang, n=len(others)), key=CLOSED):
            restricted.mark_page(lang)
            st.html(reading.aside(say("holdings.closed.note", lang)))
            for entry in others:
                with st.container(key=f"managed-{entry.name}"):
                    _holding(entry, lang, editing=True, place="managed")
        if editing:
            _spellings(lang)


def _holding(entry: Loaded, lang: Language, *, editing: bool, place: str = "held") -> None:
    st.html(reading.entry(holdings.entry(entry, lang, dt.datetime.now(tz=dt.UTC).date(), editing=editing)))
    with st.container(horizontal=True):
        _show(entry, lang, place)
        audience = disclosure.audience_of_rows(entry)
        whom = say(f"said.audience.{audience}", lang)
        stamp = say("said.line", lang, label=say("said.label.audience", lang), text=whom)
        st.download_button(
            say("holdings.csv", lang),
            data=exports.recorded(
                f"csv {entry.name}",
                audience,
                exports.apart(holdings.as_csv, entry, stamp),
            ),
            file_name=f"MLI_{entry.name}_{entry.date.replace('-', '')}.csv",
            mime="text/csv",
            on_click="ignore",
            icon=":material/download:",
            key=f"csv-{entry.name}" if place == "held" else f"{place}-csv-{entry.name}",
        )
        if editing:
            _manage(entry, lang)


def _manage(entry: Loaded, lang: Language) -> None:
    """Offer the earlier versions, and removal once it is confirmed."""
    with st.popover(say("holdings.manage", lang), key=f"manage-{entry.name}"):
        for version, words in holdings.versions(entry, lang):
            st.html(reading.aside(words))
            if version != entry.version and st.button(
                say("holdings.restore", lang), key=f"restore-{entry.name}-{version}"
            ):
                audience = disclosure.audience_of(entry.sensitivity)
                with audit.recorded("restore", f"{entry.name} {version}", audience, access.who()):
                    workspace.restore(entry.name, version)
                st.rerun()
        words = plain(say("holdings.remove", lang, name=entry.title))
        sure = st.checkbox(words, key=f"sure-{entry.name}")
        if st.button(say("holdings.remove.sure", lang), disabled=not sure, key=f"remove-{entry.name}"):
            audience = disclosure.audience_of(entry.sensitivity)
            with audit.recorded("remove", entry.name, audience, access.who()):
                workspace.remove(entry.name)
            st.rerun()


def _spellings(lang: Language) -> None:
    """Offer the confirmed spellings as a table, and to take one back."""
    known = aliases.known()
    if not known:
        return
    with st.popover(say("holdings.spellings", lang, n=len(known)), key="spellings"):
        st.download_button(
            say("holdings.csv", lang),
            data=lambda: aliases.as_csv(known),
            file_name="MLI_spellings.csv",
            mime="text/csv",
            on_click="ignore",
            icon=":material/download:",
            key="csv-spellings",
        )
        chosen = choices.remembered(
            st.selectbox,
            "holdings-spelling",
            say("holdings.spelling", lang),
            {one: holdings.spelling(one, lang) for one in known},
            None,
            index=None,
            placeholder=say("holdings.spelling.choose", lang),
        )
        if st.button(say("holdings.forget", lang), disabled=chosen is None) and chosen:
            aliases.forget(chosen)
            st.rerun()
