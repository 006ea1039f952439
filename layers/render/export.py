"""One table of formats: whatever asks for a file of a scene asks here."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

from geo.errors import GeoError
from layers import deck
from layers import scene as scenes
from layers.render import said
from layers.view import View

if TYPE_CHECKING:
    from collections.abc import Callable

    from geo.areas import Language
    from layers.render.pair import Scenes
    from layers.scene import Scene

Size = Literal["a4", "a3", "slide"]
Orientation = Literal["landscape", "portrait"]

SIZES: tuple[Size, ...] = ("a4", "a3", "slide")
ORIENTATIONS: tuple[Orientation, ...] = ("landscape", "portrait")


@dataclass(frozen=True, slots=True)
class Options:
    """How a file is made.

    Attributes
    ----------
    size, orientation : str
        Of a printed page; other formats have none.
    dpi : int
        Dots per inch of a PNG.
    without : tuple of str
        Elements of a printed page to leave out.
    hxl : bool
        Whether a table has a row of HXL tags below its header.
    made : datetime.date or None
        Day that the page names; None is today.
    """

    size: Size = "a4"
    orientation: Orientation = "landscape"
    dpi: int = 300
    without: tuple[str, ...] = ()
    hxl: bool = False
    made: dt.date | None = None


@dataclass(frozen=True, slots=True)
class Format:
    """A kind of file.

    Attributes
    ----------
    mime : str
        Media type.
    make : callable
        Returns the file of a view's scenes.
    printed : bool
        Whether it is a page with a size.
    table : bool
        Whether it can have a row of HXL tags.
    beside : bool
        Whether it can hold a comparison; other files hold one map.
    """

    mime: str
    make: Callable[[Scenes, Options], bytes]
    printed: bool = False
    table: bool = False
    beside: bool = False


def make(scenes: Scenes, ending: str, options: Options | None = None) -> bytes:
    """Return the file of a view's scenes in a format: one, or those of a comparison.

    Raises
    ------
    GeoError
        ``format_unknown``; ``pair_format``: such a file holds one map; ``pair_areas``; what the renderer
        raises, such as ``sheet_choice``.
    """
    return fits(ending, beside=len(scenes) > 1).make(scenes, options or Options())


def fits(ending: str, *, beside: bool) -> Format:
    """Return the format of an ending, if it holds what is to be shown: one map, or a comparison.

    Raises
    ------
    GeoError
        ``format_unknown``; ``pair_format``.
    """
    kind = known(ending)
    if beside and not kind.beside:
        raise GeoError("pair_format", given=ending, known=", ".join(compared()))
    return kind


def compared() -> tuple[str, ...]:
    """Return the endings of files that hold a comparison."""
    return tuple(ending for ending, kind in FORMATS.items() if kind.beside)


def of_view(query: str, ending: str, options: Options, lang: Language) -> bytes:
    """Return the file of a query's view; see `make`."""
    return make(all_composed(query, lang), ending, options)


def preview_of_view(query: str, options: Options, lang: Language) -> bytes:
    """Return the small picture of a query's view; see `preview`."""
    return preview(all_composed(query, lang), options)


def all_composed(query: str, lang: Language) -> Scenes:
    """Return the scenes of a query: one, or those of a comparison (`layers.deck.compared`)."""
    return deck.compared(*View.parse(query), lang)


def composed(query: str, lang: Language) -> Scene:
    """Return the scene of a query; `lang` is the language where it names none."""
    view, doubts = View.parse(query)
    return scenes.compose(view, doubts, lang=lang)


def known(ending: str) -> Format:
    """Return the format of an ending.

    Raises
    ------
    GeoError
        ``format_unknown``.
    """
    if ending not in FORMATS:
        raise GeoError("format_unknown", given=ending, known=", ".join(FORMATS))
    return FORMATS[ending]


def file_name(scene: Scene, ending: str, options: Options | None = None, *, beside: bool = False) -> str:
    """Return what a file is called: see `layers.render.said.file_name`; `beside` is of a comparison."""
    name = _file_name(scene, ending, options or Options())
    return name.replace("MLI_", "MLI_compared-", 1) if beside else name


def _file_name(scene: Scene, ending: str, given: Options) -> str:
    if not known(ending).printed:
        return said.file_name(scene, ending, "slide" if ending == "pptx" else "")
    upright = given.orientation == "portrait" and given.size != "slide"
    return said.file_name(scene, ending, f"{given.size}-portrait" if upright else given.size)


# Each imports its renderer when it is asked for: from a terminal, only one is.


def _sheet(ending: Literal["png", "svg", "pdf"]) -> Callable[[Scenes, Options], bytes]:
    def draw(scenes: Scenes, options: Options) -> bytes:
        from layers.render import sheet

        return sheet.draw(*scenes, dpi=options.dpi, format=ending, made=options.made, **_laid(options))

    return draw


def _laid(options: Options) -> dict[str, Any]:
    return {"size": options.size, "orientation": options.orientation, "without": options.without}


def preview(scenes: Scenes, options: Options) -> bytes:
    """Return a small PNG of the printed page of a view's scenes, for the screen.

    Raises
    ------
    GeoError
        As `layers.render.sheet.draw`.
    """
    from layers.render import sheet

    return sheet.draw(*scenes, preview=True, **_laid(options))


def _slides(scenes: Scenes, options: Options) -> bytes:
    from layers.render import slideshow

    return slideshow.draw(scenes, options.made)


def _page(scenes: Scenes, options: Options) -> bytes:
    from layers.render import page

    return page.draw(scenes[0], options.made)


def _gpkg(scenes: Scenes, options: Options) -> bytes:
    from layers.render import geodata

    return geodata.as_gpkg(scenes[0], options.made)


def _geojson(scenes: Scenes, options: Options) -> bytes:
    from layers.render import geodata

    return geodata.as_geojson(scenes[0], options.made)


def _csv(scenes: Scenes, options: Options) -> bytes:
    from layers.render import pair, tables

    if len(scenes) > 1:
        return pair.as_csv(scenes, options.made, hxl=options.hxl)
    return tables.as_csv(scenes[0], options.made, hxl=options.hxl)


def _xlsx(scenes: Scenes, options: Options) -> bytes:
    from layers.render import pair, workbook

    if len(scenes) > 1:
        return pair.as_xlsx(scenes, options.made, hxl=options.hxl)
    return workbook.draw(scenes[0], options.made, hxl=options.hxl)


_OFFICE = "application/vnd.openxmlformats-officedocument"
FORMATS = {
    "pdf": Format("application/pdf", _sheet("pdf"), printed=True, beside=True),
    "png": Format("image/png", _sheet("png"), printed=True, beside=True),
    "svg": Format("image/svg+xml", _sheet("svg"), printed=True, beside=True),
    "pptx": Format(f"{_OFFICE}.presentationml.presentation", _slides, beside=True),
    "html": Format("text/html", _page),
    "gpkg": Format("application/geopackage+sqlite3", _gpkg),
    "geojson": Format("application/geo+json", _geojson),
    "csv": Format("text/csv", _csv, table=True, beside=True),
    "xlsx": Format(f"{_OFFICE}.spreadsheetml.sheet", _xlsx, table=True, beside=True),
}
"""By ending of the file's name, in the order to offer them."""
