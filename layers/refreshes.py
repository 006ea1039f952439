"""What is said of refreshes: how fresh each dataset is, how far a refresh is, what a version changed."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from geo import areas as divisions
from geo import compare, loaded, workspace
from geo.sources import refresh
from layers.plain_tables import Cell, Row, Table
from layers.text import can_say, date, listing, number, say, several, when

if TYPE_CHECKING:
    from geo.areas import Language
    from geo.compare import Sides
    from geo.sources.fetch import Step
    from geo.sources.refresh import Feed, Health
    from geo.workspace import Loaded

NAMED = 8
"""Areas or organisations that are named of those that came or went."""

KB = 1000

WORDED = ("returnees", "refugees")
"""People whose feed has a title of words, in the reader's language."""


def freshness(lang: Language) -> Table:
    """Return each feed with its newest figure, its last and next refresh, and its health."""
    known, due = refresh.health(), refresh.due()
    columns = ("dataset", "newest", "done", "next", "health")
    return Table(
        caption=say("refresh.table.caption", lang),
        columns=tuple(say(f"refresh.table.{column}", lang) for column in columns),
        rows=tuple(_row(feed, known.get(feed.name), due, lang) for feed in refresh.FEEDS),
        notes=(say("refresh.apart", lang),),
    )


def _row(feed: Feed, known: Health | None, due: str, lang: Language) -> Row:
    held = workspace.find(feed.name)
    newest = when(held.date, lang) if held and held.date else say("refresh.health.never_done", lang)
    counted = counts(held, lang) if held else ""
    done = moment(known.done, lang) if known and known.done else "–"
    planned = moment(due, lang) if due else say("refresh.health.unplanned", lang)
    return Row(
        (
            Cell(_called(feed, lang), say(f"refresh.source.{feed.source}", lang)),
            Cell(newest, counted),
            Cell(done),
            Cell(planned),
            Cell(_health(held, known, lang)),
        )
    )


def counts(held: Loaded, lang: Language) -> str:
    """Say how many rows are placed, of those that should be."""
    rows = held.placed + loaded.not_placed(held)
    return say("refresh.counted", lang, placed=held.placed, rows=rows)


def _called(feed: Feed, lang: Language) -> str:
    """Return what a feed is called: by words where its title is no name of a dataset alone."""
    people = feed.name.removeprefix("hapi-")
    return say(f"refresh.feed.{people}", lang) if people in WORDED else feed.title


def _health(held: Loaded | None, known: Health | None, lang: Language) -> str:
    if known is None:
        return say("refresh.health.never", lang)
    if known.error:
        return _failure(known, lang)
    left = loaded.not_placed(held) if held else 0
    said = say("refresh.health.unplaced", lang, n=left) if left else say("refresh.health.good", lang)
    return several([said, restored(held, lang) if held else ""], lang)


def _failure(known: Health, lang: Language) -> str:
    """Say why a refresh failed; what is remembered may be another program's, with other errors."""
    key, fields = f"error.{known.error}", {name: str(one) for name, one in known.details.items()}
    return say(key, lang, **fields) if can_say(key, fields) else say("refresh.health.failed", lang)


def restored(held: Loaded, lang: Language) -> str:
    """Say that an earlier version was restored and how long it stays; empty where none was."""
    newest = workspace.versions(held.name)[0]
    if newest.version <= held.version:
        return ""
    at, since = moment(held.at, lang), moment(newest.at, lang)
    return say("refresh.health.restored", lang, at=at, newest=since)


def progress(step: Step, lang: Language) -> str:
    """Say how far a refresh is: sizes, and the time left where it is known."""
    fields = {"what": step.what, "done": size(step.done, lang)}
    if step.total is None:
        return say("refresh.step", lang, **fields)
    fields["total"] = size(step.total, lang)
    if step.left is None:
        return say("refresh.step.of", lang, **fields)
    return say("refresh.step.left", lang, **fields, left=round(step.left))


def size(given: int, lang: Language) -> str:
    """Write a number of bytes."""
    return say("refresh.size", lang, n=round(given / KB))


def moment(iso: str, lang: Language) -> str:
    """Write a UTC time."""
    then = dt.datetime.fromisoformat(iso)
    return f"{date(then.date(), lang)}, {then:%H:%M} UTC"


def refreshed() -> tuple[Loaded, ...]:
    """Return the datasets in hand that feeds have brought."""
    names = {feed.name for feed in refresh.FEEDS}
    return tuple(one for one in workspace.loaded() if one.name in names)


def named(version: Loaded, lang: Language) -> str:
    """Return what a version is called: its newest figure, and when it was fetched."""
    day = when(version.date, lang) if version.date else "–"
    return say("refresh.versions.named", lang, date=day, at=moment(version.at, lang))


def origin(version: Loaded, lang: Language) -> str:
    """Say where a version came from."""
    return say(
        "refresh.versions.origin",
        lang,
        source=version.source,
        address=version.address,
        at=moment(version.at, lang),
        sha256=version.sha256,
    )


def changes(before: Loaded, after: Loaded, lang: Language) -> Table:
    """Return what changed from one version to another."""
    found = compare.between(before, after)
    people = tuple(
        Row((Cell(say("refresh.versions.people", lang, name=name)), _count(old, lang), _count(new, lang)))
        for name, (old, new) in found.people.items()
    )
    rows = Row((Cell(say("refresh.versions.rows", lang)), *(_count(n, lang) for n in found.rows)))
    return Table(
        caption=say("refresh.versions.caption", lang),
        columns=tuple(say(f"refresh.versions.{name}", lang) for name in ("what", "before", "after")),
        rows=(
            rows,
            *people,
            _moved("areas", found.areas, after, lang),
            _moved("organisations", found.organisations, after, lang),
        ),
        numbers=frozenset(),
    )


def _count(value: int | None, lang: Language) -> Cell:
    return Cell("–" if value is None else number(value, lang))


def _moved(what: str, sides: Sides, entry: Loaded, lang: Language) -> Row:
    def cell(which: str, names: tuple[str, ...]) -> Cell:
        if not names:
            return Cell(say("refresh.versions.same", lang))
        shown = [_name(name, entry, lang) for name in names[:NAMED]]
        return Cell(
            number(len(names), lang), say(f"refresh.versions.{which}", lang, names=listing(shown, lang))
        )

    title = Cell(say(f"refresh.versions.{what}", lang))
    return Row((title, cell("went", sides.went), cell("came", sides.came)))


def _name(name: str, entry: Loaded, lang: Language) -> str:
    areas = divisions.load(entry.division)
    return areas[name].name(lang) if name in areas else name
