from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo import briefings as kept
from geo.errors import GeoError
from geo.rights import OPERATOR
from layers import briefing as briefings
from layers.briefing import Briefing, Seen, Slide
from layers.view import View

texts = st.text(max_size=60).map(briefings.clean)
slides = st.builds(
    Slide,
    query=texts,
    title=texts,
    reading=texts,
    note=texts,
    seen=st.builds(
        Seen, month=st.sampled_from(["", "2020-04"]), figure=st.none() | st.integers(), reading=texts
    ),
)


@given(st.builds(Briefing, title=texts, slides=st.lists(slides, max_size=4).map(tuple)))
def test_a_briefing_is_read_back_from_its_file(briefing: Briefing) -> None:
    text = briefings.write(briefing)
    assert briefings.read(text) == briefing
    assert briefings.read(text.encode()) == briefing


def test_a_note_of_several_lines_stands_on_several_lines() -> None:
    text = briefings.write(Briefing("B", (Slide("level=2", note='Ask "Gao"\n\\then Mopti'),)))
    assert 'note = """\nAsk \\"Gao\\"\n\\\\then Mopti"""' in text


@given(st.text())
def test_control_characters_never_reach_the_file(text: str) -> None:
    read = briefings.read(briefings.write(Briefing(text)))
    assert read.title == briefings.clean(text)


@pytest.mark.parametrize(
    "text",
    [
        "title = 3",
        "title = 'a'\ncolour = 'red'",
        "no toml",
        "slide = 'x'\ntitle = 'a'",
        "title = 'a'\n[[slide]]\nview = 2",
        "title = 'a'\n[[slide]]\nseen = { figure = 'many' }",
        "title = 'a'\n[[slide]]\nseen = { figure = true }",
        "title = 'a'\n[[slide]]\nseen = 4",
        "title = 'a'\nslide = ['x']",
        "title = 'a'\n[[slide]]\nseen = { month = '2020-13' }",
        "title = 'a'\n[[slide]]\nseen = { month = '0000' }",
        "title = '\ud800'",
        "[[slide]]\nview = ''",
        b"\xff\xfe",
        "title = 'a'\n" + "[[slide]]\n" * 201,
        "#" * 300_000,
    ],
)  # fmt: skip
def test_what_is_no_briefing_is_said(text: str | bytes) -> None:
    with pytest.raises(GeoError, match="briefing_damaged"):
        briefings.read(text)


ONE, TWO, THREE = Slide("level=1"), Slide("level=2"), Slide("level=3")


@pytest.mark.parametrize(
    ("slide", "steps", "expected"),
    [
        (ONE, 1, (TWO, ONE, THREE)),
        (THREE, -1, (ONE, THREE, TWO)),
        (ONE, -1, (ONE, TWO, THREE)),
        (THREE, 9, (ONE, TWO, THREE)),
    ],
)
def test_slides_are_moved(slide: Slide, steps: int, expected: tuple[Slide, ...]) -> None:
    assert (
        Briefing("B", (ONE, TWO, THREE)).moved((ONE, TWO, THREE).index(slide), slide, steps).slides
        == expected
    )


def test_slides_are_added_changed_and_taken_away() -> None:
    briefing = Briefing("B").added(ONE).added(TWO)
    assert briefing.changed(0, ONE, THREE).slides == (THREE, TWO)
    assert briefing.changed(1, TWO, None).slides == (ONE,)


@pytest.mark.parametrize(
    ("before", "after", "slides"),
    [
        ("level=2&area=ML05", "level=2&area=ML05", 1),
        ("level=2&area=ML05", "area=ML05&level=2&theme=idps", 1),  # the same view, written otherwise
        ("level=2&at=14.5,-4,7", "level=2&at=14.5,-4,7", 1),
        ("level=2", "level=2&theme=presence", 2),
        ("level=2&at=14.5,-4,7", "level=2&at=14.5,-4,8", 2),
        ("compare=theme%3Dpresence", "", 2),
        ("theme=moon", "", 2),  # which is not understood, and says so
    ],
)
def test_the_same_view_twice_in_a_row_is_one_slide(before: str, after: str, slides: int) -> None:
    briefing = Briefing("B", (THREE, Slide(before, "Mine"))).added(Slide(after))
    assert len(briefing.slides) == slides + 1
    assert briefing.slides[1] == Slide(before, "Mine")
    assert len(Briefing("B", (Slide(after), THREE)).added(Slide(after)).slides) == 3  # with another between


