from __future__ import annotations

import pandas as pd
import pytest

from geo.errors import GeoError
from geo.sources import dtm, store
from tests.geo.sources import answers
from tests.geo.sources.answers import dtm_row
from tests.geo.sources.conftest import Make
from tests.geo.sources.service import Service, as_json

PATH = "/v3/displacement/"


@pytest.fixture(autouse=True)
def with_key(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MALI_MAP_DTM_KEY", "secret-key")


def test_rows_are_placed_by_name_and_the_key_stays_with_the_service(service: Service, client: Make) -> None:
    rows = (
        dtm_row(),
        dtm_row(admin1Name="Gao", admin2Name="Menaka", admin2Pcode="ML1001", numPresentIdpInd=9),
        dtm_row(admin2Name="Nowhere"),
    )
    service.say(PATH + "admin2", as_json(answers.dtm(*rows)))
    found = dtm.bring(client())
    assert [None if pd.isna(area) else area for area in found.table["area"]] == ["ML0501", "ML10", None]
    assert (found.date, found.table["round"].tolist(), found.table["operation"].iloc[0]) == (
        "2025-09-30",
        [83] * 3,
        "Mali Conflict",
    )
    assert found.table["origin_admin1"].isna().all()
    assert service.asked[0].headers["ocp-apim-subscription-key"] == "secret-key"
    assert service.asked[0].query == {"CountryName": "Mali"}
    assert all(b"secret-key" not in path.read_bytes() for path in store.folder().iterdir())


def test_the_finest_level_that_has_rows_is_taken(service: Service, client: Make) -> None:
    service.say(PATH + "admin2", as_json(answers.dtm()))
    service.say(PATH + "admin1", as_json(answers.dtm(dtm_row())))
    assert dtm.bring(client()).file == "admin1.json"
    service.say(PATH + "admin1", as_json(answers.dtm()))
    service.say(PATH + "admin0", as_json(answers.dtm()))
    with pytest.raises(GeoError, match="source_empty"):
        dtm.bring(client())


def test_without_a_key_nothing_is_asked(
    service: Service, client: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("MALI_MAP_DTM_KEY")
    with pytest.raises(GeoError, match="dtm_key"):
        dtm.bring(client())
    assert service.asked == []


@pytest.mark.parametrize(
    ("answer", "key"),
    [
        (answers.dtm(isSuccess=False, errorMessages=["No data for this key"]), "source_said"),
        (answers.dtm(dtm_row(), totalRecordsCount=9), "source_not_all"),
        (answers.dtm(dtm_row(admin0Pcode="TCD")), "source_other_country"),
        ({"result": {"a": 1}}, "source_shape"),
        ([1], "source_said"),
        (answers.dtm({k: v for k, v in dtm_row().items() if k != "numPresentIdpInd"}), "source_column"),
        (answers.dtm({k: v for k, v in dtm_row().items() if k != "admin2Name"}), "source_column"),
    ],
)
def test_a_bad_answer_is_a_sentence(service: Service, client: Make, answer: object, key: str) -> None:
    service.say(PATH + "admin2", as_json(answer))
    with pytest.raises(GeoError, match=f"{key}:"):
        dtm.bring(client())
