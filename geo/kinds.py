"""The kinds of table that somebody sends: their columns, and the headers and HXL tags that mean them.

A header is compared by its words (`geo.readers.words`), in any order and without those that say
nothing: "Nombre total de ménages PDI" is "idp hh". A table of a kind has the columns that its
layout has; those of a place are the same in every kind.
"""

from __future__ import annotations

from geo.columns import Column, Kind, count
from geo.tables import SERVICES

SERVICE_STATES = ("yes", "no", "partial", "unknown")
"""What a site has of a service."""

SENSITIVITIES = ("public", "internal", "restricted")
"""To whom a site may be shown (`geo.disclosure`)."""

LINES, AREAS = "lines", "areas"
"""Kinds of table whose rows are shapes of their own."""

_PLACE_HEADERS = {
    1: ("Admin 1", "Région", "Région actuelle", "Région/District", "ADM1_FR", "adm1_en", "Region EN"),
    2: ("Admin 2", "Cercle", "ADM2_FR", "Cercle/Commune", "Département"),
    3: ("Admin 3", "Commune", "ADM3_FR", "Municipalité", "Commune/Arrondissement"),
}
_CODE_HEADERS = {
    1: ("Admin 1 pcode", "Code région", "ADM1_PCODE", "id région", "Région pcode FR"),
    2: ("Admin 2 pcode", "Code cercle", "ADM2_PCODE", "id cercle"),
    3: ("Admin 3 pcode", "Code commune", "ADM3_PCODE", "id commune"),
}

PLACE = (
    *(Column(f"admin{n}", headers=_PLACE_HEADERS[n], hxl=(f"#adm{n}+name", f"#adm{n}")) for n in (1, 2, 3)),
    *(Column(f"code{n}", headers=_CODE_HEADERS[n], hxl=(f"#adm{n}+code",)) for n in (1, 2, 3)),
    Column("code", headers=("pcode", "area", "area pcode", "code zone"), hxl=("#adm+code",)),
    Column("lon", "degrees", headers=("lon", "longitude", "long", "X", "GPS longitude", "coordonnée X",
        "Longitude X", "POINT_X", "easting", "lng"), hxl=("#geo+lon",)),
    Column("lat", "degrees", headers=("lat", "latitude", "Y", "GPS latitude", "coordonnée Y", "Latitude Y",
        "POINT_Y", "northing"), hxl=("#geo+lat",)),
)  # fmt: skip
"""Where a row is. ``code`` is of whatever level its digits say; the reader moves it to that level."""

PLACED_BY = ("admin1", "admin2", "admin3", "code1", "code2", "code3", "code", "lon")
"""Columns that say where a row is, each by itself."""

_DATE = Column(
    "date", "date",
    headers=("Snapshot Date", "date", "Date de collecte", "Date de l'enquête", "Date de mise à jour",
        "Reporting date", "Date d'évaluation", "Date du rapport"),
    hxl=("#date+reported", "#date"),
)  # fmt: skip

_SENSITIVITY = Column(
    "sensitivity", values=SENSITIVITIES,
    headers=("sensitivity", "sensibilité", "diffusion", "confidentialité", "confidentiality"),
    hxl=("#meta+sensitivity",),
)  # fmt: skip
"""For whom a row is, in a table of any kind."""

_COUNTS = (
    count("idp_households", "Total No# of IDPs HH", "ménages PDI", "ménages déplacés",
        hxl=("#affected+idps+hh", "#affected+idps+households")),
    count("idps", "Total No# of IDPs Ind#", "IDPs", "population déplacée", "effectif PDI",
        hxl=("#affected+idps+ind", "#affected+idps")),
    count("returnee_households", "Total No# of Returnees HH#", "ménages retournés",
        hxl=("#affected+returnees+hh", "#affected+returnees+households")),
    count("returnees", "Total No# of Returnees Ind#", "Retournés", "population retournée",
        "effectif retournés", hxl=("#affected+returnees+ind", "#affected+returnees")),
    count("returnee_idp_households", "Num_Ret_IDP_HH", "ménages retournés PDI"),
    count("returnees_idp", "Num_Ret_IDP_IND", "Retournés PDI"),
    count("returnee_abroad_households", "Num_RET_from_Abroad_HH", "ménages rapatriés"),
    count("returnees_abroad", "Num_RET_from_Abroad_IND", "Rapatriés"),
)  # fmt: skip

_DISPLACEMENT = Kind(
    "displacement",
    (
        Column("row", "whole", needed=True),
        _DATE,
        Column("round", "whole", headers=("RoundNo", "round", "cycle", "tour")),
        *PLACE,
        *_COUNTS,
        Column("origin_admin1", headers=("Admin 1 Area of Origin of IDP", "Région d'origine",
            "Région de provenance")),
        Column("displacement_type", headers=("Type of Displacement", "Type de déplacement",
            "Cause du déplacement", "Raison du déplacement")),
        Column("source_file", headers=("source_file",)),
        _SENSITIVITY,
    ),
    finest=2,
    known_by=(PLACED_BY, tuple(column.name for column in _COUNTS)),
)  # fmt: skip

_SERVICE_HEADERS = {
    "water": ("water", "eau", "eau potable", "accès eau"),
    "sanitation": ("sanitation", "assainissement", "latrines", "hygiène et assainissement"),
    "health": ("health", "santé", "centre de santé"),
    "nutrition": ("nutrition",),
    "education": ("education", "éducation", "école"),
    "protection": ("protection",),
    "shelter": ("shelter", "abri", "abris"),
    "site_management": ("site management", "gestion du site", "CCCM", "comité de gestion"),
}

