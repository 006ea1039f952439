"""Rows with their areas as a file: for a GIS, for a spreadsheet, for another program."""

from __future__ import annotations

import io
import re
import tempfile
import uuid
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pandas as pd

from geo import areas as divisions
from geo import spreadsheet
from geo.durable import clear_folders, sync
from geo.errors import GeoError
from geo.imports import table_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    import geopandas as gpd
    from geopandas.array import GeometryArray

    from geo.report import Report

FORMATS = (".gpkg", ".geojson", ".parquet", ".csv", ".xlsx")

SHEET_NAME = 31
"""Characters of a sheet's name that spreadsheet programs take."""

_CAUSE = 80
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f]")


def write(reports: Sequence[Report], path: Path) -> None:
    """Write the rows of every sheet with ``sheet``, ``area``, ``area_name``, ``state``, ``method``.

    GeoPackage and GeoJSON have the row's own shape, else its point, else the polygon of its area;
    a row that is not placed is there without a shape. What was at `path` stays until all is written.

    Raises
    ------
    GeoError
        ``format_unknown``, ``join_not_written``.
    """
    ending = path.suffix.lower()
    if ending not in FORMATS:
        raise GeoError("format_unknown", given=path.suffix or path.name, known=", ".join(FORMATS))
    try:
        clear_folders(path.parent, f".{path.name}-")
        with tempfile.TemporaryDirectory(prefix=f".{path.name}-", dir=path.parent) as folder:
            made = Path(folder) / path.name
            _write(reports, made, ending)
            made.replace(path)
    except (OSError, RuntimeError) as error:  # pyogrio's are of the second kind, and long
        cause = error.strerror if isinstance(error, OSError) and error.strerror else str(error)
        raise GeoError("join_not_written", file=path, cause=cause.strip()[-_CAUSE:]) from error


def write_part(report: Report, path: Path) -> None:
    """Write one part of a table: CSV, or Parquet, which is GeoParquet where rows have shapes or points.

    It is there as a whole or not at all, also where two write the same part at once.

    Raises
    ------
    OSError
        Where the disk refuses.
    """
    table, unfinished = _named(report), path.with_name(f".{uuid.uuid4().hex}")
    try:
        if path.suffix == ".csv":
            unfinished.write_bytes(as_csv(table))
        else:
            _pointed(table).to_parquet(unfinished, index=False)
        sync(unfinished)
        unfinished.replace(path)
    finally:
        unfinished.unlink(missing_ok=True)


def _write(reports: Sequence[Report], path: Path, ending: str) -> None:
    tables = {one.sheet.name: _named(one) for one in reports}
    if ending == ".xlsx":
        _workbook(tables, path)
    elif ending == ".gpkg":
        for (name, table), report in zip(tables.items(), reports, strict=True):
            _shaped(table, report).to_file(path, layer=name, driver="GPKG", engine="pyogrio")
    elif ending == ".geojson":
        shapes = [_shaped(table, one) for table, one in zip(tables.values(), reports, strict=True)]
        pd.concat(shapes, ignore_index=True).to_file(path, driver="GeoJSON", engine="pyogrio")
    else:
        together = pd.concat([_flat(table) for table in tables.values()], ignore_index=True)
        if ending == ".parquet":
            together.to_parquet(path, index=False)
        else:
            path.write_bytes(as_csv(together))


def as_csv(table: pd.DataFrame, stamp: str = "") -> bytes:
    """Return a table as UTF-8 CSV whose cells no spreadsheet takes for formulas; shapes as WKT.

    `stamp` is a line above the header, which begins with ``#``: whom the file is for.
    """
    above = spreadsheet.inert(f"# {stamp}\n") if stamp else ""
    return f"{above}{spreadsheet.as_csv(_flat(table))}".encode()


def written(value: Any) -> Any:
    """Return a value as a workbook can hold it: without control characters, missing as nothing."""
    if isinstance(value, str):
        return _CONTROL.sub("\N{REPLACEMENT CHARACTER}", value)
    return None if pd.isna(value) else value


def text_cells(sheet: Any) -> None:
    """Make every text of an openpyxl sheet a text: never a formula, nor taken for one when edited."""
    for cells in sheet.iter_rows():
        for cell in cells:
            if isinstance(cell.value, str):
                cell.data_type = "s"
                cell.quotePrefix = spreadsheet.inert(cell.value) != cell.value


def _named(report: Report) -> pd.DataFrame:
    table, areas = table_of(report), divisions.load(report.division)
    names = table["area"].map(lambda area: areas[area].name_fr if isinstance(area, str) else None)
    table.insert(0, "sheet", report.sheet.name)
    table.insert([*table].index("area") + 1, "area_name", names)
    return table


def _flat(table: pd.DataFrame) -> pd.DataFrame:
    """Return a table without its shapes, which stand as WKT."""
    if "geometry" not in table:
        return table
    return pd.DataFrame(table.drop(columns="geometry").assign(wkt=table["geometry"].to_wkt()))


def _shaped(table: pd.DataFrame, report: Report) -> gpd.GeoDataFrame:
    import geopandas as gpd

    if "geometry" in table:
        return gpd.GeoDataFrame(table, geometry="geometry", crs=4326)
    polygons: dict[str, Any] = {}
    areas = divisions.load(report.division)
    for level in {areas[area].level for area in table["area"].dropna().unique()}:
        found = areas.geometry(level)
        polygons |= dict(zip(found["id"], found.geometry, strict=True))
    shapes = [polygons.get(area) if isinstance(area, str) else None for area in table["area"]]
    if {"lon", "lat"} <= {*table}:
        shapes = [point or shape for point, shape in zip(_points(table), shapes, strict=True)]
    return gpd.GeoDataFrame(table, geometry=shapes, crs=4326)


def _pointed(table: pd.DataFrame) -> pd.DataFrame:
    """Return a table with its rows' own shapes, else with points where it has coordinates."""
    import geopandas as gpd

    if "geometry" in table or not {"lon", "lat"} <= {*table}:
        return table
    shaped: pd.DataFrame = gpd.GeoDataFrame(table, geometry=_points(table))
    return shaped


def _points(table: pd.DataFrame) -> GeometryArray:
    """Return the point of each row, None where it has no coordinates."""
    import geopandas as gpd

    points = gpd.points_from_xy(table["lon"], table["lat"], crs=4326)
    points[(table["lon"].isna() | table["lat"].isna()).to_numpy()] = None
    return points


def _workbook(tables: dict[str, pd.DataFrame], path: Path) -> None:
    import openpyxl

    book = openpyxl.Workbook()
    book.remove(book.worksheets[0])
    for name, table in tables.items():
        flat = _flat(table)
        sheet = book.create_sheet(re.sub(r"[\[\]:*?/\\]", " ", name)[:SHEET_NAME] or None)
        sheet.append([written(str(one)) for one in flat.columns])
        for row in flat.astype(object).itertuples(index=False):
            sheet.append([written(value) for value in row])
        text_cells(sheet)
        sheet.freeze_panes = "A2"
    content = io.BytesIO()
    book.save(content)
    path.write_bytes(content.getvalue())
