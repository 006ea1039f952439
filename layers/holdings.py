"""What is loaded here, as a person reads it: what each dataset is, who loaded it when, its versions."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from geo import disclosure, joined, loaded, workspace
from geo.areas import LEVELS, load
from layers.catalogue import Detail, Entry, age
from layers.intake import label
from layers.loaded import DRAWN, dated, source
from layers.text import number, say
from layers.view import DATA, View

if TYPE_CHECKING:
    from geo.aliases import Alias
    from geo.areas import Language
    from geo.disclosure import Sensitivity
    from geo.workspace import Loaded

READERS: tuple[tuple[Sensitivity, int], ...] = (
    ("restricted", 1), ("internal", 1), ("internal", 2), ("public", 1)
)  # fmt: skip


def as_csv(one: Loaded, stamp: str) -> bytes:
    """Return the rows of a dataset that whoever was offered it may have; `stamp` says who that is."""
    return joined.as_csv(disclosure.table_for(one), stamp)


def entry(one: Loaded, lang: Language, today: dt.date, *, editing: bool = False) -> Entry:
    """Return a loaded dataset as the data page shows those of the catalogue.

    Who loaded it, and from which file, is told to editors only: both may name people.
    """

    def detail(name: str, text: str, note: str = "") -> Detail:
        return Detail(name, say(f"data_page.detail.{name}", lang), text, note)

    old = age(one.date, today, lang) if one.date else ""
    placed = say("holdings.placed", lang, n=one.placed)
    file, by = (one.file, one.by) if editing else ("", "")
    who = say(f"intake.who.{readers(one.sensitivity, loaded.counts_level(one))}", lang)
    details = (
        detail("source", source(one, lang), loaded_by(by, one.at, lang)),
        detail("date", dated(one, lang), old),
        Detail("kind", say("intake.kind", lang), say(f"sent.kind.{one.kind}", lang), file),
        detail("level", say(f"division.{one.division}", lang)),
        *([] if one.counts_only else [detail("rows", number(one.rows, lang), placed)]),
        Detail("licence", say("intake.who", lang), who),
    )
    return Entry(f"loaded-{one.name}", one.title, "", details, (), "")


def loaded_by(by: str, at: str, lang: Language) -> str:
    """Say who loaded a version, where that may be told, and when."""
    return say(f"holdings.loaded.{'by' if by else 'at'}", lang, by=by, at=moment(at, lang))


def readers_offered(division: str) -> tuple[tuple[Sensitivity, int], ...]:
    """Return who may be let see a dataset, by sensitivity and level of the counts that everybody sees."""
    return tuple(one for one in READERS if one[1] in load(division).levels)


def readers(sensitivity: Sensitivity, public_level: int) -> str:
    """Return what names who may see a dataset: of an internal one, also the level of its counts."""
    return f"{sensitivity}.{public_level}" if sensitivity == "internal" else sensitivity


def moment(at: str, lang: Language) -> str:
    """Write a time of an entry: *24 November 2026, 06:15 UTC*."""
    when = dt.datetime.fromisoformat(at)
    return say("holdings.moment", lang, day=when.date(), time=f"{when:%H:%M}")


def versions(one: Loaded, lang: Language) -> tuple[tuple[str, str], ...]:
    """Return the versions of a dataset, the newest first: its id, and its words."""
    found = []
    for version in workspace.versions(one.name):
        words = say(
            "holdings.version", lang, at=moment(version.at, lang), rows=version.rows, file=version.file
        )
        now = version.version == one.version
        found.append((version.version, say("holdings.now", lang, version=words) if now else words))
    return tuple(found)


def spelling(one: Alias, lang: Language) -> str:
    """Say a confirmed spelling: *Mopti / Bankas → Bankass (cercle, Mopti)*."""
    written = " / ".join(filter(None, (*one.parent, one.name)))
    return f"{written} → {label(one.area, load(one.division), lang)}"


def view_of(one: Loaded, lang: Language | None) -> View:
    """Return the view that shows a dataset: its theme at the level of most of its rows, its layer."""
    areas, name = load(one.division), f"{DATA}{one.name}"
    levels = one.table()["area"].dropna().map(lambda area: areas[area].level)
    usual = int(levels.mode().iloc[-1]) if len(levels) else LEVELS["region"]
    layers = View.layers + ((name,) if one.kind in DRAWN else ())
    return View(
        division=one.division,
        level=max(usual, LEVELS["region"]),
        theme=name if loaded.measures(one) else "none",
        layers=layers,
        lang=lang,
        audience="public" if one.sensitivity == "public" else "partner",
    )
