"""Answers of our own making, in the shapes that the services give."""

from __future__ import annotations

from typing import Any

from tests.geo.sources.service import Answer, Asked, Reply, as_json

Row = dict[str, Any]


def hapi_row(admin1: str | None = "Mopti", admin2: str | None = "Bandiagara", **changed: Any) -> Row:
    codes = {"Mopti": "ML05", "Gao": "ML07", "Bandiagara": "ML0501", "Menaka": "ML1001", "Koro": "ML0505"}
    row = {
        "location_ref": 1, "location_code": "MLI", "location_name": "Mali",
        "admin1_ref": 2, "admin1_code": codes.get(admin1 or ""), "admin1_name": admin1, "provider_admin1_name": admin1 or "",
        "admin2_ref": 2, "admin2_code": codes.get(admin2 or ""), "admin2_name": admin2, "provider_admin2_name": admin2 or "",
        "resource_hdx_id": "00000000-0000-0000-0000-000000000000",
        "reference_period_start": "2025-09-30T00:00:00", "reference_period_end": "2025-09-30T00:00:00",
    }  # fmt: skip
    return row | changed


def idps(
    admin1: str | None = "Mopti",
    admin2: str | None = "Bandiagara",
    people: Any = 100,
    number: Any = 83,
    **changed: Any,
) -> Row:
    said = {
        "reporting_round": number,
        "assessment_type": "BA",
        "operation": "Mali Conflict",
        "population": people,
    }
    return hapi_row(admin1, admin2, **said | changed)


def presence(**changed: Any) -> Row:
    said = {
        "org_acronym": "COOPI", "org_name": "Cooperazione Internazionale", "org_type_code": "441",
        "org_type_description": "International NGO", "sector_code": "NUT", "sector_name": "Nutrition",
        "reference_period_start": "2025-04-01T00:00:00", "reference_period_end": "2025-06-30T00:00:00",
    }  # fmt: skip
    return hapi_row(**said | changed)


def people(**changed: Any) -> Row:
    said = {"gender": "all", "age_range": "all", "min_age": None, "max_age": None, "population": 1000}
    return hapi_row(**said | changed)


def abroad(**changed: Any) -> Row:
    said = {
        "population_group": "REF", "gender": "all", "age_range": "all", "min_age": None, "max_age": None, "population": 5,
        "origin_location_code": "MLI", "origin_location_name": "Mali", "asylum_location_code": "NER",
        "asylum_location_name": "Niger", "reference_period_start": "2024-01-01T00:00:00",
        "reference_period_end": "2024-12-31T00:00:00",
    }  # fmt: skip
    return said | changed


FUNDING = {
    "location_ref": 1, "location_code": "MLI", "location_name": "Mali", "appeal_code": "HMLI25", "appeal_name": "Mali 2025",
    "appeal_type": "Humanitarian response plan", "requirements_usd": 771_000_000.0, "funding_usd": 120_000_000.0,
    "funding_pct": 15.6, "reference_period_start": "2025-01-01T00:00:00", "reference_period_end": "2025-12-31T00:00:00",
}  # fmt: skip


def hapi(*rows: Row, size: int = 10_000) -> Reply:
    """Answer pages of rows, as the service does: no total, an identifier needed, a limit kept."""

    def reply(asked: Asked) -> Answer:
        if not asked.headers.get("x-hdx-hapi-app-identifier"):
            return as_json({"error": "Missing app identifier"}, 403)
        limit, offset = int(asked.query["limit"]), int(asked.query["offset"])
        if limit > size:
            message = {
                "type": "less_than_equal",
                "loc": ["query", "limit"],
                "msg": "Input should be less than or equal to 10000",
            }
            return as_json({"detail": [message]}, 422)
        mine = [
            row
            for row in rows
            if all(
                row.get(name, value) == value
                for name, value in asked.query.items()
                if name.endswith("location_code")
            )
        ]
        return as_json({"data": mine[offset : offset + limit]})

    return reply


def dtm_row(**changed: Any) -> Row:
    row = {
        "id": 1, "operation": "Mali Conflict", "admin0Name": "Mali", "admin0Pcode": "MLI", "admin1Name": "Mopti",
        "admin1Pcode": "ML05", "admin2Name": "Bandiagara", "admin2Pcode": "ML0501", "numPresentIdpInd": 250,
        "reportingDate": "2025-09-30T00:00:00", "yearReportingDate": 2025, "monthReportingDate": 9, "roundNumber": 83,
        "displacementReason": "Conflict", "numberMales": None, "numberFemales": None,
        "idpOriginAdmin1Name": "Not available", "idpOriginAdmin1Pcode": "Not available", "assessmentType": "BA",
    }  # fmt: skip
    return row | changed


def dtm(*rows: Row, **changed: Any) -> dict[str, Any]:
    return {
        "result": [*rows],
        "statusCode": 200,
        "isSuccess": True,
        "errorMessages": [],
        "totalRecordsCount": len(rows),
    } | changed


def package(name: str, *resources: dict[str, Any], **changed: Any) -> dict[str, Any]:
    described = {
        "name": name, "title": name, "dataset_date": "[2016-11-01T00:00:00 TO 2025-06-30T23:59:59]",
        "license_id": "cc-by-igo", "license_title": "CC BY-IGO", "state": "active", "resources": [*resources],
    }  # fmt: skip
    return {"help": "", "success": True, "result": described | changed}


def resource(url: str, modified: str = "2025-08-04T07:59:04", **changed: Any) -> dict[str, Any]:
    return {
        "id": "d06c6ce4-4a2f-43ae-9c5f-781b3156fe97", "name": url.rpartition("/")[2], "format": "XLSX",
        "url": url, "download_url": url, "created": modified, "last_modified": modified, "state": "active",
    } | changed  # fmt: skip
