"""What holds of every map, whatever is asked: its title says all that narrows it, its words are of one language."""

import datetime as dt
import re

import pytest

from geo.areas import DIVISIONS, load
from layers import deck, filters
from layers import scene as scenes
from layers.briefing import Briefing, slide_of
from layers.parts import Stat
from layers.render import deck as shared
from layers.render import first, light, panel, tables
from layers.render.said import said
from layers.scene import Scene
from layers.text import date, month
from layers.view import LANGUAGES, THEMES, View
from tests.telltales import telltales, visible, words

DAY = dt.date(2022, 6, 1)
ALL = {"sector": ("PRO", "NUT", "HEA"), "org": ("IOM", "COOPI"), "target": ("idps",), "on": DAY}
FILTERS = ({}, {"sector": ("NUT",), "org": ("COOPI",)}, ALL)
ONE = ("Nutrition", "COOPI")
SHORT = {
    "fr": ("Protection et 2 autres clusters", "OIM et COOPI", "pour personnes déplacées internes (PDI)"),
    "en": ("Protection and 2 other clusters", "IOM and COOPI", "for internally displaced persons (IDPs)"),
}
FULL = {
    "fr": ("Protection, Nutrition, Santé", "OIM, COOPI", "Personnes déplacées internes (PDI)"),
    "en": ("Protection, Nutrition, Health", "IOM, COOPI", "Internally displaced persons (IDPs)"),
}
REPORTS = {"fr": "rapports\u00a0: 2023", "en": "reports of 2023"}
LEGEND = {"fr": "Rapports d'activité : 2023.", "en": "Activity reports: 2023."}
PLACES = [(division, level) for division in DIVISIONS for level in load(division).levels if level]


def composed(theme: str, lang: str, narrowed: dict[str, object], division: str, level: int) -> Scene:
    view = View(theme=theme, division=division, level=level, lang=lang, round="2014-12")  # type: ignore[arg-type]
    return scenes.compose(view.change(**narrowed))


def expected(lang: str, narrowed: dict[str, object], many: dict[str, tuple[str, ...]]) -> tuple[str, ...]:
    """Return what has to be said of filters."""
    if narrowed is not ALL:
        return ONE if narrowed else ()
    return (*many[lang], date(DAY, lang))  # type: ignore[arg-type]


def of_presence(scene: Scene) -> tuple[Stat, ...]:
    return () if scene.request.view.theme == "funding" else scene.stats[2:]


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("theme", THEMES)
def test_every_map_says_what_narrows_it_and_of_when_it_is(theme: str, lang: str) -> None:
    for narrowed in FILTERS:
        for division, level in PLACES:
            scene = composed(theme, lang, narrowed, division, level)
            file = said(scene)
            drawn = month(scene.request.round.date, scene.request.lang) if scene.request.round else ""
            assert scene.title
            assert drawn in scene.title
            if theme in filters.NARROWED:
                for told in (*expected(lang, narrowed, SHORT), REPORTS[lang]):
                    assert told in scene.title
                    assert told in f"{file.title} · {file.subtitle}"
                assert LEGEND[lang] in scene.fill.note
            for stat in of_presence(scene):
                assert REPORTS[lang] in stat.note
                assert all(told in stat.note for told in expected(lang, narrowed, FULL)), stat
            if narrowed:
                everything = " ".join([file.title, *file.caveats])
                assert all(told in everything for told in expected(lang, narrowed, FULL))


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("theme", THEMES)
def test_every_map_is_wholly_in_its_language(theme: str, lang: str) -> None:
    for narrowed in FILTERS[::2]:
        for division, level in PLACES:
            scene = composed(theme, lang, narrowed, division, level)
            markup = (
                panel.title(scene) + panel.headline(scene) + panel.facts(scene.facts) + panel.credit(scene)
            )
            legend = [item.label for item in scene.fill.legend]
            text = [scene.alt, scene.fill.title, scene.fill.note, *scene.fill.notes.values(), *scene.caveats]
            shown = words(" ".join([visible(markup), *legend, *text, *said(scene).sentences()]))
            assert not sorted(shown & telltales(lang))


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("pick", ["ML", "ML05", "ML0506", "iom-mopti", "coopi-bamako"])
@pytest.mark.parametrize("audience", ["public", "partner"])
def test_facts_are_in_the_reader_s_language(pick: str, lang: str, audience: str) -> None:
    view = View(
        theme="coverage", pick=pick, lang=lang, audience=audience, layers=("sites", "camps", "floods")
    )  # type: ignore[arg-type]
    scene = scenes.compose(view)
    names = [point.name for layer in scene.layers for point in getattr(layer, "points", ())]
    shown = words(visible(panel.facts(scene.facts)) + " ".join(n for n in names if "EX" in n))
    assert not sorted(shown & telltales(lang))


def test_the_telltales_see_a_word_of_the_other_language() -> None:
    assert {"aucun", "déplacées", "rapport"} & telltales("en")
    assert {"reported", "unknown"} <= telltales("fr")
    assert not telltales("fr") & telltales("en")


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_shared_screen_and_the_pages_without_scripts_say_it_too(lang: str) -> None:
    scene = composed("presence", lang, ALL, "cod2021", 1)
    view = scene.request.view
    (page,) = deck.pages(Briefing("", (slide_of(view),)), view, scene.request.lang)
    slide = shared.payload(page)
    shown = {
        "title": slide["title"],
        "reading": slide["reading"],
        "light": visible(light.page(scene)),
        "first": visible(first.words(scene)),
        "own title": shared.payload(
            next(iter(deck.pages(Briefing("", (slide_of(view, title="Mine"),)), view, scene.request.lang)))
        )["subtitle"],
    }
    for where, text in shown.items():
        for told in (*expected(lang, ALL, SHORT), REPORTS[lang]):
            assert told in text, where
    assert FULL[lang][0] in slide["maps"][0]["legend"]["note"]


@pytest.mark.parametrize(
    ("query", "date", "source"),
    [
        ("theme=presence", "2023", "COOPI in Mali (2023)"),
        ("theme=coverage&round=2014-12", "2023", "COOPI in Mali (2023)"),
        ("theme=coverage2&round=2014-12", "2014-12-31", "IOM, Displacement Tracking Matrix (DTM)"),
    ],
)
def test_a_row_has_the_date_of_what_it_counts(query: str, date: str, source: str) -> None:
    rows = {row.id: row for row in tables.areas(scenes.compose(View.parse(query)[0], lang="en"))}
    assert (rows["ML05"].date, rows["ML05"].source) == (date, source)
    assert "reports of 2023" in rows["ML05"].note
    assert "reports of" not in rows["ML08"].note
    if query == "theme=presence":
        assert (rows["ML08"].date, rows["ML08"].source) == ("", "")


def test_what_stands_beside_a_round_has_its_own_date() -> None:
    scene = scenes.compose(View(level=2, round="2014-12", pick="ML05", org=("COOPI",)), lang="en")
    (offices,) = (layer for layer in scene.layers if getattr(layer, "kind", "") == "office")
    assert offices.legend[0].label == "Office of an organisation (COOPI; 2023)"
    titles = [section.title for section in scene.facts.sections]
    assert "Who does what here (reports of 2023; COOPI)" in titles
    (near,) = (section for section in scene.facts.sections if section.title == "Nearest offices")
    assert all(re.search(r"· (\w+ )*20\d\d$", line.note) for line in near.lines)
    assert scene.stats[3].label == "Cercles with displaced people (December 2014), no activity report"
