from dataclasses import dataclass

import pytest
from hypothesis import given
from hypothesis import strategies as st

from layers.render.sheet import layout
from layers.render.sheet.layout import Box, Parts, Plan


@dataclass(frozen=True)
class Words:
    """Text of an area in square millimetres, as words are."""

    area: float

    def height(self, width: float, columns: int, shrink: float) -> float:
        return self.area * shrink**2 / width


def planned(size: str, orientation: str, **parts: object) -> tuple[Box, Parts, Plan]:
    on = layout.page(size, orientation)
    given = {
        "head": 12.0,
        "legend": Words(4000),
        "notes": Words(5500),
        "inset": 42.0,
        "code": 0.0,
        "ticks": 3.2,
        "shape": 1.13,
    }
    asked = Parts(**(given | parts))  # type: ignore[arg-type]
    inner = Box(on.margin, on.margin, on.width - 2 * on.margin, on.height - 2 * on.margin)
    return inner, asked, layout.plan(on, asked)


PAGES = [(size, way) for size in layout.SIZES for way in layout.ORIENTATIONS]


@pytest.mark.parametrize(("size", "orientation"), PAGES)
@given(
    legend=st.floats(0, 9000), notes=st.floats(0, 16000), code=st.sampled_from([0.0, 20.0, 32.0]),
    inset=st.sampled_from([0.0, 42.0]), head=st.floats(0, 32), shape=st.floats(0.3, 3),
)  # fmt: skip
def test_nothing_stands_on_anything_else_nor_in_the_margin(
    size: str,
    orientation: str,
    legend: float,
    notes: float,
    code: float,
    inset: float,
    head: float,
    shape: float,
) -> None:
    words = {"legend": Words(legend), "notes": Words(notes)}
    inner, _, plan = planned(size, orientation, code=code, inset=inset, head=head, shape=shape, **words)
    grown = Box(inner.left - 1e-6, inner.bottom - 1e-6, inner.width + 2e-6, inner.height + 2e-6)
    boxes = plan.boxes()
    for i, box in enumerate(boxes):
        assert grown.holds(box), box
        shrunk = Box(box.left + 1e-6, box.bottom + 1e-6, box.width - 2e-6, box.height - 2e-6)
        assert not any(shrunk.overlaps(other) for other in boxes[:i])
    assert plan.map.height > 0.3 * inner.height


@pytest.mark.parametrize(("size", "orientation"), PAGES)
def test_the_map_is_the_largest_part(size: str, orientation: str) -> None:
    _, _, plan = planned(size, orientation)
    area = {id(box): box.width * box.height for box in plan.boxes()}
    assert max(area, key=lambda key: area[key]) == id(plan.map)


def test_what_is_switched_off_leaves_its_room_to_the_map() -> None:
    inner, _, alone = planned(
        "a4", "landscape", head=0.0, legend=Words(0), notes=Words(0), inset=0.0, ticks=0.0
    )
    assert alone.map == inner
    _, _, full = planned("a4", "landscape")
    assert full.map.width * full.map.height < inner.width * inner.height


def test_long_notes_first_become_smaller_and_then_are_cut() -> None:
    shrinks = [planned("a4", "landscape", notes=Words(area))[2].shrink for area in (3000, 14000, 60000)]
    assert shrinks[0] == 1.0
    assert shrinks == sorted(shrinks, reverse=True)
    _, parts, plan = planned("a4", "landscape", notes=Words(60000))
    assert plan.notes.height < parts.notes.height(plan.notes.width, 3, plan.shrink)


def test_a_slide_has_no_portrait() -> None:
    assert layout.page("slide", "portrait") == layout.page("slide", "landscape")
    upright = layout.page("a4", "portrait")
    assert (upright.width, upright.height) == (210, 297)
