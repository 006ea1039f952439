"""Where statements come from: the documents in hand, and the tables of projects that were loaded.

A table of projects ("3W") has a row for each activity of an organisation in a place. A row with no
place that was found decides nothing and is not here: it is in the dataset's own report. A row
without status and dates says "present now": an ongoing activity of which no date is known.
"""

from __future__ import annotations

import re
from dataclasses import replace
from functools import cache
from typing import TYPE_CHECKING, Any

from geo import clusters, disclosure, organisations, reference, released, steady, workspace
from geo.areas import COUNTRY
from geo.columns import PATTERNS
from geo.paths import DATA
from geo.spelling import fold
from geo.statements import NOT_STATED, Statement

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from geo.areas import Language
    from geo.disclosure import Audience
    from geo.organisations import Names
    from geo.workspace import Loaded

DOCUMENTS = "statements"
"""Id in the catalogue of what the two documents say."""

LOADED = "data:"
"""How the dataset of a statement begins that was loaded."""

STATUS_WORDS = {
    "ongoing": "ongoing|en cours|encours|active|actif|in progress|implementing|en exécution",
    "completed": "completed|complete|finished|closed|ended|terminé|terminée|achevé|achevée|clôturé|clôturée"
    "|fini|finie|réalisé|réalisée",
    "planned": "planned|pipeline|upcoming|planifié|planifiée|prévu|prévue|programmé|à venir",
    "coordination": "coordination|lead|co-lead|colead",
    "present": "present|présent|présente|présence",
}
"""What files write for each status."""


@steady.kept
def in_hand() -> tuple[Statement, ...]:
    """Return every statement, of every sensitivity: pass them through `geo.disclosure`.

    The answer is kept until a dataset is loaded or removed, or organisations are merged.
    """
    tables = [one for one in workspace.loaded() if one.kind == "projects"]
    found = (*documents(), *(statement for one in tables for statement in of_dataset(one)))
    if not organisations.merged():
        return found
    final = {statement.org: organisations.final(statement.org) for statement in found}
    return tuple(replace(statement, org=final[statement.org]) for statement in found)


@steady.kept
def shown_to(audience: Audience) -> tuple[Statement, ...]:
    """Return the statements that an audience may be shown."""
    shown = disclosure.statements_for(audience, in_hand())
    codes = organisations.codes_for(audience)
    return tuple(
        one if codes.get(one.org, one.org) == one.org else replace(one, org=codes[one.org]) for one in shown
    )


@cache
def documents() -> tuple[Statement, ...]:
    """Return what the documents in hand say, of every sensitivity."""
    return tuple(_stated(row) for row in reference.rows(DATA / "projects" / "statements.csv"))


def loaded(statement: Statement) -> Loaded | None:
    """Return the loaded dataset that a statement is from; None where it is from a document in hand."""
    name = statement.dataset
    return workspace.find(name.removeprefix(LOADED)) if name.startswith(LOADED) else None


def publications(given: Iterable[Statement]) -> tuple[tuple[str, str], ...]:
    """Return who publishes some statements, each once, with the date of what is said.

    It is a code in ``data/reference/sources.csv``, or what a loaded dataset is called.
    """
    said = {(one.dataset, one.source, one.date): one for one in given}
    datasets = {key: loaded(one) for key, one in said.items()}
    return tuple(
        (f"{dataset.source}: {dataset.title}" if dataset else source, date)
        for (_, source, date), dataset in datasets.items()
    )


def of_dataset(dataset: Loaded) -> tuple[Statement, ...]:
    """Return the statements of a loaded table of projects: the rows that were placed.

    A row that names several clusters gives a statement for each. Monitoring of rights violations
    is "protection" in its area; what it is stands in a statement for the country alone, of the
    sensitivity that `geo.disclosure` keeps for partners.
    """
    table = dataset.table()
    names = organisations.names_in(table)
    rows = table.to_dict("records")
    return tuple(
        statement
        for names_of_row, row in zip(names, rows, strict=True)
        if _text(row.get("state")) == "placed" and any(names_of_row)
        for statement in _of_row(
            {str(key): _text(value) for key, value in row.items()}, names_of_row, dataset
        )
    )


