"""Files that the browser fetches once: geometry, map code, Leaflet.

Each lies under an address that holds a digest of its content, so that it may be kept for good:
``/assets/<digest>/<name>``. They are made from the data and the installed packages.
"""

from __future__ import annotations

import gzip
import hashlib
import json
import re
from dataclasses import dataclass
from functools import cache, cached_property, partial
from importlib.resources import files
from itertools import combinations
from typing import TYPE_CHECKING, Any

import brotli

from geo import areas as divisions
from geo import steady
from geo.paths import DATA
from layers.glossary import TERMS
from layers.text import say
from layers.view import LANGUAGES

if TYPE_CHECKING:
    from collections.abc import Callable

    from shapely.geometry.base import BaseGeometry

    from geo.areas import Area, Areas

PREFIX = "/assets"
DECIMALS = 3
"""Of a coordinate on the screen: about 100 m."""

MEDIA_TYPES = {".js": "text/javascript", ".css": "text/css", ".json": "application/json"}


@dataclass(frozen=True, eq=False)
class Bundle:
    """Files under one digest.

    Attributes
    ----------
    contents : dict of str to bytes
        By file name.
    """

    contents: dict[str, bytes]

    @cached_property
    def digest(self) -> str:
        """Ten hexadecimal digits that stand for the contents."""
        whole = hashlib.sha256()
        for name, content in sorted(self.contents.items()):
            whole.update(name.encode() + b"\0" + content)
        return whole.hexdigest()[:10]

    def address(self, name: str | None = None) -> str:
        """Return the path that the browser asks for."""
        return f"{PREFIX}/{self.digest}/{name or next(iter(self.contents))}"

    @cache  # noqa: B019 - bundles live as long as the process
    def encoded(self, name: str, encoding: str) -> bytes:
        """Return a file compressed as ``br`` or ``gzip``, or as it is."""
        return compressed(self.contents[name], encoding)


def encoding(accepted: str) -> str:
    """Return how to compress for a browser that accepts some encodings: ``br``, ``gzip``, or not at all."""
    return next((known for known in ("br", "gzip") if known in accepted), "")


def compressed(content: bytes, encoding: str) -> bytes:
    """Return content as ``br`` or ``gzip``, or as it is."""
    if encoding == "br":
        return bytes(brotli.compress(content, quality=9))
    return gzip.compress(content, 9, mtime=0) if encoding == "gzip" else content


@cache
def code() -> Bundle:
    """Return the map's own browser code beside Leaflet from its installed package."""
    own = {
        item.name: item.read_bytes()
        for item in files("layers.render").joinpath("browser").iterdir()
        if item.name.endswith((".js", ".css"))
    }
    leaflet = files("xstatic.pkg.leaflet").joinpath("data")
    return Bundle(own | {name: leaflet.joinpath(name).read_bytes() for name in ("leaflet.js", "leaflet.css")})


@cache
def imported(module: str) -> list[str]:
    """Return a module of the map's code and all that it imports, in the order in which they are met."""
    met, left = [], [module]
    while left:
        if (name := left.pop(0)) in met:
            continue
        met.append(name)
        left += re.findall(r"^import .* from '\./(.+)';$", code().contents[name].decode(), re.MULTILINE)
    return met


@cache
def page_part(name: str) -> str:
    """Return a file of ``page_parts``: what pages that are one file hold of style and code."""
    return files("layers.render").joinpath("page_parts", name).read_text(encoding="utf-8")


def in_script(value: object) -> str:
    r"""Write JSON that may stand in a script: ``</script>`` in a name ends nothing.

    Examples
    --------
    >>> in_script("</script>")
    '"\\u003c/script>"'
    """
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
    return text.replace("<", "\\u003c")


def stub(module: str) -> str:
    """Return what Streamlit sends with a component on every run: it imports a module of the map's code."""
    text = code().contents["stub.js"].decode()
    short = "".join(line for line in text.splitlines(keepends=True) if not line.startswith("//"))
    return short.replace("MAP_MODULE", code().address(module).lstrip("/"))


@steady.kept
def outlines(division: str, level: int) -> Bundle:
    """Return the drawn areas of a level, with names, label points and what holds them."""
    import shapely

    areas = divisions.load(division)
    frame = areas.geometry(level, simplified=True)
    shapes = shapely.to_geojson(shapely.set_precision(frame.geometry.array, 0))
    features = [
        _feature(json.loads(shape), _properties(areas[area], areas), area)
        for area, shape in zip(frame["id"], shapes, strict=True)
    ]
    return _one(f"{division}-{level}.json", {"type": "FeatureCollection", "features": features})