_SITES = Kind(
    "sites",
    (
        Column("row", "whole", needed=True),
        Column("id", headers=("id", "site id", "code site", "SSID", "identifiant du site"),
            hxl=("#loc+code",)),
        Column("name", headers=("site", "name", "nom", "site PDI", "camp", "site d'accueil", "localité site"),
            hxl=("#loc+name", "#loc+site", "#loc")),
        *PLACE,
        _DATE,
        count("individuals", "individuals", "IDPs Ind", "PDI", "population du site",
            "site individus", hxl=("#affected+idps+ind", "#affected+ind", "#affected+idps")),
        count("households", "households", "IDPs HH", "site ménages",
            hxl=("#affected+idps+hh", "#affected+hh")),
        *(Column(service, values=SERVICE_STATES, headers=_SERVICE_HEADERS[service],
            hxl=(f"#service+{service}",)) for service in SERVICES),
        Column("source", headers=("source",), hxl=("#meta+source",)),
        _SENSITIVITY,
    ),
    known_by=(("name",), PLACED_BY, ("individuals", "households", *SERVICES, "lon")),
)  # fmt: skip

_ORG = Column("org", headers=("acronym", "acronyme", "sigle", "org acronym", "organisation acronyme",
    "organisation sigle", "partenaire acronyme", "acronyme ONG"), hxl=("#org+acronym", "#org"))  # fmt: skip
_ORG_NAME = Column("org_name", headers=("organisation", "org", "partenaire", "partner", "agence", "ONG",
    "implementing partner", "partenaire de mise en œuvre", "organisation de mise en œuvre", "structure",
    "acteur", "implementing organisation"), hxl=("#org+name", "#org+impl"))  # fmt: skip

_OFFICES = Kind(
    "offices",
    (
        Column("row", "whole", needed=True),
        _ORG, _ORG_NAME,
        Column("kind", headers=("office", "bureau", "type de bureau", "office type", "base"),
            hxl=("#loc+type",)),
        Column("town", headers=("town", "ville", "localité", "city", "ville du bureau", "office location"),
            hxl=("#loc+town", "#loc+city")),
        *PLACE,
        _DATE,
        Column("source", headers=("source",), hxl=("#meta+source",)),
        _SENSITIVITY,
    ),
    known_by=(("org",), ("kind",), ("town", *PLACED_BY)),
)  # fmt: skip

_PROJECTS = Kind(
    "projects",
    (
        Column("row", "whole", needed=True),
        _ORG, _ORG_NAME,
        Column("org_type", headers=("org type", "type", "type partenaire", "type d'acteur", "type ONG"),
            hxl=("#org+type",)),
        Column("withheld", headers=("withheld", "withhold", "withhold name", "confidential", "do not name",
            "confidentiel", "organisation confidentielle", "ne pas nommer", "ne pas citer", "anonyme",
            "anonymous"), hxl=("#org+withheld", "#meta+confidential")),
        Column("cluster", headers=("sector", "secteur", "cluster", "secteur/cluster", "domaine",
            "secteur d'intervention", "secteur d'activité", "domaine d'intervention", "group sectoriel"),
            hxl=("#sector+name", "#sector", "#sector+cluster")),
        Column("activity", headers=("activity", "activité", "description activité", "projet", "project title",
            "titre du projet", "intervention", "type d'activité"), hxl=("#activity+name", "#activity")),
        Column("status", headers=("status", "statut", "statut projet", "état", "activity status",
            "project status", "statut activité"), hxl=("#status",)),
        *PLACE,
        Column("start", "date", headers=("start date", "date de début", "start", "début",
            "project start date", "date de début du projet"), hxl=("#date+start",)),
        Column("end", "date", headers=("end date", "date de fin", "end", "fin", "project end date",
            "date de fin du projet"), hxl=("#date+end",)),
        _DATE,
        Column("targets", headers=("target group", "groupe cible", "cible", "type de bénéficiaires",
            "population cible"), hxl=("#beneficiary", "#targeted+type")),
        count("targeted", "personnes ciblées", "bénéficiaires ciblés", "bénéficiaires prévus",
            "beneficiaries targeted", "people targeted", hxl=("#targeted+ind", "#targeted")),
        count("reached", "personnes atteintes", "bénéficiaires atteints", "people reached", "bénéficiaires",
            "beneficiaries reached", hxl=("#reached+ind", "#reached")),
        Column("source", headers=("source",), hxl=("#meta+source",)),
        _SENSITIVITY,
    ),
    known_by=(("org",), ("cluster", "activity")),
)  # fmt: skip

_FIGURES = Kind(
    "figures",
    (Column("row", "whole", needed=True), _DATE, *PLACE, _SENSITIVITY),
    known_by=(PLACED_BY, ("measure",)),
)

_SHAPE = (
    Column("row", "whole", needed=True),
    Column("name", headers=("name", "nom", "libellé", "label", "title"), hxl=("#loc+name", "#loc")),
    _DATE,
    *PLACE,
    _SENSITIVITY,
)

SENT = {
    kind.name: kind
    for kind in (
        *(_SITES, _PROJECTS, _OFFICES, _DISPLACEMENT, _FIGURES),
        *(Kind(name, _SHAPE, known_by=(("geometry",),)) for name in (LINES, AREAS)),
    )
}
"""Every kind, by name; of two that a sheet could be, the first is meant."""
