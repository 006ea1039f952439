"""What passes through the websocket of a session: what may be asked, and which files it was offered.

Streamlit keeps a file that a page offers under an address that anybody could ask for, and does not
keep for whom it was made. What the server sends tells it.
"""

from __future__ import annotations

import re
from collections import OrderedDict
from typing import TYPE_CHECKING

from google.protobuf.message import DecodeError
from starlette.requests import HTTPConnection
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg

from geo.paths import ROOT
from ui import sign_in

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Message, Receive, Scope, Send

ASKED = frozenset(
    ("rerun_script", "stop_script", "file_urls_request", "app_heartbeat", "deferred_file", "dataframe_chunk")
)
"""What a browser may ask. Streamlit also answers who asks for the state of the checkout, with names
of files, and lets anybody empty the caches of all."""

OFFERED = re.compile(rb"/media/([0-9a-f]{16,128})")

PLACE = str(ROOT).encode()

KEPT = 20_000
"""Files whose readers are remembered; Streamlit itself forgets a file soon after its session."""

SHORT = 1_000
"""Bytes of a message, at most, that only says that a run has ended."""

_readers: OrderedDict[str, set[str]] = OrderedDict()


class Wire:
    """Middleware that lets through what a browser may ask, and remembers what it is offered."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass on a session."""
        if scope["type"] != "websocket":
            await self.app(scope, receive, send)
            return
        connection = HTTPConnection(scope)
        has_page = False

        async def heard() -> Message:
            while True:
                message = await receive()
                asked = message.get("bytes") or b""
                if message["type"] != "websocket.receive":
                    return message
                if may_ask(asked):
                    return message if has_page else {**message, "bytes": for_page(asked)}

        async def told(message: Message) -> None:
            nonlocal has_page
            if data := message.get("bytes"):
                has_page = has_page or ends_page(data)
                remember(data, connection)
                message = {**message, "bytes": discreet(data)}
            await send(message)

        await self.app(scope, heard, told)


def may_ask(message: bytes) -> bool:
    """Tell whether a browser's message is one that a page sends; what is none is Streamlit's to refuse."""
    asked = BackMsg()
    try:
        asked.ParseFromString(message)
    except DecodeError:
        return True
    kinds = {asked.WhichOneof("type"), asked.backend_operation_request.WhichOneof("payload")}
    return not ASKED.isdisjoint(kinds)


def for_page(message: bytes) -> bytes:
    """Return what a browser asks before a whole page was sent on its connection: always a whole page.

    After a loss of the connection the session may be another one, which has no part of a page to run
    again: what was pressed would then look chosen, and nothing would follow.
    """
    asked = BackMsg()
    try:
        asked.ParseFromString(message)
    except DecodeError:
        return message
    if not asked.rerun_script.fragment_id:
        return message
    asked.rerun_script.fragment_id = ""
    return bytes(asked.SerializeToString())


def ends_page(message: bytes) -> bool:
    """Tell whether a message to a browser ends the run of a whole page."""
    if len(message) > SHORT:
        return False
    told = ForwardMsg()
    told.ParseFromString(message)
    return told.WhichOneof("type") == "script_finished" and told.script_finished == told.FINISHED_SUCCESSFULLY


def discreet(message: bytes) -> bytes:
    """Return a message to a browser without where the program lies on the server."""
    if PLACE not in message:
        return message
    told = ForwardMsg()
    told.ParseFromString(message)
    if told.WhichOneof("type") != "new_session":
        return message
    told.new_session.main_script_path = ""
    return bytes(told.SerializeToString())


def remember(message: bytes, connection: HTTPConnection) -> None:
    """Remember for whom the files are that a message offers."""
    for file in OFFERED.findall(message):
        _readers.setdefault(file.decode(), set()).add(sign_in.reader_of(connection))
        _readers.move_to_end(file.decode())
    while len(_readers) > KEPT:
        _readers.popitem(last=False)


def may_take(file: str, connection: HTTPConnection) -> bool:
    """Tell whether a file was offered to whoever asks for it, or to the public."""
    return not _readers.get(file, set()).isdisjoint({sign_in.reader_of(connection), sign_in.NOBODY})
