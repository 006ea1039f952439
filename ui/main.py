"""The pages of the web app."""

import streamlit as st

from layers.text import say
from ui import address
from ui.explorer import explorer

st.set_page_config(
    page_title=say("app.name", address.language()),
    layout="wide",
    initial_sidebar_state="auto",
)
pages = [st.Page(explorer, title=say("app.explorer", address.language()), default=True)]
st.navigation(pages, position="hidden").run()
