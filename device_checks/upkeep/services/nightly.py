"""Every night: checks that came due and lives that ended become tasks, ends to come are told."""

from __future__ import annotations

import time
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from device_checks.registers.models import Facility
from device_checks.upkeep.models import UpkeepTask
from device_checks.upkeep.queries.due import facilities_in_use, let_pass, next_maintenance, open_keys
from device_checks.upkeep.queries.terms import term_on
from device_checks.upkeep.rules import open_key_of
from device_checks.upkeep.rules.due import Standing, is_ending, needs_check, needs_replacement
from device_checks.upkeep.rules.terms import interval_of
from device_checks.upkeep.services.equipment import refresh_stock
from server.alerts.notices.models import Notice
from server.alerts.notices.rules import NoticeDraft
from server.alerts.notices.services import notify_all
from server.core import clock
from server.core.clock import beijing_day
from server.core.database import database
from server.core.events import record_event
from server.core.ids import new_id
from server.core.jobs import enqueue
from server.core.permissions import SYSTEM
from server.core.statements import insert_rows

NIGHTLY = "upkeep.nightly"
BATCH = 300
MOST_SECONDS = 40  # well below a job's lease; what is left is the next job's


@dataclass(frozen=True)
class _Terms:
    day: date
    intervals: dict[str, int]
    task_days: dict[str, int]
    warning_days: int


def look_after_facilities(after: UUID | None = None, most_seconds: float = MOST_SECONDS) -> None:
    """Go through all facilities in use, a batch to a transaction; what time does not allow is asked for as a job.

    Safe twice, and killed in the middle it goes on where it was: a facility has one open task of a kind.
    Source: JN-2.2.2d, JN-2.2.5g.
    """
    started = time.monotonic()
    if after is None:
        _refresh_all_stock()
    while True:
        after = make_due_tasks(after)
        if after is None:
            return
        if time.monotonic() - started > most_seconds:
            with database.atomic():
                enqueue(NIGHTLY, {"after": str(after)}, key=f"{NIGHTLY}:{clock.today()}:{after}")
            return


def make_due_tasks(after: UUID | None, most: int = BATCH) -> UUID | None:
    """One batch by facility id: tasks for what is due, notices for what will be; where to go on, None at the end."""
    facilities = facilities_in_use(after, most)
    if not facilities:
        return None
    terms = _terms()
    ids = [facility.id for facility in facilities]
    passed, serviced = let_pass(ids), next_maintenance(ids)
    drafts = [task for facility in facilities for task in _due(facility, _standing(facility, passed, terms), terms)]
    notices = [
        notice
        for facility in facilities
        for notice in _warnings(facility, _standing(facility, passed, terms), serviced.get(facility.id), terms)
    ]
    _lay_down(drafts, notices, terms)
    return facilities[-1].id if len(facilities) == most else None


def _refresh_all_stock() -> None:
    after = refresh_stock()
    while after is not None:
        after = refresh_stock(after)


def _terms() -> _Terms:
    return _Terms(clock.today(), term_on("check_interval_days"), term_on("task_days"), term_on("life_warning_days"))


def _standing(facility: Facility, passed: dict[tuple[UUID, str], Any], terms: _Terms) -> Standing:
    def day_of(kind: str) -> date | None:
        instant = passed.get((facility.id, kind))
        return beijing_day(instant) if instant else None

    return Standing(
        entered_on=beijing_day(facility.created_at),
        checked_on=beijing_day(facility.checked_at) if facility.checked_at else None,
        every_days=facility.check_every_days or interval_of(terms.intervals, facility.kind, facility.type),
        life_end_on=facility.life_end_on,
        check_passed_on=day_of("check"),
        replace_passed_on=day_of("replace"),
    )


def _due(facility: Facility, standing: Standing, terms: _Terms) -> list[UpkeepTask]:
    found = []
    if needs_check(standing, terms.day):
        found.append(_task(facility, "check", "period", f"超过{standing.every_days}天未查看", terms))
    if needs_replacement(standing, terms.day):
        found.append(_task(facility, "replace", "life_end", f"使用期限{standing.life_end_on}已过", terms))
    return found


def _task(facility: Facility, kind: str, origin: str, reason: str, terms: _Terms) -> UpkeepTask:
    return UpkeepTask(
        id=new_id(),
        facility_id=facility.id,
        unit_id=facility.unit_id,
        kind=kind,
        origin=origin,
        reason=reason,
        due_on=terms.day + timedelta(days=terms.task_days[kind]),
        state="open",
        open_key=open_key_of(facility.id, kind, None),
        opened_by_name=SYSTEM.name,
        opened_at=clock.now(),
    )


def _warnings(facility: Facility, standing: Standing, serviced: Any, terms: _Terms) -> list[NoticeDraft]:
    name, found = f"{facility.name}（{facility.number}）", []
    if is_ending(standing, terms.day, terms.warning_days):
        text = f"{name}使用期限将于{standing.life_end_on}届满，请安排更换"
        found.append(_notice(facility, "facility.life_ending", str(standing.life_end_on), text, standing.life_end_on))
    if serviced is not None and serviced.next_due_on <= terms.day:
        text = f"{name}已到保养日期{serviced.next_due_on}"
        found.append(_notice(facility, "facility.service_due", str(serviced.next_due_on), text, serviced.next_due_on))
    return found


def _notice(facility: Facility, kind: str, what: str, text: str, due_on: date | None) -> NoticeDraft:
    return NoticeDraft(
        kind=kind,
        key=f"{kind}:{facility.id}:{what}",
        text=text,
        subject_type="facility",
        subject_id=facility.id,
        unit_id=facility.unit_id,
        due_on=due_on,
        permission="facility.view",
    )


def _lay_down(tasks: list[UpkeepTask], notices: list[NoticeDraft], terms: _Terms) -> None:
    """Only what is new; a unit with many tasks is told once a day, not once a task."""
    with database.atomic():
        known = open_keys(str(task.open_key) for task in tasks)
        fresh = [task for task in tasks if task.open_key not in known]
        insert_rows(fresh, ignore_known=True)  # another round may just have made the same
        told = [
            NoticeDraft(
                kind="upkeep.due",
                key=f"upkeep.due:{terms.day}:{unit_id}",
                text="有防范设施到期需查看或更换，请在“设施任务”中办理",
                subject_type="unit",
                subject_id=unit_id,
                unit_id=unit_id,
                permission="facility.view",
            )
            for unit_id in {task.unit_id for task in fresh}
        ]
        wanted = {notice.key: notice for notice in [*notices, *told]}
        heard = {row.key for row in Notice.select(Notice.key).where(Notice.key.in_(list(wanted)))}
        new = [notice for key, notice in wanted.items() if key not in heard]
        notify_all(new)
        if fresh:
            record_event(SYSTEM, "upkeep_task.due", subject=fresh[0], details={"count": len(fresh)})
        elif new:
            row = Notice.get(Notice.key == new[0].key)
            record_event(SYSTEM, "upkeep.warned", subject=row, details={"count": len(new)})
