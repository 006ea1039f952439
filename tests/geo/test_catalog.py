import json
import shutil
from pathlib import Path

import pytest

from geo import catalog
from geo.errors import GeoError
from geo.paths import DATA


def test_the_catalogue_describes_every_file_as_it_is() -> None:
    assert catalog.check() == []


def test_every_dataset_says_what_who_when_and_under_which_licence() -> None:
    for dataset in catalog.datasets():
        for words in (
            dataset.title["fr"],
            dataset.title["en"],
            dataset.source,
            dataset.date,
            dataset.licence,
        ):
            assert words, dataset.id
        assert dataset.sensitivity in ("public", "internal", "restricted")
        assert dataset.public_level == (dataset.level if dataset.sensitivity == "public" else 2)
        assert bool(dataset.caveats["fr"]) == bool(dataset.caveats["en"]), dataset.id


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    folder = tmp_path / "data"
    shutil.copytree(DATA, folder)
    return folder


def test_what_differs_is_named(copy: Path) -> None:
    (copy / "sites" / "offices.csv").write_text("id\n", encoding="utf-8")
    (copy / "sites" / "stray.csv").write_text("", encoding="utf-8")
    (copy / "reference" / "clusters.csv").unlink()
    findings = "\n".join(catalog.check(copy))
    assert "sites/offices.csv: its content" in findings
    assert "sites/stray.csv: not in the catalogue" in findings
    assert "reference/clusters.csv: in the catalogue, but not there" in findings


def test_a_damaged_entry_is_said(copy: Path) -> None:
    entries = json.loads((copy / catalog.FILE).read_text(encoding="utf-8"))
    del entries[0]["licence"]
    (copy / catalog.FILE).write_text(json.dumps(entries), encoding="utf-8")
    with pytest.raises(GeoError, match="licence"):
        catalog.read(copy)


def test_data_stays_small() -> None:
    size = sum(path.stat().st_size for path in (DATA / "boundaries").iterdir())
    assert size <= 3e6
    assert sum(path.stat().st_size for path in DATA.rglob("*") if path.is_file()) <= 8e6
