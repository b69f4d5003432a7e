"""What a phone signs of a service on the spot: each photo at the shutter, the record when it is finished."""

from __future__ import annotations

from typing import Any

from mobile_api.enrolment.rules import signature_is_valid
from server.core.canonical import canonical_json

Json = dict[str, Any]


def shot_claim(record: Json, shot: Json) -> bytes:
    """The text signed at the shutter: it binds the bytes to the service, its paper, the purpose, time and place."""
    clock = record.get("clock")
    return canonical_json(
        {
            "record_id": record["id"],
            "document_id": record["document_id"],
            "purpose": shot["purpose"],
            "sha256": shot["sha256"],
            "taken_at": shot["taken_at"],
            "clock_token": clock["token"] if clock else None,
            "elapsed_ms": shot.get("elapsed_ms"),
            "position": shot.get("position"),
        }
    )


def check_shots(record: Json, jwk: dict[str, str]) -> dict[str, bool]:
    """SHA-256 → whether the device signed it at the shutter; one that is named twice must be signed rightly twice."""
    found: dict[str, bool] = {}
    for shot in record.get("photos", []):
        valid = signature_is_valid(jwk, shot_claim(record, shot), shot["signature"])
        found[shot["sha256"]] = valid and found.get(shot["sha256"], True)
    return found
