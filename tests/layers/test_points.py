import pytest

from layers import points, scene
from layers.parts import Point
from layers.view import View

SECRET = Point("site-1", "EXAMPLE 001", 14.4921, -4.1876, "secret note")


@pytest.mark.parametrize("sensitivity", ["internal", "restricted"])
def test_the_public_gets_counts_per_area_of_what_is_not_public(sensitivity: str) -> None:
    request, _ = scene.settle(View(level=2), "en")
    layer = points.layer(
        "office", [SECRET, SECRET], ["ML050601", "ML050602"], sensitivity, request, public_level=2
    )
    (only,) = layer.points
    assert (only.id, only.name) == ("ML0506", "Mopti: 2")
    for told in ("14.49", "-4.18", "EXAMPLE", "secret"):
        assert told not in repr(layer)


@pytest.mark.parametrize(
    ("query", "public_level", "area"),
    [
        ("level=3", 2, "ML0506"),
        ("level=3", 3, "ML050601"),
        ("level=3", None, "ML05"),
        ("level=1", 2, "ML05"),
        ("level=3&division=reform2023", 2, "r23-mopti"),  # it has no cercles
    ],
)
def test_counts_are_no_finer_than_the_catalogue_allows(
    query: str, public_level: int | None, area: str
) -> None:
    request, _ = scene.settle(View.parse(query)[0], "en")
    layer = points.layer("site", [SECRET], ["ML050601"], "restricted", request, public_level=public_level)
    assert [point.id for point in layer.points] == [area]


def test_the_sites_in_hand_are_counted_by_cercle_at_the_most() -> None:
    scene_of = scene.compose(View(level=3, layers=("sites",)))
    (layer,) = scene_of.layers
    assert {scene_of.request.areas[point.id].level for point in layer.points} == {2}


@pytest.mark.parametrize(("sensitivity", "audience"), [("public", "public"), ("restricted", "partner")])
def test_points_that_may_be_shown_stand_where_they_are(sensitivity: str, audience: str) -> None:
    request, _ = scene.settle(View(level=2, audience=audience), "en")
    assert points.layer("office", [SECRET], ["ML050601"], sensitivity, request).points == (SECRET,)
