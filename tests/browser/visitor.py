"""Somebody who visits the map without a browser, and keeps every byte that was sent."""

from __future__ import annotations

import contextlib
from typing import TYPE_CHECKING

from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.sync.client import connect

from tests.browser.signing import get

if TYPE_CHECKING:
    from collections.abc import Iterator

    import requests
    from websockets.sync.client import ClientConnection


class Visitor:
    """One session: pages are run, files taken, and all that came is kept."""

    def __init__(self, url: str, who: requests.Session, socket: ClientConnection) -> None:
        self.url, self.who, self._socket = url, who, socket
        self._session = ""
        self.buttons: dict[str, str] = {}
        """Of the last page: ids of downloads, which end in their keys, and the id or address of the file."""

    def ask(self, asked: BackMsg) -> None:
        self._socket.send(asked.SerializeToString())

    def see(self, page: str = "", query: str = "") -> bytes:
        """Run a page to its end; return all that was sent."""
        asked = BackMsg()
        asked.rerun_script.page_name = page
        asked.rerun_script.query_string = query
        asked.rerun_script.is_history_navigation = True  # as by a link: of a press the query would not count
        asked.rerun_script.context_info.locale = "en"
        self.buttons = {}
        self.ask(asked)
        came = []
        while True:
            data, message = self._next()
            came.append(data)
            self._session = message.new_session.initialize.session_id or self._session
            button = message.delta.new_element.download_button
            if button.id:
                self.buttons[button.id] = button.url or button.deferred_file_id
            if message.WhichOneof("type") == "script_finished":
                return b"".join(came)

    def offered(self, key: str) -> str:
        """Press a download; return the address that the file has."""
        file = next(file for button, file in self.buttons.items() if button.endswith(key))
        if not file.startswith("/"):
            asked = BackMsg()
            asked.backend_operation_request.deferred_file.file_id = file
            asked.backend_operation_request.request_id = file
            asked.backend_operation_request.session_id = self._session
            self.ask(asked)
            while True:
                _, message = self._next()
                if message.WhichOneof("type") == "backend_operation_response":
                    file = message.backend_operation_response.deferred_file.url
                    break
        assert file.startswith("/media/"), message
        return self.url + file

    def _next(self) -> tuple[bytes, ForwardMsg]:
        data = self._socket.recv(timeout=30)
        assert isinstance(data, bytes)
        message = ForwardMsg()
        message.ParseFromString(data)
        return data, message


@contextlib.contextmanager
def visiting(url: str, who: requests.Session) -> Iterator[Visitor]:
    """Open a session with the cookies of somebody, as a browser does."""
    get(who, f"{url}/_stcore/health")
    cookies = {cookie.name: str(cookie.value) for cookie in who.cookies}
    token = cookies["_streamlit_xsrf"].strip('"')
    with connect(
        url.replace("http", "ws") + "/_stcore/stream",
        origin=url, subprotocols=["streamlit", token], proxy=None, max_size=None,  # type: ignore[arg-type,list-item]
        additional_headers={"Cookie": "; ".join(f"{name}={value}" for name, value in cookies.items())},
    ) as socket:  # fmt: skip
        yield Visitor(url, who, socket)
