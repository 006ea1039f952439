import csv
import datetime as dt
import io
import re
from html.parser import HTMLParser

import pytest

from geo import catalog, disclosure, floods, funding, reports
from geo.areas import Language
from geo.paths import DATA
from layers import catalogue, glossary, plain_tables
from layers.catalogue import Entry
from layers.plain_tables import Cell, Row, Table
from layers.render import reading

TODAY = dt.date(2026, 11, 22)
LANGUAGES: tuple[Language, ...] = ("fr", "en")
DATASETS = {dataset.id: dataset for dataset in catalog.datasets()}
NARROW = "\u202f"


def entries(lang: Language = "en") -> dict[str, Entry]:
    return {entry.id: entry for group in catalogue.groups(lang, TODAY) for entry in group.entries}


def detail(dataset: str, name: str, lang: Language = "en") -> tuple[str, str]:
    (found,) = (detail for detail in entries(lang)[dataset].details if detail.name == name)
    return found.text, found.note


def test_every_dataset_is_listed_once_under_a_group() -> None:
    listed = [entry.id for group in catalogue.groups("fr", TODAY) for entry in group.entries]
    assert sorted(listed) == sorted(DATASETS)
    assert [group.id for group in catalogue.groups("en", TODAY)] == list(catalogue.GROUPS)


@pytest.mark.parametrize(
    ("iso", "fr", "en"),
    [
        ("2026", "cette année", "this year"),
        ("2025", "il y a 1 an", "1 year ago"),
        ("2009", "il y a 17 ans", "17 years ago"),
        ("2026-11", "il y a moins d'un mois", "less than a month ago"),
        ("2026-10-22", "il y a 1 mois", "1 month ago"),
        ("2026-10-23", "il y a moins d'un mois", "less than a month ago"),
        ("2024-12", "il y a 23 mois", "23 months ago"),
        ("2024-11-22", "il y a 2 ans", "2 years ago"),
        ("2020-04-30", "il y a 6 ans", "6 years ago"),
    ],
)
def test_an_age_says_no_more_than_its_date(iso: str, fr: str, en: str) -> None:
    assert catalogue.age(iso, TODAY, "fr") == fr
    assert catalogue.age(iso, TODAY, "en") == en


@pytest.mark.parametrize(
    ("dataset", "kinds"),
    [
        ("cod2021", ("official_file",)),
        ("dtm_rounds", ("official_file",)),
        ("national", ("official_report", "press", "third_party", "compilation")),
        ("statements", ("official_report",)),
        ("census_2009", ("official_report",)),
        ("site_counts", ("press",)),
        ("names", ("compilation",)),
        ("sources", ("compilation",)),
        ("flood_events", ("compilation",)),
        ("reform2023", ("compilation",)),
    ],
)
def test_how_good_a_dataset_is_follows_its_sources(dataset: str, kinds: tuple[str, ...]) -> None:
    assert catalogue.kinds(DATASETS[dataset]) == kinds


def test_every_dataset_says_how_good_it_is() -> None:
    assert not [dataset.id for dataset in DATASETS.values() if not catalogue.kinds(dataset)]


def test_what_is_known_of_a_dataset_is_said_in_words() -> None:
    assert detail("dtm_rounds", "date") == ("30 April 2020", "6 years ago")
    assert detail("dtm_rounds", "date", "fr") == ("30 avril 2020", "il y a 6 ans")
    assert detail("dtm_rounds", "level", "fr") == ("par cercle", "Limites de 2021")
    assert detail("settlements", "rows", "fr") == (f"18{NARROW}769", "")
    assert detail("sites_template", "rows") == ("0", "")
    assert detail("basemap", "licence", "fr") == ("domaine public", "")


@pytest.mark.parametrize("field", ["source", "source_file", "licence"])
def test_words_of_the_catalogue_are_there_in_french(field: str) -> None:
    english = re.compile(r"\b(the|of|and|in|by|[Tt]his|from|with|[Pp]ress|as|for)\b")
    left = {
        words
        for dataset in DATASETS.values()
        if english.search(words := catalogue.told(getattr(dataset, field), "fr"))
    }
    assert not left, f"for [data_page.words] in layers/words: {left}"


