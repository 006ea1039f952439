"""Words of a header, in French and English, brought to one form."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

_FILLERS = frozenset(
    [
        *("total", "totaux", "no", "num", "number", "of", "from", "the", "name", "raw", "p", "people"),
        *("person", "persons", "internally", "nombre", "nbre", "nbr", "nb", "de", "du", "des", "d", "la"),
        *("le", "les", "l", "en", "et", "fr", "a", "au", "aux", "nom", "libelle", "estime", "estimes"),
        *("interne", "internes", "personne", "personnes"),
    ]
)
"""Words that say nothing of what a column is."""

_FORMS = {
    "idp": "idps pdi pdis deplace deplaces deplacee deplacees displaced",
    "ind": "individuals individual individus individu indiv inds pers",
    "hh": "households household hhs menages menage mng familles",
    "returnee": "returnees ret returned retourne retournes retournee retournees",
    "returnee abroad": "rapatrie rapatries rapatriees repatriated",
    "code": "pcode pcodes codes",
    "admin": "adm administrative",
    "admin 1": "region regions",
    "admin 2": "cercle cercles circle",
    "admin 3": "commune communes",
    "origin": "origine provenance",
    "organisation": "organization organizations organisations organisme",
    "sector": "sectors secteur secteurs",
    "cluster": "clusters",
    "activity": "activities activite activites",
    "partner": "partners partenaire partenaires",
    "site": "sites",
}
"""Words that say the same, by the form they are brought to."""

_SAME_WORD = {word: form.split() for form, words in _FORMS.items() for word in words.split()}


@lru_cache(maxsize=20_000)
def header_words(header: str) -> frozenset[str]:
    """Return the words of a header that say what its column is.

    A header of nothing but words that say nothing ("Nom", "Total") keeps them.

    Examples
    --------
    >>> header_words("Total No# of IDPs Ind#") == header_words("Nombre total de PDI (individus)")
    True
    >>> sorted(header_words("Num_RET_from_Abroad_IND"))
    ['abroad', 'ind', 'returnee']
    >>> header_words("Code de la région") == header_words("admin1_pcode_raw")
    True
    """
    spaced = re.sub(r"(?<=[a-z])(?=[A-Z])", " ", header)
    plain = unicodedata.normalize("NFKD", spaced).casefold()
    words = re.findall(r"[a-z]+|\d+", "".join(c for c in plain if not unicodedata.combining(c)))
    telling = [word for word in words if word not in _FILLERS] or words
    return frozenset(same for word in telling for same in _SAME_WORD.get(word, [word]))
