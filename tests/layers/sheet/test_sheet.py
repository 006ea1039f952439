"""The whole sheet: everything on it, measured by matplotlib and not by the sheet's own rulers."""

import dataclasses
import datetime as dt
import io
from collections.abc import Callable
from itertools import combinations
from pathlib import Path

import numpy as np
import pytest
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.text import Text
from PIL import Image

from geo import areas
from geo.errors import GeoError
from layers.palette import Style
from layers.parts import LegendItem
from layers.render import sheet
from layers.render.said import Said, said
from layers.render.sheet import Drawn, layout
from layers.scene import Scene
from layers.view import THEMES

Composed = Callable[..., Scene]
DAY = dt.date(2026, 11, 24)
DPI = 72
REGIONS = [area.id for area in areas.load("reform2023").at(1)]


def laid_out(
    scene: Scene, size: str = "a4", way: str = "landscape", words: Said | None = None, **more: object
) -> Drawn:
    return sheet.lay_out(scene, words or said(scene, DAY), layout.page(size, way), **more)  # type: ignore[arg-type]


def texts(drawn: Drawn) -> list[tuple[str, float, float, float, float]]:
    """Return every text but those across the map: words, left, bottom, right, top in points."""
    drawn.figure.set_dpi(DPI)
    renderer = FigureCanvasAgg(drawn.figure).get_renderer()
    found = []
    for text in drawn.figure.findobj(Text):
        if text.get_text() and text.get_alpha() is None:
            box = text.get_window_extent(renderer)
            lower = box.height * 0.12  # below and above the letters
            found.append((text.get_text(), box.x0, box.y0 + lower, box.x1, box.y1 - lower))
    return found


def assert_clear(drawn: Drawn) -> None:
    page = drawn.figure.get_size_inches() * DPI
    found = texts(drawn)
    for words, left, bottom, right, top in found:
        assert left >= 0, words
        assert bottom >= 0, words
        assert right <= page[0], words
        assert top <= page[1], words
    for one, other in combinations(found, 2):
        apart = (
            one[3] <= other[1] + 0.4 or other[3] <= one[1] + 0.4 or one[4] <= other[2] or other[4] <= one[2]
        )
        assert apart, (one, other)


@pytest.mark.parametrize("lang", ["fr", "en"])
@pytest.mark.parametrize("region", REGIONS)
def test_no_words_overlap_on_the_sheet_of_any_region(region: str, lang: str, composed: Composed) -> None:
    query = f"division=reform2023&level={1 if lang == 'fr' else 3}&area={region}&layers=circles,offices,camps,rivers,towns,labels"
    drawn = laid_out(composed(query, lang))
    assert_clear(drawn)
    boxes = [one.box for one in drawn.names]
    assert boxes
    assert all(drawn.plan.map.holds(box) for box in boxes)
    assert not any(one.overlaps(other) for one, other in combinations(boxes, 2))


@pytest.mark.parametrize("size", layout.SIZES)
@pytest.mark.parametrize("way", layout.ORIENTATIONS)
def test_no_words_overlap_on_any_page(size: str, way: str, composed: Composed) -> None:
    scene = composed(
        "level=2&layers=circles,sites,offices,camps,floods,rivers,towns,labels&audience=partner&division=cod2021"
    )
    assert_clear(laid_out(scene, size, way))


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("level", [1, 2])
def test_every_style_of_every_theme_is_in_the_legend(theme: str, level: int, composed: Composed) -> None:
    scene = composed(f"theme={theme}&level={level}&area=ML05", "en")
    drawn = laid_out(scene)
    assert_clear(drawn)
    words = " ".join(text for text, *_ in texts(drawn))
    used = set(scene.fill.keys.values()) - {"p"}
    assert used <= {item.key for item in scene.fill.legend}
    for item in scene.fill.legend:
        assert item.label.split(" ")[0] in words
    for said_so in ("international boundary", "river, lake", "town", "area of this map"):
        assert said_so in words


def test_the_page_names_its_projection_scale_north_coordinates_sources_and_day(composed: Composed) -> None:
    words = [text for text, *_ in texts(laid_out(composed("level=2&area=ML05", "en")))]
    all_words = " ".join(words)
    for expected in (
        "Displaced people by cercle", "Mopti, Mali · 30 April 2020 · DTM round 64", "100 km", "N", "4° W", "14° N",
        "Sources:", "(30 April 2020)", "Caveats:", "Disclaimer:", "Projection:", "Lambert azimuthal equal-area",
        "24 November 2026.", "?level=2&area=ML05&lang=en", "Data fingerprint:",
    ):  # fmt: skip
        assert expected in all_words
    assert "24,648" in words
    assert "Mopti" in words


