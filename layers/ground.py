"""The parts of the base map that a reader may switch: rivers, towns, names."""

from __future__ import annotations

from typing import TYPE_CHECKING

from layers.parts import Ground

if TYPE_CHECKING:
    from collections.abc import Callable

    from layers.scene import Request


def part(kind: str) -> Callable[[Request], Ground]:
    """Return the layer that shows one part of the base map."""
    return lambda _request: Ground(kind)
