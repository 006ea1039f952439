import re

import pytest

from layers import funding as bars
from layers import scene
from layers.parts import Bar
from layers.render import panel, screen, tables
from layers.scene import Scene
from layers.view import View


def composed(query: str = "theme=funding", lang: str = "en") -> Scene:
    view, doubts = View.parse(query)
    return scene.compose(view, doubts, lang=lang)


FIGURES = [
    ("Shelter, settlements and non-food items", "3,500,000 USD required · confirmed: 240,322"),
    ("Camp coordination and camp management (CCCM)", "100,000 USD required · confirmed: not stated"),
    ("Water, sanitation and hygiene", "900,000 USD required · confirmed: not stated"),
    ("Direct health support", "1,200,000 USD required · confirmed: not stated"),
    ("Mental health and psychosocial support", "500,000 USD required · confirmed: 8,944"),
    ("Protection", "900,000 USD required · confirmed: not stated"),
    ("Community stabilization", "5,000,000 USD required · confirmed: not stated"),
    ("Peacebuilding and peace preservation", "1,000,000 USD required · confirmed: 1,461,883"),
    ("Durable solutions", "1,000,000 USD required · confirmed: not stated"),
    ("Disaster prevention", "200,000 USD required · confirmed: 0"),
    ("Displacement tracking", "1,000,000 USD required · confirmed: 0"),
]


@pytest.mark.parametrize(("name", "figures"), FIGURES)
def test_every_activity_area_has_the_figures_of_the_document(name: str, figures: str) -> None:
    lines = {line.text: line for section in composed().facts.sections for line in section.lines}
    assert lines[name].value == figures
    assert lines[name].bar


def test_objectives_and_the_plan() -> None:
    sections = composed().facts.sections
    whole = sections[0].lines[0]
    assert whole.text == "15,300,000 USD required · confirmed: not stated"
    assert "1,961,884" in whole.note
    assert "670,300 people targeted" in whole.note
    firsts = [section.lines[0] for section in sections[1:5]]
    assert [line.value.split(": ")[1] for line in firsts] == ["500,001", "1,461,883", "0", "0"]
    assert "250,735 confirmed but unallocated" in firsts[0].note
    assert "390,000 people targeted" in firsts[0].note


def test_a_surplus_is_drawn_beyond_the_need_and_what_is_not_stated_is_not_zero() -> None:
    bars = {
        line.text: line.bar for section in composed().facts.sections for line in section.lines if line.bar
    }
    peace = bars["Peacebuilding and peace preservation"]
    assert peace == Bar(1 / 7.1, 1 / 7.1, over=pytest.approx(461_883 / 7_100_000))
    assert bars["Durable solutions"] == Bar(1 / 7.1, None)
    assert bars["Disaster prevention"].confirmed == 0
    assert bars["Shelter, settlements and non-food items"].over == 0


def test_the_headline_and_the_key_of_the_bars() -> None:
    found = composed()
    assert [stat.value for stat in found.stats] == [
        "15,300,000 USD",
        "1,961,884 USD",
        "250,735 USD",
        "461,883 USD",
    ]
    assert "6 activity areas: confirmed not stated" in found.stats[2].note
    assert [item.key for item in found.fill.legend] == ["k", "u", "v", "r", "s"]
    assert "confirmed amount not stated" in [item.label for item in found.fill.legend]


@pytest.mark.parametrize("division", ["cod2021", "reform2023"])
def test_no_area_is_coloured_by_money(division: str) -> None:
    fill = composed(f"theme=funding&division={division}&level=3").fill
    assert {*fill.values.values()} == {None}
    assert {*fill.keys.values()} == {"p"}


def test_an_area_that_is_asked_for_shows_its_own_facts_and_a_focus_keeps_the_bars() -> None:
    def titles(query: str) -> list[str]:
        return [section.title for section in composed(query).facts.sections]

    plan = "Mali Crisis Response Plan 2021 (29 January 2021)"
    assert plan in titles("theme=funding&area=ML05")
    assert plan not in titles("theme=funding&pick=ML05")


def test_bars_are_drawn_in_the_panel_and_written_above_a_table() -> None:
    found = composed()
    html = panel.facts(found.facts)
    assert html.count('class="mm-bar-of"') == 15
    assert 'class="mm-need mm-silent" style="width:14.08%"' in html
    assert 'class="mm-v" style="width:6.51%"' in html
    assert "value" not in screen.payload(found)["table"]["columns"]
    text = tables.as_csv(found).decode()
    assert "Peacebuilding and peace preservation: 1,000,000 USD required · confirmed: 1,461,883" in text


def test_french_sentences_of_a_file_have_a_space_before_every_colon() -> None:
    said = bars.lines("fr")
    assert any("réponse à la crise au Mali 2021 (29 janvier 2021) : 15\u202f300" in one for one in said)
    assert any(" : Protection : 900\u202f000 USD requis" in one for one in said)
    assert not [one for one in said if re.search(r"\S: ", one) or ": (" in one]


def test_french_percentages_have_a_narrow_space() -> None:
    notes = " ".join(line.note for section in composed(lang="fr").facts.sections for line in section.lines)
    assert "6,9\u202f% confirmés" in notes
    assert "146,2\u202f%" in notes
