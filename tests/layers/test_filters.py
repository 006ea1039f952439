import datetime as dt

import pytest

from layers import apart, beside, changed, filters, profiled, ranked, reading, reported
from layers import scene as scenes
from layers.render import ranked as files
from layers.scene import Request, Scene
from layers.view import View
from tests.geo.projects import load, row

DAY = dt.date(2026, 11, 24)


def request(query: str, lang: str = "en") -> Request:
    return scenes.settle(View.parse(query)[0], lang)[0]  # type: ignore[arg-type]


def composed(query: str, lang: str = "en") -> Scene:
    return scenes.compose(View.parse(query)[0], lang=lang)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("query", "fr", "en"),
    [
        ("", "", ""),
        ("sector=NUT", "Nutrition", "Nutrition"),
        ("sector=NUT,HEA", "Nutrition et Santé", "Nutrition and Health"),
        ("sector=NUT,HEA,WSH", "EHA et 2 autres clusters", "WASH and 2 other clusters"),
        ("sector=NUT&org=COOPI,IOM", "Nutrition, OIM et COOPI", "Nutrition, IOM and COOPI"),
        ("target=hosts", "pour communautés hôtes", "for host communities"),
        ("on=2014-12-31", "en cours le 31 décembre 2014", "under way on 31 December 2014"),
    ],
)
def test_filters_in_words_as_a_title_has_them(query: str, fr: str, en: str) -> None:
    assert (filters.words(request(query, "fr")), filters.words(request(query, "en"))) == (fr, en)


def test_what_a_title_shortens_is_said_in_full() -> None:
    assert not filters.rest(request("sector=NUT,HEA&org=COOPI"))
    many = request("sector=NUT,HEA,WSH&org=COOPI")
    assert filters.rest(many) == (
        "The whole filter: Water, sanitation and hygiene (WASH), Nutrition, Health, COOPI."
    )
    for theme in filters.NARROWED:
        scene = composed(f"theme={theme}&sector=NUT,HEA,WSH&org=COOPI")
        assert filters.rest(many) in scene.fill.note
        assert any(filters.rest(many) in caveat for caveat in scene.caveats)


def test_a_map_that_is_not_narrowed_says_what_the_filter_is_of() -> None:
    for theme in ("idps", "share", "none", "funding"):
        assert any(
            caveat.startswith("Filter: Nutrition, COOPI; it is of organisations")
            for caveat in composed(f"theme={theme}&sector=NUT&org=COOPI").caveats
        ), theme
    assert not any("it is of org" in caveat for caveat in composed("theme=presence&sector=NUT").caveats)


def test_a_reading_says_what_narrows_its_figure() -> None:
    assert reading.offered(composed("theme=presence&sector=NUT&org=COOPI")) == (
        "Organisations reporting activities here: 1 (reports of 2023; Nutrition, COOPI)."
    )


@pytest.mark.parametrize(
    ("days", "said"),
    [
        ([], ""),
        (["2023"], "2023"),
        (["2021-01-29", "2021-01-30", "2023"], "January 2021 and 2023"),
        (["2021", "2022", "2023-05-01"], "2021 to May 2023"),
        (["", "2023"], "2023 and date not stated"),
    ],
)
def test_dates_of_reports_are_few_or_from_and_to(days: list[str], said: str) -> None:
    assert reported.named(days, "en") == said


def test_reports_of_another_day_are_named_beside_the_older_ones() -> None:
    load(row("A"), claims=[])
    assert "reports of 2023 and October 2026" in composed("theme=presence&level=2").title
    assert "reports of October 2026" in composed("theme=presence&level=2&sector=WSH").title
    assert composed("level=2&area=ML0506&sector=WSH").stats[2].note.startswith("reports of October 2026")


def test_where_nobody_reports_the_title_says_so() -> None:
    assert composed("theme=presence&sector=WSH").title == (
        "Organisations reporting activities by region, Mali: WASH (no activity report)"
    )


def test_a_difference_names_the_filter_of_both_or_of_each() -> None:
    load(row("A"), row("B"))

    def title(one: str, other: str) -> str:
        between = apart.between(composed(f"theme=presence&{one}"), composed(f"theme=presence&{other}"))
        assert between
        return between.title

    each = title("sector=WSH", "org=A")
    assert "map 2 (A; reports of October 2026) minus map 1 (WASH; reports of October 2026)" in each
    both = title("sector=WSH&on=2026-10-01", "sector=WSH&on=2026-10-02")
    assert both.startswith("Difference: Organisations (WASH) by region, Mali, 2 October 2026 (reports of")


def test_the_pages_beside_the_map_say_what_narrows_them() -> None:
    asked = beside.settled(*View.parse("sector=NUT&org=COOPI&target=idps&on=2022-06-01"), "en")[0]
    every = "COOPI, for internally displaced persons (IDPs), under way on 1 June 2022"
    assert ranked.overview(asked).caption.endswith(f": {every}")
    assert ranked.table("NUT", asked).caption.endswith(f": {every}")
    cluster, _ = profiled.of_cluster("NUT", asked)
    assert cluster.caption.endswith(f": {every}")
    assert "Displaced people: April 2020; reports of 2023." in cluster.notes
    organisation, _ = profiled.of_organisation("COOPI", asked)
    assert organisation.caption.endswith(
        ": for internally displaced persons (IDPs), under way on 1 June 2022"
    )
    assert profiled.clusters_known(asked).caption.endswith(f": {every}")
    states = changed.states(asked, dt.date(2022, 6, 1), DAY).caption
    assert states.endswith(": Nutrition, COOPI, for internally displaced persons (IDPs)")
    sections = changed.activities(asked, dt.date(2022, 6, 1), DAY)
    assert all("Nutrition, COOPI" in section.title for section in sections[:2])


def test_the_file_of_a_ranking_says_what_narrows_it() -> None:
    text = files.as_csv(composed("theme=coverage&sector=NUT&org=COOPI")).decode()
    assert text.splitlines()[0].endswith("by cluster: Nutrition, COOPI")
