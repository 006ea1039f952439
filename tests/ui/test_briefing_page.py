from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, urlencode

import pytest
from streamlit.testing.v1 import AppTest

from geo import briefings as kept
from geo.rights import OPERATOR, Rights, digest_of
from layers import briefing as briefings
from layers.briefing import Briefing, Slide
from ui import access, address, browser, pages

SLIDES = tuple(Slide(f"level={1 + place % 2}", f"Slide {place}") for place in range(23))


def page() -> None:
    import streamlit as st

    from ui import adding, briefing_page

    st.button("Add", key="add", on_click=adding._add, args=(st.session_state.get("seen", "?"), "en"))
    adding._said()
    briefing_page.briefing_page()


@pytest.fixture(autouse=True)
def workspace(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("MALI_MAP_WORKSPACE", str(tmp_path))
    monkeypatch.setattr(access, "may", lambda _action: True)
    monkeypatch.setattr(pages, "frame", lambda: None)
    return tmp_path


def sitting(person: str, brief: str | None = None, lang: str = "en") -> AppTest:
    """Open the page as somebody, by the link of a briefing or by none."""
    app = AppTest.from_function(page, default_timeout=60)
    app.session_state[access.SESSION] = person
    app.query_params["lang"] = lang
    if brief:
        app.query_params["brief"] = brief
    return app


@pytest.fixture
def app() -> AppTest:
    briefings.keep(Briefing("Long", SLIDES))
    kept.take("long", "session ana")
    return sitting("ana")


def which(app: AppTest) -> Any:
    """Return the list of briefings."""
    return next(one for one in app.selectbox if one.key.startswith("brief-which-"))


def turn(app: AppTest, lang: str) -> None:
    """Have a session's address say another language."""
    asked = dict(parse_qsl(app.session_state[address.KEPT])) | {"lang": lang}
    app.session_state[address.KEPT] = urlencode(asked)


def places(app: AppTest) -> list[int]:
    """Which slides can be written on, by the buttons under each."""
    assert not app.exception
    return [int(button.key.removeprefix("show-")) for button in app.button if button.key.startswith("show-")]


@pytest.mark.parametrize(
    ("asked", "shown"),
    [
        (None, range(10)),
        ("10", range(10)),
        ("11", range(10, 20)),
        ("23", range(20, 23)),
        ("99", range(20, 23)),
    ],
)
def test_a_long_briefing_begins_where_the_address_does(app: AppTest, asked: str | None, shown: range) -> None:
    if asked:
        app.query_params["slide"] = asked
    assert places(app.run()) == [*shown]


def test_a_long_briefing_is_turned_and_what_is_taken_out_closes_up(app: AppTest) -> None:
    app.session_state["brief-leaf-long"] = 3
    assert places(app.run()) == [20, 21, 22]
    for _ in range(3):
        app.button(key="remove-20").click().run()
    assert places(app) == [*range(10, 20)]
    assert briefings.load("long").slides == SLIDES[:20]


def test_a_short_briefing_is_shown_whole(app: AppTest) -> None:
    briefings.change("long", lambda now: Briefing(now.title, now.slides[:10]), OPERATOR)
    assert places(app.run()) == [*range(10)]
    assert not app.get("pagination")


ANA, BEN = "session ana", "session ben"
TWO = Briefing("Point mensuel", (Slide("level=2", "Cercles", note="Ask Gao"), Slide("theme=presence")))


def anas() -> str:
    return briefings.keep(TWO, owner=ANA)


def shared_with_ben(name: str) -> None:
    kept.share(name, ANA)
    found = kept.rights_of(name)
    assert found
    kept.join(name, found.link, BEN)


def said(app: AppTest) -> str:
    assert not app.exception
    parts = (app.caption, app.markdown, app.info, app.error, app.warning, app.get("html"))
    return "\n".join(str(getattr(one, "value", "") or one.proto.body) for part in parts for one in part)


def pressed(app: AppTest, key: str) -> AppTest:
    app.button(key=key).click().run()
    assert not app.exception
    return app


def buttons(app: AppTest) -> set[str]:
    return {button.key for button in app.button if button.key}


def brief_of(app: AppTest) -> str:
    named = app.query_params["brief"]
    return named if isinstance(named, str) else named[0]


@pytest.mark.parametrize("by_link", [False, True])
def test_a_strangers_view_never_becomes_a_slide_of_somebody_elses_briefing(by_link: bool) -> None:
    name = anas()
    ben = sitting("ben", name if by_link else None)
    ben.session_state["seen"] = f"?level=3&brief={name}" if by_link else "?level=3"
    pressed(ben.run(), "add")
    assert briefings.load(name) == TWO
    own = brief_of(ben)
    assert own != name
    assert kept.standings(BEN) == {own: "own"}
    assert [slide.query for slide in briefings.load(own).slides] == ["level=3"]
    assert ("not yours" in said(ben)) is by_link
    assert "slide 1 of" in said(ben)


def test_five_presses_make_one_slide_and_say_so() -> None:
    ana = sitting("ana")
    ana.session_state["seen"] = "?level=2"
    ana.run()
    for _ in range(5):
        pressed(ana, "add")
    assert len(briefings.load(brief_of(ana)).slides) == 1
    assert "already slide 1" in said(ana).replace("\\", "")
    assert len(kept.names()) == 1


def test_what_is_deleted_on_one_press_is_back_on_another_also_in_another_language() -> None:
    name = anas()
    ana = pressed(sitting("ana").run(), "brief-remove")
    assert kept.names() == ()
    assert "Briefing deleted" in said(ana)
    turn(ana, "fr")
    ana.run()
    assert "Briefing supprimé" in said(ana)
    pressed(ana, "brief-undo-press")
    assert briefings.load(name) == TWO
    assert brief_of(ana) == name
    assert "brief-undo-press" not in buttons(ana)


def test_a_briefing_that_was_deleted_is_brought_back_in_another_session() -> None:
    name = anas()
    pressed(sitting("ana").run(), "brief-remove")
    assert f"brief-back-{name}" not in buttons(sitting("ben").run())
    pressed(sitting("ana").run(), f"brief-back-{name}")
    assert briefings.load(name) == TWO


def test_slides_that_were_taken_out_come_back_in_turn() -> None:
    name = anas()
    ana = pressed(sitting("ana").run(), "remove-0")
    turn(ana, "fr")
    assert "Diapositive retirée" in said(ana.run())
    turn(ana, "en")
    pressed(ana.run(), "remove-0")
    assert briefings.load(name).slides == ()
    pressed(ana, "brief-undo-press")
    assert briefings.load(name).slides == TWO.slides[1:]
    assert "Slide taken out" in said(ana)
    pressed(ana, "brief-undo-press")
    assert briefings.load(name) == TWO
    assert "brief-undo-press" not in buttons(ana)


def test_what_another_wrote_meanwhile_is_not_deleted() -> None:
    name = anas()
    shared_with_ben(name)
    pages = [sitting("ana").run() for _ in range(2)]
    briefings.change(name, lambda now: now.changed(0, TWO.slides[0], Slide("level=2", "Ben's")), BEN)
    for ana, key in zip(pages, ("brief-remove", "remove-0"), strict=True):
        assert "Somebody else has just changed" in said(pressed(ana, key))
    assert briefings.load(name).slides[0].title == "Ben's"


def write(app: AppTest, title: str) -> AppTest:
    """Write a title on the first slide, and save it."""
    next(field for field in app.text_input if str(field.key).startswith("title-")).set_value(title)
    return pressed(app, next(str(one.key) for one in app.button if str(one.key).startswith("save-")))


def test_what_one_writes_while_another_takes_the_slide_out_is_kept() -> None:
    name = anas()
    shared_with_ben(name)
    ben = sitting("ben", name).run()
    briefings.change(name, lambda now: now.changed(0, TWO.slides[0], None), ANA)
    write(ben, "Written by Ben")
    assert "Written by Ben" in [slide.title for slide in briefings.load(name).slides]
    assert "yours is kept beside it" in said(ben)


@pytest.mark.parametrize("what", ["withdrawn", "deleted"])
def test_what_one_writes_in_a_briefing_that_is_withdrawn_meanwhile_becomes_ones_own(what: str) -> None:
    name = anas()
    shared_with_ben(name)
    ben = sitting("ben", name).run()
    if what == "withdrawn":
        kept.withdraw(name, ANA)
    else:
        kept.remove(name, ANA, kept.version(name))
    write(ben, "Written by Ben")
    (own,) = (one for one, how in kept.standings(BEN).items() if how == "own")
    assert [slide.title for slide in briefings.load(own).slides] == ["Written by Ben"]
    assert "What you wrote is kept" in said(ben)
    if what == "withdrawn":
        assert briefings.load(name) == TWO


def test_a_briefing_of_somebody_else_is_seen_without_forms_and_notes_and_copied() -> None:
    name = anas()
    ben = sitting("ben", name).run()
    assert "1. Cercles" in said(ben)
    assert not ben.text_area
    assert not buttons(ben) & {"brief-remove", "brief-renew", "brief-start", "remove-0", "up-1", "brief-take"}
    pressed(ben, "brief-copy")
    copy = briefings.load(brief_of(ben))
    assert copy.title == "Copy of Point mensuel"
    assert [(one.title, one.note) for one in copy.slides] == [("Cercles", ""), ("", "")]
    assert kept.standing(brief_of(ben), BEN) == "own"
    assert briefings.load(name) == TWO


def test_nobody_is_offered_the_briefings_of_others(app: AppTest) -> None:
    anas()
    assert [*which(app.run()).options] == ["Long", "Point mensuel"][::-1]
    assert not [one for one in sitting("ben").run().selectbox if one.key.startswith("brief-which-")]


def test_a_briefing_without_an_owner_is_taken_over_by_a_press() -> None:
    name = briefings.keep(TWO)
    ben = sitting("ben").run()
    assert not ben.text_area
    assert "without an owner" in which(ben).options[0]
    pressed(ben, "brief-take")
    assert ben.text_area
    assert kept.standing(name, BEN) == "own"


def test_the_owner_makes_and_withdraws_a_link_to_edit() -> None:
    name = anas()
    ana = pressed(sitting("ana").run(), "brief-start")
    first = kept.rights_of(name)
    assert first
    assert first.link
    shared_with_ben(name)
    assert "1 other person can edit it" in said(ana.run())
    pressed(ana, "brief-withdraw")
    assert kept.standing(name, BEN) == "seen"
    assert "nobody else can edit it" in said(ana)


@pytest.mark.parametrize("valid", [True, False])
def test_whoever_came_by_a_link_to_edit_confirms_it(valid: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    name = anas()
    kept.share(name, ANA)
    found = kept.rights_of(name)
    assert found
    monkeypatch.setattr(browser, "invited", lambda _name: found.link if valid else "A" * 32)
    ben = sitting("ben", name).run()
    assert kept.standing(name, BEN) == "seen"
    if not valid:
        assert "has been withdrawn, or is not whole" in said(ben)
        assert "brief-join" not in buttons(ben)
        return
    pressed(ben, "brief-join")
    assert kept.standing(name, BEN) == "shared"
    assert ben.text_area
    assert not buttons(ben) & {"brief-remove", "brief-start", "brief-withdraw"}


def test_a_press_after_the_right_to_make_briefings_is_gone_changes_nothing(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    name = anas()
    ana = sitting("ana").run()
    monkeypatch.setattr(access, "may", lambda _action: False)
    for key in ("remove-0", "brief-remove", "brief-start", "add"):
        ana.button(key=key).click().run()
        monkeypatch.setattr(access, "may", lambda _action: True)
        ana.run()
        monkeypatch.setattr(access, "may", lambda _action: False)
    assert briefings.load(name) == TWO
    assert [*kept.names()] == [name]
    assert kept.rights_of(name) == Rights(digest_of(ANA))


def test_an_address_with_a_briefing_that_is_not_there_says_so() -> None:
    assert "is not here, or no longer" in said(sitting("ana", "missing-abcdefgh").run())


def test_what_was_chosen_and_written_stays_when_the_language_changes(app: AppTest) -> None:
    app.run().selectbox(key="brief-template-en").select("region").run()
    app.selectbox(key="brief-area-en").select("ML05").run()
    app.text_input(key="brief-title").set_value("Ma région").run()
    turn(app, "fr")
    app.run()
    assert app.selectbox(key="brief-template-fr").value == "region"
    assert app.selectbox(key="brief-area-fr").value == "ML05"
    pressed(app, "brief-new")
    made = briefings.load(brief_of(app))
    assert made.title == "Ma région"
    assert "area=ML05" in made.slides[0].query


def test_a_press_right_after_a_choice_starts_what_was_chosen(app: AppTest) -> None:
    app.run().selectbox(key="brief-template-en").select("coverage")
    app.text_input(key="brief-title").set_value("Now")
    made = briefings.load(brief_of(pressed(app, "brief-new")))
    assert (made.title, len(made.slides)) == ("Now", 4)


def test_two_briefings_of_one_title_are_told_apart() -> None:
    names = [anas(), anas()]
    options = which(sitting("ana").run()).options
    assert sorted(options) == sorted(f"Point mensuel \\({name[-8:]}\\)" for name in names)
