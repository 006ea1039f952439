"""Files that point to an address: the same two rows in every format, and what the format can point with."""

import io
import json
import sqlite3
import struct
import zipfile
from pathlib import Path

import geopandas as gpd
import openpyxl
import pyproj

HEADER, ROW = ["Site", "PDI"], ["=WEBSERVICE(1)", 7]


def zipped(parts: dict[str, str | bytes]) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return made.getvalue()


def _points(crs: str | int | None = 4326) -> gpd.GeoDataFrame:
    return gpd.GeoDataFrame({"Site": ["a"], "PDI": [7]}, geometry=gpd.points_from_xy([-4], [14]), crs=crs)


# JSON


def json_files(link: str) -> dict[str, bytes]:
    """Return GeoJSON files, and others of its kind, by what is told of each."""
    crs = {"type": "link", "properties": {"href": link, "type": "esriwkt"}}
    point = {"type": "Point", "coordinates": [-4, 14]}
    feature = {"type": "Feature", "properties": {"Site": "a"}, "geometry": point}

    def collection(**more: object) -> bytes:
        return json.dumps({"type": "FeatureCollection", **more, "features": [feature]}).encode()

    linked = collection(crs=crs)
    topology = {
        "x": {"type": "GeometryCollection", "geometries": [{"type": "Point", "coordinates": [-4, 14]}]}
    }
    esri = [{"attributes": {"Site": "a"}, "geometry": {"x": -4, "y": 14}}]
    fields = [{"name": "Site", "type": "esriFieldTypeString", "alias": "Site"}]
    pipe = f"gdal vector pipeline ! read /vsicurl/{link} ! write --of stream streamed_file"
    files = {
        "link": linked,
        "url": collection(crs={"type": "URL", "properties": {"url": link}}),
        "capitals": collection(CRS={"Type": "LINK", "Properties": {"HREF": link}}),
        "escaped": linked.replace(b'"crs"', b'"\\u0063r\\u0073"').replace(b'"link"', b'"l\\u0069nk"'),
        "zero_byte": linked.replace(b'"crs"', b'"crs\\u0000"'),
        "twice": linked.replace(b'"features"', b'"crs": {"type": "name"}, "CRS": {"type": "link"}, "features"'),
        "name": collection(crs={"type": "name", "properties": {"name": link}}),
        "feature": collection().replace(b'"Feature",', b'"Feature", "crs": ' + json.dumps(crs).encode() + b","),
        "shape": collection().replace(b'"Point",', b'"Point", "crs": ' + json.dumps(crs).encode() + b","),
        "lines": json.dumps({**feature, "crs": crs}).encode() + b"\n" + json.dumps(feature).encode(),
        "topology": json.dumps({"type": "Topology", "crs": crs, "objects": topology, "arcs": []}).encode(),
        "reference": collection(
            conformsTo=["http://www.opengis.net/spec/json-fg-1/0.1/conf/core"],
            coordRefSys={"type": "Reference", "href": link},
        ),
        "next": collection(links=[{"rel": "next", "href": link}], next=link),
        "esri": json.dumps(
            {"geometryType": "esriGeometryPoint", "spatialReference": {"wkt": link}, "fields": fields, "features": esri}
        ).encode(),
        "pipeline": json.dumps({"type": "gdal_streamed_alg", "command_line": pipe}).encode(),
    }  # fmt: skip
    return {f"{name}.geojson": content for name, content in files.items()}


# XML