def test_unknown_words_stay_as_they_are() -> None:
    assert catalogue.told("Somebody Else, 2030", "fr") == "Somebody Else, 2030"


# What may be had


def rows(content: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(content.decode(), newline="")))


@pytest.mark.parametrize("dataset", DATASETS.values(), ids=lambda dataset: dataset.id)
def test_only_what_the_public_may_have_can_be_downloaded(dataset: catalog.Dataset) -> None:
    found = catalogue.downloads(dataset, "en")
    if dataset.sensitivity == "public":
        assert found
        assert not entries()[dataset.id].terms
        assert found[-1].content() == (DATA / dataset.path).read_bytes()
    else:
        assert entries()[dataset.id].terms
        assert all(download.content() != (DATA / dataset.path).read_bytes() for download in found)


def test_of_the_statements_only_the_public_rows_are_given() -> None:
    (given,) = catalogue.downloads(DATASETS["statements"], "fr")
    found = rows(given.content())
    shown = disclosure.statements_for("public", reports.documents())
    assert [row["id"] for row in found] == [statement.id for statement in shown]
    assert {row["sensitivity"] for row in found} == {"public"}
    assert 0 < len(found) < len(reports.documents())
    assert catalogue.row_count(DATASETS["statements"]) == len(found)


def test_restricted_sites_are_not_given() -> None:
    assert catalogue.downloads(DATASETS["example_sites"], "en") == ()


@pytest.mark.parametrize("dataset", ["cod2021", "reform2023", "basemap", "settlements"])
def test_a_parquet_file_comes_as_a_spreadsheet_too(dataset: str) -> None:
    table, original = catalogue.downloads(DATASETS[dataset], "en")
    found = rows(table.content())
    assert len(found) == catalogue.row_count(DATASETS[dataset])
    assert not {"geometry", "outline"} & found[0].keys()
    assert original.name.endswith(".parquet")


def test_files_are_named_by_country_dataset_and_date() -> None:
    names = [download.name for entry in entries().values() for download in entry.downloads]
    assert len(names) == len(set(names))
    assert all(re.fullmatch(r"MLI_[a-z0-9_]+_\d{4,8}\.(csv|parquet)", name) for name in names)


# The small tables


def cells(table: Table) -> list[list[str]]:
    return [[cell.text for cell in row.cells] for row in table.rows]


def find(table: Table, name: str) -> list[str]:
    (found,) = (row for row in cells(table) if row[0].startswith(name))
    return found


def test_funding_is_as_the_document_has_it() -> None:
    (table,) = plain_tables.funding_tables("en")
    assert find(table, "Objective 1") == [
        "Objective 1: Save lives and respond to needs through humanitarian assistance and protection",
        "7,100,000", "500,001", "250,735", "6,599,999", "0", "", "390,000",
    ]  # fmt: skip
    assert find(table, "Peace")[1:] == ["1,000,000", "1,461,883", "", "0", "461,883", "146.19", ""]
    assert find(table, "Objective 2")[4:6] == ["6,000,000", "461,883"], "the surplus is not netted"
    assert find(table, "The whole plan")[1:3] == ["15,300,000", "not stated"]
    total = table.rows[-1]
    assert total.kind == "total"
    assert total.cells[2].note == "sum of the objectives: 1,961,884"
    assert total.cells[7] == Cell("670,300", "of whom 300 in no objective")


@pytest.mark.parametrize("lang", LANGUAGES)
def test_what_is_not_stated_is_never_zero(lang: Language) -> None:
    (table,) = plain_tables.funding_tables(lang)
    (plan,) = funding.plans()
    words = {"fr": "non précisé", "en": "not stated"}[lang]
    lines = [line for objective in plan.objectives for line in objective.lines]
    shown = [row for row in table.rows if row.kind == "plain"]
    assert len(lines) == len(shown)
    for line, row in zip(lines, shown, strict=True):
        assert (row.cells[2].text == words) == (line.confirmed is None)
        assert (row.cells[5].text == words) == (line.confirmed is None)


