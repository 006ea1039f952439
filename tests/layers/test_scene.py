import csv
import io
from dataclasses import replace

import pytest

from geo import reports
from layers import headline
from layers import scene as scenes
from layers.render import panel, tables
from layers.scene import Scene
from layers.view import View


def composed(query: str, lang: str = "en") -> Scene:
    view, doubts = View.parse(query)
    return scenes.compose(view, doubts, lang=lang)


def words(scene: Scene) -> str:
    return panel.title(scene) + panel.headline(scene) + panel.facts(scene.facts)


@pytest.mark.parametrize(
    ("query", "lang", "title"),
    [
        ("level=2&area=ML05", "en", "Displaced people by cercle, Mopti, April 2020, DTM round 64"),
        ("level=2&area=ML05", "fr", "Personnes déplacées par cercle, Mopti, avril 2020, DTM, round 64"),
        (
            "level=3&theme=returnees&area=ML05",
            "en",
            "Returnees by cercle (map of communes), Mopti, April 2020, DTM round 64",
        ),
        (
            "level=3&area=ML05&theme=presence",
            "fr",
            "Organisations déclarant des activités, par commune, Mopti (rapports : 2023)",
        ),
        (
            "round=2014-12&theme=returnees",
            "en",
            "Returnees by region, Mali, December 2014, DTM round 12",
        ),
        ("theme=none", "fr", "Limites administratives par région, Mali"),
        ("lang=fr&theme=none", "en", "Limites administratives par région, Mali"),
    ],
)
def test_the_title_says_what_where_when_and_who_says_so(query: str, lang: str, title: str) -> None:
    assert composed(query, lang).title == title


def test_the_headline_has_four_figures_of_the_focus() -> None:
    total, change, organisations, unknown = composed("level=2&area=ML05").stats
    assert total.value == "102,481"
    assert total.note.startswith("April 2020, ")
    assert total.note.endswith("years ago")
    assert (change.value, change.note) == ("+26,953", "December 2019 to April 2020")
    assert organisations.value == "1"
    assert unknown.value == "0"
    assert unknown.note.startswith("of 8 with displaced people")


def test_the_first_round_has_no_difference() -> None:
    assert composed("round=2014-12").stats[1].value == "–"


def test_the_newer_national_figure_is_named_with_its_date_and_quality() -> None:
    newer = composed("").newer
    assert "414,524" in newer
    assert "September 2025" in newer
    assert "third party" in newer


def test_menaka_is_drawn_as_reported_for_the_whole_region() -> None:
    fill = composed("level=2").fill
    for cercle in ("ML1001", "ML1002", "ML1003", "ML1004"):
        assert fill.values[cercle] is None
        assert fill.notes[cercle] == "reported for Ménaka (region) as a whole: 20,991"
    assert composed("level=1").fill.values["ML10"] == 20991


def test_no_report_is_not_zero() -> None:
    fill = composed("level=2").fill
    assert (fill.values["ML0304"], fill.states["ML0304"]) == (993, "reported")
    assert (fill.values["ML0303"], fill.states["ML0303"]) == (None, "no_report")
    assert (fill.values["ML0804"], fill.states["ML0804"]) == (0, "reported")
    assert len({fill.keys["ML0303"], fill.keys["ML0804"], fill.keys["ML0304"]}) == 3


def test_classes_are_the_same_for_all_rounds() -> None:
    legends = {
        tuple(item.label for item in composed(f"level=2&round={month}").fill.legend[:5])
        for month in ("2014-12", "2016-01", "2018-12", "2020-04")
    }
    assert len(legends) == 1


def test_a_figure_repeated_from_an_earlier_round_is_said_to_be() -> None:
    notes = composed("level=2").fill.notes
    assert "December 2019" in notes["ML0801"]
    assert "ML0506" not in notes


@pytest.mark.parametrize("query", ["round=2021-01", "round=2015-01&level=2"])
def test_a_round_that_is_not_there_is_said_and_the_newest_shown(query: str) -> None:
    scene = composed(query)
    assert scene.request.round.number == "64"
    assert len(scene.doubts) == 1


def test_an_unknown_pick_is_said() -> None:
    scene = composed("pick=office-nowhere")
    assert scene.facts.id == "ML"
    assert "office-nowhere" in scene.doubts[0]


def test_facts_name_households_returns_offices_and_caveats() -> None:
    said = words(composed("pick=ML10"))
    for expected in ("20,991", "84,403", "68,410", "15,993", "IOM, Gao", "cumulative since 2012", "Sources"):
        assert expected in said


def test_a_plan_is_not_presence() -> None:
    said = words(composed("pick=ML07"))
    assert "planned" in said
    assert "No activity report available" in said
    assert composed("area=ML07").stats[2].value == "0"


