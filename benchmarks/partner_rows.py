"""100,000 rows of a partner's 3W: this project, and pandas by code or by name as most would write it.

The rows name region, cercle and commune with their codes of 2015, as many files do; one commune name in
twenty is misspelt (`benchmarks.misspelling`). Where each row belongs is known, so that speed is not
bought with wrong places. Each way runs in a process of its own, from the file to the area of each row.
"""

from __future__ import annotations

import argparse
import json
import random
import re
import subprocess
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from benchmarks import kept
from benchmarks.misspelling import WAYS as MISSPELT
from geo import areas, codes, imports

if TYPE_CHECKING:
    from collections.abc import Callable

NAME = "partner_rows"
SEED = 2015
ONE_IN = 20
"""One commune name in so many is misspelt."""

LEVELS = ("Région", "Cercle", "Commune")
TRUTH = "truth"


def table(many: int) -> pd.DataFrame:
    """Return rows of a 3W, 16 columns, and the commune that each means."""
    mali, seeded = areas.load(), random.Random(SEED)
    known = [row for row in codes.table() if row["level"] == "3"]
    rows = []
    for number in range(many):
        code, area = (one := seeded.choice(known))["code"], one["area"]
        names = [mali[area].name_fr, *(held.name_fr for held in mali.chain(area)[1:3])]
        if number % ONE_IN == 0:
            names[0] = seeded.choice(MISSPELT)(names[0], 3, seeded)
        start = f"2026-{seeded.randrange(1, 10):02}-01"
        rows.append(
            [f"ONG {seeded.randrange(60)}", seeded.choice(("EHA", "Santé", "SECAL", "Protection")),
             f"Activité {number % 500}", *names[::-1], code[:4], code[:6], code, start, "2026-12-31",
             "En cours", "PDI", str(seeded.randrange(50, 5000)), str(seeded.randrange(50)), f"Note {number}",
             area]
        )  # fmt: skip
    heads = ["Organisation", "Secteur", "Activité", *LEVELS, *(f"Code {one.lower()}" for one in LEVELS)]
    heads += ["Date de début", "Date de fin", "Statut", "Groupe cible"]
    heads += ["Personnes ciblées", "Personnes atteintes", "Commentaire", TRUTH]
    return pd.DataFrame(rows, columns=heads)


def ours(path: Path) -> Any:
    """Read the file and place its rows as ``mali-map check`` does."""
    (report,) = imports.check(path)
    report.as_dict()
    return report.table()["area"].to_numpy()


def by_code(path: Path) -> Any:
    """Take the code of the commune for one of today."""
    given = pd.read_csv(path, dtype=str)["Code commune"]
    return given.where(given.isin([area.id for area in areas.load().at(3)])).to_numpy()


def by_name(path: Path) -> Any:
    """Merge on the three names, without case."""
    mali = areas.load()
    chains = [[area.name_fr for area in mali.chain(one.id)[2::-1]] for one in mali.at(3)]
    known = pd.DataFrame(chains, columns=[*LEVELS]).apply(lambda names: names.str.casefold())
    known["area"] = [one.id for one in mali.at(3)]
    given = pd.read_csv(path, dtype=str)[[*LEVELS]].apply(lambda names: names.str.casefold())
    return given.merge(known.drop_duplicates([*LEVELS]), how="left", on=[*LEVELS])["area"].to_numpy()


WAYS: dict[str, tuple[Callable[[Path], Any], str]] = {
    "this project": (ours, ".csv"),
    "this project, XLSX": (ours, ".xlsx"),
    "pandas, by code": (by_code, ".csv"),
    "pandas, by names": (by_name, ".csv"),
}


def measured(way: str, file: Path, truth: Path) -> dict[str, Any]:
    """Place the rows of a file in one way; say how many are right."""
    begun, worked = time.perf_counter(), time.process_time()
    found = WAYS[way][0](file)
    took, worked = time.perf_counter() - begun, time.process_time() - worked
    most = int(re.search(r"VmHWM:\s+(\d+)", Path("/proc/self/status").read_text())[1]) / 1000  # type: ignore[index]
    meant = np.array(json.loads(truth.read_text()), dtype=object)
    assert len(found) == len(meant), "a row is lost"
    outcomes = Counter(np.where(pd.isna(found), "open", np.where(found == meant, "right", "wrong")).tolist())
    return {"clock": took, "processor": worked, "most": most, **outcomes}


def main(words: list[str] | None = None) -> None:
    """Measure, print the table and keep it."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--rows", type=int, default=100_000)
    asked.add_argument("--folder", type=Path, default=kept.RESULTS)
    asked.add_argument("--one", nargs=3, help=argparse.SUPPRESS)
    given = asked.parse_args(words)
    if given.one:
        print(json.dumps(measured(given.one[0], Path(given.one[1]), Path(given.one[2]))))
        return
    machine, found = kept.machine(), {}
    with tempfile.TemporaryDirectory() as place:
        rows, truth = table(given.rows), Path(place) / "truth.json"
        truth.write_text(json.dumps(rows.pop(TRUTH).tolist()))
        rows.to_csv(Path(place) / "3w.csv", index=False)
        rows.to_excel(Path(place) / "3w.xlsx", index=False)
        for way, (_, ending) in WAYS.items():
            file = Path(place) / f"3w{ending}"
            command = [sys.executable, "-m", "benchmarks.partner_rows", "--one", way, str(file), str(truth)]
            said = subprocess.run(command, check=True, capture_output=True).stdout
            found[way] = dict.fromkeys(("right", "open", "wrong"), 0) | json.loads(said)
    head = ["way", "s", "s of processor", "MB at most", "right", "left open", "on a wrong area"]
    lines = [
        [
            way, f"{one['clock']:.1f}", f"{one['processor']:.1f}", one["most"],
            *(f"{one[outcome]:,}" for outcome in ("right", "open", "wrong")),
        ]
        for way, one in found.items()
    ]  # fmt: skip
    text = (
        f"# {given.rows:,} rows of a partner's 3W\n\n{rows.shape[1]} columns, names and codes of 2015 of all "
        f"three levels, one commune name in {ONE_IN} misspelt, seed {SEED}. {kept.on(machine)} "
        'The processor\'s seconds are those to compare. "Left open" is not placed and listed with the '
        f"reason, or with the area proposed; pandas lists nothing.\n\n{kept.rows(head, lines)}"
    )
    numbers = {"machine": machine, "rows": [{"way": way} | one for way, one in found.items()]}
    kept.keep(NAME, text, numbers, folder=given.folder)


if __name__ == "__main__":
    main()
