"""What lines send becomes rows; only what is committed is acknowledged."""

from __future__ import annotations

import logging
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from device_checks.alarms.errors import FrameBroken, FrameUnreadable, StampOutOfWindow, UnknownLine
from device_checks.alarms.models import AlarmEvent, AlarmLine, AlarmTest, AlarmZone
from device_checks.alarms.queries.events import repeated_event, same_waiting, zone_of
from device_checks.alarms.queries.lines import key_of, line_of_account, line_of_token, open_test_of
from device_checks.alarms.rules import (
    AFTER_RECEIPT,
    DC09,
    KIND_OF_TYPE,
    RINGING,
    TROUBLE,
    AlarmKind,
    Frame,
    Signal,
    acknowledge,
    check_stamp,
    is_repeat,
    kind_in_zone,
    normal_zone,
    open_frame,
    read_frame,
    read_signal,
    refuse,
    refuse_stamp,
)
from device_checks.alarms.services.telling import line_is_back, tell_of_alarm
from device_checks.registers.models import Facility
from server.core import clock
from server.core.database import database, lock_row
from server.core.errors import ResubmissionConflict
from server.core.events import record_event
from server.core.ids import new_id
from server.core.permissions import SYSTEM
from server.core.sealing import SealBroken

log = logging.getLogger("shouwang.alarms")

#: Of a line's heartbeats one in this part of its interval is written down; the rest say nothing new.
HEARTBEAT_PART = 4


@dataclass(frozen=True)
class ReportDraft:
    """What a device says over HTTP; ``kind`` is one of SAID_KINDS."""

    id: UUID
    kind: str
    zone: str = ""
    text: str = ""
    occurred_at: datetime | None = None


def answer_message(message: bytes) -> bytes:
    """Take one DC-09 message; the answer to send, empty for silence.

    Damaged: silence, the sender tries again. Stamp off: NAK with our time. Unknown line, wrong or missing key: DUH.
    Else ACK, after the signal is committed. Source: LN-11b.
    """
    try:
        frame = read_frame(message)
    except FrameBroken:
        return b""
    moment = clock.now()
    try:
        line, key, signal = _read(frame, moment)
        take_signal(line.id, signal, new_id())
    except StampOutOfWindow:
        return refuse_stamp(moment)
    except (FrameUnreadable, UnknownLine):
        return refuse(frame)
    return acknowledge(frame, moment, key)


def _read(frame: Frame, moment: datetime) -> tuple[AlarmLine, bytes | None, Signal]:
    line = line_of_account(frame.account)
    if line is None or line.protocol != DC09 or frame.kind not in ("SIA-DCS", "ADM-CID", "NULL"):
        raise FrameUnreadable()
    try:
        key = key_of(line)
    except SealBroken:
        log.error("the key of alarm line %s cannot be opened", line.id)
        raise FrameUnreadable() from None
    content = open_frame(frame, key)
    check_stamp(content, moment)
    return line, key, read_signal(frame.kind, frame.sequence, content)


def take_report(token: str, draft: ReportDraft) -> AlarmEvent | None:
    """Take what a device says over HTTP; None for a sign of life. Sent twice it is one.

    Raises UnknownLine, ResubmissionConflict.  Source: LN-11b.
    """
    line = line_of_token(token)
    if draft.kind == "heartbeat":
        note_heartbeat(line, "")
        return None
    signal = Signal(
        draft.kind.upper()[:8], AlarmKind(draft.kind), normal_zone(draft.zone), draft.text, "", draft.occurred_at
    )
    return take_signal(line.id, signal, draft.id)


def take_signal(line_id: UUID, signal: Signal, id: UUID) -> AlarmEvent | None:
    """Keep a signal of a line; None for a sign of life.

    The same again, by id or as a frame sent twice, is one. Raises UnknownLine, ResubmissionConflict.
    """
    if signal.is_heartbeat:
        line = AlarmLine.get_or_none(AlarmLine.id == line_id)
        if line is not None:
            note_heartbeat(line, signal.sequence)
        return None
    with database.atomic():
        line = lock_row(AlarmLine.select().where(AlarmLine.id == line_id))  # two ways of one signal wait here
        if line is None or line.stopped_at is not None:
            raise UnknownLine()
        moment = clock.now()
        if earlier := _earlier(line, signal, id, moment):
            _count_repeat(earlier, moment)
            event, act = earlier, "alarm.repeated"
        else:
            event, act = _keep(line, signal, id, moment), "alarm.received"
        _hear(line, signal.sequence, moment)
        details = {"line_id": str(line.id), "kind": event.kind, "is_test": event.is_test}
        record_event(SYSTEM, act, subject=event, about_unit_id=line.unit_id, details=details)
    return event


