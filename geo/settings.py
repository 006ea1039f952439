"""What an organisation sets for itself: ``settings.toml`` in the workspace.

Everything has a default, so that the program runs without the file. A test may set
``MALI_MAP_WORKSPACE`` to have a workspace of its own.
"""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass, field, replace
from functools import lru_cache
from pathlib import Path
from typing import Any, get_type_hints

from geo import damage, paths, typed
from geo.columns import LARGEST_COUNT
from geo.errors import GeoError

FILE = "settings.toml"

LEAST = {"small_count": 1, "gap_people": 1, "versions_kept": 1, "sign_in_hours": 1}
"""Settings that are a number, and their least."""

WRITTEN = {
    "user_agent": re.compile(r"[!-9;-~]+( [!-9;-~]+)*"),
    "contact": re.compile(r"|[^@\s:]+@[^@\s:.]+(\.[^@\s:.]+)+"),
}
"""Settings that outside services read, and how they are written."""


@dataclass(frozen=True, slots=True)
class Settings:
    """The settings in force.

    Attributes
    ----------
    public_url : str
        Address where the app is served, without a query; empty where it is not. Printed pages
        carry a code that leads there.
    organisation : str
        Name printed on exported pages; empty for none.
    logos : tuple of str
        At most two image files (PNG or JPEG), relative to the workspace, printed on exported pages.
    partners, editors : tuple of str
        Verified e-mail addresses and groups of the identity provider: who may see the partner view,
        and who may also import, refresh and change settings. They count only where people sign in.
    groups_claim : str
        Claim of the ID token that lists somebody's groups.
    sign_in_hours : int
        How long a sign-in is good for, from the time that the ID token was issued.
    metrics_from : tuple of str
        Networks, ``10.0.0.0/8``, from which ``/metrics`` may be read, beside this computer itself.
    small_count : int
        Counts of people below it are hidden from the public in tables that are not public; at least 1.
        Ten is this project's choice.
    gap_people : int
        How many displaced people in an area of which nobody reports anything make a gap, where a dataset
        declares itself complete; at least 1.
    versions_kept : int
        Versions of a dataset that are kept, the current one included; at least 1.
    user_agent : str
        How the program names itself to outside services; some refuse names that they do not like.
    contact : str
        An e-mail address: HDX HAPI asks everybody for one. Nothing is asked there without it.
    hapi_url, hapi_version : str
        HDX HAPI, or an organisation's own server, and the version of its paths: ``v2`` or ``v1``.
    ckan_url : str
        HDX, or another CKAN site.
    dtm_url : str
        IOM's DTM API; its key is read from the environment alone, as ``MALI_MAP_DTM_KEY``.
    geoboundaries_url : str
        geoBoundaries.
    more_hosts : tuple of str
        Hosts beside those of the addresses above that answers may come from: HDX keeps its files on
        the first, geoBoundaries on the others. No other host is ever contacted.
    dtm_dataset, presence_dataset, funding_dataset, boundaries_dataset : str
        Names of the datasets on the CKAN site.
    """

    public_url: str = ""
    organisation: str = ""
    logos: tuple[str, ...] = ()
    partners: tuple[str, ...] = ()
    editors: tuple[str, ...] = ()
    groups_claim: str = "groups"
    sign_in_hours: int = 12
    metrics_from: tuple[str, ...] = ()
    small_count: int = 10
    gap_people: int = 1
    versions_kept: int = 5
    user_agent: str = "mali-map"
    contact: str = ""
    hapi_url: str = "https://hapi.humdata.org/api"
    hapi_version: str = "v2"
    ckan_url: str = "https://data.humdata.org"
    dtm_url: str = "https://dtmapi.iom.int/v3"
    geoboundaries_url: str = "https://www.geoboundaries.org"
    more_hosts: tuple[str, ...] = (
        "s3.us-east-1.amazonaws.com",
        "github.com",
        "media.githubusercontent.com",
        "raw.githubusercontent.com",
    )
    dtm_dataset: str = "mali-baseline-assessment-data-iom-dtm"
    presence_dataset: str = "mali-operational-presence"
    funding_dataset: str = "fts-requirements-and-funding-data-for-mali"
    boundaries_dataset: str = "cod-ab-mli"


