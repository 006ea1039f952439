"""What every exported page says, whatever its format: each fact is worded here and nowhere else."""

from __future__ import annotations

import datetime as dt
import hashlib
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from geo import catalog, paths, reference, settings, sites
from geo.spelling import fold
from layers import filters, headline, loaded, reported
from layers.choropleth import known_by
from layers.parts import Points
from layers.text import date, say, when

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from geo.areas import Language
    from layers.scene import Scene

TITLED = ("idps", "returnees", "change", "share", "presence", "none")
"""Themes whose title leaves area, date and round to the subtitle."""

DATASETS = {
    "idps": ("dtm_rounds",), "returnees": ("dtm_rounds",), "change": ("dtm_rounds",),
    "share": ("dtm_rounds", "census_2009"), "presence": ("statements",),
    "coverage": ("dtm_rounds", "statements"), "coverage2": ("dtm_rounds", "statements"),
    "funding": ("funding",),
    "sites": ("example_sites",), "offices": ("offices",), "camps": ("camps",), "floods": ("floods",),
}  # fmt: skip
"""Datasets that a theme or layer is made from, beside boundaries and base map."""

SHORT = {"idps": "displaced", "returnees": "returned", "none": "boundaries"}
"""What a file name calls a theme, where not by its own name."""

LONGEST = 60
"""Of the short name in a file name: longer ones cannot be read in a list of files."""


@dataclass(frozen=True, slots=True)
class Said:
    """The facts of a page.

    Attributes
    ----------
    lang : {"fr", "en"}
        Language of the words.
    title, subtitle : str
        What is shown; where, when, and of which round.
    audience : str
        For whom it is: everybody, or partners and not for publication.
    labels : tuple of str
        What has to stand on the page whatever is switched off: example data, derived boundaries,
        not for publication.
    sources : tuple of str
        Who says so, each with its date.
    division, derived : str
        Which boundaries, and that they are this project's own (empty where they are not).
    newer : str
        A newer, coarser figure; empty where there is none.
    caveats, doubts : tuple of str
        What to know of the data, and what of the query was not understood.
    disclaimer : str
        Of the boundaries.
    query, link : str
        The view, and where to find it again: an address where the settings name one, else the query.
    fingerprint : str
        Digits that stand for the data shown: the same data has the same, in either language.
    made : datetime.date
        Day the page was made.
    organisation : str
        Whose page it is; may be empty.
    logos : tuple of Path
        At most two pictures that exist.
    reading, news : str
        Of a slide of a briefing: what to read off it, and what has changed since it was made.
    """

    lang: Language
    title: str
    subtitle: str
    audience: str
    labels: tuple[str, ...]
    sources: tuple[str, ...]
    division: str
    derived: str
    newer: str
    caveats: tuple[str, ...]
    doubts: tuple[str, ...]
    disclaimer: str
    query: str
    link: str
    fingerprint: str
    made: dt.date
    organisation: str
    logos: tuple[Path, ...]
    reading: str = ""
    news: str = ""

    def lines(self) -> Iterator[tuple[str, str]]:
        """Yield every fact as a label and a text, in the order to read them; none is empty."""
        said = {
            "title": (self.title,),
            "subtitle": (self.subtitle,),
            "reading": (self.reading,),
            "news": (self.news,),
            "audience": (self.audience,),
            "labels": self.labels,
            "sources": self.sources,
            "division": (" ".join(filter(None, [self.division, self.derived])),),
            "newer": (self.newer,),
            "caveats": self.caveats,
            "doubts": self.doubts,
            "disclaimer": (self.disclaimer,),
            "link": (self.link,),
            "fingerprint": (self.fingerprint,),
            "made": (date(self.made, self.lang),),
            "organisation": (self.organisation,),
        }
        for key, texts in said.items():
            for text in filter(None, texts):
                yield say(f"said.label.{key}", self.lang), text

    def sentences(self) -> tuple[str, ...]:
        """Return every fact in one line each: *Fait le : 24 novembre 2026*."""
        return tuple(say("said.line", self.lang, label=label, text=text) for label, text in self.lines())


