"""HDX, or another CKAN site: files as they are published, read as files that a partner sends.

A dataset lists its resources; which of them is meant is decided by its format and name, and of
several by its date. HDX keeps the files on another host, to which it redirects.
"""

from __future__ import annotations

import csv
import io
import re
import tempfile
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pandas as pd

from geo import readers
from geo.areas import BOUNDARIES, DIVISIONS
from geo.build import official
from geo.errors import GeoError
from geo.readers import Sheet
from geo.sources import store
from geo.sources.found import Found, as_json, need, newest, place, table_file
from geo.workspace import Measure

if TYPE_CHECKING:
    from collections.abc import Callable

    from geo.sources.fetch import Client
    from geo.sources.store import Fetched

Resource = dict[str, Any]

TABLES = ("xlsx", "xls", "csv")
AREAS_FILE = re.compile(
    r"admin_boundaries.*\.geojson\.zip$|adm(in|bnda).*\.(geojson|shp)?\.?zip$", re.IGNORECASE
)
FUNDING = re.compile(r"fts_requirements_funding_mli\.csv$", re.IGNORECASE)

MAGIC = {"xlsx": b"PK", "zip": b"PK", "xls": b"\xd0\xcf"}
"""How files begin: an error page under their name begins otherwise."""


def displacement(client: Client) -> Found:
    """Bring the newest file of DTM's baseline assessment."""
    return _table(client, client.settings.dtm_dataset, "displacement", "IOM DTM")


def presence(client: Client) -> Found:
    """Bring the newest table of who does what where."""
    return _table(client, client.settings.presence_dataset, "projects", "OCHA 3W")


def funding(client: Client) -> Found:
    """Bring what humanitarian plans require and have, from the Financial Tracking Service (FTS)."""
    package = _package(client, client.settings.funding_dataset)
    resource = _chosen(package, lambda one: bool(FUNDING.search(_address(one))))
    fetched = client.fetch(_address(resource), "FTS")
    try:
        rows = list(csv.DictReader(io.StringIO(fetched.path.read_text(encoding="utf-8-sig"))))
    except (UnicodeDecodeError, csv.Error) as error:
        store.forget(fetched.address)
        raise GeoError("source_encoding", what="FTS") from error
    if not rows:
        raise GeoError("source_empty", what="FTS")
    need(rows, ("name", "year", "requirements", "funding"), "FTS")
    rows = [row for row in rows if not str(row["year"]).startswith("#")]  # the row of HXL tags
    years = pd.Series([row["year"] for row in rows], dtype="str")
    old = years != years.max()
    table = pd.DataFrame(
        {
            "row": pd.Series(range(1, len(rows) + 1), dtype="Int64"),
            "name": pd.Series([row["name"] for row in rows], dtype="str"),
            "date": years,
            "requirements_usd": pd.to_numeric([row["requirements"] or None for row in rows], errors="coerce"),
            "funding_usd": pd.to_numeric([row["funding"] or None for row in rows], errors="coerce"),
            "aside": pd.Series("earlier_period", index=years.index).where(old),
        }
    )
    measures = (Measure("requirements_usd", "Requirements", "USD"), Measure("funding_usd", "Funding", "USD"))
    sheet = Sheet("fts.csv", "fts", "figures", table, measures=measures)
    return _found(sheet, fetched, package, "OCHA FTS", _name(resource))


def boundaries(client: Client) -> Found:
    """Bring the official areas of 2023 from OCHA's COD-AB.

    Raises
    ------
    GeoError
        Any of ``source_…`` and ``boundaries_…``: what is in hand stays.
    """
    package = _package(client, client.settings.boundaries_dataset)
    resource = _chosen(package, lambda one: bool(AREAS_FILE.search(_address(one))))
    fetched = client.fetch(_address(resource), "COD-AB")
    _check(fetched, "zip", "COD-AB")
    published = official.read_cod(fetched.path)
    return areas_found(published, fetched, "OCHA COD-AB", _licence(package), _name(resource))


