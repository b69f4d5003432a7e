"""Propose to the competent body what should become of the people in question, and record what it answers."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from reports.accountability.errors import (
    CaseEnded,
    NobodyToPropose,
    PreparedByOneself,
    ProposalNotIssued,
)
from reports.accountability.models import AccountabilityCase, DisciplineProposal, ProposalReply
from reports.accountability.queries.cases import (
    case_within_reach,
    check_kept,
    people_of,
    proposal_within_reach,
    waiting_proposals,
)
from reports.accountability.queries.papers import (
    proposal_by_id,
    proposal_facts,
    remind_from,
    reminder_text,
    reply_due_on,
)
from reports.accountability.rules import (
    ENDED,
    REPLY_SUBJECT,
    ProposalDraft,
    ReplyDraft,
    check_received,
)
from reports.documents.models import Document
from reports.documents.rules import DocumentKind
from reports.documents.services import PaperWish, issue_paper, reserve_document
from server.alerts.notices.services import notify
from server.core import clock
from server.core.database import database, lock_row, save_versioned
from server.core.errors import FieldProblem, NotFound
from server.core.events import record_event
from server.core.permissions import SYSTEM, Actor
from server.core.records import find_resubmitted, hash_of, once
from server.units.agencies.queries import agencies_by_id, agency_by_id
from server.units.attachments.services import attach
from server.units.registry.queries.lookups import unit_by_id
from server.web.signin.queries import is_of_actor


def draft_proposal(actor: Actor, case_id: UUID, draft: ProposalDraft) -> AccountabilityCase:
    """Draft what is proposed for people of the case, to whom; the leader issues it. Sent twice it is one.

    Raises NotFound, CaseOfAnotherAgency, CaseEnded, NobodyToPropose, ResubmissionConflict.
    """
    case = case_within_reach(actor, case_id)
    known = {"draft_hash": hash_of(draft), "by_account_id": actor.account_id, "case_id": case.id}
    if find_resubmitted(DisciplineProposal, draft.id, **known):
        return case
    check_kept(actor, case)
    _check_going(case)
    _check_named(case, draft)
    if draft.addressee_id and draft.addressee_id not in agencies_by_id([draft.addressee_id]):
        raise NotFound(agency_id=str(draft.addressee_id))

    def create() -> DisciplineProposal:
        row = DisciplineProposal.create(
            id=draft.id,
            agency_id=case.agency_id,
            addressee=draft.addressee,
            addressee_id=draft.addressee_id,
            measures=[{**vars(one), "person_id": str(one.person_id)} for one in draft.measures],
            by_name=actor.name,
            at=clock.now(),
            **known,
        )
        if case.state == "open":
            save_versioned(case, {"state": "drafted"})
        record_event(actor, "accountability.proposal_drafted", subject=case, about_unit_id=case.unit_id)
        return row

    once(create, lambda: find_resubmitted(DisciplineProposal, draft.id, **known))
    return case


def issue_proposal(actor: Actor, id: UUID) -> AccountabilityCase:
    """Decide that the letter goes out: it is numbered, a job makes it, and the day of the reply is set.

    The caller has asked for the password again. Issued twice it is issued once.
    Raises NotFound, CaseOfAnotherAgency, CaseEnded, PreparedByOneself.  Source: JN-3.6a; 国务院令第421号 art. 19.
    """
    case, proposal = proposal_within_reach(actor, id)
    check_kept(actor, case)
    if proposal.issued_on:
        return case
    _check_going(case)
    if is_of_actor(actor, [proposal.by_account_id]):
        raise PreparedByOneself()
    today = clock.today()
    with database.atomic():
        lock_row(AccountabilityCase.select(AccountabilityCase.id).where(AccountabilityCase.id == case.id))
        if DisciplineProposal.get_by_id(id).issued_on is None:
            DisciplineProposal.update(
                issued_on=today,
                issued_at=clock.now(),
                issued_by_id=actor.account_id,
                issued_by=actor.name,
                due_on=reply_due_on(today),
            ).where(DisciplineProposal.id == id).execute()
            reserve_document(
                actor,
                kind=DocumentKind.DISCIPLINE_PROPOSAL,
                subject_id=id,
                unit_id=None,  # it names people: the unit's own accounts do not find it among their documents
                agency=agency_by_id(proposal.agency_id),
                on=today,
            )
            save_versioned(case_within_reach(actor, case.id), {"state": "proposed"})
            _tell_addressee(proposal, reply_due_on(today))
            details = {"proposal_id": str(id)}
            record_event(actor, "accountability.proposed", subject=case, about_unit_id=case.unit_id, details=details)
    return case_within_reach(actor, case.id)


def _tell_addressee(proposal: DisciplineProposal, due_on: date) -> None:
    """A body that works with this system finds the letter among those it received."""
    if proposal.addressee_id is None:
        return
    notify(
        kind="letter.received",
        key=f"letter:{proposal.id}",
        text=f"收到处分建议书，请于 {due_on.isoformat()} 前答复。",
        subject_type="letter",
        subject_id=proposal.id,
        agency_id=proposal.addressee_id,
        due_on=due_on,
        permission="letter.answer",
    )


def make_letter(proposal_id: UUID) -> Document:
    """Make the letter's paper; run again it gives what is there. Raises what rendering and signing raise."""
    proposal, case = proposal_by_id(proposal_id)
    issued_on: date = proposal.issued_on  # type: ignore[assignment]
    wish = PaperWish(DocumentKind.DISCIPLINE_PROPOSAL, proposal.id, None, proposal.agency_id, issued_on)
    return issue_paper(wish, lambda number, check: proposal_facts(proposal, case, number, check, draft=False))


