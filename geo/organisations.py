"""One record for each organisation, whatever partners call it.

The project's own records are in ``data/reference/organisations.csv``. An organisation that only a
loaded file names gets a record with a code of its own. Two spellings are one organisation where an
acronym or a name is written the same, and the other of both does not contradict it. What is only
alike is proposed (`proposals`); a person's answer is remembered in the workspace.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, field, replace
from itertools import combinations
from typing import TYPE_CHECKING, Any

import pandas as pd

from geo import disclosure, reference, released, steady, typed, workspace
from geo.errors import GeoError
from geo.spelling import fold

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Mapping

    from geo.areas import Language
    from geo.disclosure import Audience
    from geo.workspace import Loaded

ALIKE = 85.0
"""Least likeness of two names (rapidfuzz, 0 to 100) that is proposed, or taken as one name where the
acronym is the same."""

SHORT = 5
"""Letters of a spelling up to which likeness says nothing: ACF and ACT are two organisations."""

ANSWERS = steady.MERGES.removesuffix(".json")
"""Name of what is remembered: `Answers`."""

WITHHELD = " withheld"
"""Ends what stands for a dataset in the register, for the rows whose organisation is not to be named."""

Names = tuple[str, str, str]
"""Acronym, name and type as a row writes them; empty where not given."""


@dataclass(frozen=True, slots=True)
class Organisation:
    """One organisation.

    Attributes
    ----------
    code : str
        As in the view's ``org``.
    acronym, name : dict of str to str
        By language; the name where no acronym is known, and the other way round.
    type : str
        ``UN``, ``INGO`` … or as written in a loaded file; empty where not given.
    spellings : tuple of str
        Everything it is called anywhere.
    """

    code: str
    acronym: dict[Language, str]
    name: dict[Language, str]
    type: str
    spellings: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Proposal:
    """Two records that may be one organisation: a person decides.

    `why` is ``acronym`` (written the same), ``name`` (names alike, see `likeness`).
    """

    one: Organisation
    other: Organisation
    why: str
    likeness: float


@dataclass(frozen=True, slots=True)
class Answers:
    """What people have answered: the code that a code goes under, and pairs of codes that are not one."""

    merged: dict[str, str] = field(default_factory=dict)
    apart: list[list[str]] = field(default_factory=list)


@dataclass(slots=True)
class _Record:
    """What is known of one organisation: the project's own row, and who else names it how."""

    code: str
    own: reference.Row = field(default_factory=dict)
    names: list[tuple[str, Names]] = field(default_factory=list)
    acronyms: set[str] = field(default_factory=set)
    titles: set[str] = field(default_factory=set)


class Register:
    """Every organisation in hand, of every sensitivity: for reading files. See `known_to`.

    Parameters
    ----------
    named : iterable of (str, Names)
        Dataset and the names of a row, the public ones first: they give the codes.
    """

    def __init__(self, named: Iterable[tuple[str, Names]]) -> None:
        self._records = {code: _own(row) for code, row in reference.organisations().items()}
        self._codes = {names: self._take(dataset, names) for dataset, names in named}

    def code(self, names: Names) -> str:
        """Return the code of an organisation as a row names it, before merges.

        Raises
        ------
        KeyError
            When no loaded dataset names it so.
        """
        return self._codes[names]

    def organisations(
        self, merges: Mapping[str, str], visible: Collection[str] | None = None
    ) -> tuple[Organisation, ...]:
        """Return a record for each organisation, those that were merged as one.

        Of what datasets outside `visible` say, nothing is in it; None is all of them.
        """
        found: dict[str, Organisation] = {}
        for record in self._records.values():
            one = _organisation(record, visible)
            if one.spellings:
                code = _final(one.code, merges)
                before = found.get(code) or _organisation(self._records.get(code, record), visible)
                first = before if before.spellings else one  # its code: another may be a name not seen
                spellings = tuple(dict.fromkeys((*first.spellings, *one.spellings)))
                found[code] = replace(first, spellings=spellings)
        return tuple(found.values())

    def _take(self, dataset: str, names: Names) -> str:
        acronym, title = fold(names[0]), fold(names[1])
        record = next((one for one in self._records.values() if _same(one, acronym, title)), None)
        if record is None:
            record = _Record(self._new_code(names))
            self._records[record.code] = record
        record.names.append((dataset, names))
        record.acronyms |= {acronym} - {""}
        record.titles |= {title} - {""}
        return record.code

    def _new_code(self, names: Names) -> str:
        """Make a code of the acronym, else of the name; with both where another one has it."""
        wanted = [_slug(names[0] or names[1]), _slug(f"{names[0]} {names[1]}")]
        wanted += [f"{wanted[-1][:36]}-{n}" for n in range(2, 100)]
        return next(code for code in wanted if code not in self._records)


