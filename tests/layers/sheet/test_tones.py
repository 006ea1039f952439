from itertools import combinations

import numpy as np
import pytest
import shapely

from layers import scene as scenes
from layers.palette import Style
from layers.render.sheet import tones
from layers.render.sheet.tones import Tone
from layers.view import THEMES, View

APART = 6.5
"""Of CIE lightness: what a grey print keeps apart, whatever the sheet's own rule says."""

VIEWS = [f"theme={theme}&level={level}" for theme in THEMES for level in (1, 2, 3)]


@pytest.mark.parametrize("query", [*VIEWS, "division=reform2023", "theme=change&division=reform2023"])
def test_no_two_styles_of_a_map_look_alike_in_grey(query: str) -> None:
    fill = scenes.compose(View.parse(query)[0], lang="en").fill
    printed = tones.of_styles(fill.styles)
    for one, other in combinations(printed.values(), 2):
        difference = abs(tones.lightness(one.fill) - tones.lightness(other.fill))
        assert one.pattern != other.pattern or difference >= APART, (one, other)


def test_the_highest_classes_keep_their_plain_colour() -> None:
    styles = {"0": Style("#82B5E9"), "1": Style("#84B4E9"), "n": Style("#F1F1EE", hatch="#A9A9A2")}
    printed = tones.of_styles(styles)
    assert printed["1"] == Tone("#84B4E9")
    assert printed["0"].pattern == "dots"
    assert (printed["n"].pattern, printed["n"].ink) == ("rising", "#A9A9A2")


@pytest.mark.parametrize("query", VIEWS[::4])
def test_a_pattern_is_darker_or_lighter_than_what_it_lies_on(query: str) -> None:
    fill = scenes.compose(View.parse(query)[0], lang="en").fill
    for tone in tones.of_styles(fill.styles).values():
        if tone.pattern:
            assert abs(tones.lightness(tone.ink) - tones.lightness(tone.fill)) > 15


@pytest.mark.parametrize("pattern", [p for p in (*tones.OF_HATCHES, *tones.OF_FILLS) if p])
def test_a_pattern_stays_in_its_shape_and_fills_it(pattern: tones.Pattern) -> None:
    ring = shapely.Point(20, 30).buffer(9).difference(shapely.Point(20, 30).buffer(4))
    drawn = tones.strokes(pattern, np.array([ring]), 1.0)
    assert drawn is not None
    points = shapely.points(np.asarray(drawn.vertices))
    assert shapely.dwithin(points, ring, 0.3).all()
    corners = [
        shapely.box(20 + x, 30 + y, 23 + x, 33 + y) for x, y in ((4.5, -1), (-7.5, -1), (-1, 4.5), (-1, -7.5))
    ]
    if pattern == "dots":
        met = [shapely.intersects(corner, points).any() for corner in corners]
    else:
        lines = shapely.linestrings(np.asarray(drawn.vertices).reshape(-1, 2, 2))
        met = [shapely.intersects(corner, lines).any() for corner in corners]
    assert all(met)


def test_a_shape_between_two_lines_has_none() -> None:
    assert tones.strokes("level", np.array([shapely.box(0, 0.2, 5, 0.4)]), 1.0) is None


def test_faded_is_nearer_to_white() -> None:
    assert tones.faded("#1F69B3", 0) == "#FFFFFF"
    assert tones.faded("#1F69B3", 1) == "#1F69B3"
