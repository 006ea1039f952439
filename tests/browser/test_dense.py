"""Very many points on the map: drawn by cell, said in words, light to move."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
import pytest

from tests.browser.conftest import served_app
from tests.browser.pages import opened
from tests.browser.wire import relayed
from tests.loaded_data import loaded

if TYPE_CHECKING:
    from playwright.sync_api import Browser

MANY = 20_000
PAINTED = """() => [...document.querySelectorAll('.mm-cells canvas')].some(canvas =>
    canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height).data.some(Boolean))"""
TIP = "() => document.querySelector('.mm-tip:not([hidden])')?.innerText ?? ''"


def test_many_points_are_drawn_by_cell_and_named_under_the_pointer(
    browser: Browser, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("MALI_MAP_WORKSPACE", str(tmp_path))
    seeded = np.random.default_rng(1)
    rows = {
        "area": ["ML050601"] * MANY, "name": ["EXAMPLE <b>"] * MANY,
        "lon": seeded.normal(-4.2, 0.3, MANY), "lat": seeded.normal(14.5, 0.3, MANY),
    }  # fmt: skip
    loaded(pd.DataFrame(rows), name="many", kind="offices", title="EXAMPLE")
    with served_app() as home, relayed(home) as relay:
        address = f"{relay.url}/?level=2&layers=data:many&at=14.5,-4.2,8"
        with opened(browser, address) as page:
            page.wait_for_function(PAINTED)
            assert page.locator(".leaflet-marker-icon").count() == 0
            assert "20,000 offices" in page.locator("[id^=mm-alt]").inner_text()
            box = page.locator(".mm-map").bounding_box()
            assert box
            x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
            page.mouse.move(x, y)
            page.wait_for_function(f"() => /EXAMPLE <b>/.test(({TIP})())")
            assert "offices" in page.evaluate(TIP)
            page.wait_for_load_state("networkidle")
            before = relay.received
            with page.expect_response(lambda answer: "/cells/" in answer.url):
                page.mouse.down()
                page.mouse.move(x - 300, y, steps=5)
                page.mouse.move(x - 700, y, steps=5)
                page.mouse.up()
            page.wait_for_load_state("networkidle")
            moved = relay.received - before
    with capsys.disabled():
        print(f"\n  measured: {moved:,} bytes of moving a map with {MANY:,} points", end="")
    assert 0 < moved <= 40_000
