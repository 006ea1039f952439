"""Confirmed spellings, remembered."""

import csv
import json
from dataclasses import replace
from pathlib import Path

import pytest

from geo import aliases, damage, gazetteer
from geo.aliases import Alias
from geo.errors import GeoError

MADE_UP = Alias("cod2021", 3, ("Mopti", "Bandiagara"), "Ville-Haute", "ML050101")


def test_nothing_is_known_at_first() -> None:
    assert aliases.known() == ()


def test_remembered_replaced_forgotten() -> None:
    other = Alias("cod2021", 3, ("mopti", "Cercle de Bandiagara"), "VILLE HAUTE", "ML050110")
    elsewhere = Alias("cod2021", 3, ("Mopti", "Koro"), "Ville-Haute", "ML050512")
    aliases.remember(MADE_UP)
    aliases.remember(elsewhere)
    assert aliases.known() == (MADE_UP, elsewhere)
    aliases.remember(other)
    assert aliases.known() == (elsewhere, other)  # the same names, folded
    aliases.forget(MADE_UP)
    assert aliases.known() == (elsewhere,)
    aliases.forget(MADE_UP)
    assert aliases.known() == (elsewhere,)


@pytest.mark.parametrize(
    ("alias", "key"),
    [
        (Alias("cod2021", 3, ("Mopti", "Bandiagara"), "Ville-Haute", "ML999999"), "area_unknown"),
        (Alias("reform2023", 3, ("Mopti", ""), "Ville-Haute", "ML0501"), "area_unknown"),
        (Alias("cod2021", 3, ("Mopti",), "Ville-Haute", "ML050101"), "alias_empty"),
        (Alias("cod2021", 1, (), " - ", "ML05"), "alias_empty"),
    ],
)
def test_what_cannot_hold_is_refused(alias: Alias, key: str) -> None:
    with pytest.raises(GeoError, match=key):
        aliases.remember(alias)
    assert aliases.known() == ()


def test_what_a_damaged_file_held_is_put_away_when_the_next_one_is_confirmed(own_workspace: Path) -> None:
    (own_workspace / "aliases.json").write_text('["x"]')
    assert aliases.known() == ()
    aliases.remember(MADE_UP)
    assert aliases.known() == (MADE_UP,)
    (away,) = (own_workspace / damage.FOLDER).iterdir()
    assert (away.name.endswith("-aliases.json"), away.read_text()) == (True, '["x"]')


def test_of_an_area_that_is_gone_nothing_is_confirmed() -> None:
    gone = replace(MADE_UP, area="ML999999")
    assert [*aliases.confirmed([MADE_UP, gone], "cod2021").values()] == [MADE_UP.area]
    assert not aliases.confirmed([gone], "cod2021")


def test_an_alias_holds_in_its_context_only() -> None:
    confirmed = aliases.confirmed([MADE_UP], "cod2021")

    def area(*names: str) -> tuple[str, str | None]:
        found = gazetteer.load().place(dict(enumerate(names, start=1)), {}, 3, aliases=confirmed)
        return found.method, found.area

    assert area("Mopti", "Bandiagara", "Ville-Haute") == ("alias", "ML050101")
    assert area("MOPTI", "Cercle de Bandiagara", "ville haute") == ("alias", "ML050101")
    assert area("Mopti", "Koro", "Ville-Haute")[1] is None
    assert area("", "Bandiagara", "Ville-Haute")[1] is None
    assert aliases.confirmed([MADE_UP], "reform2023") == {}


def test_an_alias_of_a_parent_opens_all_below() -> None:
    confirmed = aliases.confirmed([Alias("cod2021", 1, (), "5e région", "ML05")], "cod2021")
    found = gazetteer.load().place({1: "5e Région", 2: "Koro"}, {}, 2, aliases=confirmed)
    assert (found.status, found.area, found.method) == ("placed", "ML0505", "alias")


def test_csv() -> None:
    formula = Alias("reform2023", 1, (), "=HYPERLINK(1)", "r23-mopti")
    rows = [*csv.reader(aliases.as_csv([MADE_UP, formula]).decode("utf-8-sig").splitlines())]
    assert rows == [
        ["division", "level", "admin1", "admin2", "name", "area"],
        ["cod2021", "3", "Mopti", "Bandiagara", "Ville-Haute", "ML050101"],
        ["reform2023", "1", "", "", "'=HYPERLINK(1)", "r23-mopti"],
    ]


def test_they_are_kept_in_the_workspace(own_workspace: Path) -> None:
    aliases.remember(MADE_UP)
    assert json.loads((own_workspace / "aliases.json").read_text())[0]["area"] == "ML050101"
    assert aliases.known() == (MADE_UP,)
