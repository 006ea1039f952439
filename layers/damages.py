"""Which files of the workspace are damaged, and what can be done: for editors, logs, the command line."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from geo import (
    aliases,
    audit,
    briefings,
    damage,
    imports,
    organisations,
    paths,
    rights,
    settings,
    steady,
    workspace,
)  # fmt: skip
from geo.sources import refresh
from layers import briefing
from layers.text import say

if TYPE_CHECKING:
    from pathlib import Path

    from geo.areas import Language
    from geo.damage import Damage
    from geo.steady import Stamp
    from geo.workspace import Loaded


def found() -> tuple[Damage, ...]:
    """Return every damage of the workspace, after reading each of its files as the program reads it."""
    with damage.noted() as others:
        for look in (
            *(settings.check, aliases.known, imports.remembered, organisations.answers, refresh.state),
            *(_briefings, audit.check),
        ):
            look()
    return (*workspace.damages(), *dict.fromkeys(others))


def _briefings() -> None:
    for name in briefings.names():
        path = briefings.file_of(name)
        beside = path.with_suffix(briefings.BESIDE)
        for one in _of_briefing(path, beside, (steady.written(path), steady.written(beside))):
            damage.note(one)


@lru_cache(maxsize=4096)
def _of_briefing(path: Path, beside: Path, _written: Stamp) -> tuple[Damage, ...]:
    """Return the damages of a briefing: there may be many, and probes ask often."""
    with damage.noted() as met:
        damage.read(path, lambda file: briefing.read(file.read_bytes()), None, "briefing")
        damage.read(beside, rights.of, None, "rights")
    return tuple(met)


def line(one: Damage, lang: Language) -> str:
    """Say which file is damaged, how, and what can be done."""
    todo = say(f"damaged.todo.{one.remedy}", lang)
    problem = f"{one.kind}: {one.problem}" if one.problem else one.kind
    return say("damaged.line", lang, file=one.file, problem=problem.rstrip("."), todo=todo)


def plain_line(one: Damage) -> str:
    """Say the same for a log, without quoting the file."""
    todo = say(f"damaged.todo.{one.remedy}", "en")
    return say("damaged.line", "en", file=f"{paths.workspace()}/{one.file}", problem=one.kind, todo=todo)


def instead(one: Damage) -> Loaded | None:
    """Return the version that can be restored in place of a damaged one; None where there is none."""
    if one.remedy not in ("version", "areas"):
        return None
    broken = one.file.split("/")[2]
    return next((kept for kept in workspace.versions(one.dataset) if kept.version != broken), None)
