import pytest
from hypothesis import given
from hypothesis import strategies as st

from layers.render.sheet import lettering
from layers.render.sheet.lettering import clean, cut, width, wrap

TEXTS = st.text(max_size=120).map(clean)


@given(TEXTS, st.floats(6, 90), st.sampled_from([5.0, 8.0, 16.0]))
def test_no_line_is_wider_than_its_room_and_no_letter_is_lost(text: str, room: float, size: float) -> None:
    lines = wrap(text, room, size)
    assert all(width(line, size) <= room or len(line) == 1 for line in lines)
    assert "".join(lines).replace(" ", "") == text.replace(" ", "")


def test_an_address_is_broken_after_its_signs_and_gets_no_spaces() -> None:
    address = "https://example.org/mali?division=reform2023&level=3&area=r23-mopti&layers=circles,sites,offices,rivers"
    lines = wrap(f"Vue {address}", 40, 8)
    assert "".join(lines) == f"Vue{address}"
    assert all(line[-1] in "&,/?" for line in lines[1:-1])


@given(TEXTS, st.floats(8, 60))
def test_a_cut_text_fits(text: str, room: float) -> None:
    assert width(cut(text, room, 8), 8) <= room


@given(st.text(max_size=60))
def test_a_clean_text_has_letters_that_the_fonts_have_on_one_line(text: str) -> None:
    kept = clean(text)
    assert clean(kept) == kept
    assert not any(letter in kept for letter in "\n\r\t\x00\u202e\u2066")
    assert all(ord(letter) in lettering._letters() for letter in kept)


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("Ménaka, Ségou, Taoudénit", "Ménaka, Ségou, Taoudénit"),
        ("20\u202f991", "20\u202f991"),
        ("83 624 en tout", "83\u00a0624 en tout"),
        ("en avril : 12", "en avril\u00a0: 12"),
        ("« a »", "«\u00a0a\u00a0»"),
        ("Me\u0301naka", "Ménaka"),
        ("تمبكتو ߡߊߟߌ", "تمبكتو ߡߊߟߌ"),
        ("a\ud800b", "ab"),
        ("漢", "\ufffd"),
    ],
)
def test_what_is_kept_of_a_text(given: str, kept: str) -> None:
    assert clean(given) == kept


def test_bold_is_wider() -> None:
    assert width("Tombouctou", 8) < width("Tombouctou", 8, bold=True) < 2 * width("Tombouctou", 8)
