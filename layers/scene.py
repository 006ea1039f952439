"""A view and the data give a scene: what is drawn and said, knowing nothing of drawing."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from geo import areas as divisions
from geo import camps as camp_table
from geo import (
    catalog,
    coverage,
    disclosure,
    indicators,
    offices,
    reports,
    rounds,
    statements,
    steady,
    workspace,
)
from geo import organisations as organisation_records
from geo.coverage import Question
from layers import classes, facts, headline, themes
from layers import loaded as loaded_data
from layers import loaded_layers as loaded_over
from layers.parts import Dense
from layers.text import say
from layers.view import DATA, Doubt, View

if TYPE_CHECKING:
    from geo.areas import Areas, Language
    from geo.offices import Office
    from geo.rounds import Round
    from geo.statements import Spoken, Statement
    from geo.workspace import Loaded
    from layers.parts import Facts, Fill, Layer, Stat


@dataclass(frozen=True, slots=True)
class Chosen:
    """The rounds of a view: the one shown, the one compared with, and those to choose from."""

    now: Round | None = None
    base: Round | None = None
    choice: tuple[Round, ...] = ()
    bases: tuple[Round, ...] = ()


@dataclass(frozen=True, slots=True)
class Request:
    """A view with what it means in the data at hand; every layer and text is made from it.

    Attributes
    ----------
    view : View
        What was asked for, without what there is not.
    lang : {"fr", "en"}
        Language of every word: the view's, else the reader's.
    areas : Areas
        Of the view's division.
    rounds : Chosen
        The rounds of the view.
    statements : tuple of Statement
        Of presence, filtered, and only what the audience may be shown.
    offices : tuple of Office
        That the audience may be shown where they are, of the chosen organisations.
    loaded : tuple of Loaded
        Datasets loaded here that the audience may know of.
    like : View or None
        Whose classes and sizes of circles are taken, so that two maps can be compared.
    """

    view: View
    lang: Language
    areas: Areas
    rounds: Chosen
    statements: tuple[Statement, ...]
    offices: tuple[Office, ...]
    loaded: tuple[Loaded, ...] = ()
    like: View | None = None

    @property
    def scale(self) -> tuple[str, str, int]:
        """The measure, division and level whose figures are classed."""
        of = self.like or self.view
        return of.theme, of.division, of.level

    @property
    def round(self) -> Round | None:
        """The round shown; None where the theme has none."""
        return self.rounds.now

    @property
    def question(self) -> Question:
        """What of coverage is asked: of the round shown, else of the newest."""
        view = self.view
        return Question(
            division=view.division,
            level=view.level,
            round=self.round or rounds.rounds()[-1],
            audience=view.audience,
            org=view.org,
            target=view.target,
            on=view.on,
        )

    def spoken(self, area: str) -> tuple[Spoken, ...]:
        """Return what is said of an area of any level, as filtered, the closest and firmest first."""
        question = replace(self.question, level=self.areas[area].level)
        return coverage.spoken(question, self.view.sector).get(self.areas[area].id, ())

    @property
    def base(self) -> Round | None:
        """The round that a change is compared with."""
        return self.rounds.base


@dataclass(frozen=True, slots=True)
class Scene:
    """What a view shows, in words and figures, for any renderer.

    Attributes
    ----------
    request : Request
        What it was made from.
    doubts : tuple of str
        What of the query was not understood, in words.
    title, alt, credit, disclaimer, newer : str
        The line that says what, where, when and who says so; the text alternative; sources; the
        boundary disclaimer; a newer, coarser figure (empty where there is none).
    stats : tuple of Stat
        The four figures of the headline.
    fill : Fill
        The areas.
    layers : tuple of Layer
        Over the areas, in the order to draw.
    facts : Facts
        Of the picked area or point, else of the focus.
    caveats : tuple of str
        What a reader has to know of the data shown.
    between : (str, str) or None
        Of a difference (`layers.apart`): what it is the difference of, the one subtracted last.
    """

    request: Request
    doubts: tuple[str, ...]
    title: str
    alt: str
    credit: str
    disclaimer: str
    newer: str
    stats: tuple[Stat, ...]
    fill: Fill
    layers: tuple[Layer, ...]
    facts: Facts
    caveats: tuple[str, ...]
    between: tuple[str, str] | None = None

    @property
    def same_classes(self) -> bool:
        """Whether a colour means the same on the map of every round."""
        return self.request.round is not None and self.between is None


SCENES = 64
"""How many scenes are kept: people in one meeting look at the same few, and every run asks for one."""


@workspace.held()
def compose(
    view: View, doubts: tuple[Doubt, ...] = (), *, lang: Language = "fr", like: View | None = None
) -> Scene:
    """Return the scene of a view.

    Parameters
    ----------
    view : View
        What was asked for.
    doubts : tuple of Doubt
        What of its query was not understood, from `View.parse`.
    lang : {"fr", "en"}
        The reader's language, where the view names none.
    like : View, optional
        Beside which it is seen: where both count people, they have the same classes.
    """
    scene = _compose(view, lang, like, dt.date.today())
    # Not part of what is kept: whatever stands in an address would push out the scenes of others.
    return replace(scene, doubts=said(doubts, scene.request.lang) + scene.doubts) if doubts else scene


def said(doubts: tuple[Doubt, ...], lang: Language) -> tuple[str, ...]:
    """Return what of an address was not understood, in words.

    Examples
    --------
    >>> said((Doubt("classes", "equal:4", "classes"),), "en")
    ('This theme has classes of its own; "4 classes of the same width" changes nothing.',)
    """
    return tuple(say(f"doubt.{one.why}", lang, name=one.name, given=_given(one, lang)) for one in doubts)


def _given(doubt: Doubt, lang: Language) -> str:
    """Return what was given as a reader knows it; what is not understood stands as in the address."""
    return classes.called(doubt.given, lang) if doubt.why == "classes" else doubt.given


@steady.latest(SCENES)
def _compose(view: View, lang: Language, like: View | None, _today: dt.date) -> Scene:
    """Compose a scene anew each day: it says how old its figures are."""
    request, doubts = settle(view, lang, like)
    shown = request.view
    fill = loaded_data.fill(request) if shown.theme.startswith(DATA) else themes.FILLS[shown.theme](request)
    drawn = [
        loaded_over.layer(name, request) if name.startswith(DATA) else themes.LAYERS[name](request)
        for name in shown.layers
    ]
    many = [layer.said for layer in drawn if isinstance(layer, Dense)]
    return Scene(
        request=request,
        doubts=said(doubts, request.lang),
        title=headline.title(request),
        alt=" ".join([headline.alt(request, fill), *many]),
        credit=headline.credit(request),
        disclaimer=say("map.disclaimer", request.lang),
        newer=headline.newer(request),
        stats=themes.STATS.get(shown.theme, headline.stats)(request),
        fill=fill,
        layers=tuple(layer for layer in drawn if layer),
        facts=facts.facts(request),
        caveats=tuple(filter(None, [*headline.caveats(request), fill.note])),
    )


def settle(view: View, lang: Language, like: View | None = None) -> tuple[Request, tuple[Doubt, ...]]:
    """Find what a view means in the data at hand, and what of it there is not."""
    areas = divisions.load(view.division)
    if held_by := areas.ancestor(view.area, view.level):
        view = view.change(area=held_by.id)  # a focus finer than what is drawn
    view, datasets, doubts = loaded_data.settle(view, _datasets())
    chosen, more = _rounds_of(view)
    doubts += more
    shown = disclosure.offices_for(view.audience, catalog.dataset("offices").sensitivity, offices.offices())
    points = {office.id for office in shown} | {camp.id for camp in camp_table.camps()}
    known_pick = view.pick in areas or view.pick in points
    if view.pick and not known_pick and not loaded_over.has_place(view.pick, datasets):
        doubts += (Doubt("pick", view.pick, "pick"),)
        view = view.change(pick=None)
    if any(doubt.name == "round" for doubt in doubts):
        view = view.change(round=None)
    if any(doubt.name == "base" for doubt in doubts):
        view = view.change(base=None)
    known = {one.code for one in organisation_records.known_to(view.audience)}
    if strange := [code for code in view.org if code not in known]:
        doubts += (Doubt("org", ",".join(strange)),)
        view = view.change(org=tuple(code for code in view.org if code in known))
    if view.classes and view.theme not in classes.OF_THEMES:
        doubts += (Doubt("classes", view.classes, "classes"),)
        view = view.change(classes=None)
    stated = reports.shown_to(view.audience)
    kept = statements.chosen(stated, sector=view.sector, org=view.org, target=view.target, on=view.on)
    near = tuple(office for office in shown if not view.org or office.org in view.org)
    like = like if like and _alike(view, like) else None
    if like:
        view = view.change(classes=like.classes)
    return Request(view, view.lang or lang, areas, chosen, kept, near, datasets, like), doubts


def _alike(view: View, other: View) -> bool:
    """Tell whether two views can have the same classes: both count people, or both show the same share."""
    people = indicators.INDICATORS
    return view.theme == other.theme in classes.OF_THEMES or (view.theme in people and other.theme in people)


def _rounds_of(view: View) -> tuple[Chosen, tuple[Doubt, ...]]:
    """Find the round of the view, and the earlier one that a change is compared with."""
    if view.theme not in themes.OF_ROUNDS:
        return Chosen(), ()
    known = choice = indicators.rounds_at(themes.OF_ROUNDS[view.theme], view.level)
    if view.theme == "change":
        choice = tuple(given for given in choice if _earlier(given, known))
    doubts: tuple[Doubt, ...] = ()
    given = view.round and rounds.in_month(view.round, choice)
    if view.round and not given:
        doubts += (Doubt("round", view.round, "round"),)
    now = given or choice[-1]
    bases = _earlier(now, known)
    base = view.base and rounds.in_month(view.base, bases)
    if view.base and not base:
        doubts += (Doubt("base", view.base, "base"),)
    return Chosen(now, base or (bases[-1] if bases else None), choice, bases), doubts


def _datasets() -> tuple[Loaded, ...]:
    """Return what was loaded or fetched to be shown; official areas are drawn as their division."""
    return tuple(one for one in workspace.loaded() if one.kind != divisions.BOUNDARIES)


def _earlier(given: Round, among: tuple[Round, ...]) -> tuple[Round, ...]:
    """Return the earlier rounds of the same series: no other can be compared with."""
    return tuple(other for other in among if other.series == given.series and other.date < given.date)