def _of_row(row: Mapping[str, str], names: Names, dataset: Loaded) -> Iterator[Statement]:
    written = row.get("cluster", "")
    codes = clusters.codes_of(written) if written else ()
    activity = row.get("activity", "")
    base = _base(row, names, dataset)
    if not disclosure.speaks_of_violations(activity):
        for n, code in enumerate(codes or (NOT_STATED,)):
            yield replace(base, id=f"{base.id}-{n}" if n else base.id, cluster=code)
        return
    yield replace(base, cluster="PRO", cluster_given="", activity=_both(""))
    country = replace(base, scope="country", division="", area="", sensitivity="partner_country")
    yield replace(country, id=f"{base.id}-country", cluster=codes[0] if codes else "PRO")


def _base(row: Mapping[str, str], names: Names, dataset: Loaded) -> Statement:
    """Return what a row says, its cluster still to be understood."""
    start, end = _date(row.get("start", "")), _date(row.get("end", ""))
    written, place = row.get("cluster", ""), row.get("area", "")
    scope = "country" if place == COUNTRY else "area"
    return Statement(
        id=f"{dataset.name}-{row.get('row', '')}",
        dataset=f"{LOADED}{dataset.name}",
        org=organisations.register().code(names),
        cluster=NOT_STATED,
        activity=_both(row.get("activity", "")),
        zone=_both(""),
        status=_status(row, written, start, end, dataset.date),
        scope=scope,
        division=dataset.division if scope == "area" else "",
        area=place if scope == "area" else "",
        start=start,
        end=end,
        date=dataset.date,
        targets=_targets(row.get("targets", "")),
        sensitivity=dataset.sensitivity,
        source=dataset.source or dataset.title,
        place_in_source=row.get("row", ""),
        note=_both(""),
        cluster_given="" if not written or clusters.codes_of(written) else written,
        reached=int(float(row["reached"])) if row.get("reached") else None,
        withheld=released.withholds(row.get("withheld", "")),
    )


def _status(row: Mapping[str, str], cluster: str, start: str, end: str, date: str) -> str:
    """Return the status as written, else what the dates say; what is not understood is only present."""
    given = row.get("status", "")
    if given:
        return _statuses().get(fold(given), "present")
    if not cluster and not row.get("activity"):
        return "present"
    if start and start[: len(date)] > date[: len(start)]:
        return "planned"
    return "completed" if end and end < date[: len(end)] else "ongoing"


@cache
def _statuses() -> dict[str, str]:
    return {fold(word): status for status, words in STATUS_WORDS.items() for word in words.split("|")}


def _targets(written: str) -> tuple[str, ...]:
    """Return the codes of the groups that a cell names; those not known are left out."""
    known = {
        fold(text): code
        for code, row in reference.target_groups().items()
        for text in (code, row["name_fr"], row["name_en"], *re.findall(r"\((.*?)\)", row["name_fr"]))
    }
    parts = re.split(r"\s*[;,|/]\s*", written)
    return tuple(dict.fromkeys(known[fold(part)] for part in parts if fold(part) in known))


def _text(value: Any) -> str:
    """Return a cell as text; a missing one is empty, a day is its ISO date."""
    if value is None or value != value:
        return ""
    text = str(value).strip()
    return "" if text in ("<NA>", "NaT") else text


def _date(text: str) -> str:
    """Return an ISO date, month or year; what is none is empty: the reader has said so."""
    found = re.match(PATTERNS["date"], text)
    return found.group() if found else ""


def _both(text: str) -> dict[Language, str]:
    return {"fr": text, "en": text}


def _stated(row: reference.Row) -> Statement:
    def words(column: str) -> dict[Language, str]:
        return {"fr": row[f"{column}_fr"], "en": row[f"{column}_en"]}

    return Statement(
        id=row["id"],
        dataset=DOCUMENTS,
        org=row["org"],
        cluster=row["cluster"],
        activity=words("activity"),
        zone=words("zone"),
        status=row["status"],
        scope=row["scope"],
        division=row["division"],
        area=row["area"],
        start=row["start"],
        end=row["end"],
        date=row["date"],
        targets=tuple(filter(None, row["targets"].split(";"))),
        sensitivity=row["sensitivity"],
        source=row["source"],
        place_in_source=row["place_in_source"],
        note=words("note"),
    )
