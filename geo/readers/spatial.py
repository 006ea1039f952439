"""Files with shapes: GeoJSON, GeoPackage, (Geo)Parquet, KML, shapefiles in a zip.

Each layer becomes a table: its attributes and, for points, columns ``lon`` and ``lat``; lines and
polygons stay beside it. Points, lines and polygons of one layer become a table each. Everything is
brought to EPSG:4326. Rows are numbered as features, from 1.
"""

from __future__ import annotations

import io
import re
import tempfile
import warnings
import zipfile
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, Any

import numpy as np

from geo.errors import FileError
from geo.readers import delimited, limits, offline
from geo.readers.coordinates import in_mali
from geo.readers.sheet import Note
from geo.readers.table import Table

if TYPE_CHECKING:
    from collections.abc import Iterator

    import geopandas as gpd

WGS84 = "EPSG:4326"

_FAMILIES = {
    "points": ("Point", "MultiPoint"),
    "lines": ("LineString", "LinearRing", "MultiLineString"),
    "areas": ("Polygon", "MultiPolygon"),
}
_SHAPEFILE = b"\0\0\x27\x0a"
"""How a shapefile begins."""

_PARTS = (".shp", ".shx", ".dbf", ".prj", ".cpg")
_OF_KML = frozenset(
    [
        *("id", "timestamp", "begin", "end", "altitudeMode", "tessellate", "extrude", "visibility"),
        *("drawOrder", "icon", "snippet"),
    ]
)
"""Columns that the reader of KML adds to every table."""


def geojson(file: str, content: bytes) -> list[Table]:
    """Return the tables of a GeoJSON file.

    Raises
    ------
    FileError
        ``file_unreadable``, ``crs_missing``, or beyond the limits of a table.
    """
    try:
        unlinked, cut = offline.without_links(content)
    except (ValueError, RecursionError) as error:
        raise _unreadable(file, "GeoJSON", error) from error
    return _layers(file, unlinked, "GeoJSON", stated=not cut)


def geopackage(file: str, content: bytes) -> list[Table]:
    """Return the tables of a GeoPackage; views and virtual tables, which are programs, are left alone.

    Raises
    ------
    FileError
        ``file_unreadable``, ``crs_missing``, or beyond the limits of a table.
    """
    import sqlite3

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            tables = offline.without_programs(content)
    except (sqlite3.Error, OverflowError, UnicodeDecodeError) as error:
        raise _unreadable(file, "GeoPackage", error) from error
    return _layers(file, tables, "GeoPackage")


def parquet(file: str, content: bytes) -> list[Table]:
    """Return the tables of a Parquet file; of a GeoParquet file with their shapes.

    Raises
    ------
    FileError
        ``file_unreadable``, ``unpacks_too_large``, ``crs_missing``, or beyond the limits of a table.
    """
    import geopandas as gpd
    import pandas as pd
    import pyarrow.parquet as pq

    try:
        offline.cut_off()
        held = pq.ParquetFile(io.BytesIO(content))
        _check_unpacked(file, content, held)
        shaped = b"geo" in (held.metadata.metadata or {})
        frame = (gpd if shaped else pd).read_parquet(io.BytesIO(content))
        return list(_tables(file, Path(file).stem, frame))
    except FileError:
        raise
    except Exception as error:  # Arrow raises errors of its own
        raise _unreadable(file, "Parquet", error) from error


