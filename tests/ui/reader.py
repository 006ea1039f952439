"""A reader of the app without a browser: what was sent, what each widget shows, the address and its history.

It does what Streamlit's front end does with it: a widget shows the words it was first given until it is set
anew or touched, and sends them with every run; the query that it sends is the last one it was told.
"""

from __future__ import annotations

import html
import json
import re
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from streamlit.proto.WidgetStates_pb2 import WidgetState, WidgetStates
from streamlit.testing.v1 import AppTest, app_test
from streamlit.testing.v1.local_script_runner import LocalScriptRunner

DIALOGS = 2
"""Where in the page Streamlit puts a dialog: beside the main part (0) and the sidebar (1)."""

MAIN = Path(__file__).resolve().parents[2] / "ui" / "main.py"

LISTS = ("button_group", "multiselect", "date_input", "slider")
"""Widgets that hold a list of words."""

CHOICES = ("selectbox", "radio", "button_group", "slider", "multiselect")
TEXTS = ("text_input", "text_area")
BUTTONS = ("button", "download_button")


class Runner(LocalScriptRunner):
    """A run of the app's script, of which what the browser was sent is kept."""

    asked: dict[str, Any] = {}  # noqa: RUF012 -- set before each run
    sent: list[ForwardMsg] = []  # noqa: RUF012

    def request_rerun(self, rerun_data: Any) -> bool:
        """Ask for a run as a browser does that says more than AppTest can."""
        return super().request_rerun(replace(rerun_data, **Runner.asked))

    def run(self, *args: Any, **options: Any) -> Any:
        """Run, and keep the messages."""
        tree = super().run(*args, **options)
        Runner.sent = [*self.forward_msgs()]
        return tree


app_test.LocalScriptRunner = Runner  # type: ignore[misc]


@dataclass
class Widget:
    """A widget on the page.

    Attributes
    ----------
    kind : str
        Streamlit's name of it.
    proto : object
        What it was sent.
    fragment : str
        Of the part that runs alone when it is touched; empty is the whole page.
    """

    kind: str
    proto: Any
    fragment: str

    @property
    def name(self) -> str:
        """The app's own name of it: its key, without what tells one set of words from another."""
        return re.sub(r"-[0-9a-f]{1,8}$", "", str(self.proto.id).partition("-")[2].partition("-")[2])

    @property
    def options(self) -> list[str]:
        """The words that can be chosen."""
        if self.kind == "button_group":
            return [option.content for option in self.proto.options]
        return [*self.proto.options]


