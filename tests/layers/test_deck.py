from pathlib import Path
from urllib.parse import quote

import pytest

from geo.rights import OPERATOR
from layers import briefing as briefings
from layers import comparing, deck
from layers import scene as scenes
from layers.briefing import Briefing, Seen, Slide
from layers.render import beside
from layers.render import deck as rendered
from layers.view import Doubt, View
from tests.planted import WORD, plant

SLIDES = (Slide("level=2", "Cercles"), Slide("area=ML05", reading="Read me"), Slide("theme=moon"))


@pytest.fixture(autouse=True)
def workspace(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("MALI_MAP_WORKSPACE", str(tmp_path))
    briefings.keep(Briefing("Update", SLIDES))
    briefings.keep(Briefing("Nothing"))
    (tmp_path / "briefings" / "damaged.toml").write_text("no toml")
    return tmp_path


@pytest.mark.parametrize(
    ("view", "number", "doubts"),
    [
        (View(), 1, []),
        (View(brief="update"), 1, []),
        (View(brief="update", slide=2), 2, []),
        (View(brief="update", slide=9), 3, [Doubt("slide", "9", "slide")]),
        (View(brief="missing", slide=2), 1, [Doubt("brief", "missing", "brief")]),
        (View(brief="damaged"), 1, [Doubt("brief", "damaged", "brief.damaged")]),
        (View(brief="nothing"), 1, [Doubt("brief", "nothing", "brief.empty")]),
    ],
)
def test_the_slide_that_an_address_asks_for(view: View, number: int, doubts: list[Doubt]) -> None:
    found = deck.of(view)
    assert (found.number, list(found.doubts)) == (number, doubts)
    assert found.page(number, "en")
    assert found.page(0, "en") is None
    assert found.page(len(found.briefing.slides) + 1, "en") is None


def test_who_looks_and_in_which_language_is_of_the_address_and_not_of_the_slide() -> None:
    briefings.change("update", lambda now: now.added(Slide("audience=partner&lang=fr&level=2")), OPERATOR)
    page = deck.of(View(brief="update", slide=4, lang="en")).page(4, "fr")
    assert page
    view = page.scenes[0].request.view
    assert (view.audience, page.scenes[0].request.lang, view.level) == ("public", "en", 2)


def test_what_is_open_is_open_on_the_slide_of_the_address_only() -> None:
    found = deck.of(View(brief="update", slide=1, pick="ML0506"))
    picks = [page.scenes[0].request.view.pick for n in (1, 2) if (page := found.page(n, "en"))]
    assert picks == ["ML0506", None]


@pytest.mark.parametrize(
    "query", ["theme=data:{0}-restricted-sites", f"org={WORD.upper()}", "pick=data-{0}-restricted-sites-3"]
)
def test_what_partners_named_on_a_slide_is_not_told_to_the_public(query: str) -> None:
    plant()
    slide = Slide(query.format(WORD))
    name = briefings.keep(Briefing("Partners", (slide, Slide("compare=" + quote(slide.query)))))
    for number in (1, 2):
        page = deck.of(View(brief=name, slide=number)).page(number, "en")
        assert page
        said = [doubt for scene in page.scenes for doubt in scene.doubts]
        assert WORD not in repr(rendered.payload(page)).lower()
        assert "Part of this slide is not shown in this view." in said
    assert deck.for_partners(briefings.load(name))
    assert not deck.for_partners(Briefing("Open", SLIDES[:2]))


def test_a_slide_says_its_own_words_else_those_of_the_map() -> None:
    found = deck.of(View(brief="update"))
    first, second, third = (rendered.payload(page) for n in (1, 2, 3) if (page := found.page(n, "en")))
    assert (first["title"], first["subtitle"]) == (
        "Cercles",
        "Displaced people by cercle, Mali, April 2020, DTM round 64",
    )
    assert first["figure"] == "250,998"
    assert (second["title"], second["subtitle"]) == (
        "Displaced people by region, Mopti, April 2020, DTM round 64",
        "",
    )
    assert second["reading"] == "Read me"
    assert third["doubts"] == ['"theme=moon" is not understood; the default is shown.']
    assert all(one["href"] is None and one["table"] is None for one in first["maps"])


def test_a_slide_whose_figures_changed_says_so_on_the_shared_screen() -> None:
    seen = Seen("2019-12", 240000, "", "dtm_baseline", "60")
    briefings.change("update", lambda now: now.added(Slide("", reading="Mine.", seen=seen)), OPERATOR)
    page = deck.of(View(brief="update", slide=4)).page(4, "en")
    assert page
    assert rendered.payload(page)["reading"] == (
        "Mine. Mali: from 240,000 displaced people (December 2019, round 60) to 250,998 (April 2020, round 64), +10,998."
    )


def test_no_note_reaches_the_shared_screen() -> None:
    briefings.change("update", lambda now: now.added(Slide("", note="Nobody reads this")), OPERATOR)
    page = deck.of(View(brief="update", slide=4)).page(4, "en")
    assert page
    assert "Nobody reads this" not in str(rendered.slides((page,), 4, "en"))


@pytest.mark.parametrize(
    ("query", "theme", "rounds"),
    [
        ("compare=round%3D2018-12", "change", ("2018-12", "2020-04")),
        ("round=2014-12&compare=", "change", ("2014-12", "2020-04")),
        ("compare=", None, None),
        ("compare=theme%3Dreturnees", None, None),
        ("compare=division%3Dreform2023", None, None),
        ("compare=level%3D2%26round%3D2018-12", None, None),
        ("theme=returnees&compare=theme%3Dreturnees%26round%3D2018-12", "returnees", (None, "2020-04")),
    ],
)
def test_the_difference_is_of_one_measure_in_one_place(
    query: str, theme: str | None, rounds: tuple[str | None, str] | None
) -> None:
    view, _ = View.parse(query)
    found = deck.compared(view, (), "en")
    assert len(found) == (3 if theme else 2)
    if theme:
        request = found[2].request
        assert request.round
        base = request.base.month if theme == "change" and request.base else None
        assert (request.view.theme, (base, request.round.month)) == (theme, rounds)


def test_maps_of_a_comparison_have_one_place_and_one_address() -> None:
    view, _ = View.parse("area=ML05&compare=round%3D2018-12")
    maps = beside.payload(deck.compared(view, (), "en"), view.compare)["maps"]
    assert len({str(one["view"]) for one in maps}) == 1
    assert {one["group"] for one in maps} == {rendered.GROUP}
    assert maps[0]["href"]
    assert not any(one["href"] for one in maps[1:])


@pytest.mark.parametrize("kind", comparing.KINDS)
def test_a_comparison_is_known_again(kind: str) -> None:
    request, _ = scenes.settle(View(level=2), "en")
    if kind == "division":
        request, _ = scenes.settle(View(), "en")
    view = request.view.change(compare=comparing.second(kind, request))
    assert comparing.kind_of(view) == kind
    assert kind in comparing.offered(request)
    assert View.parse(view.query()) == (view, ())


def test_what_changed_is_said_and_ranked() -> None:
    view, _ = View.parse("level=2&theme=change")
    said = beside.changes(scenes.compose(view, lang="en"))
    assert "Largest rise: Koro (cercle) (+10,277)" in said
    assert said.index("<span>Koro</span>") < said.index("<span>Macina</span>")
    assert said.count('class="mr-plain"') == beside.RANKED
    assert "href" not in said


def test_the_rounds_are_played_from_the_oldest() -> None:
    request, _ = scenes.settle(View(level=2), "en")
    told = beside.player(request, "?round={round}")
    assert told["rounds"] == sorted(told["rounds"])
    assert told["now"] == told["rounds"][-1]
