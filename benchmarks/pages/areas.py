"""The areas, figures and control that the pages share with the app."""

import json
from typing import Any

import streamlit as st

from geo.areas import DIVISIONS
from geo.indicators import figures, rounds_at
from layers import palette
from layers.choropleth import bounds_of
from layers.render import assets

THEMES = {"Displaced": "idps", "Returned": "returnees"}


def chosen() -> dict[str, Any]:
    """Show the control of the themes, and return the coloured areas of what is chosen."""
    st.set_page_config(layout="wide")
    return coloured(int(st.query_params.get("level", "2")), THEMES[st.radio("Theme", list(THEMES))])


@st.cache_data
def coloured(level: int, indicator: str) -> dict[str, Any]:
    """Return the app's outlines as GeoJSON; a commune takes the figure of its cercle."""
    division = DIVISIONS[0]
    found = figures(indicator, rounds_at(indicator, level)[-1], division, level)
    bounds = bounds_of(indicator, division, level)
    colours = palette.ramp(len(bounds) + 1)
    collection: dict[str, Any]
    (collection,) = map(json.loads, assets.outlines(division, level).contents.values())
    for feature in collection["features"]:
        figure = found[feature["id"]]
        value = figure.whole if figure.value is None else figure.value
        feature["properties"] = {
            "name": feature["properties"]["en"],
            "said": "no report" if value is None else f"{value:,}",
            "fill": palette.NO_REPORT.fill if value is None else colours[palette.class_of(value, bounds)],
        }
    return collection
