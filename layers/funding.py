"""Money of a plan as bars beside a plain map: it is the country's, and colours no area.

The figures are the document's. What is not stated is not zero; a surplus makes up for nothing else.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from geo import funding, reference
from layers import choropleth, legend, palette, source_words
from layers.parts import Bar, Fill, Line, Section, Stat
from layers.text import number, percent, say, when

if TYPE_CHECKING:
    from geo.areas import Language
    from geo.funding import Objective, Plan, Stated
    from layers.scene import Request


STYLES = {
    "k": palette.CONFIRMED, "u": palette.UNALLOCATED, "v": palette.OVER,
    "r": palette.PLAIN, "s": palette.NO_REPORT,
}  # fmt: skip
"""What the parts of a bar look like; no area has them."""

SAID = {"k": "confirmed", "u": "unallocated", "v": "over", "r": "missing", "s": "not_stated"}


def fill(request: Request) -> Fill:
    """Draw the areas without figures; the legend explains the bars."""
    lang, plain = request.lang, choropleth.plain(request)
    said = {key: say(f"funding.key.{word}", lang) for key, word in SAID.items()}
    return replace(
        plain,
        title=say("theme.funding", lang),
        styles={**plain.styles, **STYLES},
        legend=legend.of_words(said, said),
        note=say("funding.rule", lang),
    )


def sections(request: Request) -> tuple[Section, ...]:
    """Return the bars of every plan: the plan, its objectives, their activity areas."""
    return tuple(section for plan in funding.plans() for section in _of_plan(plan, request.lang))


def stats(request: Request) -> tuple[Stat, ...]:
    """Return the four figures of the newest plan: required, confirmed, unallocated, beyond need."""
    lang, plan = request.lang, funding.plans()[-1]
    silent = sum(line.confirmed is None for objective in plan.objectives for line in objective.lines)
    free = sum(objective.unallocated or 0 for objective in plan.objectives)
    return (
        Stat(say("funding.required", lang), _money(plan.total.required, plan, lang), name(plan, lang)),
        Stat(say("funding.confirmed", lang), _money(plan.confirmed, plan, lang), _stated_total(plan, lang)),
        Stat(
            say("funding.unallocated", lang),
            _money(free, plan, lang),
            say("funding.not_stated.count", lang, n=silent),
        ),
        Stat(say("funding.over", lang), _money(plan.over, plan, lang), say("funding.never_netted", lang)),
    )


def lines(lang: Language) -> tuple[str, ...]:
    """Say every figure in a sentence of its own, for a file that draws no bars."""
    return tuple(
        _said(section.title, line, lang)
        for plan in funding.plans()
        for section in _of_plan(plan, lang)
        for line in section.lines
    )


def _said(title: str, line: Line, lang: Language) -> str:
    words = say("said.line", lang, label=line.text, text=line.value) if line.value else line.text
    told = f"{words} ({line.note})" if line.note else words
    return say("said.line", lang, label=title, text=told)


def name(plan: Plan, lang: Language) -> str:
    """Name a plan with the day of its figures."""
    return say("funding.plan", lang, name=plan.total.name[lang], date=when(plan.total.date, lang))


def _of_plan(plan: Plan, lang: Language) -> tuple[Section, ...]:
    total = replace(plan.total, confirmed=None)
    # A common measure: every bar of activity areas and objectives is a part of the largest objective.
    scale = max(objective.total.required for objective in plan.objectives)
    told = (_stated_total(plan, lang), *_people(plan, lang), plan.total.note[lang])
    whole = Line(_value(total, plan, lang), note=" · ".join(filter(None, told)), tone="firm")
    source = reference.name(reference.sources(), plan.id, lang)
    head = Section(
        name(plan, lang),
        (whole, Line(source, note=source_words.told(plan.total.place_in_source, lang), tone="soft")),
    )
    return (head, *(_of_objective(objective, plan, scale, lang) for objective in plan.objectives))


def _of_objective(objective: Objective, plan: Plan, scale: int, lang: Language) -> Section:
    title = say("funding.objective", lang, number=objective.number, name=objective.total.name[lang])
    over = objective.over
    own = objective.total
    inside = None if own.confirmed is None else own.confirmed - (objective.unallocated or 0) - over
    bar = Bar(
        own.required / scale,
        None if inside is None else inside / scale,
        (objective.unallocated or 0) / scale,
        over / scale,
    )
    people = say("funding.people", lang, n=own.people_targeted) if own.people_targeted else ""
    free = say("funding.free", lang, n=objective.unallocated) if objective.unallocated else ""
    note = " · ".join(filter(None, [_share(own, lang), free, people, own.note[lang]]))
    first = Line(say("funding.total", lang), _value(own, plan, lang), note, "firm", bar)
    return Section(title, (first, *(_line(line, plan, scale, lang) for line in objective.lines)))


def _line(line: funding.Line, plan: Plan, scale: int, lang: Language) -> Line:
    inside = None if line.confirmed is None else line.confirmed - line.over
    bar = Bar(line.required / scale, None if inside is None else inside / scale, over=line.over / scale)
    beyond = say("funding.beyond", lang, n=line.over) if line.over else ""
    note = " · ".join(filter(None, [_share(line, lang), beyond, line.note[lang]]))
    return Line(line.name[lang], _value(line, plan, lang), note, bar=bar)


def _value(given: Stated, plan: Plan, lang: Language) -> str:
    """Say what is confirmed of what is needed: *240 322 sur 3 500 000 USD*."""
    confirmed = say("funding.not_stated", lang) if given.confirmed is None else number(given.confirmed, lang)
    return say("funding.of", lang, confirmed=confirmed, required=_money(given.required, plan, lang))


def _share(given: Stated, lang: Language) -> str:
    if given.confirmed is None:
        return ""
    return say("funding.share", lang, share=percent(given.confirmed / given.required, lang, "0.#"))


def _stated_total(plan: Plan, lang: Language) -> str:
    if plan.total.confirmed is None and plan.confirmed is not None:
        return say("funding.sum", lang, n=plan.confirmed)
    return ""


def _people(plan: Plan, lang: Language) -> tuple[str, ...]:
    if plan.total.people_targeted is None:
        return ()
    return (say("funding.people", lang, n=plan.total.people_targeted),)


def _money(value: int | None, plan: Plan, lang: Language) -> str:
    if value is None:
        return say("funding.not_stated", lang)
    return say("funding.money", lang, n=value, currency=plan.total.currency)