def test_a_slide_is_put_back_where_it_was_or_at_the_end() -> None:
    assert Briefing("B", (ONE, THREE)).put(1, TWO).slides == (ONE, TWO, THREE)
    assert Briefing("B", (ONE,)).put(7, TWO).slides == (ONE, TWO)


def test_a_slide_that_is_added_is_told_by_its_number_and_whether_it_is_new() -> None:
    name = briefings.keep(Briefing("B", (ONE,)), owner="ana")
    assert briefings.add(name, TWO, "ana") == (2, True)
    assert briefings.add(name, TWO, "ana") == (2, False)
    with pytest.raises(GeoError, match="briefing_not_yours"):
        briefings.add(name, THREE, "eve")
    assert briefings.load(name).slides == (ONE, TWO)


def test_a_briefing_is_called_by_its_title_also_when_it_is_deleted() -> None:
    name = briefings.keep(Briefing("Point <mensuel>"), owner="ana")
    assert briefings.title_of(name) == "Point <mensuel>"
    kept.remove(name, "ana", kept.version(name))
    assert briefings.title_of(name) == name
    assert briefings.deleted("ana") == {name: "Point <mensuel>"}
    assert briefings.deleted("eve") == {}


def test_who_may_only_see_a_briefing_has_no_notes() -> None:
    assert Briefing("B", (Slide("", "T", "R", "Note"),)).without_notes().slides == (Slide("", "T", "R"),)


def test_of_equal_slides_the_one_that_was_meant_is_changed() -> None:
    twice = Briefing("B", (ONE, TWO, TWO))
    assert twice.changed(2, TWO, THREE).slides == (ONE, TWO, THREE)
    assert twice.changed(1, TWO, THREE).slides == (ONE, THREE, TWO)
    assert twice.moved(2, TWO, -1).slides == (ONE, TWO, TWO)
    assert twice.moved(1, TWO, -1).slides == (TWO, ONE, TWO)
    assert Briefing("B", (THREE, ONE, TWO)).changed(1, TWO, None).slides == (THREE, ONE)


@pytest.mark.parametrize("added", [(ONE,) * 201, (Slide("", note="é" * 140_000),)])
def test_what_could_not_be_read_again_is_not_kept(
    added: tuple[Slide, ...], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("MALI_MAP_WORKSPACE", str(tmp_path))
    name = briefings.keep(Briefing("B", (ONE,)))
    with pytest.raises(GeoError, match="briefing_full"):
        briefings.change(name, lambda now: Briefing(now.title, (*now.slides, *added)), OPERATOR)
    assert briefings.load(name).slides == (ONE,)


def test_a_slide_that_somebody_changed_meanwhile_is_not_overwritten(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("MALI_MAP_WORKSPACE", str(tmp_path))
    name = briefings.keep(Briefing("B", (ONE, TWO)))
    briefings.change(name, lambda now: now.changed(0, ONE, Slide("level=1", "theirs")), OPERATOR)
    with pytest.raises(GeoError, match="briefing_changed"):
        briefings.change(name, lambda now: now.changed(0, ONE, Slide("level=1", "mine")), OPERATOR)
    briefings.change(name, lambda now: now.added(THREE), OPERATOR)
    assert briefings.load(name).slides == (Slide("level=1", "theirs"), TWO, THREE)


def test_a_view_becomes_a_slide_without_whose_view_it_is() -> None:
    second = View(level=2)
    view = View(
        theme="share",
        at=(14, -4, 7),
        compare=second,
        lang="en",
        audience="partner",
        brief="b",
        slide=2,
        present=True,
    )
    kept, doubts = briefings.slide_of(view).view()
    assert kept == View(theme="share", at=(14, -4, 7), compare=second)
    assert doubts == ()


def test_what_moves_a_terminal_is_not_read() -> None:
    given = briefings.read('title = "A\\u001b]0;x\\u0007"\n[[slide]]\nview = ""\nnote = "\\u001b[31mred"\n')
    assert (given.title, given.slides[0].note) == ("A]0;x", "[31mred")
