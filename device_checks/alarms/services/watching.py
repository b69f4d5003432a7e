"""Lines that fall silent are noticed."""

from __future__ import annotations

from device_checks.alarms.models import AlarmEvent, AlarmLine
from device_checks.alarms.queries.lines import is_lost, silent_lines
from device_checks.alarms.rules import AlarmKind
from device_checks.alarms.services.telling import tell_of_silence
from device_checks.registers.models import Facility
from server.core import clock
from server.core.database import database, lock_row
from server.core.events import record_event
from server.core.ids import new_id
from server.core.permissions import SYSTEM

MOST_AT_ONCE = 200


def note_silent_lines() -> int:
    """Tell of lines that were not heard for too long, each once until it is heard again; how many.

    Each line is a transaction of its own; run twice it tells once. Source: LN-11b.
    """
    lines = silent_lines(clock.now(), MOST_AT_ONCE)
    return sum(_note_silence(line) for line in lines)


def _note_silence(found: AlarmLine) -> bool:
    with database.atomic():
        line = lock_row(AlarmLine.select().where(AlarmLine.id == found.id))
        moment = clock.now()
        if line.stopped_at is not None or line.silent_since is not None or not is_lost(line, moment):
            return False  # heard in between, or a twin was quicker
        AlarmLine.update(silent_since=line.last_heard_at).where(AlarmLine.id == line.id).execute()
        facility = Facility.get_by_id(line.facility_id)
        event = AlarmEvent.create(
            id=new_id(),
            line_id=line.id,
            facility_id=line.facility_id,
            unit_id=line.unit_id,
            kind=AlarmKind.HEARTBEAT_LOST,
            received_at=moment,
            needs_answer=True,
            changed_at=moment,
        )
        tell_of_silence(event, line, facility)
        details = {"line_id": str(line.id), "heartbeat_seconds": line.heartbeat_seconds}
        record_event(SYSTEM, "alarm_line.lost", subject=event, about_unit_id=line.unit_id, details=details)
    return True
