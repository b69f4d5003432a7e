"""Alarm lines of the demo's units, and what arrives on them."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from device_checks.alarms.models import AlarmEvent, AlarmLine
from device_checks.alarms.rules import LineDraft, TestDraft, ZoneDraft
from device_checks.alarms.services import add_zone, answer_message, register_line, start_test
from server.core.ids import new_id
from server.core.permissions import SYSTEM
from tests.factories.alarm_frames import ACCOUNT, frame
from tests.factories.facilities import facility

LINES, ZONES = "/api/v1/alarm-lines", "/api/v1/alarm-zones"
EVENTS, TESTS = "/api/v1/alarm-events", "/api/v1/alarm-tests"


def line(unit_id: UUID, **changes: Any) -> AlarmLine:
    """The line of a one-button alarm, by DC-09 without a key, unless said otherwise."""
    facility_id = changes.pop("facility_id", None) or facility(unit_id).id
    draft = {"id": new_id(), "facility_id": facility_id, "protocol": "dc09", "account": ACCOUNT, **changes}
    return register_line(SYSTEM, LineDraft(**draft)).line


def http_line(unit_id: UUID, **changes: Any) -> tuple[AlarmLine, str]:
    """A line by HTTP, and its token."""
    draft = {"id": new_id(), "facility_id": facility(unit_id).id, "protocol": "http", **changes}
    made = register_line(SYSTEM, LineDraft(**draft))
    return made.line, made.secret


def zone(line: AlarmLine, **changes: Any) -> UUID:
    """Zone 3: the panic button of the counter."""
    draft = {"id": new_id(), "number": "3", "kind": "panic", "name": "财务室按钮", **changes}
    return add_zone(SYSTEM, line.id, ZoneDraft(**draft)).id


def ring(data: str = "1120 01 003", *, at: datetime | None = None, **changes: Any) -> AlarmEvent:
    """Send a frame through the receiver's own door; the event that came of it."""
    answer = answer_message(frame(data, at=at, **changes))
    assert b'ACK"' in answer
    return AlarmEvent.select().order_by(AlarmEvent.id.desc()).get()


def grow_alarms(unit_id: UUID) -> dict[str, list[str]]:
    """Three lines with a zone, a test and a ring each; the ids by the word of their list."""
    lines = [line(unit_id, account=f"C0DE{number}") for number in range(3)]
    tests = [start_test(SYSTEM, TestDraft(new_id(), row.facility_id)) for row in lines]
    return {
        "alarm-lines": [str(row.id) for row in lines],
        "alarm-zones": [str(zone(row)) for row in lines],
        "alarm-tests": [str(row.id) for row in tests],
        "alarm-events": [str(ring(account=row.account).id) for row in lines],
    }


def line_body(facility_id: UUID, **changes: Any) -> dict[str, Any]:
    """A request to connect a line."""
    return {"id": str(new_id()), "facility_id": str(facility_id), "protocol": "dc09", "account": ACCOUNT, **changes}


def trial_body(facility_id: UUID, **changes: Any) -> dict[str, Any]:
    """A request to open a test's window."""
    return {"id": str(new_id()), "facility_id": str(facility_id), "origin": "phone", **changes}


def report_body(**changes: Any) -> dict[str, Any]:
    """What a device says over HTTP."""
    return {"id": str(new_id()), "kind": "panic", **changes}
