"""Pictures of what was measured, from the numbers that the measurements left: ``python -m benchmarks.plots``.

A plot is drawn where its numbers are there; they are drawn again after every ``make benchmark``.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from benchmarks import kept
from benchmarks.ways import EMPTY, FOLIUM, OURS, PYDECK

if TYPE_CHECKING:
    from collections.abc import Callable

    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    Numbers = dict[str, Any]

FOLDER = kept.RESULTS.parents[1] / "docs" / "pictures"
COLOURS = ("#1F69B3", "#98A2AB", "#F28A1E", "#6D2F63", "#3C7D4F")
OF_WAY = {
    OURS: COLOURS[0], f"{OURS}, controls": "#9CC3EA", EMPTY: COLOURS[1],
    FOLIUM: COLOURS[2], PYDECK: COLOURS[3],
}  # fmt: skip
"""The colour of a way is the same in every plot."""

LOOK: dict[Any, Any] = {
    "svg.hashsalt": "mali",
    "svg.fonttype": "none",
    "font.size": 9,
    "axes.spines.top": False,
    "axes.spines.right": False,
}


def bars(axes: Axes, groups: list[str], found: dict[str, list[float]], figure: str = "{:,.1f}") -> None:
    """Draw a group of bars for each case, a bar for each way, its figure above it."""
    wide = 0.8 / len(found)
    for place, (way, values) in enumerate(found.items()):
        at = [group + (place - (len(found) - 1) / 2) * wide for group in range(len(groups))]
        colour = OF_WAY.get(way, COLOURS[place % len(COLOURS)])
        drawn = axes.bar(at, values, wide, label=way, color=colour)
        axes.bar_label(drawn, fmt=figure, fontsize=7, padding=1)
    axes.set_xticks(range(len(groups)), groups)


def by_way(rows: list[Numbers], group: Callable[[Numbers], str], key: str) -> tuple[list[str], Any]:
    """Arrange rows by group and way."""
    groups = list(dict.fromkeys(group(row) for row in rows))
    of = {(row["way"], group(row)): row[key] for row in rows}
    ways = dict.fromkeys(row["way"] for row in rows)
    return groups, {way: [of.get((way, one), 0) for one in groups] for way in ways}


def first_map(figure: Figure, found: Numbers) -> None:
    """Draw the time of the first map, and its bytes."""
    times, sizes = figure.subplots(1, 2, width_ratios=(2, 1))
    rows = [row | {"s": row["ms"] / 1000, "mb": row["bytes"] / 1e6} for row in found["rows"]]
    bars(
        times,
        *by_way(rows, lambda row: f"{row['areas']} areas\n" + row["caches"].replace(" and ", "\nand "), "s"),
    )
    cold = [row for row in rows if row["caches"] == "browser cold" and "," not in row["way"]]
    bars(sizes, *by_way(cold, lambda row: f"{row['areas']} areas", "mb"))
    times.set_ylabel("s, request to seen")
    sizes.set_ylabel("MB on the line, browser cold")


def changes(figure: Figure, found: Numbers) -> None:
    """Draw the time of each change, and its bytes."""
    times, sizes = figure.subplots(1, 2)
    rows = [row | {"kb": row["bytes"] / 1000} for row in found["rows"]]
    for axes, key, written in ((times, "ms", "{:,.0f}"), (sizes, "kb", "{:,.1f}")):
        bars(axes, *by_way(rows, lambda row: f"{row['change']}\n{row['areas']} areas", key), written)
    sizes.set_yscale("log")
    times.set_ylabel("ms, press to seen")
    sizes.set_ylabel("KB on the line")


def slow_link(figure: Figure, found: Numbers) -> None:
    """Draw how long a reader waits for the map over a slow link."""
    loads = ("first load", "loaded again", "communes after it")
    axes = figure.subplots()
    bars(axes, [*loads], {way: [of[f"{load}, s"] for load in loads] for way, of in found["ways"].items()})
    axes.set_ylabel("s to the map, 256 kbit/s")


def growth(figure: Figure, found: Numbers) -> None:
    """Draw frames a second and the time of the first map against points and areas."""
    frames, times = figure.subplots(1, 2)
    for place, (what, unit, scale) in enumerate((("points", "first_s", 1), ("areas", "first_ms", 1000))):
        rows = found[what]
        many = [row["many"] for row in rows]
        frames.plot(many, [row["frames"] for row in rows], "o-", label=what, color=COLOURS[2 * place])
        times.plot(many, [row[unit] / scale for row in rows], "o-", label=what, color=COLOURS[2 * place])
    for axes, label in ((frames, "frames a second, dragged"), (times, "s to the first map")):
        axes.set_xscale("log")
        axes.set_ylim(bottom=0)
        axes.set_xlabel("points, areas")
        axes.set_ylabel(label)


def load(figure: Figure, found: Numbers) -> None:
    """Draw the time of a change against the people who are there at once."""
    axes = figure.subplots()
    every = dict.fromkeys(row["every"] for row in found["rows"])
    for place, pause in enumerate(every):
        rows = [row for row in found["rows"] if row["every"] == pause]
        people = [row["people"] for row in rows]
        for key, line in (("median_ms", "o-"), ("worst_ms", "o--")):
            said = f"{'median' if key == 'median_ms' else '95 % within'}, a change every {pause:g} s"
            axes.plot(people, [row[key] for row in rows], line, label=said, color=COLOURS[2 * place])
    axes.set_ylim(bottom=0)
    axes.set_xlabel("people at once")
    axes.set_ylabel("ms of a change")


def points(figure: Figure, found: Numbers) -> None:
    """Draw the processor's time of points to communes."""
    axes = figure.subplots()
    bars(axes, *by_way(found["rows"], lambda row: f"{row['points']:,} points", "processor"))
    axes.set_ylabel("s of processor")


PLOTS: dict[str, Callable[[Figure, Numbers], None]] = {
    "first_map": first_map,
    "map_on_page": changes,
    "slow_link": slow_link,
    "growth": growth,
    "load": load,
    "points": points,
}
"""What is drawn, by the name of its measurement."""


def draw(name: str, found: Numbers, folder: Path) -> Path:
    """Draw one plot as SVG, the same bytes for the same numbers."""
    from matplotlib import rc_context
    from matplotlib.figure import Figure

    with rc_context(LOOK):
        figure = Figure(figsize=(11, 4), layout="constrained")
        PLOTS[name](figure, found)
        figure.axes[0].legend(fontsize=7, frameon=False)
        path = folder / f"benchmark.{name}.svg"
        figure.savefig(path, metadata={"Date": None})
    return path


def main() -> None:
    """Draw every plot whose numbers are there."""
    for name in PLOTS:
        if found := kept.recall(name):
            print(draw(name, found, FOLDER))


if __name__ == "__main__":
    main()
