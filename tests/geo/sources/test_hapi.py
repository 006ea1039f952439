from __future__ import annotations

import dataclasses
from typing import Any

import hypothesis
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo.errors import GeoError
from geo.settings import Settings
from geo.sources import found as found_of
from geo.sources import hapi, hapi_tables
from geo.sources.fetch import Client
from geo.sources.found import Found
from tests.geo.sources import answers
from tests.geo.sources.answers import abroad, hapi_row, idps, people, presence
from tests.geo.sources.conftest import QUICK, Make
from tests.geo.sources.service import Answer, Asked, Reply, Service, as_json

V2 = "/api/v2/"


def brought(service: Service, client: Make, name: str, *rows: dict[str, Any], version: str = "v2") -> Found:
    path = hapi.THEMES[name].path
    service.say(f"/api/{version}/{path}", answers.hapi(*rows))
    return hapi.bring(client(), name)


def cells(found: Found, *columns: str) -> list[tuple[Any, ...]]:
    return [
        tuple(None if pd.isna(value) else value for value in row)
        for row in found.table[[*columns]].astype(object).itertuples(index=False)
    ]


def test_names_decide_codes_confirm_and_rows_without_a_place_are_kept(service: Service, client: Make) -> None:
    found = brought(
        service, client, "idps",
        idps(people=100),
        idps("Gao", "Menaka", 20991),
        idps("Mopti", "Nulle part", 7),
        idps(None, None, 9, admin1_is_unspecified=True, admin2_is_unspecified=True),
    )  # fmt: skip
    assert cells(found, "area", "state", "idps") == [
        ("ML0501", "placed", 100),
        ("ML10", "placed", 20991),
        (None, "unplaced", 7),
        (None, "unplaced", 9),
    ]
    (table,) = found.report["tables"]
    assert table["rows"] == 4
    assert table["totals"]["idps"] == {
        "read": 21107,
        "placed": 21091,
        "proposed": 0,
        "ambiguous": 0,
        "unplaced": 16,
        "unreadable": 0,
    }
    assert [one["code"] for one in table["conflicts"]] == ["ML1001"]
    assert (found.kind, found.division, found.date, found.placed) == (
        "displacement",
        "cod2021",
        "2025-09-30",
        2,
    )


def test_a_total_beside_its_parts_is_counted_nowhere(service: Service, client: Make) -> None:
    found = brought(
        service, client, "idps",
        idps(people=100), idps("Mopti", None, 150), idps("Gao", None, 40), idps(None, None, 300),
        idps("Mopti", None, 80, number=82), idps(None, None, 200, number=81),
    )  # fmt: skip
    assert cells(found, "area", "state", "idps") == [
        ("ML0501", "placed", 100), (None, "aside", 150), ("ML07", "placed", 40), (None, "aside", 300),
        ("ML05", "placed", 80), ("ML", "placed", 200),
    ]  # fmt: skip
    assert found.report["aside"] == {"total_or_rest": 2}
    assert found.report["country"] == 1


@pytest.mark.parametrize(
    ("value", "problem"),
    [
        ("n/a", "not_a_number"),
        (float("nan"), "not_a_number"),
        (-1, "negative"),
        (1.5, "not_whole"),
        (10**12, "too_large"),
        (True, "not_a_number"),
    ],
)
def test_a_figure_that_is_none_is_listed(service: Service, client: Make, value: Any, problem: str) -> None:
    found = brought(service, client, "idps", idps(people=value), idps("Mopti", "Koro", None))
    assert [one["problem"] for one in found.report["tables"][0]["rejected"]] == [problem]
    assert cells(found, "area", "state", "idps") == [(None, "rejected", None), ("ML0505", "placed", None)]


@pytest.mark.parametrize("name", sorted(hapi.THEMES))
def test_a_column_that_is_gone_is_named(service: Service, client: Make, name: str) -> None:
    row = abroad() | hapi_row() | idps() | presence() | people() | answers.FUNDING
    row |= {"population_status": "INN", "ipc_phase": "3+", "ipc_type": "current", "population_in_phase": 5}
    for column in hapi.THEMES[name].columns:
        with pytest.raises(GeoError, match="source_column") as caught:
            brought(service, client, name, row, {key: value for key, value in row.items() if key != column})
        assert caught.value.details["column"] == column


def test_a_column_that_is_new_does_no_harm(service: Service, client: Make) -> None:
    found = brought(service, client, "idps", idps(admin_level=2, has_hrp=True, dataset_hdx_id="x"))
    assert found.placed == 1


