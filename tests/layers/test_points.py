import pytest

from layers import points, scene
from layers.parts import Point
from layers.view import View

SECRET = Point("site-1", "EXAMPLE 001", 14.4921, -4.1876, "secret note")


@pytest.mark.parametrize("sensitivity", ["internal", "restricted"])
def test_the_public_gets_counts_per_area_of_what_is_not_public(sensitivity: str) -> None:
    request, _ = scene.settle(View(level=2), "en")
    layer = points.layer("office", [SECRET, SECRET], ["ML050601", "ML050602"], sensitivity, request)
    (only,) = layer.points
    assert (only.id, only.name) == ("ML0506", "Mopti: 2")
    for told in ("14.49", "-4.18", "EXAMPLE", "secret"):
        assert told not in repr(layer)


@pytest.mark.parametrize(("sensitivity", "audience"), [("public", "public"), ("restricted", "partner")])
def test_points_that_may_be_shown_stand_where_they_are(sensitivity: str, audience: str) -> None:
    request, _ = scene.settle(View(level=2, audience=audience), "en")
    assert points.layer("office", [SECRET], ["ML050601"], sensitivity, request).points == (SECRET,)
