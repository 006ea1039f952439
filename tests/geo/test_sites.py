import csv

from geo import areas, sites, tables
from geo.build.sites import HXL, STEP
from geo.disclosure import may_show_points
from geo.paths import DATA


def test_examples_cannot_be_mistaken() -> None:
    for number, site in enumerate(sites.sites(), start=1):
        assert site.name == f"EXAMPLE {number:03}"
        assert site.example
        assert site.lon is not None
        assert site.lat is not None
        assert site.lon % STEP == site.lat % STEP == 0
        assert site.individuals is not None
        assert site.individuals % 100 == 0
        assert site.sensitivity == "restricted"
        assert not may_show_points(site.sensitivity, "public")


def test_sites_are_counted_by_area() -> None:
    total = len(sites.sites())
    for division in areas.DIVISIONS:
        for level in areas.load(division).levels:
            assert sum(sites.counts(division, level).values()) == total
    assert sites.counts("cod2021", 0) == {"ML": total}
    for site, commune in sites.area_of("cod2021", 3).items():
        region = areas.load().ancestor(str(commune), 1)
        assert region is not None
        assert sites.area_of("cod2021", 1)[site] == region.id


def test_a_site_without_coordinates_counts_where_its_area_lies() -> None:
    (site, *_) = sites.sites()
    named = sites.Site(
        **{name: getattr(site, name) for name in site.__slots__}
        | {"area": "ML0501", "lon": None, "lat": None}
    )
    assert sites._named(named, "cod2021", 1) == "ML05"
    assert sites._named(named, "cod2021", 2) == "ML0501"
    assert sites._named(named, "cod2021", 3) is None
    assert sites._named(named, "reform2023", 1) == "r23-bandiagara"


def test_services_are_stated_or_unknown() -> None:
    for site in sites.sites():
        assert [*site.services] == [*tables.SERVICES]
        assert {*site.services.values()} <= {"yes", "no", "partial", "unknown"}


def test_the_template_has_the_columns_and_their_tags() -> None:
    with (DATA / "sites" / "template.csv").open(encoding="utf-8", newline="") as lines:
        header, tags = csv.reader(lines)
    assert header == [column.name for column in tables.KINDS["sites"].columns]
    assert tags == [HXL[name] for name in header]


def test_the_published_counts() -> None:
    found = [(one.date, one.sites) for one in sites.published_counts()]
    assert found == [("2023-04", 329), ("2024-09", 132)]
    assert all(one.source and one.what["fr"] and one.what["en"] for one in sites.published_counts())


def test_no_example_bears_the_name_of_a_settlement() -> None:
    from geo import settlements

    assert settlements.find("EXAMPLE 001") == []
