"""An atlas: one sheet per region, cercle or cluster, and all of them bound in one PDF."""

from __future__ import annotations

import io
import zipfile
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from filelock import FileLock

from geo import areas as divisions
from geo import reference
from geo.areas import COUNTRY, LEVELS
from geo.errors import GeoError
from geo.work_process import tell
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
        ``format_unknown``; ``pair_format``: such a file holds one map, and the view compares two;
        ``atlas_empty`` when the view has nothing to make sheets of.
    """
    given = options or Options()
    scene = export.composed(query, lang)
    view = scene.request.view.change(pick=None, at=None, lang=scene.request.lang)
    export.fits(ending, beside=view.compare is not None)
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
    name = export.file_name(scene, "pdf", given, beside=view.compare is not None)
    bound = name.replace("MLI_", f"MLI_atlas-{by}_", 1) if leaves else ""
    if leaves and (any(outcome.made for outcome in outcomes) or not (folder / bound).exists()):
        binding.bind(leaves, folder / bound, scene, made=given.made)
    return Atlas(tuple(outcomes), bound, scene.doubts)


def make_alone(query: str, by: By, folder: Path, ending: str, options: Options, lang: Language) -> Atlas:
    """Do the same as a piece of work of `geo.work_queue`: by this one process, which tells how far it is.

    Two who make the same in one folder take turns; the second finds what the first has made.
    """
    folder.mkdir(parents=True, exist_ok=True)

    def told(done: int, total: int, left: float) -> None:
        tell(done / total, (done, total, round(left)))

    with FileLock(folder / ".lock"):
        return make(query, by, folder, ending, options, lang=lang, workers=1, progress=told)


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
    those of the focus. By sector: every cluster, on the map of who is where. The second map of a
    comparison goes with the first.
    """
    lang = view.lang or "fr"
    if by == "sector":
        view = _of_clusters(view)
        for code, row in reference.clusters().items():
            if not row["parent"]:
                second = view.compare and view.compare.change(sector=(code,))
                yield row[f"name_{lang}"], view.change(sector=(code,), compare=second)
        return
    areas, level = divisions.load(view.division), LEVELS[by]
    drawn = max(view.level, LEVELS["cercle"] if LEVELS["cercle"] in areas.levels else level)
    for area in areas.within(COUNTRY if by == "region" else view.area, level):
        yield area.name(lang), _on(area.id, drawn, view)


def _of_clusters(view: View) -> View:
    """Return a view that a cluster changes: as it is, or who is where."""
    if any(one.theme in BY_SECTOR for one in (view, view.compare) if one):
        return view
    return view.change(theme=BY_SECTOR[0], compare=None)


def _on(area: str, level: int, view: View) -> View:
    """Return a view on an area, and what stands beside it on the same place of its own division."""
    own = view.change(area=area, level=level)
    if view.compare is None:
        return own
    there = own.in_division(view.compare.division)
    return own.change(compare=view.compare.change(area=there.area, level=there.level))
