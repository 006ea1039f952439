"""Whatever a reader does, in whatever order: a machine that touches everything, and what must always hold.

`make wander` runs it for longer. A failing sequence is printed as the calls that repeat it.
"""

from __future__ import annotations

import logging
import os
import re
import shutil
from collections.abc import Iterator, Sequence
from dataclasses import fields
from pathlib import Path
from typing import Any
from zlib import crc32

import pytest
from hypothesis import HealthCheck, Phase, note, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, rule

from geo import areas
from layers import deck, scene
from layers.render import screen
from layers.view import LANGUAGES, View
from tests import planted, telltales
from tests.ui.expected import FIELDS, MOVED, request_of, shown
from tests.ui.reader import CHOICES, Reader, Widget
from ui import access, address, browser, owner, restricted

PAGES = ("", "briefing", "matrix", "ranking", "organisation", "cluster", "sites", "changes", "data", "about")
LINKS = (
    "/", "/?level=2&area=ML05&pick=ML0506", "/?division=reform2023&pick=r23-mopti", "/?level=3&theme=share",
    "/?theme=change&level=2&round=2018-12&base=2016-12", "/?compare=round%3D2018-12&level=2", "/?compare=",
    "/?theme=presence&sector=NUT&org=COOPI", "/?theme=coverage&sector=NUT,HEA&level=2&on=2021-05-01",
    "/?at=14.5,-4.2,8&lang=en", "/?theme=moon&colour=red", "/matrix?area=ML05&sector=NUT",
    "/ranking?sector=NUT", "/?present=1&theme=funding", "/?audience=partner", "/?layers=sites,circles,camps,floods",
)  # fmt: skip
EVENTS = (
    ("map", "pick"), ("map", "focus"), ("map", "found"), ("map", "find"), ("beside", "pick"), ("beside", "focus"),
    ("player", "step"), ("sending", "add"), ("sending", "present"), ("deck", "pick"), ("deck", "leave"),
    ("deck", "slide"), ("reading", "asked"),
)  # fmt: skip
LASTING = ("atlas-make", "refresh-start")
"""Buttons of what goes on for minutes, whatever is done meanwhile."""

SHORT = ("add", "find", "asked")
"""Events that show what ends with the session: a message, an explanation."""

WRITTEN = ("", "Mopti", "<b>&amp;</b> [x](y) {n}", "é\u202f\u0000 1")

NAMES = re.compile(
    f"{planted.VISIBLE}|Open (list|sites)|A partner|OCHA|yes, no, partial|unknown|aussi\\s*:.*|also: .*"
    r"|\b[a-z]+=\S+"
)
"""Of datasets, which have one in both languages; values of a table; other names of an organisation; a part of
an address that is quoted as not understood."""

MARK = 'class="mk"'
"""Of the frame round a page that shows what is restricted."""

index = st.integers(0, 10_000)


