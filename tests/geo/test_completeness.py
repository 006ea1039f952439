import pytest

from geo import completeness
from geo.errors import GeoError
from geo.workspace import Claim


@pytest.mark.parametrize(
    ("text", "claim"),
    [
        ("WSH:ML05", Claim(("WSH",), "cod2021", ("ML05",))),
        ("WSH, HEA : ML05,ML06", Claim(("WSH", "HEA"), "cod2021", ("ML05", "ML06"))),
        ("all:ML", Claim((), "cod2021", ("ML",))),
        ("WSH:", Claim(("WSH",), "cod2021", ("ML",))),
        ("WSH:ML05:2024-02:2024-02", Claim(("WSH",), "cod2021", ("ML05",), "2024-02-01", "2024-02-29")),
        ("WSH:ML05::2026", Claim(("WSH",), "cod2021", ("ML05",), "", "2026-12-31")),
    ],
)
def test_a_claim_is_read(text: str, claim: Claim) -> None:
    assert completeness.read(text, "cod2021") == claim


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("WSH", "claim_not_understood"),
        ("XXX:ML05", "claim_not_understood"),
        ("WSH:ML99", "claim_not_understood"),
        ("WSH:r23-mopti", "claim_not_understood"),
        ("WSH:ML05:2026-01", "claim_not_understood"),
        ("WSH:ML05:2026-06:2026-01", "claim_not_understood"),
        ("WSH:ML05:2026-13:", "date_not_allowed"),
        ("WSH:ML05:soon:", "date_not_allowed"),
        ("WSH:ML05:2026-02-30:", "date_not_allowed"),
    ],
)
def test_what_is_no_claim_is_refused(text: str, key: str) -> None:
    with pytest.raises(GeoError) as raised:
        completeness.read(text, "cod2021")
    assert raised.value.key == key
