"""What lies between two maps: only what can honestly be subtracted, and one sentence where nothing can."""

from __future__ import annotations

import pytest

from geo import indicators, rounds
from geo.areas import load
from layers import apart, comparing, deck, loaded, reading
from layers import scene as scenes
from layers.render import beside, screen, tables
from layers.render.said import said as written
from layers.scene import Scene
from layers.view import View
from tests.geo import projects
from tests.loaded_data import PEOPLE
from tests.loaded_data import loaded as dataset


@pytest.fixture(autouse=True)
def who_does_what() -> None:
    """Keep a 3W with two organisations in Mopti, one of them for water, and one in Bandiagara and in Koro."""
    projects.load(
        projects.row("NRC", "WSH", "ML0506"),
        projects.row("DRC", "HEA", "ML0506"),
        projects.row("NRC", "HEA", "ML0501"),
        projects.row("DRC", "WSH", "ML0505"),
    )


def compared(query: str, lang: str = "en") -> tuple[Scene, ...]:
    view, doubts = View.parse(query)
    assert not doubts
    return deck.compared(view, (), lang)


def between(query: str) -> Scene:
    found = compared(query)
    assert len(found) == 3
    return found[2]


def of(theme: str, other: str, more: str = "level=2") -> str:
    return f"{more}&{theme}&compare={f'{more}&{other}'.replace('&', '%26').replace('=', '%3D')}"


RETURNED = of("theme=returnees&round=2020-04", "theme=returnees&round=2018-12")
SHARES = of("theme=share&round=2018-12", "theme=share&round=2020-04")
PRESENCE = of("theme=presence&sector=WSH", "theme=presence")


def test_returnees_of_two_rounds_are_the_newer_minus_the_older_whichever_stands_first() -> None:
    scene = between(RETURNED)
    other = between(of("theme=returnees&round=2018-12", "theme=returnees&round=2020-04"))
    assert scene.fill.values == other.fill.values
    assert "April 2020 minus December 2018" in scene.title == other.title
    areas, known = load("cod2021"), {one.month: one for one in rounds.rounds()}
    for area, value in scene.fill.values.items():
        now, then = (
            indicators.figure(area, "returnees", known[month], areas) for month in ("2020-04", "2018-12")
        )
        assert value == indicators.change(now, then)[0]


def test_shares_differ_by_percentage_points() -> None:
    scene = between(SHARES)
    first, second, _ = compared(SHARES)
    assert scene.fill.unit == "percentage points"
    area = "ML0506"
    assert scene.fill.values[area] == pytest.approx(
        100 * (second.fill.values[area] - first.fill.values[area]),  # type: ignore[operator]
        abs=0.006,
    )
    assert "%" not in tables.figure(scene.fill.values[area], scene.fill, "en")


def test_organisations_are_subtracted_only_where_both_maps_know_of_some() -> None:
    first, second, scene = compared(PRESENCE)
    assert scene.title.endswith(
        "map 2 (no filter; reports of 2023 and October 2026) minus map 1 (WASH; reports of October 2026)"
    )
    for area, value in scene.fill.values.items():
        one, two = first.fill.values[area], second.fill.values[area]
        assert value == (None if one is None or two is None else two - one)
    assert (scene.fill.values["ML0506"], scene.fill.values["ML0505"]) == (1, 0)
    assert scene.fill.values["ML0501"] is None


def test_one_measure_of_two_loaded_datasets_is_subtracted_by_their_dates() -> None:
    dataset(
        {"area": ["ML0501", "ML0502", "ML0503"], "idps": [1200, 5, 40]},
        measures=PEOPLE,
        name="old",
        date="2026-09",
    )
    dataset(
        {"area": ["ML0501", "ML0502", "ML0504"], "idps": [1000, 5, 7]},
        measures=PEOPLE,
        name="new",
        date="2026-10",
    )
    scene = between(of("theme=data:old", "theme=data:new"))
    assert {area: value for area, value in scene.fill.values.items() if value is not None} == {
        "ML0501": -200,
        "ML0502": 0,
    }
    assert "October 2026 minus September 2026" in scene.title
    request = scenes.settle(View(theme="data:old"), "en")[0]
    assert comparing.offered(request) == ("data:new", "division")
    assert loaded.themes(request)["data:new"] == comparing.named("data:new", request)