def test_an_office_opens_its_facts() -> None:
    facts = composed("pick=iom-mopti").facts
    assert facts.title == "IOM, Mopti"
    assert facts.subtitle.endswith("Mopti, Mali")


@pytest.mark.parametrize(
    ("filters", "kept"),
    [("sector=NUT", True), ("sector=WSH", False), ("org=IOM", False), ("org=COOPI", True)],
)
def test_filters_keep_the_statements_meant(filters: str, kept: bool) -> None:
    assert ("Fight against malnutrition" in words(composed(f"pick=ML05&{filters}"))) is kept


@pytest.mark.parametrize("audience", ["public", "partner"])
@pytest.mark.parametrize("pick", ["ML", "ML05", "ML04", "coopi-bamako"])
def test_monitoring_of_violations_is_never_shown_to_the_public(audience: str, pick: str) -> None:
    assert any(statement.sensitivity == "partner_country" for statement in reports.documents())
    scene = composed(f"pick={pick}&audience={audience}")
    everything = words(scene) + tables.as_csv(scene).decode() + repr(scene)
    expected = audience == "partner" and pick in ("ML", "coopi-bamako")
    assert ("violations of children" in words(scene)) is expected
    if audience == "public":
        assert "violations" not in everything


def test_the_table_holds_what_the_map_says() -> None:
    text = tables.as_csv(composed("level=1&theme=idps&round=2020-04")).decode()
    said = [line for line in text.splitlines() if line.startswith("#")]
    rows = list(csv.DictReader(line for line in io.StringIO(text) if not line.startswith("#")))
    figures = {row["area_name"]: row["value"] for row in rows}
    assert (figures["Mopti"], figures["Gao"], figures["Ménaka"]) == ("102481", "62633", "20991")
    assert sum(map(int, figures.values())) == 250998
    assert {row["date"] for row in rows} == {"2020-04-30"}
    assert any("United Nations" in line for line in said)
    assert any("414,524" in line for line in said)


@pytest.mark.parametrize("lang", ["fr", "en"])
@pytest.mark.parametrize(
    "query", ["", "level=2&layers=circles,offices", "level=3&pick=ML050601", "theme=none&area=ML0506"]
)
def test_every_view_composes_in_both_languages(query: str, lang: str) -> None:
    scene = composed(query, lang)
    assert scene.alt
    assert scene.credit
    assert list(scene.fill.values) == [area.id for area in scene.request.areas.at(scene.request.view.level)]


def test_a_focus_with_nothing_inside_is_described_by_its_own_figure() -> None:
    scene = composed("level=2&round=2020-04")
    inside = replace(scene.request, view=scene.request.view.change(area="ML0506", level=1))
    assert not inside.areas.within("ML0506", 1)
    assert "Mopti 24,648" in headline.alt(inside, scene.fill)


def test_a_split_cercle_is_at_least_and_up_to_and_never_divided() -> None:
    fill = composed("division=reform2023").fill
    assert fill.values["r23-bandiagara"] == 60266
    assert fill.values["r23-douentza"] == 6768
    assert fill.values["r23-mopti"] == 31984
    assert "up to 3,463 more" in fill.notes["r23-mopti"]
    assert fill.values["r23-taoudenit"] is None
    assert "8,381" in fill.notes["r23-taoudenit"]


def test_what_is_said_of_a_new_region_shows_in_the_old_one_with_the_words_for_it() -> None:
    said = words(composed("pick=ML05"))
    assert "Bandiagara (region, boundaries of 2023)" in said
    new = words(composed("division=reform2023&pick=r23-bandiagara"))
    assert "present, sector not stated" in new
    assert "Nutrition cluster co-lead" in new
    assert "Mopti (region, boundaries of 2021)" in new


def test_a_change_names_both_dates_and_compares_only_what_can_be_compared() -> None:
    scene = composed("level=2&theme=change&round=2020-04&base=2018-12&area=ML05")
    assert scene.title == (
        "Change in displaced people by cercle, Mopti, December 2018 to April 2020 (16 months), "
        "DTM round 48 and DTM round 64"
    )
    fill = scene.fill
    assert fill.values["ML0506"] == 24648 - 1558
    assert fill.states["ML1001"] == "not_comparable"
    assert fill.values["ML1001"] is None


def test_an_identical_figure_is_not_called_no_change() -> None:
    fill = composed("level=2&theme=change").fill
    assert fill.states["ML0801"] == "same"
    assert "December 2019" in fill.notes["ML0801"]
    assert "may not have been re-assessed" in fill.notes["ML0801"]
    assert fill.states["ML0804"] == "reported"  # nobody in either round


def test_a_base_after_the_round_is_said() -> None:
    scene = composed("theme=change&round=2018-12&base=2020-04")
    assert scene.request.base.number == "38"
    assert len(scene.doubts) == 1