def test_pages_are_asked_until_a_short_one(
    service: Service, client: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(hapi, "LIMIT", 2)
    found = brought(service, client, "idps", *[idps(people=n) for n in range(5)])
    assert found.table["idps"].tolist() == [0, 1, 2, 3, 4]
    assert [one.query["offset"] for one in service.asked] == ["0", "2", "4"]
    assert len(found.fetched) == 3
    service.say(V2 + "affected-people/idps", as_json({"data": [idps(), idps()]}))
    with pytest.raises(GeoError, match="source_pages"):
        hapi.bring(client(), "idps")


def test_a_server_that_only_knows_version_1_is_asked_for_that(service: Service, client: Make) -> None:
    found = brought(service, client, "idps", idps(), version="v1")
    assert [one.path for one in service.asked] == [
        V2 + "affected-people/idps",
        "/api/v1/affected-people/idps",
    ]
    assert found.placed == 1
    service.say("/api/v1/population-social/population", answers.hapi(people()))
    assert hapi.bring(client(), "baseline-population").placed == 1


def test_who_asks_is_said_in_a_header_and_an_address_is_needed(
    service: Service, client: Make, settings: Settings
) -> None:
    brought(service, client, "idps", idps())
    assert service.asked[0].headers["x-hdx-hapi-app-identifier"] == "bWFsaS1tYXA6bWFwQGV4YW1wbGUub3Jn"
    assert "app_identifier" not in service.asked[0].query
    with pytest.raises(GeoError, match="hapi_contact"):
        hapi.bring(Client(dataclasses.replace(settings, contact=""), QUICK), "idps")


def bad(body: bytes, status: int = 200, kind: str = "application/json") -> Answer:
    return status, {"Content-Type": kind}, body


@pytest.mark.parametrize(
    ("reply", "key"),
    [
        (bad(b'{"data":[{"location_code":"MLI"'), "source_not_json"),
        (bad(b"<html><body>Service unavailable</body></html>", kind="text/html"), "source_html"),
        (bad("{\"data\":[{\"admin1_name\":\"Ségou\"}]}".encode("latin-1")), "source_encoding"),
        (bad(b'{"rows":[]}'), "source_shape"),
        (bad(b'[1,2]'), "source_shape"),
        (bad(b'{"data":[1,2]}'), "source_shape"),
        (bad(b'{"data":[]}'), "source_empty"),
        (bad(b'{"error":"Invalid app identifier"}', 403), "source_refused"),
        (lambda _asked: as_json({"data": [idps(location_code="NER")]}), "source_other_country"),
    ],
)  # fmt: skip
def test_a_bad_answer_is_a_sentence_and_is_asked_for_anew(
    service: Service, client: Make, reply: Reply | Answer, key: str
) -> None:
    service.say(V2 + "affected-people/idps", reply)
    with pytest.raises(GeoError, match=f"{key}:"):
        hapi.bring(client(), "idps")
    found = brought(service, client, "idps", idps())
    assert found.placed == 1


def test_an_answer_of_another_type_counts_by_its_content(service: Service, client: Make) -> None:
    status, _, body = as_json({"data": [idps()]})
    service.say(V2 + "affected-people/idps", (status, {"Content-Type": "text/html"}, b"\xef\xbb\xbf" + body))
    assert hapi.bring(client(), "idps").placed == 1


def test_presence_is_of_the_latest_period(service: Service, client: Make) -> None:
    old = {"reference_period_start": "2025-01-01T00:00:00", "reference_period_end": "2025-03-31T00:00:00"}
    found = brought(
        service,
        client,
        "operational-presence",
        presence(),
        presence(sector_code="XYZ", sector_name="Other"),
        presence(**old),
        presence(admin1="Gao", admin2=None),
    )
    assert cells(found, "org", "cluster", "area", "state", "start", "end") == [
        ("COOPI", "NUT", "ML0501", "placed", "2025-04-01", "2025-06-30"),
        ("COOPI", "Other", "ML0501", "placed", "2025-04-01", "2025-06-30"),
        ("COOPI", "NUT", None, "aside", "2025-01-01", "2025-03-31"),
        ("COOPI", "NUT", "ML07", "placed", "2025-04-01", "2025-06-30"),
    ]
    assert (found.kind, found.date) == ("projects", "2025-06-30")


def test_funding_is_of_the_country(service: Service, client: Make) -> None:
    last_year = answers.FUNDING | {
        "appeal_code": "HMLI24",
        "reference_period_end": "2024-12-31T00:00:00",
        "requirements_usd": None,
    }
    found = brought(service, client, "funding", answers.FUNDING, last_year)
    assert cells(found, "area", "state", "requirements_usd") == [
        ("ML", "placed", 771_000_000.0),
        (None, "aside", None),
    ]
    assert [measure.unit for measure in found.measures] == ["USD", "USD"]


def test_needs_are_of_everybody_with_a_column_for_each_status(service: Service, client: Make) -> None:
    def need(status: str, n: int, **changed: Any) -> dict[str, Any]:
        return people(population=n, population_status=status, sector_code="intersectoral", **changed)

    found = brought(
        service, client, "humanitarian-needs",
        need("INN", 500), need("TGT", 300), need("INN", 40, gender="f"), need("INN", 60, age_range="0-4"),
        need("INN", 70, category="Children"), need("INN", 90) | {"sector_code": "NUT"}, need("INN", 9000, admin1=None, admin2=None),
    )  # fmt: skip
    assert cells(found, "area", "in_need", "targeted") == [("ML0501", 500, 300), ("ML", 9000, None)]
    assert [measure.name for measure in found.measures] == ["in_need", "targeted"]
    assert found.report["read"] == 7


def test_food_security_population_and_people_abroad(service: Service, client: Make) -> None:
    phase = {"ipc_type": "current", "population_in_phase": 77, "population_fraction_in_phase": 0.1}
    found = brought(
        service,
        client,
        "food-security",
        people(ipc_phase="3+", **phase),
        people(ipc_phase="3", **phase),
        people(ipc_phase="3+", **phase | {"ipc_type": "first projection"}),
    )
    assert cells(found, "area", "people") == [("ML0501", 77)]
    found = brought(
        service, client, "baseline-population", people(population=10), people(population=4, gender="f")
    )
    assert cells(found, "area", "population") == [("ML0501", 10)]
    rows = (
        abroad(),
        abroad(asylum_location_code="MLI", origin_location_code="BFA", population=8),
        abroad(asylum_location_code="MLI", population=1),
    )
    found = brought(service, client, "refugees", *rows)
    assert cells(found, "area", "people", "refugees_from_mali", "refugees_in_mali") == [
        ("ML", 5, 5, None),
        ("ML", 1, 1, None),
        ("ML", 8, None, 8),
    ]
    assert [measure.name for measure in found.measures] == ["refugees_from_mali", "refugees_in_mali"]
    assert [one.query.get("origin_location_code") for one in service.asked[-2:]] == ["MLI", None]


def test_only_a_page_of_ten_thousand_is_asked_for() -> None:
    assert hapi.LIMIT == 10_000


def test_asked(service: Service, client: Make) -> None:
    brought(service, client, "idps", idps())
    asked: Asked = service.asked[0]
    assert asked.query == {"location_code": "MLI", "output_format": "json", "limit": "10000", "offset": "0"}


NAMES = st.sampled_from(
    [
        ("Mopti", "Bandiagara"),
        ("Mopti", None),
        ("Gao", "Menaka"),
        ("Mopti", "Nowhere"),
        (None, None),
        ("Atlantis", None),
    ]
)


@given(
    st.lists(
        st.tuples(
            NAMES, st.sampled_from([0, 5, 1000, None, -1]), st.sampled_from([82, 83, None]), st.booleans()
        ),
        min_size=1,
        max_size=12,
    )
)
@hypothesis.settings(max_examples=25, deadline=None)
def test_every_row_is_in_exactly_one_state_and_no_person_is_lost(rows: list[Any]) -> None:
    given_rows = [
        idps(*names, people, number, admin1_is_unspecified=lacking) for names, people, number, lacking in rows
    ]
    problems: list[Any] = []
    kind, table, _ = hapi_tables.displacement(given_rows, problems)
    _, placed, report = found_of.place(found_of.Sheet("x.json", "x", kind, table, tuple(problems)))
    assert placed["row"].tolist() == list(range(1, len(rows) + 1))
    (said,) = report["tables"]
    assert len(rows) == said["rows"] + report["country"] + sum(report["aside"].values())
    known = sum(people for _, people, _, _ in rows if people is not None and people >= 0)
    assert int(placed["idps"].sum()) == known
    sums = said["totals"]["idps"]
    assert sums["read"] == sum(sums[state] for state in ("placed", "proposed", "ambiguous", "unplaced"))
    assert (placed["area"].notna() == (placed["state"] == "placed")).all()
