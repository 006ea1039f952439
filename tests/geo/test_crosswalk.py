"""From one division to the other: relations of areas, and figures that are never divided."""

from collections import Counter

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from geo.areas import DIVISIONS, load
from geo.crosswalk import Relation, Share, communes, relation, split
from geo.errors import GeoError
from geo.rounds import rounds

OLD, NEW = DIVISIONS
WAYS = [(OLD, NEW, level) for level in (0, 1, 3)] + [(NEW, OLD, level) for level in (0, 1, 2, 3)]


class TestCommunes:
    def test_the_country_is_all_of_them_in_every_division(self):
        assert len(communes(OLD, "ML")) == 701
        assert communes(OLD, "ML") == communes(NEW, "ML")

    def test_a_commune_is_itself(self):
        assert communes(OLD, "ML010101") == communes(NEW, "ML010101") == {"ML010101"}

    @pytest.mark.parametrize("division", DIVISIONS)
    def test_the_areas_of_a_level_share_none_and_leave_none_out(self, division):
        for level in load(division).levels:
            counted = Counter(c for area in load(division).at(level) for c in communes(division, area.id))
            assert set(counted.values()) == {1}
            assert counted.keys() == communes(division, "ML")

    def test_what_is_not_known_is_refused(self):
        with pytest.raises(KeyError):
            communes(NEW, "ML0501")
        with pytest.raises(GeoError, match="cod2015"):
            communes("cod2015", "ML01")


class TestRelation:
    @pytest.mark.parametrize(
        ("area", "other", "expected"),
        [
            ("ML", "ML", Relation.SAME),
            ("ML10", "r23-menaka", Relation.SAME),
            ("ML0504", "r23-douentza", Relation.SAME),
            ("ML060505", "r23-taoudenit", Relation.SAME),
            ("ML0901", "r23-bamako", Relation.SAME),
            ("ML0501", "r23-bandiagara", Relation.INSIDE),
            ("ML0204", "r23-koulikoro", Relation.INSIDE),  # Kati: its six moves are not applied
            ("ML05", "r23-bandiagara", Relation.HOLDS),
            ("ML0605", "r23-taoudenit", Relation.HOLDS),
            ("ML05", "r23-mopti", Relation.HOLDS),  # Kareri leaves it, nothing comes
            ("ML0507", "r23-mopti", Relation.OVERLAPS),
            ("ML0402", "r23-san", Relation.OVERLAPS),
            ("ML01", "r23-mopti", Relation.APART),
            ("ML050704", "r23-mopti", Relation.APART),
        ],
    )
    def test_known_pairs_and_their_mirror(self, area, other, expected):
        mirror = {Relation.INSIDE: Relation.HOLDS, Relation.HOLDS: Relation.INSIDE}
        assert relation(OLD, area, NEW, other) is expected
        assert relation(NEW, other, OLD, area) is mirror.get(expected, expected)

    def test_within_one_division_it_is_that_of_the_tree(self):
        assert relation(OLD, "ML0501", OLD, "ML05") is Relation.INSIDE
        assert relation(OLD, "ML09", OLD, "ML0901") is Relation.SAME

    def test_three_cercles_have_parts_in_several_regions(self):
        def whole(cercle: str) -> bool:
            found = {relation(OLD, cercle, NEW, region.id) for region in load(NEW).at(1)}
            return bool(found & {Relation.SAME, Relation.INSIDE})

        assert [c.id for c in load(OLD).at(2) if not whole(c.id)] == ["ML0402", "ML0507", "ML0605"]


def idps(number: str) -> dict[str, int]:
    """Return the displaced people of a round by the area that its rows were placed on."""
    found = next(given for given in rounds() if given.number == number)
    sums: Counter[str] = Counter()
    for row in found.rows:
        sums[row.area] += row.counts["idps"] or 0
    return dict(sums)


class TestSplit:
    @pytest.mark.parametrize(
        ("region", "least", "up_to"),
        [
            ("r23-bandiagara", 60_266, 0),
            ("r23-douentza", 6_768, 0),
            ("r23-mopti", 31_984, 3_463),
            ("r23-menaka", 20_991, 0),
            ("r23-gao", 62_633, 0),
            ("r23-taoudenit", 0, 8_381),
            ("r23-tombouctou", 23_100, 8_381),
            ("r23-segou", 21_016, 3_763),
        ],
    )
    def test_round_64_in_the_regions_of_2023(self, region, least, up_to):
        found = split(idps("64"), OLD, NEW, 1)[region]
        assert (found.least, found.up_to) == (least, up_to)

    def test_it_names_where_the_figures_are_from(self):
        assert split(idps("64"), OLD, NEW, 1)["r23-mopti"] == Share(
            31_984, 3_463, exact=("ML0503", "ML0506", "ML0508"), shared=("ML0507",)
        )

    def test_no_report_is_not_zero(self):
        found = split({"ML0501": 0}, OLD, NEW, 1)
        assert found == {"r23-bandiagara": Share(0, 0, ("ML0501",), ())}
        assert split({}, OLD, NEW, 1) == {}

    def test_a_figure_of_a_larger_area_is_spread_over_none(self):
        found = split({"ML10": 7}, OLD, NEW, 3)
        assert found == {c: Share(0, 7, (), ("ML10",)) for c in sorted(communes(OLD, "ML10"))}

    def test_figures_are_not_lost_at_a_level_that_is_not_there(self):
        with pytest.raises(ValueError, match="reform2023"):
            split({"ML0501": 1}, OLD, NEW, 2)


@st.composite
def truths(draw: st.DrawFn, division: str) -> dict[str, Counter[str]]:
    """Return some areas of a division that do not overlap, and where their people really are."""
    areas = load(division)
    # The level first, or nearly all would be communes, which no division splits.
    any_area = st.sampled_from(areas.levels).flatmap(lambda level: st.sampled_from(areas.at(level)))
    chosen: list[str] = []
    for area in draw(st.lists(any_area.map(lambda area: area.id), max_size=12, unique=True)):
        if not any(areas.holds(area, other) or areas.holds(other, area) for other in chosen):
            chosen.append(area)
    people = st.integers(0, 50_000)
    return {
        area: Counter(
            draw(st.dictionaries(st.sampled_from(sorted(communes(division, area))), people, max_size=5))
        )
        for area in chosen
    }


@pytest.mark.parametrize(("from_division", "to_division", "level"), WAYS)
@settings(deadline=None, max_examples=40)
@given(data=st.data())
def test_nothing_is_lost_doubled_or_guessed(data, from_division, to_division, level):
    truth = data.draw(truths(from_division))
    sums = {area: people.total() for area, people in truth.items()}
    found = split(sums, from_division, to_division, level)

    certain = sum(share.least for share in found.values())
    divided = {area for share in found.values() for area in share.shared}
    assert certain + sum(sums[area] for area in divided) == sum(sums.values())
    assert {area for share in found.values() for area in share.exact} | divided == set(sums)

    really: Counter[str] = sum(truth.values(), Counter())
    for target in load(to_division).at(level):
        there = sum(really[commune] for commune in communes(to_division, target.id))
        share = found.get(target.id, Share(0, 0, (), ()))
        assert share.least <= there <= share.least + share.up_to


@pytest.mark.parametrize("number", [given.number for given in rounds()])
def test_every_round_keeps_its_total(number):
    sums = idps(number)
    found = split(sums, OLD, NEW, 1)
    shared = {area for share in found.values() for area in share.shared}
    assert sum(s.least for s in found.values()) + sum(sums[area] for area in shared) == sum(sums.values())
