"""The map with Streamlit's own `st.pydeck_chart`."""

import pydeck as pdk
import streamlit as st

from benchmarks.pages.areas import chosen

areas, offices = chosen()
for area in areas["features"]:
    area["properties"]["rgb"] = list(bytes.fromhex(area["properties"].pop("fill")[1:]))
looks = {"get_fill_color": "properties.rgb", "get_line_color": [152, 162, 171], "line_width_min_pixels": 1}
layers = [
    pdk.Layer("GeoJsonLayer", areas, id="areas", pickable=True, **looks),
    pdk.Layer(
        "ScatterplotLayer",
        [{"at": [one.lon, one.lat], "name": one.org, "said": one.town["en"]} for one in offices],
        id="offices",
        get_position="at",
        get_fill_color=[51, 136, 255],
        radius_min_pixels=5,
        pickable=True,
    ),
]
view = pdk.ViewState(latitude=17.5, longitude=-4, zoom=4.4)
deck = pdk.Deck(layers, initial_view_state=view, map_provider=None, tooltip={"text": "{name}: {said}"})
st.pydeck_chart(deck, key="map", height=560, on_select="rerun")
