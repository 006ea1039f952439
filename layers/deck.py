"""The slides of a briefing as somebody on a shared screen sees them: each with its scenes."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from geo.errors import GeoError
from layers import apart, reading
from layers import briefing as briefings
from layers import scene as scenes
from layers.briefing import Briefing, slide_of
from layers.text import say
from layers.view import Doubt

if TYPE_CHECKING:
    from geo.areas import Language
    from layers.briefing import Slide
    from layers.scene import Scene
    from layers.view import View


@dataclass(frozen=True, slots=True)
class Page:
    """A slide with what it shows.

    Attributes
    ----------
    number, total : int
        Which of how many, from 1.
    slide : Slide
        Its words.
    scenes : tuple of Scene
        One; of a comparison two, and a third where their difference can be shown.
    """

    number: int
    total: int
    slide: Slide
    scenes: tuple[Scene, ...]

    @property
    def title(self) -> str:
        """What somebody wrote, else the map's own."""
        return self.slide.title or self.scenes[0].title

    @property
    def news(self) -> str:
        """What has changed since the slide was made; empty where nothing has."""
        return reading.news(self.slide, self.scenes[0])

    @property
    def outdated(self) -> bool:
        """Whether its reading was written for other figures than those of now."""
        return reading.outdated(self.slide, self.scenes[0])

    def reading(self, scene: Scene) -> str:
        """Return what somebody wrote, else what one of its maps lets be read."""
        return self.slide.reading or reading.offered(scene)


@dataclass(frozen=True, slots=True)
class Deck:
    """What a view presents: a briefing, or the view alone where it names none.

    Attributes
    ----------
    asked : View
        Of the address; who looks, in which language, and what is open are taken from it.
    briefing : Briefing
        Its slides.
    doubts : tuple of Doubt
        What of the address was not understood, said on the slide that it asks for.
    number : int
        The slide that it asks for.
    """

    asked: View
    briefing: Briefing
    doubts: tuple[Doubt, ...]
    number: int

    def page(self, number: int, lang: Language) -> Page | None:
        """Return a slide by its number; None where there is no such one."""
        if not 1 <= number <= len(self.briefing.slides):
            return None
        slide = self.briefing.slides[number - 1]
        view, doubts = slide.view()
        here = number == self.number
        view = view.change(
            lang=self.asked.lang, audience=self.asked.audience, pick=(here and self.asked.pick) or view.pick
        )
        doubts = (*self.doubts, *doubts) if here else doubts
        found = compared(view, doubts, lang)
        if self.asked.brief and view.audience == "public":
            found = (_discreet(found[0], len(doubts)), *(_discreet(scene, 0) for scene in found[1:]))
        return Page(number, len(self.briefing.slides), slide, found)


def _discreet(scene: Scene, known: int) -> Scene:
    """Say that there is something of a slide that is not shown, not what: partners may have named it."""
    if len(scene.doubts) <= known:
        return scene
    return replace(scene, doubts=(*scene.doubts[:known], say("doubt.closed", scene.request.lang)))


def for_partners(briefing: Briefing) -> bool:
    """Tell whether a slide names what only partners may know of, or what is not here."""
    return any(scenes.settle(slide.view()[0].change(audience="public"), "fr")[1] for slide in briefing.slides)


def pages(briefing: Briefing, view: View, lang: Language) -> tuple[Page, ...]:
    """Return every slide of a briefing, as whoever looks may see it.

    Raises
    ------
    GeoError
        ``briefing_empty``.
    """
    if not briefing.slides:
        raise GeoError("briefing_empty", title=briefing.title)
    whole = Deck(view.change(pick=None), briefing, (), 0)
    found = (whole.page(number, lang) for number in range(1, len(briefing.slides) + 1))
    return tuple(page for page in found if page)


def of(view: View, doubts: tuple[Doubt, ...] = ()) -> Deck:
    """Return what a view presents; a briefing that is not here, or has no slide, is a doubt."""
    alone = Briefing("", (slide_of(view),))
    if view.brief is None:
        return Deck(view, alone, doubts, 1)
    try:
        briefing = briefings.load(view.brief)
    except GeoError as error:
        why = "brief" if error.key == "briefing_unknown" else "brief.damaged"
        return Deck(view, alone, (*doubts, Doubt("brief", view.brief, why)), 1)
    if not briefing.slides:
        return Deck(view, alone, (*doubts, Doubt("brief", view.brief, "brief.empty")), 1)
    number = view.slide or 1
    if number > len(briefing.slides):
        doubts += (Doubt("slide", str(number), "slide"),)
    return Deck(view, briefing, doubts, min(number, len(briefing.slides)))


def compared(view: View, doubts: tuple[Doubt, ...], lang: Language) -> tuple[Scene, ...]:
    """Return the scene of a view, of the one beside it, and of their difference where there is one."""
    first = scenes.compose(view.change(compare=None), doubts, lang=lang)
    beside = view.beside()
    if beside is None:
        return (first,)
    second = scenes.compose(beside.change(pick=beside.pick or view.pick), lang=lang, like=view)
    change = difference(first, second)
    between = scenes.compose(change, lang=lang) if change else apart.between(first, second)
    return (first, second, between) if between else (first, second)


def difference(first: Scene, second: Scene) -> View | None:
    """Return the view of what lies between two rounds of displaced people; for all else see `layers.apart`.

    It is measured from the older to the newer round, whichever of the two stands first.
    """
    one, other = first.request, second.request
    both = (one.view.theme, one.view.division, one.view.level, one.view.area)
    same = both == (other.view.theme, other.view.division, other.view.level, other.view.area)
    if not same or one.view.theme != "idps" or not one.round or not other.round:
        return None
    then, now = sorted((one.round, other.round), key=lambda given: given.date)
    if then is now or then.series != now.series:
        return None
    return one.view.change(theme="change", round=now.key, base=then.key, classes=None)
