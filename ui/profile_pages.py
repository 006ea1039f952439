"""The pages of one organisation and of one cluster, and the names that may be one organisation."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

import streamlit as st

from geo import audit, organisations, reference, workspace
from layers import profiled
from layers.render import reading
from layers.text import say
from ui import access, address, beside_frame, choices, reading_part
from ui.plain import plain

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from geo.organisations import Proposal
    from layers.parts import Section
    from layers.plain_tables import Table
    from layers.scene import Request

MOST = 10
"""Pairs of names that are asked about at once."""


@workspace.held()
def organisation_page() -> None:
    """Show the page of the view's organisation."""
    beside_frame.frame("organisation")
    request = beside_frame.settled()
    known = organisations.table(request.view.audience)
    names = {code: reference.name(known, code, request.lang, "acronym") for code in known}
    code = _choose("org", "organisation", names, request)
    one = profiled.organisation(code, request) if code else None
    if code and one:
        title, below = profiled.title(one, request)
        table, beside = profiled.of_organisation(code, request)
        own = [office for office in request.offices if office.org == code]
        far = profiled.distances(own, request, say("profile.distances", request.lang))
        _show(title, below, [table, profiled.office_table(code, request), far], beside)
    else:
        words = say("beside.organisation", request.lang), say("profile.lead.organisation", request.lang)
        _show(*words, [profiled.organisations_known(request)])
    if access.may("settings"):
        _names(request)


@workspace.held()
def cluster_page() -> None:
    """Show the page of the view's cluster."""
    beside_frame.frame("cluster")
    request = beside_frame.settled()
    code = _choose("sector", "cluster", profiled.choices(request), request)
    if code:
        table, beside = profiled.of_cluster(code, request)
        name = reference.name(reference.clusters(), code, request.lang)
        _show(name, say("profile.lead.cluster", request.lang), [table], beside)
    else:
        words = say("beside.cluster", request.lang), say("profile.lead.cluster", request.lang)
        _show(*words, [profiled.clusters_known(request)])


def _choose(name: str, words: str, names: Mapping[str, str], request: Request) -> str | None:
    """Offer what a page may be about; it is the first of the view's."""
    chosen = next(iter(getattr(request.view, name)), None)
    order = sorted(names, key=lambda code: names[code].casefold()) if name == "org" else names
    choices.bound(
        st.selectbox,
        f"profile-{name}",
        say(f"profile.{words}", request.lang),
        {code: names[code] for code in order},
        chosen,
        lambda code: address.change(**{name: (code,) if code else ()}),
        placeholder=say("profile.choose", request.lang),
        index=None,
        width=420,
    )
    return chosen


def _show(
    title: str, below: str, tables: list[Table | None] | None = None, beside: tuple[Section, ...] = ()
) -> None:
    parts = [reading.opening(title, below)]
    parts += [reading.table(table) for table in tables or [] if table]
    parts += [reading.section(section, tag="h2") for section in beside]
    reading_part.show("profile", "".join(parts))


def _names(request: Request) -> None:
    """Ask about names that are alike, and let answers be taken back."""
    lang = request.lang
    found = organisations.proposals(request.view.audience)
    st.html(reading.heading("twice", say("twice.title", lang), say("twice.lead", lang)))
    if not found:
        st.html(reading.aside(say("twice.none", lang)))
    for proposal in found[:MOST]:
        _proposal(proposal, request)
    for code, into in organisations.merged().items():
        with st.container(horizontal=True, vertical_alignment="center"):
            st.html(reading.aside(say("twice.merged", lang, code=code, into=into)))
            _button("twice.undo", partial(organisations.separate, code), f"undo-{code}", request)


def _proposal(given: Proposal, request: Request) -> None:
    lang, one, other = request.lang, given.one, given.other
    names = [_called(each.acronym[lang], each.name[lang]) for each in (one, other)]
    why = say(f"twice.{given.why}", lang, n=round(given.likeness))
    key = f"{one.code}-{other.code}"
    with st.container(horizontal=True, vertical_alignment="center", key=f"twice-{key}"):
        st.markdown(plain(say("twice.pair", lang, one=names[0], other=names[1])) + f" · {plain(why)}")
        _button("twice.same", lambda: organisations.merge(other.code, one.code), f"same-{key}", request)
        _button(
            "twice.apart", lambda: organisations.keep_apart(one.code, other.code), f"apart-{key}", request
        )


def _called(acronym: str, name: str) -> str:
    return acronym if acronym == name else f"{acronym} ({name})"


def _button(words: str, press: Callable[[], None], key: str, request: Request) -> None:
    """Offer to remember an answer; who may do so is asked again when it is pressed."""

    def pressed() -> None:
        if access.may("settings"):
            what, audience = f"organisations {key}", request.view.audience
            with audit.recorded("settings", what, audience, access.who()):
                press()

    st.button(say(words, request.lang), key=key, on_click=pressed)
