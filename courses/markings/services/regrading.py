"""Mark anew: what was tried is proposed by one, approved by two others, applied in batches."""

from __future__ import annotations

from uuid import UUID

from courses.exams.models import ExamSession
from courses.exams.queries.sessions import marked_session_within_reach
from courses.markings.errors import (
    ApprovedBefore,
    OwnRegrade,
    RegradeRunning,
    RegradeSettled,
    RegradeStale,
    TrialUnfinished,
)
from courses.markings.models import Regrade, RegradeApproval, RegradeTrial
from courses.markings.queries.anew import fingerprint_of, live_batch, marked_anew
from courses.markings.queries.regrades import regrade_within_reach
from courses.markings.rules.regrading import Decision, RegradeDraft
from courses.markings.services.results import supersede_results
from server.core import clock
from server.core.database import database, lock_row, save_versioned
from server.core.errors import FieldProblem
from server.core.events import record_event, take_turn
from server.core.permissions import Actor
from server.core.records import find_resubmitted, once
from server.web.signin.queries import is_of_actor

#: So many others than the proposer must approve.
APPROVALS = 2


def propose_regrade(actor: Actor, session_id: UUID, draft: RegradeDraft) -> Regrade:
    """Propose what was tried, with what the trial foresaw; sent twice it is one.

    Raises NotFound, TrialUnfinished, RegradeStale when results changed since the trial, ResubmissionConflict.
    """
    session = marked_session_within_reach(actor, session_id)
    trial = _finished_trial(session, draft.trial_id)
    content = {"version_id": trial.version_id, "mode": trial.mode, "key": trial.key, "reason": draft.reason}

    def find() -> Regrade | None:
        return find_resubmitted(Regrade, draft.id, session_id=session.id, **content)

    if earlier := find():
        return earlier
    if fingerprint_of(session.id) != trial.fingerprint:
        raise RegradeStale(session_id=str(session_id))

    def create() -> Regrade:
        row = Regrade.create(
            id=draft.id,
            session_id=session.id,
            **content,
            foreseen=trial.foreseen,
            fingerprint=trial.fingerprint,
            by_account_id=actor.account_id,
            by_name=actor.name,
            at=clock.now(),
        )
        record_event(actor, "regrade.proposed", subject=row, about_unit_id=session.unit_id, details=_told(row))
        return row

    return once(create, find)[0]


def decide_regrade(actor: Actor, regrade_id: UUID, decision: Decision) -> Regrade:
    """Approve or refuse; the second approval sets it going, one refusal ends it. Sent twice it is one.

    Whoever proposed it may take it back, which is a refusal, and may not approve it.

    Raises NotFound, OwnRegrade, ApprovedBefore, RegradeSettled, RegradeStale, RegradeRunning, ResubmissionConflict.
    """
    regrade = regrade_within_reach(actor, regrade_id)
    known = {"regrade_id": regrade_id, "by_account_id": actor.account_id, "approved": decision.approved}

    def find() -> RegradeApproval | None:
        return find_resubmitted(RegradeApproval, decision.id, **known)

    if find() is None:
        once(lambda: _decide(actor, regrade.session_id, regrade_id, decision), find)
    return Regrade.get_by_id(regrade_id)


def apply_some(actor: Actor, regrade_id: UUID, after: UUID | None) -> UUID | None:
    """Mark the next batch of results anew; the last id, or None when all follow the regrade.

    Killed in the middle, a batch leaves nothing behind; run twice it changes nothing the second time.
    """
    with database.atomic():
        take_turn(actor)
        regrade = Regrade.get_by_id(regrade_id)
        if regrade.state != "approved":
            return None
        rows = live_batch(regrade.session_id, after)
        if not rows:
            save_versioned(regrade, {"state": "applied", "applied_at": clock.now()})
            record_event(actor, "regrade.applied", subject=regrade, details=_told(regrade))
            return None
        session = ExamSession.get_by_id(regrade.session_id)
        anew = marked_anew(session, rows, regrade.version_id)
        changed = [(row, remarked) for row, remarked in anew if row.slots != remarked.slots]
        supersede_results(actor, session, regrade_id, changed)
        return rows[-1].id


def _finished_trial(session: ExamSession, trial_id: UUID) -> RegradeTrial:
    here = (RegradeTrial.id == trial_id) & (RegradeTrial.session_id == session.id)
    trial = RegradeTrial.get_or_none(here & (RegradeTrial.state == "tried"))
    if trial is None:
        raise TrialUnfinished(fields=[FieldProblem("trial_id", TrialUnfinished.title, TrialUnfinished.code)])
    return trial


def _decide(actor: Actor, session_id: UUID, regrade_id: UUID, decision: Decision) -> RegradeApproval:
    """Those who decide in one session take turns at its row: two regrades never start at once."""
    lock_row(ExamSession.select().where(ExamSession.id == session_id))
    regrade = lock_row(Regrade.select().where(Regrade.id == regrade_id))
    earlier = list(RegradeApproval.select().where(RegradeApproval.regrade_id == regrade_id))
    if twin := next((one for one in earlier if one.id == decision.id), None):
        return twin
    _check_may_decide(actor, regrade, earlier, decision.approved)
    approval = RegradeApproval.create(
        id=decision.id,
        regrade_id=regrade_id,
        approved=decision.approved,
        note=decision.note,
        by_account_id=actor.account_id,
        by_name=actor.name,
        at=clock.now(),
    )
    kind = "regrade.seconded"
    if not decision.approved:
        kind = "regrade.rejected"
        save_versioned(regrade, {"state": "rejected"})
    else:
        _check_still_holds(regrade)
        if len(earlier) + 1 >= APPROVALS:
            kind = "regrade.approved"
            save_versioned(regrade, {"state": "approved", "approved_at": clock.now()})
    record_event(actor, kind, subject=regrade, details=_told(regrade))
    return approval


def _check_may_decide(actor: Actor, regrade: Regrade, earlier: list[RegradeApproval], approved: bool) -> None:
    if approved and is_of_actor(actor, [regrade.by_account_id]):
        raise OwnRegrade(regrade_id=str(regrade.id))
    if regrade.state != "proposed":
        raise RegradeSettled(regrade_id=str(regrade.id))
    if is_of_actor(actor, [one.by_account_id for one in earlier]):
        raise ApprovedBefore(regrade_id=str(regrade.id))


def _check_still_holds(regrade: Regrade) -> None:
    here = (Regrade.session_id == regrade.session_id) & (Regrade.state == "approved")
    if Regrade.select(Regrade.id).where(here).exists():
        raise RegradeRunning(regrade_id=str(regrade.id))
    if fingerprint_of(regrade.session_id) != regrade.fingerprint:
        raise RegradeStale(regrade_id=str(regrade.id))


def _told(row: Regrade) -> dict[str, object]:
    return {"session_id": str(row.session_id), "version_id": str(row.version_id), "mode": row.mode}
