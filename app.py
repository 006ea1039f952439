"""Entry of the web app: configuration and routes, nothing else."""

from pathlib import Path

from starlette.middleware import Middleware
from streamlit import App

from ui import errors
from ui.browser import BrowserCookie
from ui.guard import Guard
from ui.head import FirstPage
from ui.headers import SafeHeaders
from ui.host_config import HostConfig
from ui.light import LightFiles
from ui.server import routes
from ui.wire import Wire

app = App(
    Path(__file__).resolve().parent / "ui" / "main.py",
    routes=routes(),
    middleware=[
        Middleware(part)
        for part in (SafeHeaders, Guard, BrowserCookie, LightFiles, Wire, HostConfig, FirstPage)
    ],
    on_script_error=errors.said,
)
