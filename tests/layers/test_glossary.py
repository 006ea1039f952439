import re
import tomllib

import pytest

from geo import reference
from layers import glossary
from layers.render.terms import explained
from layers.text import WORDS

# Not explained beside the text: formats of files and of data, which whoever sends them knows; codes,
# patterns and what to type, given as examples; what stands beside its own explanation; the word EXAMPLE.
NOT_HERE = """
    CSV XLSX XML ODS KML ZIP JSON UTF API TLS UTM WGS GIS SIG MB KB YYYY AAAA YYYY-MM AAAA-MM DD JJ MM BSD UTC
    EXAMPLE EXEMPLE DATA DONNÉES UN BNA IT ID URL PDF PNG SVG PPTX CRS QGIS QML COD REF LAMH PE RP
    AREAS ZONES CLUSTERS START END DÉBUT FIN ML JPEG HEA WSH
"""
PLAIN = set(NOT_HERE.split())


def abbreviations() -> dict[str, str]:
    """Every abbreviation in words that a person reads, and where."""
    texts = {path.name: path.read_text(encoding="utf-8") for path in WORDS.glob("*.toml")}
    for name, table in (("clusters", reference.clusters()), ("sources", reference.sources())):
        texts[name] = " ".join(reference.name(table, code, lang) for code in table for lang in ("fr", "en"))
    found = {}
    for name, text in texts.items():
        if name.endswith(".toml"):
            tomllib.loads(text)
            text = re.sub(r"^\s*[^=\n]*= \{", "", text, flags=re.MULTILINE)
        for short in re.findall(r"(?<![\w-])[A-ZÉ][A-ZÉ]+(?:-[A-Z]+)?s?(?![\w-])", text):
            found[short] = name
    return found


@pytest.mark.parametrize(("short", "where"), abbreviations().items())
def test_every_abbreviation_that_people_read_is_explained(short: str, where: str) -> None:
    assert short in PLAIN or short in glossary.SHORT, f"{short} in {where}"


def test_what_explains_is_in_the_glossary() -> None:
    assert set(glossary.SHORT.values()) <= set(glossary.TERMS)
    for lang in ("fr", "en"):
        assert len(glossary.terms(lang)) == len(glossary.TERMS)


@pytest.mark.parametrize(
    ("markup", "buttons"),
    [
        ("<p>PDI et IDP</p>", ["PDI"]),
        ("<p title='DTM'>COD-AB</p>", ["COD-AB"]),
        ("<summary>DTM</summary><p>DTM</p>", ["DTM"]),
        ("<a href='/?x=DTM'>DTM</a>", []),
        ("<p>DTMX, XDTM, x-DTM</p>", []),
        ("<p>&lt;b&gt;OCHA</p>", ["OCHA"]),
    ],
)
def test_only_words_of_the_text_become_buttons(markup: str, buttons: list[str]) -> None:
    made = explained(markup)
    assert re.findall(r"<button[^>]*>([^<]*)</button>", made) == buttons
    assert re.sub(r"</?button[^>]*>", "", made) == markup