def test_each_element_can_be_switched_off(composed: Composed) -> None:
    scene = composed("level=2&area=ML05", "en")
    words = dataclasses.replace(said(scene, DAY), link="https://example.org/?level=2", organisation="EXAMPLE")
    gone = {
        "title": "Displaced people by cercle", "subtitle": "Mopti, Mali · 30 April 2020 · DTM round 64",
        "legend": "Displaced people, by cercle", "scale": "100 km", "north": "N", "graticule": "4° W",
        "figures": "24,648", "sources": "Sources:", "caveats": "Caveats:", "disclaimer": "Disclaimer:",
        "projection": "Projection:", "made": "Made on:", "query": "Data fingerprint:", "organisation": "EXAMPLE",
    }  # fmt: skip
    for element, text in gone.items():
        shown = {words for words, *_ in texts(laid_out(scene, words=words, without={element}))}
        assert text not in shown
        assert set(gone.values()) - {text} <= shown
    bare = laid_out(scene, words=words, without=sheet.ELEMENTS)
    names = {line for one in bare.names for line in one.name.lines}
    assert {text for text, *_ in texts(bare)} == names | {"Audience:", "Public."}  # stays, whoever asks
    assert bare.plan.map in bare.plan.boxes()
    assert len(bare.plan.boxes()) == 2  # the map, and for whom it is
    assert {*gone, "inset", "code", "logos"} == set(sheet.ELEMENTS)


def pixels(drawn: Drawn) -> np.ndarray:
    drawn.figure.set_dpi(40)
    canvas = FigureCanvasAgg(drawn.figure)
    canvas.draw()
    return np.asarray(canvas.buffer_rgba())


def test_notices_cannot_be_switched_off_and_lie_across_the_whole_map(composed: Composed) -> None:
    scene = composed("division=reform2023&layers=sites&audience=partner", "en")
    drawn = laid_out(scene, without=sheet.ELEMENTS)
    notices = ("EXAMPLE DATA, invented", "Derived boundaries, approximate", "Partner: not for publication")
    words = [text for text, *_ in texts(drawn)]
    assert all(notice in words for notice in notices)
    clean = pixels(
        laid_out(scene, words=dataclasses.replace(said(scene, DAY), labels=()), without=sheet.ELEMENTS)
    )
    marked = (np.abs(clean.astype(int) - pixels(drawn)).sum(axis=2) > 6).astype(int)
    tall, wide = marked.shape
    for row in np.array_split(np.arange(int(tall * 0.08), int(tall * 0.92)), 4):
        for column in np.array_split(np.arange(int(wide * 0.06), int(wide * 0.94)), 4):
            assert marked[np.ix_(row, column)].any(), "a piece of the map could be cut out without its notice"


LONG = "Une réserve très longue sur la façon de compter, répétée : " * 160
HOSTILE = [
    "<script>alert(1)</script>", "$x^2$ \\frac{1}{2} $$", "=cmd|'/C calc'!A0", "N" * 400, "مخيم تجريبي للنازحين", "\u202eevil\x00\n]]>&",
    "ߡߊߟߌ 漢字 🏕", "%s {0} {title}",
]  # fmt: skip


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_names_are_harmless(name: str, composed: Composed) -> None:
    scene = composed("level=2&area=ML05", "en")
    fill = dataclasses.replace(
        scene.fill,
        title=name,
        legend=(*scene.fill.legend, LegendItem(name, symbol="other"), LegendItem(name, key="0")),
    )
    words = dataclasses.replace(
        said(scene, DAY),
        title=name,
        subtitle=name,
        caveats=(name,),
        organisation=name,
        labels=(),
        sources=(name,),
        link=f"https://e.org/{name}",
    )
    scene = dataclasses.replace(scene, fill=fill)
    for way in layout.ORIENTATIONS:
        assert_clear(laid_out(scene, way=way, words=words))


