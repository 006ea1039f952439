import json
from pathlib import Path

import pytest

from geo import audit
from geo.disclosure import Audience
from geo.errors import GeoError
from ui import access, exports


def test_a_file_is_noted_each_time_it_is_made_and_by_whoever_was_offered_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("MALI_MAP_WORKSPACE", str(tmp_path))
    monkeypatch.setattr(access, "who", lambda: "im@example.org")
    make = exports.recorded("csv level=2", "partner", lambda: b"a,b")
    monkeypatch.setattr(access, "who", lambda: "")  # Streamlit makes the file outside the session
    assert not (tmp_path / audit.FILE).exists()
    assert make() == make() == b"a,b"
    lines = [json.loads(line) for line in (tmp_path / audit.FILE).read_text().splitlines()]
    assert [(line["what"], line["audience"], line["by"]) for line in lines] == [
        ("csv level=2", "partner", "im@example.org")
    ] * 2


def test_no_file_is_made_that_cannot_be_noted(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MALI_MAP_WORKSPACE", str(tmp_path / "file"))
    (tmp_path / "file").write_text("")
    monkeypatch.setattr(access, "who", lambda: "")
    with pytest.raises(GeoError, match="audit_not_writable"):
        exports.recorded("csv", "public", lambda: pytest.fail("it was made"))()


@pytest.mark.parametrize(("audience", "given"), [("public", True), ("partner", False)])
def test_no_file_for_partners_is_made_for_an_account_that_signed_out_meanwhile(
    monkeypatch: pytest.MonkeyPatch, audience: Audience, given: bool
) -> None:
    monkeypatch.setattr(access, "who", lambda: "p@example.org")
    monkeypatch.setattr(access, "lasting", lambda: lambda: False)
    make = exports.recorded("csv", audience, lambda: b"a,b")
    if given:
        assert make() == b"a,b"
    else:
        with pytest.raises(GeoError, match="signed_out"):
            make()
