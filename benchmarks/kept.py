"""What a measurement leaves behind: a table to read, and its numbers for the plots."""

from __future__ import annotations

import json
import os
import platform
from pathlib import Path
from typing import Any

RESULTS = Path(__file__).resolve().parent / "results"


def machine() -> dict[str, Any]:
    """Say what measured: cores, memory, kind of processor, load when it began; neither name nor place."""
    pages, size = os.sysconf("SC_PHYS_PAGES"), os.sysconf("SC_PAGE_SIZE")
    return {
        "cores": os.cpu_count(), "memory_gb": round(pages * size / 1e9), "processor": platform.machine(),
        "python": platform.python_version(), "load": round(os.getloadavg()[0], 1),
    }  # fmt: skip


def on(found: dict[str, Any]) -> str:
    """Return a sentence of what measured."""
    said = "{cores} cores ({processor}), {memory_gb} GB, Python {python}, load {load} when it began"
    return said.format(**found) + (f"; Chromium {found['chromium']}" if "chromium" in found else "") + "."


def spread(row: dict[str, Any]) -> str:
    """Write a median with its least and most."""
    return f"{row['ms']:,.0f} ({row['least']:,.0f} to {row['most']:,.0f})"


def rows(head: list[str], lines: list[list[Any]]) -> str:
    """Write a table as Markdown."""
    told = [[f"{cell:,.0f}" if isinstance(cell, float) else str(cell) for cell in line] for line in lines]
    return "\n".join(f"| {' | '.join(line)} |" for line in [head, ["---"] * len(head), *told])


def keep(
    name: str, text: str, numbers: dict[str, Any], *, quick: bool = False, folder: Path = RESULTS
) -> None:
    """Print a table and keep it, its numbers beside it; a quick trial is only printed."""
    print(text)
    if quick:
        return
    (folder / f"{name}.md").write_text(text.rstrip() + "\n", encoding="utf-8")
    (folder / f"{name}.json").write_text(json.dumps(numbers, indent=1) + "\n", encoding="utf-8")


def recall(name: str) -> dict[str, Any] | None:
    """Return the numbers that a measurement left; None where it has not run."""
    path = RESULTS / f"{name}.json"
    found: dict[str, Any] | None = json.loads(path.read_text(encoding="utf-8")) if path.exists() else None
    return found
