import pytest

from ui.plain import plain


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("Mopti", "Mopti"),
        ("*PDI* <b>", r"\*PDI\* \<b\>"),
        ("[a](http://x)", "\\[a\\]\\(http:\u2060//x\\)"),
        ("a@b.ml www.x.ml", "a@\u2060b\\.ml www\u2060\\.x\\.ml"),
        (":red[x] :material/home:", ":\u2060red\\[x\\] :\u2060material/home:"),
        ("$x$ `y` #1", r"\$x\$ \`y\` \#1"),
        ("deux\nlignes", "deux lignes"),
    ],
)
def test_nothing_of_a_text_is_markdown(text: str, shown: str) -> None:
    assert plain(text) == shown
