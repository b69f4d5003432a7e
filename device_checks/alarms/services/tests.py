"""Somebody presses on purpose: the window opens, the receipt is measured, the result goes on record."""

from __future__ import annotations

from datetime import timedelta
from functools import partial
from uuid import UUID

from device_checks.alarms.errors import LineStopped, TestAlreadyOpen
from device_checks.alarms.models import AlarmTest
from device_checks.alarms.queries.lines import lines_of_facility, open_test_of, test_within_reach, tests_run_out
from device_checks.alarms.rules import GOOD_WITHIN_SECONDS, TestDraft
from device_checks.registers.models import Facility
from device_checks.registers.queries import facility_within_reach
from device_checks.upkeep.rules import TestDraft as ResultDraft
from device_checks.upkeep.services import record_test
from server.core import clock
from server.core.database import database, lock_row
from server.core.events import record_event
from server.core.permissions import SYSTEM, Actor
from server.core.records import find_resubmitted, once

MOST_AT_ONCE = 200


def start_test(actor: Actor, draft: TestDraft) -> AlarmTest:
    """Open a window: what the facility's lines send from now on is a test. Sent twice it is one.

    Raises NotFound, LineStopped (no line in use), TestAlreadyOpen, ResubmissionConflict.  Source: LN-11b.
    """
    known = {"facility_id": draft.facility_id, "origin": draft.origin, "by_account_id": actor.account_id}
    find = partial(find_resubmitted, AlarmTest, draft.id, **known)
    if earlier := find():
        return earlier
    facility = facility_within_reach(actor, draft.facility_id)
    if not lines_of_facility(facility.id).exists():
        raise LineStopped()

    def create() -> AlarmTest:
        moment = clock.now()
        lock_row(Facility.select(Facility.id).where(Facility.id == facility.id))
        if open_test_of(facility.id, moment):
            raise TestAlreadyOpen()
        row = AlarmTest.create(
            id=draft.id,
            **known,
            unit_id=facility.unit_id,
            by_name=actor.name,
            started_at=moment,
            until=moment + timedelta(seconds=draft.seconds),
        )
        details = {"facility_id": str(facility.id), "seconds": draft.seconds}
        record_event(actor, "alarm_test.started", subject=row, about_unit_id=row.unit_id, details=details)
        return row

    return once(create, find)[0]


def press_button(actor: Actor, id: UUID) -> AlarmTest:
    """Note the moment of the press, from which the way is measured; said too late it changes nothing.

    Raises NotFound.  Source: LN-11b.
    """
    row = test_within_reach(actor, id)
    if row.pressed_at is not None or row.event_id is not None or row.closed_at is not None:
        return row
    with database.atomic():
        unset = AlarmTest.pressed_at.is_null() & AlarmTest.event_id.is_null()  # type: ignore[union-attr]
        if AlarmTest.update(pressed_at=clock.now()).where((AlarmTest.id == id) & unset).execute():
            record_event(actor, "alarm_test.pressed", subject=row, about_unit_id=row.unit_id)
    return test_within_reach(actor, id)


def end_test(actor: Actor, id: UUID) -> AlarmTest:
    """Close the window at once: the next press is in earnest. Asked again it stays closed. Raises NotFound."""
    row = test_within_reach(actor, id)
    moment = clock.now()
    if row.until > moment:
        with database.atomic():
            AlarmTest.update(until=moment).where((AlarmTest.id == id) & (AlarmTest.until > moment)).execute()
            record_event(actor, "alarm_test.ended", subject=row, about_unit_id=row.unit_id)
    return test_within_reach(actor, id)


def close_run_out_tests() -> int:
    """Put the results of tests whose window is over on record with the facility; how many.

    Each is a transaction of its own and has the test's id: run twice it is one. Source: LN-11a, LN-11b.
    """
    tests = tests_run_out(clock.now(), MOST_AT_ONCE)
    for test in tests:
        _close(test)
    return len(tests)


def _close(test: AlarmTest) -> None:
    is_quick = test.seconds is not None and (test.seconds <= GOOD_WITHIN_SECONDS or test.pressed_at is None)
    with database.atomic():
        record_test(SYSTEM, _result(test, is_quick))
        AlarmTest.update(closed_at=clock.now()).where(AlarmTest.id == test.id).execute()
        details = {"is_passed": is_quick, "facility_id": str(test.facility_id)}
        record_event(SYSTEM, "alarm_test.closed", subject=test, about_unit_id=test.unit_id, details=details)


def _result(test: AlarmTest, is_passed: bool) -> ResultDraft:
    if test.seconds is None:
        note = "测试期间未收到信号"
    else:
        note = f"信号 {test.seconds:.1f} 秒到达" + ("" if is_passed else "，超过 10 秒")
    return ResultDraft(
        id=test.id,
        facility_id=test.facility_id,
        kind="alarm",
        passed=is_passed,
        tested_at=test.received_at or test.until,
        measured={} if test.seconds is None else {"seconds": round(test.seconds, 1)},
        note=f"{note}（{test.by_name}发起）",
    )
