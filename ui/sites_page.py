"""Sites of displaced people: their services counted by area, and the gaps of each that may be named."""

from __future__ import annotations

from geo import workspace
from layers import site_gaps
from layers.render import reading
from layers.text import say
from ui import beside_frame, reading_part


@workspace.held()
def sites_page() -> None:
    """Show the page."""
    beside_frame.frame("sites")
    request = beside_frame.settled()
    lang = request.lang
    parts = [reading.opening(say("site_gaps.title", lang), say("site_gaps.lead", lang))]
    areas, sites = site_gaps.areas(request), site_gaps.sites(request)
    if areas is None:
        parts.append(reading.aside(say("site_gaps.none", lang)))
    parts += [reading.table(table) for table in (areas, sites) if table]
    if request.view.audience == "public":
        parts.append(reading.aside(say("site_gaps.sites.closed", lang)))
    reading_part.show("sites-read", "".join(parts))
