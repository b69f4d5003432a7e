"""Reads of cases within the reach of their units. People are named in one case only, never in a list of people."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from peewee import ModelSelect

from reports.accountability.errors import CaseOfAnotherAgency
from reports.accountability.models import (
    AccountabilityCase,
    AccountabilityEnd,
    AccountablePerson,
    DisciplineProposal,
    ProposalReply,
)
from reports.accountability.rules import REPLY_SUBJECT, SUBJECT
from reports.documents.queries import documents_of_subjects
from reports.documents.rules import DocumentKind
from server.core import clock
from server.core.errors import NotFound
from server.core.permissions import Actor
from server.units.agencies.models import Agency
from server.units.agencies.queries import agencies_by_id, agency_paths
from server.units.attachments.queries import attachments_of
from server.units.registry.queries.lookups import unit_names
from server.units.registry.queries.reach import is_within_reach
from server.web.paging import decode_cursor, page

KIND = DocumentKind.DISCIPLINE_PROPOSAL
Json = dict[str, Any]


@dataclass(frozen=True)
class CaseFilter:
    state: str | None = None
    unit_id: UUID | None = None
    limit: int = 50
    after: str | None = None


def cases_within_reach(actor: Actor) -> ModelSelect:
    """A query to compose."""
    return AccountabilityCase.select().where(is_within_reach(actor, AccountabilityCase.unit_id))


def case_within_reach(actor: Actor, id: UUID) -> AccountabilityCase:
    """Raises NotFound."""
    row = cases_within_reach(actor).where(AccountabilityCase.id == id).first()
    if row is None:
        raise NotFound(accountability_case_id=str(id))
    return row


def proposal_within_reach(actor: Actor, id: UUID) -> tuple[AccountabilityCase, DisciplineProposal]:
    """A proposal with its case. Raises NotFound."""
    row = DisciplineProposal.get_or_none(DisciplineProposal.id == id)
    if row is None:
        raise NotFound(proposal_id=str(id))
    return case_within_reach(actor, row.case_id), row


def check_kept(actor: Actor, case: AccountabilityCase) -> None:
    """Refuse who belongs neither to the case's agency nor to one above it. Raises CaseOfAnotherAgency."""
    agency = Agency.get_by_id(case.agency_id)
    if not any(agency.path.startswith(path) for path in agency_paths(actor)):
        raise CaseOfAnotherAgency()


def find_cases(actor: Actor, wanted: CaseFilter) -> Json:
    """A page of cases without the people in question, the latest first."""
    query = cases_within_reach(actor).order_by(AccountabilityCase.id.desc())
    if wanted.state:
        query = query.where(AccountabilityCase.state == wanted.state)
    if wanted.unit_id:
        query = query.where(AccountabilityCase.unit_id == wanted.unit_id)
    if wanted.after:
        query = query.where(AccountabilityCase.id < decode_cursor(wanted.after, UUID)[0])
    found = page(list(query.limit(wanted.limit + 1)), wanted.limit, lambda row: (row.id,))
    return {**found, "items": outlines(found["items"])}


def outlines(rows: list[AccountabilityCase]) -> list[Json]:
    """Cases as a list shows them; 4 queries."""
    units, agencies = unit_names(row.unit_id for row in rows), agencies_by_id(row.agency_id for row in rows)
    people = people_of([row.id for row in rows])
    due = _next_due([row.id for row in rows])
    return [
        {
            "id": row.id,
            "unit": {"id": row.unit_id, "name": units.get(row.unit_id, "")},
            "agency": {"id": row.agency_id, "name": agencies[row.agency_id].name},
            "cause": row.cause,
            "consequence": row.consequence,
            "occurred_on": row.occurred_on,
            "state": row.state,
            "people_count": len(people.get(row.id, ())),
            "reply_due_on": due.get(row.id),
            "opened_by": row.by_name,
            "opened_at": row.opened_at,
            "version": row.version,
        }
        for row in rows
    ]