def _check_unpacked(file: str, content: bytes, held: Any) -> None:
    """Refuse a Parquet file that unpacks to too much: a list or a long text that is stored once, say.

    Raises
    ------
    FileError
        ``unpacks_too_large``, or beyond the other limits.
    """
    import pyarrow.parquet as pq

    about = held.metadata
    limits.check_table(file, Path(file).stem, about.num_rows, len(held.schema_arrow))
    leaves = [held.schema.column(at) for at in range(about.num_columns)]
    groups = [about.row_group(at) for at in range(about.num_row_groups)]
    chunks = [(leaf, group.column(at)) for group in groups for at, leaf in enumerate(leaves)]
    values = sum(chunk.num_values for _, chunk in chunks)  # lists have many in a cell
    least = sum(max(chunk.total_uncompressed_size, chunk.num_values * leaf.length) for leaf, chunk in chunks)
    if values > limits.MOST_CELLS or least > limits.LARGEST_UNPACKED:
        raise FileError("unpacks_too_large", file=file, most=limits.LARGEST_UNPACKED // limits.MEBIBYTE)
    texts = [leaf.path for leaf in leaves if leaf.physical_type == "BYTE_ARRAY"]
    # As a dictionary a text that is stored once is read once.
    listed = pq.ParquetFile(io.BytesIO(content), read_dictionary=texts)
    size = 0
    for batch in listed.iter_batches(columns=texts) if texts else ():
        size += sum(map(_unpacked, batch.columns))
        if size > limits.LARGEST_UNPACKED:
            raise FileError("unpacks_too_large", file=file, most=limits.LARGEST_UNPACKED // limits.MEBIBYTE)


def _unpacked(array: Any) -> int:
    """Return the bytes of the texts of an array, of those in its lists and structures too."""
    import pyarrow as pa
    import pyarrow.compute as pc

    if pa.types.is_dictionary(array.type):
        return pc.sum(pc.binary_length(array.dictionary).take(array.indices)).as_py() or 0
    inner = array.flatten()
    return sum(map(_unpacked, [inner] if isinstance(inner, pa.Array) else inner))


def kml(file: str, content: bytes) -> list[Table]:
    """Return the tables of a KML file.

    Raises
    ------
    FileError
        ``xml_entities`` where it declares entities; ``file_unreadable``.
    """
    encoding, skipped = delimited.encoding_of(file, content)
    if "<!" in content[skipped:].decode(encoding).replace("<!--", "").replace("<![CDATA[", ""):
        raise FileError("xml_entities", file=file)
    return _layers(file, content, "KML")


def zipped_kml(file: str, archive: zipfile.ZipFile) -> list[Table]:
    """Return the tables of the KML in a KMZ."""
    return kml(file, archive.read(next(name for name in archive.namelist() if name.lower().endswith(".kml"))))


def shapefiles(file: str, archive: zipfile.ZipFile) -> list[Table]:
    """Return the tables of every shapefile in a zip; its parts are unpacked under names of our own."""
    found = []
    for name in (name for name in archive.namelist() if name.lower().endswith(".shp")):
        stem = name[: -len(".shp")]
        with tempfile.TemporaryDirectory() as folder:
            for part in archive.namelist():
                if part.startswith(stem + ".") and part[len(stem) :].lower() in _PARTS:
                    Path(folder, f"layer{part[len(stem) :].lower()}").write_bytes(archive.read(part))
            layer = Path(folder, "layer.shp")
            with layer.open("rb") as begun:
                if begun.read(len(_SHAPEFILE)) != _SHAPEFILE:  # GDAL reads other formats under this name too
                    cause = PurePosixPath(name).name
                    raise FileError("file_unreadable", file=file, expected="shapefile", cause=cause)
            found += _layers(file, layer, "shapefile", title=PurePosixPath(stem).name)
    return found


def _layers(
    file: str, source: bytes | Path, expected: str, title: str = "", *, stated: bool = True
) -> list[Table]:
    """Return the tables of a file; `stated` is whether it still states its coordinate system."""
    import pyogrio

    try:
        offline.cut_off()
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            names = [str(name) for name, _ in pyogrio.list_layers(_opened(source))]
            found = list[Table]()
            for place, name in enumerate(names):
                about = pyogrio.read_info(_opened(source), layer=place)
                limits.check_table(file, name, about["features"], len(about["fields"]))
                frame = pyogrio.read_dataframe(_opened(source), layer=place)
                if not stated and "geometry" in frame:
                    frame = frame.set_crs(None, allow_override=True)
                shown = title or (name if len(names) > 1 else Path(file).stem)
                found += _tables(file, shown, frame)
            return found
    except FileError:
        raise
    except Exception as error:  # GDAL, GEOS and PROJ raise errors of their own
        raise _unreadable(file, expected, error) from error


def _opened(source: bytes | Path) -> io.BytesIO | Path:
    return io.BytesIO(source) if isinstance(source, bytes) else source


def _tables(file: str, name: str, frame: Any) -> Iterator[Table]:
    """Yield a table for the points, the lines and the polygons of a layer."""
    import geopandas as gpd

    frame = frame[
        [column for column in frame.columns if column not in _OF_KML or frame[column].nunique() > 1]
    ]
    frame.index = np.arange(1, len(frame) + 1)
    if not isinstance(frame, gpd.GeoDataFrame):
        yield _table(name, frame)
        return
    shapes, notes = _in_degrees(file, name, frame.geometry)
    family = shapes.geom_type.map({type: f for f, types in _FAMILIES.items() for type in types})
    there = [f for f in _FAMILIES if (family == f).any()] or ["points"]
    family = family.fillna(there[0])
    attributes = frame.drop(columns=frame.geometry.name)
    for kind in there:
        rows = family == kind
        title = name if len(there) == 1 else f"{name}/{kind}"
        if kind == "points":
            yield _points(title, attributes[rows], shapes[rows], notes)
        else:
            yield _shapes(title, attributes[rows], shapes[rows], notes, kind)


def _table(name: str, attributes: Any) -> Table:
    values = attributes.astype(object).where(attributes.notna(), None)
    for at, kind in enumerate(attributes.dtypes):
        if kind.kind not in "iuf" and kind != "str":
            values.isetitem(at, [cell if _plain(cell) else str(cell) for cell in values.iloc[:, at]])
    rows = values.to_numpy().tolist()
    numbers = [0, *attributes.index.tolist()]
    return Table(name, numbers, [[str(column) for column in attributes.columns], *rows])


def _plain(cell: object) -> bool:
    return cell is None or isinstance(cell, str | int | float) or hasattr(cell, "isoformat")


def _points(name: str, attributes: Any, shapes: gpd.GeoSeries, notes: list[Note]) -> Table:
    import shapely

    single = shapely.get_num_geometries(shapes.to_numpy()) == 1
    points = np.where(single, shapely.get_geometry(shapes.to_numpy(), 0), None)
    where = {"lon": shapely.get_x(points), "lat": shapely.get_y(points)}
    table = _table(
        name, attributes.drop(columns=[c for c in attributes if str(c).lower() in where]).assign(**where)
    )
    lost = tuple(shapes.index[~single].tolist())
    table.notes = [*notes, *([Note("no_shape", lost)] if lost else [])]
    return table


def _shapes(name: str, attributes: Any, shapes: gpd.GeoSeries, notes: list[Note], kind: str) -> Table:
    table = _table(name, attributes)
    table.shapes, more = _repaired(shapes, kind)
    table.notes = notes + more
    return table


def _in_degrees(file: str, name: str, shapes: gpd.GeoSeries) -> tuple[gpd.GeoSeries, list[Note]]:
    """Return shapes in EPSG:4326, and what had to be done for it.

    Raises
    ------
    FileError
        ``crs_missing`` where nothing says what the coordinates are, and they are no degrees in Mali.
    """
    import shapely

    notes = []
    flat = shapes.force_2d()
    if flat.crs is None:
        west, south, east, north = flat.total_bounds
        if len(flat.dropna()) and not in_mali([west, east], [south, north]).all():
            raise FileError("crs_missing", file=file, sheet=name)
        flat, notes = flat.set_crs(WGS84), [Note("no_crs")]
    elif flat.crs != WGS84:
        notes = [Note("reprojected", details={"crs": flat.crs.name})]
        flat = flat.to_crs(WGS84)
    west, south, east, north = shapely.bounds(flat.to_numpy()).T
    swapped = in_mali(south, west) & in_mali(north, east)
    if swapped.any():
        flat[swapped] = flat[swapped].map(lambda shape: shapely.transform(shape, lambda xy: xy[:, ::-1]))
        notes.append(Note("swapped", tuple(flat.index[swapped].tolist())))
    outside = ~swapped & ~((west >= -180) & (east <= 180) & (south >= -90) & (north <= 90)) & flat.notna()
    if outside.any() and outside.sum() == flat.notna().sum():
        raise FileError("crs_missing", file=file, sheet=name)
    if outside.any():
        notes.append(Note("not_degrees", tuple(flat.index[outside].tolist())))
        flat[outside] = None
    return flat, notes


def _repaired(shapes: gpd.GeoSeries, kind: str) -> tuple[gpd.GeoSeries, list[Note]]:
    """Repair polygons that cross themselves; take away what has no extent."""
    import shapely

    notes = []
    broken = shapes.notna() & ~shapes.is_valid
    if broken.any() and kind == "areas":
        made = shapely.make_valid(shapes[broken].to_numpy())
        parts = [_polygons(shape) for shape in made]
        shapes[broken] = parts
        notes.append(Note("shape_repaired", tuple(shapes.index[broken].tolist())))
    without = shapes.isna() | shapes.is_empty
    if without.any():
        shapes[without] = None
        notes.append(Note("no_shape", tuple(shapes.index[without].tolist())))
    return shapes, notes


def _polygons(shape: Any) -> Any:
    """Return the polygons of what a repair made, without the lines and points it left over."""
    import shapely

    parts = [
        part for part in shapely.get_parts(shape, return_index=False) if part.geom_type.endswith("Polygon")
    ]
    return shapely.union_all(parts) if parts else None


def _unreadable(file: str, expected: str, error: Exception) -> FileError:
    said = re.sub(r"'?/(?:vsimem|tmp)/[^\s']*'?", file, " ".join(str(error).split()))
    cause = said.partition(";")[0][:200] or type(error).__name__
    return FileError("file_unreadable", file=file, expected=expected, cause=cause)