@dataclass
class Reader:
    """Somebody who looks at the app in one window."""

    address: str = "/"
    locale: str = "fr"
    runs: int = 0
    history: list[str] = field(default_factory=list)
    documents: list[int] = field(default_factory=list)
    place: int = 0
    document: int = 0

    def __post_init__(self) -> None:
        self.open(self.address)

    # The address

    @property
    def path(self) -> str:
        """Of the page, without its slash."""
        return urlsplit(self.history[self.place]).path.strip("/")

    @property
    def query(self) -> str:
        """Of the address that the browser shows."""
        return urlsplit(self.history[self.place]).query

    def _push(self, address: str) -> None:
        self.history[self.place + 1 :] = [address]
        self.documents[self.place + 1 :] = [self.document]
        self.place += 1

    # What was sent

    @property
    def widgets(self) -> list[Widget]:
        """The widgets on the page, in order."""
        found = []
        for path in sorted(self._deltas):
            delta = self._deltas[path].delta
            kind = delta.new_element.WhichOneof("type")
            if kind in (*CHOICES, *TEXTS, *BUTTONS, "checkbox", "date_input", "number_input", "pagination"):
                found.append(Widget(kind, getattr(delta.new_element, kind), delta.fragment_id))
        return found

    def widget(self, name: str, kind: str = "") -> Widget:
        """Return a widget by the app's name of it."""
        return next(one for one in self.widgets if one.name == name and kind in ("", one.kind))

    def had(self, name: str) -> bool:
        """Tell whether a component was on the page before the last run."""
        return any(
            one.delta.new_element.bidi_component.component_name == f"mali_{name}"
            for one in self._before.values()
        )

    def component(self, name: str) -> dict[str, Any] | None:
        """Return what a component of the map's own was told; None where it is not on the page."""
        for message in self._deltas.values():
            part = message.delta.new_element.bidi_component
            if part.component_name == f"mali_{name}":
                return self._whole(json.loads(part.json or part.mixed.json))
        return None

    def _whole(self, told: dict[str, Any]) -> dict[str, Any]:
        """Put together what was sent now and what was kept (`ui.once`)."""
        if "once" not in told:
            return told
        if told["once"] != self._token:
            self._token, self._parts = told["once"], {}
        self._parts |= told["parts"]

        def part(value: Any) -> Any:
            if isinstance(value, dict) and [*value] == ["part"]:
                return self._parts[str(value["part"])]
            return [part(one) for one in value] if isinstance(value, list) else value

        return {name: part(value) for name, value in told["data"].items()}

    @property
    def texts(self) -> list[str]:
        """What can be read on the page: markup of every kind, without its tags."""
        return [html.unescape(re.sub(r"<[^>]+>", " ", text)) for text in self.markup]

    @property
    def markup(self) -> list[str]:
        """What is written on the page, with its tags."""
        found = []
        for path in sorted(self._deltas):
            element = self._deltas[path].delta.new_element
            kind = element.WhichOneof("type")
            if kind == "html":
                found.append(re.sub(r"<style>.*?</style>", "", element.html.body, flags=re.DOTALL))
            elif kind in ("markdown", "alert"):
                found.append(html.escape(getattr(element, kind).body, quote=False))
        for name in ("map", "reading", "deck", "beside"):
            if told := self.component(name):
                found += [re.sub(r'<ul class="mm-doubts".*?</ul>', "", text) for text in _written(told)]
        return found

    @property
    def title(self) -> str:
        """Of the map; empty on other pages."""
        told = self.component("map")
        found = re.search(r"<h1>(.*?)</h1>", told["head"]) if told else None
        return html.unescape(re.sub(r"<[^>]+>", "", found[1])) if found else ""

    @property
    def errors(self) -> list[str]:
        """What went wrong, as the page says it."""
        found = []
        for message in self._deltas.values():
            element = message.delta.new_element
            kind = element.WhichOneof("type")
            if kind == "exception":
                found.append(element.exception.message)
            elif kind == "alert" and element.alert.format == element.alert.ERROR:
                found.append(element.alert.body)
        return found

    def shown(self, widget: Widget) -> list[str]:
        """Return the words that a widget shows as chosen."""
        state = self._states.get(widget.proto.id)
        return [] if state is None else _words(state)

    # What a reader does

    def open(self, address: str) -> None:
        """Open an address in a new session, as a browser does with a link and when it loads again."""
        self.app = AppTest.from_file(str(MAIN), default_timeout=60)
        self.app.context = {"locale": self.locale}
        self._states: dict[str, WidgetState] = {}
        self._deltas: dict[tuple[int, ...], ForwardMsg] = {}
        self._before = self._deltas
        self._token, self._parts = "", {}
        self.document += 1
        if not self.history:
            self.history, self.documents = [address], [self.document]
        elif self.history[self.place] != address:
            self._push(address)
        self._told = self.query
        self._run([], page_name=self.path)

    def choose(self, widget: Widget, words: list[str], *, stale: str | None = None) -> None:
        """Choose words of a widget; `stale` is the query that the browser still sends."""
        self._run([self._state(widget, words)], fragment=widget.fragment, query=stale)

    def choose_both(self, one: tuple[Widget, list[str]], other: tuple[Widget, list[str]]) -> None:
        """Choose in two widgets before the first answer is there: one run for both."""
        both = [self._state(*one), self._state(*other)]
        fragments = {one[0].fragment, other[0].fragment}
        self._run(both, fragment=fragments.pop() if len(fragments) == 1 else "")

    def press(self, widget: Widget) -> None:
        """Press a button, with what its form holds."""
        state = WidgetState(id=widget.proto.id, trigger_value=True)
        self._run([state], fragment=widget.fragment)

    def send(self, component: str, event: str, value: str, *, late: bool = False) -> None:
        """Send an event of a component, as its code in the browser does; a late one of what was there before."""
        for message in (self._before if late else self._deltas).values():
            part = message.delta.new_element.bidi_component
            if part.component_name == f"mali_{component}":
                state = WidgetState(id=f"$$STREAMLIT_INTERNAL_KEY_{part.id}__events")
                state.json_trigger_value = json.dumps([{"event": event, "value": value}])
                self._run([state], fragment=message.delta.fragment_id)
                return
        raise LookupError(component)

    def close_dialog(self) -> None:
        """Close the dialog that is open, if one is."""
        self._deltas = {path: one for path, one in self._deltas.items() if path[0] != DIALOGS}

    def go(self, path: str) -> None:
        """Follow a link to another page of the app; it keeps the query."""
        self._push(f"/{path}?{self.query}")
        self._go()

    def step(self, by: int) -> bool:
        """Go back or forward; tell whether there was anywhere to go."""
        if not 0 <= self.place + by < len(self.history):
            return False
        self.place += by
        if self.documents[self.place] == self.document:
            self._go()
        else:  # what was open before a link was opened is loaded again
            self.reload()
        return True

    def reload(self) -> None:
        """Load the page again, as it stands in the address."""
        self.open(self.history[self.place])
        self.documents[self.place] = self.document

    def _go(self) -> None:
        self._told = self.query
        self._run([], went=True, page_name=self.path)

    # How it runs

    def _state(self, widget: Widget, words: list[str]) -> WidgetState:
        """Have a widget show words."""
        state = WidgetState(id=widget.proto.id)
        if widget.kind in LISTS:
            state.string_array_value.data[:] = words
        elif widget.kind == "checkbox":
            state.bool_value = bool(words)
        elif words:
            state.string_value = words[0]
        self._states[widget.proto.id] = state
        return state

    def _run(
        self,
        changed: list[WidgetState],
        *,
        fragment: str = "",
        went: bool = False,
        query: str | None = None,
        page_name: str = "",
    ) -> None:
        self.runs += 1
        states = WidgetStates()
        states.widgets.extend({**self._states, **{state.id: state for state in changed}}.values())
        asked: dict[str, Any] = {"is_history_navigation": went}
        asked["query_string"] = self._told if query is None else query
        if fragment:
            asked["fragment_id_queue"] = [fragment]
        if page_name or went:
            asked |= {"page_name": page_name, "page_script_hash": self._page(page_name)}
        Runner.asked = asked
        try:
            self.app._run(states)
        finally:
            Runner.asked = {}
        self._take(Runner.sent, fragment, replaced=went)

    def _page(self, path: str) -> str:
        pages = self.app._registered_pages
        return next((key for key, page in pages.items() if page.get("url_pathname", "") == path), "")

    def _take(self, messages: list[ForwardMsg], fragment: str, *, replaced: bool) -> None:
        """Take what was sent: elements, and the address."""
        self._before = self._deltas
        if fragment:
            old = self._deltas.items()
            self._deltas = {path: one for path, one in old if one.delta.fragment_id != fragment}
        else:
            self._deltas = {}
        for message in messages:
            if message.HasField("delta"):
                self._deltas[tuple(message.metadata.delta_path)] = message
            elif message.HasField("page_info_changed"):
                self._show(message.page_info_changed.query_string, replaced=replaced)
        path = self.app._registered_pages.get(self.app._finished_page_script_hash, {}).get("url_pathname", "")
        if path != self.path:
            self._push(f"/{path}?{self._told}")
        self._keep_states()
        self._write_position()

    def _show(self, query: str, *, replaced: bool) -> None:
        address = f"/{self.path}?{query}"
        if query != self.query:
            if replaced:
                self.history[self.place] = address
            else:
                self._push(address)
        self._told = query

    def _keep_states(self) -> None:
        """Give new widgets what they begin with, set those that are set anew, forget those that are gone."""
        kept: dict[str, WidgetState] = {}
        for widget in self.widgets:
            if widget.kind in BUTTONS:
                continue
            begins = _begins(widget)
            before = self._states.get(widget.proto.id)
            kept[widget.proto.id] = begins if before is None or widget.proto.set_value else before
        self._states = kept

    def _write_position(self) -> None:
        """Write the address of what is seen, as the map does once it is at rest."""
        told = self.component("map") or next(iter((self.component("beside") or {}).get("maps", [])), None)
        if self.path == "" and told and told.get("hrefPlain") is not None:
            self.history[self.place] = f"/{told['hrefPlain']}"


