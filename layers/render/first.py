"""What a page says of its view before any of its code has arrived: HTML that needs nothing else."""

from __future__ import annotations

import json
from html import escape
from typing import TYPE_CHECKING

from layers.render import panel, screen, tables
from layers.text import say

if TYPE_CHECKING:
    from layers.scene import Scene

MOST = 10
"""Areas that are listed: those with the highest figures."""

STYLE = """\
#mm-first{color:var(--ink,#1e2a35);
font:1rem/1.5 system-ui,-apple-system,'Segoe UI',Roboto,'Noto Sans','Liberation Sans',Arial,sans-serif;
animation:mm-first 0s 1s both}@keyframes mm-first{from{visibility:hidden}}
:where(#mm-first) *{box-sizing:border-box}:where(#mm-first) p{margin:0 0 1rem}
:where(#mm-first) :is(dl,ul){font-size:1rem}
#mm-words{max-width:60rem;margin:0 auto;padding:1rem}
#mm-words h1{font-size:1.25rem}#mm-words dl{display:flex;flex-wrap:wrap;gap:1rem;margin:0}
#mm-words dl>div{flex:1 1 12rem}#mm-words dd{margin:0}#mm-words dd b{display:block;font-size:1.5rem}
#mm-words table{border-collapse:collapse;margin:1rem 0}#mm-words caption{text-align:start;font-weight:600}
#mm-words th{font-weight:400;text-align:start}#mm-words td{text-align:end;font-variant-numeric:tabular-nums}
#mm-words th,#mm-words td{padding:.1rem 1rem .1rem 0;border-bottom:1px solid var(--line,#d5dce3)}
#mm-words small,#mm-words dd span{font-size:.85rem;color:var(--soft,#51606e)}"""
"""The words are seen after a second: where the map comes sooner, nothing flashes up."""

LIVE_STYLE = """\
#mm-first{position:fixed;z-index:1;inset:0;overflow:auto;background:var(--paper,#fff)}
#mm-first>.mm{position:absolute;visibility:hidden;inset:var(--first-top) 1.25rem auto}
#mm-later{position:absolute;visibility:hidden;top:1rem;left:1.25rem;color:var(--soft)}
#mm-first:has(>.mm canvas){animation:none}#mm-first:has(>.mm canvas)>#mm-words{display:none}
#mm-first:has(>.mm canvas)>.mm{visibility:visible}
#mm-first:has(>.mm canvas)>#mm-later{animation:mm-first 0s 1s both;visibility:visible}
:root{--first-top:7.5rem}@media(min-width:1700px){:root{--first-top:4.5rem}}
@media(max-width:1100px){:root{--first-top:11.25rem}}
@media(min-width:769px){#mm-first:has(>.mm canvas){left:17rem}}
@media(max-width:768px){:root{--first-top:12rem}#mm-first>.mm{inset-inline:.9rem}#mm-later{top:3.5rem;left:.9rem}}
@media(max-width:640px){:root{--first-top:14.2rem}}@media(max-width:430px){:root{--first-top:16.44rem}}"""
"""The map stands where the app will have it: beside the sidebar, below the controls (`ui/page.css`)."""

DATA = "mm-data"
"""Of the element that holds what the map is drawn from."""


def words(scene: Scene) -> str:
    """Return the title, the headline and the highest areas of a scene, until the app takes their place."""
    return _main(scene, STYLE, "")


def live(scene: Scene) -> str:
    """Return the words of a scene, and what its map is drawn from as soon as its code is there.

    ``layers/render/browser/first.js`` draws it; the app then takes it over as it is.
    """
    data = screen.payload(scene)
    data["search"]["found"] = None
    # The address is the app's to write: it knows who is asking.
    data["href"] = data["hrefPlain"] = None
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":")).replace("<", "\\u003c")
    later = f'<p id="mm-later" role="status">{escape(say("first.later", scene.request.lang))}</p>'
    script = f'<script type="application/json" id="{DATA}">{text}</script>'
    return _main(scene, STYLE + LIVE_STYLE, later) + script


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
