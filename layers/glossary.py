"""The words of the field and of the map, explained."""

from __future__ import annotations

from typing import TYPE_CHECKING

from geo.spelling import fold
from layers.text import say

if TYPE_CHECKING:
    from geo.areas import Language

TERMS = (
    "idp", "returnee", "refugee", "household", "site", "hosting_place", "dtm", "round", "series", "cmp",
    "dnds", "idmc", "ocha", "iom", "unhcr", "rgph", "region", "cercle", "commune", "division", "cod_ab",
    "pcode", "hxl", "cluster", "cccm", "nfi", "who_what_where", "wash", "gbv", "hlp", "hdx", "dnct",
    "acaps", "coopi", "instat", "fsc", "etc", "ngo", "presence", "coverage", "gap", "duplication", "complete",
    "no_report",
)  # fmt: skip
"""Keys in ``[glossary]``."""

SHORT = {
    "PDI": "idp", "IDP": "idp", "IDPs": "idp", "DTM": "dtm", "CMP": "cmp", "DNDS": "dnds", "IDMC": "idmc",
    "GIDD": "idmc", "OCHA": "ocha", "OIM": "iom", "IOM": "iom", "HCR": "unhcr", "UNHCR": "unhcr",
    "RGPH": "rgph", "COD-AB": "cod_ab", "HXL": "hxl", "CCCM": "cccm", "NFI": "nfi", "3W": "who_what_where",
    "EHA": "wash", "WASH": "wash", "VBG": "gbv", "GBV": "gbv", "LTP": "hlp", "HLP": "hlp", "HDX": "hdx",
    "HAPI": "hdx", "DNCT": "dnct", "ACAPS": "acaps", "COOPI": "coopi", "INSTAT": "instat",
    "SECAL": "fsc", "ETC": "etc", "ONG": "ngo", "NGO": "ngo",
}  # fmt: skip
"""Abbreviations that people read on the pages, and the term that explains each."""


def terms(lang: Language) -> tuple[tuple[str, str], ...]:
    """Return each term and what it means, in the alphabet's order of the language."""
    pairs = ((say(f"glossary.{key}.term", lang), say(f"glossary.{key}.means", lang)) for key in TERMS)
    return tuple(sorted(pairs, key=lambda pair: fold(pair[0])))
