import csv
import re

import pytest

from geo import reference
from geo.paths import DATA
from layers import scene as scenes
from layers.facts import _region
from layers.render import panel, terms
from layers.source_words import told
from layers.view import View

WRITTEN = {
    "projects/statements.csv": "place_in_source", "projects/funding.csv": "place_in_source",
    "displacement/national.csv": "source", "displacement/series.csv": "source",
}  # fmt: skip
"""Columns in a source's own words that the facts show."""


@pytest.mark.parametrize(("file", "column"), WRITTEN.items())
def test_what_a_source_writes_is_in_the_table_of_both_languages(file: str, column: str) -> None:
    table = reference.rows(DATA / "reference" / "source_words.csv")
    for words in {row[column] for row in reference.rows(DATA / file)}:
        assert [row for row in table if re.fullmatch(row["pattern"], words)], words


def test_every_row_of_the_table_is_used() -> None:
    written = {row[column] for file, column in WRITTEN.items() for row in reference.rows(DATA / file)}
    for row in reference.rows(DATA / "reference" / "source_words.csv"):
        assert any(re.fullmatch(row["pattern"], words) for words in written), row["pattern"]


def test_words_of_nobody_stay_as_they_are() -> None:
    assert told("A partner's own words", "fr") == "A partner's own words"


@pytest.mark.parametrize(
    ("words", "lang", "said"),
    [
        (
            'In Mali today, 4th paragraph: "currently present … in the regions of"', "fr",
            "Aujourd'hui au Mali, 4e paragraphe : « currently present … in the regions of » (en anglais)",
        ),
        (
            "IOM DTM, Aperçu sur les mouvements de population (reliefweb.int/a)", "en",
            'IOM DTM, "Aperçu sur les mouvements de population" (in French) (reliefweb.int/a)',
        ),
    ],
)  # fmt: skip
def test_what_stays_in_the_other_language_is_quoted_with_its_language(
    words: str, lang: str, said: str
) -> None:
    assert told(words, lang) == said  # type: ignore[arg-type]


def test_a_quote_is_marked_for_who_reads_aloud() -> None:
    view = View(theme="coverage", pick="ML05", lang="fr")
    shown = panel.facts(scenes.compose(view).facts)
    assert '« <span lang="en">since 2013 … Mopti and Ségou regions</span> » (en anglais)' in shown
    english = panel.facts(scenes.compose(View(lang="en")).facts)
    assert '&quot;<span lang="fr">Aperçu sur les mouvements de population</span>&quot;' in english
    assert terms.quoted("«\xa0Sites\xa0» : « such as » (en anglais)") == (
        '«\xa0Sites\xa0» : « <span lang="en">such as</span> » (en anglais)'
    )


@pytest.mark.parametrize(
    ("written", "fr", "en"),
    [("Tombouctou", "Tombouctou", "Timbuktu"), ("KaYes", "Kayes", "Kayes"), ("Elsewhere", "Elsewhere", "Elsewhere")],
)  # fmt: skip
def test_a_region_of_origin_is_named_in_the_reader_s_language(written: str, fr: str, en: str) -> None:
    assert (_region(written, "fr"), _region(written, "en")) == (fr, en)


def test_the_facts_name_the_region_of_origin_so() -> None:
    view = View(level=2, round="2017-12", pick="ML0605")
    assert "mostly from Timbuktu" in panel.facts(scenes.compose(view, lang="en").facts)
    assert "venus surtout de Tombouctou" in panel.facts(scenes.compose(view, lang="fr").facts)


@pytest.mark.parametrize(("lang", "word"), [("fr", "EXEMPLE"), ("en", "EXAMPLE")])
def test_example_sites_are_named_in_the_reader_s_language_and_keep_their_ids(lang: str, word: str) -> None:
    scene = scenes.compose(View(layers=("sites",), audience="partner"), lang=lang)  # type: ignore[arg-type]
    (layer,) = scene.layers
    with (DATA / "sites" / "example_sites.csv").open(encoding="utf-8") as lines:
        ids = [row["id"] for row in csv.DictReader(lines)]
    assert [point.id for point in layer.points] == ids
    assert [point.name for point in layer.points] == [f"{word} {n:03}" for n in range(1, len(ids) + 1)]
