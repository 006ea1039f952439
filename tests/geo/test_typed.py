"""Values of a file held against the types that they must have."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, Literal

import pytest

from geo import typed


@dataclass(frozen=True)
class Inner:
    name: str
    size: int = 3


@dataclass(frozen=True)
class Outer:
    inner: tuple[Inner, ...]
    kinds: list[Literal["a", "b"]] = field(default_factory=list)
    more: dict[str, Any] = field(default_factory=dict)
    word: Literal["x"] | Literal[""] | None = None


def test_a_record_is_made_with_its_defaults_and_what_it_does_not_know_is_passed_over() -> None:
    given = {
        "inner": [{"name": "n", "colour": "red"}],
        "kinds": ["b"],
        "more": {"x": [1]},
        "word": "",
        "later": 1,
    }
    assert typed.value(Outer, given) == Outer((Inner("n"),), ["b"], {"x": [1]}, "")


@pytest.mark.parametrize(
    ("kind", "given"),
    [
        (str, 1), (str, None), (str, "\ud800"), (int, "1"), (int, True), (int, 1.0), (int, 10**16), (bool, 1), (int, None),
        (Literal["a"], "b"), (Literal["a"], 1), (Literal["a"], ["a"]), (list[str], "ab"), (list[str], [1]), (list[str], {}),
        (tuple[str, ...], ("a",)), (tuple[str, str], ["a"]), (tuple[str, str], ["a", "b", "c"]), (dict[str, int], []),
        (dict[str, int], {"a": "1"}), (dict[str, int], {"\ud800": 1}), (str | None, 1), (Inner, []), (Inner, {}),
        (Inner, {"name": 1}), (Outer, {"inner": [{}]}), (Outer, {"inner": [{"name": "n", "size": "3"}]}), (float, 1.5),
    ],
)  # fmt: skip
def test_what_is_another_type_is_refused(kind: Any, given: Any) -> None:
    with pytest.raises(ValueError):  # noqa: PT011 -- of any kind
        typed.value(kind, given)


def test_a_refusal_says_where() -> None:
    with pytest.raises(ValueError, match="inner: size: int, not '3'"):
        typed.value(Outer, {"inner": [{"name": "n", "size": "3"}]})