def xml_files(link: str) -> dict[str, bytes]:
    """Return KML, and files of other formats that are taken for KML by a comment."""
    placemark = (
        f"<name>a</name><styleUrl>{link}#s</styleUrl><ExtendedData><SchemaData schemaUrl='{link}#q'>"
        "<SimpleData name='z'>1</SimpleData></SchemaData></ExtendedData>"
        f"<Style><IconStyle><Icon><href>{link}</href></Icon></IconStyle></Style>"
    )
    kml = (
        f"<?xml version='1.0'?><?xml-stylesheet href='{link}'?><kml xmlns='http://www.opengis.net/kml/2.2' "
        "xmlns:xsi='http://www.w3.org/2001/XMLSchema-instance' "
        f"xsi:schemaLocation='http://www.opengis.net/kml/2.2 {link}.xsd'><Document>"
        f"<NetworkLink><Link><href>{link}.kml</href></Link></NetworkLink>"
        f"<GroundOverlay><Icon><href>{link}.png</href></Icon></GroundOverlay>"
        f"<Placemark>{placemark}<Point><coordinates>-4,14</coordinates></Point></Placemark>"
        f"<Placemark><Model><Link><href>{link}</href></Link></Model></Placemark></Document></kml>"
    )
    layer = "<OGRVRTDataSource><OGRVRTLayer name='x'><SrcDataSource>{0}</SrcDataSource></OGRVRTLayer></OGRVRTDataSource>"
    gml = (
        "<gml:FeatureCollection xmlns:gml='http://www.opengis.net/gml' "
        f"xmlns:xsi='http://www.w3.org/2001/XMLSchema-instance' xsi:schemaLocation='http://x {link}.xsd'>"
        f"<gml:featureMember><a><gml:Point srsName='{link}'><gml:coordinates>-4,14</gml:coordinates>"
        "</gml:Point></a></gml:featureMember></gml:FeatureCollection>"
    )
    gpx = (
        f"<gpx version='1.1' xsi:schemaLocation='{link}'><link href='{link}'/><wpt lat='14' lon='-4'/></gpx>"
    )
    files = {
        "vrt": layer.format(link),
        "vrt_curl": layer.format(f"/vsicurl/{link}.json"),
        "wfs": f"<OGRWFSDataSource><URL>{link}</URL></OGRWFSDataSource>",
        "csw": f"<OGRCSWDataSource><URL>{link}</URL></OGRCSWDataSource>",
        "gml": gml,
        "gpx": gpx,
    }
    other = {f"{name}.kml": f"{content}<!-- <kml -->".encode() for name, content in files.items()}
    return {"links.kml": kml.encode(), "links.kmz": zipped({"doc.kml": kml}), **other}


# Formats of GIS programs


def geopackage(folder: Path, *statements: str, crs: str | int = 4326) -> bytes:
    """Return a GeoPackage of one layer, ``sites``, after some statements."""
    path = folder / "made.gpkg"
    path.unlink(missing_ok=True)
    _points(crs).to_file(path, layer="sites", driver="GPKG")
    base = sqlite3.connect(path)
    for statement in ("PRAGMA writable_schema = ON", *statements):
        base.execute(statement)
    base.commit()
    base.close()
    return path.read_bytes()


def with_table(module: str) -> tuple[str, str]:
    """Return statements that add a virtual table, whose module need not be there."""
    sql = f"CREATE VIRTUAL TABLE more USING {module}".replace("'", "''")
    return (
        f"INSERT INTO sqlite_master VALUES ('table', 'more', 'more', 0, '{sql}')",
        "INSERT INTO gpkg_contents (table_name, data_type, identifier) VALUES ('more', 'attributes', 'more')",
    )


def gis_files(folder: Path, link: str) -> dict[str, bytes]:
    """Return GeoPackages, Parquet files and shapefiles."""
    grid = f"+proj=longlat +ellps=clrk66 +nadgrids={link}.tif +no_defs"
    view = (
        "CREATE VIEW more AS SELECT 1 AS fid, ogr_geocode('x', 'geometry', 'SERVICE=x', "
        f"'QUERY_TEMPLATE={link}?q=%s') AS a, XB_LoadXML('{link}') AS b"
    )
    named = f"UPDATE gpkg_spatial_ref_sys SET organization = 'x', definition = '{link}'"
    _points(pyproj.CRS(grid)).to_parquet(folder / "grid.parquet")
    files = {
        "table.gpkg": geopackage(folder, *with_table(f"VirtualOGR('{link}')")),
        "curl.gpkg": geopackage(folder, *with_table(f"VirtualOGR('/vsicurl/{link}')")),
        "view.gpkg": geopackage(folder, view),
        "system.gpkg": geopackage(folder, named),
        "grid.gpkg": geopackage(folder, crs=pyproj.CRS(grid)),
        "grid.parquet": (folder / "grid.parquet").read_bytes(),
        "system.zip": shapefile(folder, prj=link.encode()),
        "curl.zip": shapefile(folder, prj=f"/vsicurl/{link}".encode()),
        "vrt.zip": shapefile(folder, shp=xml_files(link)["vrt.kml"]),
        "link.zip": shapefile(folder, shp=json_files(link)["link.geojson"]),
    }
    return files


