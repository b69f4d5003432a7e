"""Mark anew: tried without a trace, proposed by one, approved by two others, applied in batches."""

from __future__ import annotations

from uuid import UUID

from courses.exams.models import ExamSession
from courses.items.models import ItemVersion
from courses.items.rules.content import check_content
from courses.markings.errors import (
    ApprovedBefore,
    KeyUnfit,
    ModeUnfit,
    NothingLeft,
    OwnRegrade,
    RegradeRunning,
    RegradeSettled,
    RegradeStale,
    SessionOpen,
    VersionNotInSession,
)
from courses.markings.models import Regrade, RegradeApproval
from courses.markings.queries.reach import session_within_reach
from courses.markings.queries.regrades import (
    fingerprint_of,
    foresee,
    foreseen_shape,
    live_batch,
    marked_anew,
    regrade_within_reach,
    version_after,
)
from courses.markings.queries.sheets import rules_of
from courses.markings.rules.changes import Mode
from courses.markings.rules.regrading import Decision, Foreseen, RegradeDraft, RegradeWish, needs_people
from courses.markings.services.results import Verdict, give_result
from server.core import clock
from server.core.database import database, lock_row, save_versioned
from server.core.errors import FieldProblem, RuleViolation
from server.core.events import record_event, take_turn
from server.core.permissions import Actor
from server.core.records import find_resubmitted, once

#: So many others than the proposer must approve.
APPROVALS = 2
_KEYED = (Mode.NEW_KEY, Mode.ALSO)


def try_regrade(actor: Actor, session_id: UUID, wish: RegradeWish) -> tuple[Foreseen, str]:
    """What a regrade would change, and the fingerprint of the results it was tried on; writes nothing.

    Raises NotFound, SessionOpen, VersionNotInSession, ModeUnfit, KeyUnfit, NothingLeft.
    """
    session = session_within_reach(actor, session_id)
    if session.state != "closed":
        raise SessionOpen(session_id=str(session_id))
    version = ItemVersion.get_or_none(ItemVersion.id == wish.version_id)
    if version is None:
        raise VersionNotInSession(fields=[_problem("version_id", VersionNotInSession)])
    _check_wish(version, wish)
    fingerprint = fingerprint_of(session.id)
    foreseen = foresee(session, wish)
    if foreseen.results == 0:
        raise VersionNotInSession(fields=[_problem("version_id", VersionNotInSession)])
    if foreseen.empty:
        raise NothingLeft(fields=[_problem("mode", NothingLeft)])
    return foreseen, fingerprint


def propose_regrade(actor: Actor, session_id: UUID, draft: RegradeDraft) -> Regrade:
    """Propose what was tried; sent twice it is one.

    Raises what ``try_regrade`` raises, RegradeStale when results changed since the trial, ResubmissionConflict.
    """
    session = session_within_reach(actor, session_id)
    wish = draft.wish
    content = {"version_id": wish.version_id, "mode": wish.mode.value, "key": wish.key, "reason": draft.reason}

    def find() -> Regrade | None:
        return find_resubmitted(Regrade, draft.id, session_id=session.id, **content)

    if earlier := find():
        return earlier
    foreseen, fingerprint = try_regrade(actor, session_id, wish)
    if fingerprint != draft.fingerprint:
        raise RegradeStale(session_id=str(session_id))

    def create() -> Regrade:
        row = Regrade.create(
            id=draft.id,
            session_id=session.id,
            **content,
            foreseen=foreseen_shape(foreseen),
            fingerprint=fingerprint,
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
        rules, version = rules_of(session), version_after(session.id, regrade.version_id)
        for row, old, new in marked_anew(rows, str(regrade.version_id), version, rules):
            if tuple(old) != new:
                give_result(actor, row.attempt_id, row.person_id, Verdict(session, rules, new, regrade_id))
        return rows[-1].id


def _check_wish(version: ItemVersion, wish: RegradeWish) -> None:
    if wish.mode not in _KEYED:
        if wish.key is not None:
            raise KeyUnfit(fields=[FieldProblem("key", "送分或作废不需要答案", KeyUnfit.code)])
        return
    if needs_people(version.type, version.content):
        raise ModeUnfit(fields=[_problem("mode", ModeUnfit)])
    problems = [one for one in check_content(version.type, version.content, wish.key) if "key" in one.field]
    if wish.key is None or problems:
        raise KeyUnfit(fields=problems or [_problem("key", KeyUnfit)])


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
    if approved and regrade.by_account_id == actor.account_id:
        raise OwnRegrade(regrade_id=str(regrade.id))
    if regrade.state != "proposed":
        raise RegradeSettled(regrade_id=str(regrade.id))
    if any(one.by_account_id == actor.account_id for one in earlier):
        raise ApprovedBefore(regrade_id=str(regrade.id))


def _check_still_holds(regrade: Regrade) -> None:
    here = (Regrade.session_id == regrade.session_id) & (Regrade.state == "approved")
    if Regrade.select(Regrade.id).where(here).exists():
        raise RegradeRunning(regrade_id=str(regrade.id))
    if fingerprint_of(regrade.session_id) != regrade.fingerprint:
        raise RegradeStale(regrade_id=str(regrade.id))


def _problem(field: str, error: type[RuleViolation]) -> FieldProblem:
    return FieldProblem(field, error.title, error.code)


def _told(row: Regrade) -> dict[str, object]:
    return {"session_id": str(row.session_id), "version_id": str(row.version_id), "mode": row.mode}
