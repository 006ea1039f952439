import pytest

from ui import here

HOST = "127.0.0.1:8501"


@pytest.mark.parametrize(
    ("client", "headers", "asked_here"),
    [
        ("127.0.0.1", {"host": HOST}, True),
        ("::1", {"Host": "[::1]:8501", "Origin": "http://[::1]:8501"}, True),
        ("127.0.0.1", {"HOST": "localhost:1"}, True),
        ("10.0.0.8", {"host": HOST}, False),
        ("", {"host": HOST}, False),
        ("127.0.0.1", {}, False),
        ("127.0.0.1", {"host": "map.example.org"}, False),
        ("127.0.0.1", {"host": "localhost.example.org"}, False),
        ("127.0.0.1", {"host": "["}, False),
        ("127.0.0.1", {"host": HOST, "origin": "https://elsewhere.example.org"}, False),
        ("127.0.0.1", {"host": HOST, "origin": "null"}, False),
        ("127.0.0.1", {"host": HOST, "x-forwarded-for": "127.0.0.1"}, False),
        ("127.0.0.1", {"host": HOST, "Forwarded": "for=127.0.0.1"}, False),
        ("127.0.0.1", {"host": HOST, "X-Real-IP": "127.0.0.1"}, False),
        ("127.0.0.1", {"host": HOST, "Via": "1.1 proxy"}, False),
    ],
)
def test_whoever_asks_and_what_is_asked_for_are_both_here(
    client: str, headers: dict[str, str], asked_here: bool
) -> None:
    assert here.asked_here(client, headers) is asked_here