def said(scene: Scene, made: dt.date | None = None) -> Said:
    """Return what a page of a scene says; it is made today unless `made` names another day."""
    request, lang = scene.request, scene.request.lang
    own = settings.load()
    query = request.view.change(lang=lang).query()
    division = say(f"division.{request.view.division}", lang)
    return Said(
        lang=lang,
        title=_title(scene),
        subtitle=_subtitle(scene),
        audience=say(f"said.audience.{request.view.audience}", lang),
        labels=tuple(say(f"said.{label}", lang) for label in _labels(scene)),
        sources=(
            *loaded.credits(request),
            *(_source(code, day, lang) for code, day in headline.sources(request).items()),
        ),
        division=f"{division}.",
        derived=headline.derived(request),
        newer=scene.newer,
        caveats=scene.caveats,
        doubts=scene.doubts,
        disclaimer=scene.disclaimer,
        query=f"?{query}",
        link=f"{own.public_url.rstrip('?')}?{query}",
        fingerprint=fingerprint(scene),
        made=made or dt.datetime.now(tz=dt.UTC).date(),
        organisation=own.organisation,
        logos=tuple(path for logo in own.logos[:2] if (path := paths.workspace() / logo).is_file()),
    )


def fingerprint(scene: Scene) -> str:
    """Return eight hexadecimal digits that change when what the page shows of the data changes."""
    view, fill = scene.request.view, scene.fill
    names = {view.division, "basemap", *DATASETS.get(view.theme, ())}
    names |= {name for layer in view.layers for name in DATASETS.get(layer, ())}
    points = [
        (layer.kind, [(point.id, point.lat, point.lon, point.mark) for point in layer.points])
        for layer in scene.layers
        if isinstance(layer, Points)
    ]
    shown = (
        view.level,
        view.area,
        sorted((one.id, one.sha256) for one in catalog.datasets() if one.id in names),
        list(fill.values.items()),
        list(fill.states.items()),
        points,
        [one.version for one in loaded.used(scene.request)],
    )
    return hashlib.sha256(repr(shown).encode()).hexdigest()[:8]


def file_name(scene: Scene, ending: str, size: str = "") -> str:
    """Name a file as humanitarians do: ``MLI_displaced_mopti_a4_20200430_fr.pdf``.

    Country, what and where, size of the page where it has one, date of the data, language.
    """
    request, view = scene.request, scene.request.view
    what = _slug(SHORT.get(view.theme, view.theme), *view.sector, *view.org, *view.target)
    where = _slug(request.areas[view.area].name_en)
    day = headline.dated(request)[0].replace("-", "")
    parts = ("MLI", what, where, size, day, request.lang)
    return f"{'_'.join(filter(None, parts))}.{ending}"


def printable(text: str) -> str:
    r"""Leave out the control characters that XML cannot hold: a name with a bell in it is still a name.

    Examples
    --------
    >>> printable("ring\x07")
    'ring'
    """
    return "".join(letter for letter in text if letter >= " " or letter in "\t\n")


def _slug(*words: str) -> str:
    return "-".join(re.sub(r"[^a-z0-9]+", "-", fold(word)) for word in words)[:LONGEST].strip("-")


def _title(scene: Scene) -> str:
    request, theme = scene.request, scene.request.view.theme
    if theme not in TITLED or scene.between:
        return scene.title
    title = say(f"said.title.{theme}", request.lang, level=known_by(request))
    return filters.after(title, request) if theme in filters.NARROWED else title


def _subtitle(scene: Scene) -> str:
    """Say where, when and of which round, or of when reports are; of a difference only where."""
    request, lang = scene.request, scene.request.lang
    chain = request.areas.chain(request.view.area)
    parts = [", ".join(area.name(lang) for area in chain)]
    if (now := request.round) and not scene.between:
        parts.append(date(now.date, lang))
        rounds = [now]
        if request.view.theme == "change" and request.base:
            parts[1] = say("said.between", lang, before=request.base.date, now=now.date)
            rounds.insert(0, request.base)
        parts += [headline.round_name(given, lang) for given in rounds]
    if request.view.theme == "presence" and not scene.between:
        parts.append(reported.of_map(request))
    return " · ".join(parts)


def _labels(scene: Scene) -> Iterator[str]:
    view = scene.request.view
    if "sites" in view.layers and any(site.example for site in sites.sites()):
        yield "example"
    if scene.request.areas.derived:
        yield "derived"
    if view.audience == "partner":
        yield "partner"


def _source(code: str, day: str, lang: Language) -> str:
    """Name a source with its date; a title that states its year already has one."""
    name = reference.name(reference.sources(), code, lang)
    dated = re.search(r"\b\d{4}\b", name)
    return name if dated or not day else say("said.source", lang, name=name, date=when(day, lang))
