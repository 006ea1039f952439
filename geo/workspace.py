"""What was loaded here: datasets in versions, kept on disk, switched all at once.

::

    workspace/
        index.json                     which version of each dataset is the current one
        datasets/<name>/<version>/     entry.json, table.parquet, report.json, the file as it came
        <other>.json                   small things that are remembered (`remember`, `recall`)
        damaged/                       what could not be read when it was to be written anew

A version is written in full beside the others, and only then named in ``index.json``, which is
replaced in one step. A reader thus sees the old version or the new one; a writer that is killed
leaves a folder that nothing names, and the next writer clears it away. Writers wait for one
another on a lock; readers never wait. Several servers can share a workspace on one disk.

A version with a damaged file is not loaded, and `damages` names the file. Where the index itself is
damaged, the newest version of each dataset is taken, of those that are open to fewest.
"""

from __future__ import annotations

import datetime as dt
import json
import re
import shutil
import tempfile
from contextlib import contextmanager
from dataclasses import asdict, dataclass, is_dataclass
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from geo import damage, paths, settings, steady, typed
from geo.durable import clear, sync, write
from geo.entries import ENTRY, REPORT, TABLE, datasets, parsed
from geo.entries import Claim as Claim
from geo.entries import Loaded as Loaded
from geo.entries import Measure as Measure
from geo.errors import GeoError
from geo.steady import INDEX, Stamp
from geo.steady import stamp as stamp

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    import pandas as pd

    from geo.damage import Damage

T = TypeVar("T")

NAME = re.compile(r"[a-z0-9][a-z0-9-]{0,39}")
"""Names of datasets: they stand in addresses and are folders."""

VERSION = re.compile(r"\d{8}T\d{12}")
"""Names of versions: their time."""

MOST_OPEN_LAST = ("restricted", "internal", "public")


@dataclass(frozen=True, slots=True)
class _State:
    """What is loaded now, which damage was met, and all files that were read for it."""

    datasets: tuple[Loaded, ...]
    damages: tuple[Damage, ...]
    files: tuple[Path, ...]


@contextmanager
def held() -> Iterator[None]:
    """Have what runs inside see one state of the workspace, whatever is switched meanwhile."""
    steady.watch(_now_loaded().files)
    with steady.held():
        loaded()
        yield


def loaded() -> tuple[Loaded, ...]:
    """Return the current version of every dataset, by name; of every sensitivity.

    Pass them through `geo.disclosure` before anything is shown. The answer is kept until the
    workspace changes. A version with a damaged file is not among them.
    """
    return _now_loaded().datasets


def damages() -> tuple[Damage, ...]:
    """Return the damaged files of the index and of the datasets, those of earlier versions last."""
    steady.watch(_now_loaded().files)
    now = _now_loaded()
    with damage.noted() as older:
        for folder in sorted(datasets().glob("[!.]*")):
            versions(folder.name)
    known = {one.file for one in now.damages}
    return (*now.damages, *(one for one in older if one.file not in known))


def find(name: str) -> Loaded | None:
    """Return the current version of a dataset; None where there is no such one, or it is damaged."""
    version = _index_now()[0].get(name)
    return _version(name, version) if version else None


def versions(name: str) -> tuple[Loaded, ...]:
    """Return every version of a dataset that is kept, the newest first; none that is damaged."""
    folders = (datasets() / name).glob("[!.]*/") if NAME.fullmatch(name) else ()
    read = (damage.read(one / ENTRY, parsed, None, "older", needed=True) for one in folders)
    return tuple(sorted(filter(None, read), key=lambda entry: entry.version, reverse=True))


