"""What a code denotes, and which scheme a table's codes are of."""

import pytest

from geo import areas, codes
from geo.codes import AGREEING, ENOUGH, SCHEMES, Scheme, denotes, established, meaning, meanings

MALI = areas.load()
OF_2021 = [(2, f"MLI{area.id[2:]}", area.id) for area in MALI.at(2)]
OF_2015 = [(int(row["level"]), row["code"], row["area"]) for row in codes.table() if row["level"] == "2"]


@pytest.mark.parametrize(
    ("code", "scheme", "area"),
    [
        ("ML0502", "2021", "ML0502"),
        ("MLI0502", "2021", "ML0502"),
        (" mli0502 ", "2021", "ML0502"),
        ("ML0502", "2015", "ML0501"),
        ("ML0704", "2015", "ML10"),
        ("ML070403", "2015", "ML100101"),
        ("ML07", "2015", "ML07"),
        ("ML10", "2015", None),
        ("ML10", "2021", "ML10"),
        ("MLI005002", "padded", "ML0501"),
        ("MLI00500201", "padded", "ML050101"),
        ("MLI005", "padded", "ML05"),
        ("MLI0502", "padded", None),
        ("MLI005002", "2021", None),
        ("MLI005002", "2015", None),
        ("101", "2021", None),
        ("", "2015", None),
    ],
)
def test_denotes(code: str, scheme: Scheme, area: str | None) -> None:
    assert denotes(code, scheme) == area


@pytest.mark.parametrize(
    ("pairs", "schemes"),
    [
        (OF_2021, {"2021"}),
        (OF_2015, {"2015"}),
        ([(2, f"MLI0{code[2:4]}0{code[4:]}", area) for _, code, area in OF_2015], {"padded"}),
        ([(1, area.id, area.id) for area in MALI.at(1) if area.id != "ML10"], {"2015", "2021"}),
        ([(1, area.id, area.id) for area in MALI.at(1)], {"2021"}),
        (OF_2021[: ENOUGH - 1], None),
        (OF_2021[:1] * 50, None),  # one code often is one code
        ([], None),
        ([(2, f"X{n}", area.id) for n, area in enumerate(MALI.at(2))], set()),
        (OF_2021[:10] + OF_2015[10:20], set()),
    ],
)
def test_established(pairs: list[tuple[int, str, str]], schemes: set[str] | None) -> None:
    assert established(pairs).get(pairs[0][0] if pairs else 2) == schemes


def test_a_few_slips_do_not_hide_the_scheme() -> None:
    slips = int(len(OF_2021) * (1 - AGREEING))
    wrong = [(2, code, "ML09") for _, code, _ in OF_2021[:slips]]
    assert slips > 1
    assert established(OF_2021[slips:] + wrong)[2] == {"2021"}


def test_each_level_has_a_scheme_of_its_own() -> None:
    regions = [(1, area.id, area.id) for area in MALI.at(1)]
    assert established(OF_2015 + regions) == {1: {"2021"}, 2: {"2015"}}


@pytest.mark.parametrize(
    ("code", "schemes", "area"),
    [
        ("ML0502", {"2021"}, "ML0502"),
        ("ML0502", {"2015"}, "ML0501"),
        ("ML0502", {"2015", "2021"}, None),  # they differ
        ("ML0104", {"2015", "2021"}, "ML0104"),  # they agree
        ("ML0502", set(), None),
        ("x", {"2021"}, None),
    ],
)
def test_a_code_means_what_all_its_schemes_say(code: str, schemes: set[Scheme], area: str | None) -> None:
    assert meaning(code, schemes) == area


def test_meanings() -> None:
    assert meanings("ML0502", SCHEMES) == {"ML0501", "ML0502"}
    assert meanings("x", SCHEMES) == set()


def test_every_code_of_2015_has_an_area_and_communes_are_all_there() -> None:
    rows = codes.table()
    assert {row["area"] for row in rows if row["level"] == "3"} == {area.id for area in MALI.at(3)}
    assert all(row["area"] in MALI for row in rows)
    assert len({row["code"] for row in rows}) == len(rows) == 751


def test_eight_communes_changed_cercle() -> None:
    found = codes.former_cercles()
    assert len(found) == 8
    assert found["ML050509"] == "ML0501"
    assert all(MALI[area].parent != cercle for area, cercle in found.items())
    assert not any(area.startswith("ML10") for area in found)
