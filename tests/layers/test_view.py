import datetime as dt
from urllib.parse import quote

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo import areas as divisions
from geo.workspace import NAME
from layers.division_change import became
from layers.view import COMMON, DEFAULT_LAYERS, LAYERS, THEMES, Doubt, View

AREAS = [area.id for area in divisions.load()]

single: dict[str, st.SearchStrategy[object]] = {
    "level": st.sampled_from([1, 2, 3]),
    "area": st.sampled_from(AREAS),
    "pick": st.none() | st.sampled_from([*AREAS[:20], "iom-mopti"]),
    "theme": st.sampled_from(THEMES),
    "round": st.none() | st.dates(dt.date(2010, 1, 1)).map(lambda day: f"{day:%Y-%m}"),
    "layers": st.sets(st.sampled_from(LAYERS)).map(
        lambda some: tuple(name for name in LAYERS if name in some)
    ),
    "sector": st.sampled_from([(), ("SHL",), ("SHL", "PRO-GBV")]),
    "org": st.sampled_from([(), ("IOM",), ("IOM", "COOPI")]),
    "target": st.sampled_from([(), ("idps", "hosts")]),
    "on": st.none() | st.dates(),
    "at": st.none()
    | st.tuples(
        st.integers(-800000, 800000).map(lambda n: n / 1e4),
        st.integers(-1800000, 1800000).map(lambda n: n / 1e4),
        st.integers(0, 2200).map(lambda n: n / 100),
    ),
    "classes": st.none() | st.sampled_from(["quantile:5", "equal:4", "jenks:2"]),
    "lang": st.sampled_from([None, "fr", "en"]),
    "audience": st.sampled_from(["public", "partner"]),
    "brief": st.none() | st.from_regex(NAME, fullmatch=True),
    "slide": st.none() | st.integers(1, 999),
    "present": st.booleans(),
}
seconds = st.builds(View, **{name: some for name, some in single.items() if name not in COMMON})
views = st.builds(View, **single, compare=st.none() | seconds)


@given(views)
def test_a_view_is_read_back_from_its_query(view: View) -> None:
    assert View.parse(view.query()) == (view, ())


@given(views)
def test_the_whole_address_a_question_mark_and_the_bare_query_are_alike(view: View) -> None:
    query = view.query()
    for text in (f"https://map.example.org/?{query}#top", f"?{query}", query):
        assert View.parse(text)[0] == view


@given(st.text() | st.text(alphabet="abc=&%?,+0123456789:/#[]"))
def test_no_text_breaks_the_reading(text: str) -> None:
    view, _ = View.parse(text)
    assert View.parse(view.query()) == (view, ())


def test_defaults_are_not_written() -> None:
    assert View().query() == ""
    assert View(layers=DEFAULT_LAYERS, level=1).query() == ""


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("level=2&area=ML05", View(level=2, area="ML05")),
        ("layers=none", View(layers=())),
        ("layers=", View(layers=())),
        ("layers=labels,circles", View(layers=("circles", "labels"))),
        ("round=2020-04&theme=idps", View(round="2020-04")),
        ("at=14.5,-4.2,7", View(at=(14.5, -4.2, 7.0))),
        ("present=1&slide=3&brief=a-b", View(brief="a-b", slide=3, present=True)),
        ("classes=jenks:5", View(classes="jenks:5")),
        ("compare=", View(compare=View())),
        (
            "compare=level%3D2%26area%3DML05%26lang%3Den%26audience%3Dpartner",
            View(compare=View(level=2, area="ML05")),
        ),
        (f"sector={quote('SHL,WSH')}", View(sector=("SHL", "WSH"))),
    ],
)
def test_queries_that_people_write(query: str, expected: View) -> None:
    assert View.parse(query) == (expected, ())


