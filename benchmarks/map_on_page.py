"""How soon and how light a change is, for ways to put the same areas on a Streamlit page.

``python -m benchmarks.map_on_page --quick``; without it, more than seven minutes. A change is timed from
the press to the first frame of Chromium's screencast in which half of the map's pixels that differ in
the end have their final colour. The bytes are those that the server sends, counted by a relay,
compressed as the app's own settings say; runs are those of a script or of a part of it.

Changes go back and forth. Streamlit's cache of messages is off, but compression still profits from
the repetition, most of all the app's with its wide window; so the first change of a session, with
nothing to repeat, is given beside the median. There are no figures below the cercle: at communes
the app hatches them, and the other ways colour them by their cercle's figure.
"""

from __future__ import annotations

import os
from collections import Counter
from statistics import median
from typing import TYPE_CHECKING, Any

from streamlit.proto.ForwardMsg_pb2 import ForwardMsg

from benchmarks import kept, seen
from benchmarks.seen import HEIGHT, QUIET_MS, WIDTH, Screen
from benchmarks.ways import CHANGES, EMPTY, OURS, Way, ways
from geo.areas import load
from tests.browser.wire import relayed

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

    from tests.browser.wire import Relay

NAME = "map_on_page"
TIMES, WARM = 8, 2
LEVELS = (2, 3)
NOTE_PRESS = """for (const kind of ['click', 'keydown'])
    addEventListener(kind, e => { pressed = performance.timeOrigin + e.timeStamp }, true)"""


def count_runs(page: Page) -> Counter[str]:
    """Count what a page's sessions are told from now on: `new_session` is a run."""
    told: Counter[str] = Counter()

    def hear(frame: bytes | str) -> None:
        message = ForwardMsg()
        message.ParseFromString(frame if isinstance(frame, bytes) else frame.encode())
        told[message.WhichOneof("type") or ""] += 1

    page.on("websocket", lambda socket: socket.on("framereceived", hear))
    return told


def measure(browser: Browser, way: Way, level: int, times: int) -> dict[str, list[dict[str, float]]]:
    """Change theme, round and level back and forth in one session."""
    page = browser.new_page(viewport={"width": WIDTH, "height": HEIGHT}, locale="en-GB")
    page.add_init_script(NOTE_PRESS)
    told = count_runs(page)
    found = {}
    with way.served() as home, relayed(home) as relay:
        page.goto(f"{relay.url}/?level={level}")
        way.wait(page)
        page.wait_for_load_state("networkidle")
        for change in CHANGES:
            turns = range(WARM + times)
            found[change] = [one(page, relay, way, change, (turn, level), told) for turn in turns]
        page.close()
    return found


def one(
    page: Page,
    relay: Relay,
    way: Way,
    change: str,
    turn: tuple[int, int],
    told: Counter[str],
    quiet: int = QUIET_MS,
) -> dict[str, float]:
    """Make one change: milliseconds until it is seen, bytes and runs."""
    screen = Screen(page, quiet)
    press = CHANGES[change](page, *turn)
    before, runs, ends = screen.settle(relay), told["new_session"], told["script_finished"]
    press()
    after = screen.settle(relay, lambda: told["script_finished"] > ends)
    screen.stop()
    return {
        "ms": screen.seen_after(page.evaluate("pressed"), way.box),
        "bytes": after - before,
        "runs": told["new_session"] - runs,
    }


def summary(found: list[dict[str, float]]) -> dict[str, float]:
    """Return medians, and what the first change took, with nothing to repeat."""
    warm = found[WARM:]
    of = {name: [change[name] for change in warm] for name in ("ms", "bytes", "runs")}
    of["ms"] = [took for took in of["ms"] if took == took] or [float("nan")]
    return {name: float(median(values)) for name, values in of.items()} | {
        "seen": len(of["ms"]), "least": min(of["ms"]), "most": max(of["ms"]),
        "first": float(found[0]["bytes"]),
    }  # fmt: skip


def table(found: list[dict[str, Any]], about: str, times: int) -> str:
    """Return the results as Markdown."""
    head = ["areas", "change", "way", "ms (least to most)", "ratio", "bytes", "ratio", "first", "ratio"]
    head += ["runs"]
    ours = {(row["areas"], row["change"]): row for row in found if row["way"] == OURS}
    lines = []
    for row in found:
        base = ours[row["areas"], row["change"]]
        ratio = {name: f"{row[name] / base[name]:.1f}" for name in ("ms", "bytes", "first")}
        lines.append([
            row["areas"], row["change"], row["way"], kept.spread(row),
            ratio["ms"], row["bytes"], ratio["bytes"], row["first"], ratio["first"], row["runs"],
        ])  # fmt: skip
    return (
        "# A change: press to changed pixels, and bytes on the wire\n\n"
        f"Medians of {times} changes after {WARM} more; ratios to this app; `first` are the bytes of the "
        "first change, with nothing to repeat. Rounds go back one by one; a change of level goes to the one "
        f"above and back.\n\n{about}\n\n"
        f"{kept.rows(head, lines)}\n"
    )


def main(words: list[str] | None = None) -> None:
    """Measure every way, print the table and keep it."""
    quick = seen.is_quick(__doc__, words)
    times = 2 if quick else TIMES
    os.environ["STREAMLIT_GLOBAL_MIN_CACHED_MESSAGE_SIZE"] = "1e12"
    known = {name: way for name, way in ways().items() if name != EMPTY}
    found = []
    with seen.measuring() as (browser, machine):
        for level in LEVELS:
            for name, way in known.items():
                changes = measure(browser, way, level, times)
                found += [
                    {"areas": len(load().at(level)), "change": change, "way": name} | summary(made)
                    for change, made in changes.items()
                ]
    text = table(found, f"{kept.on(machine)} Renderer: {machine['renderer']}.", times)
    kept.keep(NAME, text, {"machine": machine, "times": times, "rows": found}, quick=quick)


if __name__ == "__main__":
    main()
