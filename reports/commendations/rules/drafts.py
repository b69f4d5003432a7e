"""What people send: rounds, nominations, objections and terms. Ids are the sender's choice, so that a retry is known."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID


@dataclass(frozen=True)
class HonourDraft:
    """One honour that a round gives, to units or to persons, at most so often."""

    code: str
    title: str
    kind: str
    quota: int


@dataclass(frozen=True)
class RoundDraft:
    id: UUID
    year: int
    level: str
    title: str
    note: str
    bases: tuple[dict[str, str], ...]
    honours: tuple[HonourDraft, ...]
    partner_ids: tuple[UUID, ...]


@dataclass(frozen=True)
class NominationDraft:
    id: UUID
    round_id: UUID
    honour_code: str
    unit_id: UUID | None
    person_id: UUID | None
    deeds: str
    source: str


@dataclass(frozen=True)
class ObjectionDraft:
    id: UUID
    round_id: UUID
    nomination_id: UUID | None
    received_on: date
    from_name: str
    text: str


@dataclass(frozen=True)
class TermDraft:
    """A number or table from a day on."""

    id: UUID
    code: str
    value: Any
    basis: str
    verified: bool
    from_on: date
