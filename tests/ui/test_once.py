"""What a page was sent once is not sent again, and is put together as it was."""

from __future__ import annotations

import json
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from layers import scene
from layers.render import screen
from layers.view import View
from ui.once import MOST, Kept

long_text = st.text(min_size=0, max_size=90)
payloads = st.lists(
    st.fixed_dictionaries({"title": long_text, "facts": st.none() | st.lists(long_text, max_size=4), "values": st.lists(st.none() | st.integers(), max_size=40)}),
    min_size=1, max_size=6,
)  # fmt: skip


class Browser:
    """What ``once.js`` does with what it is sent."""

    def __init__(self) -> None:
        self.token, self.kept = "", dict[str, Any]()

    def whole(self, sent: dict[str, Any]) -> dict[str, Any]:
        if sent["once"] != self.token:
            self.token, self.kept = sent["once"], {}
        self.kept |= sent["parts"]
        return {
            name: [*map(self._part, value)] if isinstance(value, list) else self._part(value)
            for name, value in sent["data"].items()
        }

    def _part(self, value: Any) -> Any:
        return self.kept[str(value["part"])] if isinstance(value, dict) and "part" in value else value


def send(kept: Kept, data: dict[str, Any]) -> dict[str, Any]:
    light, new = kept.lighter(data)
    kept.sent(new)
    return json.loads(json.dumps(light))


def map_of(query: str) -> dict[str, Any]:
    return screen.payload(scene.compose(View.parse(query)[0], lang="en"))


@given(payloads)
def test_every_payload_comes_whole(given: list[dict[str, Any]]) -> None:
    kept, browser = Kept(), Browser()
    for data in given:
        assert browser.whole(send(kept, data)) == data


def test_what_was_sent_once_is_not_sent_again() -> None:
    kept, browser = Kept(), Browser()
    first, second = map_of("level=2"), map_of("level=2&round=2018-12")
    whole = len(json.dumps(first))
    assert browser.whole(send(kept, first)) == json.loads(json.dumps(first))
    changed = send(kept, second)
    assert browser.whole(changed) == json.loads(json.dumps(second))
    assert len(json.dumps(changed)) < whole / 3
    again = send(kept, first)
    assert again["parts"] == {}
    assert browser.whole(again) == json.loads(json.dumps(first))


def test_what_never_left_is_sent_with_the_next_run() -> None:
    kept, browser = Kept(), Browser()
    kept.lighter({"title": "a" * 100})  # the run ended before it was on its way
    assert browser.whole(send(kept, {"title": "a" * 100})) == {"title": "a" * 100}


def test_neither_side_keeps_without_end() -> None:
    kept = Kept()
    assert not kept.full()
    for number in range(MOST):
        send(kept, {"title": f"{number:0100}"})
    assert kept.full()
    assert Kept().token != kept.token
