"""Letters to an agency, as its people see them: who wrote, about what, until when, what was answered."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from peewee import ModelSelect

from checklists.hazards.models import Hazard, HazardHandover
from reports.accountability.models import AccountabilityCase, DisciplineProposal, ProposalReply
from reports.accountability.rules import ENDED, REPLY_SUBJECT
from reports.documents.queries import document_by_id, documents_of_subjects
from reports.documents.queries.documents import content_of
from reports.documents.rules import DocumentKind
from reports.letters.models import HandoverAnswer
from reports.letters.queries.terms import answer_due_on
from reports.letters.rules import ANSWERED, PROPOSAL, TRANSFER, WAITING, state_of
from server.core import clock
from server.core.clock import beijing_day
from server.core.errors import NotFound
from server.core.files import files
from server.core.permissions import Actor
from server.units.attachments.queries import attachments_of
from server.units.registry.models import Unit
from server.units.registry.queries.lookups import unit_names
from server.web.paging import decode_cursor, page

Json = dict[str, Any]
Letter = DisciplineProposal | HazardHandover
_ANSWER = ("id", "outcome", "text")
_FILE = ("sha256", "purpose", "name", "media_type", "bytes")


@dataclass(frozen=True)
class LetterFilter:
    waiting: bool = False
    limit: int = 50
    after: str | None = None


def find_letters(actor: Actor, wanted: LetterFilter) -> Json:
    """A page of letters to the actor's own agency, newest first; the number of queries does not grow."""
    proposals, handovers = proposals_to(actor), handovers_to(actor)
    if wanted.waiting:
        proposals = proposals.where(DisciplineProposal.replied_on.is_null() & _goes_on())  # type: ignore[union-attr]
        handovers = handovers.where(HazardHandover.id.not_in(HandoverAnswer.select(HandoverAnswer.handover_id)))  # type: ignore[attr-defined]
    found: list[Letter] = []
    for query, table in ((proposals, DisciplineProposal), (handovers, HazardHandover)):
        if wanted.after:
            query = query.where(table.id < decode_cursor(wanted.after, UUID)[0])
        found.extend(query.order_by(table.id.desc()).limit(wanted.limit + 1))
    newest = sorted(found, key=lambda letter: letter.id, reverse=True)
    shown = page(newest[: wanted.limit + 1], wanted.limit, lambda letter: (letter.id,))
    return {**shown, "items": shapes(shown["items"])}


def proposals_to(actor: Actor) -> ModelSelect:
    """Issued proposals addressed to the actor's own agency; none for who has none."""
    mine = (DisciplineProposal.addressee_id == actor.agency_id) & DisciplineProposal.addressee_id.is_null(False)  # type: ignore[union-attr]
    return DisciplineProposal.select().where(mine & DisciplineProposal.issued_on.is_null(False))  # type: ignore[union-attr]


def handovers_to(actor: Actor) -> ModelSelect:
    """Hazards handed over to the actor's own agency."""
    return HazardHandover.select().where(HazardHandover.agency_id == actor.agency_id)


def letter_within_reach(actor: Actor, id: UUID) -> Letter:
    """A letter to the actor's own agency. Raises NotFound."""
    for query, table in ((proposals_to(actor), DisciplineProposal), (handovers_to(actor), HazardHandover)):
        row: Letter | None = query.where(table.id == id).first()
        if row is not None:
            return row
    raise NotFound(letter_id=str(id))


def handover_of(hazard_id: UUID) -> HazardHandover:
    """How a hazard was handed over; whoever asks has checked reach. Raises NotFound."""
    row = HazardHandover.get_or_none(HazardHandover.hazard_id == hazard_id)
    if row is None:
        raise NotFound(hazard_id=str(hazard_id))
    return row


def file_of(actor: Actor, id: UUID) -> bytes:
    """The signed letter, for its addressee. Raises NotFound, DocumentNotSigned."""
    letter = letter_within_reach(actor, id)
    [shape] = shapes([letter])
    if shape["document"] is None:
        raise NotFound(letter_id=str(id))
    return content_of(document_by_id(shape["document"]["id"]))


def answer_file(letter: Letter, sha256: str) -> tuple[bytes, Json]:
    """A paper of an answer, as it came, and how it was named. Raises NotFound."""
    [shape] = shapes([letter])
    for answer in shape["answers"]:
        for file in answer["files"]:
            if file["sha256"] == sha256:
                return files().read(sha256), file
    raise NotFound(sha256=sha256)


def is_ended(letter: Letter) -> bool:
    """Whether its case came to an end, so that nobody waits for an answer; 1 query."""
    if isinstance(letter, HazardHandover):
        return False
    return AccountabilityCase.get_by_id(letter.case_id).state in ENDED


def waiting_handovers() -> list[tuple[HazardHandover, Unit]]:
    """Hand-overs that nobody has answered and the units they are about (id and agency); for the daily watch, 1 query."""
    answered = HandoverAnswer.select(HandoverAnswer.handover_id)
    query = (
        HazardHandover.select(HazardHandover, Unit.id, Unit.managed_by)
        .join(Hazard, on=(Hazard.id == HazardHandover.hazard_id), attr="hazard")
        .join(Unit, on=(Unit.id == Hazard.unit_id), attr="unit")
    )
    rows = query.where(HazardHandover.id.not_in(answered)).order_by(HazardHandover.id)  # type: ignore[attr-defined]
    return [(row, row.hazard.unit) for row in rows]