def shapefile(folder: Path, **changed: bytes) -> bytes:
    """Return a zipped shapefile with some of its parts changed."""
    _points().to_file(folder / "made.shp")
    parts = {path.suffix[1:]: path.read_bytes() for path in folder.glob("made.???") if path.suffix != ".gpkg"}
    return zipped({f"made.{ending}": content for ending, content in (parts | changed).items()})


# Workbooks, and text

_RELATED = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"
_OPEN = "urn:oasis:names:tc:opendocument:xmlns"


def workbooks(link: str) -> dict[str, bytes]:
    """Return a workbook of each kind, with a link and another workbook that it takes cells from."""
    xlsx = _xlsx(link)
    return {
        "links.xlsx": xlsx,
        "links.xlsm": xlsx,
        "links.xlsb": _xlsb(link),
        "links.xls": _xls(link),
        "links.ods": _ods(link),
        "links.csv": f'Site,PDI\n"=WEBSERVICE(""{link}"")",7\n'.encode(),
        "links.tsv": f"Site\tPDI\n=HYPERLINK({link})\t7\n".encode(),
    }


def _related(*targets: tuple[str, str]) -> str:
    links = "".join(
        f'<Relationship Id="rId{at}" Type="{_RELATED}/{kind}" Target="{target}" TargetMode='
        f'"{"External" if "://" in target else "Internal"}"/>'
        for at, (kind, target) in enumerate(targets, 1)
    )
    return f'<Relationships xmlns="{_PACKAGE}">{links}</Relationships>'


def _xlsx(link: str) -> bytes:
    book, made = openpyxl.Workbook(), io.BytesIO()
    page = book.worksheets[0]
    page.append(HEADER)
    page.append([f'=WEBSERVICE("{link}")', 7])
    page["B2"].hyperlink = link
    book.save(made)
    with zipfile.ZipFile(made, "a") as archive:
        archive.writestr("xl/externalLinks/externalLink1.xml", f"<externalLink xmlns:r='{_RELATED}'/>")
        archive.writestr(
            "xl/externalLinks/_rels/externalLink1.xml.rels", _related(("externalLinkPath", f"{link}.xlsx"))
        )
        archive.writestr("xl/connections.xml", f"<connections><webPr url='{link}'/></connections>")
    return made.getvalue()


def _ods(link: str) -> bytes:
    cells = ("<table:table-cell office:value-type='string'><text:p>{}</text:p></table:table-cell>".format,)
    rows = "".join(
        f"<table:table-row>{''.join(cells[0](cell) for cell in row)}</table:table-row>"
        for row in (HEADER, ROW)
    )
    spaces = " ".join(f"xmlns:{name}='{_OPEN}:{name}:1.0'" for name in ("office", "table", "text"))
    content = (
        f"<office:document-content {spaces} xmlns:xlink='http://www.w3.org/1999/xlink'><office:body>"
        f"<office:spreadsheet><table:table table:name='s'><table:table-source xlink:href='{link}'/>{rows}"
        "</table:table></office:spreadsheet></office:body></office:document-content>"
    )
    kind = "application/vnd.oasis.opendocument.spreadsheet"
    return zipped({"mimetype": kind, "content.xml": content, "META-INF/manifest.xml": "<manifest/>"})