def test_a_hidden_count_has_no_difference() -> None:
    for name, idps in (("old", [1200, 900, 700, 5]), ("new", [1000, 950, 701, 600])):
        dataset(
            {"area": ["ML0501", "ML0502", "ML0503", "ML0504"], "idps": idps},
            measures=PEOPLE, name=name, kind="displacement", sensitivity="internal", public_level=2,
            date="2026-10" if name == "new" else "2026-09",
        )  # fmt: skip
    first, _, scene = compared(of("theme=data:old", "theme=data:new"))
    hidden = {area for area, state in first.fill.states.items() if state == "hidden"}
    assert "ML0504" in hidden
    assert all(scene.fill.values[area] is None for area in hidden)
    assert any(value is not None for value in scene.fill.values.values())


def test_at_least_so_many_is_no_figure_to_subtract_from() -> None:
    first, _, scene = compared(of("theme=returnees", "theme=returnees&round=2018-12", "division=reform2023"))
    least = {area for area, state in first.fill.states.items() if state == "at_least"}
    assert least
    assert all(scene.fill.values[area] is None for area in least)


@pytest.mark.parametrize(
    ("query", "why"),
    [
        (of("theme=idps", "theme=returnees"), "counts nobody"),
        (of("theme=idps", "theme=presence"), "do not count the same thing"),
        (of("theme=share", "theme=idps"), "do not count the same thing"),
        ("compare=division%3Dreform2023", "do not have the same areas"),
        ("compare=level%3D2", "do not have the same areas"),
        (of("theme=coverage", "theme=coverage&round=2018-12"), "one figure for each area"),
        (of("theme=idps", "theme=none"), "one figure for each area"),
        ("compare=", "show the same figures"),
        (of("theme=presence", "theme=presence&pick=ML0506"), "show the same figures"),
        (of("theme=idps", "theme=idps&round=2018-12", "level=3"), ""),
        (of("theme=presence&sector=NUT", "theme=presence&sector=WSH"), "no area has a figure of its own"),
        (RETURNED, ""),
        (SHARES, ""),
        (PRESENCE, ""),
    ],
)
def test_where_there_is_no_difference_one_sentence_says_why(query: str, why: str) -> None:
    for lang in ("en", "fr"):
        found = compared(query, lang)
        said = apart.why_not(*found[:2])
        assert bool(said) is bool(why) or found[2:]
        assert len(found) == (2 if why else 3)
        if lang == "en" and why:
            assert why in said


@pytest.mark.parametrize("query", [RETURNED, SHARES, PRESENCE])
def test_every_style_of_a_difference_is_explained_and_it_is_said_and_ranked(query: str) -> None:
    scene = between(query)
    assert {*scene.fill.keys.values()} <= {item.key for item in scene.fill.legend}
    assert {*scene.fill.keys.values()} <= {*scene.fill.styles}
    labels = [item.label for item in scene.fill.legend]
    assert len(labels) == len({*labels})
    said = reading.offered(scene)
    rises = sum(1 for value in scene.fill.values.values() if value and value > 0)
    assert f"more in {rises} and" in said
    shown = beside.changes(scene).replace("&#x27;", "'")
    assert said in shown
    assert shown.count('class="mr-plain"') == min(len(reading.ranked(scene)), beside.RANKED)
    told = screen.payload(scene)
    assert told["format"] == {"signDisplay": "exceptZero"}
    assert (told["when"], told["source"]) == (" − ".join(scene.between or ()), "")
    assert "2020" not in written(scene).subtitle
    assert written(scene).title == scene.title
