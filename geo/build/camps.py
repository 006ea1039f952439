"""Counts of Malian refugees by camp or hosting place abroad in, ``camps.csv`` out.

The published table is made of three compilations, each for a time of its own: February 2012 to
2015, June 2017 to April 2021, September 2022. Each becomes a series of its own, for they count
differently: the newest jumps against the one before it. Towns and provinces that stand in the
lists beside the camps are hosting places.

Several compilations begin with 0 for places that had thousands of refugees months later; such a
first figure is kept, and its note says that it may be a starting value.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pandas as pd

from geo.build import published

if TYPE_CHECKING:
    from pathlib import Path

SOURCE_FILE = "malian_refugee_camps.csv"
COLUMNS = ("camp", "country", "lat", "lon", "date", "refugees", "source")
SOURCE = "unhcr_fabflee"

SERIES = {
    "mali2012": "unhcr_camps_2012",
    "mali2017_adm1": "unhcr_camps_2017",
    "mali2022_2024": "unhcr_camps_2022",
}
"""Series by the folder of the compilation, which the column ``source`` names."""

COUNTRIES = {
    "Burkina Faso": ("BF", "Burkina Faso", "Burkina Faso"),
    "Mauritania": ("MR", "Mauritanie", "Mauritania"),
    "Niger": ("NE", "Niger", "Niger"),
}
"""ISO 3166 code, French and English name."""

HOSTING_PLACES = frozenset(
    ["Bobo-Dioulasso", "Djibo", "Dori", "Niamey", "Ouagadougou", "Oudalan", "Soum", "Tahoua"]
)
"""Towns, provinces and a region (Tahoua) that the lists have beside the camps."""

STARTING_VALUE = (
    "0 au premier jour de cette compilation : peut être une valeur de départ plutôt qu'un décompte.",
    "0 on the first day of this compilation: may be a starting value rather than a count.",
)
NO_COORDINATE = ("La source ne donne pas de coordonnées.", "The source gives no coordinates.")

_FOLDER = re.compile(r"config_files/([^/]+)/")


def build(source: Path, out: Path) -> int:
    """Turn the published table into ``<out>/camps.csv``; return its number of rows.

    Parameters
    ----------
    source : Path
        Folder with ``malian_refugee_camps.csv``.
    out : Path
        Folder; nothing is written there unless every check passes.

    Raises
    ------
    FileError
        ``file_missing``, ``columns_missing``.
    GeoError
        ``dataset_invalid``.
    """
    path = source / SOURCE_FILE
    given = pd.DataFrame(published.read(path, COLUMNS))
    series = given["source"].str.extract(_FOLDER, expand=False).map(SERIES)
    published.refuse(_unknown(given, series), path)
    rows = _described(given.assign(series=series))
    published.refuse(_contradictions(rows), path)
    return published.write("camps", rows, out / "camps.csv", by=("series", "id", "date"))


def _unknown(given: pd.DataFrame, series: pd.Series) -> list[str]:
    findings = [f"no series for {source}" for source in given["source"][series.isna()].unique()]
    unknown = {*given["country"]} - {*COUNTRIES}
    return findings + [f"country {name} is not known" for name in sorted(unknown)]


def _described(given: pd.DataFrame) -> pd.DataFrame:
    country = given["country"].map(COUNTRIES)
    rows = given.assign(
        id=given["camp"].str.lower().str.replace(" ", "-"),
        name=given["camp"],
        country=country.str[0],
        country_fr=country.str[1],
        country_en=country.str[2],
        lon=pd.to_numeric(given["lon"]).round(4),
        lat=pd.to_numeric(given["lat"]).round(4),
        kind=given["camp"].isin(HOSTING_PLACES).map({True: "hosting_place", False: "camp"}),
        refugees=pd.to_numeric(given["refugees"]).astype("Int64"),
        source=SOURCE,
    )
    first = rows["date"] == rows.groupby("series")["date"].transform("min")
    starting = first & (rows["refugees"] == 0)
    for lang, position in (("fr", 0), ("en", 1)):
        parts = [
            rows["lon"].isna().map({True: NO_COORDINATE[position], False: ""}),
            starting.map({True: STARTING_VALUE[position], False: ""}),
        ]
        rows[f"note_{lang}"] = (parts[0] + " " + parts[1]).str.strip().replace("", None)
    return rows


def _contradictions(rows: pd.DataFrame) -> list[str]:
    """Return places that move, and counts that stand twice."""
    places = rows[["id", "country", "lon", "lat"]].drop_duplicates()
    findings = [f"{place} has two places" for place in places["id"][places["id"].duplicated()]]
    twice = rows[rows.duplicated(["series", "id", "date"])]
    return findings + [f"{row.id} has two counts on {row.date}" for row in twice.itertuples()]
