import dataclasses
from pathlib import Path

import numpy as np
import pandas as pd
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from geo import areas, disclosure, loaded, released, workspace
from geo.areas import DIVISIONS
from geo.crosswalk import split
from geo.loaded import State
from geo.workspace import Loaded, Measure
from tests.geo import attack

THRESHOLD = 10
CERCLES = [area.id for area in areas.load().at(2)]


def saved(table: pd.DataFrame, kind: str = "figures", **changed: object) -> Loaded:
    given = Loaded(
        name="counts",
        kind=kind,
        title="Counts",
        source="Partner",
        licence="",
        division="cod2021",
        date="2026-10-31",
        sensitivity="internal",
        rows=len(table),
        placed=int(table["area"].notna().sum()),
        measures=(Measure("women", "Women", "people"), Measure("men", "Men", "people")),
        claims=(),
        file="secret name.csv",
        sha256="0" * 64,
        layout="",
        address="",
        by="somebody",
        at=workspace.now(),
        public_level=2,
    )
    return workspace.save(dataclasses.replace(given, **changed), table, {})


def people(women: dict[str, int], men: dict[str, int] | None = None) -> pd.DataFrame:
    table = pd.DataFrame({"area": [*women], "women": [*women.values()]})
    table["men"] = table["area"].map(men or women)
    return table.astype({"women": "Int64", "men": "Int64"}).assign(row=range(2, len(women) + 2))


def shown_to_public() -> tuple[Loaded, ...]:
    return disclosure.loaded_for("public", workspace.loaded())


def everything_shown(entry: Loaded, measure: str) -> dict[frozenset[str], int | None]:
    """Each sum of cercles that any level of any division shows the public; None where it is hidden."""
    whole, sums = {}, {}
    given = dict.fromkeys(entry.counted()["area"], 0)
    for division in DIVISIONS:
        for level in areas.load(division).levels:
            shares = split(given, entry.division, division, level)
            for area, value in loaded.values(entry, measure, division, level).items():
                key = (division, level, area)
                exact, shared = frozenset(shares[area].exact), frozenset(shares[area].shared)
                if value.state is State.HIDDEN:
                    hidden = released._hidden(entry)[measure]  # the other part is left out with it
                    whole[key] = [
                        part for up_to, part in enumerate((exact, shared)) if (*key, bool(up_to)) in hidden
                    ]
                elif value.state is State.REPORTED:
                    sums[exact] = int(value.value or 0)
                    sums |= {shared: int(value.up_to)} if shared else {}
                else:
                    sums[shared] = int(value.whole or 0)
    hidden = {part: None for parts in whole.values() for part in parts if part}
    assert hidden.keys().isdisjoint(sums), "what is hidden under one name is shown under no other"
    assert not any(0 < value < THRESHOLD for value in sums.values()), "no small sum is shown"
    return sums | hidden


