"""Sheets beside pictures that were looked at and kept.

Both are reduced to 374 pixels across. The mean difference of a sheet may be one of 255 steps, that of any
field of eight by eight pixels 24: another word moves the first little and the second much. Where a change is
wanted, run this file as a program, look at the pictures, and keep them.
"""

import datetime as dt
import io
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from layers import scene as scenes
from layers.render import sheet
from layers.view import View

KEPT = Path(__file__).with_name("pictures")
DAY = dt.date(2026, 11, 24)
WIDE, FIELD = 374, 8
MEAN, WORST = 1.0, 24.0

SHEETS = {
    "cercles": ("level=2&lang=fr", "a4", "landscape"),
    "mopti": ("level=2&area=ML05&layers=circles,sites,offices,camps,floods,rivers,towns,labels&lang=en", "a4", "portrait"),
    "change": ("level=2&theme=change&lang=fr", "slide", "landscape"),
    "reform": ("division=reform2023&audience=partner&lang=en", "a3", "landscape"),
    "communes": ("level=3&area=ML07&lang=fr&theme=returnees", "a4", "landscape"),
}  # fmt: skip


def reduced(name: str) -> Image.Image:
    query, size, way = SHEETS[name]
    scene = scenes.compose(View.parse(query)[0])
    file = sheet.draw(scene, size=size, orientation=way, preview=True, made=DAY)  # type: ignore[arg-type]
    picture = Image.open(io.BytesIO(file)).convert("RGB")
    return picture.resize((WIDE, round(WIDE * picture.height / picture.width)), Image.Resampling.BOX)


def differences(one: Image.Image, other: Image.Image) -> tuple[float, float]:
    """Return the mean difference, and the mean of the field that differs most."""
    apart = np.abs(np.asarray(one, float) - np.asarray(other.convert("RGB"), float)).mean(axis=2)
    tall, wide = (size // FIELD * FIELD for size in apart.shape)
    fields = apart[:tall, :wide].reshape(tall // FIELD, FIELD, wide // FIELD, FIELD).mean(axis=(1, 3))
    return float(apart.mean()), float(fields.max())


@pytest.mark.parametrize("name", SHEETS)
def test_a_sheet_looks_like_the_one_that_was_kept(name: str) -> None:
    with Image.open(KEPT / f"{name}.png") as kept:
        now = reduced(name)
        assert now.size == kept.size
        mean, worst = differences(now, kept)
    assert mean < MEAN, f"mean difference {mean:.2f}"
    assert worst < WORST, f"a field differs by {worst:.1f}"


def test_the_comparison_sees_a_moved_word_and_another_colour() -> None:
    with Image.open(KEPT / "cercles.png") as kept:
        picture = kept.convert("RGB")
    pixels = np.asarray(picture).copy()
    pixels[40:120, 130:200][pixels[40:120, 130:200, 2] > 200] = (130, 181, 233)
    assert max(differences(picture, Image.fromarray(pixels))) > WORST
    title = np.asarray(picture).copy()
    title[8:18] = 255
    assert differences(picture, Image.fromarray(title))[1] > WORST


if __name__ == "__main__":
    for name in SHEETS:
        reduced(name).quantize(255, method=Image.Quantize.MEDIANCUT, dither=Image.Dither.NONE).save(
            KEPT / f"{name}.png", optimize=True
        )
