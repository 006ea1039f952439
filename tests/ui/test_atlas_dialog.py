from collections.abc import Iterator
from concurrent.futures import wait
from pathlib import Path

import pytest

from geo.errors import GeoError
from layers.render.export import Options
from layers.view import View
from ui import access, address, atlas_dialog, exports
from ui.atlas_dialog import Making


@pytest.fixture
def begun(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[Making]]:
    found: list[Making] = []
    monkeypatch.setattr(access, "reader", lambda: "somebody")
    yield found
    for one in found:
        if one.work:
            one.work.stop()
        one.folder.cleanup()


def asked(begun: list[Making], monkeypatch: pytest.MonkeyPatch, **view: str) -> Making:
    """Ask for the atlas of Bamako, which has one sheet."""
    monkeypatch.setattr(address, "read", lambda: (View(area="ML09").change(**view), ()))
    begun.append(atlas_dialog._begun("cercle", "pdf", Options(), "en"))
    return begun[-1]


def made(found: Making) -> list[str]:
    if found.work:
        wait([found.work], 90)
    assert atlas_dialog._is_made(found, "en")
    assert found.made
    assert found.made.bound
    return sorted(path.name for path in Path(found.folder.name).glob("[!.]*"))


def test_the_public_is_given_again_what_was_made_and_partners_are_not(
    begun: list[Making], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(exports, "KEPT", exports.Kept())
    first = asked(begun, monkeypatch)
    assert first.work
    with pytest.raises(GeoError, match="work_one_at_a_time"):
        asked(begun, monkeypatch)
    files = made(first)
    again = asked(begun, monkeypatch, pick="ML0901")  # what is picked stands on no sheet
    assert again.work is None
    assert made(again) == files
    closed = asked(begun, monkeypatch, audience="partner")
    assert closed.work
    assert closed.public == ""
