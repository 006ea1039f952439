import pytest
from hypothesis import given
from hypothesis import strategies as st

from layers.render.sheet.layout import Box
from layers.render.sheet.names import Name, place

FRAME = Box(0, 0, 100, 80)


def named(text: str = "Mopti", x: float = 50, y: float = 40, **more: object) -> Name:
    given = {
        "lines": (text,),
        "of": text,
        "kind": "area",
        "style": "area",
        "width": 1.6 * len(text),
        "line": 3.0,
    }
    return Name(x=x, y=y, **(given | more))  # type: ignore[arg-type]


NAMES = st.builds(
    named,
    st.text("abcdefgh", min_size=1, max_size=14),
    st.floats(-10, 110), st.floats(-10, 90),
    kind=st.sampled_from(["area", "town", "point", "country"]),
    lines=st.lists(st.text("abcd", min_size=1, max_size=9), min_size=1, max_size=2).map(tuple),
    extent=st.none() | st.tuples(st.floats(1, 60), st.floats(1, 60)),
    radius=st.floats(0, 9),
)  # fmt: skip


@given(
    st.lists(NAMES, max_size=25),
    st.lists(
        st.builds(Box, st.floats(0, 90), st.floats(0, 70), st.floats(1, 20), st.floats(1, 20)), max_size=4
    ),
)
def test_no_name_stands_on_another_nor_reaches_out_of_the_frame(names: list[Name], taken: list[Box]) -> None:
    placed = [one.box for one in place(names, FRAME, taken)]
    for i, box in enumerate(placed):
        assert FRAME.holds(box)
        assert not any(box.overlaps(other) for other in (*placed[:i], *taken))


def test_the_first_name_has_the_place() -> None:
    first, *_ = place([named("a"), named("b"), named("c", 20)], FRAME)
    assert first.name.of == "a"


@pytest.mark.parametrize(
    ("names", "expected"),
    [
        (
            [named("Mopti"), named("Mopti", 54, of="town 1", kind="town")],
            ["Mopti"],
        ),  # an area and its chief town
        ([named("Mopti"), named("Mopti", 90, of="town 1", kind="town")], ["Mopti", "town 1"]),
        ([named("Koro", of="r"), named("Koro", of="r", lines=("Koro",))], ["r"]),  # its second version
        ([named("Mbera", of="a", kind="point"), named("Fassala", of="b", kind="point")], ["a", "b"]),
        ([named("A very long name", extent=(4, 4))], []),  # much wider than its area
        ([named("x", -5)], []),  # not on this map
    ],
)
def test_who_is_named(names: list[Name], expected: list[str]) -> None:
    assert [one.name.of for one in place(names, FRAME)] == expected


def test_a_name_keeps_clear_of_a_circle_smaller_than_itself() -> None:
    (one,) = place([named("Bandiagara", radius=3.0)], FRAME)
    assert not one.box.overlaps(Box(47, 37, 6, 6))


def test_a_name_in_a_large_circle_moves_out_of_what_is_in_its_middle() -> None:
    (one,) = place([named("Koro", radius=9.0)], FRAME, [Box(48, 38, 4, 4)])
    assert not one.box.overlaps(Box(48, 38, 4, 4))


def test_a_name_without_room_comes_without_its_figure() -> None:
    low = Box(0, 0, 100, 4.2)
    (one,) = place([named("Koro", y=2, lines=("Koro", "22,787")), named("Koro", y=2)], low)
    assert one.name.lines == ("Koro",)
