"""Marks: a batch was handed to the platform; a record was taken back from it."""

from __future__ import annotations

from datetime import date
from functools import partial
from uuid import UUID

from reports.credits.errors import MarkDayImpossible, NothingToWithdraw, NotPending
from reports.credits.models import CreditRecord, CreditReport, CreditWithdrawal
from reports.credits.queries import record_within_reach, records_within_reach
from reports.credits.rules import ReportDraft, WithdrawalDraft
from reports.credits.services.following import due_after
from server.core import clock
from server.core.database import lock_row, lock_rows
from server.core.errors import FieldProblem, Forbidden, NotFound
from server.core.events import record_event
from server.core.permissions import Actor
from server.core.records import find_resubmitted, hash_of, once


def mark_reported(actor: Actor, draft: ReportDraft) -> CreditReport:
    """Note that a batch was handed in (已报): all of it, or nothing. Sent twice it is one.

    Raises NotFound, NotPending with the places, MarkDayImpossible, ResubmissionConflict.  Source: JN-2.3.3c.
    """
    known = {"draft_hash": hash_of(draft), "by_account_id": actor.account_id}
    find = partial(find_resubmitted, CreditReport, draft.id, **known)
    if earlier := find():
        return earlier
    if actor.agency_id is None:
        raise Forbidden()
    wanted = sorted(set(draft.record_ids))

    def create() -> CreditReport:
        rows = lock_rows(records_within_reach(actor).where(CreditRecord.id.in_(wanted)).order_by(CreditRecord.id))  # type: ignore[attr-defined]
        if len(rows) < len(wanted):
            raise NotFound()
        _check_pending(draft, {row.id: row.state for row in rows})
        _check_day("reported_on", draft.reported_on, max(row.decided_on for row in rows))
        batch = CreditReport.create(
            id=draft.id,
            agency_id=actor.agency_id,
            reported_on=draft.reported_on,
            receipt_no=draft.receipt_no,
            note=draft.note,
            record_ids=[str(id) for id in wanted],
            count=len(wanted),
            by_name=actor.name,
            at=clock.now(),
            **known,
        )
        CreditRecord.update(state="reported", batch_id=batch.id, reported_at=clock.now(), reported_by=actor.name).where(
            CreditRecord.id.in_(wanted)  # type: ignore[attr-defined]
        ).execute()
        record_event(actor, "credit.reported", subject=batch, details={"count": len(wanted)})
        return batch

    return once(create, find)[0]


def mark_withdrawn(actor: Actor, record_id: UUID, draft: WithdrawalDraft) -> CreditWithdrawal:
    """Note that a record was taken back (已撤回). What was only changed waits to be told anew. Sent twice it is one.

    Raises NotFound, NothingToWithdraw, MarkDayImpossible, ResubmissionConflict.  Source: 行政处罚法 art. 48.
    """
    known = {"draft_hash": hash_of(draft, record=record_id), "by_account_id": actor.account_id}
    find = partial(find_resubmitted, CreditWithdrawal, draft.id, **known)
    record_within_reach(actor, record_id)
    if earlier := find():
        return earlier

    def create() -> CreditWithdrawal:
        row: CreditRecord = lock_row(CreditRecord.select().where(CreditRecord.id == record_id))
        if row.state != "withdrawing":
            raise NothingToWithdraw()
        _check_day("withdrawn_on", draft.withdrawn_on, row.decided_on)
        made = CreditWithdrawal.create(
            record_id=record_id,
            cause=row.cause,
            due_on=row.due_on,
            by_name=actor.name,
            at=clock.now(),
            **vars(draft),
            **known,
        )
        changes = {"state": "withdrawn", "withdrawn_at": clock.now(), "withdrawn_by": actor.name}
        if row.cause == "changed":
            due_on, is_certain = due_after("credit_report", clock.today())
            changes |= {"state": "pending", "cause": "", "due_on": due_on, "is_certain": is_certain}
        CreditRecord.update(**changes).where(CreditRecord.id == record_id).execute()
        record_event(actor, "credit.withdrawn", subject=made, about_unit_id=row.unit_id)
        return made

    return once(create, find)[0]


def _check_pending(draft: ReportDraft, states: dict[UUID, str]) -> None:
    problems = [
        FieldProblem(f"record_ids.{place}", NotPending.title, NotPending.code)
        for place, id in enumerate(draft.record_ids)
        if states[id] != "pending"
    ]
    if problems:
        raise NotPending(fields=problems)


def _check_day(field: str, day: date, first: date) -> None:
    if not first <= day <= clock.today():
        raise MarkDayImpossible(fields=[FieldProblem(field, MarkDayImpossible.title, MarkDayImpossible.code)])
