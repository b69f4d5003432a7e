"""Briefs (情况汇报): made by their schedule, heard by the government, a task when nobody hears them."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

from reports.bulletins.errors import BriefElsewhere, BriefHeard, BulletinNotIssued, ScheduleEnded, ScheduleScope
from reports.bulletins.models import BriefHearing, BriefSchedule, BriefTask, Bulletin
from reports.bulletins.queries.bulletins import bulletin_within_reach, readers_of
from reports.bulletins.queries.figures import figures_of
from reports.bulletins.queries.papers import checkpoint_now
from reports.bulletins.queries.schedules import schedule_within_reach
from reports.bulletins.rules import HearingDraft, Period, ScheduleDraft, check_hearing
from reports.bulletins.services.drafting import name_readers, written
from reports.bulletins.services.issuing import tell_readers
from reports.documents.rules import DocumentKind
from reports.documents.services import reserve_document
from server.alerts.notices.rules import NoticeDraft
from server.alerts.notices.services import notify_all
from server.core import clock
from server.core.database import database, lock_row
from server.core.errors import FieldProblem, Invalid, NotFound
from server.core.events import record_event
from server.core.ids import new_id
from server.core.permissions import SYSTEM, Actor
from server.core.records import find_resubmitted, hash_of, once
from server.units.agencies.models import Agency
from server.units.agencies.queries import agency_by_id


def lay_schedule(actor: Actor, draft: ScheduleDraft) -> BriefSchedule:
    """Have briefs made and sealed by themselves from a day on. Sent twice it is one.

    The leader's standing order: a brief that a schedule makes is issued without being looked at again. Raises
    ScheduleScope, Invalid, ResubmissionConflict.  Source: JN-2.1a.
    """
    known = {"draft_hash": hash_of(draft), "by_account_id": actor.account_id}
    if earlier := find_resubmitted(BriefSchedule, draft.id, **known):
        return earlier
    if actor.agency_id is None:
        raise NotFound()
    own, scope = agency_by_id(actor.agency_id), Agency.get_or_none(Agency.id == draft.scope_id)
    if scope is None or not scope.path.startswith(own.path):
        raise ScheduleScope(fields=[FieldProblem("scope_id", ScheduleScope.title, ScheduleScope.code)])
    if Agency.get_or_none(Agency.id == draft.to_agency_id) is None:
        raise Invalid(fields=[FieldProblem("to_agency_id", "没有这个机构", "unknown_agency")])

    def create() -> BriefSchedule:
        row = BriefSchedule.create(
            **{**vars(draft), "span": draft.span.value},
            **known,
            agency_id=own.id,
            by_name=actor.name,
            created_at=clock.now(),
        )
        record_event(actor, "brief_schedule.laid", subject=row)
        return row

    return once(create, lambda: find_resubmitted(BriefSchedule, draft.id, **known))[0]


def end_schedule(actor: Actor, id: UUID) -> BriefSchedule:
    """From tomorrow on no more briefs by this schedule. Raises NotFound, ScheduleEnded (by somebody else)."""
    row = schedule_within_reach(actor, id)
    if row.agency_id != actor.agency_id:
        raise NotFound()
    with database.atomic():
        locked = lock_row(BriefSchedule.select().where(BriefSchedule.id == id))
        if locked.ended_on is None:
            changes = {"ended_on": clock.today(), "ended_by": actor.name}
            BriefSchedule.update(**changes).where(BriefSchedule.id == id).execute()
            record_event(actor, "brief_schedule.ended", subject=locked)
        elif locked.ended_by != actor.name:
            raise ScheduleEnded()
    return schedule_within_reach(actor, id)


def make_brief(schedule: BriefSchedule, period: Period) -> Bulletin:
    """Make the brief of one period, numbered; a job makes its paper. Made twice it is one.

    Source: JN-2.1a.
    """
    known = (Bulletin.schedule_id == schedule.id) & (Bulletin.from_on == period.first)
    if earlier := Bulletin.get_or_none(known):
        return earlier
    own, scope = agency_by_id(schedule.agency_id), agency_by_id(schedule.scope_id)
    figures, checkpoint = figures_of(scope, period), checkpoint_now()

    def create() -> Bulletin:
        id, today = new_id(), clock.today()
        document = reserve_document(
            SYSTEM, kind=DocumentKind.SITUATION_BRIEF, subject_id=id, unit_id=None, agency=own, on=today
        )
        due_on = period.last + timedelta(days=schedule.due_days)
        hear_by_on = max(due_on, today) + timedelta(days=schedule.hear_days)  # made late, it is not late to be heard
        row = Bulletin.create(
            **written(DocumentKind.SITUATION_BRIEF, own, scope, period, figures),
            id=id,
            kind="brief",
            title=f"关于{scope.name}{period.words}单位内部治安保卫工作情况的汇报",
            addressees=[agency_by_id(schedule.to_agency_id).name],
            copied_to=[],
            state="issued",
            document_id=document.id,
            checkpoint=checkpoint,
            schedule_id=schedule.id,
            due_on=due_on,
            hear_by_on=hear_by_on,
            issued_on=today,
            issued_at=clock.now(),
            issued_by=schedule.by_name,
            by_name=SYSTEM.name,
            created_at=clock.now(),
            draft_hash=hash_of({"schedule": schedule.id, "period": period.words}),
        )
        name_readers(id, [schedule.to_agency_id])
        tell_readers(row, f"{own.name}报送{row.title[2:]}，请安排听取。")
        record_event(SYSTEM, "brief.made", subject=row, details={"document_id": str(document.id)})
        return row

    return once(create, lambda: Bulletin.get_or_none(known))[0]


def hear_brief(actor: Actor, id: UUID, draft: HearingDraft) -> Bulletin:
    """Note that a brief was heard (已汇报), by whom and with what instruction; its maker is told, its task is done.

    Sent twice it is heard once. Raises NotFound, BulletinNotIssued, BriefElsewhere, HearingDayImpossible, BriefHeard.
    Source: JN-2.1a.
    """
    row = bulletin_within_reach(actor, id)
    if row.kind != "brief":
        raise NotFound()
    if actor.agency_id not in readers_of([id])[id]:
        raise BriefElsewhere()
    with database.atomic():
        locked = lock_row(Bulletin.select().where(Bulletin.id == id))
        earlier = BriefHearing.get_or_none(BriefHearing.bulletin_id == id)
        if earlier is None:
            if locked.state != "issued":
                raise BulletinNotIssued()
            check_hearing(draft.heard_on, locked.issued_on, clock.today())
            _hear(actor, locked, draft)
        elif (earlier.heard_on, earlier.leader, earlier.instruction) != tuple(vars(draft).values()):
            raise BriefHeard()
    return bulletin_within_reach(actor, id)


def _hear(actor: Actor, row: Bulletin, draft: HearingDraft) -> None:
    BriefHearing.create(
        id=new_id(),
        bulletin_id=row.id,
        **vars(draft),
        agency_id=actor.agency_id,
        by_account_id=actor.account_id,
        by_name=actor.name,
        at=clock.now(),
    )
    waiting = (BriefTask.bulletin_id == row.id) & BriefTask.done_at.is_null()  # type: ignore[union-attr]
    BriefTask.update(done_at=clock.now()).where(waiting).execute()
    said = f"，批示：{draft.instruction}" if draft.instruction else ""
    text = f"“{row.title}”已于 {draft.heard_on.isoformat()} 由{draft.leader}听取{said}"
    notice = NoticeDraft(
        kind="brief.heard",
        key=f"brief:{row.id}:heard",
        text=text,
        subject_type="bulletin",
        subject_id=row.id,
        agency_id=row.agency_id,
        permission="bulletin.view",
    )
    notify_all([notice])
    record_event(actor, "brief.heard", subject=row)


def raise_overdue(row: Bulletin) -> BriefTask | None:
    """Give both sides a task for a brief that nobody heard by its day; raised twice it is one. Source: JN-2.1a."""
    [reader] = readers_of([row.id])[row.id]

    def create() -> BriefTask:
        task = BriefTask.create(
            id=new_id(),
            bulletin_id=row.id,
            agency_id=row.agency_id,
            to_agency_id=reader,
            due_on=row.hear_by_on,
            raised_at=clock.now(),
        )
        notify_all(
            [
                NoticeDraft(
                    kind="brief.overdue",
                    key=f"brief:{row.id}:overdue:{agency_id}",
                    text=f"“{row.title}”逾期未听取，应于 {row.hear_by_on.isoformat()} 前听取。",  # type: ignore[union-attr]
                    subject_type="bulletin",
                    subject_id=row.id,
                    agency_id=agency_id,
                    due_on=row.hear_by_on,
                    permission="bulletin.view",
                )
                for agency_id in (row.agency_id, reader)
            ]
        )
        record_event(SYSTEM, "brief.overdue", subject=row, details={"task_id": str(task.id)})
        return task

    def find() -> BriefTask | None:
        found: BriefTask | None = BriefTask.get_or_none(BriefTask.bulletin_id == row.id)
        return found

    return find() or once(create, find)[0]
