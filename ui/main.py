"""The pages of the web app."""

import streamlit as st

from layers.text import say
from ui import account, address, choices, connection, metrics, pages, restricted
from ui.about_page import about_page
from ui.briefing_page import briefing_page
from ui.changes_page import changes_page
from ui.data_page import data_page
from ui.explorer import explorer
from ui.matrix_page import matrix_page
from ui.profile_pages import cluster_page, organisation_page
from ui.ranking_page import ranking_page
from ui.sites_page import sites_page

# Pages beside the map, by their address: all read the map's view.
BESIDE = {
    "matrix": matrix_page,
    "ranking": ranking_page,
    "organisation": organisation_page,
    "cluster": cluster_page,
    "sites": sites_page,
    "changes": changes_page,
}

lang = address.language()
address.show_again()
known = [
    st.Page(explorer, title=say("app.explorer", lang), default=True),
    st.Page(briefing_page, title=say("briefing.title", lang), url_path="briefing"),
    *(st.Page(show, title=say(f"beside.{path}", lang), url_path=path) for path, show in BESIDE.items()),
    st.Page(data_page, title=say("data_page.title", lang), url_path="data"),
    st.Page(about_page, title=say("about.short", lang), url_path="about"),
]
page = st.navigation(known, position="hidden")
name = say("app.name", lang)
st.set_page_config(
    page_title=name if page is known[0] else f"{page.title} – {name}",
    layout="wide",
    initial_sidebar_state="auto",
)
view = address.read()[0]
asking = page is known[0] and restricted.must_ask(view)
presented = page is known[0] and view.present
st.html(pages.style("colours.css", "frame.css"))
if view.audience == "partner":
    restricted.mark(lang)
connection.watched(page.url_path, [page.url_path for page in known])
if not presented:
    st.html(pages.style("pages.css") + pages.own_words(lang))
    pages.links(known, page)
with choices.sent_whole():
    with metrics.rerun():
        if asking:
            restricted.question(lang)
        else:
            page.run()
    if not presented:
        with st.sidebar:
            account.control(lang)
