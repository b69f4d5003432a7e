"""Somebody stands before a facility and tells how it is, or what was done to it."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from typing import Any

from device_checks.registers.models import Facility
from device_checks.registers.queries import facility_within_reach
from device_checks.upkeep.errors import DoneInFuture
from device_checks.upkeep.models import Maintenance, StatusReport
from device_checks.upkeep.queries.looks import MAINTENANCE, REPORT
from device_checks.upkeep.rules import MaintenanceDraft, ReportDraft, check_photos
from device_checks.upkeep.services.settling import settle
from server.core import clock
from server.core.canonical import content_hash
from server.core.errors import FieldProblem
from server.core.events import record_event, take_turn
from server.core.permissions import Actor
from server.core.records import find_resubmitted, once
from server.units.attachments.services import attach

REASONS = {"damaged": "现场查看：损坏", "missing": "现场查看：缺失"}


def report_status(actor: Actor, draft: ReportDraft) -> StatusReport:
    """Tell how a facility was found, with a photo. Damaged or missing asks for a repair; normal ends what was open.

    Sent twice it is one. Raises Forbidden, NotFound, PhotoMissing, FileMissing, FileOfWrongKind,
    ResubmissionConflict.  Source: JN-2.2.2d, LN-7.
    """
    actor.check("facility.check")
    facility = facility_within_reach(actor, draft.facility_id)
    known = {"draft_hash": hash_of(vars(draft)), "by_account_id": actor.account_id}
    find = partial(find_resubmitted, StatusReport, draft.id, **known)
    if earlier := find():
        return earlier
    check_photos(draft.files)

    def create() -> StatusReport:
        take_turn(actor)
        row = StatusReport.create(
            id=draft.id,
            facility_id=facility.id,
            unit_id=facility.unit_id,
            condition=draft.condition,
            note=draft.note,
            reported_at=draft.reported_at,
            received_at=clock.now(),
            agency_id=actor.agency_id,
            by_name=actor.name,
            **known,
        )
        attach(actor, REPORT, row.id, facility.unit_id, draft.files, field="photos")
        settle(actor, facility, row.condition, row.reported_at, _reason_of(draft), "report")
        details = {"facility_id": str(facility.id), "condition": row.condition}
        record_event(actor, "facility.reported", subject=row, about_unit_id=facility.unit_id, details=details)
        return row

    return once(create, find)[0]


def record_maintenance(actor: Actor, draft: MaintenanceDraft) -> Maintenance:
    """Note what was done to a facility, by whom and when. Sent twice it is one.

    Raises Forbidden, NotFound, DoneInFuture, FileMissing, ResubmissionConflict.  Source: JN-2.2.2d.
    """
    actor.check("facility.edit")
    facility: Facility = facility_within_reach(actor, draft.facility_id)
    known = {"draft_hash": hash_of(vars(draft)), "by_account_id": actor.account_id}
    find = partial(find_resubmitted, Maintenance, draft.id, **known)
    if earlier := find():
        return earlier
    if draft.done_on > clock.today():
        raise DoneInFuture(fields=[FieldProblem("done_on", DoneInFuture.title, DoneInFuture.code)])
    if draft.next_due_on is not None and draft.next_due_on <= draft.done_on:
        raise DoneInFuture(
            "下次保养日期应晚于本次", fields=[FieldProblem("next_due_on", "应晚于本次日期", "day_order")]
        )

    def create() -> Maintenance:
        row = Maintenance.create(
            id=draft.id,
            facility_id=facility.id,
            unit_id=facility.unit_id,
            what=draft.what,
            who=draft.who,
            done_on=draft.done_on,
            next_due_on=draft.next_due_on,
            at=clock.now(),
            by_name=actor.name,
            **known,
        )
        attach(actor, MAINTENANCE, row.id, facility.unit_id, draft.files, field="photos")
        details = {"facility_id": str(facility.id), "done_on": draft.done_on.isoformat()}
        record_event(actor, "facility.maintained", subject=row, about_unit_id=facility.unit_id, details=details)
        return row

    return once(create, find)[0]


def hash_of(draft: Mapping[str, Any]) -> str:
    """Over everything in a draft, for the hash that recognises a resubmission."""
    plain = {**draft, "files": [vars(file) for file in draft.get("files", ())]}
    return content_hash({name: _plain(value) for name, value in plain.items()})


def _plain(value: Any) -> Any:
    if isinstance(value, Mapping):
        return dict(value)
    return value if isinstance(value, (list, bool)) or value is None else str(value)


def _reason_of(draft: ReportDraft) -> str:
    words = REASONS.get(draft.condition, "")
    return f"{words}，{draft.note}" if draft.note else words
