import pytest
from hypothesis import given
from hypothesis import strategies as st

from layers import classes
from layers import scene as scenes
from layers.view import View


@pytest.mark.parametrize(
    ("chosen", "expected"),
    [
        ("equal:2", (500,)),
        ("equal:4", (250, 500, 750)),
        ("quantile:5", (200, 400, 600, 800)),
        ("jenks:2", (500,)),
    ],
)
def test_bounds_of_evenly_spread_figures(chosen: str, expected: tuple[int, ...]) -> None:
    assert classes.bounds(range(1, 1001), chosen) == expected


@given(st.lists(st.integers(0, 10**6), max_size=60), st.sampled_from(["quantile:5", "equal:4", "jenks:3"]))
def test_bounds_rise_and_are_never_more_than_asked_for(values: list[int], chosen: str) -> None:
    found = classes.bounds(values, chosen)
    assert list(found) == sorted(set(found))
    assert len(found) < int(chosen[-1])
    assert all(bound >= 1 for bound in found)


@pytest.mark.parametrize("query", ["level=2", "level=2&round=2014-12"])
def test_the_chosen_classes_are_the_same_for_all_rounds(query: str) -> None:
    view, _ = View.parse(f"{query}&classes=quantile:4")
    labels = [
        item.label for item in scenes.compose(view, lang="en").fill.legend if (item.key or "").isdigit()
    ]
    newest = scenes.compose(View(level=2, classes="quantile:4"), lang="en").fill.legend
    assert labels == [item.label for item in newest if (item.key or "").isdigit()]
    assert len(labels) == 4


def test_a_theme_with_classes_of_its_own_says_that_others_change_nothing() -> None:
    scene = scenes.compose(View(theme="presence", classes="equal:4"), lang="en")
    assert scene.doubts == (
        'This theme has classes of its own; "4 classes of the same width" changes nothing.',
    )
    assert scene.request.view.classes is None


@pytest.mark.parametrize(
    ("first", "second", "same"),
    [
        (View(level=2), View(level=2, theme="returnees"), True),
        (View(), View(division="reform2023"), True),
        (View(), View(theme="share"), False),
        (View(theme="share"), View(theme="share", level=2), True),
    ],
)
def test_two_maps_of_people_have_the_same_classes(first: View, second: View, same: bool) -> None:
    one, other = scenes.compose(first, lang="en"), scenes.compose(second, lang="en", like=first)
    bounds = [
        [item.label for item in scene.fill.legend if (item.key or "").isdigit()] for scene in (one, other)
    ]
    assert (bounds[0] == bounds[1]) is same