@pytest.mark.parametrize(("size", "way"), [("a4", "landscape"), ("a4", "portrait"), ("slide", "landscape")])
def test_long_caveats_wrap_and_what_has_no_room_is_said_to_go_on(
    size: str, way: str, composed: Composed
) -> None:
    scene = composed("level=2", "fr")
    words = dataclasses.replace(said(scene, DAY), caveats=(LONG, LONG))
    drawn = laid_out(scene, size, way, words)
    assert_clear(drawn)
    assert "Suite dans la carte en ligne" in " ".join(text for text, *_ in texts(drawn))
    assert "Suite" not in " ".join(text for text, *_ in texts(laid_out(scene, size, way)))


def test_a_code_leads_to_the_view_where_the_settings_say_where_it_is(
    composed: Composed, own_workspace: Path
) -> None:
    scene = composed("level=2&area=ML05", "en")
    assert not laid_out(scene).plan.code.height
    (own_workspace / "settings.toml").write_text(
        'public_url = "https://example.org/mali"\norganisation = "EXAMPLE"\nlogos = ["a.png"]\n'
    )
    Image.new("RGB", (400, 100), "#C00000").save(own_workspace / "a.png")
    drawn = laid_out(scene)
    assert drawn.plan.code.height >= 20
    assert "EXAMPLE" in [text for text, *_ in texts(drawn)]
    shown = pixels(drawn)
    assert (np.abs(shown[:, :, :3].astype(int) - (192, 0, 0)).sum(axis=2) < 12).sum() > 300  # the logo
    from layers.render.sheet import furniture

    squares = np.array(furniture.code("https://example.org/mali?level=2&area=ML05&lang=en"))
    assert squares.shape[0] == squares.shape[1] > 20
    assert furniture.code("https://example.org/" + "x" * 4000) == ()


def test_a_logo_that_is_no_picture_is_said_to_be(composed: Composed, own_workspace: Path) -> None:
    (own_workspace / "settings.toml").write_text('logos = ["a.png"]\n')
    (own_workspace / "a.png").write_text("<svg/>")
    with pytest.raises(GeoError) as caught:
        sheet.draw(composed(""))
    assert caught.value.key == "sheet_logo"


@pytest.mark.parametrize(
    "asked",
    [
        {"size": "a5"},
        {"orientation": "up"},
        {"format": "gif"},
        {"dpi": 72},
        {"dpi": 1200},
        {"without": {"sources", "map"}},
    ],
)
def test_what_there_is_not_is_refused(asked: dict[str, object], composed: Composed) -> None:
    with pytest.raises(GeoError) as caught:
        sheet.draw(composed(""), **asked)  # type: ignore[arg-type]
    assert caught.value.key == "sheet_choice"


@pytest.mark.parametrize(
    ("query", "west", "north"),
    [
        ("area=ML05", -6.2, 16.4),
        ("at=14.5,-4.2,9", -4.7, 14.9),
        ("area=ML09&level=3", -8.2, 12.8),
        ("", -13.7, 25.5),
        ("at=17,-4,3", -13.7, 25.5),  # no more than the country
    ],
)
def test_the_map_shows_what_the_view_does(query: str, west: float, north: float, composed: Composed) -> None:
    from layers.render.sheet import ground

    left, _, _, top = ground.extent(composed(query).request)
    lon, lat = ground.degrees(left, top)
    assert (lon, lat) == pytest.approx((west, north), abs=0.45)


def test_a_style_that_the_legend_forgot_is_still_drawn(composed: Composed) -> None:
    scene = composed("level=2")
    fill = scene.fill
    odd = dataclasses.replace(
        fill, keys=dict(fill.keys) | {"ML0506": "?"}, styles=dict(fill.styles) | {"?": Style("#FF00FF")}
    )
    drawn = pixels(laid_out(dataclasses.replace(scene, fill=odd)))
    assert (np.abs(drawn[:, :, :3].astype(int) - (255, 0, 255)).sum(axis=2) < 12).any()


def test_the_same_sheet_is_the_same_bytes(composed: Composed) -> None:
    scene = composed("level=1&area=ML05")
    for kind in ("png", "svg", "pdf"):
        one, other = (sheet.draw(scene, format=kind, dpi=150, made=DAY) for _ in range(2))  # type: ignore[arg-type]
        assert one == other, kind


def test_a_preview_is_a_small_picture_of_the_page(composed: Composed) -> None:
    small = Image.open(io.BytesIO(sheet.draw(composed("level=1"), preview=True, made=DAY)))
    assert small.format == "PNG"
    assert small.size == (935, 661)
