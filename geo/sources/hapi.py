"""HDX HAPI: displacement, presence, funding, needs, food security, population, refugees.

Version 2 is described from its documentation, version 1 from answers of its own software. Rows are
read by the names of their columns, so that what is added to a version does no harm, and what is
taken away is one sentence. A server that knows only version 1 is asked for that.

The provider's names of places decide and HAPI's codes confirm, as in every file: HAPI's own
placing has the former cercle of Ménaka on a quarter of it.
"""

from __future__ import annotations

import base64
from dataclasses import dataclass
from typing import TYPE_CHECKING

from geo.errors import GeoError
from geo.readers import Sheet
from geo.sources import hapi_tables as tables
from geo.sources.found import Found, Row, need, newest, place, rows_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from geo.sources.fetch import Client
    from geo.sources.store import Fetched

COUNTRY = "MLI"
LIMIT = 10_000
"""Most rows of a page. No total is given: a shorter page is the last one."""

MOST_PAGES = 60


@dataclass(frozen=True, slots=True)
class Theme:
    """One table of HAPI.

    Attributes
    ----------
    path, path_v1 : str
        Below the version; that of version 1 where it differs.
    columns : tuple of str
        That every row must have.
    make : callable
        Rows and the problems found in them to a table of ours.
    source : str
        Who says so.
    countries : tuple of str
        Columns of which one must name Mali, and each of which can be asked for.
    """

    path: str
    columns: tuple[str, ...]
    make: Callable[[list[Row], tables.Problems], tables.Made]
    source: str
    path_v1: str = ""
    countries: tuple[str, ...] = ("location_code",)


def identifier(application: str, contact: str) -> str:
    """Return what HAPI wants to know of who asks.

    Raises
    ------
    GeoError
        ``hapi_contact`` where no e-mail address is set.

    Examples
    --------
    >>> identifier("mali-map", "map@example.org")
    'bWFsaS1tYXA6bWFwQGV4YW1wbGUub3Jn'
    """
    if "@" not in contact:
        raise GeoError("hapi_contact", setting="contact")
    return base64.b64encode(f"{application}:{contact}".encode()).decode()


def bring(client: Client, name: str) -> Found:
    """Bring one table of HAPI.

    Parameters
    ----------
    client : Client
        Asks.
    name : str
        One of `THEMES`.

    Raises
    ------
    GeoError
        Any of ``source_…``; ``hapi_contact``.
    """
    theme = THEMES[name]
    rows, fetched = _pages(client, theme, name)
    what = f"HAPI {name}"
    need(rows, (*theme.countries, *theme.columns), what)
    if not rows:
        raise GeoError("source_empty", what=what)
    if any(COUNTRY not in [row[column] for column in theme.countries] for row in rows):
        raise GeoError("source_other_country", what=what, column=theme.countries[0])
    problems: tables.Problems = []
    kind, table, measures = theme.make(rows, problems)
    if not len(table):
        raise GeoError("source_empty", what=what)
    sheet = Sheet(f"{name}.json", name, kind, table, tuple(problems), measures=measures)
    division, placed, report = place(sheet)
    current = placed[placed["state"] != "aside"]
    return Found(
        kind=kind,
        division=division,
        date=newest(current["end"] if "end" in current else current["date"]),
        table=placed,
        report=report | {"read": len(rows)},
        measures=measures,
        source=f"{theme.source} (HDX HAPI)",
        licence="CC BY-IGO",
        fetched=fetched,
        file=f"{name}.json",
    )


def _pages(client: Client, theme: Theme, name: str) -> tuple[list[Row], tuple[Fetched, ...]]:
    """Return every row, by the version that is set, else by version 1."""
    version = client.settings.hapi_version
    try:
        return _all_pages(client, theme.path, theme, name, version)
    except GeoError as error:
        if error.key != "source_not_there" or version == "v1":
            raise
    return _all_pages(client, theme.path_v1 or theme.path, theme, name, "v1")


def _all_pages(
    client: Client, path: str, theme: Theme, name: str, version: str
) -> tuple[list[Row], tuple[Fetched, ...]]:
    settings = client.settings
    url = f"{settings.hapi_url}/{version}/{path}"
    secret = {"X-HDX-HAPI-APP-IDENTIFIER": identifier(settings.user_agent, settings.contact)}
    rows: list[Row] = []
    fetched: list[Fetched] = []
    for column in theme.countries:
        query = {column: COUNTRY, "output_format": "json", "limit": LIMIT}
        for page in range(MOST_PAGES):
            asked = query | {"offset": page * LIMIT}
            fetched.append(client.fetch(url, f"HAPI {name}", query=asked, secret=secret))
            found = rows_of(fetched[-1], "data", f"HAPI {name}")
            if page and fetched[-1].sha256 == fetched[-2].sha256:
                raise GeoError("source_pages", what=f"HAPI {name}")
            rows += found
            if len(found) < LIMIT:
                break
        else:
            raise GeoError("source_pages", what=f"HAPI {name}")
    return rows, tuple(fetched)


ABROAD = ("origin_location_code", "asylum_location_code")
PLACED = ("admin1_name", "admin2_name", "admin1_code", "admin2_code", *tables.PERIOD)
COUNTED = ("gender", "age_range", "population")
OF_UNHCR = ("population_group", *COUNTED, *tables.PERIOD)

THEMES = {
    "idps": Theme(
        "affected-people/idps",
        (*PLACED, "reporting_round", "operation", "population"),
        tables.displacement,
        "IOM DTM",
    ),
    "operational-presence": Theme(
        "coordination-context/operational-presence",
        (*PLACED, "org_acronym", "org_name", "org_type_description", "sector_code", "sector_name"),
        tables.presence,
        "OCHA",
    ),
    "funding": Theme(
        "coordination-context/funding",
        ("appeal_code", "appeal_name", "requirements_usd", "funding_usd", *tables.PERIOD),
        tables.funding,
        "OCHA FTS",
    ),
    "humanitarian-needs": Theme(
        "affected-people/humanitarian-needs",
        (*PLACED, "sector_code", "population_status", "population"),
        tables.needs,
        "OCHA HPC",
    ),
    "food-security": Theme(
        "food-security-nutrition-poverty/food-security",
        (*PLACED, "ipc_phase", "ipc_type", "population_in_phase"),
        tables.food_security,
        "IPC/CH",
        path_v1="food/food-security",
    ),
    "baseline-population": Theme(
        "geography-infrastructure/baseline-population",
        (*PLACED, *COUNTED),
        tables.population,
        "UNFPA, OCHA COD-PS",
        path_v1="population-social/population",
    ),
    "returnees": Theme("affected-people/returnees", OF_UNHCR, tables.abroad, "UNHCR", countries=ABROAD),
    "refugees": Theme(
        "affected-people/refugees-persons-of-concern",
        OF_UNHCR,
        tables.abroad,
        "UNHCR",
        path_v1="affected-people/refugees",
        countries=ABROAD,
    ),
}
"""Tables of HAPI by our name."""
