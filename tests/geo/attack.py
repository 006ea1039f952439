"""Somebody who works out what is hidden, from all that is shown and all that is known of what is not."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any

import numpy as np
from scipy.optimize import Bounds, LinearConstraint, milp


def ranged(held: Any, low: Sequence[float], high: Sequence[float], aim: Any) -> tuple[float, float]:
    """Return the least and the most that a sum of parts can be: an integer program's answer.

    Parameters
    ----------
    held : array of shape (sums, parts)
        1 where a sum holds a part.
    low, high : sequence of float
        What is known of each sum.
    aim : array of shape (parts,)
        The sum that is asked for.
    """
    known = [LinearConstraint(held, low, high)] if len(low) else []
    found = []
    for sign in (1, -1):
        answer = milp(
            sign * aim, integrality=np.ones(len(aim)), bounds=Bounds(0, math.inf), constraints=known
        )
        found.append(sign * answer.fun if answer.status == 0 else math.inf)
        assert answer.status in (0, 3, 4), answer.message  # solved, or without bound
    return found[0], found[1]