def _xlsb(link: str) -> bytes:
    def part(kind: int, data: bytes = b"") -> bytes:
        number = bytes([kind]) if kind < 128 else bytes([kind & 127 | 128, kind >> 7])
        return number + bytes([len(data) & 127 | 128, len(data) >> 7]) + data

    def text(value: str) -> bytes:
        return struct.pack("<I", len(value)) + value.encode("utf-16-le")

    sheet = part(129) + part(148, struct.pack("<4I", 0, 1, 0, 1)) + part(145)
    for number, row in enumerate((HEADER, ROW)):
        sheet += part(0, struct.pack("<I", number) + bytes(13))
        for at, cell in enumerate(row):
            place = struct.pack("<II", at, 0)
            sheet += (
                part(6, place + text(cell))
                if isinstance(cell, str)
                else part(5, place + struct.pack("<d", cell))
            )
    sheet += part(146) + part(494, struct.pack("<4I", 1, 1, 1, 1) + text("rId1")) + part(130)
    book = part(131) + part(143) + part(156, struct.pack("<II", 0, 1) + text("rId1") + text("s")) + part(144)
    return zipped(
        {
            "xl/workbook.bin": book + part(132),
            "xl/_rels/workbook.bin.rels": _related(("worksheet", "worksheets/sheet1.bin"), ("externalLink", f"{link}.xlsb")),
            "xl/worksheets/sheet1.bin": sheet,
            "xl/worksheets/_rels/sheet1.bin.rels": _related(("hyperlink", link)),
        }
    )  # fmt: skip


def _xls(link: str) -> bytes:
    """Return a workbook of Excel 97: one stream of records in a file of sectors of 512 bytes."""

    def record(kind: int, data: bytes = b"") -> bytes:
        return struct.pack("<HH", kind, len(data)) + data

    def text(value: str) -> bytes:
        return struct.pack("<HB", len(value), 0) + value.encode("latin-1")

    begin = [record(0x809, struct.pack("<HHHHII", 0x600, kind, 0, 0x7CC, 0, 0)) for kind in (5, 16)]
    other = record(0x1AE, struct.pack("<H", 1) + text(f"{link}.xls") + text("s"))
    cells = record(0x200, struct.pack("<IIHHH", 0, 2, 0, 2, 0))
    for number, row in enumerate((HEADER, ROW)):
        for at, cell in enumerate(row):
            place = struct.pack("<HHH", number, at, 0)
            if isinstance(cell, str):
                cells += record(0x204, place + text(cell))
            else:
                cells += record(0x203, place + struct.pack("<d", cell))
    cells += record(0x1B8, struct.pack("<4H", 1, 1, 1, 1) + bytes(24) + link.encode("utf-16-le"))
    start = len(begin[0]) + len(other) + 4 + 9 + 4
    sheet = record(0x85, struct.pack("<IBB", start, 0, 0) + bytes([1, 0]) + b"s")
    stream = (begin[0] + sheet + other + record(10) + begin[1] + cells + record(10)).ljust(4096, b"\0")

    def entry(name: str, kind: int, child: int, first: int, size: int) -> bytes:
        written = name.encode("utf-16-le")
        links = struct.pack("<BBiii", kind, 1, -1, -1, child)
        return written.ljust(64, b"\0") + struct.pack("<H", len(written) + 2) + links + bytes(36) + struct.pack("<iQ", first, size)  # fmt: skip

    folder = entry("Root Entry", 5, 1, -2, 0) + entry("Workbook", 2, -1, 2, len(stream))
    chain = struct.pack("<128i", -3, -2, *range(3, 10), -2, *[-1] * 118)
    head = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(16) + struct.pack("<HHHHH", 0x3E, 3, 0xFFFE, 9, 6)
    head += bytes(6) + struct.pack("<IIiIIiIiI", 0, 1, 1, 0, 4096, -2, 0, -2, 0)
    head += struct.pack("<109i", 0, *[-1] * 108)
    return head + chain + folder.ljust(512, b"\0") + stream
