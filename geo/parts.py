"""A table in many files: each part is read where it lies, all are placed as one table, each is written.

::

    folder ─▶ read (each) ─▶ what it says ─▶ agreed, landed (once) ─▶ written (each) ─▶ folder

Who reads and writes the parts is the `Engine`: this process, or the workers of a cluster
(`geo.cluster`). What they say of where their rows are is little (`geo.said`) and comes here; it is
placed as a whole, so that a row lands where it would land in one file.
"""

from __future__ import annotations

import shutil
import tempfile
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

from geo import areas as divisions
from geo import catalog, imports, join, joined, readers, said, steady, tally, workspace
from geo.areas import DIVISIONS
from geo.durable import A_DAY, clear_folders
from geo.errors import GeoError
from geo.readers import UNKNOWN
from geo.workspace import Measure

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from geo.join import Landed
    from geo.readers import Sheet
    from geo.readers.sheet import Mapped, Progress
    from geo.said import Positions, Told
    from geo.tally import Tally

ENDINGS = (".parquet", ".csv")
"""Of parts, read and written."""

SUMS = "_sums.csv"
"""File beside the parts with the sums by area; readers of parts pass over names that begin so."""

_SETTLED = ("day_first", "thousands", "projected")
"""Notes on a column in which one cell settled what another means: parts could settle it differently."""

_READ, _WRITTEN = 0.6, 0.4
"""Shares of the work."""


class Engine(Protocol):
    """Whoever does the same for each part."""

    def map(self, function: Callable[..., Any], *each: Sequence[Any]) -> Sequence[Any]:
        """Have a function done for each part; return what stands for the answers."""
        ...

    def answers(self, given: Sequence[Any], told: Callable[[float], None]) -> list[Any]:
        """Return the answers in order; `told` hears how much of the work is done, 0 to 1."""
        ...


class Here:
    """The engine of one machine: the process that asks."""

    def map(self, function: Callable[..., Any], *each: Sequence[Any]) -> Sequence[Any]:
        """Do it at once."""
        return [function(*given) for given in zip(*each, strict=True)]

    def answers(self, given: Sequence[Any], told: Callable[[float], None]) -> list[Any]:
        """Return them."""
        told(1.0)
        return [*given]


@dataclass(frozen=True, slots=True)
class Reading:
    """How every part is read, wherever that is.

    Attributes
    ----------
    kind : str or None
        Of the table, where it is given.
    known : tuple
        What a person said of layouts (`geo.imports.remembered`).
    boundaries : tuple of str
        Digests of the boundaries that points are looked up in.
    """

    kind: str | None
    known: tuple[Mapped, Mapping[str, str]]
    boundaries: tuple[str, ...]


@dataclass(frozen=True, slots=True, eq=False)
class Part:
    """A part as it was read, and what each of its rows says of where it is."""

    sheet: Sheet
    told: Told
    which: Positions


@dataclass(frozen=True, slots=True, eq=False)
class Heading:
    """What has to be known of a part to agree with the others; small.

    Attributes
    ----------
    file, kind : str
        The part's.
    columns : tuple of (str, str)
        Header as written and what it is taken for.
    types : mapping of str to str
        The columns of its rows.
    measures : tuple of Measure
        Of its figures.
    settled : mapping of str to str
        By column whose cells settled what others mean: one of them.
    told : Told
        What its rows say of where they are.
    """

    file: str
    kind: str
    columns: tuple[tuple[str, str], ...]
    types: Mapping[str, str]
    measures: tuple[Measure, ...]
    settled: Mapping[str, str]
    told: Told


@dataclass(frozen=True, slots=True, eq=False)
class Joined:
    """What became of a table in parts."""

    parts: int
    division: str
    tally: Tally


def files(folder: Path) -> list[Path]:
    """Return the parts of a table, in the order of their names.

    Raises
    ------
    GeoError
        ``parts_missing``; ``part_unknown`` for anything else in the folder, which would be lost.
    """
    there = [path for path in sorted(folder.iterdir()) if not path.name.startswith((".", "_"))]
    for path in there:
        if not path.is_file() or path.suffix.lower() not in ENDINGS:
            raise GeoError("part_unknown", folder=folder, name=path.name, known=", ".join(ENDINGS))
    if not there:
        raise GeoError("parts_missing", folder=folder, known=", ".join(ENDINGS))
    return there


