"""Named places of Mali (OCHA, 2015) in, ``settlements.parquet`` out.

The file's codes are those of 2015: they agree with the boundaries of 2021 for nine communes in
ten. So a place is assigned to a commune by its location, and its own code is kept as nothing but
its id. A place outside every commune keeps an empty one, and the report counts it.

=================  ======================================================================
``id``             the source's code: tells places apart, says nothing of the area
``name``           as the source writes it
``alternative``    its second spelling, where it has one
``lon`` ``lat``    degrees, EPSG:4326, rounded to 4 decimals (11 m)
``commune``        id in ``cod2021``; null outside every area
``class``          of what it is the chief town: country, region, cercle, commune; else other
=================  ======================================================================
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import pandas as pd

from geo import areas, points, tables
from geo.areas import LEVELS
from geo.build import published

if TYPE_CHECKING:
    from pathlib import Path

SOURCE_FILE = "settlements_2015.csv"
COLUMNS = ("featureNam", "pcode", "featureRef", "popPlaceCl", "longitude", "latitude")

CLASSES = {"1": "country", "2": "region", "3": "cercle", "4": "commune", "5": "other"}
"""The source's classes: capitals, and all other places."""

DECIMALS = 4


@dataclass(frozen=True, slots=True)
class Report:
    """What a build has made: ``read = placed + len(outside)``.

    Attributes
    ----------
    read, placed : int
        Places read, and those in a commune.
    outside : tuple of str
        Ids of those outside every commune.
    """

    read: int
    placed: int
    outside: tuple[str, ...]

    def __str__(self) -> str:
        return (
            f"settlements.parquet: {self.read} places, {self.placed} in a commune, "
            f"{len(self.outside)} outside every commune"
        )


def build(source: Path, out: Path) -> Report:
    """Turn the published places into ``<out>/settlements.parquet``.

    Parameters
    ----------
    source : Path
        Folder with ``settlements_2015.csv``.
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
    published.refuse(_unsound(given), path)
    # Placed before rounding: a place stays in its commune, even near a border.
    lon, lat = pd.to_numeric(given["longitude"]), pd.to_numeric(given["latitude"])
    found = points.points_to_areas(lon, lat, areas.load(), LEVELS["commune"])
    counted = points.count_points(lon, lat, found)
    second = given["featureRef"].where(given["featureRef"] != given["featureNam"], None)
    rows = pd.DataFrame(
        {
            "id": given["pcode"],
            "name": given["featureNam"].str.strip(),
            "alternative": second.replace("NA", None),
            "lon": lon.round(DECIMALS),
            "lat": lat.round(DECIMALS),
            "commune": found,
            "class": given["popPlaceCl"].map(CLASSES),
        }
    )
    table = tables.schema("settlements").validate(tables.typed("settlements", rows))
    write(table.sort_values("id", ignore_index=True), out / "settlements.parquet")
    outside = tuple(given["pcode"].iloc[list(counted.outside)])
    return Report(counted.read, counted.placed, outside)


def write(table: pd.DataFrame, path: Path) -> None:
    """Write the places small: single precision is finer than 4 decimals, codes share their beginnings."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    content = pa.Table.from_pandas(table, preserve_index=False)
    for name in ("lon", "lat"):
        content = content.set_column(
            content.schema.get_field_index(name), name, content[name].cast(pa.float32())
        )
    pq.write_table(
        content.replace_schema_metadata(None),
        path,
        compression="zstd",
        compression_level=19,
        use_dictionary=["commune", "class", "alternative"],
        column_encoding={
            "id": "DELTA_BYTE_ARRAY",
            "name": "DELTA_BYTE_ARRAY",
            "lon": "BYTE_STREAM_SPLIT",
            "lat": "BYTE_STREAM_SPLIT",
        },
    )


def _unsound(given: pd.DataFrame) -> list[str]:
    """Return places without a name, coordinates or known class, and codes that stand twice."""
    findings = [f"{code} stands twice" for code in given["pcode"][given["pcode"].duplicated()]]
    findings += [f"{code} has no name" for code in given["pcode"][given["featureNam"].str.strip() == ""]]
    unknown = ~given["popPlaceCl"].isin(CLASSES)
    findings += [f"{code} is of no known class" for code in given["pcode"][unknown]]
    lost = pd.to_numeric(given["longitude"], errors="coerce").isna()
    lost |= pd.to_numeric(given["latitude"], errors="coerce").isna()
    return findings + [f"{code} has no coordinates" for code in given["pcode"][lost]]
