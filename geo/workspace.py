"""What was loaded here: datasets in versions, kept on disk, switched all at once.

::

    workspace/
        index.json                     which version of each dataset is the current one
        datasets/<name>/<version>/     entry.json, table.parquet, report.json, the file as it came
        <other>.json                   small things that are remembered (`remember`, `recall`)

A version is written in full beside the others, and only then named in ``index.json``, which is
replaced in one step. A reader thus sees the old version or the new one; a writer that is killed
leaves a folder that nothing names, and the next writer clears it away. Writers wait for one
another on a lock; readers never wait. Several servers can share a workspace on one disk.
"""

from __future__ import annotations

import datetime as dt
import json
import re
import shutil
import tempfile
from contextlib import contextmanager
from dataclasses import asdict
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from geo import paths, settings, steady
from geo.durable import sync, write
from geo.entries import ENTRY, REPORT, TABLE, datasets, read
from geo.entries import Claim as Claim
from geo.entries import Loaded as Loaded
from geo.entries import Measure as Measure
from geo.errors import GeoError
from geo.steady import INDEX, Stamp
from geo.steady import stamp as stamp

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    import pandas as pd

NAME = re.compile(r"[a-z0-9][a-z0-9-]{0,39}")
"""Names of datasets: they stand in addresses and are folders."""


@contextmanager
def held() -> Iterator[None]:
    """Have what runs inside see one state of the workspace, whatever is switched meanwhile."""
    with steady.held():
        loaded()
        yield


def loaded() -> tuple[Loaded, ...]:
    """Return the current version of every dataset, by name; of every sensitivity.

    Pass them through `geo.disclosure` before anything is shown. The answer is kept until the
    workspace changes.

    Raises
    ------
    GeoError
        ``workspace_damaged`` when a file of the workspace cannot be read.
    """
    return _loaded(str(paths.workspace()), stamp())


def find(name: str) -> Loaded | None:
    """Return the current version of a dataset; None where there is no such one."""
    return next((one for one in loaded() if one.name == name), None)


def versions(name: str) -> tuple[Loaded, ...]:
    """Return every version of a dataset that is kept, the newest first."""
    folder = datasets() / name
    found = [read(path) for path in folder.glob(f"[!.]*/{ENTRY}")] if NAME.fullmatch(name) else []
    return tuple(sorted(found, key=lambda entry: entry.version, reverse=True))


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
    return read(final / ENTRY)


def restore(name: str, version: str) -> None:
    """Make an earlier version of a dataset the current one.

    Raises
    ------
    GeoError
        ``version_unknown``.
    """
    with _writing() as index:
        if version not in {one.version for one in versions(name)}:
            raise GeoError("version_unknown", name=name, version=version)
        index[name] = version
        _write_index(index)


def remove(name: str) -> None:
    """Take a dataset and all its versions away; nothing happens where there is no such one."""
    with _writing() as index:
        if index.pop(name, None):
            _write_index(index)
            shutil.rmtree(datasets() / name, ignore_errors=True)


def recall(what: str, default: Any) -> Any:
    """Return something small that was remembered under a name of ours, else `default`."""
    try:
        return json.loads((paths.workspace() / f"{what}.json").read_text(encoding="utf-8"))
    except FileNotFoundError:
        return default
    except ValueError as error:
        raise GeoError("workspace_damaged", file=f"{what}.json", problem=error) from error


def remember(what: str, change: Callable[[Any], Any], default: Any) -> None:
    """Replace something small by `change` of it; two writers at once lose nothing."""
    with _writing():
        write(paths.workspace() / f"{what}.json", _json(change(recall(what, default))))


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
        return _index(paths.workspace())

    def __exit__(self, _kind: object, error: BaseException | None, _trace: object) -> None:
        self._lock.release()
        if isinstance(error, OSError):
            raise _not_writable(error) from error


def _not_writable(error: OSError) -> GeoError:
    return GeoError("workspace_not_writable", folder=paths.workspace(), cause=error.strerror or error)


@lru_cache(maxsize=16)
def _loaded(folder: str, _stamp: Stamp) -> tuple[Loaded, ...]:
    index = _index(Path(folder))
    return tuple(read(datasets() / name / version / ENTRY) for name, version in sorted(index.items()))


def _index(folder: Path) -> dict[str, str]:
    try:
        found: dict[str, str] = json.loads((folder / INDEX).read_text(encoding="utf-8"))
    except FileNotFoundError:
        return {}
    except ValueError as error:
        raise GeoError("workspace_damaged", file=INDEX, problem=error) from error
    return found


def _clear(name: str, current: str) -> None:
    """Take away versions that are too many, and what a killed writer left."""
    kept = {one.version for one in versions(name)[: settings.load().versions_kept]} | {current}
    for folder in (datasets() / name).iterdir():
        if folder.name not in kept:
            shutil.rmtree(folder, ignore_errors=True)


def _write_index(index: Mapping[str, str]) -> None:
    write(paths.workspace() / INDEX, _json(dict(sorted(index.items()))))


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, indent=1) + "\n"


def _now() -> dt.datetime:
    return dt.datetime.now(tz=dt.UTC)


def now() -> str:
    """Return the time of now as entries say it."""
    return f"{_now():%Y-%m-%dT%H:%M:%SZ}"
