"""To whom a notice goes."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from uuid import UUID

MOST_COUNTED = 100  # the bell says 99+ from here on


@dataclass(frozen=True)
class Addressee:
    kind: str  # person, agency, unit
    id: UUID


@dataclass(frozen=True)
class NoticeDraft:
    """A notice as an act words it; see services.notify for what each part means."""

    kind: str
    key: str
    text: str
    subject_type: str
    subject_id: UUID
    unit_id: UUID | None = None
    agency_id: UUID | None = None
    person_id: UUID | None = None
    due_on: date | None = None
    permission: str = ""


def addressee_of(unit_id: UUID | None, agency_id: UUID | None, person_id: UUID | None) -> Addressee:
    """The narrowest of those named: the person, else the agency, else the unit.

    A unit named beside a narrower reader is what the notice speaks of, not who gets it. Raises ValueError.
    """
    for kind, id in (("person", person_id), ("agency", agency_id), ("unit", unit_id)):
        if id is not None:
            return Addressee(kind, id)
    raise ValueError("a notice needs a reader")
