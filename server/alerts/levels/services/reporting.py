"""Zero reports: sent by units, missed after the hour."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from uuid import UUID

from peewee import JOIN

from server.alerts.levels.errors import (
    HappeningUntold,
    NotOfAUnit,
    ZeroReportDayImpossible,
    ZeroReportNotAsked,
    ZeroReportThere,
)
from server.alerts.levels.models import (
    SecurityLevel,
    SecurityLevelUnit,
    ZeroReport,
    ZeroReportGap,
    ZeroReportRound,
)
from server.alerts.levels.queries.reports import due_of
from server.alerts.levels.rules import ReportDraft, clock_from, due_at, is_in_force, say_day
from server.alerts.notices.rules import NoticeDraft
from server.alerts.notices.services import notify, notify_all
from server.core import clock
from server.core.database import IntegrityError, database
from server.core.errors import FieldProblem
from server.core.events import record_event
from server.core.ids import new_id
from server.core.permissions import SYSTEM, Actor
from server.core.records import find_resubmitted
from server.core.statements import insert_rows
from server.units.registry.models import Unit
from server.units.registry.queries.lookups import unit_by_id

BATCH = 500


def submit_report(actor: Actor, draft: ReportDraft) -> ZeroReport:
    """Take a unit's report of a day; late ones are marked. Sent twice it is one.

    Raises NotOfAUnit, HappeningUntold, ZeroReportDayImpossible, ZeroReportNotAsked, ZeroReportThere,
    ResubmissionConflict.  Source: JN-3.3.
    """
    if actor.unit_id is None:
        raise NotOfAUnit()
    unit_id, known = actor.unit_id, {"day": draft.day, "happened": draft.happened, "text": draft.text}
    if earlier := find_resubmitted(ZeroReport, draft.id, unit_id=unit_id, **known):
        return earlier
    due = _check_report(unit_id, draft)
    moment = clock.now()
    try:
        with database.atomic():
            report = ZeroReport.create(
                id=draft.id,
                unit_id=unit_id,
                **known,
                late=moment > due,
                by_account_id=actor.account_id,
                by_name=actor.name,
                received_at=moment,
            )
            if draft.happened:
                _tell_of_happening(report)
            record_event(actor, "zero_report.submitted", subject=report, about_unit_id=unit_id)
    except IntegrityError:
        if earlier := find_resubmitted(ZeroReport, draft.id, unit_id=unit_id, **known):
            return earlier
        raise ZeroReportThere() from None
    return report


def _check_report(unit_id: UUID, draft: ReportDraft) -> datetime:
    """When it is due."""
    if draft.happened and not draft.text:
        raise HappeningUntold(fields=[FieldProblem("text", HappeningUntold.title, HappeningUntold.code)])
    if draft.day > clock.today():
        raise ZeroReportDayImpossible(
            fields=[FieldProblem("day", ZeroReportDayImpossible.title, ZeroReportDayImpossible.code)]
        )
    if ZeroReport.select().where((ZeroReport.unit_id == unit_id) & (ZeroReport.day == draft.day)).exists():
        raise ZeroReportThere()
    due = due_of(unit_id, draft.day)
    if due is None:
        raise ZeroReportNotAsked(fields=[FieldProblem("day", ZeroReportNotAsked.title, ZeroReportNotAsked.code)])
    return due


def _tell_of_happening(report: ZeroReport) -> None:
    unit = unit_by_id(report.unit_id)
    for agency_id in {unit.managed_by_id, unit.station_id}:
        notify(
            kind="zero_report.happened",
            key=f"zero_report:{report.id}:{agency_id}",
            text=f"{unit.name}报告{say_day(report.day)}有情况：{report.text}",
            subject_type="zero_report",
            subject_id=report.id,
            unit_id=unit.id,
            agency_id=agency_id,
            permission="zero_report.view",
        )


def close_due_rounds() -> int:
    """Look through the reports of every day whose hour has passed and note what is missing; how many rounds.

    Makes up for days on which nobody looked. Each round is closed once, by its unique row: safe to repeat, also in
    parallel and after a crash.  Source: JN-3.3.
    """
    moment, closed = clock.now(), 0
    levels = SecurityLevel.select().where(SecurityLevel.zero_report_by.is_null(False))
    for level in list(levels.where(SecurityLevel.from_on <= clock.today())):
        done = {row.day for row in ZeroReportRound.select().where(ZeroReportRound.level_id == level.id)}
        for day in _days_due(level, moment):
            if day not in done:
                closed += _close_round(level, day, moment)
    return closed


def _days_due(level: SecurityLevel, moment: datetime) -> Iterator[date]:
    by, day = clock_from(level.zero_report_by), level.from_on
    if by is None:
        return
    while is_in_force(level.from_on, level.to_on, level.ended_on, day) and due_at(day, by) < moment:
        yield day
        day += timedelta(days=1)


def _close_round(level: SecurityLevel, day: date, moment: datetime) -> bool:
    try:
        with database.atomic():
            units = _without_report(level.id, day)
            ZeroReportRound.create(id=new_id(), level_id=level.id, day=day, missing=len(units), at=moment)
            _note_gaps(level, day, units, moment)
            details = {"day": day.isoformat(), "missing": len(units)}
            record_event(SYSTEM, "zero_report.missed", subject=level, details=details)
    except IntegrityError:
        return False  # a twin closed it
    return True


def _without_report(level_id: UUID, day: date) -> list[Unit]:
    of_the_day = (ZeroReport.unit_id == SecurityLevelUnit.unit_id) & (ZeroReport.day == day)
    return list(
        Unit.select(Unit.id, Unit.managed_by)
        .join(SecurityLevelUnit, on=(SecurityLevelUnit.unit_id == Unit.id))
        .join(ZeroReport, JOIN.LEFT_OUTER, on=of_the_day)
        .where((SecurityLevelUnit.level_id == level_id) & (SecurityLevelUnit.since_on <= day))
        .where(ZeroReport.id.is_null())  # type: ignore[attr-defined]
    )


def _note_gaps(level: SecurityLevel, day: date, units: list[Unit], moment: datetime) -> None:
    for start in range(0, len(units), BATCH):
        rows = [
            ZeroReportGap(id=new_id(), unit_id=unit.id, level_id=level.id, day=day, noted_at=moment)
            for unit in units[start : start + BATCH]
        ]
        insert_rows(rows, ignore_known=True)
    notices = [
        NoticeDraft(
            kind="zero_report.missing",
            key=f"zero_report:missing:{unit.id}:{day}",
            text=f"{say_day(day)}的零报告未在{level.zero_report_by}前收到，请立即补报。",
            subject_type="security_level",
            subject_id=level.id,
            unit_id=unit.id,
        )
        for unit in units
    ]
    by_agency: dict[UUID, int] = {}
    for unit in units:
        by_agency[unit.managed_by_id] = by_agency.get(unit.managed_by_id, 0) + 1
    notify_all(notices + [_to_bureau(level, day, agency_id, count) for agency_id, count in by_agency.items()])


def _to_bureau(level: SecurityLevel, day: date, agency_id: UUID, count: int) -> NoticeDraft:
    """The number only: which units they are is on the page, for those who reach them."""
    return NoticeDraft(
        kind="zero_report.missing",
        key=f"zero_report:missing:{level.id}:{day}:{agency_id}",
        text=f"“{level.title}”：{say_day(day)}有 {count} 家单位未按时零报告。",
        subject_type="security_level",
        subject_id=level.id,
        agency_id=agency_id,
        permission="zero_report.view",
    )
