"""Sequences that people walk every day, each of which once ended in a dead page or in something false."""

from __future__ import annotations

import pytest

from geo import areas
from layers.view import View
from tests.ui.reader import Reader
from ui import owner


@pytest.fixture(autouse=True)
def _as_owner(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(owner, "is_owner", lambda _cookies: True)


def chosen(reader: Reader, name: str) -> list[str]:
    return reader.shown(reader.widget(name))


def choose(reader: Reader, name: str, word: str | int) -> None:
    widget = reader.widget(name)
    reader.choose(widget, [widget.options[word] if isinstance(word, int) else word])
    assert not reader.errors


@pytest.mark.parametrize(
    ("name", "word", "asked"),
    [
        ("level", 1, "level=2"),
        ("theme", 1, "theme=returnees"),
        ("theme-more", 0, "theme=coverage2"),
        ("division", 1, "division=reform2023"),
        ("layers", 0, "layers=circles"),
        ("round", 0, "round=2014-12"),
        ("on", "on the day of the round shown", "on=2020-04-30"),
        ("classes", 1, "classes=quantile:4"),
        ("sector", "Nutrition", "sector=NUT"),
        ("compare-with", 1, "compare="),
    ],
)
def test_a_widget_is_touched_after_the_language(name: str, word: str | int, asked: str) -> None:
    reader = Reader("/?lang=fr")
    choose(reader, "lang", "English")
    assert chosen(reader, "round") == ["April 2020"]
    choose(reader, name, word)
    assert asked in reader.query
    assert reader.query.endswith("lang=en")


def test_a_comparison_stays_in_the_address() -> None:
    reader = Reader("/?level=2&lang=en")
    choose(reader, "compare-with", 1)
    first = reader.query
    assert "compare=" in first
    reader.reload()
    assert reader.component("beside")
    choose(reader, "level", "Regions")
    assert "compare=" in reader.query
    reader.step(-1)
    assert reader.query == first
    assert reader.component("beside")


def test_quick_presses_end_in_the_state_of_the_last_one() -> None:
    reader = Reader("/?round=2018-12&lang=en")
    before = reader.query
    choose(reader, "level", "Cercles")
    reader.choose(reader.widget("division"), ["Regions of 2023"], stale=before)
    assert "round=2018-12" in reader.query
    assert chosen(reader, "round") == ["December 2018"]
    reader = Reader("/?lang=en")
    before = reader.query
    choose(reader, "level", "Cercles")
    reader.choose(reader.widget("theme"), ["Returned"], stale=before)
    assert View.parse(f"?{reader.query}")[0] == View(level=2, theme="returnees", lang="en")
    assert "Returnees by cercle" in reader.title


def test_going_back_is_taken_from_the_browser() -> None:
    reader = Reader("/?lang=en")
    choose(reader, "level", "Cercles")
    choose(reader, "theme", "Returned")
    reader.step(-1)
    assert (reader.title.startswith("Displaced people by cercle"), chosen(reader, "theme")) == (
        True,
        ["Displaced"],
    )
    reader.step(1)
    assert chosen(reader, "theme") == ["Returned"]


@pytest.mark.parametrize("page", ["matrix", "data", "briefing", "about"])
def test_the_language_is_the_one_chosen_on_every_page(page: str) -> None:
    reader = Reader("/?lang=en")
    reader.go(page)
    assert chosen(reader, "lang") == ["English"]
    reader.step(-1)
    assert chosen(reader, "lang") == ["English"]


def test_the_language_is_still_chosen_after_the_shared_screen() -> None:
    reader = Reader("/?lang=en")
    reader.send("sending", "present", f"?{reader.query}")
    assert reader.component("deck")
    reader.send("deck", "leave", "")
    assert chosen(reader, "lang") == ["English"]


def test_a_change_of_boundaries_says_what_the_open_area_became_and_goes_there() -> None:
    reader = Reader("/?level=2&pick=ML0506&at=12.6,-8,10&lang=en")
    choose(reader, "division", "Regions of 2023")
    view = View.parse(f"?{reader.query}")[0]
    assert view.pick == "r23-mopti"
    assert view.at
    west, south, east, north = areas.load("reform2023")["r23-mopti"].bounds
    assert west < view.at[1] < east
    assert south < view.at[0] < north
    said = 'Mopti (cercle) lies in "Mopti" (region, boundaries of 2023), which is shown in its place.'
    told = reader.component("map")
    assert told
    assert said in told["head"].replace("&quot;", '"')
    choose(reader, "theme", "Returned")
    told = reader.component("map")
    assert told
    assert "lies in" not in told["head"]


def test_a_word_that_is_not_offered_changes_nothing() -> None:
    reader = Reader("/?level=2&lang=en")
    reader.choose(reader.widget("theme-more"), ["<b>moon</b>"])
    reader.choose(reader.widget("layers"), ["Offices", "moon"])
    assert not reader.errors
    assert (reader.query, chosen(reader, "theme")) == ("level=2&layers=offices&lang=en", ["Displaced"])


def test_a_second_press_of_what_has_gone_changes_nothing() -> None:
    reader = Reader("/?theme=change&present=1&lang=en")
    reader.send("deck", "leave", "1")
    reader.send("deck", "leave", "1", late=True)
    assert not reader.errors
    assert reader.query == "theme=change&lang=en"


def test_another_round_is_compared_only_where_there_still_is_an_earlier_one() -> None:
    reader = Reader("/?lang=en")
    first, another = reader.widget("round"), reader.widget("compare-with")
    words = next(word for word in another.options if "round" in word)
    reader.choose_both((first, first.options[:1]), (another, [words]))
    assert not reader.errors
    assert reader.query == "round=2014-12&lang=en"


def test_a_browser_that_forgot_what_its_widgets_showed_is_told_when_the_reader_goes_back() -> None:
    reader = Reader("/?level=2&theme=presence", "en")
    choose(reader, "theme", "Returned")
    reader._states.clear()
    assert reader.step(-1)
    assert (chosen(reader, "level"), chosen(reader, "theme")) == (["Cercles"], ["Organisations"])
