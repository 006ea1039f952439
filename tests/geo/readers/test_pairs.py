"""Latitude and longitude in one column."""

from collections.abc import Callable
from pathlib import Path

import pytest

from geo.readers import Rejected, Sheet
from geo.readers.pairs import pair_of

Text = Callable[..., Path]
Only = Callable[..., Sheet]


@pytest.mark.parametrize(
    ("written", "pair"),
    [
        ("14.5, -4.2", (14.5, -4.2)),
        ("14.5,-4.2", (14.5, -4.2)),
        ("14,5 ; -4,2", (14.5, -4.2)),
        ("14,5 -4,2", (14.5, -4.2)),
        ("14,5, -4,2", (14.5, -4.2)),
        ("-4.2 / 14.5", (14.5, -4.2)),
        ("(14.5, -4.2)", (14.5, -4.2)),
        ("POINT (-4.2 14.5)", (14.5, -4.2)),
        ("14°30'00\"N, 4°12'00\"O", (14.5, -4.2)),
        ("14° 30' N 4° 12' W", (14.5, -4.2)),
        ("48.85, 2.35", (48.85, 2.35)),
        ("14.5", None),
        ("14.5, -4.2, 300", None),
        ("Mopti, Gao", None),
        ("", None),
    ],
)
def test_a_pair_is_two_coordinates(written: str, pair: tuple[float, float] | None) -> None:
    assert pair_of(written) == pytest.approx(pair)


def test_a_column_of_both_is_read_as_two(text: Text, only: Only) -> None:
    sheet = only(text('Site,Coordonnées,Ménages\nA,"14.5, -4.2",5\nB,?,6\nC,,7\nD,"14.1, -4.1",8\n'))
    assert sheet.kind == "sites"
    assert sheet.rows[["lat", "lon"]].fillna(0).to_numpy().tolist() == [
        [14.5, -4.2],
        [0, 0],
        [0, 0],
        [14.1, -4.1],
    ]
    assert sheet.rejected == (Rejected(3, "lat", "?", "not_a_position"),)
    assert [(note.key, note.column) for note in sheet.notes] == [("one_column", "Coordonnées")]
    assert [(one.header, one.name) for one in sheet.columns][3:] == [
        ("Coordonnées (latitude)", "lat"),
        ("Coordonnées (longitude)", "lon"),
    ]


@pytest.mark.parametrize(
    "content",
    [
        'Site,GPS,Latitude,Longitude\nA,"14.5, -4.2",14.6,-4.3\n',
        'Site,Région,Tranche\nA,Mopti,"14 - 4"\n',
        'Site,Région,Ailleurs\nA,Mopti,"48.85, 2.35"\n',
    ],
)
def test_a_file_that_gives_them_apart_or_not_at_all_is_left_as_it_is(
    text: Text, only: Only, content: str
) -> None:
    sheet = only(text(content))
    assert len(sheet.columns) == content.splitlines()[0].count(",") + 1
    assert not [note for note in sheet.notes if note.key == "one_column"]


def test_tags_of_hxl_stay_beside_the_two(text: Text, only: Only) -> None:
    sheet = only(text('a,b,c\n#loc+name,#geo+coord,#affected+ind\nA,"14.5, -4.2",5\n'))
    assert (sheet.kind, sheet.rows["lat"].tolist(), sheet.rows["lon"].tolist()) == ("sites", [14.5], [-4.2])
