"""A facility is tried: an alarm pressed, a lock turned, a power supply cut."""

from __future__ import annotations

from functools import partial

from device_checks.registers.queries import facility_within_reach
from device_checks.upkeep.models import FacilityTest
from device_checks.upkeep.queries.looks import TEST
from device_checks.upkeep.rules import TestDraft
from device_checks.upkeep.services.reports import hash_of
from device_checks.upkeep.services.settling import settle
from server.core import clock
from server.core.events import record_event, take_turn
from server.core.permissions import Actor
from server.core.records import find_resubmitted, once
from server.units.attachments.services import attach


def record_test(actor: Actor, draft: TestDraft) -> FacilityTest:
    """Keep the result of a test: passed, it is a good check; failed, it asks for a repair. Sent twice it is one.

    Raises Forbidden, NotFound, FileMissing, ResubmissionConflict.  Source: JN-2.2.2d, LN-11a, LN-11b.
    """
    actor.check("facility.check")
    facility = facility_within_reach(actor, draft.facility_id)
    known = {"draft_hash": hash_of(vars(draft)), "by_account_id": actor.account_id}
    find = partial(find_resubmitted, FacilityTest, draft.id, **known)
    if earlier := find():
        return earlier

    def create() -> FacilityTest:
        take_turn(actor)
        row = FacilityTest.create(
            id=draft.id,
            facility_id=facility.id,
            unit_id=facility.unit_id,
            kind=draft.kind,
            passed=draft.passed,
            measured=dict(draft.measured),
            note=draft.note,
            tested_at=min(draft.tested_at, clock.now()),
            received_at=clock.now(),
            by_name=actor.name,
            **known,
        )
        attach(actor, TEST, row.id, facility.unit_id, draft.files, field="photos")
        reason = draft.note or "测试未通过"
        settle(actor, facility, "normal" if draft.passed else "damaged", draft.tested_at, reason, "alarm")
        details = {"facility_id": str(facility.id), "kind": row.kind, "passed": row.passed}
        record_event(actor, "facility.tested", subject=row, about_unit_id=facility.unit_id, details=details)
        return row

    return once(create, find)[0]
