"""Plan a session, move it while nobody has started, close it."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from courses.exams.errors import BlueprintUnknown, CycleUnknown, SessionEnded, SessionRunning, SessionStarted
from courses.exams.models import Attempt, ExamSession
from courses.exams.queries.attempts import sessions_to_close
from courses.exams.queries.entries import hold_session
from courses.exams.queries.sessions import own_session
from courses.exams.rules.sessions import SessionDraft, SessionKind, check_times
from courses.papers.models import BlueprintVersion, Paper
from courses.rotations.models import RotationCycle
from server.core import clock
from server.core.database import database, save_versioned
from server.core.errors import FieldProblem, Forbidden
from server.core.events import record_event
from server.core.permissions import Actor
from server.core.records import find_resubmitted, hash_of, once


def plan_session(actor: Actor, draft: SessionDraft) -> ExamSession:
    """Plan a session of the own agency; sent twice it is planned once. Source: JN-3.4a, LN-19a.

    Raises TimesOfSessionInvalid, BlueprintUnknown, CycleUnknown, Forbidden, ResubmissionConflict.
    """
    if actor.agency_id is None:
        raise Forbidden(permission="exam.edit")
    known = {"draft_hash": hash_of(draft), "by_account_id": actor.account_id}
    if earlier := find_resubmitted(ExamSession, draft.id, **known):
        return earlier
    check_times(draft.starts_at, draft.start_closes_at)
    check_bases(draft.blueprint_version_id, draft.cycle_id)

    def create() -> ExamSession:
        row = lay_down(actor, draft, actor.agency_id)
        record_event(actor, "exam_session.planned", subject=row)
        return row

    return once(create, lambda: find_resubmitted(ExamSession, draft.id, **known))[0]


def lay_down(
    actor: Actor,
    draft: SessionDraft,
    agency_id: UUID | None,
    *,
    earlier_id: UUID | None = None,
    kind: str = SessionKind.FIRST.value,
) -> ExamSession:
    """The row of a session. Part of an act: inside its transaction, before its event."""
    if not database.in_transaction():
        raise RuntimeError("a session is laid down inside of an act")
    return ExamSession.create(
        **vars(draft),
        agency_id=agency_id,
        earlier_id=earlier_id,
        kind=kind,
        draft_hash=hash_of(draft),
        by_account_id=actor.account_id,
        created_at=clock.now(),
    )


def check_bases(blueprint_version_id: UUID, cycle_id: UUID | None) -> None:
    """Two queries. Raises BlueprintUnknown, CycleUnknown."""
    if not BlueprintVersion.select(BlueprintVersion.id).where(BlueprintVersion.id == blueprint_version_id).exists():
        problem = FieldProblem("blueprint_version_id", BlueprintUnknown.title, BlueprintUnknown.code)
        raise BlueprintUnknown(fields=[problem])
    if cycle_id and not RotationCycle.select(RotationCycle.id).where(RotationCycle.id == cycle_id).exists():
        raise CycleUnknown(fields=[FieldProblem("cycle_id", CycleUnknown.title, CycleUnknown.code)])


def change_session(actor: Actor, seen: ExamSession, changes: dict[str, Any]) -> ExamSession:
    """Change a planned session while nobody has started; starts wait until it is written, and go by it.

    Raises SessionEnded, SessionStarted, TimesOfSessionInvalid, BlueprintUnknown, CycleUnknown, Stale.
    """
    wanted = {name: value for name, value in changes.items() if getattr(seen, name) != value}
    if not wanted:
        return seen
    check_times(wanted.get("starts_at", seen.starts_at), wanted.get("start_closes_at", seen.start_closes_at))
    check_bases(wanted.get("blueprint_version_id", seen.blueprint_version_id), wanted.get("cycle_id"))
    with database.atomic():
        session = hold_session(seen.id, alone=True)
        if session.state != "planned":
            raise SessionEnded()
        if Attempt.select(Attempt.id).where(Attempt.session_id == session.id).exists():
            raise SessionStarted()
        has_papers = Paper.select(Paper.id).where(Paper.session_id == session.id).exists()
        if has_papers and "blueprint_version_id" in wanted:
            raise SessionStarted("试卷已生成，不能更换组卷规则；可取消本场后另行安排")
        if "most_tries" in wanted and wanted["most_tries"] > session.most_tries:
            wanted["papers_state"] = "none"  # the job makes what is missing
        save_versioned(seen, wanted)
        times: dict[str, Any] = {
            name: clock.to_text(wanted[name]) for name in ("starts_at", "start_closes_at") if name in wanted
        }
        record_event(actor, "exam_session.changed", subject=seen, details={"fields": sorted(wanted), **times})
    return seen


def end_session(actor: Actor, id: UUID, state: str, reason: str) -> ExamSession:
    """Close a session, or cancel one in which nobody has started; whoever never started is absent from then on.

    Told twice it ends once. Raises NotFound, SessionEnded, SessionRunning, SessionStarted.
    """
    own_session(actor, id)
    with database.atomic():
        session = hold_session(id, alone=True)
        if session.state == state:
            return session
        if session.state != "planned":
            raise SessionEnded()
        attempts = Attempt.select(Attempt.id).where(Attempt.session_id == id)
        running = attempts.where(Attempt.state == "running").count()
        if state == "closed" and running:
            raise SessionRunning(running=running)
        if state == "cancelled" and attempts.exists():
            raise SessionStarted("已有考生开考，不能取消本场考试")
        save_versioned(session, {"state": state, "ended_reason": reason})
        record_event(actor, f"exam_session.{state}", subject=session)
    return session


def close_due_sessions(actor: Actor) -> int:
    """Close sessions that nobody can start any more and nobody sits; how many."""
    moment, count = clock.now(), 0
    while due := sessions_to_close(moment, 100):
        for one in due:
            with database.atomic():
                session = hold_session(one.id, alone=True)
                if session.state == "planned":
                    save_versioned(session, {"state": "closed"})
                    record_event(actor, "exam_session.closed", subject=session)
                    count += 1
    return count
