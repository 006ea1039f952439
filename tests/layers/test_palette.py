from itertools import combinations
from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from layers import coverage, loaded, palette
from layers.scene import compose
from layers.view import THEMES, View
from tests import colours


@given(st.lists(st.integers(0, 10**7)))
def test_bounds_rise_and_can_be_read_aloud(values: list[int]) -> None:
    bounds = palette.class_bounds(values)
    assert list(bounds) == sorted(set(bounds))
    assert len(bounds) < len(palette.BLUES)
    assert all(str(bound).rstrip("0") in {"1", "2", "5"} for bound in bounds)


@pytest.mark.parametrize(
    ("value", "expected"), [(1, 0), (499, 0), (500, 1), (1999, 1), (2000, 2), (10**6, 4)]
)
def test_a_bound_belongs_to_the_class_above_it(value: int, expected: int) -> None:
    assert palette.class_of(value, (500, 2000, 5000, 20000)) == expected


@pytest.mark.parametrize("classes", range(1, 6))
def test_the_darkest_colour_is_always_used(classes: int) -> None:
    assert palette.ramp(classes)[-1] == palette.BLUES[-1]
    assert len(palette.ramp(classes)) == classes


# CIEDE2000: 1 is about the least that is seen side by side; 5 is seen at a glance, also in a legend.
APART = 5.0
# Of the lines or dots of a pattern from what they lie on.
LINES_APART = 10.0

# Sharma, Wu and Dalal, "The CIEDE2000 color-difference formula", 2005, table 1.
PUBLISHED = [
    ((50, 2.6772, -79.7751), (50, 0, -82.7485), 2.0425),
    ((50, 2.4900, -0.0010), (50, -2.4900, 0.0009), 7.1792),
    ((50, 2.5, 0), (73, 25, -18), 27.1492),
    ((60.2574, -34.0099, 36.2677), (60.4626, -34.1751, 39.4387), 1.2644),
    ((22.7233, 20.0904, -46.6940), (23.0331, 14.9730, -42.5619), 2.0373),
    ((2.0776, 0.0795, -1.1350), (0.9033, -0.0636, -0.5514), 0.9082),
]


@pytest.mark.parametrize(("one", "other", "expected"), PUBLISHED)
def test_the_difference_is_the_published_one(one: colours.Lab, other: colours.Lab, expected: float) -> None:
    assert colours.difference(one, other) == pytest.approx(expected, abs=5e-5)
    assert colours.difference(other, one) == pytest.approx(expected, abs=5e-5)


def test_eyes_without_one_kind_of_cone_mix_up_what_they_are_known_to() -> None:
    red, green = "#D62728", "#6F7D2C"
    both = {eyes: apart(red, green, eyes) for eyes in colours.EYES}
    assert min(both["ordinary"], both["tritanopia"]) > 3 * both["deuteranopia"]


def together() -> dict[str, list[palette.Style]]:
    """The styles that may stand on one map, by theme, and those of the bars of money."""
    found = {}
    for theme in THEMES:
        scene = compose(View.parse(f"?theme={theme}&level=2")[0])
        found[theme] = list(dict.fromkeys(scene.fill.styles.values()))
    found["measure of loaded data"] = [*loaded.STYLES.values(), *map(palette.Style, palette.ramp(5))]
    found["money"] = [palette.CONFIRMED, palette.UNALLOCATED, palette.OVER]
    return found


STYLES = together()


def apart(one: str, other: str, eyes: str) -> float:
    return colours.difference(colours.seen(one, eyes), colours.seen(other, eyes))


def alike(one: palette.Style, other: palette.Style, eyes: str) -> bool:
    """Whether neither pattern nor ground nor the pattern's own colour tells two styles apart."""
    if bool(one.hatch) != bool(other.hatch) or (one.hatch and one.pattern != other.pattern):
        return False
    lines = bool(one.hatch and other.hatch) and apart(str(one.hatch), str(other.hatch), eyes) > LINES_APART
    return apart(one.fill, other.fill, eyes) < APART and not lines


def test_every_state_pair_and_pattern_is_among_what_is_told_apart() -> None:
    assert set(coverage.STYLES.values()) <= set(STYLES["coverage"])
    assert {palette.Style(fill) for row in palette.BIVARIATE for fill in row} <= set(STYLES["coverage2"])
    drawn = {style.pattern for styles in STYLES.values() for style in styles if style.hatch}
    assert drawn == set(get_args(palette.Pattern))


@pytest.mark.parametrize("eyes", colours.EYES)
@pytest.mark.parametrize("theme", STYLES)
def test_styles_of_one_map_are_told_apart(theme: str, eyes: str) -> None:
    close = [pair for pair in combinations(STYLES[theme], 2) if alike(*pair, eyes)]
    assert not close, [(round(apart(one.fill, other.fill, eyes), 1), one, other) for one, other in close]


@pytest.mark.parametrize("eyes", colours.EYES)
@pytest.mark.parametrize("theme", STYLES)
def test_a_pattern_is_seen_on_its_ground(theme: str, eyes: str) -> None:
    for style in STYLES[theme]:
        if style.hatch:
            assert apart(style.fill, style.hatch, eyes) > LINES_APART, style


@pytest.mark.parametrize("eyes", colours.EYES)
def test_points_stand_off_every_plain_class(eyes: str) -> None:
    assert all(apart(palette.SECOND, fill, eyes) > LINES_APART for fill in palette.BLUES)
