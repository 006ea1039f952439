"""What an organisation sets for itself: ``settings.toml`` in the workspace.

Everything has a default, so that the program runs without the file. A test may set
``MALI_MAP_WORKSPACE`` to have a workspace of its own.
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass, fields
from functools import lru_cache
from pathlib import Path
from typing import Any

from geo import paths
from geo.errors import GeoError

FILE = "settings.toml"


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


def load() -> Settings:
    """Return the settings of the workspace.

    Raises
    ------
    GeoError
        ``settings_damaged`` when the file is not TOML, or sets something that there is not or as
        another type.
    """
    path = paths.workspace() / FILE
    try:
        found = path.stat()
    except FileNotFoundError:
        return Settings()
    return _load(str(path), found.st_mtime_ns, found.st_size)


@lru_cache(maxsize=4)
def _load(path: str, _changed: int, _size: int) -> Settings:
    try:
        given = tomllib.loads(Path(path).read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise GeoError("settings_damaged", file=path, problem=error) from error
    types = {field.name: type(field.default) for field in fields(Settings)}
    for name, value in given.items():
        expected = types.get(name)
        if expected is None or not isinstance(value, list if expected is tuple else expected):
            raise GeoError("settings_damaged", file=path, problem=f"{name} = {value!r}")
    if given.get("versions_kept", 1) < 1:
        raise GeoError("settings_damaged", file=path, problem="versions_kept < 1")
    values: dict[str, Any] = {name: tuple(v) if isinstance(v, list) else v for name, v in given.items()}
    return Settings(**values)
