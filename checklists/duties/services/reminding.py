"""Units are told, from 1 October, that drills or trainings are lacking, and when the review of a paper is due."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from checklists.duties.models import DutyPaper
from checklists.duties.queries.filed import papers_near_review
from checklists.duties.queries.owed import owed_counts, units_short_of_counts
from checklists.duties.rules import DutyState, Owed, year_end
from server.alerts.notices.models import Notice
from server.alerts.notices.services import notify
from server.core import clock
from server.core.database import database
from server.core.events import record_event
from server.core.permissions import SYSTEM
from server.units.registry.models import Unit
from server.units.registry.queries.reach import units_by_id

BATCH = 200
REVIEW_AHEAD = timedelta(days=30)


@dataclass(frozen=True)
class Reminder:
    """One notice to come: to the unit, or to the agency that manages it."""

    key: str
    kind: str
    text: str
    unit: Unit
    due_on: date
    to_agency: bool = False
    subject_id: UUID | None = None


def remind_of_counts(day: date | None = None) -> int:
    """Tell each unit once a month from 1 October how many drills and trainings it lacks, and on 31 December that the
    year has failed, then its bureau too; how many notices were new. Run twice it tells once.

    Source: LN-4, JN-2.2.5c.
    """
    day = day or clock.today()
    units, told = units_short_of_counts(day), 0
    for start in range(0, len(units), BATCH):
        batch = units[start : start + BATCH]
        owed = owed_counts(batch, day)
        told += _tell(reminder for unit in batch for duty in owed[unit.id] for reminder in _of_count(unit, duty, day))
    return told


def _of_count(unit: Unit, duty: Owed, day: date) -> Iterator[Reminder]:
    figure, subject = f"{duty.counted}/{duty.required}", f"{unit.id}:{duty.item}:{day.year}"
    if duty.state is DutyState.DUE:
        text = f"{day.year}年{duty.title}已完成 {figure} 次，请在12月31日前完成并上报。"
        yield Reminder(f"{duty.duty}.due:{subject}:{day.month}", f"{duty.duty}.due", text, unit, year_end(day))
    elif duty.state is DutyState.FAILED:
        text = f"{day.year}年{duty.title}不合格：{figure}。"
        kind = f"{duty.duty}.failed"
        yield Reminder(f"{kind}:{subject}", kind, text, unit, day)
        yield Reminder(f"{kind}:{subject}:agency", kind, f"{unit.name}：{text}", unit, day, to_agency=True)


def remind_of_reviews(day: date | None = None) -> int:
    """Tell units thirty days ahead, and again on the day after, that a paper wants its review; how many were new.

    Source: JN-2.2.2c.
    """
    day = day or clock.today()
    papers, told = papers_near_review(day - timedelta(days=1), day + REVIEW_AHEAD), 0
    for start in range(0, len(papers), BATCH):
        batch = papers[start : start + BATCH]
        units = {unit.id: unit for unit in units_by_id(SYSTEM, [paper.unit_id for paper in batch])}
        told += _tell(_of_review(units[paper.unit_id], paper, day) for paper in batch)
    return told


def _of_review(unit: Unit, paper: DutyPaper, day: date) -> Reminder:
    is_over = paper.review_on < day  # type: ignore[operator]
    words = "复审已逾期" if is_over else "即将到复审日期"
    key = f"duty_paper.review:{paper.id}:{'over' if is_over else 'ahead'}"
    return Reminder(key, "duty_paper.review", f"{paper.title}{words}", unit, paper.review_on, subject_id=paper.id)  # type: ignore[arg-type]


def _tell(reminders: Iterable[Reminder]) -> int:
    """One transaction and one event for those that nobody has been told yet."""
    wanted = {reminder.key: reminder for reminder in reminders}
    if not wanted:
        return 0
    with database.atomic():
        known = {row.key for row in Notice.select(Notice.key).where(Notice.key.in_(list(wanted)))}
        fresh = [reminder for key, reminder in wanted.items() if key not in known]
        for reminder in fresh:
            notify(
                kind=reminder.kind,
                key=reminder.key,
                text=reminder.text,
                subject_type="duty_paper" if reminder.subject_id else "unit",
                subject_id=reminder.subject_id or reminder.unit.id,
                unit_id=reminder.unit.id,
                agency_id=reminder.unit.managed_by_id if reminder.to_agency else None,
                due_on=reminder.due_on,
            )
        if fresh:
            record_event(SYSTEM, "duty.reminded", subject=fresh[0].unit, details={"count": len(fresh)})
    return len(fresh)
