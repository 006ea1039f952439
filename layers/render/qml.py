"""Styles as QGIS writes them (QML), so that a layer opens there looking like the map."""

from __future__ import annotations

from typing import TYPE_CHECKING
from xml.sax.saxutils import quoteattr

from layers.palette import SECOND
from layers.render.said import printable

if TYPE_CHECKING:
    from layers.palette import Style
    from layers.parts import Fill

LINE, OUTLINE = "#98a2ab", "#525d66"
"""Borders of areas, and of the areas that hold them."""

MARKERS = {"office": "square", "camp": "triangle", "site": "diamond"}
"""QGIS's shapes by kind of point; others are circles."""

LABELS = (
    '<labeling type="simple"><settings><text-style fieldName="{field}" fontSize="8" fontSizeUnit="Point" '
    'textColor="29,39,48,255" textOpacity="1"><text-buffer bufferDraw="1" bufferSize="0.8" '
    'bufferSizeUnits="MM" bufferColor="255,255,255,255" bufferOpacity="0.8"/></text-style>'
    '<placement placement="1" polygonPlacementFlags="2"/><rendering drawLabels="1"/></settings>'
    "</labeling>"
)
HEAD = "<!DOCTYPE qgis PUBLIC 'http://mrcc.com/qgis.dtd' 'SYSTEM'>\n"


def areas(fill: Fill) -> str:
    """Return the style of areas: a category for each line of the legend, and for styles without one."""
    labels = {item.key: item.label for item in fill.legend if item.key}
    keys = [*labels, *(key for key in dict.fromkeys(fill.keys.values()) if key not in labels)]
    categories = "".join(
        f'<category render="true" value={quoteattr(key)} symbol="{place}" '
        f"label={quoteattr(printable(labels.get(key, '')))}/>"
        for place, key in enumerate(keys)
    )
    symbols = "".join(_fill(str(place), fill.styles[key]) for place, key in enumerate(keys))
    return _style(
        f'<renderer-v2 type="categorizedSymbol" attr="style" forceraster="0" symbollevels="0">'
        f"<categories>{categories}</categories><symbols>{symbols}</symbols></renderer-v2>",
        "area_name",
    )


def borders() -> str:
    """Return the style of outlines."""
    line = {"line_color": _rgb(OUTLINE), "line_width": "0.5", "line_width_unit": "MM", "line_style": "solid"}
    return _single(f'<symbol type="fill" name="0" alpha="1">{_layer("SimpleLine", line)}</symbol>')


def points(kind: str) -> str:
    """Return the style of points of a kind."""
    marker = {
        "name": MARKERS.get(kind, "circle"), "color": _rgb(SECOND), "outline_color": "255,255,255,255",
        "size": "3", "size_unit": "MM",
    }  # fmt: skip
    return _single(f'<symbol type="marker" name="0" alpha="1">{_layer("SimpleMarker", marker)}</symbol>')


def over(kind: str) -> str:
    """Return the style of loaded lines (``line``), or outlines (``zone``)."""
    zone = kind == "zone"
    line = {
        "line_color": _rgb(SECOND), "line_width": "0.5" if zone else "0.8", "line_width_unit": "MM",
        "line_style": "dash" if zone else "solid",
    }  # fmt: skip
    drawn = _layer("SimpleLine", line)
    return _single(f'<symbol type="{"fill" if zone else "line"}" name="0" alpha="1">{drawn}</symbol>')


def _single(symbol: str) -> str:
    return _style(f'<renderer-v2 type="singleSymbol"><symbols>{symbol}</symbols></renderer-v2>')


def _fill(name: str, style: Style) -> str:
    plain = {
        "color": _rgb(style.fill), "style": "solid", "outline_color": _rgb(LINE), "outline_width": "0.2",
        "outline_width_unit": "MM", "outline_style": "solid",
    }  # fmt: skip
    lines = _hatch(name, style.hatch) if style.hatch else ""
    return f'<symbol type="fill" name="{name}" alpha="1">{_layer("SimpleFill", plain)}{lines}</symbol>'


def _hatch(name: str, colour: str) -> str:
    line = {"line_color": _rgb(colour), "line_width": "0.35", "line_width_unit": "MM"}
    inner = f'<symbol type="line" name="@{name}@1" alpha="1">{_layer("SimpleLine", line)}</symbol>'
    pattern = {"angle": "45", "distance": "1.6", "distance_unit": "MM", "color": _rgb(colour)}
    return _layer("LinePatternFill", pattern, inner)


def _layer(kind: str, options: dict[str, str], inner: str = "") -> str:
    """Return a symbol layer; options are said twice, as QGIS before 3.28 reads ``prop``."""
    listed = "".join(
        f'<Option type="QString" name="{name}" value="{value}"/>' for name, value in options.items()
    )
    older = "".join(f'<prop k="{name}" v="{value}"/>' for name, value in options.items())
    return (
        f'<layer class="{kind}" enabled="1" locked="0" pass="0"><Option type="Map">{listed}</Option>'
        f"{older}{inner}</layer>"
    )


def _style(renderer: str, label: str = "") -> str:
    names = LABELS.format(field=label) if label else ""
    shown = int(bool(label))
    return (
        f'{HEAD}<qgis version="3.28.0" labelsEnabled="{shown}" styleCategories="Symbology|Labeling">'
        f"{renderer}{names}</qgis>"
    )


def _rgb(colour: str) -> str:
    red, green, blue = bytes.fromhex(colour.lstrip("#"))
    return f"{red},{green},{blue},255"
