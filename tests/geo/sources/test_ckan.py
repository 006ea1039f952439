from __future__ import annotations

import io
from typing import Any

import openpyxl
import pandas as pd
import pytest

from geo.errors import GeoError
from geo.sources import ckan
from tests.geo.sources import answers, boundaries
from tests.geo.sources.answers import resource
from tests.geo.sources.conftest import Make
from tests.geo.sources.service import Answer, Service, as_json

SHOW = "/api/3/action/package_show"
DTM = (
    ("Admin 1", "Admin 2", "Snapshot Date", "RoundNo", "Total No. of IDPs Ind."),
    ("Mopti", "Bandiagara", "2025-09-30", 83, 60000),
    ("Gao", "Menaka", "2025-09-30", 83, 12),
    ("Mopti", "Nulle part", "2025-09-30", 83, 5),
)
THREE_W = (
    ("Acronyme", "Organisation", "Secteur", "Région", "Cercle", "Commune"),
    ("COOPI", "Cooperazione Internazionale", "Nutrition", "Mopti", "Bandiagara", ""),
    ("ABC", "Association B", "Protection", "Gao", "Gao", ""),
)
FTS = "countryCode,id,name,code,typeId,typeName,startDate,endDate,year,requirements,funding,percentFunded\n#country+code,#activity+appeal+id,#activity+appeal+name,#activity+appeal+code,,,#date+start,#date+end,#date+year,#value+required,#value+funding,#value+pct\nMLI,1,Mali 2025,HMLI25,5,HRP,2025-01-01,2025-12-31,2025,771000000,120000000,15.6\nMLI,,Not specified,,,,,,2025,,33000000,\nMLI,2,Mali 2024,HMLI24,5,HRP,2024-01-01,2024-12-31,2024,701000000,250000000,35.7\n"


def book(rows: tuple[tuple[Any, ...], ...]) -> bytes:
    made = openpyxl.Workbook()
    for row in rows:
        made.active.append(row)
    out = io.BytesIO()
    made.save(out)
    return out.getvalue()


def offer(service: Service, name: str, body: bytes | Answer, file: str, **changed: Any) -> None:
    """Offer a file as a resource, beside an older one that is not there."""
    here = f"{service.url}/dataset/x/resource/y/download/"
    old = resource(f"{here}old.{file.partition('.')[2]}", "2024-01-01T00:00:00")
    service.say(SHOW, as_json(answers.package(name, old, resource(here + file), **changed)))
    service.say(
        f"/dataset/x/resource/y/download/{file}", body if isinstance(body, tuple) else (200, {}, body)
    )


def areas(found: Any) -> list[str | None]:
    return [None if pd.isna(area) else area for area in found.table["area"]]


def test_the_newest_file_of_displacement_is_read_as_a_partners(service: Service, client: Make) -> None:
    offer(service, "dtm", book(DTM), "dtm_round_83.xlsx")
    found = ckan.displacement(client())
    assert service.asked[0].query == {"id": "mali-baseline-assessment-data-iom-dtm"}
    assert areas(found) == ["ML0501", "ML10", None]
    assert (found.date, found.file, found.licence) == ("2025-09-30", "dtm_round_83.xlsx", "CC BY-IGO")
    assert found.report["tables"][0]["unplaced"][0]["given"] == "Nulle part"


def test_who_does_what_where_is_of_the_day_that_the_dataset_covers(service: Service, client: Make) -> None:
    offer(service, "3w", book(THREE_W), "3w.xlsx")
    found = ckan.presence(client())
    assert (found.kind, found.date, areas(found)) == ("projects", "2025-06-30", ["ML0501", "ML0703"])
    assert found.table["org"].tolist() == ["COOPI", "ABC"]


def test_funding_is_of_the_newest_year_and_its_tags_are_no_row(service: Service, client: Make) -> None:
    offer(service, "fts", FTS.encode(), "fts_requirements_funding_mli.csv")
    found = ckan.funding(client())
    assert areas(found) == ["ML", "ML", None]
    assert found.table["requirements_usd"].fillna(-1).tolist() == [771_000_000, -1, 701_000_000]
    assert (found.date, found.report["country"]) == ("2025", 2)


def test_a_redirect_to_another_host_needs_to_be_configured(service: Service, client: Make) -> None:
    offer(service, "dtm", (302, {"Location": "https://files.example.org/x.xlsx"}, b""), "x.xlsx")
    with pytest.raises(GeoError, match="source_redirected") as caught:
        ckan.displacement(client())
    assert caught.value.details["other"] == "files.example.org"


@pytest.mark.parametrize(
    ("body", "key"),
    [
        (b"<!doctype html><title>Sign in</title>", "source_html"),
        (b"nothing like a workbook", "source_file"),
        (book(DTM)[:2000], "file_unreadable"),
        (book((("Foo", "Bar"), ("1", "2"))), "header_not_recognised"),
    ],
)
def test_a_file_that_is_none_is_a_sentence(service: Service, client: Make, body: bytes, key: str) -> None:
    offer(service, "dtm", body, "dtm.xlsx")
    with pytest.raises(GeoError, match=key):
        ckan.displacement(client())


@pytest.mark.parametrize(
    ("answer", "key"),
    [
        ({"success": False, "error": {"message": "Not found", "__type": "Not Found Error"}}, "source_said"),
        ({"success": True, "result": {"name": "x"}}, "source_shape"),
        ([], "source_shape"),
        (answers.package("dtm"), "source_no_resource"),
        (answers.package("dtm", {"url": None}, {"url": "http://127.0.0.1:1/x.pdf"}), "source_no_resource"),
        (answers.package("dtm", resource("http://127.0.0.1:1/x.xlsx")), "source_not_configured"),
    ],
)
def test_a_bad_description_is_a_sentence(service: Service, client: Make, answer: object, key: str) -> None:
    service.say(SHOW, as_json(answer))
    with pytest.raises(GeoError, match=f"{key}:"):
        ckan.displacement(client())


@pytest.mark.parametrize(
    ("text", "key"), [(FTS.replace("requirements,", "required,", 1), "source_column"), ("", "source_empty")]
)
def test_funding_that_has_changed_is_a_sentence(service: Service, client: Make, text: str, key: str) -> None:
    offer(service, "fts", text.encode(), "fts_requirements_funding_mli.csv")
    with pytest.raises(GeoError, match=key):
        ckan.funding(client())


def test_boundaries_are_read_from_the_zip(service: Service, client: Make) -> None:
    offer(service, "cod-ab-mli", boundaries.archive(), "mli_admin_boundaries.geojson.zip")
    found = ckan.boundaries(client())
    assert (found.kind, found.division, found.date, found.source) == (
        "boundaries",
        "reform2023",
        "2025-09-04",
        "OCHA COD-AB v03",
    )
    assert found.table.groupby("level").size().to_dict() == {0: 1, 1: 20, 2: 57}