def save(
    entry: Loaded, table: pd.DataFrame, report: Mapping[str, Any], original: Path | bytes | None = None
) -> Loaded:
    """Keep a new version of a dataset and make it the current one.

    Parameters
    ----------
    entry : Loaded
        What is said of it; its version is given here.
    table : pandas.DataFrame
        Its rows; a GeoDataFrame where they have shapes of their own.
    report : mapping
        As JSON values.
    original : path or bytes, optional
        The file as it came.

    Raises
    ------
    GeoError
        ``name_not_allowed``, or ``workspace_not_writable`` (a full disk, say): nothing of what
        is in hand has changed then.
    """
    if not NAME.fullmatch(entry.name):
        raise GeoError("name_not_allowed", given=entry.name)
    described = asdict(entry) | {"version": f"{_now():%Y%m%dT%H%M%S%f}"}

    def fill(folder: Path) -> None:
        table.to_parquet(folder / TABLE, index=False)
        write(folder / REPORT, _json(report))
        if isinstance(original, Path):
            shutil.copyfile(original, folder / f"original{original.suffix.lower()}")
        elif original is not None:
            (folder / "original").write_bytes(original)
        write(folder / ENTRY, _json(described))

    with _writing() as index:
        final = datasets() / entry.name / str(described["version"])
        for folder in (datasets(), final.parent):
            if folder.is_file():
                damage.put_away(folder)
        final.parent.mkdir(parents=True, exist_ok=True)
        unfinished = Path(tempfile.mkdtemp(dir=final.parent, prefix="."))
        try:
            fill(unfinished)
            for file in unfinished.iterdir():
                sync(file)
            unfinished.rename(final)
        finally:
            shutil.rmtree(unfinished, ignore_errors=True)
        sync(final.parent)
        index[entry.name] = final.name
        _write_index(index)
        _clear(entry.name, final.name)
    return parsed(final / ENTRY)


def restore(name: str, version: str) -> None:
    """Make an earlier version of a dataset the current one; damaged ones are put away.

    Raises
    ------
    GeoError
        ``version_unknown``, also of one that is damaged.
    """
    with _writing() as index:
        if version not in {one.version for one in versions(name)} or not _version(name, version):
            raise GeoError("version_unknown", name=name, version=version)
        index[name] = version
        _write_index(index)
        _clear(name, version)


def remove(name: str) -> None:
    """Take a dataset and all its versions away; nothing happens where there is no such one."""
    with _writing() as index:
        if index.pop(name, None):
            _write_index(index)
            shutil.rmtree(datasets() / name, ignore_errors=True)


def recall(what: str, default: T, parse: Callable[[Any], T]) -> T:
    """Return something small that was remembered under a name of ours, else `default`.

    Parameters
    ----------
    what : str
        The name.
    default : object
        What is said where nothing was remembered, or the file is damaged.
    parse : callable
        Makes it of JSON values, and raises where they are not what they must be: see `geo.typed`.
    """

    def parsed_file(path: Path) -> T:
        return parse(json.loads(path.read_text(encoding="utf-8")))

    return damage.read(paths.workspace() / f"{what}.json", parsed_file, default, "answers")


def remember(what: str, change: Callable[[T], Any], default: T, parse: Callable[[Any], T]) -> None:
    """Replace something small by `change` of it; two writers at once lose nothing. See `recall`."""
    with _writing():
        path = paths.workspace() / f"{what}.json"
        with damage.noted() as damaged:
            known = recall(what, default, parse)
        text = _json(change(known))
        if damaged:
            damage.put_away(path)
        write(path, text)


class _writing:  # noqa: N801 -- reads as a statement
    """Hold the lock of the workspace; a disk that refuses is a sentence."""

    def __enter__(self) -> dict[str, str]:
        from filelock import FileLock

        try:
            paths.workspace().mkdir(parents=True, exist_ok=True)
            self._lock = FileLock(paths.workspace() / ".lock")
            self._lock.acquire()
        except OSError as error:
            raise _not_writable(error) from error
        try:
            clear(paths.workspace())
            for left in datasets().glob("*/.*/"):  # no living writer's: this one has the lock
                shutil.rmtree(left, ignore_errors=True)
            return dict(_read_index(paths.workspace())[0])
        except OSError as error:
            self._lock.release()
            raise _not_writable(error) from error

    def __exit__(self, _kind: object, error: BaseException | None, _trace: object) -> None:
        self._lock.release()
        if isinstance(error, OSError):
            raise _not_writable(error) from error


