import datetime as dt

import pytest

from geo import areas, indicators, rounds
from geo.indicators import State
from geo.rounds import Round, Row, add

COD = areas.load("cod2021")


def of(number: str) -> Round:
    return next(given for given in rounds.rounds() if given.number == number)


def made(*rows: tuple[str, int | None], date: str = "2030-01-31") -> Round:
    """A round of hand-made rows, with everything else not given."""
    counts = [dict.fromkeys(rounds.MEASURES) | {"idps": people} for _, people in rows]
    found = tuple(Row(area, count) for (area, _), count in zip(rows, counts, strict=True))
    return Round("made", "1", dt.date.fromisoformat(date), "cod2021", "project", found)


@pytest.mark.parametrize(
    ("number", "idps", "returnees"),
    [
        ("12", 61621, 394655), ("18", 61920, 439690), ("19", 49883, 453059), ("28", 36690, 474231),
        ("38", 38172, 526505), ("48", 120298, 526505), ("60", 207751, 561606), ("64", 250998, 649738),
    ],
)  # fmt: skip
def test_national_sums_are_the_published_ones(number: str, idps: int, returnees: int) -> None:
    assert indicators.figure("ML", "idps", of(number), COD).value == idps
    assert indicators.figure("ML", "returnees", of(number), COD).value == returnees


@pytest.mark.parametrize("number", [given.number for given in rounds.rounds()])
@pytest.mark.parametrize("division", areas.DIVISIONS)
@pytest.mark.parametrize("level", [1, 2])
def test_no_person_is_lost_or_counted_twice(number: str, division: str, level: int) -> None:
    given, in_division = of(number), areas.load(division)
    if level not in in_division.levels:
        return
    found = indicators.figures("idps", given, division, level).values()
    least = sum(figure.value or 0 for figure in found)
    shared = {area for figure in found for area in figure.shared}
    of_shared = add(row.counts["idps"] for row in given.rows if row.area in shared) or 0
    assert least + of_shared == given.total("idps")


@pytest.mark.parametrize(
    ("area", "idps", "returnees"),
    [("ML05", 102481, 49539), ("ML07", 62633, None), ("ML10", 20991, 84403), ("ML0506", 24648, 4683)],
)
def test_round_64(area: str, idps: int, returnees: int | None) -> None:
    assert indicators.figure(area, "idps", of("64"), COD).value == idps
    if returnees is not None:
        assert indicators.figure(area, "returnees", of("64"), COD).value == returnees


def test_what_was_reported_for_a_larger_area_is_not_spread() -> None:
    figure = indicators.figure("ML1001", "idps", of("64"), COD)
    assert (figure.value, figure.state, figure.shared, figure.whole) == (None, State.WHOLE, ("ML10",), 20991)


def test_round_28_names_the_four_cercles_of_menaka() -> None:
    assert indicators.figure("ML1001", "idps", of("28"), COD).value == 2064
    assert indicators.figure("ML1002", "idps", of("28"), COD).value == 300


def test_zero_is_reported_and_no_row_is_no_report() -> None:
    given = made(("ML0501", 0), ("ML0502", None))
    assert indicators.figure("ML0501", "idps", given, COD).value == 0
    for area in ("ML0502", "ML0503"):
        assert indicators.figure(area, "idps", given, COD).state is State.NO_REPORT
    assert indicators.figure("ML05", "idps", given, COD).value == 0
    assert indicators.figure("ML04", "idps", given, COD).value is None


def test_a_region_row_beside_its_cercles_is_up_to_for_each() -> None:
    given = made(("ML0501", 10), ("ML05", 100))
    cercle = indicators.figure("ML0501", "idps", given, COD)
    assert (cercle.value, cercle.up_to, cercle.shared) == (10, 100, ("ML05",))
    assert indicators.figure("ML05", "idps", given, COD).value == 110


def test_an_identical_figure_is_said_since_when() -> None:
    figure = indicators.figure("ML08", "idps", of("64"), COD)
    assert figure.same_as == dt.date(2019, 12, 31)
    assert indicators.figure("ML0804", "idps", of("64"), COD).same_as is None  # zero says nothing


def test_rounds_to_choose_from() -> None:
    assert [given.number for given in indicators.rounds_at("idps", 2)] == [
        "12",
        "18",
        "19",
        "28",
        "38",
        "48",
        "60",
        "64",
    ]
    assert rounds.in_month("2020-04", rounds.rounds()).number == "64"
    assert rounds.in_month("2020-05", rounds.rounds()) is None
    assert indicators.before(of("64")).number == "60"
    assert indicators.before(of("12")) is None