def test_floods_stand_by_year_and_by_source() -> None:
    table = plain_tables.flood_table("fr")
    assert [row[0] for row in cells(table)] == [str(year) for year in range(2024, 2007, -1)]
    assert find(table, "2019")[1:3] == [f"6{NARROW}633", f"36{NARROW}957"]
    assert find(table, "2014") == ["2014", "aucun rapport", "", ""]
    assert "Inondation de Bamako, mai 2019 : 646" in find(table, "2019")[3]
    in_hand = {str(year.year) for year in floods.years()}
    assert {row[0] for row in cells(table) if row[1] != "aucun rapport"} == in_hand


def test_numbers_of_sites_are_those_published() -> None:
    assert [row[1] for row in cells(plain_tables.site_table("en"))] == ["132", "329"]
    assert cells(plain_tables.site_table("fr"))[1][0] == "avril 2023"


def test_moved_communes_are_all_there_with_what_was_done() -> None:
    table = plain_tables.moved_communes("en")
    done = [row.cells[3].note for row in table.rows]
    assert done == sorted(done, key=lambda note: note != "move applied")
    named = sum(len(re.split(r", | and ", row.cells[0].text)) for row in table.rows)
    assert named == len(plain_tables.moves()) == 14
    by_cercle = {(row.cells[1].text, row.cells[2].text, row.cells[3].text) for row in table.rows}
    assert ("Kati", "Bougouni", "Koulikoro") in by_cercle
    assert ("Bla", "San", "San") in by_cercle


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_row_has_as_many_cells_as_the_table_has_columns(lang: Language) -> None:
    tables = [
        *plain_tables.funding_tables(lang),
        plain_tables.flood_table(lang),
        plain_tables.site_table(lang),
        plain_tables.moved_communes(lang),
    ]
    for table in tables:
        assert {len(row.cells) for row in table.rows} == {len(table.columns)}
        assert all(row.cells[0].text for row in table.rows)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_glossary_is_in_the_order_of_the_alphabet(lang: Language) -> None:
    terms = [term for term, _ in glossary.terms(lang)]
    assert len(terms) == len(set(terms)) == len(glossary.TERMS)
    assert [term for term in terms if term.startswith(("PDI", "IDP"))]
    assert terms.index("Cluster") < terms.index("Commune") < terms.index("P-code")


def test_licences_name_every_dataset() -> None:
    named = [title for _, titles in catalogue.licences("en") for title in titles.split("; ")]
    assert len(named) == len(DATASETS)


# As HTML


class Elements(HTMLParser):
    def __init__(self, text: str) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str | None]]] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, dict(attrs)))

    def named(self, name: str) -> list[dict[str, str | None]]:
        return [attributes for tag, attributes in self.found if tag == name]


EVIL = '<script>"&'


def test_what_is_quoted_is_escaped() -> None:
    table = Table(EVIL, (EVIL, EVIL), (Row((Cell(EVIL, EVIL), Cell(EVIL))),), notes=(EVIL,))
    entry = Entry("a", EVIL, EVIL, (catalogue.Detail("rows", EVIL, EVIL, EVIL),), (), "")
    drawn = [
        reading.table(table),
        reading.entry(entry),
        reading.definitions([(EVIL, EVIL)]),
        reading.opening(EVIL, EVIL, EVIL, [("a", EVIL)]),
        reading.heading("a", EVIL, EVIL),
        reading.subheading(EVIL, EVIL),
        reading.aside(EVIL),
    ]
    for text in drawn:
        assert not Elements(text).named("script")
        assert "&lt;script&gt;" in text


def test_a_table_has_a_caption_and_scopes() -> None:
    table = Table("All", ("A", "B"), (Row((Cell("x"), Cell("1"))),), frozenset({1}))
    elements = Elements(reading.table(table))
    assert len(elements.named("caption")) == 1
    assert [head["scope"] for head in elements.named("th")] == ["col", "col", "row"]
    (cell,) = elements.named("td")
    assert (cell["class"], cell["data-column"]) == ("mr-number", "B")