def record_reply(actor: Actor, proposal_id: UUID, draft: ReplyDraft) -> AccountabilityCase:
    """Record what the competent body answered. Sent twice it is one; a later answer is one more.

    Raises NotFound, CaseOfAnotherAgency, CaseEnded, ProposalNotIssued, ReplyImpossible, FileMissing,
    ResubmissionConflict.
    """
    case, proposal = proposal_within_reach(actor, proposal_id)
    if _is_known(actor, proposal, draft):
        return case
    check_kept(actor, case)
    return _record(actor, case, proposal, draft)


def answer_proposal(actor: Actor, case: AccountabilityCase, proposal: DisciplineProposal, draft: ReplyDraft) -> None:
    """The competent body itself answers a letter addressed to it; who sent it is told. Sent twice it is one.

    The caller has found the letter among those to the actor's own agency.
    Raises CaseEnded, ProposalNotIssued, ReplyImpossible, FileMissing, ResubmissionConflict.
    """
    if not _is_known(actor, proposal, draft):
        _record(actor, case, proposal, draft, by_addressee=True)


def _tell_sender(case: AccountabilityCase, proposal: DisciplineProposal, draft: ReplyDraft) -> None:
    notify(
        kind="accountability.answered",
        key=f"accountability:{draft.id}:answered",
        text=f"{proposal.addressee}已答复处分建议书：{draft.text[:100]}",
        subject_type="accountability_case",
        subject_id=case.id,
        unit_id=case.unit_id,
        agency_id=case.agency_id,
        permission="accountability.view",
    )


def _is_known(actor: Actor, proposal: DisciplineProposal, draft: ReplyDraft) -> bool:
    known = {"draft_hash": hash_of(draft), "by_account_id": actor.account_id, "proposal_id": proposal.id}
    return find_resubmitted(ProposalReply, draft.id, **known) is not None


def _record(
    actor: Actor,
    case: AccountabilityCase,
    proposal: DisciplineProposal,
    draft: ReplyDraft,
    *,
    by_addressee: bool = False,
) -> AccountabilityCase:
    known = {"draft_hash": hash_of(draft), "by_account_id": actor.account_id, "proposal_id": proposal.id}
    _check_going(case)
    if proposal.issued_on is None:
        raise ProposalNotIssued()
    check_received(draft.received_on, proposal.issued_on, clock.today())

    def create() -> ProposalReply:
        row = ProposalReply.create(
            id=draft.id,
            received_on=draft.received_on,
            outcome=draft.outcome,
            text=draft.text,
            by_name=actor.name,
            at=clock.now(),
            **known,
        )
        attach(actor, REPLY_SUBJECT, row.id, case.unit_id, draft.files)
        first = DisciplineProposal.replied_on.is_null()  # type: ignore[union-attr]
        DisciplineProposal.update(replied_on=draft.received_on).where(
            (DisciplineProposal.id == proposal.id) & first
        ).execute()
        if case.state == "proposed":
            save_versioned(case, {"state": "replied"})
        details = {"proposal_id": str(proposal.id), "outcome": draft.outcome}
        if by_addressee:
            _tell_sender(case, proposal, draft)
        record_event(actor, "accountability.replied", subject=case, about_unit_id=case.unit_id, details=details)
        return row

    once(create, lambda: find_resubmitted(ProposalReply, draft.id, **known))
    return case


def remind_of_replies() -> int:
    """Remind the agencies whose proposals wait for an answer, once before and once after the day; how many."""
    today, told = clock.today(), 0
    for proposal, case in waiting_proposals():
        due_on: date = proposal.due_on  # type: ignore[assignment]
        if due_on < today and proposal.overdue_on is None:
            _remind(proposal, case, today, overdue=True)
        elif due_on >= today and proposal.reminded_on is None and remind_from(due_on, today):
            _remind(proposal, case, today, overdue=False)
        else:
            continue
        told += 1
    return told


def _remind(proposal: DisciplineProposal, case: AccountabilityCase, today: date, *, overdue: bool) -> None:
    unit = unit_by_id(case.unit_id)
    text = f"{unit.name}追责事项的处分建议书逾期未收到回复。" if overdue else reminder_text(unit.name, today)
    column = DisciplineProposal.overdue_on if overdue else DisciplineProposal.reminded_on
    with database.atomic():
        DisciplineProposal.update({column: today}).where(DisciplineProposal.id == proposal.id).execute()
        notify(
            kind="accountability.overdue" if overdue else "accountability.due",
            key=f"accountability:{proposal.id}:{'overdue' if overdue else 'due'}",
            text=text,
            subject_type="accountability_case",
            subject_id=case.id,
            unit_id=case.unit_id,
            agency_id=case.agency_id,
            due_on=proposal.due_on,
            permission="accountability.handle",
        )
        record_event(SYSTEM, "accountability.reminded", subject=case, about_unit_id=case.unit_id)


def _check_going(case: AccountabilityCase) -> None:
    if case.state in ENDED:
        raise CaseEnded()


def _check_named(case: AccountabilityCase, draft: ProposalDraft) -> None:
    named = {person.id for person in people_of([case.id]).get(case.id, [])}
    for number, measure in enumerate(draft.measures):
        if measure.person_id not in named:
            problem = FieldProblem(f"measures.{number}.person_id", NobodyToPropose.title, NobodyToPropose.code)
            raise NobodyToPropose(fields=[problem])
