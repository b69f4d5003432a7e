"""What happened elsewhere and may cost a unit its grade."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from reports.penalties.models import PenaltyDecision
from server.core.clock import beijing_day
from server.core.events import Event

#: Event that a scheme may name → how the veto says where it came from.
SOURCES = {"accountability.opened": "accountability", "penalty.decided": "penalty", "case.recorded": "case"}
#: Event that takes such a source back.
TAKEN_BACK = {"accountability.withdrawn": "accountability", "penalty.annulled": "penalty"}


@dataclass(frozen=True)
class EventSeen:
    """An event about a unit, as a veto needs it."""

    kind: str
    source_kind: str
    subject_id: UUID
    unit_id: UUID
    on: date
    by_account_id: UUID | None
    details: dict[str, Any]


def event_seen(id: UUID) -> EventSeen | None:
    """None for an event that is about no unit."""
    event = Event.get_by_id(id)
    if event.about_unit_id is None:
        return None
    return EventSeen(
        kind=event.kind,
        source_kind=SOURCES[event.kind],
        subject_id=event.subject_id,
        unit_id=event.about_unit_id,
        on=beijing_day(event.at),
        by_account_id=event.actor_id,
        details={**event.details, **_looked_up(event)},
    )


def _looked_up(event: Event) -> dict[str, Any]:
    """What a scheme may ask of a decision and its event does not say: whether it fines, and whom."""
    if event.kind != "penalty.decided":
        return {}
    decision = PenaltyDecision.get_by_id(event.subject_id)
    return {"is_fine": decision.fine_fen > 0, "respondent": decision.respondent_kind}
