"""What a page says of its view before any of its code has arrived: HTML that needs nothing else."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

from layers.render import panel, tables
from layers.text import say

if TYPE_CHECKING:
    from layers.scene import Scene

MOST = 10
"""Areas that are listed: those with the highest figures."""

STYLE = """\
#mm-first{max-width:60rem;margin:0 auto;padding:1rem;font:1rem/1.5 system-ui,sans-serif;color:#1e2a35;
animation:mm-first 0s 1s both}@keyframes mm-first{from{visibility:hidden}}
#mm-first h1{font-size:1.25rem}#mm-first dl{display:flex;flex-wrap:wrap;gap:1rem;margin:0}
#mm-first dl>div{flex:1 1 12rem}#mm-first dd{margin:0}#mm-first dd b{display:block;font-size:1.5rem}
#mm-first table{border-collapse:collapse;margin:1rem 0}#mm-first caption{text-align:start;font-weight:600}
#mm-first th{font-weight:400;text-align:start}#mm-first td{text-align:end;font-variant-numeric:tabular-nums}
#mm-first th,#mm-first td{padding:.1rem 1rem .1rem 0;border-bottom:1px solid #d5dce3}
#mm-first small,#mm-first dd span{font-size:.85rem;color:#51606e}"""
"""It is seen after a second: where the map comes sooner, nothing flashes up."""


def words(scene: Scene) -> str:
    """Return the title, the headline and the highest areas of a scene, until the app takes their place."""
    lang = scene.request.lang
    return (
        f'<style>{STYLE}</style><main id="mm-first" lang="{lang}">'
        f"{panel.title(scene)}<p>{say('first.coming', lang)}</p>{panel.headline(scene)}{_highest(scene)}"
        f"<p><small>{escape(scene.credit)}<br>{escape(scene.disclaimer)}</small></p></main>"
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
