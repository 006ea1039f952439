import pandas as pd
import pandera.errors
import pytest

from geo import tables
from geo.paths import DATA

SITE = {
    "id": "1", "name": "A", "area": "ML0501", "lon": None, "lat": None, "date": "2024-01",
    "individuals": 10, "households": None, "source": "project", "sensitivity": "restricted",
}  # fmt: skip


def site(**given: object) -> pd.DataFrame:
    return tables.typed("sites", pd.DataFrame([SITE | given]))


@pytest.mark.parametrize("given", [{}, {"area": None, "lon": -4.0, "lat": 14.0}, {"water": "partial"}])
def test_a_site_has_an_area_or_coordinates(given: dict[str, object]) -> None:
    assert len(tables.schema("sites").validate(site(**given))) == 1


@pytest.mark.parametrize(
    "given",
    [{"area": None}, {"water": "perhaps"}, {"sensitivity": None}, {"individuals": -1}, {"lon": 400.0}],
)
def test_a_site_that_breaks_a_rule_is_refused(given: dict[str, object]) -> None:
    with pytest.raises(pandera.errors.SchemaError):
        tables.schema("sites").validate(site(**given))


@pytest.mark.parametrize(
    ("kind", "path"),
    [
        ("census", "reference/census_2009.csv"),
        ("camps", "displacement/camps.csv"),
        ("floods", "displacement/floods.csv"),
        ("series", "displacement/series.csv"),
        ("funding", "projects/funding.csv"),
        ("sites", "sites/example_sites.csv"),
        ("site_counts", "sites/published_counts.csv"),
    ],
)
def test_the_tables_keep_to_their_kinds(kind: str, path: str) -> None:
    assert len(tables.load(kind, DATA / path))


def test_the_settlements_keep_to_their_kind() -> None:
    frame = pd.read_parquet(DATA / "boundaries" / "settlements.parquet")
    assert len(tables.schema("settlements").validate(tables.typed("settlements", frame))) == 18_769
