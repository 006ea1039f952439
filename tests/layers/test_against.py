"""The trend of an area beside those of its neighbours and of what holds it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from geo import indicators
from geo.areas import load
from layers import against, scene
from layers.render import against as rendered
from layers.view import AUDIENCES, View
from tests.loaded_data import PEOPLE
from tests.loaded_data import loaded as dataset

if TYPE_CHECKING:
    from layers.against import Against
    from layers.scene import Request


def asked(query: str) -> Request:
    view, doubts = View.parse(query)
    assert not doubts
    return scene.settle(view, "en")[0]


def compared(query: str) -> Against:
    request = asked(query)
    assert request.view.pick
    found = against.of(request.areas[request.view.pick], request)
    assert found
    return found


def test_what_is_said_is_what_the_rounds_say() -> None:
    areas = load("cod2021")
    first, *_, last = indicators.trend("ML0506", "idps", areas)
    whole = indicators.trend("ML05", "idps", areas)
    said = " ".join(compared("pick=ML0506").said)
    assert first.value and last.value and whole[0].value and whole[-1].value  # noqa: PT018
    assert (
        f"{first.value:,} in December 2014, {last.value:,} in April 2020 (+{last.value - first.value:,})"
        in said
    )
    assert "Of 6 neighbours with a figure on both dates, 6 rose and 0 fell" in said
    assert "Bandiagara (+16,110)" in said
    assert f"from {whole[0].value:,} to {whole[-1].value:,}" in said
    assert "86%, then 24%" in said


def test_a_round_without_a_figure_is_a_gap_and_neither_zero_nor_guessed() -> None:
    found = compared("pick=ML0107")  # Yélimané: reported in the first round and the last two alone
    own = found.charts[0].strands[0]
    assert [value for _, value in own.points] == [1, None, None, None, None, None, 61, 61]
    drawn = rendered.chart(found.charts[0], "en")
    line = re.search(r'class="ma-own"><path d="([^"]*)"', drawn)
    assert line
    assert line[1].count("M") == 2
    assert [cells.cells[1].text for cells in found.table.rows] == ["61 *", "61", "–", "–", "–", "–", "–", "1"]


@pytest.mark.parametrize(
    ("query", "marks"),
    [("division=reform2023&pick=r23-mopti", "≥"), ("pick=ML1001&level=2", "–")],
)
def test_what_is_not_the_areas_own_is_no_line(query: str, marks: str) -> None:
    found = compared(query)
    assert not found.charts
    assert len(found.said) == 1
    assert "its very own" in found.said[0]
    assert {row.cells[1].text[0] for row in found.table.rows} >= {marks}


@pytest.mark.parametrize("query", ["pick=ML0701&theme=returnees", "pick=ML06", "pick=ML0506&lang=fr"])
def test_lines_have_one_scale_a_name_and_a_dash_of_their_own_and_stand_in_the_table(query: str) -> None:
    request, found = asked(query), compared(query)
    for chart in found.charts:
        drawn = rendered.chart(chart, request.lang)
        names = re.findall(r"<text x=[^>]*>([^<]*)</text></g>", drawn)
        assert names == [one.name for one in chart.strands]
        assert all(one.name in chart.alt for one in chart.strands)
        dashes = re.findall(r'class="ma-other"><path [^>]*stroke-dasharray="([^"]*)"', drawn)
        assert len({*dashes}) == len(chart.strands) - 1
        heights = [float(y) for y in re.findall(r'<text x="258" y="(\d+)"', drawn)]
        assert min(abs(a - b) for i, a in enumerate(heights) for b in heights[:i]) >= rendered.STEP - 1
        assert {one.name for one in chart.strands} <= {*found.table.columns}
    assert len(found.charts[0].strands) <= 1 + against.DRAWN


@pytest.mark.parametrize("query", ["", "pick=ML050601&level=3"])
def test_the_country_and_communes_have_nothing_to_compare_and_are_not_offered_it(query: str) -> None:
    request = asked(query)
    area = request.areas[request.view.pick or request.view.area]
    assert not against.section(area, request)
    assert against.of(area, request) is None
    assert "nothing" not in rendered.page(request)
    assert "no figure to compare" in rendered.page(request)


def test_the_facts_carry_only_an_address_until_somebody_asks() -> None:
    made = scene.compose(*View.parse("pick=ML0506&audience=partner&lang=fr"))
    section = next(one for one in made.facts.sections if one.asked)
    assert not section.lines
    assert section.asked
    assert section.asked[0] == "against?pick=ML0506&lang=fr"


@pytest.mark.parametrize("sensitivity", ["internal", "restricted", "public"])
def test_nothing_of_what_somebody_loaded_is_in_a_line_or_a_cell(sensitivity: str) -> None:
    """A round is shipped, or fetched and public: a partner's table is neither, whoever asks."""
    before = [compared(f"pick=ML0506&audience={audience}") for audience in AUDIENCES]
    rows = {"area": ["ML0506", "ML0501"], "idps": [777_777, 3], "date": ["2026-10-01"] * 2}
    dataset(rows, kind="displacement", measures=PEOPLE, sensitivity=sensitivity)
    assert [compared(f"pick=ML0506&audience={audience}") for audience in AUDIENCES] == before


def test_a_round_that_was_fetched_and_is_public_is_a_series_of_its_own() -> None:
    rows = {"area": ["ML0506", "ML0501"], "idps": [777_777, 3], "date": ["2026-10-01"] * 2}
    dataset(rows, kind="displacement", measures=PEOPLE, address="https://example.org/x")
    assert "777,777" not in str(compared("pick=ML0506&round=2020-04"))
    assert "777,777" in str(compared("pick=ML0506"))
