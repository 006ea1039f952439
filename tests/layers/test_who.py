import sys

from geo import organisations
from geo.disclosure import WITHHELD
from layers import beside, scene, who
from layers.parts import Section
from layers.scene import Scene
from layers.view import View
from tests.geo.projects import complete, load, row


def composed(query: str, lang: str = "en") -> Scene:
    view, doubts = View.parse(query)
    return scene.compose(view, doubts, lang=lang)


def section(found: Scene, title: str) -> Section:
    return next(one for one in found.facts.sections if one.title.startswith(title))


def test_a_row_says_what_it_says_and_what_it_does_not() -> None:
    load(row("NRC", "Cohésion sociale", end="2026-12", reached=1200))
    (line,) = (
        one for one in section(composed("pick=ML0506&level=2"), "Who does what").lines if "NRC" in one.text
    )
    assert (line.text, line.value) == ("NRC: activity not stated", "ongoing")
    for said in (
        'cluster not recognised: "Cohésion sociale"',
        "until December 2026",
        'OCHA, "3W 3w"',
        "row 2",
        "1,200 people reached",
    ):
        assert said in line.note
    assert "not to be added up" in line.note


def test_very_many_rows_are_counted_by_organisation() -> None:
    rows = [row(f"ORG{n % 45:02}", "EHA", activity=f"Forage {n}") for n in range(100)]
    load(*rows, row("ORG07", "Santé", activity="Clinique"))
    lines = [one for one in section(composed("pick=ML0506&level=2"), "Who does what").lines if one.value]
    assert len(lines) == who.MOST
    assert (lines[0].text, lines[0].value) == ("ORG07", "4 rows")
    assert lines[0].note == "Health and Water, sanitation and hygiene (WASH)"
    assert "and 5 more organisations" in [
        one.text for one in section(composed("pick=ML0506&level=2"), "Who").lines
    ]


def calls_of_a_scene_seen_again(rows: int) -> int:
    load(*(row(f"ORG{n % 45:02}", "EHA", activity=f"Forage {n % 60}", start="2026-01") for n in range(rows)))
    composed("level=2&theme=coverage&on=2026-02-01")
    calls = 0

    def counted(_frame: object, event: str, _arg: object) -> None:
        nonlocal calls
        calls += event == "call"

    sys.setprofile(counted)
    composed("level=2&theme=coverage&on=2026-02-01")
    sys.setprofile(None)
    return calls


def test_a_scene_seen_again_asks_little_of_each_row() -> None:
    """Counted in calls, not in seconds: files of 94,000 rows have to stay quick to look at."""
    few, many = (calls_of_a_scene_seen_again(rows) for rows in (500, 2_500))
    assert (many - few) / 2_000 < 20


def test_silence_is_unknown_unless_a_dataset_declares_itself_complete() -> None:
    load(row("NRC", area="ML0506"), claims=[complete("ML0505")])
    said = [one.text for one in section(composed("pick=ML0505&level=2&sector=WSH"), "Who does what").lines]
    assert said[0].startswith("No activity reported here, although a dataset declares itself complete")
    said = [one.text for one in section(composed("pick=ML0703&level=2&sector=WSH"), "Who does what").lines]
    assert said[0].endswith("unknown, not a gap.")


def test_a_merged_organisation_has_one_name_everywhere() -> None:
    load(
        row("CNR", org_name="Conseil norvégien"),
        row("NRC", org_name="Norwegian Refugee Council", cluster="Santé"),
    )
    organisations.merge("CNR", "NRC")
    found = composed("pick=ML0506&level=2&theme=presence")
    assert found.fill.values["ML0506"] == 1
    texts = [line.text for line in section(found, "Who does what").lines if line.value]
    assert all(text.startswith("NRC:") for text in texts)


def test_the_sources_name_a_loaded_dataset_once() -> None:
    load(row("NRC"), row("ACF"))
    lines = [line.text for line in section(composed("pick=ML0506&level=2"), "Sources").lines]
    assert lines.count("OCHA: 3W 3w") == 1
    assert "OCHA: 3W 3w" in composed("theme=coverage").credit


def test_sites_are_counted_and_their_missing_services_named() -> None:
    load(
        {"name": "Sévaré 1", "area": "ML050603", "individuals": 320, "water": "yes", "health": "no"},
        {"name": "Sévaré 2", "area": "ML050603", "individuals": None, "water": "partial"},
        kind="sites", name="sites",
    )  # fmt: skip
    found = composed("pick=ML0506&level=2")
    head, water, *_ = section(found, "IDP sites").lines
    assert (head.value, head.note) == ("2", "at least 320 people; sites without a figure: 1")
    assert (water.text, water.value, water.note) == ("Water", "1 of 2", "in part: 1")
    first, second = section(found, "Missing services by site").lines
    assert (first.text, first.value, first.note) == ("Sévaré 1", "320", "missing: Health")
    assert (second.value, second.note) == ("not stated", "no service said to be missing")


def test_the_public_is_told_nothing_of_restricted_sites() -> None:
    load(
        {"name": "Sévaré 1", "area": "ML050603", "health": "no"},
        kind="sites",
        name="sites",
        sensitivity="restricted",
    )
    facts = composed("pick=ML0506&level=2").facts
    assert not any(one.title == "IDP sites" for one in facts.sections)
    assert "Sévaré 1" not in repr(facts)
    assert "Sévaré 1" in repr(composed("pick=ML0506&level=2&audience=partner").facts)


def test_no_example_site_is_counted() -> None:
    assert not any(one.title == "IDP sites" for one in composed("pick=ML05&layers=sites").facts.sections)


def test_an_organisation_that_is_withheld_is_one_to_the_public_and_named_to_partners() -> None:
    load({"org": "SECRET", "cluster": "EHA", "activity": "Forage", "area": "ML0506", "withheld": "oui"})
    facts = composed("pick=ML0506&level=2").facts
    assert "an organisation (name withheld)" in repr(facts)
    assert "SECRET" not in repr(facts)
    assert "SECRET" in repr(composed("pick=ML0506&level=2&audience=partner").facts)
    request = composed("level=2").request
    assert beside.organisation(WITHHELD, request).link == ""
    assert beside.named([WITHHELD, "NRC"], request) == "an organisation (name withheld), NRC"
