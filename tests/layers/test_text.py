import ast
import datetime as dt
import re
import string
from pathlib import Path

import pytest

from layers import text
from layers.text import say

ROOT = Path(__file__).resolve().parents[2]
SENTENCES = text._sentences()


def fields(words: object) -> set[str]:
    forms = words.values() if isinstance(words, dict) else [words]
    return {name for form in forms for _, name, _, _ in string.Formatter().parse(str(form)) if name}


@pytest.mark.parametrize("key", SENTENCES)
def test_every_sentence_is_there_in_both_languages_with_the_same_fields(key: str) -> None:
    languages = SENTENCES[key]
    assert set(languages) == {"fr", "en"}
    assert fields(languages["fr"]) == fields(languages["en"])
    for words in languages.values():
        assert all(str(form).strip() for form in (words.values() if isinstance(words, dict) else [words]))


def used_keys() -> set[str]:
    """Every literal key in a call of ``say``, with ``*`` where it is put together."""
    found = set()
    for path in [*ROOT.glob("layers/**/*.py"), *ROOT.glob("ui/**/*.py")]:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Constant) and node.value in SENTENCES:
                found.add(str(node.value))
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "say" and node.args:
                key = node.args[0]
                if isinstance(key, ast.Constant):
                    found.add(str(key.value))
                elif isinstance(key, ast.JoinedStr):
                    parts = (v.value if isinstance(v, ast.Constant) else "*" for v in key.values)
                    found.add("".join(map(str, parts)))
    return found


@pytest.mark.parametrize("key", sorted(used_keys()))
def test_every_key_that_the_code_uses_has_a_sentence(key: str) -> None:
    pattern = re.compile(re.escape(key).replace(r"\*", "[a-z0-9_.]+") + "$")
    assert any(pattern.match(known) for known in SENTENCES), key


def test_no_sentence_is_left_unused() -> None:
    patterns = [re.compile(re.escape(key).replace(r"\*", "[a-z0-9_.]+") + "$") for key in used_keys()]
    errors = {f"error.{key}" for key in raised_keys()}
    unused = {key for key in SENTENCES if not any(p.match(key) for p in patterns)} - errors
    assert not unused, unused


def raised_keys() -> set[str]:
    """Every literal key of an error raised anywhere."""
    found = set()
    for path in [
        *ROOT.glob("geo/**/*.py"),
        *ROOT.glob("layers/**/*.py"),
        *ROOT.glob("ui/**/*.py"),
        ROOT / "cli.py",
    ]:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if (
                isinstance(node, ast.Call)
                and getattr(node.func, "id", "").endswith("Error")
                and node.args
                and isinstance(node.args[0], ast.Constant)
                and node.keywords
            ):
                found.add(str(node.args[0].value))
    return found


@pytest.mark.parametrize("key", sorted(raised_keys()))
def test_every_error_has_a_sentence(key: str) -> None:
    assert f"error.{key}" in SENTENCES


def test_no_two_files_say_the_same(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("one", "two"):
        (tmp_path / f"{name}.toml").write_text('[app]\nname = { fr = "Carte", en = "Map" }\n')
    monkeypatch.setattr(text, "WORDS", tmp_path)
    with pytest.raises(ValueError, match=r"app\.name is said in two files"):
        text._sentences.__wrapped__()


@pytest.mark.parametrize(
    ("value", "fr", "en"),
    [
        (0, "0", "0"),
        (999, "999", "999"),
        (102481, "102\u202f481", "102,481"),
        (1234567, "1\u202f234\u202f567", "1,234,567"),
    ],
)
def test_numbers_follow_the_language(value: int, fr: str, en: str) -> None:
    assert (text.number(value, "fr"), text.number(value, "en")) == (fr, en)


def test_per_cents_and_what_is_told_apart_follow_the_language() -> None:
    assert (text.percent(0.0205, "fr"), text.percent(0.0205, "en")) == ("2,05\u202f%", "2.05%")
    assert text.several(["a", "", "b"], "fr") == "a ; b"
    assert text.several(["a", "", "b"], "en") == "a; b"


@pytest.mark.parametrize(
    ("n", "fr", "en"),
    [
        (0, "0 autre activité ou rôle", "0 more activities or roles"),
        (1, "1 autre activité ou rôle", "1 more activity or role"),
        (2, "2 autres activités ou rôles", "2 more activities or roles"),
    ],
)
def test_plurals_follow_the_language(n: int, fr: str, en: str) -> None:
    assert say("facts.who.elsewhere", "fr", n=n).startswith(fr)
    assert say("facts.who.elsewhere", "en", n=n).startswith(en)


@pytest.mark.parametrize(
    ("iso", "fr", "en"),
    [
        ("2013", "2013", "2013"),
        ("2021-01", "janvier 2021", "January 2021"),
        ("2021-01-29", "29 janvier 2021", "29 January 2021"),
        ("", "date non précisée", "date not stated"),
    ],
)
def test_dates_say_no_more_than_is_known(iso: str, fr: str, en: str) -> None:
    assert (text.when(iso, "fr"), text.when(iso, "en")) == (fr, en)


def test_months_and_lists() -> None:
    assert text.month(dt.date(2020, 4, 30), "fr") == "avril 2020"
    assert text.listing(["Gao", "Mopti", "Ségou"], "fr") == "Gao, Mopti et Ségou"
    assert text.listing(["Gao"], "en") == "Gao"
    assert text.listing([], "en") == ""


# Words that only one of the languages has. Names of people's documents and places are not sentences.
ONLY = {
    "fr": {"les", "des", "dans", "avec", "pour", "une", "sont", "cette", "aucun", "chiffre", "où", "qui"},
    "en": {"the", "and", "with", "from", "this", "which", "where", "are", "not", "area", "by"},
}


def test_no_sentence_is_left_in_the_other_language() -> None:
    left = []
    for key, languages in SENTENCES.items():
        for lang, words in languages.items():
            said = " ".join(map(str, words.values())) if isinstance(words, dict) else str(words)
            unquoted = re.sub(r"«[^»]*»|\"[^\"]*\"|\([^)]*\)|\{[^}]*\}|\S+/\S+", " ", said)
            foreign = ONLY["en" if lang == "fr" else "fr"] & set(re.findall(r"\w+", unquoted.lower()))
            left += [(key, lang, foreign)] if foreign else []
    assert not left, left


def test_no_sentence_leaves_the_plural_to_the_reader() -> None:
    said = {key: str(languages) for key, languages in SENTENCES.items()}
    left = [key for key, words in said.items() if re.search(r"\w\((?:s|es|x|ies|e)\)", words)]
    assert not left, left