@workspace.held()
def write(
    folder: Path, output: Path, engine: Engine, *, kind: str | None = None, division: str | None = None,
    progress: Progress | None = None,
) -> Joined:  # fmt: skip
    """Write the rows of a table in parts with their areas, a part each, and its sums by area.

    Parameters
    ----------
    folder : Path
        Of the parts, on storage that every worker of the engine reaches under this path.
    output : Path
        Folder to make, whose name ends as its parts do. It is there with all parts or not at all.
    engine : Engine
        Who reads and writes.
    kind, division : str, optional
        Where they are known; else what the parts say.
    progress : callable, optional
        Is told how far it is, 0 to 1, and at what.

    Raises
    ------
    GeoError
        ``parts_differ``, ``part_unsettled`` where the parts are no one table; what `files`, the
        readers of a part and the engine raise; ``format_unknown``, ``output_exists``,
        ``join_not_written``.
    """
    ending, told = output.suffix.lower(), progress or (lambda _done, _what: None)
    if ending not in ENDINGS:
        raise GeoError("format_unknown", given=output.suffix or output.name, known=", ".join(ENDINGS))
    if output.exists():
        raise GeoError("output_exists", file=output)
    paths = [path.resolve() for path in files(folder)]
    parts = engine.map(_read, paths, [_reading(kind)] * len(paths))
    headings = engine.answers(engine.map(_heading, parts), lambda done: told(_READ * done, "reading"))
    agreed = _agreed(headings)
    whole, positions = said.together(one.told for one in headings)
    landed = join.land(whole, division)
    try:
        clear_folders(output.resolve().parent, f".{output.name}-", A_DAY)  # workers write for hours
        unfinished = Path(tempfile.mkdtemp(prefix=f".{output.name}-", dir=output.resolve().parent))
    except OSError as error:
        raise GeoError("join_not_written", file=output, cause=error.strerror) from error
    try:
        landings = [landed.part(some) for some in positions]
        targets = [unfinished / f"part-{number:05}{ending}" for number in range(len(paths))]
        tallies = engine.answers(
            engine.map(_written, parts, landings, targets, [agreed] * len(paths)),
            lambda done: told(_READ + _WRITTEN * done, "writing"),
        )
        found = Joined(len(paths), landed.division, tally.together(tallies))
        sums = tally.by_area(found.tally, folder.name, agreed.kind, landed.division, agreed.measures)
        (unfinished / SUMS).write_bytes(joined.as_csv(sums))
        for left in unfinished.glob(".*"):  # by a worker that was killed while it wrote
            left.unlink()
        unfinished.chmod(0o755)
        unfinished.rename(output)
    except OSError as error:
        raise GeoError("join_not_written", file=output, cause=error.strerror or error) from error
    finally:
        shutil.rmtree(unfinished, ignore_errors=True)
    return found


def _reading(kind: str | None) -> Reading:
    return Reading(kind, imports.remembered(), _boundaries())


@steady.kept
def _boundaries() -> tuple[str, ...]:
    """Return the digests of the boundaries in hand here."""
    return tuple(catalog.digest(divisions.load(division).path) for division in DIVISIONS)


def _read(path: Path, reading: Reading) -> Part:
    """Read a part where the engine is."""
    if reading.boundaries != _boundaries():
        raise GeoError("workers_differ", file=path.name)
    sheets = readers.recognised(imports.read(path, kind=reading.kind, known=reading.known))
    known = [one for one in sheets if one.kind != UNKNOWN]
    if len(sheets) > 1:
        raise GeoError("part_several", file=path.name, n=len(sheets))
    return Part(known[0], *said.told(known[0]))


def _heading(part: Part) -> Heading:
    sheet = part.sheet
    return Heading(
        sheet.file,
        sheet.kind,
        tuple((one.header, one.name) for one in sheet.columns),
        {str(name): str(kind) for name, kind in sheet.rows.dtypes.items()},
        sheet.measures,
        {one.column: one.details.get("example", "") for one in sheet.notes if one.key in _SETTLED},
        part.told,
    )


@dataclass(frozen=True, slots=True)
class Agreed:
    """What all parts are: kind, columns with their types, measures."""

    kind: str
    types: Mapping[str, str]
    measures: tuple[Measure, ...]


def _agreed(headings: Sequence[Heading]) -> Agreed:
    """Return what the parts are, which have the same columns and read their cells alike."""
    first = headings[0]
    for one in headings:
        if (one.kind, one.columns) != (first.kind, first.columns):
            raise GeoError("parts_differ", file=one.file, other=first.file, **_difference(one, first))
        for column, example in one.settled.items():
            raise GeoError("part_unsettled", file=one.file, column=column, example=example)
    types = dict[str, str]()
    for one in headings:  # a part without any figure of a column does not know that it counts people
        types |= {name: kind for name, kind in one.types.items() if types.get(name) != "Int64"}
    named = {name for _, name in first.columns}
    derived = sorted(name for name in types if name not in named and name != "row")
    measures = dict[str, Measure]()
    for measure in (measure for one in headings for measure in one.measures):
        if not (known := measures.get(measure.name)) or not known.unit:
            measures[measure.name] = measure
    ordered = [*(name for name in types if name not in derived), *derived]
    return Agreed(first.kind, {name: types[name] for name in ordered}, tuple(measures.values()))


def _difference(one: Heading, first: Heading) -> dict[str, str]:
    """Return what a part is taken for and what the first one is, as far as they differ."""
    if one.kind != first.kind:
        return {"here": one.kind, "there": first.kind}
    mine = [pair for pair in one.columns if pair not in first.columns]
    theirs = [pair for pair in first.columns if pair not in one.columns]

    def shown(pairs: list[tuple[str, str]]) -> str:
        return ", ".join(f"{header} ({name or '–'})" for header, name in pairs[:5]) or "–"

    return {"here": shown(mine), "there": shown(theirs)}


def _written(part: Part, landed: Landed, path: Path, agreed: Agreed) -> Tally:
    """Write a part where the engine is; return what its rows add up to."""
    rows = part.sheet.rows
    rows = rows.reindex(columns=[*agreed.types]).astype(dict(agreed.types))
    sheet = replace(part.sheet, rows=rows, measures=agreed.measures)
    report = landed.report(sheet, part.which)
    joined.write_part(report, path)
    return tally.of(report)