class Kept(logging.Handler):
    """What was logged as an error."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.lines: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        if "missing ScriptRunContext" not in record.getMessage():
            self.lines.append(record.getMessage())


def _told_apart(word: str, words: list[str]) -> str:
    """Return a word without the code that tells it from another thing of the same name."""
    return next((one for one in words if word.startswith(f"{one} (")), word)


class AnyOrder(RuleBasedStateMachine):
    """A reader in one window, and the view that they asked for."""

    runs = 0
    owns = True
    """Whether the reader's browser opened the link printed at the start."""

    def __init__(self) -> None:
        super().__init__()
        self.log = Kept()
        self.pressed, self.document = False, (0, "")
        self.draws = 0
        logging.getLogger().addHandler(self.log)
        shutil.rmtree(Path(os.environ["MALI_MAP_WORKSPACE"]) / "briefings", ignore_errors=True)

    def teardown(self) -> None:
        AnyOrder.runs += self.reader.runs if hasattr(self, "reader") else 0
        logging.getLogger().removeHandler(self.log)

    def one_of(self, things: Sequence[Any], at: int) -> Any:
        """Return one of some things, none of them more often than another.

        Hypothesis draws small numbers, and those it drew before, much more often than others.
        """
        self.draws += 1
        return things[crc32(f"{at} {self.draws}".encode()) % len(things)]

    # What a reader can do

    @initialize(
        link=st.sampled_from(LINKS),
        locale=st.sampled_from(LANGUAGES),
        owns=st.sampled_from((True, True, False)),
    )
    def open(self, link: str, locale: str, owns: bool) -> None:
        AnyOrder.owns = owns
        self.reader = Reader(link, locale)
        self._look()

    @rule(link=st.sampled_from(LINKS))
    def paste(self, link: str) -> None:
        self.reader.open(link)
        self._look()

    @rule(at=index, word=index, late=st.booleans())
    def choose(self, at: int, word: int, late: bool) -> None:
        """Touch a widget; where it is late, the browser had not heard of the last change yet."""
        if found := self._choice(at):
            words = self._words(found, word)
            note(f"{found.name}: {words}")
            before = self.view
            self.reader.choose(found, words, stale=self.earlier if late else None)
            self._look()
            self._holds(found, words, before, {found.name})

    @rule(at=index, word=index, other=index, second=index)
    def choose_two_at_once(self, at: int, word: int, other: int, second: int) -> None:
        one, two = self._choice(at), self._choice(other)
        if one and two and FIELDS[one.name] != FIELDS[two.name]:
            words, others = self._words(one, word), self._words(two, second)
            note(f"{one.name}: {words}, {two.name}: {others}")
            before = self.view
            # What was chosen before is not touched: its part may move with the other's.
            changed = [
                (widget, new)
                for widget, new in ((one, words), (two, others))
                if sorted(self.reader.shown(widget)) != sorted(new)
            ]
            self.reader.choose_both((one, words), (two, others))
            self._look()
            for widget, chosen in changed:
                self._holds(widget, chosen, before, {one.name, two.name})

    @rule(at=index)
    def press(self, at: int) -> None:
        buttons = [one for one in self.reader.widgets if one.kind == "button" and not one.proto.disabled]
        buttons = [one for one in buttons if one.name not in LASTING]
        if buttons:
            button = self.one_of(buttons, at)
            note(button.proto.label)
            self.reader.press(button)
            self._look(pressed=True)

    @rule(at=index, text=st.sampled_from(WRITTEN))
    def write(self, at: int, text: str) -> None:
        fields = [one for one in self.reader.widgets if one.kind in ("text_input", "text_area")]
        if fields:
            field = self.one_of(fields, at)
            self.reader.choose(field, [text])
            self._look(pressed=True)

    @rule(at=index, what=index)
    def send(self, at: int, what: int) -> None:
        there = [event for event in EVENTS if self.reader.component(event[0])]
        if there:
            component, name = self.one_of(there, at)
            value = self._value(name, what)
            note(f"{component}.{name}: {value}")
            self.reader.send(component, name, value)
            self._look(pressed=name in SHORT)

    @rule(at=index, what=index)
    def press_what_has_gone(self, at: int, what: int) -> None:
        gone = [
            event for event in EVENTS if self.reader.had(event[0]) and not self.reader.component(event[0])
        ]
        if gone:
            component, name = self.one_of(gone, at)
            value = self._value(name, what)
            note(f"{component}.{name}: {value}")
            self.reader.send(component, name, value, late=True)
            self._look(pressed=name in SHORT)

    @rule(page=st.sampled_from(PAGES))
    def go(self, page: str) -> None:
        if not self.view.present:
            self.reader.go(page)
            self._look()

    @rule(by=st.sampled_from((-1, -1, -2, 1)))
    def step(self, by: int) -> None:
        if self.reader.step(by):
            self._look()

    @rule()
    def reload(self) -> None:
        """A fresh session with the address says the same as this one."""
        self.reader.close_dialog()
        before, query = self._said(), self.reader.query
        state = self.reader.app.session_state
        noticed = address.NOTICE in state and state[address.NOTICE]
        # Partner view, messages and what is not saved end with the session; what is said of an address is
        # said until the map has written its own.
        ends = self.confirmed or self.pressed or noticed or self._doubted()
        self.reader.reload()
        self._look()
        if not ends:
            now = self._said()
            differing = [pair for pair in zip(before, now, strict=False) if pair[0] != pair[1]]
            assert not differing, differing[:3]
            assert len(now) == len(before)
            assert self.reader.query == query

    # What must always hold

    def nothing_went_wrong(self) -> None:
        assert not self.reader.errors, self.reader.errors
        assert not self.log.lines, self.log.lines

    def the_address_is_the_view(self) -> None:
        view, _ = View.parse(f"?{self.reader.query}")
        assert View.parse(f"?{view.query()}") == (view, ())

    def title_widgets_and_figures_say_the_view(self) -> None:
        reader = self.reader
        request = request_of(reader.path, self.view, self.lang)
        for widget in reader.widgets:
            words = shown(widget.name, self.view, request)
            if words is not None:
                assert [_told_apart(word, words) for word in reader.shown(widget)] == words, widget.name
        found = scene.compose(self.view, lang=self.lang)
        if told := reader.component("map"):
            assert reader.title == found.title
            assert told["stats"].endswith(screen.payload(found)["stats"])
            assert told["values"] == screen.payload(found)["values"]

    def the_page_is_in_its_language(self) -> None:
        if self.view.audience == "public":  # partners' own words may be in any language
            for markup in self.reader.markup:
                said = NAMES.sub(" ", telltales.visible(markup))
                strange = telltales.words(said) & telltales.telltales(self.lang)
                assert not strange, (strange, said[:300])

    def nothing_restricted_is_shown_without_its_mark(self) -> None:
        markup = self.reader.markup
        if self.view.audience == "partner":
            assert any(MARK in text for text in markup)
        if any(f"{planted.WORD} " in text.lower() for text in markup):
            assert any(MARK in text for text in markup)
        if self.reader.component("deck") and self.view.audience == "partner":
            assert restricted.ANSWERED in self.reader.app.session_state

    # How it knows

    def _look(self, *, pressed: bool | None = None) -> None:
        """Take from the address which view this is; what was asked before is what a late browser still says."""
        document = (self.reader.document, self.reader.path)
        if document != self.document or pressed:
            self.pressed = bool(pressed)
        self.document = document
        self.earlier = getattr(self, "told", "")
        self.told = self.reader._told
        asked, _ = View.parse(f"?{self.reader.query}")
        self.confirmed = access.CONFIRMED in self.reader.app.session_state
        self.view = asked if self.confirmed else asked.change(audience="public")
        self.lang = self.view.lang or self.reader.locale
        self.nothing_went_wrong()
        self.the_address_is_the_view()
        self.title_widgets_and_figures_say_the_view()
        self.nothing_restricted_is_shown_without_its_mark()
        self.the_page_is_in_its_language()

    def _doubted(self) -> bool:
        """Tell whether the page says that it does not show all that the session was asked for."""
        asked, doubts = View.parse(f"?{self.reader.app.session_state[address.KEPT]}")
        allowed = asked.change(audience=self.view.audience)
        return allowed != asked or any(one.doubts for one in deck.compared(allowed, doubts, self.lang))

    def _choice(self, at: int) -> Widget | None:
        found = [one for one in self.reader.widgets if one.name in FIELDS and one.options]
        return self.one_of(found, at) if found else None

    def _words(self, widget: Widget, at: int) -> list[str]:
        """Return one of the words of a widget; of one that holds many, what a press on it leaves chosen."""
        word = self.one_of(widget.options, at)
        now = self.reader.shown(widget)
        if widget.name in ("layers", "sector", "org", "target"):
            return [one for one in now if one != word] if word in now else [*now, word]
        return [word]

    def _holds(self, widget: Widget, words: list[str], before: View, touched: set[str]) -> None:
        """Check that a widget shows what was chosen in it, and that all that was not touched is as it was."""
        lang_changed = "lang" in touched
        now = [one for one in self.reader.widgets if one.name == widget.name and one.kind == widget.kind]
        if (
            now
            and widget.name not in ("on", "compare-with", "classes")
            and not lang_changed
            and not touched & {"division", "audience"}  # which may not have what was chosen
        ):
            assert sorted(self.reader.shown(now[0])) == sorted(words), widget.name
        free = {FIELDS[name] for name in touched} | {
            field for name in touched for field in MOVED.get(name, ())
        }
        for one in fields(View):
            if one.name not in free:
                assert getattr(self.view, one.name) == getattr(before, one.name), one.name

    def _value(self, name: str, at: int) -> str:
        division = areas.load(self.view.division)
        ids = [area.id for area in division.at(self.view.level)]
        match name:
            case "pick":
                return str(self.one_of(["", *ids], at))
            case "focus" | "found":
                return str(self.one_of(ids, at))
            case "find":
                return str(self.one_of(("Mopti", "tumbuktu", "xyz", ""), at))
            case "step":
                return str(
                    self.one_of((self.reader.component("player") or {"rounds": [""]})["rounds"][:8], at)
                )
            case "slide":
                return str(self.one_of(range(4), at))
            case "asked":
                return str(self.one_of(("ML05 NUT", "ML05", "nothing", "x"), at))
        return f"?{self.reader.query}"

    def _said(self) -> list[Any]:
        reader = self.reader
        shown = [
            (one.name, one.options if one.kind in CHOICES else [], reader.shown(one))
            for one in reader.widgets
        ]
        return [reader.title, *filter(str.strip, reader.texts), *shown]


@pytest.fixture(scope="module", autouse=True)
def _workspace_of_all_examples(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """One workspace with partners' datasets: saving one makes everything be worked out anew."""
    with pytest.MonkeyPatch.context() as patched:
        patched.setenv("MALI_MAP_WORKSPACE", str(tmp_path_factory.mktemp("workspace")))
        patched.setattr(owner, "is_owner", lambda _cookies: AnyOrder.owns)
        patched.setattr(owner, "can_be", lambda: True)
        patched.setattr(browser, "mark", lambda: "m" * 43)
        planted.plant()
        yield
    print(f"{AnyOrder.runs} steps")


EXAMPLES, STEPS = int(os.environ.get("WANDER_EXAMPLES", "24")), 40

TestAnyOrder = AnyOrder.TestCase
TestAnyOrder.settings = settings(
    max_examples=EXAMPLES,
    stateful_step_count=STEPS,
    deadline=None,
    derandomize="WANDER_EXAMPLES" not in os.environ,
    phases=[Phase.generate],  # to find a shorter sequence takes minutes, and mostly finds none
    suppress_health_check=[*HealthCheck],
    print_blob=True,
)
