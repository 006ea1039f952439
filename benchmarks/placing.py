"""How many misspelt names land on the right area, here and with ``hdx-python-country``'s AdminLevel.

The names are those on the rows of OCHA's settlements of 2015: region, cercle and commune of 18,769
places. The truth is their code of 2015, through ``data/reference/codes_2015.csv``. Each row is
misspelt in one of seven ways (`benchmarks.misspelling`), in the commune alone or in all three names.

A misspelling that is the name of another commune under the same cercle is counted apart: nobody can
know. AdminLevel is asked as it is meant to be used: the region, then the cercle with the region as
its parent, then the commune with the cercle; its answer is taken as sure where it says "exact".
Both know the same spellings, unless the table says otherwise.
"""

from __future__ import annotations

import csv
import importlib.util
import random
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path

from benchmarks.misspelling import WAYS
from geo import areas, codes, former, gazetteer, name_index
from geo.areas import COUNTRY, LEVELS
from geo.spelling import fold

SETTLEMENTS = Path(__file__).resolve().parents[2] / "shared/sources/boundaries/settlements_2015.csv"
RESULTS = Path(__file__).resolve().parent / "results" / "placing.md"
SEED = 2015
COMMUNE = LEVELS["commune"]

Names = tuple[str, str, str]
Answer = tuple[str, str, tuple[str, ...]]
"""How sure: ``sure``, ``proposed``, ``open``; the area; other areas offered."""

Asked = Callable[[Names], Answer]
OUTCOMES = (
    "sure, right", "proposed, right", "open, right among those offered", "proposed, wrong first",
    "nothing", "sure, wrong", "another name under the same cercle",
)  # fmt: skip


def corpus() -> list[tuple[Names, str]]:
    """Return the names on each row with the commune of 2021 that they mean."""
    truth = {row["code"]: row["area"] for row in codes.table()}
    with SETTLEMENTS.open(encoding="utf-8", newline="") as lines:
        return [
            ((row["admin1Name"], row["admin2Name"], row["admin3Name"]), truth[row["admin3Pcod"]])
            for row in csv.DictReader(lines)
        ]


def misspelt(rows: list[tuple[Names, str]], levels: tuple[int, ...]) -> list[tuple[Names, str, str]]:
    """Misspell each row in one way, at some levels; return the names, the truth and the way."""
    seeded, found = random.Random(SEED), []
    for number, (names, area) in enumerate(rows):
        way = WAYS[number % len(WAYS)]
        written = [way(name, n, seeded) if n in levels else name for n, name in enumerate(names, start=1)]
        found.append(((written[0], written[1], written[2]), area, way.__name__))
    return found


def ours(index: name_index.NameIndex) -> Asked:
    """Return this project's answer, with the spellings of an index."""
    places = gazetteer.Gazetteer(index, former.load(index.areas.division))

    def ask(names: Names) -> Answer:
        found = places.place(dict(enumerate(names, start=1)), {}, COMMUNE)
        sure = {"placed": "sure", "proposed": "proposed"}.get(found.status, "open")
        offered = found.candidates if found.status == "ambiguous" else ()
        return sure, found.area or "", offered

    return ask


def theirs(index: name_index.NameIndex) -> Asked:
    """Return AdminLevel's answer, with the spellings of an index."""
    from hdx.location.adminlevel import AdminLevel

    levels = {}
    for level in (1, 2, 3):
        levels[level] = AdminLevel(admin_level=level)
        levels[level].setup_from_iterable(
            {
                "Location": "MLI", "Admin Level": str(area.level), "P-Code": area.id,
                "Name": name, "Parent P-Code": area.parent if area.parent != COUNTRY else "MLI",
            }
            for area in index.areas
            if area.level
            for name in index.written[area.id]
        )  # fmt: skip

    def ask(names: Names) -> Answer:
        parent, sure = "MLI", True
        for level, name in enumerate(names, start=1):
            parent, exact = levels[level].get_pcode("MLI", name, parent=parent)
            sure = sure and exact
            if parent is None:
                return "open", "", ()
        return "sure" if sure else "proposed", parent, ()

    return ask


def outcome(answer: Answer, names: Names, area: str, index: name_index.NameIndex) -> str:
    """Say what an answer is worth."""
    sure, found, offered = answer
    if found != area and any(_under(other, names[1], index) for other in _named(names[2], index) - {area}):
        return OUTCOMES[6]
    if sure == "open":
        return OUTCOMES[2] if area in offered else OUTCOMES[4]
    return f"{sure}, right" if found == area else {"sure": OUTCOMES[5]}.get(sure, OUTCOMES[3])


def _named(commune: str, index: name_index.NameIndex) -> set[str]:
    return set(index.bearing(COMMUNE, fold(commune)))


def _under(area: str, cercle: str, index: name_index.NameIndex) -> bool:
    held_by = {index.areas[area].parent, codes.former_cercles().get(area)} - {None}
    return any(fold(cercle) in index.keys[str(one)] for one in held_by)


def measure(ask: Asked, rows: list[tuple[Names, str, str]]) -> tuple[Counter[str], Counter[str], float]:
    """Ask for every row; return the outcomes, those not right by way of misspelling, and seconds."""
    index, counted, lost = name_index.load(areas.DIVISIONS[0]), Counter[str](), Counter[str]()
    begun = time.process_time()
    answers = [ask(names) for names, _, _ in rows]
    seconds = time.process_time() - begun
    for answer, (names, area, way) in zip(answers, rows, strict=True):
        found = outcome(answer, names, area, index)
        counted[found] += 1
        lost[way] += found not in (*OUTCOMES[:2], OUTCOMES[6])
    return counted, lost, seconds


def main() -> None:
    """Measure, and write the table."""
    if not SETTLEMENTS.is_file():
        print(f"{SETTLEMENTS.name} is not at hand: the placing of names is left out")
        return
    own, every = name_index.NameIndex(areas.load()), name_index.load(areas.DIVISIONS[0])
    ways = {"this project": ours(every), "this project, without `names.csv`": ours(own)}
    if importlib.util.find_spec("hdx"):
        ways |= {"AdminLevel": theirs(every), "AdminLevel, without `names.csv`": theirs(own)}
    rows = corpus()
    heads = ["misspelt", "by", *OUTCOMES[:6], "right of those that can be", OUTCOMES[6], "CPU s"]
    lines = [f"| {' | '.join(heads)} |", "|---" * len(heads) + "|"]
    for what, levels in {"commune": (3,), "all three": (1, 2, 3)}.items():
        given = misspelt(rows, levels)
        for name, ask in ways.items():
            counted, lost, seconds = measure(ask, given)
            right = counted[OUTCOMES[0]] + counted[OUTCOMES[1]]
            share = right / (len(rows) - counted[OUTCOMES[6]])
            figures = [f"{counted[one]:,}" for one in OUTCOMES[:6]]
            cells = [what, name, *figures, f"{share:.2%}", str(counted[OUTCOMES[6]]), f"{seconds:.1f}"]
            lines.append(f"| {' | '.join(cells)} |")
            print(lines[-1], dict(lost))
    text = f"# Misspelt names: where they land\n\n{len(rows):,} rows, seed {SEED}.\n\n"
    RESULTS.write_text(text + "\n".join(lines) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