def _earlier(line: AlarmLine, signal: Signal, id: UUID, moment: datetime) -> AlarmEvent | None:
    known: AlarmEvent | None = AlarmEvent.get_or_none(AlarmEvent.id == id)
    if known is not None:
        same = (known.line_id, known.code, known.zone_number, known.text, known.occurred_at)
        if same != (line.id, signal.code, signal.zone, signal.text, signal.stamped_at):
            raise ResubmissionConflict(id=str(id))
        return known
    if line.protocol != DC09:
        return None  # HTTP says by its id what is the same
    found = repeated_event(line, signal, moment)
    return next((row for row in found if is_repeat(row.occurred_at, row.received_at, signal, moment)), None)


def _count_repeat(event: AlarmEvent, moment: datetime) -> None:
    changes = {"repeated": event.repeated + 1, "changed_at": moment, "version": event.version + 1}
    AlarmEvent.update(**changes).where(AlarmEvent.id == event.id).execute()


def _keep(line: AlarmLine, signal: Signal, id: UUID, moment: datetime) -> AlarmEvent:
    facility = Facility.get_by_id(line.facility_id)
    zone, test = zone_of(line.id, signal.zone), open_test_of(line.facility_id, moment)
    kind = kind_in_zone(signal.kind, zone.kind if zone else KIND_OF_TYPE[facility.type])
    is_first = not AlarmEvent.select().where(same_waiting(line.id, signal.zone, kind, test is not None)).exists()
    waits = kind in RINGING or (kind in TROUBLE and is_first) or (test is not None and kind == AlarmKind.TEST)
    event = AlarmEvent.create(
        id=id,
        line_id=line.id,
        facility_id=facility.id,
        unit_id=line.unit_id,
        zone_id=zone.id if zone else None,
        zone_number=signal.zone,
        kind=kind,
        code=signal.code,
        text=signal.text,
        sequence=signal.sequence,
        is_test=test is not None or kind == AlarmKind.TEST,
        test_id=test.id if test else None,
        received_at=moment,
        occurred_at=signal.stamped_at,
        needs_answer=waits,
        changed_at=moment,
    )
    if test is not None:
        _note_receipt(test, event, zone)
    elif kind in RINGING and is_first:
        tell_of_alarm(event, facility, zone)
    return event


def _note_receipt(test: AlarmTest, event: AlarmEvent, zone: AlarmZone | None) -> None:
    """The first call that comes ends the wait; what belongs to the same press still counts as test for a while."""
    if zone is not None:
        AlarmZone.update(last_tested_at=event.received_at).where(AlarmZone.id == zone.id).execute()
    if test.event_id is not None or not event.needs_answer:
        return
    since = test.pressed_at or test.started_at
    AlarmTest.update(
        event_id=event.id,
        received_at=event.received_at,
        seconds=max(0.0, (event.received_at - since).total_seconds()),
        until=min(test.until, event.received_at + AFTER_RECEIPT),
    ).where(AlarmTest.id == test.id).execute()


def note_heartbeat(line: AlarmLine, sequence: str) -> None:
    """Note that a line lives; one in a while is written down, and always the first after a silence."""
    moment = clock.now()
    if line.silent_since is None and line.last_heard_at is not None:
        part = timedelta(seconds=(line.heartbeat_seconds or 60) / HEARTBEAT_PART)
        if moment - line.last_heard_at < part:
            return
    with database.atomic():
        fresh = lock_row(AlarmLine.select().where(AlarmLine.id == line.id))
        _hear(fresh, sequence, moment)


def _hear(line: AlarmLine, sequence: str, moment: datetime) -> None:
    changes = {"last_heard_at": moment, "last_sequence": sequence, "silent_since": None}
    AlarmLine.update(**changes).where(AlarmLine.id == line.id).execute()
    if line.silent_since is not None:
        line_is_back(line, moment)
        details = {"silent_seconds": int((moment - line.silent_since).total_seconds())}
        record_event(SYSTEM, "alarm_line.back", subject=line, about_unit_id=line.unit_id, details=details)
