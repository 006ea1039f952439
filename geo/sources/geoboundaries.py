"""geoBoundaries: regions alone, for want of OCHA's; they count only if they are those of 2023."""

from __future__ import annotations

from typing import TYPE_CHECKING

from geo.build import official
from geo.errors import GeoError
from geo.sources.ckan import areas_found
from geo.sources.found import as_json, need

if TYPE_CHECKING:
    from geo.sources.fetch import Client
    from geo.sources.found import Found

PATH = "/api/current/gbOpen/MLI/ADM1/"


def bring(client: Client) -> Found:
    """Bring the regions.

    Raises
    ------
    GeoError
        Any of ``source_…`` and ``boundaries_…``.
    """
    what = "geoBoundaries"
    fetched = client.fetch(client.settings.geoboundaries_url + PATH, what)
    answer = as_json(fetched, what)
    described = answer[0] if isinstance(answer, list) and answer else answer
    if not isinstance(described, dict):
        raise GeoError("source_shape", what=what, expected="gjDownloadURL")
    need([described], ("gjDownloadURL", "boundaryLicense"), what)
    shapes = client.fetch(str(described["gjDownloadURL"]), what)
    as_json(shapes, what)
    published = official.read_geoboundaries(shapes.path)
    file = str(described["gjDownloadURL"]).rpartition("/")[2]
    return areas_found(published, shapes, what, str(described["boundaryLicense"]), file)
