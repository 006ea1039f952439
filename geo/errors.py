"""The one tree of errors.

    GeoError            something could not be done, and the person can act on it
    └── FileError       a file somebody sent cannot be read

An error carries a *key* and its *details*. The words, in French or English, come from
`layers.text`; here nothing is worded twice. `str()` gives a plain line for logs.
"""

from __future__ import annotations

from typing import Any


class GeoError(Exception):
    """Something could not be done.

    Parameters
    ----------
    key : str
        Name of the sentence in `layers/words`, under ``error.``.
    **details : object
        What the sentence quotes: file, sheet, row, column, what was given, what was expected.
    """

    def __init__(self, key: str, **details: object) -> None:
        super().__init__(key, details)
        self.key = key
        self.details = details

    def __reduce__(self) -> tuple[Any, ...]:
        return _again, (type(self), self.key, {name: _sent(value) for name, value in self.details.items()})

    def __str__(self) -> str:
        listed = ", ".join(f"{name}: {value}" for name, value in self.details.items())
        return f"{self.key}: {listed}" if listed else self.key


class FileError(GeoError):
    """A file somebody sent cannot be read."""


def _again(kind: type[GeoError], key: str, details: dict[str, object]) -> GeoError:
    """Make an error again that another process raised."""
    return kind(key, **details)


def _sent(value: object) -> object:
    return value if isinstance(value, str | int | float | None) else str(value)
