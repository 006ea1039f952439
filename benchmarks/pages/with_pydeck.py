"""The map with Streamlit's own `st.pydeck_chart`."""

import pydeck as pdk
import streamlit as st

from benchmarks.pages.areas import chosen

areas = chosen()
for area in areas["features"]:
    area["properties"]["rgb"] = list(bytes.fromhex(area["properties"].pop("fill")[1:]))
looks = {"get_fill_color": "properties.rgb", "get_line_color": [152, 162, 171], "line_width_min_pixels": 1}
layer = pdk.Layer("GeoJsonLayer", areas, id="areas", pickable=True, **looks)
view = pdk.ViewState(latitude=17.5, longitude=-4, zoom=4.4)
deck = pdk.Deck([layer], initial_view_state=view, map_provider=None, tooltip={"text": "{name}: {said}"})
st.pydeck_chart(deck, key="map", height=560, on_select="rerun")