def whole_case(row: AccountabilityCase) -> Json:
    """One case with the people in question, the evidence, proposals, replies and its end; 12 queries."""
    proposals = list(
        DisciplineProposal.select().where(DisciplineProposal.case_id == row.id).order_by(DisciplineProposal.id)
    )
    replies = list(
        ProposalReply.select()
        .where(ProposalReply.proposal_id.in_([one.id for one in proposals]))
        .order_by(ProposalReply.id)
    )
    documents = documents_of_subjects(KIND, [one.id for one in proposals])
    papers = attachments_of(REPLY_SUBJECT, [reply.id for reply in replies])
    people = people_of([row.id]).get(row.id, [])
    end = AccountabilityEnd.get_or_none(AccountabilityEnd.case_id == row.id)
    return {
        **outlines([row])[0],
        "facts": row.facts,
        "people": [person_shape(person) for person in people],
        "files": attachments_of(SUBJECT, [row.id]).get(row.id, []),
        "proposals": [
            _proposal(one, people, documents.get(one.id), [r for r in replies if r.proposal_id == one.id], papers)
            for one in proposals
        ],
        "end": {"kind": end.kind, "text": end.text, "by": end.by_name, "at": end.at} if end else None,
    }


def person_shape(person: AccountablePerson) -> Json:
    """Somebody in question, as named then."""
    fields = ("id", "person_id", "side", "name", "post", "place", "duty", "fault")
    return {field: getattr(person, field) for field in fields}


def people_of(case_ids: Iterable[UUID]) -> dict[UUID, list[AccountablePerson]]:
    """By case, in the order of naming; 1 query."""
    found: dict[UUID, list[AccountablePerson]] = {}
    rows = AccountablePerson.select().where(AccountablePerson.case_id.in_(list(case_ids)))
    for row in rows.order_by(AccountablePerson.id):
        found.setdefault(row.case_id, []).append(row)
    return found


def unanswered_of(case_id: UUID) -> list[DisciplineProposal]:
    """Issued proposals that nobody has answered."""
    issued = (DisciplineProposal.case_id == case_id) & DisciplineProposal.issued_on.is_null(False)
    return list(DisciplineProposal.select().where(issued & DisciplineProposal.replied_on.is_null()))


def issued_of(case_id: UUID) -> list[DisciplineProposal]:
    """Issued proposals of a case."""
    issued = (DisciplineProposal.case_id == case_id) & DisciplineProposal.issued_on.is_null(False)
    return list(DisciplineProposal.select().where(issued))


def waiting_proposals() -> list[tuple[DisciplineProposal, AccountabilityCase]]:
    """Issued proposals without an answer, of cases that go on, each with its case; for the daily job."""
    waiting = DisciplineProposal.issued_on.is_null(False) & DisciplineProposal.replied_on.is_null()
    rows = list(DisciplineProposal.select().where(waiting).order_by(DisciplineProposal.id))
    going = AccountabilityCase.state.not_in(["closed", "withdrawn"])
    cases = {
        case.id: case
        for case in AccountabilityCase.select().where(going & AccountabilityCase.id.in_([row.case_id for row in rows]))
    }
    return [(row, cases[row.case_id]) for row in rows if row.case_id in cases]


def _next_due(case_ids: list[UUID]) -> dict[UUID, Any]:
    waiting = (
        DisciplineProposal.case_id.in_(case_ids)
        & DisciplineProposal.due_on.is_null(False)
        & DisciplineProposal.replied_on.is_null()
    )
    rows = DisciplineProposal.select().where(waiting).order_by(DisciplineProposal.due_on.desc())
    return {row.case_id: row.due_on for row in rows}  # the earliest is written last


def _proposal(
    row: DisciplineProposal,
    people: list[AccountablePerson],
    document: Json | None,
    replies: list[ProposalReply],
    papers: dict[UUID, list[Any]],
) -> Json:
    names = {str(person.id): person.name for person in people}
    return {
        "id": row.id,
        "addressee": row.addressee,
        "measures": [{**measure, "name": names.get(measure["person_id"], "")} for measure in row.measures],
        "drafted_by": row.by_name,
        "drafted_at": row.at,
        "issued_on": row.issued_on,
        "issued_by": row.issued_by,
        "due_on": row.due_on,
        "is_overdue": bool(row.due_on and not row.replied_on and row.due_on < clock.today()),
        "document": document,
        "replies": [
            {
                "id": reply.id,
                "received_on": reply.received_on,
                "outcome": reply.outcome,
                "text": reply.text,
                "files": papers.get(reply.id, []),
                "by": reply.by_name,
                "at": reply.at,
            }
            for reply in replies
        ],
    }
