import brotli
import pytest

from geo.areas import load
from layers.render import light, tables
from layers.scene import Scene, compose
from layers.text import say
from layers.view import THEMES, View


def scene_of(query: str, lang: str = "fr") -> Scene:
    view, doubts = View.parse(query)
    return compose(view, doubts, lang=lang)  # type: ignore[arg-type]


@pytest.mark.parametrize(("theme", "level"), [("idps", 1), ("idps", 3), *((theme, 2) for theme in THEMES)])
def test_it_is_light_and_asks_for_nothing_else(theme: str, level: int) -> None:
    page = light.page(scene_of(f"?theme={theme}&level={level}&lang=fr"))
    # A phone's second on a poor 2G link; the full map needs a hundred times that.
    assert len(brotli.compress(page.encode(), quality=9)) < 30_000
    assert "<script" not in page
    assert not [part for part in ("src=", "@import", "url(http", "<link") if part in page]
    assert "<button" not in page


@pytest.mark.parametrize("lang", ["fr", "en"])
def test_it_says_what_it_leaves_out_and_has_every_figure_of_the_view(lang: str) -> None:
    scene = scene_of("?level=2&area=ML05", lang)
    page = light.page(scene)
    assert f'<html lang="{lang}">' in page
    assert say("light.without", scene.request.lang) in page.replace("&#x27;", "'")
    rows = list(tables.areas(scene))
    assert rows
    assert all(f">{row.name}</a>" in page and (row.figure or row.note) in page for row in rows)


def test_every_area_is_sketched_where_it_is() -> None:
    for division in ("cod2021", "reform2023"):
        areas = load(division).at(1)
        drawn = light.outlines(division, 1)
        assert set(drawn) == {area.id for area in areas}
        assert all(path.startswith("M") for path in drawn.values()), drawn


def test_what_stands_in_a_query_is_quoted() -> None:
    page = light.page(scene_of("?theme=%3Cscript%3Ealert(1)%3C/script%3E&colour=%22%3E%3Cb%3E"))
    assert "<script" not in page
    assert "<b>&quot;" not in page
    assert "&lt;script&gt;" in page


def test_links_keep_the_view_and_change_one_thing() -> None:
    page = light.page(scene_of("?level=2&area=ML05&lang=en"))
    assert 'href="./?level=2&amp;area=ML05&amp;lang=en"' in page
    assert 'href="light?level=2&amp;area=ML05&amp;theme=returnees&amp;lang=en"' in page
    assert 'href="light?level=2&amp;area=ML05&amp;lang=fr"' in page
    assert 'href="light?level=2&amp;area=ML05&amp;pick=ML0506&amp;lang=en#facts"' in page
