"""The map with streamlit-folium."""

import folium
from streamlit_folium import st_folium

from benchmarks.pages.areas import chosen

LINES = {"color": "#98a2ab", "weight": 0.7, "fillOpacity": 1}

drawn = folium.Map(location=[17.5, -4], zoom_start=5, tiles=None)
folium.GeoJson(
    chosen(),
    style_function=lambda area: LINES | {"fillColor": area["properties"]["fill"]},
    tooltip=folium.GeoJsonTooltip(["name", "said"]),
).add_to(drawn)
st_folium(drawn, key="map", height=560, use_container_width=True, returned_objects=["last_object_clicked"])
