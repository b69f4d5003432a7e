"""A record as it comes: what was signed, what the phone proves, which files it names."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any
from uuid import UUID

from server.core.clock import beijing_day

Json = dict[str, Any]

COLUMNS_OF_RECORD = (
    "id", "kind", "corrects_id", "part_of", "task_id", "unit_id", "site_id", "template_version_id", "started_at", "ended_at", "recorded_at",
)  # fmt: skip


@dataclass(frozen=True)
class Evidence:
    """What the phone's key and clock prove about a record, found out by whoever received it."""

    device_id: UUID
    device_name: str
    signature_valid: bool | None  # None: a client that cannot sign
    photo_signatures: dict[str, bool] = field(default_factory=dict)  # sha256 → valid
    clock_offset_seconds: float | None = None  # the phone's claim minus our best estimate; None: no token
    clock_token_valid: bool | None = None
    account_active: bool = True  # and the device not revoked


@dataclass(frozen=True)
class Submission:
    """A record as it came: ``record`` is what was signed, word for word; ``shape`` is the same, read."""

    record: Json
    shape: Json
    record_hash: str
    evidence: Evidence


def inspected_on(submission: Submission, received_at: datetime, tolerance_seconds: int) -> date:
    """The Beijing day of the check: by the phone's clock where that can be believed, never after the delivery."""
    offset = submission.evidence.clock_offset_seconds
    believed = offset is None or abs(offset) <= tolerance_seconds
    return beijing_day(min(submission.shape["ended_at"], received_at) if believed else received_at)


@dataclass(frozen=True)
class ExpectedFile:
    """One file that a record names: a photo, its drawn-on copy, a signature."""

    sha256: str
    purpose: str  # photo, rendered, signature
    bytes: int
    media_type: str


def files_of(record: Json) -> list[ExpectedFile]:
    """Every file the record names, each hash once."""
    named = [ExpectedFile(p["sha256"], "photo", p["bytes"], p["media_type"]) for p in record["photos"]]
    named += [
        ExpectedFile(p["rendered"]["sha256"], "rendered", p["rendered"]["bytes"], p["rendered"]["media_type"])
        for p in record["photos"]
        if p["rendered"]
    ]
    named += [
        ExpectedFile(s["image"]["sha256"], "signature", s["image"]["bytes"], s["image"]["media_type"])
        for s in record["signatures"]
    ]
    first: dict[str, ExpectedFile] = {}
    for file in named:
        first.setdefault(file.sha256, file)
    return list(first.values())