@pytest.mark.parametrize(
    ("query", "doubts"),
    [
        ("level=4", (Doubt("level", "4"),)),
        ("level=0", (Doubt("level", "0"),)),
        ("level=two", (Doubt("level", "two"),)),
        ("area=ML99", (Doubt("area", "ML99"),)),
        ("round=2020-13", (Doubt("round", "2020-13"),)),
        ("colour=red", (Doubt("colour", "red", "name"),)),
        ("at=14.5,-4.2", (Doubt("at", "14.5,-4.2"),)),
        ("at=nan,0,0", (Doubt("at", "nan,0,0"),)),
        ("layers=labels,volcanoes", (Doubt("layers", "labels,volcanoes"),)),
        ("present=2&slide=0&brief=A b", (Doubt("present", "2"), Doubt("slide", "0"), Doubt("brief", "A b"))),
        ("classes=pretty:5", (Doubt("classes", "pretty:5"),)),
        ("classes=jenks:9", (Doubt("classes", "jenks:9"),)),
        ("compare=compare%3Dlevel%253D2", (Doubt("compare", "compare=level%3D2", "nested"),)),
        ("pick=<script>", (Doubt("pick", "<script>"),)),
        ("x=1&lang=de&y=2", (Doubt("x", "1", "name"), Doubt("lang", "de"), Doubt("y", "2", "name"))),
    ],
)
def test_what_is_not_understood_takes_its_default_and_is_said(query: str, doubts: tuple[Doubt, ...]) -> None:
    assert View.parse(query) == (View(), doubts)


def test_what_is_understood_is_kept_beside_what_is_not() -> None:
    view, doubts = View.parse("level=2&theme=moon&area=ML05")
    assert view == View(level=2, area="ML05")
    assert [doubt.name for doubt in doubts] == ["theme"]


def test_a_new_focus_drops_the_position_and_the_same_focus_keeps_it() -> None:
    view = View(area="ML05", at=(14.0, -4.0, 7.0))
    assert view.change(area="ML07").at is None
    assert view.change(area="ML05", level=2).at == (14.0, -4.0, 7.0)


def test_what_the_second_view_does_not_understand_is_said_too() -> None:
    view, doubts = View.parse("compare=level%3D2%26theme%3Dmoon")
    assert view == View(compare=View(level=2))
    assert doubts == (Doubt("compare: theme", "moon"),)


def test_two_views_of_a_comparison_have_place_language_and_audience_in_common() -> None:
    view, _ = View.parse("area=ML05&at=14,-4,7&lang=en&compare=area%3DML07%26level%3D2%26audience%3Dpartner")
    assert view.beside() == View(area="ML07", level=2, at=(14, -4, 7), lang="en")
    assert View().beside() is None


def test_the_second_view_stands_in_the_query_as_the_query_that_it_is() -> None:
    view = View(compare=View(level=2, round="2019-12"), present=True)
    assert view.query() == "compare=level%3D2%26round%3D2019-12&present=1"


@pytest.mark.parametrize(
    ("query", "then"),
    [
        ("pick=ML0506&at=12.6,-8,10", "division=reform2023&pick=r23-mopti&at=14.7104,-4.4422,8"),
        ("level=3&pick=ML050601", "division=reform2023&level=3&pick=ML050601"),
        ("pick=ML05", "division=reform2023"),
        ("compare=division%3Dreform2023", "division=reform2023&compare="),
        ("compare=round%3D2018-12", "division=reform2023&compare=division%3Dreform2023%26round%3D2018-12"),
    ],
)
def test_another_division_takes_along_what_is_open_and_what_is_compared(query: str, then: str) -> None:
    assert View.parse(query)[0].in_division("reform2023").query() == then


def test_what_areas_became_is_said() -> None:
    before = View.parse("area=ML05&pick=ML0507")[0]
    after = before.in_division("reform2023")
    assert became(before, after, "en") == (
        "Ténenkou (cercle) lies within no single area (boundaries of 2023): the whole country is shown. "
        "Mopti (region) lies within no single area (boundaries of 2023): the whole country is shown."
    )
    assert became(after, after, "en") == ""
    kept = View.parse("level=3&pick=ML050601")[0]
    assert became(kept, kept.in_division("reform2023"), "fr") == ""


def test_a_theme_without_classes_forgets_them() -> None:
    view = View(classes="equal:4")
    assert view.in_theme("returnees").classes == "equal:4"
    assert view.in_theme("funding").classes is None


def test_a_level_that_the_other_division_lacks_is_said() -> None:
    before = View(level=2)
    said = became(before, before.in_division("reform2023"), "en")
    assert said == "This division has no official areas of level 2; its regions are shown."
