"""How long each format of a view takes, how large it is, and the same page by the ways people use today.

Times are medians, on the clock and of the processor: on a machine that does other work the second is
the one to compare. An atlas is made in new folders, by one process and by two.
"""

import io
import os
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from statistics import median

from playwright.sync_api import Browser

from benchmarks import kept, seen
from layers.render import export
from layers.render.export import FORMATS, Options
from layers.scene import Scene

NAME = "exports"
QUERY, ATLAS = "level=2&lang=fr", "division=reform2023&lang=fr"
TIMES, STARTS = 7, 3

Row = tuple[str, float, float, int]
"""What, seconds on the clock, seconds of the processor, bytes."""


def measured(name: str, make: Callable[[], bytes], times: int = TIMES) -> Row:
    """Make something several times, the first of which does not count."""
    size = len(make())
    clock, processor = [], []
    for _ in range(times):
        started, worked = time.perf_counter(), time.process_time()
        make()
        clock.append(time.perf_counter() - started)
        processor.append(time.process_time() - worked)
    return name, median(clock), median(processor), size


def formats(scene: Scene) -> list[Row]:
    """Measure every format, warm."""
    rows = [measured(ending, lambda ending=ending: export.make((scene,), ending)) for ending in FORMATS]
    return [*rows, measured("preview", lambda: export.preview((scene,), Options()))]


def plain_plot(scene: Scene) -> bytes:
    """Draw the areas as geopandas does without further ado: A4, 300 dpi, a legend, no names."""
    from matplotlib.figure import Figure

    frame = scene.request.areas.geometry(scene.request.view.level, simplified=True)
    frame = frame.assign(value=[scene.fill.values[area] for area in frame["id"]])
    figure = Figure(figsize=(11.69, 8.27), dpi=300)
    frame.plot(
        column="value", cmap="Blues", legend=True, ax=figure.subplots(), missing_kwds={"color": "lightgrey"}
    )
    out = io.BytesIO()
    figure.savefig(out, format="png")
    return out.getvalue()


def screenshot(scene: Scene, browser: Browser) -> bytes:
    """Make the folium page and take its picture, at the pixels of A4 at 300 dpi."""
    with tempfile.NamedTemporaryFile(suffix=".html") as file:
        Path(file.name).write_bytes(export.make((scene,), "html"))
        page = browser.new_page(viewport={"width": 1169, "height": 827}, device_scale_factor=3)
        try:
            page.goto(Path(file.name).as_uri())
            page.wait_for_selector(".leaflet-control-layers")
            return page.screenshot()
        finally:
            page.close()


def command(*words: str) -> tuple[float, float]:
    """Run ``mali-map`` once; return its seconds on the clock and of the processor, with its children's."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    started = time.perf_counter()
    subprocess.run([sys.executable, "-m", "cli", *words], check=True, capture_output=True)
    took = time.perf_counter() - started
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return took, after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def commands(folder: Path) -> list[Row]:
    """Measure the command line, start included, and the atlas by one and by two processes."""
    rows = []
    for ending in ("pdf", "png"):
        out = folder / f"one.{ending}"
        times = [command("snapshot", QUERY, "-o", str(out)) for _ in range(STARTS)]
        clock, processor = (median(column) for column in zip(*times, strict=True))
        rows.append((f"mali-map snapshot -o x.{ending}", clock, processor, out.stat().st_size))
    for workers in ("1", "2"):
        target = folder / workers
        words = ("atlas", ATLAS, "--by", "region", "--format", "png", "--workers", workers)
        clock, processor = command(*words, "-o", str(target))
        size = sum(path.stat().st_size for path in target.iterdir())
        rows.append(
            (f"mali-map atlas, 20 regions, PNG and PDF, {workers} process(es)", clock, processor, size)
        )
    return rows


def table(rows: list[Row]) -> str:
    """Write rows as Markdown."""
    lines = [
        f"| {name} | {clock:.2f} | {worked:.2f} | {size / 1000:,.0f} |" for name, clock, worked, size in rows
    ]
    return "\n".join(["| what | s | s of processor | KB |", "|---|---|---|---|", *lines])


def main() -> None:
    """Measure, and write the results."""
    scene = export.composed(QUERY, "fr")
    made = formats(scene)
    with seen.measuring() as (browser, machine):
        today = [
            measured("geopandas' plot, PNG", lambda: plain_plot(scene)),
            measured("a browser's picture of the folium page, PNG", lambda: screenshot(scene, browser)),
        ]
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1000
    with tempfile.TemporaryDirectory() as folder:
        started = commands(Path(folder))
    text = (
        f"# Formats of one view: time and size\n\n"
        f"View: `{QUERY}` (53 cercles), A4. Medians of {TIMES}, warm. {kept.on(machine)} Above a load of "
        f"{os.cpu_count()}, compare the processor's seconds. "
        f"Most memory of the process that made all formats: {memory:.0f} MB.\n\n{table(made)}\n\n"
        f"## The same page by the ways people use today\n\nThe browser's picture counts this process only, "
        f"not Chromium's.\n\n{table(today)}\n\n"
        f"## From the command line, start included\n\n{table(started)}\n"
    )
    kept.keep(NAME, text, {"machine": machine, "rows": [*made, *today, *started]})


if __name__ == "__main__":
    main()