def _begins(widget: Widget) -> WidgetState:
    """Return what a widget shows when it is first there, or set anew."""
    proto, state = widget.proto, WidgetState(id=widget.proto.id)
    if widget.kind in ("selectbox", "radio"):
        if proto.set_value:
            word = proto.raw_value if proto.HasField("raw_value") else None
        else:
            word = widget.options[proto.default] if proto.HasField("default") and widget.options else None
        if word is not None:
            state.string_value = word
    elif widget.kind == "button_group" or widget.kind == "multiselect":
        chosen = proto.raw_values if proto.set_value else [widget.options[place] for place in proto.default]
        state.string_array_value.data[:] = chosen
    elif widget.kind == "slider":
        chosen = (
            proto.raw_value if proto.set_value else [widget.options[int(place)] for place in proto.default]
        )
        state.string_array_value.data[:] = chosen
    elif widget.kind == "date_input":
        state.string_array_value.data[:] = proto.value if proto.set_value else proto.default
    elif widget.kind == "checkbox":
        state.bool_value = proto.value if proto.set_value else proto.default
    elif widget.kind in TEXTS:
        state.string_value = proto.value if proto.set_value else proto.default
    elif widget.kind == "number_input":
        state.double_value = proto.value if proto.set_value else proto.default
    elif widget.kind == "pagination":
        state.int_value = proto.value if proto.set_value else proto.default
    return state


def _words(state: WidgetState) -> list[str]:
    kind = state.WhichOneof("value")
    if kind == "string_array_value":
        return [*state.string_array_value.data]
    if kind == "bool_value":
        return ["on"] if state.bool_value else []
    return [] if kind is None else [str(getattr(state, kind))]


def _written(told: Any) -> list[str]:
    """Return the texts in what a component was told."""
    if isinstance(told, str):
        return [told] if " " in told else []
    if isinstance(told, dict):
        return [text for value in told.values() for text in _written(value)]
    return [text for value in told for text in _written(value)] if isinstance(told, list) else []
