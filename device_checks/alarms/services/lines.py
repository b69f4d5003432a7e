"""Acts on lines and zones: enter, change, renew the secret, stop."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from device_checks.alarms.errors import AccountTaken, LineStopped, ZoneTaken
from device_checks.alarms.models import AlarmLine, AlarmZone
from device_checks.alarms.queries.lines import line_within_reach, zone_within_reach
from device_checks.alarms.rules import (
    DC09,
    HINT_LENGTH,
    SEAL_PURPOSE,
    LineDraft,
    ZoneDraft,
    check_account,
    check_facility_type,
    check_key,
    hash_token,
    make_key,
    make_token,
    normal_zone,
)
from device_checks.registers.queries import facility_within_reach, place_within_reach
from server.core import clock
from server.core.database import database, save_versioned
from server.core.errors import FieldProblem, Invalid
from server.core.events import record_event
from server.core.permissions import Actor
from server.core.records import find_resubmitted, once
from server.core.sealing import seal


@dataclass(frozen=True)
class NewSecret:
    """A line with its key or token, told once; empty when it was told before or there is none."""

    line: AlarmLine
    secret: str


def register_line(actor: Actor, draft: LineDraft) -> NewSecret:
    """Connect an alarm: DC-09 by account and key, HTTP by a token made here. Sent twice it is one.

    Raises NotFound, NotAnAlarm, AccountInvalid, AccountTaken, KeyInvalid, ResubmissionConflict.
    Source: LN-11a, LN-11b.
    """
    account = check_account(draft.account) if draft.protocol == DC09 else None
    known = {"facility_id": draft.facility_id, "protocol": draft.protocol, "account": account}
    if earlier := find_resubmitted(AlarmLine, draft.id, **known):
        line_within_reach(actor, earlier.id)
        return NewSecret(earlier, "")
    facility = facility_within_reach(actor, draft.facility_id)
    check_facility_type(facility.type)
    if account and AlarmLine.select().where(AlarmLine.account == account).exists():
        raise AccountTaken(fields=[FieldProblem("account", AccountTaken.title, AccountTaken.code)])
    secret = check_key(draft.key) if draft.protocol == DC09 else make_token()

    def create() -> AlarmLine:
        row = AlarmLine.create(
            id=draft.id,
            **known,
            unit_id=facility.unit_id,
            heartbeat_seconds=draft.heartbeat_seconds,
            created_at=clock.now(),
            **_columns_of(draft.protocol, secret),
        )
        details = {"facility_id": str(facility.id), "protocol": draft.protocol, "is_encrypted": bool(secret)}
        record_event(actor, "alarm_line.registered", subject=row, about_unit_id=row.unit_id, details=details)
        return row

    row, is_new = once(create, lambda: find_resubmitted(AlarmLine, draft.id, **known))
    return NewSecret(row, secret if is_new else "")


def _columns_of(protocol: str, secret: str) -> dict[str, Any]:
    hint = secret[-HINT_LENGTH:]
    if protocol == DC09:
        return {"sealed_key": seal(secret, SEAL_PURPOSE) if secret else None, "secret_hint": hint}
    return {"token_hash": hash_token(secret), "secret_hint": hint}


def change_line(actor: Actor, line: AlarmLine, heartbeat_seconds: int | None) -> AlarmLine:
    """Say how often the line has to be heard, or that it need not. Raises Stale, LineStopped."""
    _check_in_use(line)
    with database.atomic():
        save_versioned(line, {"heartbeat_seconds": heartbeat_seconds, "silent_since": None})
        details = {"heartbeat_seconds": heartbeat_seconds}
        record_event(actor, "alarm_line.changed", subject=line, about_unit_id=line.unit_id, details=details)
    return line


def renew_secret(actor: Actor, line: AlarmLine) -> NewSecret:
    """Make a new key or token; the old one opens nothing from now on. Raises Stale, LineStopped."""
    _check_in_use(line)
    secret = make_key() if line.protocol == DC09 else make_token()
    with database.atomic():
        save_versioned(line, _columns_of(line.protocol, secret))
        record_event(actor, "alarm_line.secret_renewed", subject=line, about_unit_id=line.unit_id)
    return NewSecret(line, secret)


def stop_line(actor: Actor, id: UUID) -> AlarmLine:
    """Take nothing from the line any more; its account is free for another. Asked again it stays so.

    Raises NotFound, Stale.
    """
    line = line_within_reach(actor, id)
    if line.stopped_at is None:
        with database.atomic():
            save_versioned(line, {"stopped_at": clock.now(), "silent_since": None, "account": None})
            record_event(actor, "alarm_line.stopped", subject=line, about_unit_id=line.unit_id)
    return line


def _check_in_use(line: AlarmLine) -> None:
    if line.stopped_at is not None:
        raise LineStopped()


def add_zone(actor: Actor, line_id: UUID, draft: ZoneDraft) -> AlarmZone:
    """Enter a zone of a line in the ledger. Sent twice it is one.

    Raises NotFound, ZoneTaken, Invalid (a place of another unit), ResubmissionConflict.  Source: LN-11a.
    """
    line = line_within_reach(actor, line_id)
    known = {**vars(draft), "number": _number_of(draft), "line_id": line.id}
    if earlier := find_resubmitted(AlarmZone, **known):
        return earlier
    _check_place(actor, line.unit_id, draft.place_id)
    taken = AlarmZone.get_or_none((AlarmZone.line_id == line.id) & (AlarmZone.number == known["number"]))
    if taken is not None:
        raise ZoneTaken(fields=[FieldProblem("number", ZoneTaken.title, ZoneTaken.code)])

    def create() -> AlarmZone:
        row = AlarmZone.create(**known, unit_id=line.unit_id, created_at=clock.now())
        details = {"line_id": str(line.id), "number": row.number, "kind": row.kind}
        record_event(actor, "alarm_zone.added", subject=row, about_unit_id=line.unit_id, details=details)
        return row

    return once(create, lambda: find_resubmitted(AlarmZone, **known))[0]


def change_zone(actor: Actor, zone: AlarmZone, changes: dict[str, Any]) -> AlarmZone:
    """Correct a zone, or end it (``ended``); an ended one may be taken up again. Raises Stale, Invalid, NotFound."""
    zone_within_reach(actor, zone.id)
    columns: dict[str, Any] = {name: changes[name] for name in ("kind", "name", "place_id") if name in changes}
    if "ended" in changes:
        columns["ended_at"] = (zone.ended_at or clock.now()) if changes["ended"] else None
    _check_place(actor, zone.unit_id, columns.get("place_id"))
    with database.atomic():
        save_versioned(zone, columns)
        details = {"line_id": str(zone.line_id), "number": zone.number, "fields": sorted(columns)}
        record_event(actor, "alarm_zone.changed", subject=zone, about_unit_id=zone.unit_id, details=details)
    return zone


def _number_of(draft: ZoneDraft) -> str:
    number = normal_zone(draft.number)
    if not number:
        raise Invalid(fields=[FieldProblem("number", "防区编号从 1 开始", "zone_number_invalid")])
    return number


def _check_place(actor: Actor, unit_id: UUID, place_id: UUID | None) -> None:
    if place_id is not None and place_within_reach(actor, place_id).unit_id != unit_id:
        raise Invalid(fields=[FieldProblem("place_id", "部位不属于该单位", "place_of_other_unit")])
