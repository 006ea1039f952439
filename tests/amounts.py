"""How much the tests attack: little each time, more with `make attack`."""

from __future__ import annotations

import os

TABLES = int(os.environ.get("ATTACK_TABLES", "60"))
"""Random tables whose hidden sums are to be worked out."""

KILLS = int(os.environ.get("ATTACK_KILLS", "3"))
"""Processes that are killed at work, in each test that kills any."""

SESSIONS = int(os.environ.get("ATTACK_SESSIONS", "2"))
"""People at the map beside a large file and an atlas."""
