"""What must pass before a change is taken, with a `make` that only says what it was asked for."""

import os
import re
import subprocess
from pathlib import Path

import pytest

RUN = Path(__file__).resolve().parents[1] / ".ci" / "run"
PARTS = ("audit", "browser", "setup", "check", "test")
MAKE = '#!/bin/sh\necho "made $1, browser required: $REQUIRE_BROWSER"\n[ "$1" != "$FAILS" ]\n'


@pytest.mark.parametrize("fails", ["", *PARTS])
def test_every_part_is_run_and_none_fails_unseen(tmp_path: Path, fails: str) -> None:
    make = tmp_path / "make"
    make.write_text(MAKE)
    make.chmod(0o755)
    given = {name: value for name, value in os.environ.items() if name != "REQUIRE_BROWSER"}
    given |= {"PATH": f"{tmp_path}:{os.environ['PATH']}", "FAILS": fails}
    done = subprocess.run([RUN], env=given, capture_output=True, text=True, check=False)
    assert done.returncode == (1 if fails else 0), done.stderr
    ran = [name for name in PARTS if f"made {name}," in done.stdout]
    assert ran == [
        name for name in PARTS if fails not in ("browser", "setup") or name not in ("check", "test")
    ]
    minutes = [line.split(maxsplit=1) for line in done.stdout.partition("== minutes\n")[2].splitlines()]
    assert all(re.fullmatch(r"\d+:\d\d", took) for took, _ in minutes)
    said = [f"{name}, which failed" if name == fails else name for name in ran]
    assert sorted(name for _, name in minutes) == sorted([*said, "all"])
    assert ("made test, browser required: 1\n" in done.stdout) is ("test" in ran)
