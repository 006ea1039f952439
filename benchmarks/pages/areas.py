"""The areas, figures, offices and controls that the pages share with the app."""

import json
from typing import Any

import streamlit as st

from geo.areas import DIVISIONS
from geo.indicators import figures, rounds_at
from geo.offices import Office, offices
from layers import palette
from layers.choropleth import bounds_of
from layers.render import assets
from layers.text import month, say

THEMES = {"Displaced": "idps", "Returned": "returnees"}
LEVELS = {say(f"level.many.{level}", "en"): level for level in (1, 2, 3)}


def chosen() -> tuple[dict[str, Any], tuple[Office, ...]]:
    """Show the controls, and return the coloured areas of what is chosen, and the offices."""
    st.set_page_config(layout="wide")
    with st.container(horizontal=True):
        asked = int(st.query_params.get("level", "2")) - 1
        level = LEVELS[st.radio("Level", list(LEVELS), index=asked, horizontal=True)]
        theme = THEMES[st.radio("Theme", list(THEMES), horizontal=True)]
        names = [month(given.date, "en") for given in rounds_at(theme, level)]
        name = st.select_slider("Round", names, names[-1], width=150)
    return coloured(level, theme, names.index(name)), offices()


@st.cache_data
def coloured(level: int, indicator: str, place: int) -> dict[str, Any]:
    """Return the app's outlines as GeoJSON; a commune takes the figure of its cercle."""
    division = DIVISIONS[0]
    found = figures(indicator, rounds_at(indicator, level)[place], division, level)
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
