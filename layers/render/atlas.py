"""An atlas: one sheet per region, cercle or cluster, and all of them bound in one PDF."""

from __future__ import annotations

import io
import zipfile
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from geo import areas as divisions
from geo import reference
from geo.areas import COUNTRY, LEVELS
from geo.errors import GeoError
from layers.render import batch, binding, export
from layers.render.batch import Outcome, Page
from layers.render.export import Options

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from geo.areas import Language
    from layers.render.batch import Progress
    from layers.view import View

By = Literal["region", "cercle", "sector"]
BY: tuple[By, ...] = ("region", "cercle", "sector")

BY_SECTOR = ("presence", "coverage", "coverage2")
"""Themes that a cluster changes; the others become the first."""


@dataclass(frozen=True, slots=True)
class Atlas:
    """What became of an atlas.

    Attributes
    ----------
    outcomes : tuple of Outcome
        Of each sheet.
    bound : str
        Name of the file that binds them; empty where no sheet could be made.
    doubts : tuple of str
        What of the query was not understood.
    """

    outcomes: tuple[Outcome, ...]
    bound: str
    doubts: tuple[str, ...]


def make(
    query: str,
    by: By,
    folder: Path,
    ending: str = "pdf",
    options: Options | None = None,
    *,
    lang: Language = "fr",
    workers: int | None = None,
    progress: Progress | None = None,
) -> Atlas:
    """Make the sheets that are missing or changed, and bind all of them.

    The bound file is put together from the sheets as PDF, so these are made beside any other format.

    Raises
    ------
    GeoError
        ``format_unknown``; ``atlas_empty`` when the view has nothing to make sheets of.
    """
    export.known(ending)
    given = options or Options()
    scene = export.composed(query, lang)
    view = scene.request.view.change(pick=None, at=None, compare=None, lang=scene.request.lang)
    listed = list(sheets(view, by))
    if not listed:
        raise GeoError("atlas_empty", by=by, division=view.division, area=view.area)
    formats = tuple(dict.fromkeys((ending, "pdf")))
    pages = [Page(one.query(), formats, given) for _, one in listed]
    outcomes = batch.run(pages, folder, lang, workers=workers, progress=progress)
    leaves = [
        binding.Leaf(name, folder / outcome.files[-1])
        for (name, _), outcome in zip(listed, outcomes, strict=True)
        if not outcome.problem
    ]
    bound = export.file_name(scene, "pdf", given).replace("MLI_", f"MLI_atlas-{by}_", 1) if leaves else ""
    if leaves and (any(outcome.made for outcome in outcomes) or not (folder / bound).exists()):
        binding.bind(leaves, folder / bound, scene, made=given.made)
    return Atlas(tuple(outcomes), bound, scene.doubts)


def zipped(made: Atlas, folder: Path) -> bytes:
    """Return all files of an atlas in one: the sheets in each format, and the bound one."""
    out = io.BytesIO()
    names = [name for outcome in made.outcomes if not outcome.problem for name in outcome.files]
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as whole:
        for name in (made.bound, *names):
            whole.write(folder / name, name)
    return out.getvalue()


def sheets(view: View, by: By) -> Iterator[tuple[str, View]]:
    """Yield the name and view of each sheet of a view that names its language.

    By region: all regions of the division, with their cercles where the division has them. By cercle:
    those of the focus. By sector: every cluster, on the map of who is where.
    """
    lang = view.lang or "fr"
    if by == "sector":
        theme = view.theme if view.theme in BY_SECTOR else BY_SECTOR[0]
        for code, row in reference.clusters().items():
            if not row["parent"]:
                yield row[f"name_{lang}"], view.change(theme=theme, sector=(code,))
        return
    areas, level = divisions.load(view.division), LEVELS[by]
    drawn = max(view.level, LEVELS["cercle"] if LEVELS["cercle"] in areas.levels else level)
    for area in areas.within(COUNTRY if by == "region" else view.area, level):
        yield area.name(lang), view.change(area=area.id, level=drawn)
