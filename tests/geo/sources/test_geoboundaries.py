from __future__ import annotations

import functools
import json
from typing import Any

import pytest

from geo import areas, compare, workspace
from geo.errors import GeoError
from geo.sources import geoboundaries, refresh
from tests.geo.sources import answers, boundaries
from tests.geo.sources.answers import resource
from tests.geo.sources.conftest import Make
from tests.geo.sources.service import Service, as_json

SHAPES = "/wmgeolab/geoBoundaries-MLI-ADM1.geojson"
OFFICIAL = refresh.feeds_of(["boundaries"])


@functools.cache
def regions() -> bytes:
    layer = boundaries.layer(1)
    for feature in layer["features"]:
        name = feature["properties"]["adm1_name"]
        feature["properties"] = {
            "shapeName": name,
            "shapeISO": "",
            "shapeID": "x",
            "shapeGroup": "MLI",
            "shapeType": "ADM1",
        }
    return json.dumps(layer).encode()


def offer(service: Service, *, wrapped: bool = False, shapes: bytes | None = None, **changed: Any) -> None:
    said = {
        "boundaryID": "MLI-ADM1-1",
        "boundaryLicense": "CC BY 4.0",
        "gjDownloadURL": service.url + SHAPES,
    } | changed
    service.say(geoboundaries.PATH, as_json([said] if wrapped else said))
    service.say(SHAPES, (200, {}, regions() if shapes is None else shapes))


@pytest.mark.parametrize("wrapped", [False, True])
def test_an_object_or_a_list_is_read(service: Service, client: Make, wrapped: bool) -> None:
    offer(service, wrapped=wrapped)
    found = geoboundaries.bring(client())
    assert (len(found.table), found.source, found.licence) == (21, "geoBoundaries", "CC BY 4.0")


@pytest.mark.parametrize(
    ("changed", "key"),
    [
        ({"gjDownloadURL": "https://example.org/x.geojson"}, "source_not_configured"),
        ({"shapes": b"version https://git-lfs.github.com/spec/v1"}, "source_not_json"),
        ({"shapes": b"<html>"}, "source_html"),
    ],
)
def test_what_is_no_good_is_a_sentence(
    service: Service, client: Make, changed: dict[str, Any], key: str
) -> None:
    offer(service, **changed)
    with pytest.raises(GeoError, match=f"{key}:"):
        geoboundaries.bring(client())


def test_a_missing_address_is_named(service: Service, client: Make) -> None:
    service.say(geoboundaries.PATH, as_json({"boundaryLicense": "CC BY 4.0"}))
    with pytest.raises(GeoError, match="source_column"):
        geoboundaries.bring(client())


def test_it_stands_in_for_the_official_areas_until_they_come_and_never_after(
    service: Service, client: Make
) -> None:
    offer(service)
    (first,) = refresh.refresh(client(), OFFICIAL)
    assert (first.status, areas.load("reform2023").levels, areas.load("reform2023").derived) == (
        "new",
        (0, 1),
        False,
    )
    assert areas.load("reform2023")["r23-mopti"].id == "r23-mopti"
    url = f"{service.url}/download/mli_admin_boundaries.geojson.zip"
    service.say("/api/3/action/package_show", as_json(answers.package("cod-ab-mli", resource(url))))
    service.say("/download/mli_admin_boundaries.geojson.zip", (200, {}, boundaries.archive()))
    (second,) = refresh.refresh(client(), OFFICIAL)
    assert (second.status, areas.load("reform2023").levels) == ("new", (0, 1, 2))
    assert areas.load("reform2023")["r23-mopti"].id == "ML12"
    new, old = workspace.versions("boundaries-reform2023")
    assert len(compare.between(old, new).areas.came) == 77
    service.say("/api/3/action/package_show", as_json({}, 500))
    (third,) = refresh.refresh(client(), OFFICIAL)
    assert (third.status, areas.load("reform2023").levels) == ("failed", (0, 1, 2))
    workspace.restore("boundaries-reform2023", old.version)
    assert areas.load("reform2023").levels == (0, 1)


def test_without_either_the_official_answer_is_the_one_that_is_said(service: Service, client: Make) -> None:
    service.say("/api/3/action/package_show", (500, {}, b""))
    (outcome,) = refresh.refresh(client(), OFFICIAL)
    assert outcome.error is not None
    assert (outcome.status, outcome.error.details["what"]) == ("failed", "HDX cod-ab-mli")
    assert areas.load("reform2023").derived


def test_a_partners_file_of_that_name_is_no_boundaries() -> None:
    import dataclasses

    boundaries.install()
    entry = workspace.find("boundaries-reform2023")
    assert entry is not None
    workspace.save(dataclasses.replace(entry, kind="figures"), entry.table()[["id"]], {})
    assert areas.load("reform2023").derived
