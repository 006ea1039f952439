import math
from itertools import combinations
from pathlib import Path

import pytest

from layers import palette, scene
from layers.coverage import AROUND, STYLES
from layers.parts import Section
from layers.render import panel, screen, tables
from layers.scene import Scene
from layers.view import View
from tests.geo.projects import complete, load, row

WELLS = {"activity": "Forages"}


def composed(query: str, lang: str = "en") -> Scene:
    view, doubts = View.parse(query)
    return scene.compose(view, doubts, lang=lang)


def why(found: Scene) -> Section:
    (section,) = (one for one in found.facts.sections if one.title.startswith("Coverage by cluster"))
    return section


def test_the_map_of_one_cluster_with_a_complete_file() -> None:
    load(row("A", **WELLS), row("B", **WELLS), row("A", area="ML050101"), claims=[complete("ML05")])
    found = composed("theme=coverage&level=2&sector=WSH&area=ML05")
    keys = found.fill.keys
    assert (keys["ML0506"], keys["ML0501"], keys["ML0505"], keys["ML0703"]) == ("d", "p", "g", "n")
    assert found.fill.states["ML0505"] == "gap"
    assert (found.fill.values["ML0506"], found.fill.values["ML0501"], found.fill.values["ML0505"]) == (
        2,
        1,
        None,
    )
    labels = [item.label for item in found.fill.legend]
    assert labels[:3] == ["gap", "possible duplication", "reported for a part of the area"]
    assert found.title == (
        "Coverage by cercle, Mopti: WASH (displaced people: April 2020, DTM round 64; "
        "reports of October 2026)"
    )
    _, gaps, _, unknown = found.stats
    assert (gaps.value, unknown.value) == ("6", "0")
    assert "3W 3w" in gaps.note


def test_why_names_organisation_activity_dates_source_dataset_and_row() -> None:
    load(row("A", start="2026-01", end="2026-06", **WELLS), claims=[complete("ML05")])
    head, said = why(composed("theme=coverage&level=2&sector=WSH&pick=ML0506")).lines
    assert (head.text, head.value) == ("WASH", "covered")
    assert said.text == "A: Forages"
    for part in ("January 2026 to June 2026", "OCHA", "3W 3w", "row 2"):
        assert part in said.note
    (gap,) = why(composed("theme=coverage&level=2&sector=WSH&pick=ML0505")).lines
    assert gap.value == "gap"
    assert "22,787 displaced people" in gap.note
    assert "3W 3w" in gap.note


def test_why_of_the_documents_cites_the_sentence() -> None:
    lines = why(composed("theme=coverage&division=reform2023&pick=r23-bandiagara")).lines
    notes = " ".join(line.note for line in lines)
    assert "In Mali today, 4th paragraph" in notes
    assert "Mopti (region, boundaries of 2021)" in notes
    assert {line.value for line in lines} >= {"larger area", "planned or present"}


def test_without_a_claim_no_gap_is_told_and_the_reason_is() -> None:
    found = composed("theme=coverage&level=2")
    assert "g" not in found.fill.keys.values()
    assert found.stats[1].value == "–"
    assert "no gap can be told" in found.stats[1].note
    assert (
        "unknown, not a gap" in why(composed("theme=coverage&level=2&sector=WSH&pick=ML0801")).lines[0].note
    )


def test_a_larger_area_tells_how_many_of_its_parts_have_which_state() -> None:
    load(row("A", **WELLS), claims=[complete("ML05")])
    _, wash = why(composed("theme=coverage&level=2&sector=WSH&pick=ML05")).lines
    assert (wash.text, wash.value) == ("WASH", "1 of 8")
    assert wash.note == "covered: 1 · gap: 7"


def test_exact_and_former_areas_are_told_apart_by_drawing_and_words() -> None:
    new = composed("theme=coverage&division=reform2023").fill
    assert (new.keys["r23-gao"], new.keys["r23-tombouctou"], new.keys["r23-bandiagara"]) == ("a", AROUND, "l")
    assert "Timbuktu (region, boundaries of 2021)" in new.notes["r23-tombouctou"]
    old = composed("theme=coverage&sector=NUT&pick=ML05")
    assert old.fill.keys["ML05"] == "c"
    notes = " ".join(line.note for section in old.facts.sections for line in section.lines)
    assert "Bandiagara (region, boundaries of 2023)" in notes


@pytest.mark.parametrize("theme", ["coverage", "coverage2", "presence", "idps"])
def test_nothing_restricted_reaches_the_public_by_any_part_of_a_scene(theme: str) -> None:
    query = f"theme={theme}&level=2&pick=ML0506"
    before = composed(query)
    load(
        row("HIDDEN", cluster="Secret", **WELLS),
        row("OTHER"),
        claims=[complete("ML05")],
        sensitivity="restricted",
    )
    after = composed(query)
    assert (after.fill, after.stats, after.facts, after.caveats) == (
        before.fill,
        before.stats,
        before.facts,
        before.caveats,
    )
    said = repr(after) + tables.as_csv(after).decode()
    assert "HIDDEN" not in said
    partner = composed(f"{query}&audience=partner")
    assert "HIDDEN" in repr(partner.facts)


def test_an_organisation_of_a_restricted_file_is_unknown_to_the_public() -> None:
    load(row("HIDDEN"), sensitivity="restricted")
    assert [doubt for doubt in composed("org=HIDDEN").doubts if "HIDDEN" in doubt]
    assert composed("org=HIDDEN").request.view.org == ()
    assert composed("org=HIDDEN&audience=partner").request.view.org == ("HIDDEN",)