@steady.kept
def register() -> Register:
    """Return the register of what is loaded now; it is kept until the workspace changes."""
    projects = [one for one in workspace.loaded() if one.kind == "projects"]
    projects.sort(key=lambda one: (one.sensitivity != "public", one.name))
    named = [pair for one in projects for pair in sorted({*_named_in(one)}) if any(pair[1][:2])]
    return Register(sorted(named, key=lambda pair: pair[0].endswith(WITHHELD)))


def _named_in(dataset: Loaded) -> Iterable[tuple[str, Names]]:
    """Return how each row names its organisation, under another name than the dataset's where withheld."""
    rows = dataset.table()
    closed = rows.get("withheld", pd.Series("", rows.index)).map(released.withholds)
    keys = closed.map({False: dataset.name, True: f"{dataset.name}{WITHHELD}"})
    return zip(keys, names_in(rows), strict=True)


def codes_for(audience: Audience) -> dict[str, str]:
    """Return the code under which an audience knows each organisation, by the code after merges."""
    merges = merged()
    return {_final(one.code, merges): one.code for one in known_to(audience)}


@steady.kept
def known_to(audience: Audience) -> tuple[Organisation, ...]:
    """Return the organisations that an audience may know of: those that what it may see names."""
    shown = [one for one in workspace.loaded() if disclosure.may_show_rows(one.sensitivity, audience)]
    visible = {one.name for one in shown}
    if audience == "partner":
        visible |= {f"{one.name}{WITHHELD}" for one in shown}
    return register().organisations(merged(), visible)


@steady.kept
def table(audience: Audience) -> dict[str, reference.Row]:
    """Return the same as rows of ``data/reference/organisations.csv``, by code, for `reference.name`."""
    return {
        one.code: {
            "code": one.code,
            "acronym_fr": one.acronym["fr"],
            "acronym_en": one.acronym["en"],
            "name_fr": one.name["fr"],
            "name_en": one.name["en"],
            "type": one.type,
            "spellings": ";".join(one.spellings),
        }
        for one in known_to(audience)
    }


def proposals(audience: Audience) -> tuple[Proposal, ...]:
    """Return the pairs that may be one organisation and that nobody has decided, the likeliest first."""
    apart = {frozenset(pair) for pair in answers().apart}
    found = []
    for one, other in combinations(known_to(audience), 2):
        if frozenset((one.code, other.code)) not in apart and (alike := _alike(one, other)):
            found.append(Proposal(one, other, *alike))
    return tuple(sorted(found, key=lambda pair: (-pair.likeness, pair.one.code, pair.other.code)))


def merge(code: str, into: str) -> None:
    """Remember that two records are one organisation; its statements go under `into`.

    Raises
    ------
    GeoError
        ``organisation_unknown``; ``organisation_merged`` when `into` was itself merged into `code`.
    """
    known = {one.code for one in register().organisations({})}
    for given in (code, into):
        if given not in known:
            raise GeoError("organisation_unknown", given=given)
    if code == _final(into, merged()):
        raise GeoError("organisation_merged", one=code, other=into)
    _remember(lambda known: replace(known, merged=known.merged | {code: into}))


def separate(code: str) -> None:
    """Take a merge back; nothing happens where there is none."""

    def change(known: Answers) -> Answers:
        return replace(known, merged={one: into for one, into in known.merged.items() if one != code})

    _remember(change)


