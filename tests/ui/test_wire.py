import asyncio
from collections import OrderedDict
from typing import Any

import pytest
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg

from ui import sign_in, wire


def message(kind: str) -> bytes:
    asked = BackMsg()
    match kind:
        case "rerun_script" | "file_urls_request":
            getattr(asked, kind).SetInParent()
        case "deferred_file" | "dataframe_chunk" | "install_skills" | "dismiss_skills_nudge":
            getattr(asked.backend_operation_request, kind).SetInParent()
        case _:
            setattr(asked, kind, True)
    return asked.SerializeToString()


@pytest.mark.parametrize("kind", sorted(wire.ASKED))
def test_what_a_page_asks_passes(kind: str) -> None:
    assert wire.may_ask(message(kind))


@pytest.mark.parametrize(
    "kind",
    [
        "load_git_info",
        "clear_cache",
        "set_run_on_save",
        "debug_disconnect_websocket",
        "debug_shutdown_runtime",
        "install_skills",
        "dismiss_skills_nudge",
    ],
)
def test_what_no_page_asks_does_not(kind: str) -> None:
    assert not wire.may_ask(message(kind))


def test_what_is_no_message_is_left_to_be_refused() -> None:
    assert wire.may_ask(b"\xff\xff\xff")


def test_a_session_hears_only_what_may_be_asked() -> None:
    came = [message("load_git_info"), message("clear_cache"), message("rerun_script")]
    sent: list[bytes] = []

    async def receive() -> dict[str, Any]:
        return {"type": "websocket.receive", "bytes": came.pop(0)}

    async def session(_scope: Any, heard: Any, _told: Any) -> None:
        sent.append((await heard())["bytes"])

    asyncio.run(wire.Wire(session)({"type": "websocket", "headers": []}, receive, None))  # type: ignore[arg-type]
    assert sent == [message("rerun_script")]


def rerun(fragment: str = "map") -> bytes:
    asked = BackMsg()
    asked.rerun_script.fragment_id = fragment
    asked.rerun_script.query_string = "level=2"
    return asked.SerializeToString()


def ended(how: int) -> bytes:
    told = ForwardMsg()
    told.script_finished = how  # type: ignore[assignment]
    return told.SerializeToString()


@pytest.mark.parametrize(
    ("told", "fragment"),
    [
        ([], ""),
        ([ended(ForwardMsg.FINISHED_EARLY_FOR_RERUN)], ""),
        ([ended(ForwardMsg.FINISHED_FRAGMENT_RUN_SUCCESSFULLY)], ""),
        ([ended(ForwardMsg.FINISHED_SUCCESSFULLY)], "map"),
    ],
)
def test_a_part_of_a_page_is_run_again_only_where_the_whole_was_sent(
    told: list[bytes], fragment: str
) -> None:
    passed: list[bytes] = []

    async def receive() -> dict[str, Any]:
        return {"type": "websocket.receive", "bytes": rerun()}

    async def send(_message: Any) -> None:
        pass

    async def session(_scope: Any, heard: Any, tell: Any) -> None:
        for message in told:
            await tell({"type": "websocket.send", "bytes": message})
        passed.append((await heard())["bytes"])

    asyncio.run(wire.Wire(session)({"type": "websocket", "headers": []}, receive, send))  # type: ignore[arg-type]
    asked = BackMsg()
    asked.ParseFromString(passed[0])
    assert (asked.rerun_script.fragment_id, asked.rerun_script.query_string) == (fragment, "level=2")


def test_the_oldest_files_are_forgotten(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(wire, "_readers", OrderedDict())
    monkeypatch.setattr(wire, "KEPT", 2)
    monkeypatch.setattr(sign_in, "reader_of", lambda _connection: "somebody")
    names = [digit * 56 for digit in "abc"]
    for name in (*names[:2], names[0], names[2]):
        wire.remember(f"/media/{name}.csv".encode(), None)  # type: ignore[arg-type]
    assert list(wire._readers) == [names[0], names[2]]
