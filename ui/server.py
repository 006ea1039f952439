"""The web server: how it is started, and what it answers beside Streamlit's own pages."""

from __future__ import annotations

import contextlib
import gc
import logging
import os
import socket
import tempfile
import threading
from pathlib import Path, PurePath
from typing import TYPE_CHECKING, Any

from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route
from streamlit import config
from uvicorn.protocols.websockets.websockets_sansio_impl import WebSocketsSansIOProtocol
from websockets.extensions.permessage_deflate import ServerPerMessageDeflateFactory

from geo import paths, workspace
from geo.durable import A_DAY, clear_folders
from geo.errors import GeoError
from layers import damages, scene
from layers.render import against, assets, light, screen
from layers.render.worker import QUEUE
from layers.text import say
from layers.view import LANGUAGES, View
from ui import browser, cells, head, health, here, metrics, owner, pages, sign_in
from ui.light import FOR_GOOD, make_fonts

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.types import ASGIApp

    from geo.areas import Language
    from layers.view import Doubt

WINDOW_BITS = 15
"""Of the compression of what a session is sent: 32 KB, so that a change is compressed against the
one before it. Uvicorn's 12 bits (4 KB) forget it (`benchmarks.map_on_page`)."""

MESSAGE_BYTES = 6 * 1024 * 1024
"""Of what a browser says at once, at most: Streamlit's own limit (``maxWidgetStateSize``) and an
envelope."""

SECRETS = "MALI_MAP_SECRETS"
"""Environment variable that names the ``secrets.toml``, where it is not Streamlit's own."""


class Sessions(WebSocketsSansIOProtocol):
    """Uvicorn's websockets with a compression window as wide as a page."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.conn.available_extensions = [ServerPerMessageDeflateFactory(server_max_window_bits=WINDOW_BITS)]


def serve(app: ASGIApp, host: str, port: int) -> None:
    """Serve the web app until it is stopped.

    Raises
    ------
    GeoError
        Where the address is taken, or the sign-in is not as it must be.
    """
    import uvicorn

    _configure(host, port)
    # Of servers that were killed: what their readers had sent, and their atlases.
    clear_folders(Path(tempfile.gettempdir()), paths.TEMPORARY, A_DAY)
    damages.found()  # what is damaged is told to the log
    sign_in.check()
    _claim(host, port)
    # No log of requests: their addresses say who looked at what. Streamlit turns the log on again
    # when it starts, whatever the server is told, so the logger itself is off.
    logging.getLogger("uvicorn.access").disabled = True
    _tell(f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}", host)
    threading.Thread(target=_warm, daemon=True).start()
    uvicorn.run(
        app,
        host=host,
        port=port,
        ws=Sessions,
        ws_max_size=MESSAGE_BYTES,
        log_config=None,
        server_header=False,
    )


def _tell(address: str, host: str) -> None:
    """Print where the map is, and where nobody signs in what makes a browser its owner's."""
    print(f"Mali map: {address} (Ctrl+C stops it)", flush=True)
    if sign_in.signs_in():
        return
    if here.is_loopback(host):
        print(say("access.link.printed", "en", link=address + owner.link()), flush=True)
    else:
        print(say("access.closed", "en"), flush=True)


def _warm() -> None:
    """Make and read what the first reader would wait for, and spare it to the garbage collector.

    What is read stays as long as the server. A collector that looks through all of it stops every
    session: with 100 people at a change every 2 s, 95 % were answered within 300 to 550 ms with
    it, and within 200 without (`benchmarks.load`).
    """
    make_fonts()
    QUEUE.start()
    with contextlib.suppress(GeoError, OSError):  # the pages say what is wrong with the data
        for lang in LANGUAGES:
            screen.payload(scene.compose(View(), lang=lang))
    gc.collect()
    gc.freeze()


def _configure(host: str, port: int) -> None:
    """Tell Streamlit where it listens and where its secrets are.

    Who can reach the server decides what may be shown, so the address must be the true one.
    """
    config.set_option("server.address", host)
    config.set_option("server.port", port)
    if named := os.environ.get(SECRETS):
        if not Path(named).is_file():
            raise GeoError("file_missing", file=named)
        config.set_option("secrets.files", [named])


def _claim(host: str, port: int) -> None:
    """Fail before anything starts where the address cannot be listened on."""
    try:
        with socket.create_server((host, port)):
            pass
    except OSError as error:
        raise GeoError("port_taken", host=host, port=str(port), cause=error.strerror) from error


def routes() -> list[Route]:
    """Return the routes of the web app."""
    return [
        Route(assets.PREFIX + "/{digest}/{name}", asset),
        Route("/light", light_page),
        Route("/against", against_page),
        Route("/health", health.health),
        Route("/ready", health.ready),
        Route("/metrics", metrics.metrics),
        *cells.routes(),
        *browser.routes(),
        *owner.routes(),
    ]


def asset(request: Request) -> Response:
    """Answer with a file under its digest; another digest is another file, and not found."""
    name, digest = request.path_params["name"], request.path_params["digest"]
    bundle = pages.sheets() if digest == pages.sheets().digest else assets.find(digest, name)
    if bundle is None or name not in bundle.contents:
        return PlainTextResponse("Not found", status_code=404)
    encoding = assets.encoding(request.headers.get("accept-encoding", ""))
    headers = {"Cache-Control": FOR_GOOD, "Vary": "Accept-Encoding", "X-Content-Type-Options": "nosniff"}
    if encoding:
        headers["Content-Encoding"] = encoding
    media_type = assets.MEDIA_TYPES[PurePath(name).suffix]
    return Response(bundle.encoded(name, encoding), headers=headers, media_type=media_type)


def light_page(request: Request) -> Response:
    """Answer with the light page of a view: what the public may see, whoever asks.

    There is no session, and so no partner view.
    """
    view, doubts, lang = _asked(request)
    return _page(light.page(scene.compose(view, doubts, lang=lang)), request)


@workspace.held()
def against_page(request: Request) -> Response:
    """Answer with the trend of a view's area beside others: of rounds, which everybody may see."""
    view, _, lang = _asked(request)
    return _page(against.page(scene.settle(view, lang)[0]), request)


def _asked(request: Request) -> tuple[View, tuple[Doubt, ...], Language]:
    """Return the view of a request as the public may see it, and the language of the answer."""
    view, doubts = View.parse(f"?{request.url.query}")
    lang = view.lang or head.language(request.headers)
    return view.change(audience="public"), doubts, lang


def _page(text: str, request: Request) -> Response:
    page = text.encode()
    headers = {"Cache-Control": "private, max-age=300", "Vary": "Accept-Encoding, Accept-Language"}
    if encoding := assets.encoding(request.headers.get("accept-encoding", "")):
        headers["Content-Encoding"] = encoding
        page = assets.compressed(page, encoding)
    return Response(page, headers=headers, media_type="text/html")
