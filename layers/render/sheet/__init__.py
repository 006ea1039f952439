"""The printed sheet: one view on a page that can go into a report as it is.

`draw` measures every text first, lets `layout` find the largest map, and draws from the ground up. The
same scene on the same day gives the same bytes.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from geo.errors import GeoError
from layers.render import pair as pair_words
from layers.render.sheet import (
    drawing,
    files,
    furniture,
    ground,
    head,
    layout,
    legend,
    lettering,
    notes,
    pair,
    tones,
)
from layers.render.sheet.ink import Ink

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Collection

    from matplotlib.figure import Figure

    from layers.render.pair import Scenes
    from layers.render.said import Said
    from layers.render.sheet.layout import Page, Plan
    from layers.render.sheet.names import Placed
    from layers.scene import Scene

Size = Literal["a4", "a3", "slide"]
Orientation = Literal["landscape", "portrait"]
Format = Literal["png", "svg", "pdf"]

ELEMENTS = (
    "title", "subtitle", "inset", "legend", "scale", "north", "graticule", "figures", "sources", "caveats",
    "disclaimer", "projection", "made", "query", "code", "logos", "organisation",
)  # fmt: skip
"""What can be switched off. The notices of example data, derived boundaries and audience cannot."""

RESOLUTIONS = (150, 600)
"""Dots per inch, least and most."""

PREVIEW = 80
"""Dots per inch of the preview on the screen."""


def draw(
    *scenes: Scene,
    size: Size = "a4",
    orientation: Orientation = "landscape",
    dpi: int = 300,
    format: Format = "png",
    without: Collection[str] = frozenset(),
    preview: bool = False,
    made: dt.date | None = None,
) -> bytes:
    """Draw a scene on a page, or both maps of a comparison side by side.

    Parameters
    ----------
    *scenes : Scene
        One from `layers.scene.compose`, or those of `layers.deck.compared`.
    size : {"a4", "a3", "slide"}
        The page; a slide is 16:9 and always on its long side.
    orientation : {"landscape", "portrait"}
        Of the page.
    dpi : int
        Dots per inch of a PNG, 150 to 600; the other formats have none.
    format : {"png", "svg", "pdf"}
        Of the file.
    without : collection of str
        Elements to leave out, of `ELEMENTS`.
    preview : bool
        Draw the page small, as a PNG for the screen.
    made : datetime.date or None
        Day that the page names; None is today.

    Returns
    -------
    bytes
        The file. The same scenes on the same day give the same bytes.

    Raises
    ------
    GeoError
        ``sheet_choice`` when something is asked for that there is not; ``sheet_logo`` when a logo of
        the settings is no picture.
    """
    _check(size, orientation, dpi, format, without)
    words = pair_words.facts(scenes, made)
    figure = drawn(scenes, words, layout.page(size, orientation), without)
    return files.png(figure, words, PREVIEW) if preview else files.WRITERS[format](figure, words, dpi)


def drawn(scenes: Scenes, words: Said, on: Page, without: Collection[str] = ()) -> Figure:
    """Draw one scene, or both of a comparison, and what is said of them on a page."""
    if len(scenes) > 1:
        return pair.lay_out(scenes, words, on, without)[0]
    return lay_out(scenes[0], words, on, without).figure


@dataclass(frozen=True, slots=True)
class Drawn:
    """A page with everything on it, where its parts stand, and which names have a place on its map."""

    figure: Figure
    plan: Plan
    names: list[Placed]


def lay_out(scene: Scene, words: Said, on: Page, without: Collection[str] = ()) -> Drawn:
    """Draw a scene and what is said of it on a page."""
    printed = tones.of_styles(scene.fill.styles)
    top, small = head.of_page(words, on, without), notes.of_page(words, on.scale, without)
    key = legend.of_scene(scene, printed, on.scale, without)
    address = words.link if words.link != words.query and "code" not in without else ""
    shown = ground.extent(scene.request)
    parts = layout.Parts(
        head=top.height,
        legend=key,
        notes=small,
        inset=0 if "inset" in without else furniture.INSET * on.scale,
        code=furniture.code_side(address) * on.scale if address else 0,
        ticks=0 if "graticule" in without else furniture.TICKS * on.scale,
        shape=(shown[2] - shown[0]) / (shown[3] - shown[1]),
    )
    plan, ink = layout.plan(on, parts), Ink(on)
    frame = ground.fill_frame(shown, plan.map.width, plan.map.height)
    notices = [lettering.clean(text) for text in words.labels]
    names = drawing.draw(ink.window(plan.map, frame), scene, printed, notices, without)
    top.draw(ink, plan.head)
    key.draw(ink, plan.legend, plan.legend_columns, plan.shrink)
    small.draw(ink, plan.notes, plan.note_columns, plan.shrink)
    if plan.inset.height:
        furniture.inset(ink, plan.inset, scene.request, frame)
    if plan.code.height:
        furniture.square_code(ink, plan.code, address)
    return Drawn(ink.figure, plan, names)


def _check(size: str, orientation: str, dpi: int, format: str, without: Collection[str]) -> None:
    """Refuse what there is not, with what there is."""
    least, most = RESOLUTIONS
    known = {
        "size": (size, tuple(layout.SIZES)),
        "orientation": (orientation, layout.ORIENTATIONS),
        "format": (format, tuple(files.WRITERS)),
        **{f"without {name}": (name, ELEMENTS) for name in without},
    }
    for what, (given, choice) in known.items():
        if given not in choice:
            raise GeoError("sheet_choice", what=what, given=given, known=", ".join(choice))
    if not least <= dpi <= most:
        raise GeoError("sheet_choice", what="dpi", given=dpi, known=f"{least}–{most}")
