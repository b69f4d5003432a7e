"""Acts on runs: ask, mark by hand, approve, take back."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from reports.assessments.errors import (
    AssessmentCounting,
    AssessmentElsewhere,
    AssessmentFrozen,
    AssessmentNotApproved,
    AssessmentRevoked,
    MarksMissing,
    MarkTooHigh,
    SchemeNotPublished,
)
from reports.assessments.models import AssessmentMark, AssessmentResult, AssessmentRun
from reports.assessments.queries.runs import results_of, run_within_reach
from reports.assessments.queries.schemes import scheme_by_id, scheme_within_reach
from reports.assessments.rules import RunDraft, check_as_of, indicator_of
from reports.assessments.services.counting import hash_of_run, settle
from reports.documents.rules import DocumentKind
from reports.documents.services import reserve_document, revoke_document
from server.core import clock
from server.core.database import database, lock_row, save_versioned
from server.core.errors import FieldProblem, Invalid, ResubmissionConflict, Stale
from server.core.events import record_event
from server.core.permissions import Actor
from server.core.records import find_resubmitted, hash_of, once
from server.units.agencies.queries import agency_by_id
from server.units.attachments.rules import AttachedFile, named_once
from server.units.attachments.services import delivered_files


@dataclass(frozen=True)
class MarkDraft:
    """Points by hand for one indicator of one of those assessed."""

    id: UUID
    subject_key: str
    code: str
    points_x100: int
    reason: str
    files: tuple[AttachedFile, ...]


def ask_for_run(actor: Actor, draft: RunDraft) -> AssessmentRun:
    """Have a published scheme reckoned as of a day, by a job. Sent twice it is one.

    Raises NotFound, AssessmentElsewhere, SchemeNotPublished, AssessmentDay, ResubmissionConflict.
    """
    known = {"draft_hash": hash_of(draft), "by_account_id": actor.account_id}
    if earlier := find_resubmitted(AssessmentRun, draft.id, **known):
        return earlier
    scheme = scheme_within_reach(actor, draft.scheme_id)
    if scheme.agency_id != actor.agency_id:
        raise AssessmentElsewhere()
    if scheme.state != "published":
        raise SchemeNotPublished()
    check_as_of(scheme.year, draft.as_of, clock.today())

    def create() -> AssessmentRun:
        run = AssessmentRun.create(
            **vars(draft),
            **known,
            agency_id=scheme.agency_id,
            state="counting",
            by_name=actor.name,
            created_at=clock.now(),
        )
        record_event(actor, "assessment.asked", subject=run, details={"counting": 1})
        return run

    return once(create, lambda: find_resubmitted(AssessmentRun, draft.id, **known))[0]


def ask_again(actor: Actor, id: UUID) -> AssessmentRun:
    """Have a run that is not approved reckoned anew; marks by hand stay.

    Raises NotFound, AssessmentElsewhere, AssessmentFrozen, AssessmentCounting.
    """
    with database.atomic():
        run = _locked(actor, id)
        save_versioned(run, {"state": "counting", "counting": run.counting + 1})
        record_event(actor, "assessment.asked", subject=run, details={"counting": run.counting})
    return run_within_reach(actor, id)


def mark_by_hand(actor: Actor, run_id: UUID, draft: MarkDraft) -> AssessmentRun:
    """Give the points of an indicator that is marked by hand; a later mark takes the place of an earlier. Sent twice
    it is one.

    Raises NotFound, AssessmentElsewhere, AssessmentFrozen, AssessmentCounting, Invalid, MarkTooHigh, FileMissing,
    ResubmissionConflict.
    """
    run_within_reach(actor, run_id)
    known = {
        "run_id": run_id,
        "subject_key": draft.subject_key,
        "code": draft.code,
        "points_x100": draft.points_x100,
        "reason": draft.reason,
        "by_account_id": actor.account_id,
    }
    if earlier := find_resubmitted(AssessmentMark, draft.id, **known):
        if [row["sha256"] for row in earlier.files] != [row.sha256 for row in named_once(draft.files)]:
            raise ResubmissionConflict(id=str(draft.id), field="files")
        return run_within_reach(actor, run_id)
    with database.atomic():
        run = _locked(actor, run_id)
        if not find_resubmitted(AssessmentMark, draft.id, **known):
            _check_mark(run, draft)
            live = (AssessmentMark.run_id == run_id) & (AssessmentMark.live == True)  # noqa: E712
            same = (AssessmentMark.subject_key == draft.subject_key) & (AssessmentMark.code == draft.code)
            AssessmentMark.update(live=None).where(live & same).execute()
            files = delivered_files(actor, draft.files)
            AssessmentMark.create(id=draft.id, **known, files=files, live=True, by_name=actor.name, at=clock.now())
            settle(run, [indicator_of(row) for row in scheme_by_id(run.scheme_id).indicators])
            save_versioned(run, {"inputs_hash": hash_of_run(run)})
            record_event(actor, "assessment.marked", subject=run, details={"mark_id": str(draft.id)})
    return run_within_reach(actor, run_id)


def approve_run(actor: Actor, id: UUID) -> AssessmentRun:
    """Freeze a run and number its sheet, which a job makes. Approved twice it is approved once.

    The caller has asked for the password again. Raises NotFound, AssessmentElsewhere, AssessmentCounting,
    AssessmentFrozen (revoked), MarksMissing, Stale.  Source: JN-2.1e, JN-3.5b.
    """
    seen = run_within_reach(actor, id)
    if seen.state == "approved" and seen.agency_id == actor.agency_id:
        return seen
    with database.atomic():
        run = _locked(actor, id, approving=True)
        if run.state == "approved":
            return run  # a twin was first
        if run.version != seen.version:
            raise Stale()
        if missing := [row.subject_name for row in results_of(id) if row.lacking]:
            raise MarksMissing(subjects=missing[:20])
        today = clock.today()
        document = reserve_document(
            actor,
            kind=DocumentKind.ASSESSMENT_SHEET,
            subject_id=run.id,
            unit_id=None,
            agency=agency_by_id(run.agency_id),
            on=today,
        )
        changes = {
            "state": "approved",
            "document_id": document.id,
            "approved_on": today,
            "approved_at": clock.now(),
            "approved_by_id": actor.person_id,
            "approved_by": actor.name,
        }
        save_versioned(run, changes)
        details = {"document_id": str(document.id), "inputs_hash": run.inputs_hash}
        record_event(actor, "assessment.approved", subject=run, details=details)
    return run_within_reach(actor, id)


def revoke_run(actor: Actor, id: UUID, reason: str) -> AssessmentRun:
    """Take an approved result back; its sheet is revoked in the register, its rows stay. Sent twice it is once.

    Raises NotFound, AssessmentElsewhere, AssessmentNotApproved, AssessmentRevoked, DocumentNotSigned.
    """
    run = run_within_reach(actor, id)
    if run.agency_id != actor.agency_id:
        raise AssessmentElsewhere()
    with database.atomic():
        locked = lock_row(AssessmentRun.select().where(AssessmentRun.id == id))
        if locked.state == "revoked":
            if locked.revoked_reason != reason:
                raise AssessmentRevoked()
        elif locked.state != "approved":
            raise AssessmentNotApproved()
        else:
            save_versioned(locked, {"state": "revoked", "revoked_reason": reason, "revoked_at": clock.now()})
            revoke_document(actor, locked.document_id, reason)
            record_event(actor, "assessment.revoked", subject=locked)
    return run_within_reach(actor, id)


def _locked(actor: Actor, id: UUID, *, approving: bool = False) -> AssessmentRun:
    """The run, locked, while it may still change. Raises NotFound, AssessmentElsewhere, AssessmentFrozen,
    AssessmentCounting."""
    if run_within_reach(actor, id).agency_id != actor.agency_id:
        raise AssessmentElsewhere()
    run: AssessmentRun = lock_row(AssessmentRun.select().where(AssessmentRun.id == id))
    if run.state == "counting":
        raise AssessmentCounting()
    if run.state == "revoked" or (run.state == "approved" and not approving):
        raise AssessmentFrozen()
    return run


def _check_mark(run: AssessmentRun, draft: MarkDraft) -> None:
    scheme = scheme_by_id(run.scheme_id)
    manual = {one.code: one for one in map(indicator_of, scheme.indicators) if one.is_manual}
    if draft.code not in manual:
        raise Invalid(fields=[FieldProblem("code", "不是人工评分的指标", "not_manual")])
    mine = (AssessmentResult.run_id == run.id) & (AssessmentResult.subject_key == draft.subject_key)
    if not AssessmentResult.select().where(mine).exists():
        raise Invalid(fields=[FieldProblem("subject_key", "不是本次考核的对象", "unknown_subject")])
    if draft.points_x100 > manual[draft.code].full_x100:
        raise MarkTooHigh(fields=[FieldProblem("points_x100", MarkTooHigh.title, MarkTooHigh.code)])
