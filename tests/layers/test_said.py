import dataclasses
import datetime as dt
import re
from pathlib import Path

import pytest

from layers import scene as scenes
from layers.render.said import Said, file_name, fingerprint, said
from layers.scene import Scene
from layers.view import View

DAY = dt.date(2026, 11, 24)


def composed(query: str, lang: str = "en") -> Scene:
    view, doubts = View.parse(query)
    return scenes.compose(view, doubts, lang=lang)


def page(query: str, lang: str = "en") -> Said:
    return said(composed(query, lang), DAY)


@pytest.mark.parametrize(
    ("query", "lang", "title", "subtitle"),
    [
        ("level=2&area=ML05", "fr", "Personnes déplacées par cercle", "Mopti, Mali · 30 avril 2020 · DTM, round 64"),
        ("theme=none", "en", "Administrative boundaries by region", "Mali"),
        (
            "theme=change&base=2018-12", "en", "Change in displaced people by region",
            "Mali · 31 December 2018 to 30 April 2020 · DTM round 48 · DTM round 64",
        ),
    ],
)  # fmt: skip
def test_a_page_says_what_where_when_and_of_which_round(
    query: str, lang: str, title: str, subtitle: str
) -> None:
    given = page(query, lang)
    assert (given.title, given.subtitle) == (title, subtitle)


def test_every_source_has_its_date() -> None:
    sources = page("theme=share&layers=offices,camps").sources
    assert "IOM, Displacement Tracking Matrix (DTM) (30 April 2020)" in sources
    assert any("census" in source and "2009" in source for source in sources)
    assert "IOM, Mali Crisis Response Plan 2021 (29 January 2021)" in sources
    assert all(re.search(r"\b\d{4}\b", source) for source in sources), sources


@pytest.mark.parametrize(
    ("query", "labels"),
    [
        ("", ()),
        ("layers=sites", ("EXAMPLE DATA, invented",)),
        (
            "division=reform2023&audience=partner",
            ("Derived boundaries, approximate", "Partner: not for publication"),
        ),
    ],
)
def test_labels_stand_wherever_they_apply(query: str, labels: tuple[str, ...]) -> None:
    assert page(query).labels == labels


def test_the_link_leads_to_the_view(own_workspace: Path) -> None:
    assert page("area=ML05&level=2").link == "?level=2&area=ML05&lang=en"
    (own_workspace / "logo.png").write_bytes(b"")
    (own_workspace / "settings.toml").write_text(
        'public_url = "https://example.org/mali"\norganisation = "EXAMPLE"\nlogos = ["logo.png", "gone.png"]\n'
    )
    given = page("area=ML05&level=2")
    assert given.link == "https://example.org/mali?level=2&area=ML05&lang=en"
    assert (given.organisation, given.logos) == ("EXAMPLE", (own_workspace / "logo.png",))
    assert View.parse(given.link) == (View(level=2, area="ML05", lang="en"), ())


def test_the_fingerprint_is_of_the_data_and_of_nothing_else() -> None:
    french, english = composed("level=2", "fr"), composed("level=2", "en")
    assert fingerprint(french) == fingerprint(english)
    assert fingerprint(composed("level=2&round=2018-12")) != fingerprint(english)
    fill = english.fill
    for changed in (
        dataclasses.replace(fill, values={**fill.values, "ML0501": 1}),
        dataclasses.replace(fill, states={**fill.states, "ML0501": "at_least"}),
    ):
        assert fingerprint(dataclasses.replace(english, fill=changed)) != fingerprint(english)
    assert fingerprint(dataclasses.replace(english, layers=())) != fingerprint(english)


def test_lines_hold_every_fact_once() -> None:
    given = page("level=2&layers=sites&colour=red")
    texts = [text for _, text in given.lines()]
    assert all(texts)
    for text in (
        given.title,
        given.link,
        given.fingerprint,
        *given.caveats,
        *given.doubts,
        *given.labels,
        *given.sources,
    ):
        assert texts.count(text) == 1


@pytest.mark.parametrize(
    ("query", "lang", "size", "name"),
    [
        ("area=ML05", "fr", "a4", "MLI_displaced_mopti_a4_20200430_fr.pdf"),
        ("division=reform2023&area=r23-menaka&theme=none", "en", "", "MLI_boundaries_menaka_en.pdf"),
        ("theme=presence&sector=NUT", "en", "slide", "MLI_presence-nut_mali_slide_2023_en.pdf"),
    ],
)
def test_file_names_follow_the_practice(query: str, lang: str, size: str, name: str) -> None:
    assert file_name(composed(query, lang), "pdf", size) == name
