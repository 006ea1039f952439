"""Loading a partner's file, on the data page: drop it, see where its rows land, mend, keep, show."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import streamlit as st

from geo import imports
from geo.areas import DIVISIONS
from geo.errors import GeoError
from geo.kinds import SENT
from geo.readers import UNKNOWN
from geo.readers.table import letter
from layers import intake, received
from layers.render import reading
from layers.text import number, say, sentence
from ui import (
    access,
    account,
    choices,
    connection,
    controls,
    exports,
    keeping,
    opened,
    restricted,
    waiting,
)
from ui.plain import plain

if TYPE_CHECKING:
    from geo.areas import Language
    from geo.readers import Sheet
    from layers.intake import Problem
    from layers.received import Shown
    from ui.opened import Opened

PART = "intake-part"
"""Name of the part of the page that is run again when its work is done."""

ON_A_PAGE = 15
"""Problems shown at once."""

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


# Mending a file runs this part alone, so that the catalogue below it is not sent again.
@st.fragment(key=PART)
def import_part(lang: Language) -> None:
    """Show the part of the page where a file is dropped and looked at."""
    if not access.may("import"):
        st.html(reading.aside(account.no_right("intake.not_allowed", lang)))
        return
    # Streamlit has these words in English only.
    with st.container(key="intake"):
        uploaded = st.file_uploader(
            say("intake.file", lang, n=st.get_option("server.maxUploadSize")),
            # A browser that lost its session still lists the file, which went with the session.
            key=f"intake-file-{connection.session()}",
        )
        try:
            found = opened.current(uploaded, lang)
            if found is not None and _is_there(found, lang):
                if not st.session_state.get(keeping.CLOSED):  # else the list has marked the page
                    restricted.mark_page(lang)
                _show(found, lang)
        except GeoError as error:
            st.error(plain(sentence(error, lang)))


def _is_there(found: Opened, lang: Language) -> bool:
    """Tell whether there is something to show of a file; else show the work that is under way."""
    if found.work is None and found.shown and found.lang != lang:
        found.say_in(lang)
    if found.work is not None:
        file = plain(found.path.name)
        if not waiting.is_done(found.work, lambda step: _step(step, file, lang), lang, PART):
            return False
        if found.take():
            st.rerun()  # the list of what is kept stands outside this part
    if found.problem is not None:
        st.error(plain(sentence(found.problem, lang)))
    return bool(found.shown)


def _step(step: str, file: str, lang: Language) -> str:
    return say(f"intake.reading.{step or 'opening'}", lang, file=file)


def _show(found: Opened, lang: Language) -> None:
    names = [*found.shown]
    name = next((name for name, one in found.shown.items() if one.sheet.kind != UNKNOWN), names[0])
    if len(names) > 1:
        offered = {sheet: sheet for sheet in names}
        label = say("intake.sheet", lang)
        name = choices.remembered(st.selectbox, f"intake-sheet-{found.upload}", label, offered, name)
    shown = found.shown[name]
    sheet = shown.sheet
    kind = _head(found, shown, lang)
    if sheet.kind == UNKNOWN:
        said = [sentence(sheet.problem, lang)] if sheet.problem else []
        st.warning(plain(" ".join([*said, say("intake.unknown", lang), intake.needs(kind, lang)])))
    with st.expander(say("intake.preview", lang), expanded=sheet.kind == UNKNOWN):
        st.html(reading.table(intake.preview(sheet, lang)))
    _columns(found, sheet, kind, lang)
    if sheet.kind != UNKNOWN:
        _report(found, shown, lang)
        keeping.form(found, shown, lang)


def _head(found: Opened, shown: Shown, lang: Language) -> str:
    """Show what the sheet is and where its areas lie; both can be set. Return the kind."""
    sheet, report, divisions = shown.sheet, shown.report, found.given.divisions
    with st.container(horizontal=True):
        kind: str = choices.remembered(
            st.selectbox,
            f"intake-kind-{sheet.layout}-{sheet.kind}",
            say("intake.kind", lang),
            {kind: say(f"sent.kind.{kind}", lang) for kind in SENT},
            sheet.kind if sheet.kind in SENT else "figures",
            width=300,
        )
        inferred = say("intake.division.inferred", lang, division=say(f"division.of.{report.division}", lang))
        division = choices.remembered(
            st.selectbox,
            f"intake-division-{found.upload}-{sheet.name}",
            say("intake.division", lang),
            {"": inferred} | {division: say(f"division.{division}", lang) for division in DIVISIONS},
            divisions.get(sheet.name, ""),
            width=300,
        )
    if sheet.kind != UNKNOWN and kind != sheet.kind:
        imports.remember_kind(sheet, kind)
        found.read()
        st.rerun(scope="fragment")
    if division != divisions.get(sheet.name, ""):
        divisions[sheet.name] = division
        found.place(sheet.name)
        st.rerun(scope="fragment")
    return kind


def _columns(found: Opened, sheet: Sheet, kind: str, lang: Language) -> None:
    """Show what each column is taken for; it can be corrected, and the correction is remembered."""
    known = sum(bool(one.name) for one in sheet.columns)
    title = say("intake.columns", lang, known=known, n=len(sheet.columns))
    offered = intake.choices(sheet, kind, lang)
    with (
        st.expander(title, expanded=sheet.kind == UNKNOWN),
        st.form(f"intake-columns-{sheet.layout}-{kind}", border=False),
    ):
        st.html(reading.aside(say("intake.columns.text", lang)))
        said = {}
        shown = intake.columns(sheet)
        for place, column in zip(_grid(len(shown)), shown, strict=True):
            header = column.header or say("intake.no_header", lang)
            said[column.position] = choices.remembered(
                place.selectbox,
                f"intake-column-{sheet.layout}-{kind}-{column.position}",
                plain(say("intake.column", lang, header=header, letter=letter(column.position))),
                offered,
                column.name if column.name in offered else next(iter(offered)),
                help=plain(column.example) or None,
            )
        if more := len(sheet.columns) - len(shown):
            st.html(reading.aside(say("intake.columns.more", lang, n=more)))
        if st.form_submit_button(say("intake.columns.use", lang)):
            imports.remember_columns(sheet, said)
            if sheet.kind == UNKNOWN or kind != sheet.kind:
                imports.remember_kind(sheet, kind)
            found.read()
            st.rerun(scope="fragment")


def _grid(cells: int) -> list[st.delta_generator.DeltaGenerator]:
    """Return places three in a row."""
    rows = [st.columns(3) for _ in range(0, cells, 3)]
    return [place for row in rows for place in row][:cells]


def _report(found: Opened, shown: Shown, lang: Language) -> None:
    st.html(reading.subheading(say("intake.report", lang)))
    read = (say("intake.read", lang), number(shown.rows, lang))
    st.html(reading.counts([read, *((name, number(n, lang)) for _, name, n in shown.counts)]))
    if shown.totals and shown.totals.rows:
        st.html(reading.table(shown.totals))
    if shown.notes:
        with st.expander(f"{say('intake.notes', lang)} ({number(len(shown.notes), lang)})"):
            for note in shown.notes:
                st.html(reading.aside(note))
    states = {key: f"{name} ({number(n, lang)})" for key, name, n in shown.counts if n and key != "placed"}
    if not states:
        st.success(say("intake.nothing", lang))
        return
    state = choices.remembered(
        st.pills,
        f"intake-state-{shown.sheet.name}",
        say("intake.report", lang),
        {"": say("intake.everything", lang)} | states,
        "",
        label_visibility="collapsed",
        required=True,
    )
    _problems(found, shown, state or "", lang)
    if state in (None, "", "conflicts", "skipped") and shown.beside and shown.beside.rows:
        st.html(reading.table(shown.beside))
    if shown.more:
        st.html(reading.aside(say("intake.more", lang, n=shown.more)))
    _send_back(found, lang)


def _problems(found: Opened, shown: Shown, state: str, lang: Language) -> None:
    wanted = [one for one in shown.problems if state in ("", one.state)]
    pages = -(-len(wanted) // ON_A_PAGE)
    page = 1
    if pages > 1:
        page = st.number_input(say("intake.page", lang), 1, pages, key=f"intake-page-{state}", width=120)
    for problem in wanted[(page - 1) * ON_A_PAGE : page * ON_A_PAGE]:
        with st.container(key=f"problem-{problem.id}"):
            given = say("intake.given", lang, given=problem.given)
            rows = intake.row_numbers(problem, lang)
            st.html(reading.problem(rows, given, problem.why, problem.todo))
            _mend(found, shown, problem, lang)


def _mend(found: Opened, shown: Shown, problem: Problem, lang: Language) -> None:
    """Let a person choose a candidate, or correct the cell; the effect shows at once."""
    name = shown.sheet.name
    with st.container(horizontal=True, vertical_alignment="bottom"):
        if problem.candidates:
            _choose(found, shown, problem, lang)
        called = intake.column_name(problem.column, shown.sheet, lang)
        text = st.text_input(
            plain(say("intake.correct", lang, column=called)),
            value=problem.value,
            key=f"correct-{problem.id}",
            width=240,
        )
        if st.button(say("intake.use", lang), key=f"use-{problem.id}") and text != problem.value:
            found.edit(name, problem.rows, {problem.column: text})
            st.rerun(scope="fragment")


def _choose(found: Opened, shown: Shown, problem: Problem, lang: Language) -> None:
    names = dict(problem.candidates)
    area = choices.remembered(
        st.selectbox,
        f"choose-{problem.id}",
        say("intake.choose", lang),
        names,
        next(iter(names)) if problem.state == "proposed" else None,
        index=None,
        placeholder=say("intake.choose.none", lang),
        width=320,
    )
    # What a name alone leaves open stays open in the next file, unless somebody says otherwise.
    remember = problem.named and st.checkbox(
        say("intake.remember", lang), value=problem.state != "ambiguous", key=f"remember-{problem.id}"
    )
    if st.button(say("intake.confirm", lang), key=f"confirm-{problem.id}", type="primary") and area:
        if remember:
            found.confirm(shown.sheet.name, problem.rows[0], area)
        else:
            found.edit(shown.sheet.name, problem.rows, imports.names_of(area, shown.report))
        st.rerun(scope="fragment")


def _send_back(found: Opened, lang: Language) -> None:
    """Offer the problems of every sheet as a workbook, in the partner's language."""
    with st.container(horizontal=True, vertical_alignment="bottom"):
        other: Language = choices.remembered(
            st.selectbox,
            "intake-language",
            say("intake.download.lang", lang),
            controls.LANGUAGE_NAMES,
            lang,
            width=160,
        )
        st.download_button(
            say("intake.download", lang),
            data=exports.apart(received.all_problems, Path(found.folder.name), len(found.shown), other),
            file_name=f"{imports.slug(found.path.stem)}_{say('intake.problem.file', other)}.xlsx",
            mime=XLSX,
            on_click="ignore",
            icon=":material/download:",
        )
