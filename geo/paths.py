"""Where the project's data lies, and where an organisation's own is kept."""

import os
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
"""The checkout."""

DATA = ROOT / "data"
"""The data folder of the checkout: every table that `data/catalog.json` describes."""

TEMPORARY = "mali-map-"
"""Begins the names of the folders that a running map has in the system's folder for temporary files."""


def workspace() -> Path:
    """Return the folder of what was loaded, refreshed and set here; it need not exist yet.

    It is ``workspace/`` in the checkout, unless ``MALI_MAP_WORKSPACE`` names another folder.
    """
    return Path(os.environ.get("MALI_MAP_WORKSPACE") or ROOT / "workspace")
