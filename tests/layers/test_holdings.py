import datetime as dt

import pytest

from geo import workspace
from geo.aliases import Alias
from layers import holdings
from layers.render import reading
from layers.view import View
from tests.loaded_data import PEOPLE
from tests.loaded_data import loaded as dataset

TODAY = dt.date(2026, 11, 24)


def test_a_dataset_says_what_it_is_and_who_loaded_it() -> None:
    one = dataset({"area": ["ML0501", None]}, by="a@b.c", at="2026-11-24T06:15:00Z", sensitivity="internal")
    entry = holdings.entry(one, "en", TODAY, editing=True)
    said = {detail.name: (detail.text, detail.note) for detail in entry.details}
    assert said["source"] == ("ONG <i>", "loaded by a@b.c on 24 November 2026, 06:15 UTC")
    assert said["date"] == ("October 2026", "1 month ago")
    assert said["kind"] == ("Figures by area", "f.csv")
    assert said["rows"] == ("2", "1 placed")
    assert said["licence"] == ("Partners; everybody sees counts by region, small ones hidden", "")
    assert "<i>" not in reading.entry(holdings.entry(one, "fr", TODAY))


def test_who_loaded_it_and_from_which_file_is_told_to_editors_only() -> None:
    one = dataset({"area": ["ML0501"]}, sensitivity="public", by="somebody@example.org", file="f.csv")
    told = {editing: repr(holdings.entry(one, "en", TODAY, editing=editing)) for editing in (False, True)}
    assert all(word in told[True] for word in (one.by, one.file))
    assert not any(word in told[False] for word in (one.by, one.file))


def test_what_has_no_date_says_so() -> None:
    one = dataset({"area": ["ML0501"]}, date="", source="")
    said = {detail.name: detail.text for detail in holdings.entry(one, "fr", TODAY).details}
    assert (said["date"], said["source"]) == ("date non précisée", "source non précisée")
    assert holdings.loaded_by("", one.at, "fr").startswith("chargé le ")


def test_versions_come_newest_first_and_name_the_current_one() -> None:
    first = dataset({"area": ["ML0501"]}, file="a.csv")
    second = dataset({"area": ["ML0501", "ML0502"]}, file="b.csv")
    listed = holdings.versions(second, "en")
    assert [version for version, _ in listed] == [second.version, first.version]
    assert "b.csv – current" in listed[0][1]
    assert "current" not in listed[1][1]
    workspace.restore("partner", first.version)
    restored = workspace.find("partner")
    assert restored is not None
    assert "current" in holdings.versions(restored, "en")[1][1]


@pytest.mark.parametrize(
    ("areas", "given", "query"),
    [
        (["ML0501", "ML0502", "ML05"], {"measures": PEOPLE}, "level=2&theme=data:partner&lang=en"),
        (["ML05"], {"kind": "lines"}, "theme=none&layers=offices,rivers,towns,labels,data:partner&lang=en"),
        (["r23-mopti"], {"division": "reform2023", "measures": PEOPLE, "sensitivity": "restricted"},
         "division=reform2023&theme=data:partner&lang=en&audience=partner"),
        ([None], {"measures": PEOPLE}, "theme=data:partner&lang=en"),
    ],
)  # fmt: skip
def test_a_dataset_is_shown_where_its_rows_are(
    areas: list[str | None], given: dict[str, object], query: str
) -> None:
    rows = {"area": areas, "idps": [1] * len(areas)} if "measures" in given else {"area": areas}
    view = holdings.view_of(dataset(rows, **given), "en")
    assert view.query() == query
    assert View.parse(query) == (view, ())


def test_a_confirmed_spelling_says_what_it_means() -> None:
    one = Alias("cod2021", 2, ("Mopti",), "Bankas", "ML0502")
    assert holdings.spelling(one, "en") == "Mopti / Bankas → Bankass (cercle, Mopti)"


def test_counts_by_a_level_that_a_division_lacks_are_not_offered() -> None:
    assert ("internal", 2) in holdings.readers_offered("cod2021")
    assert ("internal", 2) not in holdings.readers_offered("reform2023")