def keep_apart(one: str, other: str) -> None:
    """Remember that two records are not the same organisation: the pair is not proposed again."""
    _remember(lambda known: replace(known, apart=[*known.apart, sorted((one, other))]))


@steady.kept
def merged() -> dict[str, str]:
    """Return the merges that were confirmed: the code that each code goes under."""
    return answers().merged


def final(code: str) -> str:
    """Return the code that a code goes under after the confirmed merges."""
    return _final(code, merged())


def _final(code: str, merges: Mapping[str, str]) -> str:
    seen = {code}
    while (code := merges.get(code, code)) not in seen:
        seen.add(code)
    return code


def answers() -> Answers:
    """Return what people have answered; nothing where the file is damaged."""
    return workspace.recall(ANSWERS, Answers(), _parsed)


def _remember(change: Callable[[Answers], Answers]) -> None:
    workspace.remember(ANSWERS, change, Answers(), _parsed)


def _parsed(given: Any) -> Answers:
    found: Answers = typed.value(Answers, given)
    return found


def names_in(rows: pd.DataFrame) -> list[Names]:
    """Return how each row of a table of projects names its organisation."""
    columns = [
        rows[name].astype("string").fillna("").str.strip() if name in rows else [""] * len(rows)
        for name in ("org", "org_name", "org_type")
    ]
    return list(zip(*columns, strict=True))


def _same(record: _Record, acronym: str, title: str) -> bool:
    """Tell whether a row means a record: one of both is written the same, the other does not contradict."""
    own = record.acronyms | record.titles
    if title and title in own:
        return True
    if not acronym or acronym not in own:
        return False
    return not title or not record.titles or any(_likeness(title, known) >= ALIKE for known in record.titles)


def _likeness(one: str, other: str) -> float:
    from rapidfuzz import fuzz

    return float(fuzz.ratio(one, other))


def _alike(one: Organisation, other: Organisation) -> tuple[str, float] | None:
    mine, theirs = ({fold(spelling) for spelling in each.spellings} for each in (one, other))
    if mine & theirs:
        return "acronym", 100.0
    pairs = [(a, b) for a in mine for b in theirs if min(len(a), len(b)) > SHORT]
    best = max((_likeness(a, b) for a, b in pairs), default=0.0)
    return ("name", best) if best >= ALIKE else None


def _own(row: reference.Row) -> _Record:
    """Make the record of a row of ours; any of its spellings stands for it without other evidence."""
    acronyms = {row["code"], row["acronym_fr"], row["acronym_en"], *row["spellings"].split(";")}
    titles = {fold(row["name_fr"]), fold(row["name_en"])}
    return _Record(row["code"], row, acronyms={fold(text) for text in acronyms}, titles=titles)


def _organisation(record: _Record, visible: Collection[str] | None) -> Organisation:
    named = [names for dataset, names in record.names if visible is None or dataset in visible]
    own = record.own
    short, long, kind = (next((names[n] for names in named if names[n]), "") for n in range(3))
    spelt = [own[key] for key in ("acronym_fr", "acronym_en", "name_fr", "name_en") if own]
    spelt += own["spellings"].split(";") if own else []
    spelt += [text for names in named for text in names[:2]]
    return Organisation(
        code=record.code,
        acronym={"fr": own.get("acronym_fr") or short or long, "en": own.get("acronym_en") or short or long},
        name={"fr": own.get("name_fr") or long or short, "en": own.get("name_en") or long or short},
        type=own.get("type") or kind,
        spellings=tuple(dict.fromkeys(filter(None, spelt))),
    )


def _slug(text: str) -> str:
    """Return what of a name can stand in an address.

    Examples
    --------
    >>> _slug("Médecins du Monde"), _slug("AMSODE")
    ('MEDECINS-DU-MONDE', 'AMSODE')
    """
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().upper()
    return re.sub(r"[^A-Z0-9]+", "-", plain).strip("-")[:40].strip("-") or "ORG"