def areas_found(
    published: official.Published, fetched: Fetched, source: str, licence: str, file: str
) -> Found:
    """Make official areas of a publication, and say what they are."""
    table, report = official.build(published, Path(file))
    return Found(
        kind=BOUNDARIES,
        division=DIVISIONS[1],
        date=published.date,
        table=table,
        report=report,
        measures=(),
        source=" ".join(filter(None, [source, published.version])),
        licence=licence,
        fetched=(fetched,),
        file=file,
    )


def _table(client: Client, dataset: str, kind: str, source: str) -> Found:
    package = _package(client, dataset)
    resource = _chosen(package, lambda one: _ending(one) in TABLES)
    fetched = client.fetch(_address(resource), source)
    _check(fetched, _ending(resource), source)
    with tempfile.TemporaryDirectory() as folder:
        path = table_file(fetched, f"{resource['id']}.{_ending(resource)}", Path(folder))
        sheets = readers.read(path, kind=kind)
    known = [sheet for sheet in sheets if sheet.kind == kind and len(sheet.rows)]
    if not known:
        problem = next((sheet.problem for sheet in sheets if sheet.problem), None)
        raise problem or GeoError("source_no_table", what=source, file=_name(resource))
    largest = max(known, key=lambda sheet: len(sheet.rows))
    return _found(largest, fetched, package, source, _name(resource))


def _found(sheet: Sheet, fetched: Fetched, package: Resource, source: str, file: str) -> Found:
    division, placed, report = place(replace(sheet, file=file))
    if "date" not in placed or placed["date"].isna().all():
        placed = placed.assign(date=_covers(package))
    return Found(
        kind=sheet.kind,
        division=division,
        date=newest(placed["date"]),
        table=placed,
        report=report | {"read": len(placed)},
        measures=sheet.measures,
        source=source,
        licence=_licence(package),
        fetched=(fetched,),
        file=file,
    )


def _package(client: Client, dataset: str) -> Resource:
    """Return what the site says of a dataset."""
    url = f"{client.settings.ckan_url}/api/3/action/package_show"
    what = f"HDX {dataset}"
    fetched = client.fetch(url, what, query={"id": dataset})
    answer = as_json(fetched, what)
    package = answer.get("result", answer) if isinstance(answer, dict) else None
    if isinstance(answer, dict) and answer.get("success") is False:
        store.forget(fetched.address)
        raise GeoError("source_said", what=what, said=str(answer.get("error"))[:200])
    if not isinstance(package, dict) or not isinstance(package.get("resources"), list):
        store.forget(fetched.address)
        raise GeoError("source_shape", what=what, expected="resources")
    return package


def _chosen(package: Resource, meant: Callable[[Resource], bool]) -> Resource:
    """Return the newest resource that is meant."""
    known = [one for one in package["resources"] if isinstance(one, dict) and _address(one) and meant(one)]
    if not known:
        raise GeoError("source_no_resource", what=str(package.get("name", "HDX")))
    return max(known, key=lambda one: str(one.get("last_modified") or one.get("created") or ""))


def _address(resource: Resource) -> str:
    return str(resource.get("download_url") or resource.get("url") or "")


def _name(resource: Resource) -> str:
    return _address(resource).rpartition("/")[2] or str(resource.get("name", ""))


def _ending(resource: Resource) -> str:
    return _name(resource).rpartition(".")[2].lower()


def _licence(package: Resource) -> str:
    return str(package.get("license_title") or package.get("license_id") or "")


def _covers(package: Resource) -> str:
    """Return the last day that a dataset says it covers."""
    said = re.search(r"TO (\d{4}-\d{2}-\d{2})", str(package.get("dataset_date", "")))
    return said[1] if said else ""


def _check(fetched: Fetched, ending: str, what: str) -> None:
    with fetched.path.open("rb") as content:
        begins = content.read(8)
    if not begins.startswith(MAGIC.get(ending, b"")) or begins.lstrip()[:1] == b"<":
        store.forget(fetched.address)
        raise GeoError(
            "source_html" if begins.lstrip()[:1] == b"<" else "source_file", what=what, expected=ending
        )