def test_a_share_is_of_the_census_and_unknown_where_that_is() -> None:
    scene = composed("level=2&theme=share")
    assert scene.fill.values["ML0506"] == pytest.approx(24648 / 368905, abs=1e-5)
    assert scene.fill.values["ML1001"] is None
    assert composed("theme=share").fill.values["ML10"] == pytest.approx(20991 / 54456, abs=1e-5)
    assert "2009 census" in scene.title


def test_presence_counts_organisations_and_tells_the_rest_apart() -> None:
    fill = composed("theme=presence").fill
    assert fill.values["ML05"] == 1
    assert fill.states["ML07"] == "planned_or_present_only"
    assert fill.states["ML08"] == "no_report"
    new = composed("theme=presence&division=reform2023").fill
    assert new.values["r23-bandiagara"] is None
    assert new.states["r23-bandiagara"] == "larger"


def test_camps_have_the_count_of_the_day_and_open_each_series_apart() -> None:
    scene = composed("layers=camps&round=2014-12")
    (points,) = scene.layers
    mbera = next(point for point in points.points if point.name.startswith("Mb"))
    assert "2014" in mbera.note
    facts = composed(f"pick={mbera.id}").facts
    assert facts.title == mbera.name
    assert len(facts.sections) >= 2


def test_example_sites_are_off_by_default_and_only_counts_for_the_public() -> None:
    assert "sites" not in composed("").request.view.layers
    (points,) = composed("layers=sites").layers
    assert {point.id for point in points.points} <= {area.id for area in composed("").request.areas}
    assert all("EXAMPLE" in point.note for point in points.points)
    assert "EXAMPLE 0" not in repr(points)


def test_every_series_of_the_country_stands_apart() -> None:
    titles = [section.title for section in composed("").facts.sections]
    assert len(titles) == len(set(titles))
    said = words(composed(""))
    assert "414,524" in said


def test_a_settlement_is_found_by_any_spelling_and_opens_its_commune() -> None:
    from layers import finder

    request = composed("").request
    found = finder.find("Konna", request)
    place = next(one for one in found if "settlement" in one["hint"])
    view = finder.view_of(place["id"], request.view)
    assert view.at
    assert request.areas[view.pick].level == 3


def test_the_areas_without_a_report_are_named() -> None:
    scene = composed("level=2")
    unknown = next(section for section in scene.facts.sections if "no activity report" in section.title)
    assert str(len(unknown.lines)) == scene.stats[3].value
    assert unknown.lines[0].text == "Gao"


@pytest.mark.parametrize(
    ("query", "value", "note"),
    [
        ("level=2&area=ML05", "0", "of 8 with displaced people; 8 for a larger area only; reports of 2023"),
        ("level=2&area=ML06", "5", "of 5 with displaced people: unknown, not a gap; reports of 2023"),
    ],
)
def test_no_area_without_a_report_is_not_a_report_for_each(query: str, value: str, note: str) -> None:
    unknown = composed(query).stats[3]
    assert (unknown.value, unknown.note) == (value, note)


def test_the_type_of_displacement_is_in_the_language_of_the_reader() -> None:
    figures = composed("level=2&pick=ML0506&round=2020-04&lang=fr").facts.sections[0]
    assert "type selon le fichier : conflit, retours" in figures.lines[0].note


def test_an_english_semicolon_follows_its_word() -> None:
    notes = [stat.note for query in ("", "sector=HEA", "level=2&area=ML05") for stat in composed(query).stats]
    assert any(";" in note for note in notes)
    assert not any(" ;" in note for note in notes)


def test_a_report_for_the_whole_region_stands_beside_a_zero() -> None:
    organisations = composed("level=2&area=ML0502").stats[2]
    assert organisations.value == "0"
    assert organisations.note.startswith("1 more for a larger area")


def test_origin_and_type_stand_where_a_file_gives_them() -> None:
    assert "mostly from Mopti" in words(composed("pick=ML0506"))
    assert "mostly from" not in words(composed("pick=ML0506&round=2014-12"))


def test_floods_by_year_stand_with_the_country() -> None:
    floods = next(section for section in composed("").facts.sections if "floods" in section.title)
    assert floods.trend
    assert "2019" in floods.trend.alt


def test_statements_of_different_reach_are_never_said_in_one_line() -> None:
    lines = [line for section in composed("pick=coopi-bamako").facts.sections for line in section.lines]
    notes = [line.note for line in lines if line.text == "COOPI: Protection"]
    assert len(notes) == 2
    assert not any("the whole country" in note and "since 2013" in note for note in notes)


def test_a_scene_is_made_once_for_all_who_look_at_it() -> None:
    query = "level=2&theme=share&area=ML05"
    assert composed(query, "fr") is composed(query, "fr")
    assert composed(query, "en") is not composed(query, "fr")
    assert composed(query + "&audience=partner", "fr") is not composed(query, "fr")