@settings(
    max_examples=6,
    derandomize=True,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(
    st.dictionaries(
        st.sampled_from(CERCLES[10:40]),
        st.one_of(st.integers(0, 2), st.integers(0, 15), st.integers(0, 5000)),
        min_size=1,
    ),
    st.integers(1, 2),
)
def test_nobody_can_work_out_a_small_count(women: dict[str, int], level: int) -> None:
    saved(people(women, {area: count // 2 for area, count in women.items()}), public_level=level)
    (entry,) = shown_to_public()
    for measure in ("women", "men"):
        sums = everything_shown(entry, measure)
        parts = sorted(entry.counted()["area"])
        held = np.array([[part in one for part in parts] for one in sums], float)
        low = [1 if value is None else value for value in sums.values()]
        high = [np.inf if value is None else value for value in sums.values()]
        for place, value in enumerate(sums.values()):
            if value is None:
                least, most = attack.ranged(held, low, high, held[place])
                assert most - least >= THRESHOLD


def test_small_counts_are_hidden_and_the_sums_around_them_kept() -> None:
    saved(people({"ML0501": 4, "ML0502": 300, "ML0503": 70, "ML0701": 900}))
    (entry,) = shown_to_public()
    cercles = loaded.values(entry, "women", "cod2021", 2)
    assert {area: value.value for area, value in cercles.items()} == {
        "ML0501": None, "ML0502": None, "ML0503": 70, "ML0701": 900
    }  # fmt: skip
    assert cercles["ML0501"].state is cercles["ML0502"].state is State.HIDDEN
    assert loaded.values(entry, "women", "cod2021", 1)["ML05"].value == 374


def test_nothing_finer_than_the_level_allowed_is_left() -> None:
    saved(people({"ML0501": 40, "ML0502": 300}), public_level=1)
    (entry,) = shown_to_public()
    assert entry.counted()["area"].tolist() == ["ML05"]
    assert loaded.values(entry, "women", "cod2021", 2)["ML0501"].state is State.WHOLE


def test_a_division_without_the_level_allowed_is_counted_by_a_coarser_one() -> None:
    """Communes lie in regions at once there: counts by cercle are counts by region."""
    division = areas.load("reform2023")
    communes = [area.id for area in division.within("r23-mopti", 3)][:3]
    saved(people(dict.fromkeys(communes, 100)), division="reform2023", public_level=2)
    (entry,) = shown_to_public()
    assert entry.counted()["area"].tolist() == ["r23-mopti"]
    assert loaded.values(entry, "women", "reform2023", 1)["r23-mopti"].value == 300
    assert loaded.counts_level(entry) == 1


def test_a_region_with_a_figure_of_its_own_speaks_for_its_cercles() -> None:
    saved(people({"ML05": 400, "ML0501": 40, "ML0701": 20}))
    (entry,) = shown_to_public()
    assert entry.counted()["area"].tolist() == ["ML05", "ML0701"]


def test_a_restricted_dataset_is_not_there_for_the_public() -> None:
    saved(people({"ML0501": 40}), sensitivity="restricted")
    assert shown_to_public() == ()
    assert len(disclosure.loaded_for("partner", workspace.loaded())) == 1


def test_names_positions_and_who_loaded_it_are_not_released() -> None:
    table = people({"ML0501": 40, "ML0502": 60}).assign(name=["Secret A", "Secret B"], lon=1.0, lat=2.0)
    saved(table, kind="sites")
    (entry,) = shown_to_public()
    assert {*entry.table()} == {"area", "women", "men", loaded.COUNTED}
    assert (entry.file, entry.by, entry.sha256, entry.rows) == ("", "", "", 0)
    assert loaded.values(entry, loaded.COUNTED, "cod2021", 1)["ML05"].value == 2
    assert loaded.rows_of(entry, "cod2021", "ML05").empty


def test_a_hidden_count_is_missing_in_the_table_too() -> None:
    saved(people({"ML0501": 4, "ML0502": 300, "ML0503": 70}))
    (entry,) = shown_to_public()
    assert entry.table()["women"].isna().tolist() == [True, True, False]


def test_what_cannot_be_counted_is_not_released() -> None:
    table = people({"ML0501": 40}).assign(index=[1.5])
    saved(table, measures=(Measure("index", "Index"),))
    assert shown_to_public() == ()


def test_a_column_may_be_stricter_than_its_table() -> None:
    measures = (Measure("women", "Women", "people"), Measure("men", "Men", "people", "restricted"))
    saved(people({"ML0501": 40}), sensitivity="public", measures=measures)
    (entry,) = shown_to_public()
    assert "men" not in entry.table()
    assert [one.name for one in entry.measures] == ["women"]
    (known,) = disclosure.loaded_for("partner", workspace.loaded())
    assert "men" in known.table()


def test_the_threshold_is_a_setting(own_workspace: Path) -> None:
    saved(people({"ML0501": 30, "ML0502": 300, "ML0503": 70}))
    (own_workspace / "settings.toml").write_text("small_count = 50\n")
    (entry,) = shown_to_public()
    assert isinstance(entry, released.Released)
    assert loaded.values(entry, "women", "cod2021", 2)["ML0501"].state is State.HIDDEN


def test_a_row_may_be_stricter_than_its_list() -> None:
    table = people({"ML0501": 40, "ML0502": 60, "ML0503": 80}).assign(
        name=["Open", "Inner", "Secret"], sensitivity=["public", "internal", "restricted"]
    )
    saved(table, kind="sites", sensitivity="public")
    (entry,) = shown_to_public()
    assert (entry.table()["name"].tolist(), entry.rows, entry.placed) == (["Open"], 1, 1)
    saved(table, kind="sites")
    (entry,) = shown_to_public()
    assert entry.table()["area"].tolist() == ["ML0501", "ML0502"]
    (whole,) = disclosure.loaded_for("partner", workspace.loaded())
    assert len(whole.table()) == 3
