"""Camps and other places abroad that host refugees from Mali, with dated counts."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from geo import camps, reference, series
from layers.parts import Facts, LegendItem, Line, Point, Points, Section, Trend
from layers.text import date, ends, listing, number, say

if TYPE_CHECKING:
    from geo.areas import Language
    from geo.camps import Camp
    from layers.scene import Request

KIND = "camp"


def layer(request: Request) -> Points:
    """Return the places with a known position and a count by the day of the view's round."""
    day, lang = day_of(request), request.lang
    shown = [
        Point(camp.id, camp.name, camp.lat, camp.lon, counted)
        for camp in camps.camps()
        if camp.lat is not None and camp.lon is not None and (counted := _counted(camp, day, lang))
    ]
    return Points(KIND, tuple(shown), (LegendItem(say("legend.camp", lang), symbol=KIND),))


def day_of(request: Request) -> dt.date:
    """Return the day up to which counts are shown: the round's, else any."""
    return request.round.date if request.round else dt.date.max


def facts(camp: Camp, request: Request) -> Facts:
    """Return what is known of a place: its counts through time, each series apart."""
    lang = request.lang
    return Facts(
        id=camp.id,
        title=camp.name,
        subtitle=f"{say(f'camp.{camp.kind}', lang)}, {camp.country_name[lang]}",
        sections=tuple(_series(camp, code, lang) for code in camp.series),
    )


def _series(camp: Camp, code: str, lang: Language) -> Section:
    counts = camp.of(code)
    newest = counts[-1]
    known = [f"{date(count.date, lang)} {number(count.refugees, lang)}" for count in (counts[0], newest)]
    trend = Trend(
        tuple((count.date, count.refugees) for count in counts),
        say("facts.trend.alt", lang, points=listing(known, lang)),
        ends([(count.date, count.refugees) for count in counts], lang),
    )
    line = Line(say("camp.refugees", lang), number(newest.refugees, lang), _said(newest, lang), "firm")
    return Section(series.names()[code][lang], (line,), trend if len(counts) > 1 else None)


def _said(count: camps.Count, lang: Language) -> str:
    source = reference.name(reference.sources(), count.source, lang)
    return " · ".join(filter(None, [date(count.date, lang), count.note[lang], source]))


def _counted(camp: Camp, day: dt.date, lang: Language) -> str:
    newest = camp.newest(day)
    if newest is None:
        return ""
    what = say(f"camp.{camp.kind}", lang)
    return say("camp.counted", lang, what=what, n=newest.refugees, date=newest.date)
