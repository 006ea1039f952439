"""The map with streamlit-folium."""

import folium
from streamlit_folium import st_folium

from benchmarks.pages.areas import chosen

LINES = {"color": "#98a2ab", "weight": 0.7, "fillOpacity": 1}
folium.Map.default_js = [("leaflet", "/app/static/leaflet.js")]
folium.Map.default_css = [("leaflet", "/app/static/leaflet.css")]

areas, offices = chosen()
drawn = folium.Map(location=[17.5, -4], zoom_start=5, tiles=None)
folium.GeoJson(
    areas,
    style_function=lambda area: LINES | {"fillColor": area["properties"]["fill"]},
    tooltip=folium.GeoJsonTooltip(["name", "said"]),
).add_to(drawn)
for one in offices:
    folium.CircleMarker((one.lat, one.lon), radius=5, tooltip=f"{one.org}, {one.town['en']}").add_to(drawn)
st_folium(drawn, key="map", height=560, use_container_width=True, returned_objects=["last_object_clicked"])
