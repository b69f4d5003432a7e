"""Who may inspect, and what of a person is shown."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from uuid import UUID

MOBILE_NUMBER = re.compile(r"1[3-9]\d{9}\Z")


@dataclass(frozen=True)
class PersonDraft:
    id: UUID
    name: str
    post: str
    phone: str | None
    certificate_no: str | None
    certificate_valid_to: date | None
    agency_id: UUID | None
    unit_id: UUID | None


def is_qualified(certificate_no: str | None, valid_to: date | None, on: date) -> bool:
    """Whether somebody held a law-enforcement certificate on a day, its last day included."""
    return bool(certificate_no) and valid_to is not None and valid_to >= on


def mask_phone(phone: str | None) -> str | None:
    """13812345678 -> 138****5678."""
    if not phone:
        return None
    return f"{phone[:3]}****{phone[-4:]}" if len(phone) >= 8 else "****"
