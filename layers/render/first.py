"""The body of the first page: a view in words that need nothing else, and what its map is drawn from."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

from layers.render import assets, panel, screen, tables
from layers.text import say

if TYPE_CHECKING:
    from layers.scene import Scene

MOST = 10
"""Areas that are listed: those with the highest figures."""


def words(scene: Scene) -> str:
    """Return the title, the headline and the highest areas of a scene, until the app takes their place."""
    return _main(scene, assets.page_part("first.css"), "")


def live(scene: Scene, *, asked: str) -> str:
    """Return the words of a scene, and what its map is drawn from as soon as its code is there.

    ``layers/render/browser/first.js`` draws it; the app then takes it over as it is. Where another audience
    is `asked` for, a line says that this is the public's map.
    """
    data = screen.payload(scene)
    data["search"]["found"] = None
    # The address is the app's to write: it knows who is asking.
    data["href"] = data["hrefPlain"] = None
    said = "later" if asked == scene.request.view.audience else "public"
    words = escape(say(f"first.{said}", scene.request.lang))
    later = f'<p id="mm-later" role="status" data-said="{words}"></p>'
    style = assets.page_part("first.css") + assets.page_part("first_map.css")
    script = f'<script type="application/json" id="mm-data">{assets.in_script(data)}</script>'
    return _main(scene, style, later) + script


def _main(scene: Scene, style: str, more: str) -> str:
    lang = scene.request.lang
    return (
        f'<style>{style}</style><main id="mm-first" lang="{lang}"><div id="mm-words">'
        f"{panel.title(scene)}<p>{say('first.coming', lang)}</p>{panel.headline(scene)}{_highest(scene)}"
        f"<p><small>{escape(scene.credit)}<br>{escape(scene.disclaimer)}</small></p></div>{more}</main>"
    )


def _highest(scene: Scene) -> str:
    known = [row for row in tables.areas(scene) if row.value]
    known.sort(key=lambda row: (-(row.value or 0), row.id))
    if not known:
        return ""
    rows = "".join(
        f'<tr><th scope="row">{escape(row.name)}</th><td>{escape(row.figure)}</td></tr>'
        for row in known[:MOST]
    )
    caption = f"{say('first.most', scene.request.lang)} ({scene.fill.unit})"
    return f"<table><caption>{escape(caption)}</caption>{rows}</table>"