CLOSED = Settings(small_count=LARGEST_COUNT, versions_kept=LARGEST_COUNT)
"""What stands in place of settings that cannot be read: nobody is let in, every count of data that is not
public is hidden, and no version is taken away."""


def load() -> Settings:
    """Return the settings of the workspace, which may be damaged.

    Where a line is not understood the others hold, and `CLOSED` in its place. Where the file is no TOML
    the settings hold that this process read last, else `CLOSED`.
    """
    return _read().settings


def sound() -> Settings:
    """Return the settings of the workspace; for what must not be done by others than were meant.

    Raises
    ------
    GeoError
        ``settings_damaged`` when the file is not TOML, or sets something that there is not, as another
        type, or as what it cannot be; ``setting_user_agent``, ``setting_contact``.
    """
    found = _read()
    file = paths.workspace() / FILE
    if "user_agent" in found.problems:
        raise GeoError("setting_user_agent", file=file, problem=found.problems["user_agent"])
    if "contact" in found.problems:
        raise GeoError("setting_contact", file=file, problem=found.problems["contact"])
    if found.problems:
        raise GeoError("settings_damaged", file=file, problem="; ".join(found.problems.values()))
    return found.settings


def check() -> None:
    """Have it noted as damage where the settings are not understood (`geo.damage`)."""
    damage.read(paths.workspace() / FILE, lambda path: _refuse(_problems(_given(path))), None, "settings")


@dataclass(frozen=True, slots=True)
class _Read:
    """The settings in force, and what of the file is not understood: by setting, or by the file's name."""

    settings: Settings
    problems: dict[str, str] = field(default_factory=dict)


_last: dict[Path, Settings] = {}
"""Of each workspace, the settings that were last understood as a whole."""


def _read() -> _Read:
    path = paths.workspace() / FILE
    try:
        found = path.stat()
    except FileNotFoundError:
        return _Read(Settings())
    except OSError as error:
        return _Read(_last.get(path, CLOSED), {FILE: str(error)})
    return _parsed(path, found.st_mtime_ns, found.st_size)


@lru_cache(maxsize=4)
def _parsed(path: Path, _changed: int, _size: int) -> _Read:
    with damage.noted() as damaged:
        given = damage.read(path, _given, None, "settings")
    if given is None:
        return _Read(_last.get(path, CLOSED), {FILE: damaged[0].problem if damaged else ""})
    problems = _problems(given)
    damage.read(path, lambda _path: _refuse(problems), None, "settings")
    types = get_type_hints(Settings)
    sound = {name: typed.value(types[name], value) for name, value in given.items() if name not in problems}
    closed = {name: getattr(CLOSED, name) for name in problems if name in types}
    found = replace(Settings(), **sound, **closed)
    if not problems:
        _last[path] = found
    return _Read(found, problems)


def _given(path: Path) -> dict[str, Any]:
    return tomllib.loads(path.read_text(encoding="utf-8"))


def _refuse(problems: dict[str, str]) -> None:
    if problems:
        raise ValueError("; ".join(problems.values()))


def _problems(given: dict[str, Any]) -> dict[str, str]:
    """Return what is wrong with which settings."""
    types, found = get_type_hints(Settings), dict[str, str]()
    for name, value in given.items():
        try:
            known = typed.value(types[name], value)
            out_of_range = name in LEAST and not LEAST[name] <= known <= LARGEST_COUNT
            if out_of_range or (name in WRITTEN and not WRITTEN[name].fullmatch(known)):
                raise ValueError(name)
        except (KeyError, ValueError):
            found[name] = f"{name} = {value!r:.60}"
    return found
