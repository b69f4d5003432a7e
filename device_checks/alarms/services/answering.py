"""Somebody of the police takes an alarm, and looks up whom to call."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from device_checks.alarms.errors import AlreadyAcknowledged
from device_checks.alarms.models import AlarmEvent
from device_checks.alarms.queries.events import event_within_reach, same_waiting
from server.core import clock
from server.core.database import database, lock_row
from server.core.events import record_event
from server.core.permissions import Actor
from server.units.registry.models import Unit
from server.units.registry.queries.file import unit_file


def acknowledge_event(actor: Actor, id: UUID, note: str) -> AlarmEvent:
    """Take an alarm, and with it what the same zone called for the same reason before. Sent twice it is one.

    Raises NotFound, AlreadyAcknowledged.  Source: LN-11b.
    """
    event = event_within_reach(actor, id)
    with database.atomic():
        event = lock_row(AlarmEvent.select().where(AlarmEvent.id == event.id))
        if event.acknowledged_at is not None:
            if (event.acknowledged_by_id, event.note) != (actor.account_id, note):
                raise AlreadyAcknowledged(by=event.acknowledged_by)
            return event
        moment = clock.now()
        answered = {
            "needs_answer": False,
            "acknowledged_at": moment,
            "acknowledged_by_id": actor.account_id,
            "acknowledged_by": actor.name,
            "note": note,
            "changed_at": moment,
            "version": AlarmEvent.version + 1,
        }
        before = same_waiting(event.line_id, event.zone_number, event.kind, event.is_test)
        same = (before & (AlarmEvent.received_at <= event.received_at)) | (AlarmEvent.id == event.id)
        count = AlarmEvent.update(**answered).where(same).execute()
        details = {"count": count, "kind": event.kind, "is_test": event.is_test}
        record_event(actor, "alarm.acknowledged", subject=event, about_unit_id=event.unit_id, details=details)
    return event_within_reach(actor, id)


def show_contacts(actor: Actor, id: UUID) -> list[dict[str, Any]]:
    """Whom to call at the unit, with whole telephone numbers: an alarm is the reason, and the look is recorded.

    Raises NotFound.  Source: LN-11b.
    """
    event = event_within_reach(actor, id)
    day = clock.today()
    duties = unit_file(Unit.get_by_id(event.unit_id)).responsibilities
    current = [row for row in duties if row.from_on <= day and (row.to_on is None or row.to_on >= day)]
    people = {row.person.id: row for row in current}
    with database.atomic():
        details = {"count": len(people)}
        record_event(actor, "alarm.contacts_shown", subject=event, about_unit_id=event.unit_id, details=details)
    return [
        {"name": row.person.name, "post": row.person.post, "role": row.role, "phone": row.person.phone or ""}
        for row in people.values()
    ]