def _not_writable(error: OSError) -> GeoError:
    return GeoError("workspace_not_writable", folder=paths.workspace(), cause=error.strerror or error)


def _now_loaded() -> _State:
    return _loaded(str(paths.workspace()), stamp())


@lru_cache(maxsize=16)
def _loaded(_folder: str, _stamp: Stamp) -> _State:
    index, of_index = _index_now()
    with damage.noted() as damaged:
        found = [_version(name, version) for name, version in sorted(index.items())]
    folders = [datasets() / name / version for name, version in index.items()]
    files = tuple(folder / file for folder in folders for file in (ENTRY, TABLE, REPORT))
    return _State(tuple(filter(None, found)), (*of_index, *damaged), files)


def _version(name: str, version: str) -> Loaded | None:
    from geo import sound  # which asks for areas, and they for the official ones of here

    return sound.read(datasets() / name / version)


def _index_now() -> tuple[Mapping[str, str], tuple[Damage, ...]]:
    return _index(str(paths.workspace()), stamp())


@lru_cache(maxsize=16)
def _index(folder: str, _stamp: Stamp) -> tuple[Mapping[str, str], tuple[Damage, ...]]:
    return _read_index(Path(folder))


def _read_index(folder: Path) -> tuple[Mapping[str, str], tuple[Damage, ...]]:
    """Return the current versions, and the index's damage; an index that is missing is damage too."""
    needed = any(datasets().glob(f"[!.]*/[!.]*/{ENTRY}"))
    with damage.noted() as damaged:
        found = damage.read(folder / INDEX, _parsed_index, None, "index", needed=needed)
    return (found if found is not None else _newest()), tuple(damaged)


def _parsed_index(path: Path) -> dict[str, str]:
    found: dict[str, str] = typed.value(dict[str, str], json.loads(path.read_text(encoding="utf-8")))
    for name, version in found.items():
        if not NAME.fullmatch(name) or not VERSION.fullmatch(version):
            raise ValueError(f"{name}: {version}"[:60])
    return found


def _newest() -> dict[str, str]:
    """Return the newest version of each dataset, of those open to fewest: nobody sees more than before."""

    def order(one: Loaded) -> tuple[int, str]:
        return -MOST_OPEN_LAST.index(one.sensitivity), one.version

    kept = {folder.name: versions(folder.name) for folder in datasets().glob("[!.]*/")}
    return {name: max(found, key=order).version for name, found in kept.items() if found}


def _clear(name: str, current: str) -> None:
    """Take away versions that are too many, and put away what is damaged."""
    known = [one.version for one in versions(name)]
    kept = {*known[: settings.load().versions_kept], current}
    for folder in (datasets() / name).iterdir():
        if folder.name in known and folder.name not in kept:
            shutil.rmtree(folder, ignore_errors=True)
        elif folder.name not in kept:
            damage.put_away(folder)


def _write_index(index: Mapping[str, str]) -> None:
    path = paths.workspace() / INDEX
    if path.exists() and _read_index(paths.workspace())[1]:
        damage.put_away(path)
    write(path, _json(dict(sorted(index.items()))))


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, indent=1, default=_plain) + "\n"


def _plain(value: Any) -> Any:
    if is_dataclass(value) and not isinstance(value, type):
        return asdict(value)
    raise TypeError(f"not for a file: {value!r}")


def _now() -> dt.datetime:
    return dt.datetime.now(tz=dt.UTC)


def now() -> str:
    """Return the time of now as entries say it."""
    return f"{_now():%Y-%m-%dT%H:%M:%SZ}"