def shapes(letters: Sequence[Letter]) -> list[Json]:
    """Letters in wire shape; the number of queries does not grow with them, but for days on which they were issued."""
    proposals = [one for one in letters if isinstance(one, DisciplineProposal)]
    handovers = [one for one in letters if isinstance(one, HazardHandover)]
    shaped = {**_of_proposals(proposals), **_of_handovers(handovers)}
    return [shaped[letter.id] for letter in letters]


def _of_proposals(rows: Sequence[DisciplineProposal]) -> dict[UUID, Json]:
    if not rows:
        return {}
    cases = {one.id: one for one in _by_id(AccountabilityCase, (row.case_id for row in rows))}
    units = unit_names(case.unit_id for case in cases.values())
    documents = documents_of_subjects(DocumentKind.DISCIPLINE_PROPOSAL, [row.id for row in rows])
    replies: dict[UUID, list[ProposalReply]] = defaultdict(list)
    for reply in ProposalReply.select().where(ProposalReply.proposal_id.in_([row.id for row in rows])).order_by(ProposalReply.id):  # type: ignore[attr-defined]  # fmt: skip
        replies[reply.proposal_id].append(reply)
    papers = attachments_of(REPLY_SUBJECT, [one.id for found in replies.values() for one in found])
    return {
        row.id: _shape(
            row,
            PROPOSAL,
            documents.get(row.id),
            unit=(cases[row.case_id].unit_id, units.get(cases[row.case_id].unit_id, "")),
            title="责任追究处分建议",
            issued_on=row.issued_on,
            due_on=row.due_on,
            has_ended=cases[row.case_id].state in ENDED,
            answers=[
                _answer(row.id, one, [_plain(file) for file in papers.get(one.id, [])]) for one in replies[row.id]
            ],
        )
        for row in rows
    }


def _of_handovers(rows: Sequence[HazardHandover]) -> dict[UUID, Json]:
    if not rows:
        return {}
    hazards = {one.id: one for one in _by_id(Hazard, (row.hazard_id for row in rows))}
    units = unit_names(hazard.unit_id for hazard in hazards.values())
    documents = documents_of_subjects(DocumentKind.TRANSFER_LETTER, [row.id for row in rows])
    answers: dict[UUID, list[HandoverAnswer]] = defaultdict(list)
    for answer in HandoverAnswer.select().where(HandoverAnswer.handover_id.in_([row.id for row in rows])).order_by(HandoverAnswer.id):  # type: ignore[attr-defined]  # fmt: skip
        answers[answer.handover_id].append(answer)
    due = {day: answer_due_on(day) for day in {beijing_day(row.at) for row in rows}}
    return {
        row.id: _shape(
            row,
            TRANSFER,
            documents.get(row.id),
            unit=(hazards[row.hazard_id].unit_id, units.get(hazards[row.hazard_id].unit_id, "")),
            title=hazards[row.hazard_id].title,
            issued_on=beijing_day(row.at),
            due_on=due[beijing_day(row.at)],
            has_ended=False,
            answers=[_answer(row.id, one, one.files) for one in answers[row.id]],
        )
        for row in rows
    }


def _shape(
    row: Letter,
    kind: str,
    document: Json | None,
    *,
    unit: tuple[UUID, str],
    title: str,
    issued_on: date | None,
    due_on: date | None,
    has_ended: bool,
    answers: list[Json],
) -> Json:
    state = state_of(has_ended=has_ended, has_answer=bool(answers))
    return {
        "id": row.id,
        "kind": kind,
        "number": document["number"] if document else None,
        "document": document,
        "sender": document["agency"] if document else None,
        "unit": {"id": unit[0], "name": unit[1]},
        "title": title,
        "issued_on": issued_on,
        "due_on": due_on,
        "state": state,
        "is_overdue": bool(state == WAITING and due_on and due_on < clock.today()),
        "answers": answers,
        "may_answer": not has_ended and state in (WAITING, ANSWERED),
    }


def _answer(letter_id: UUID, row: ProposalReply | HandoverAnswer, named: Iterable[Json]) -> Json:
    return {
        **{name: getattr(row, name) for name in _ANSWER},
        "by": row.by_name,
        "at": row.at,
        "files": [{**file, "url": f"/api/v1/received-letters/{letter_id}/files/{file['sha256']}"} for file in named],
    }


def _plain(file: Any) -> Json:
    return {name: getattr(file, name) for name in _FILE}


def _goes_on() -> Any:
    ended = AccountabilityCase.select(AccountabilityCase.id).where(AccountabilityCase.state.in_(ENDED))  # type: ignore[attr-defined]
    return DisciplineProposal.case_id.not_in(ended)  # type: ignore[attr-defined]


def _by_id(table: Any, ids: Iterable[UUID]) -> Any:
    return table.select().where(table.id.in_(list(set(ids))))
