"""Where the project's data lies."""

from pathlib import Path

DATA = Path(__file__).resolve().parent.parent / "data"
"""The data folder of the checkout: every table that `data/catalog.json` describes."""
