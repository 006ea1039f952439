"""Answers are kept until the data, the settings or the merges change, and a bounded number of them."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from geo import organisations, paths, settings, steady, workspace


def save_setting() -> None:
    (paths.workspace() / settings.FILE).write_text("small_count = 20\n", encoding="utf-8")


def save_merge() -> None:
    organisations.merge("COOPI", "IOM")


def remember_a_layout() -> None:
    workspace.remember("layouts", lambda _: {"a": {}}, {}, dict)


@pytest.mark.parametrize(
    ("change", "is_asked_again"), [(save_setting, True), (save_merge, True), (remember_a_layout, False)]
)
def test_an_answer_is_kept_until_what_it_was_made_from_changes(
    change: Callable[[], None], is_asked_again: bool
) -> None:
    asked: list[int] = []

    @steady.kept
    def answer(n: int) -> int:
        asked.append(n)
        return n

    paths.workspace().mkdir(parents=True, exist_ok=True)
    answer(1), answer(1)
    assert asked == [1]
    change()
    answer(1)
    assert (asked == [1, 1]) is is_asked_again


def test_one_stretch_of_work_sees_one_state() -> None:
    paths.workspace().mkdir(parents=True, exist_ok=True)
    with steady.held():
        before = steady.stamp()
        save_setting()
        assert steady.stamp() == before
    assert steady.stamp() != before


def test_the_answers_least_lately_asked_for_are_let_go() -> None:
    asked: list[int] = []

    @steady.latest(2)
    def answer(n: int) -> int:
        asked.append(n)
        return n

    for n in (1, 2, 1, 3, 1, 2):
        answer(n)
    assert asked == [1, 2, 3, 2]
