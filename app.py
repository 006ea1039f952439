"""Entry of the web app: configuration and routes, nothing else."""

from streamlit import App

from ui.server import routes

app = App("ui/main.py", routes=routes())
