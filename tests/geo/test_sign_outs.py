import math
import os
from pathlib import Path

import pytest

from geo import roles, sign_outs

HOUR = 3600
KEPT = 12 * HOUR + roles.CLOCKS_DIFFER
"""Seconds for which a sign-in of before could still count."""

NOW = 1_800_000_000.25


def test_an_account_that_did_not_sign_out_has_no_time() -> None:
    assert sign_outs.last("i 1") == 0


def test_the_last_sign_out_of_each_account_is_kept_to_the_second_and_finer() -> None:
    sign_outs.record("i 1", NOW - 60)
    sign_outs.record("i 2", NOW - 30)
    sign_outs.record("i 1", NOW)
    assert sign_outs.last("i 1") == pytest.approx(NOW, abs=1e-6)
    assert sign_outs.last("i 2") == pytest.approx(NOW - 30, abs=1e-6)


@pytest.mark.parametrize(("ago", "kept"), [(KEPT - 1, True), (KEPT + 1, False)])
def test_it_is_forgotten_when_every_sign_in_of_before_is_over(ago: float, kept: bool) -> None:
    sign_outs.record("i 1", NOW - ago)
    sign_outs.record("i 2", NOW)
    assert bool(sign_outs.last("i 1")) is kept
    assert sign_outs.last("i 2")


def test_a_longer_sign_in_is_remembered_for_longer(own_workspace: Path) -> None:
    (own_workspace / "settings.toml").write_text("sign_in_hours = 48\n")
    sign_outs.record("i 1", NOW - KEPT - 1)
    sign_outs.record("i 2", NOW)
    assert sign_outs.last("i 1")


def test_nobody_is_named(own_workspace: Path) -> None:
    sign_outs.record("https://id.example.org someone@example.org", NOW)
    (file,) = (own_workspace / "sign-outs").glob("[!.]*")
    assert len(file.name) == 64
    assert "example" not in file.name
    assert not file.read_bytes()


def test_where_it_cannot_be_told_nobodys_sign_in_counts(own_workspace: Path) -> None:
    (own_workspace / "sign-outs").write_text("not a folder")
    assert sign_outs.last("i 1") == math.inf


def test_a_writer_that_was_killed_leaves_nothing_in_the_way(own_workspace: Path) -> None:
    folder = own_workspace / "sign-outs"
    folder.mkdir()
    (folder / ".lock").touch()
    os.utime(folder / ".lock", (0, 0))
    sign_outs.record("i 1", NOW)
    assert sign_outs.last("i 1")
    assert (folder / ".lock").exists()
