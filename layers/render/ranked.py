"""The ranking as files: CSV and XLSX, each with what the page says in words."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from layers import filters, ranked, scene
from layers.render import tables, workbook
from layers.render.said import said
from layers.text import say

if TYPE_CHECKING:
    import datetime as dt

    from geo.areas import Language
    from layers.render.said import Said
    from layers.scene import Scene
    from layers.view import View

WIDTHS = (10, 28, 6, 12, 24, 18, 11, 9, 22, 14, 24, 12, 40, 60)
"""Of `ranked.COLUMNS`, in characters."""


def of_view(view: View, ending: str, lang: Language) -> bytes:
    """Return the ranking of a view as a file, ``csv`` or ``xlsx``."""
    found = scene.compose(view, lang=lang)
    return as_xlsx(found) if ending == "xlsx" else as_csv(found)


def as_csv(scene: Scene, made: dt.date | None = None) -> bytes:
    """Return the ranking of every cluster of a view; the words of the page stand above it."""
    return tables.written(_facts(scene, made).sentences(), [ranked.COLUMNS], ranked.exported(scene.request))


def as_xlsx(scene: Scene, made: dt.date | None = None) -> bytes:
    """Return the same as a workbook."""
    return workbook.written(_facts(scene, made), [ranked.COLUMNS], ranked.exported(scene.request), WIDTHS)


def _facts(scene: Scene, made: dt.date | None) -> Said:
    facts, lang = said(scene, made), scene.request.lang
    caveats = tuple(dict.fromkeys((*ranked.notes(scene.request), *facts.caveats)))
    title = filters.after(say("ranking.title", lang), scene.request)
    return replace(facts, title=title, caveats=caveats)
