"""The coordinator's guide: what it tells people to press is what stands on the screen."""

import re
from pathlib import Path

import pytest

from layers import text

DOCS = Path(__file__).resolve().parents[1] / "docs"
BOLD = re.compile(r"\*\*([^*]+)\*\*")


def words(lang: str) -> set[str]:
    """Everything that the program says in a language."""
    said = (sentence[lang] for sentence in text._sentences().values())
    forms = (form for one in said for form in (one.values() if isinstance(one, dict) else [one]))
    return {str(form).strip(" .…") for form in forms}


def guide(lang: str) -> str:
    return (DOCS / f"guide.{lang}.md").read_text(encoding="utf-8").replace("\n", " ")


@pytest.mark.parametrize("lang", ["fr", "en"])
def test_what_the_guide_names_is_on_the_screen(lang: str) -> None:
    named = [name.strip(" …") for name in BOLD.findall(guide(lang))]
    assert len(named) > 20
    assert not set(named) - words(lang)


def test_both_guides_have_the_same_steps_and_pictures() -> None:
    french, english = guide("fr"), guide("en")
    for mark in (r"(?<= )\d\. ", r" - \*\*", r" ## ", r"!\["):
        assert len(re.findall(mark, french)) == len(re.findall(mark, english)), mark


@pytest.mark.parametrize("lang", ["fr", "en"])
def test_every_file_that_the_guide_shows_is_there(lang: str) -> None:
    linked = re.findall(r"\]\(([^)#]+)\)", guide(lang))
    assert linked
    assert not [one for one in linked if not (DOCS / one).exists()]
