"""Close a case with what came of it, or withdraw it."""

from __future__ import annotations

from uuid import UUID

from reports.accountability.errors import AlreadyEnded, ReplyOutstanding
from reports.accountability.models import AccountabilityCase, AccountabilityEnd
from reports.accountability.queries.cases import case_within_reach, check_kept, issued_of, unanswered_of
from reports.documents.queries.documents import live_document
from reports.documents.rules import DocumentKind
from reports.documents.services import revoke_document
from server.core import clock
from server.core.database import database, lock_row, save_versioned
from server.core.events import record_event
from server.core.ids import new_id
from server.core.permissions import Actor


def close_case(actor: Actor, id: UUID, text: str) -> AccountabilityCase:
    """Close a case whose proposals were answered, with what came of it. Sent twice it is closed once.

    Raises NotFound, CaseOfAnotherAgency, ReplyOutstanding, AlreadyEnded.
    """
    return _end(actor, id, "closed", text)


def withdraw_case(actor: Actor, id: UUID, reason: str) -> AccountabilityCase:
    """Take a case back with a reason; its letters are revoked, and what it cost the unit's rating is given back.

    Raises NotFound, CaseOfAnotherAgency, DocumentNotSigned (a letter is still being made), AlreadyEnded.
    """
    return _end(actor, id, "withdrawn", reason)


def _end(actor: Actor, id: UUID, kind: str, text: str) -> AccountabilityCase:
    check_kept(actor, case_within_reach(actor, id))
    with database.atomic():
        lock_row(AccountabilityCase.select(AccountabilityCase.id).where(AccountabilityCase.id == id))
        case = case_within_reach(actor, id)
        earlier = AccountabilityEnd.get_or_none(AccountabilityEnd.case_id == id)
        if earlier is None:
            _write_end(actor, case, kind, text)
        elif (earlier.kind, earlier.text, earlier.by_account_id) != (kind, text, actor.account_id):
            raise AlreadyEnded()
    return case_within_reach(actor, id)


def _write_end(actor: Actor, case: AccountabilityCase, kind: str, text: str) -> None:
    issued = issued_of(case.id)
    if kind == "closed" and (not issued or unanswered_of(case.id)):
        raise ReplyOutstanding()
    AccountabilityEnd.create(
        id=new_id(),
        case_id=case.id,
        kind=kind,
        text=text,
        by_account_id=actor.account_id,
        by_name=actor.name,
        at=clock.now(),
    )
    save_versioned(case, {"state": kind})
    if kind == "withdrawn":
        for proposal in issued:
            if document := live_document(DocumentKind.DISCIPLINE_PROPOSAL, proposal.id):
                revoke_document(actor, document.id, text)
    details = {"unit_id": str(case.unit_id)}
    record_event(actor, f"accountability.{kind}", subject=case, about_unit_id=case.unit_id, details=details)
