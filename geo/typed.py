"""JSON and TOML values as the types that they must have: what another program wrote is not believed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import MISSING, fields, is_dataclass
from functools import cache
from types import UnionType
from typing import Any, Literal, Union, get_args, get_origin, get_type_hints

LARGEST = 10**15
"""Of a whole number that a file of the program's own can hold."""


def value(kind: Any, given: Any) -> Any:
    """Return a value as a type: text, number, ``Literal``, list, tuple, mapping or dataclass of such.

    A dataclass passes over what it does not know, which a later program may have written, and has its
    defaults for what is not there.

    Raises
    ------
    ValueError
        Where the value is another type's.

    Examples
    --------
    >>> value(tuple[str, ...], ["a", "b"]), value(dict[str, int], {"a": 1})
    (('a', 'b'), {'a': 1})
    >>> value(int, "1")
    Traceback (most recent call last):
    ValueError: int, not '1'
    """
    origin, parts = get_origin(kind), get_args(kind)
    if kind is Any:
        return given
    if is_dataclass(kind):
        return _record(kind, given)
    if origin in (Union, UnionType):
        return _one_of(kind, parts, given)
    if origin is Literal and isinstance(given, str) and given in parts:
        return given
    if origin in (list, tuple) and isinstance(given, list):
        return _row(origin, parts, given)
    if origin is dict and isinstance(given, dict):
        return {value(parts[0], name): value(parts[1], one) for name, one in given.items()}
    if kind is str and type(given) is str:
        given.encode()  # half of a letter can be neither shown nor written
        return given
    if kind in (int, bool) and type(given) is kind and abs(given) <= LARGEST:
        return given
    if kind is type(None) and given is None:
        return None
    raise _other(kind, given)


def _record(kind: Any, given: Any) -> Any:
    if not isinstance(given, Mapping):
        raise _other(kind, given)
    types, found = _types(kind), {}
    for field in fields(kind):
        if field.name in given:
            try:
                found[field.name] = value(types[field.name], given[field.name])
            except ValueError as error:
                raise ValueError(f"{field.name}: {error}") from error
        elif field.default is MISSING and field.default_factory is MISSING:
            raise ValueError(f"{field.name} is not there")
    return kind(**found)


def _one_of(kind: Any, parts: tuple[Any, ...], given: Any) -> Any:
    for part in parts:
        try:
            return value(part, given)
        except ValueError:
            continue
    raise _other(kind, given)


def _row(origin: type, parts: tuple[Any, ...], given: list[Any]) -> Any:
    if origin is list or parts[1:] == (...,):
        return origin(value(parts[0], one) for one in given)
    if len(parts) != len(given):
        raise ValueError(f"{len(parts)} values, not {len(given)}")
    return tuple(value(part, one) for part, one in zip(parts, given, strict=True))


@cache
def _types(kind: Any) -> dict[str, Any]:
    return get_type_hints(kind)


def _other(kind: Any, given: Any) -> ValueError:
    return ValueError(f"{getattr(kind, '__name__', kind)}, not {given!r:.60}")
