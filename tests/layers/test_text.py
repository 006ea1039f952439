import ast
import datetime as dt
import re
import string
from functools import cache
from pathlib import Path

import pytest

from layers import text
from layers.text import say

ROOT = Path(__file__).resolve().parents[2]
SENTENCES = text._sentences()


def fields(words: object) -> set[str]:
    forms = words.values() if isinstance(words, dict) else [words]
    return {name for form in forms for _, name, _, _ in string.Formatter().parse(str(form)) if name}


def wrong_with(languages: dict[str, object]) -> list[str]:
    """Return what is wrong with a sentence."""
    if set(languages) != {"fr", "en"}:
        return [f"it is there in {sorted(languages)}"]
    forms = [words.values() if isinstance(words, dict) else [words] for words in languages.values()]
    wrong = [] if all(str(form).strip() for one in forms for form in one) else ["a form of it is empty"]
    if fields(languages["fr"]) != fields(languages["en"]):
        wrong.append("its fields differ")
    return wrong


def test_every_sentence_is_there_in_both_languages_with_the_same_fields() -> None:
    found = {key: wrong for key, languages in SENTENCES.items() if (wrong := wrong_with(languages))}
    assert not found, found


@pytest.mark.parametrize(
    ("languages", "wrong"),
    [
        ({"fr": "Carte de {area}", "en": "Map of {area}"}, []),
        ({"fr": {"one": "{n} carte", "other": "{n} cartes"}, "en": "{n} maps"}, []),
        ({"fr": "Carte"}, ["it is there in ['fr']"]),
        ({"fr": "Carte de {area}", "en": "Map"}, ["its fields differ"]),
        ({"fr": {"one": " ", "other": "Cartes"}, "en": "Maps"}, ["a form of it is empty"]),
    ],
)
def test_what_is_wrong_with_a_sentence(languages: dict[str, object], wrong: list[str]) -> None:
    assert wrong_with(languages) == wrong


@cache
def nodes(folder: str) -> tuple[ast.AST, ...]:
    """Return the nodes of all modules of a folder."""
    trees = (ast.parse(path.read_text(encoding="utf-8")) for path in sorted(ROOT.glob(f"{folder}/**/*.py")))
    return tuple(node for tree in trees for node in ast.walk(tree))


@cache
def used_keys() -> frozenset[str]:
    """Every literal key in a call of ``say``, with ``*`` where it is put together."""
    found = set()
    for node in (*nodes("layers"), *nodes("ui")):
        if isinstance(node, ast.Constant) and node.value in SENTENCES:
            found.add(str(node.value))
        if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "say" and node.args:
            key = node.args[0]
            if isinstance(key, ast.Constant):
                found.add(str(key.value))
            elif isinstance(key, ast.JoinedStr):
                parts = (v.value if isinstance(v, ast.Constant) else "*" for v in key.values)
                found.add("".join(map(str, parts)))
    return frozenset(found)


def sentences_of(key: str) -> set[str]:
    """Return the sentences that a key may stand for."""
    if "*" not in key:
        return {key} & SENTENCES.keys()
    pattern = re.compile(re.escape(key).replace(r"\*", "[a-z0-9_.]+"))
    return {known for known in SENTENCES if pattern.fullmatch(known)}


def test_every_key_that_the_code_uses_has_a_sentence() -> None:
    assert len(used_keys()) > 700
    missing = {key for key in used_keys() if not sentences_of(key)}
    assert not missing, missing


def test_a_key_that_is_put_together_stands_for_every_sentence_that_it_may_name() -> None:
    assert "theme.idps" in sentences_of("theme.*")
    assert not sentences_of("theme.idp")
    assert not sentences_of("theme.*.nothing")


def test_no_sentence_is_left_unused() -> None:
    used = {known for key in used_keys() for known in sentences_of(key)}
    unused = SENTENCES.keys() - used - {f"error.{key}" for key in raised_keys()}
    assert not unused, unused


@cache
def raised_keys() -> frozenset[str]:
    """Every literal key of an error raised anywhere."""
    command_line = ast.walk(ast.parse((ROOT / "cli.py").read_text(encoding="utf-8")))
    return frozenset(
        str(node.args[0].value)
        for node in (*nodes("geo"), *nodes("layers"), *nodes("ui"), *command_line)
        if isinstance(node, ast.Call)
        and getattr(node.func, "id", "").endswith("Error")
        and node.args
        and isinstance(node.args[0], ast.Constant)
        and node.keywords
    )


def test_every_error_has_a_sentence() -> None:
    assert len(raised_keys()) > 100
    missing = {key for key in raised_keys() if f"error.{key}" not in SENTENCES}
    assert not missing, missing


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
