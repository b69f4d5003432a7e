"""The decision, and withdrawal of a round."""

from __future__ import annotations

from uuid import UUID

from reports.commendations.errors import (
    AlreadyDecided,
    AlreadyWithdrawn,
    DeciderInvolved,
)
from reports.commendations.models import (
    CommendationDecision,
    CommendationRound,
    CommendationWithdrawal,
    Honour,
    Nomination,
    NominationReview,
)
from reports.commendations.queries.nominations import approved_of
from reports.commendations.queries.rounds import decision_of, notice_of, open_objections, round_within_reach
from reports.commendations.rules import HonourKind, RoundState, check_decidable, check_open
from reports.commendations.services.rounds import check_bases_on, check_giver
from reports.documents.rules import DocumentKind
from reports.documents.services import BatchSubject, BatchWish, reserve_document, start_batch
from server.alerts.notices.rules import NoticeDraft
from server.alerts.notices.services import notify_all
from server.core import clock
from server.core.database import database, lock_row, save_versioned
from server.core.events import record_event
from server.core.ids import new_id
from server.core.permissions import Actor
from server.core.statements import insert_rows
from server.units.agencies.queries import agency_by_id

MAKER = "commendations.certificates"
_BATCH = 200


def decide_round(actor: Actor, id: UUID) -> CommendationRound:
    """Decide: number the decision, give the honours, have every paper made by jobs. Decided twice it is decided once.

    The caller has asked for the password again.
    Raises NotFound, NotYourRound, DeciderInvolved, RoundWithdrawn, NoticeMissing, NoticeRunning, ObjectionOpen,
    NobodyToHonour, NoBasisInForce, AlreadyDecided (by somebody else).  Source: 国务院令第421号 art. 17, JN-3.5a, LN-19c.
    """
    row = round_within_reach(actor, id)
    check_giver(actor, row)
    _check_uninvolved(actor, id)
    with database.atomic():
        row = lock_row(CommendationRound.select().where(CommendationRound.id == id))
        if earlier := decision_of(id):
            if earlier.by_account_id != actor.account_id:
                raise AlreadyDecided()
            return row
        chosen = _check_ready(row)
        _decide(actor, row, chosen)
    return row


def _check_ready(row: CommendationRound) -> list[Nomination]:
    if row.state == RoundState.WITHDRAWN:
        check_open(row.state, RoundState.NOTICED)
    notice, chosen, today = notice_of(row.id), approved_of(row.id), clock.today()
    check_decidable(notice.ends_on if notice else None, open_objections(row.id), len(chosen), today)
    check_bases_on(row.bases, agency_by_id(row.agency_id), today)
    return chosen


def _decide(actor: Actor, row: CommendationRound, chosen: list[Nomination]) -> None:
    today, now = clock.today(), clock.now()
    kind, agency = DocumentKind.COMMENDATION_DECISION, agency_by_id(row.agency_id)
    document = reserve_document(actor, kind=kind, subject_id=row.id, unit_id=None, agency=agency, on=today)
    decision = CommendationDecision.create(
        id=new_id(),
        round_id=row.id,
        document_id=document.id,
        person_id=actor.person_id,
        name=actor.name,
        by_account_id=actor.account_id,
        decided_on=today,
        at=now,
    )
    titles = {honour["code"]: honour["title"] for honour in row.honours}
    honours = [_honour(row, nomination, titles[nomination.honour_code]) for nomination in chosen]
    for start in range(0, len(honours), _BATCH):
        insert_rows(honours[start : start + _BATCH])
    subjects = [BatchSubject(honour.id, honour.name) for honour in honours]
    start_batch(actor, BatchWish(decision.id, MAKER, f"{row.title}荣誉证书", row.agency_id, subjects))
    notify_all([_told(row, honour) for honour in honours])
    save_versioned(row, {"state": RoundState.DECIDED.value})
    record_event(actor, "commendation.decided", subject=row, details={"honours": len(honours)})


def withdraw_round(actor: Actor, id: UUID, reason: str) -> CommendationRound:
    """Give a round up before it is decided; withdrawn twice it is withdrawn once.

    Raises NotFound, NotYourRound, RoundClosed (decided), AlreadyWithdrawn (by somebody else, or for another reason).
    """
    row = round_within_reach(actor, id)
    check_giver(actor, row)
    with database.atomic():
        row = lock_row(CommendationRound.select().where(CommendationRound.id == id))
        if earlier := CommendationWithdrawal.get_or_none(CommendationWithdrawal.round_id == id):
            if (earlier.by_account_id, earlier.reason) != (actor.account_id, reason):
                raise AlreadyWithdrawn()
            return row
        check_open(row.state, RoundState.OPEN, RoundState.NOTICED)
        CommendationWithdrawal.create(
            id=new_id(), round_id=id, reason=reason, by_account_id=actor.account_id, by_name=actor.name, at=clock.now()
        )
        save_versioned(row, {"state": RoundState.WITHDRAWN.value})
        record_event(actor, "commendation.withdrawn", subject=row)
    return row


def _check_uninvolved(actor: Actor, round_id: UUID) -> None:
    """Who nominated or reviewed anything of the round does not decide it, under whatever account."""
    nominated = (Nomination.nominated_by == actor.account_id) | (Nomination.nominator_person_id == actor.person_id)
    reviewed = (NominationReview.by_account_id == actor.account_id) | (NominationReview.by_person_id == actor.person_id)
    involved = Nomination.select().where((Nomination.round_id == round_id) & nominated).exists()
    if involved or NominationReview.select().where((NominationReview.round_id == round_id) & reviewed).exists():
        raise DeciderInvolved()


def _honour(row: CommendationRound, nomination: Nomination, title: str) -> Honour:
    is_person = nomination.kind == HonourKind.PERSON
    return Honour(
        id=new_id(),
        round_id=row.id,
        nomination_id=nomination.id,
        agency_id=row.agency_id,
        kind=nomination.kind,
        unit_id=nomination.unit_id,
        person_id=nomination.subject_id if is_person else None,
        title=title,
        name=nomination.name,
        place=nomination.place if is_person else "",
        decided_on=clock.today(),
        live=True,
        given_at=clock.now(),
    )


def _told(row: CommendationRound, honour: Honour) -> NoticeDraft:
    is_person = honour.kind == HonourKind.PERSON
    return NoticeDraft(
        kind="honour_given",
        key=f"honour_given:{honour.id}",
        text=f"在“{row.title}”中获得“{honour.title}”称号",
        subject_type="honour",
        subject_id=honour.id,
        unit_id=None if is_person else honour.unit_id,
        agency_id=None,
        person_id=honour.person_id,
        due_on=None,
        permission="",
    )
