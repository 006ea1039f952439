import pytest

from ui import connection, pages

PATHS = ["", "data", "matrix"]


@pytest.mark.parametrize(
    ("url", "known"),
    [
        ("", True),
        ("https://map.example.org", True),
        ("https://map.example.org/?level=2", True),
        ("https://map.example.org/data?lang=fr", True),
        ("https://map.example.org/data/", True),
        ("https://map.example.org/daat", False),
        ("https://map.example.org/data/more", False),
    ],
)
def test_an_address_that_no_page_has_is_known_as_such(url: str, known: bool) -> None:
    assert connection.known(url, PATHS) is known


def test_below_a_folder_its_name_is_no_page(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(connection.st, "get_option", lambda _name: "mali/")
    assert connection.known("https://example.org/mali/data", PATHS)
    assert connection.known("https://example.org/mali", PATHS)
    assert not connection.known("https://example.org/mali/daat", PATHS)


def test_what_streamlit_says_keeps_its_names_in_french() -> None:
    """A star stands for a name: each language has as many, so that none is lost or shown."""
    for english, french in pages.spoken("fr").items():
        assert english.count("*") == french.count("*") <= 1
    assert pages.spoken("en") == {}