def test_the_threshold_is_shown_and_set(own_workspace: Path) -> None:
    load(row("Z", "Santé"), claims=[complete("ML05")])
    assert "Gap: 1 displaced person or more (April 2020)" in composed("theme=coverage&level=2").fill.note
    (own_workspace / "settings.toml").write_text("gap_people = 20000")
    found = composed("theme=coverage&level=2&sector=WSH")
    assert "Gap: 20,000 displaced people" in found.fill.note
    assert (found.fill.keys["ML0505"], found.fill.keys["ML0503"]) == ("g", "o")
    assert "fewer than 20,000" in found.fill.notes["ML0503"]


def test_what_changed_since_a_day_is_told_where_one_is_asked() -> None:
    load(row("A", start="2026-03", end="2026-05", **WELLS), row("B"))
    facts = composed("theme=coverage&level=2&sector=WSH&pick=ML0506&on=2026-02-01").facts
    (section,) = (one for one in facts.sections if one.title == "What changed since 1 February 2026")
    assert [line.text for line in section.lines][:2] == ["Activities begun", "A: Forages"]
    assert "Activities under way on 1 February 2026" in composed("theme=coverage&on=2026-02-01").fill.note


def test_the_csv_has_the_state_and_the_rule_of_every_area() -> None:
    load(row("A", **WELLS), claims=[complete("ML05")])
    text = tables.as_csv(composed("theme=coverage&level=2&sector=WSH&area=ML05")).decode()
    assert "ML0506,Mopti,Mopti,1,covered,2026-10" in text
    assert "ML0505,Koro,Mopti,,gap,2020-04-30" in text
    assert "Gap: 1 displaced person or more" in text.partition("area_id")[0]


# Two variables.


def test_displaced_people_by_organisations_have_a_square_legend() -> None:
    load(row("A"), row("B"), row("A", area="ML0505"))
    found = composed("theme=coverage2&level=2&sector=WSH")
    assert found.fill.grid
    assert [len(line) for line in found.fill.grid.keys] == [3, 3, 3]
    keys = found.fill.keys
    assert (keys["ML0506"], keys["ML0505"], keys["ML0703"]) == ("9", "8", "7")
    assert not keys["ML1001"].isdigit()
    assert found.fill.values["ML0506"] == 24648
    assert found.fill.notes["ML0703"].startswith("no activity report for this area: unknown, not zero")
    assert screen.payload(found)["legend"]["grid"]["keys"] == (
        ("1", "2", "3"),
        ("4", "5", "6"),
        ("7", "8", "9"),
    )
    labels = {item.key: item.label for item in found.fill.legend}
    assert labels["7"] == "5,000 or more × no report"


SEEN = {
    "with full colour": ((1, 0, 0), (0, 1, 0), (0, 0, 1)),
    "without green": ((0.367, 0.861, -0.228), (0.280, 0.673, 0.047), (-0.012, 0.043, 0.969)),
    "without red": ((0.152, 1.053, -0.205), (0.115, 0.786, 0.099), (-0.004, -0.048, 1.052)),
    "without blue": ((1.256, -0.077, -0.179), (-0.078, 0.931, 0.148), (0.005, 0.691, 0.304)),
}
"""What eyes make of red, green and blue light (Machado, Oliveira and Fernandes 2009, full severity)."""


def lab(colour: str, eye: tuple[tuple[float, ...], ...]) -> tuple[float, float, float]:
    """Return a colour as an eye sees it, in CIE Lab."""
    light = [(int(colour[i : i + 2], 16) / 255) ** 2.2 for i in (1, 3, 5)]
    seen = [max(sum(a * b for a, b in zip(line, light, strict=True)), 0) for line in eye]
    to_xyz = ((0.4124, 0.3576, 0.1805), (0.2126, 0.7152, 0.0722), (0.0193, 0.1192, 0.9505))
    xyz = [
        sum(a * b for a, b in zip(line, seen, strict=True)) / white
        for line, white in zip(to_xyz, (0.9505, 1, 1.089), strict=True)
    ]
    x, y, z = (value ** (1 / 3) if value > 0.008856 else 7.787 * value + 16 / 116 for value in xyz)
    return 116 * y - 16, 500 * (x - y), 200 * (y - z)


@pytest.mark.parametrize("eye", SEEN)
def test_colours_of_two_variables_stay_apart_for_every_eye(eye: str) -> None:
    colours = [colour for line in palette.BIVARIATE for colour in line]
    for one, other in combinations(colours, 2):
        assert math.dist(lab(one, SEEN[eye]), lab(other, SEEN[eye])) > 15, (one, other)


@pytest.mark.parametrize("eye", SEEN)
def test_states_have_a_pattern_or_colour_of_their_own_and_the_gap_stands_out(eye: str) -> None:
    looks = [(style.fill, style.hatch, style.pattern) for style in STYLES.values()]
    assert len({*looks}) == len(looks)
    gap = lab(palette.GAP.fill, SEEN[eye])
    for key, style in STYLES.items():
        if key != "g":
            assert math.dist(gap, lab(style.fill, SEEN[eye])) > 40, (eye, key)


def test_patterns_reach_the_browser() -> None:
    styles = screen.payload(composed("theme=coverage"))["styles"]
    assert styles["g"] == {"fill": "#F28A1E", "hatch": "#7A3300", "pattern": "dots"}
    assert styles["n"] == {"fill": "#F1F1EE", "hatch": "#A9A9A2"}
    assert styles["c"] == {"fill": "#418FDE"}


def test_names_from_a_file_are_never_markup() -> None:
    load(row("<b>X</b>", cluster="<i>", activity="<script>"))
    found = composed("theme=coverage&level=2&pick=ML0506")
    html = panel.facts(found.facts)
    assert "&lt;script&gt;" in html
    assert "<script" not in html
    assert "<b>X" not in html
