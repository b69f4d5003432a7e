"""What a pushed record is and what its signatures cover."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from mobile_api.enrolment.rules import signature_is_valid
from server.core.canonical import canonical_json

Json = dict[str, Any]
MOST_IN_A_BATCH = 50


@dataclass(frozen=True)
class Push:
    """One record on its way in: as received, as read, and the signature over it."""

    record: Json
    shape: Json
    device_id: UUID
    signature: str


def photo_claim(record: Json, photo: Json) -> bytes:
    """The text a phone signs at the shutter: it binds the bytes to record, item, time, place and checklist version."""
    clock = record.get("clock")
    return canonical_json(
        {
            "record_id": record["id"],
            "item": photo["item"],
            "sha256": photo["sha256"],
            "taken_at": photo["taken_at"],
            "clock_token": clock["token"] if clock else None,
            "elapsed_ms": photo.get("elapsed_ms"),
            "position": photo.get("position"),
            "template_version_id": record["template_version_id"],
        }
    )


def check_photo_signatures(record: Json, jwk: dict[str, str]) -> dict[str, bool]:
    """SHA-256 → whether the device signed it; a photo that is named twice must be signed rightly both times."""
    found: dict[str, bool] = {}
    for photo in record["photos"]:
        valid = signature_is_valid(jwk, photo_claim(record, photo), photo["signature"])
        found[photo["sha256"]] = valid and found.get(photo["sha256"], True)
    return found
