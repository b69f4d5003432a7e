"""Check-in (签到): the sealed paper goes to the phone, and one device is bound to the candidate."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from uuid import UUID

from courses.exams.errors import NotInvited, OtherDevice, PapersMissing, SessionEnded, SnapshotMissing
from courses.exams.models import Attempt, Candidate, ExamSession, ProctorEvent
from courses.exams.queries.candidates import candidate_within_reach
from courses.exams.queries.entries import hold_session, last_attempt, lock_candidate, sealed_paper_of
from courses.exams.queries.mine import my_candidacy
from courses.exams.rules.answers import Flag
from courses.exams.rules.sessions import CandidateState, check_may_check_in, next_try
from courses.papers.models import Paper
from server.core import clock
from server.core.database import database
from server.core.errors import FieldProblem, NotFound
from server.core.events import record_event
from server.core.ids import new_id
from server.core.permissions import Actor
from server.core.statements import insert_rows
from server.units.attachments.models import Delivery


@dataclass(frozen=True)
class CheckInDraft:
    """``device`` is what the phone calls itself; ``take_over``: from another device, which is noted."""

    device: str
    take_over: bool = False
    photo_sha256: str = ""


@dataclass(frozen=True)
class CheckedIn:
    """What the phone gets, its token aside: without any key."""

    session: ExamSession
    candidate: Candidate
    paper: Paper
    try_no: int
    attempt: Attempt | None


def check_in(actor: Actor, candidate_id: UUID, draft: CheckInDraft) -> CheckedIn:
    """Check in on a device, as often as one likes on the same one. Source: JN-3.4a.

    Raises NotFound (not the own), NotInvited, SessionEnded, CheckInTooEarly, ExamStartClosed, NoTriesLeft,
    PapersMissing, OtherDevice, SnapshotMissing.
    """
    if actor.person_id is None or not Candidate.select(Candidate.id).where(my_candidacy(actor, candidate_id)).exists():
        raise NotFound(candidate_id=str(candidate_id))
    if draft.photo_sha256:
        check_delivered(actor, [draft.photo_sha256])
    with database.atomic():
        candidate = lock_candidate(candidate_id)
        session = hold_session(candidate.session_id)
        attempt = last_attempt(candidate_id)
        runs = attempt is not None and attempt.state == "running"
        _check_open(session, candidate, runs)
        try_no = next_try(attempt.try_no if attempt else 0, runs, session.most_tries)
        paper = sealed_paper_of(session.id, candidate_id, try_no)
        if paper is None:
            raise PapersMissing()
        if _bind(candidate, draft, attempt if runs else None):
            details = {"session_id": str(session.id), "try_no": try_no, "serial": candidate.token_serial}
            record_event(
                actor, "exam_candidate.checked_in", subject=candidate, about_unit_id=candidate.unit_id, details=details
            )
    return CheckedIn(session, candidate, paper, try_no, attempt if runs else None)


def _check_open(session: ExamSession, candidate: Candidate, runs: bool) -> None:
    if session.state == "cancelled" or (session.state == "closed" and not runs):
        raise SessionEnded()
    if candidate.state != CandidateState.INVITED.value:
        raise NotInvited()
    if not runs:  # who runs may come back on until the end
        check_may_check_in(session.starts_at, session.start_closes_at, clock.now())


def _bind(candidate: Candidate, draft: CheckInDraft, attempt: Attempt | None) -> bool:
    """Bind the device; whether anything changed. Raises OtherDevice."""
    changes: dict[str, Any] = {}
    if candidate.device != draft.device:
        if candidate.device and not draft.take_over:
            raise OtherDevice()
        changes = {"device": draft.device, "token_serial": candidate.token_serial + 1}
        if candidate.device:
            changes["takeovers"] = candidate.takeovers + 1
    if draft.photo_sha256 and draft.photo_sha256 != candidate.photo_sha256:
        changes["photo_sha256"] = draft.photo_sha256
    if candidate.checked_in_at is None:
        changes["checked_in_at"] = clock.now()
    if not changes:
        return False
    Candidate.update(**changes, version=Candidate.version + 1).where(Candidate.id == candidate.id).execute()
    if attempt is not None and "token_serial" in changes:
        _move_attempt(attempt, changes, was_taken="takeovers" in changes)
    for name, value in changes.items():
        setattr(candidate, name, value)
    return True


def _move_attempt(attempt: Attempt, changes: dict[str, Any], *, was_taken: bool) -> None:
    moved = {"token_serial": changes["token_serial"], "device": changes["device"]}
    if was_taken:
        moved["flags"] = sorted({*attempt.flags, Flag.DEVICE_CHANGED.value})
    Attempt.update(**moved).where(Attempt.id == attempt.id).execute()
    kind = "taken_over" if was_taken else "device_changed"
    moment = clock.now()
    insert_rows(
        [ProctorEvent(id=new_id(), attempt_id=attempt.id, kind=kind, note=changes["device"], received_at=moment)]
    )
    for name, value in moved.items():
        setattr(attempt, name, value)


def release_device(actor: Actor, candidate_id: UUID) -> Candidate:
    """The invigilator frees a candidate of the device, whose token ends: the next check-in binds another.

    Told twice it is free once. Raises NotFound.
    """
    candidate_within_reach(actor, candidate_id)
    with database.atomic():
        candidate = lock_candidate(candidate_id)
        if not candidate.device:
            return candidate
        serial = candidate.token_serial + 1
        Candidate.update(device="", token_serial=serial, version=Candidate.version + 1).where(
            Candidate.id == candidate_id
        ).execute()
        attempt = last_attempt(candidate_id)
        if attempt is not None and attempt.state == "running":
            Attempt.update(token_serial=serial).where(Attempt.id == attempt.id).execute()
        details = {"session_id": str(candidate.session_id), "serial": serial}
        record_event(
            actor, "exam_candidate.device_released", subject=candidate, about_unit_id=candidate.unit_id, details=details
        )
        candidate.device, candidate.token_serial, candidate.version = "", serial, candidate.version + 1
    return candidate


def check_delivered(actor: Actor, hashes: list[str], field: str = "photo_sha256") -> None:
    """That this very account brought these pictures; one query. Raises SnapshotMissing."""
    wanted = sorted(set(hashes))
    mine = (Delivery.account_id == actor.account_id) & Delivery.sha256.in_(wanted)
    here = {row.sha256 for row in Delivery.select(Delivery.sha256).where(mine)} if wanted else set()
    if missing := sorted(set(wanted) - here):
        raise SnapshotMissing(
            fields=[FieldProblem(field, SnapshotMissing.title, SnapshotMissing.code)], missing=missing
        )


def token_until(checked_in: CheckedIn, slack: timedelta) -> Any:
    """When the attempt's token ends: after the last moment at which this try's answers may arrive, and then some."""
    session, attempt = checked_in.session, checked_in.attempt
    spans = session.duration_seconds + checked_in.candidate.extra_seconds
    spans += session.grace_seconds + session.upload_seconds
    last = attempt.closes_at if attempt else session.start_closes_at + timedelta(seconds=spans)
    return last + slack