@cache
def base_map() -> Bundle:
    """Return what lies round and over the areas: sea, borders and names of countries, rivers, towns.

    Land is the map's background, so that neighbours need no polygons: only the lines between them.
    """
    import geopandas as gpd

    frame = gpd.read_parquet(DATA / "boundaries" / "basemap.parquet")
    countries = frame[frame.kind == "country"]
    mali = divisions.load().geometry(0, simplified=True).geometry.iloc[0]
    drawn: list[tuple[str, BaseGeometry, dict[str, Any]]] = [("sea", _sea([*countries.geometry, mali]), {})]
    drawn += [("border", line, {}) for line in _borders(list(countries.geometry))]
    for row in frame.itertuples():
        words = {"fr": row.name_fr, "en": row.name_en, "rank": row.rank}
        shape = row.geometry.representative_point() if row.kind == "country" else row.geometry
        drawn.append((row.kind, shape, words))
    features = [_feature(_rounded(shape), {"kind": kind} | words) for kind, shape, words in drawn]
    return _one("base.json", {"type": "FeatureCollection", "features": features})


def _sea(land: list[BaseGeometry]) -> BaseGeometry:
    """Return what the box of the base map holds beside land."""
    import shapely

    whole = shapely.union_all(land)
    return shapely.box(*whole.bounds).difference(whole)


def _borders(countries: list[BaseGeometry]) -> list[BaseGeometry]:
    """Return the lines between neighbours; those with Mali are the map's own."""
    import shapely

    shared = (one.intersection(other) for one, other in combinations(countries, 2) if one.touches(other))
    lines = (shapely.line_merge(line) for line in shared if line.length)
    return [line for line in lines if line.geom_type in ("LineString", "MultiLineString")]


def _rounded(shape: BaseGeometry) -> dict[str, Any]:
    import shapely

    return dict(json.loads(shapely.to_geojson(shapely.set_precision(shape, 10**-DECIMALS))))


@steady.kept
def names(division: str) -> Bundle:
    """Return every area's names and other spellings, for the search in the browser."""
    areas = divisions.load(division)
    spellings = divisions.spellings(division)
    listed = [
        {
            "id": area.id,
            "level": area.level,
            "fr": area.name_fr,
            "en": area.name_en,
            "alias": sorted({area.name_source, *spellings.get(area.id, ())} - {area.name_fr, area.name_en}),
            "up": [outer.id for outer in areas.chain(area.id)[1:]],
        }
        for area in areas
        if area.level
    ]
    return _one(f"names-{division}.json", listed)


@cache
def glossary() -> Bundle:
    """Return each term and what it means, by language and key."""
    words = {
        lang: {key: [say(f"glossary.{key}.{what}", lang) for what in ("term", "means")] for key in TERMS}
        for lang in LANGUAGES
    }
    return _one("glossary.json", words)


def find(digest: str, name: str) -> Bundle | None:
    """Return the bundle under a digest that holds a file, where there is one."""
    made = code if name in code().contents else _makers().get(name)
    bundle = made() if made else None
    return bundle if bundle and bundle.digest == digest else None


@steady.kept
def _makers() -> dict[str, Callable[[], Bundle]]:
    makers: dict[str, Callable[[], Bundle]] = {"base.json": base_map, "glossary.json": glossary}
    for division in divisions.DIVISIONS:
        makers[f"names-{division}.json"] = partial(names, division)
        for level in divisions.load(division).levels:
            makers[f"{division}-{level}.json"] = partial(outlines, division, level)
    return makers


def _properties(area: Area, areas: Areas) -> dict[str, Any]:
    lon, lat = area.label
    return {
        "fr": area.name_fr,
        "en": area.name_en,
        "up": [outer.id for outer in areas.chain(area.id)[1:]],
        "at": [round(lon, DECIMALS), round(lat, DECIMALS)],
        "rank": round(-area.km2),
    }


def _feature(geometry: dict[str, Any], properties: dict[str, Any], area: str | None = None) -> dict[str, Any]:
    return {
        "type": "Feature",
        **({"id": area} if area else {}),
        "properties": properties,
        "geometry": geometry,
    }


def _one(name: str, content: object) -> Bundle:
    text = json.dumps(content, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
    return Bundle({name: text.encode()})
