from pathlib import Path

import pytest

from layers import briefing as briefings
from layers import reading, templates
from layers import scene as scenes
from layers.briefing import Seen, Slide
from layers.view import View
from tests.planted import WORD, plant


def read(query: str, lang: str = "en") -> str:
    return reading.offered(scenes.compose(View.parse(query)[0], lang=lang))


@pytest.mark.parametrize(
    ("query", "lang", "expected"),
    [
        ("", "en", "Mopti holds 41% of the displaced people (102,481 of 250,998, Mali), April 2020."),
        ("", "fr", "Mopti : 41\u202f% des personnes déplacées (102\u202f481 sur 250\u202f998, Mali), avril 2020."),
        ("area=ML05", "en", "Mopti: 102,481 displaced people, April 2020."),
        ("area=ML05&level=2", "en", "Mopti (cercle) holds 24% of the displaced people (24,648 of 102,481, Mopti), April 2020."),
        ("area=ML05&level=3", "en", ""),
        ("theme=none", "en", "Displaced people: 250,998."),
        (
            "theme=change&level=2&area=ML05",
            "en",
            "Since December 2019: more in 7 and fewer in 0 of the 8 cercles that can be compared. Largest rise: Koro (cercle) (+10,277).",
        ),
    ],
)  # fmt: skip
def test_the_reading_that_is_offered(query: str, lang: str, expected: str) -> None:
    assert read(query, lang) == expected


def test_ranked_areas_lie_in_the_focus_the_largest_change_first() -> None:
    scene = scenes.compose(View(theme="change", level=2, area="ML05"), lang="en")
    found = reading.ranked(scene)
    sizes = [abs(value) for _, value in found]
    assert found[0] == ("ML0505", 10277)
    assert sizes == sorted(sizes, reverse=True)
    assert all(area.startswith("ML05") for area, _ in found)


@pytest.mark.parametrize(
    ("seen", "said"),
    [
        (Seen(), ""),
        (Seen("2020-04", 102481, "…"), "Nothing newer since April 2020."),
        (
            Seen("2019-12", 75528, "…"),
            "Mopti: from 75,528 displaced people (December 2019) to 102,481 (April 2020, round 64), +26,953.",
        ),
        (
            Seen("2019-12", 102481, "", "dtm_baseline", "60"),
            "Mopti: 102,481 displaced people (April 2020, round 64), the same figure as December 2019, round 60; "
            "may not have been re-assessed.",
        ),
        (
            Seen("2020-04", 102480, "", "dtm_baseline", "64"),
            "Mopti: the figure of April 2020, round 64 has been corrected, from 102,480 to 102,481 displaced people (+1).",
        ),
        (
            Seen("2019-12", 75528, "", "another_series", "3"),
            "Data of April 2020, round 64 instead of December 2019, round 3; the two cannot be compared.",
        ),
        (
            Seen("2019-12", None),
            "Data of April 2020, round 64 instead of December 2019; the two cannot be compared.",
        ),
    ],
)
def test_what_changed_since_a_slide_was_made(seen: Seen, said: str) -> None:
    scene = scenes.compose(View(area="ML05"), lang="en")
    assert reading.since(Slide("area=ML05", seen=seen), scene) == said
    assert reading.news(Slide("area=ML05", seen=seen), scene) == ("" if said.startswith("Nothing") else said)


def test_a_slide_of_one_round_never_says_that_nothing_is_newer() -> None:
    query = "area=ML05&round=2019-12"
    scene = scenes.compose(View.parse(query)[0], lang="en")
    slide = reading.renewed(Slide(query), scene)
    assert reading.since(slide, scene) == "This slide always shows December 2019, round 60."


def test_what_a_slide_said_is_what_the_public_sees(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MALI_MAP_WORKSPACE", str(tmp_path))
    plant()
    restricted = f"theme=data:{WORD}-restricted-sites&level=3&area=ML050601"
    for query, nothing in (("theme=presence&level=2", False), (restricted, True)):
        public, partner = (
            scenes.compose(View.parse(f"{query}&audience={who}")[0], lang="en")
            for who in ("public", "partner")
        )
        assert reading.offered(partner) != reading.offered(public)
        assert reading.seen(partner) == (Seen() if nothing else reading.seen(public))


def test_a_reading_that_somebody_wrote_is_outdated_by_newer_figures() -> None:
    scene = scenes.compose(View(area="ML05"), lang="en")
    assert reading.outdated(Slide("", reading="Mine", seen=Seen("2019-12", 75528)), scene)
    assert not reading.outdated(Slide("", reading="", seen=Seen("2019-12", 75528)), scene)
    assert not reading.outdated(Slide("", reading="Mine", seen=reading.seen(scene)), scene)


@pytest.mark.parametrize("lang", ["fr", "en"])
@pytest.mark.parametrize("template", [name for name in templates.TEMPLATES if name != "empty"])
def test_every_slide_of_a_template_opens_its_view_and_says_something(template: str, lang: str) -> None:
    briefing = templates.start(template, lang)
    assert briefing.slides
    assert briefings.read(briefings.write(briefing)) == briefing
    for slide in briefing.slides:
        view, doubts = slide.view()
        scene = scenes.compose(view, doubts, lang=lang)
        assert slide.title
        assert not scene.doubts
        assert slide.seen.reading == reading.offered(scene) != ""


def test_a_template_is_about_the_region_that_was_chosen() -> None:
    assert {slide.view()[0].area for slide in templates.start("region", "fr", area="ML07").slides} == {"ML07"}
