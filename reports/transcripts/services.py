"""Transcripts are asked for, made by a job, and revoked when a result was superseded."""

from __future__ import annotations

from uuid import UUID

from courses.exams.models import ExamSession
from courses.exams.queries.sessions import marked_session_within_reach
from courses.markings.models import Result
from courses.markings.queries.listing import own_result, result_within_reach
from reports.documents.errors import AlreadyDocumented
from reports.documents.models import Document
from reports.documents.queries.documents import document_by_id, live_document
from reports.documents.rules import DocumentFacts, DocumentKind, Verification
from reports.documents.services import PaperWish, issue_paper, reserve_document, revoke_document
from reports.transcripts.errors import SessionUnmarked, TranscriptNoIssuer, TranscriptTooLong
from reports.transcripts.queries.facts import ONE, WHOLE, result_facts, session_facts
from reports.transcripts.queries.papers import count_candidates, is_marked, session_of, stale_papers
from server.core import clock
from server.core.database import IntegrityError, database
from server.core.errors import NotFound
from server.core.events import record_event
from server.core.permissions import SYSTEM, Actor
from server.units.agencies.queries import agency_by_id
from server.units.people.queries import people_by_id

#: Rows of one paper; a longer list is a workbook's matter, and would outlast a job's lease.
MOST_ROWS = 1000
_REASON = "成绩已更正，本成绩单不再有效，请以新出具的为准"


def ask_for_transcript(actor: Actor, result_id: UUID) -> UUID:
    """Number the transcript of a live result; a job makes it. Asked again there is one. Gives the result's id.

    Raises NotFound (also for a superseded result), TranscriptNoIssuer.  Source: JN-3.4a.
    """
    result = result_within_reach(actor, result_id)
    if result.live is None:
        raise NotFound(result_id=str(result_id))
    return _ask_of_one(actor, result)


def ask_for_own_transcript(actor: Actor, attempt_id: UUID) -> UUID:
    """Number the transcript of an own attempt. Gives the result's id. Raises NotFound, TranscriptNoIssuer."""
    return _ask_of_one(actor, own_result(actor, attempt_id))


def ask_for_session_transcript(actor: Actor, session_id: UUID) -> UUID:
    """Number the list of a session that is closed and marked; a job makes it. Asked again there is one.

    Raises NotFound, SessionUnmarked, TranscriptTooLong, TranscriptNoIssuer.  Source: JN-3.4a.
    """
    session = marked_session_within_reach(actor, session_id)
    if live_document(WHOLE, session.id) is None:
        if session.state != "closed" or not is_marked(session.id):
            raise SessionUnmarked(session_id=str(session.id))
        if (rows := count_candidates(session.id)) > MOST_ROWS:
            raise TranscriptTooLong(rows=rows, most=MOST_ROWS)
    return _number(actor, WHOLE, session.id, session, None)


def make_transcript(document_id: UUID) -> Document:
    """Render, sign and register; run again it gives what is there. Raises what rendering and signing raise."""
    document = document_by_id(document_id)
    kind = DocumentKind(document.kind)

    def write(number: str, verification: Verification) -> DocumentFacts:
        if kind is ONE:
            return result_facts(Result.get_by_id(document.subject_id), document.dated_on, number, verification)
        return session_facts(ExamSession.get_by_id(document.subject_id), document.dated_on, number, verification)

    wish = PaperWish(kind, document.subject_id, document.unit_id, document.agency_id, document.dated_on)
    return issue_paper(wish, write)


def revoke_stale_transcripts(session_id: UUID) -> int:
    """Revoke transcripts that a new result overtook, each by itself; how many.

    One whose making broke off is made first: a number was taken, and the register shows both.
    """
    stale = stale_papers(session_id)
    for document in stale:
        make_transcript(document.id)
        with database.atomic():
            revoke_document(SYSTEM, document.id, _REASON)
    return len(stale)


def revoke_if_stale(document: Document) -> None:
    """A result may have been superseded while its transcript was made."""
    revoke_stale_transcripts(session_of(document).id)


def _ask_of_one(actor: Actor, result: Result) -> UUID:
    session = ExamSession.get_by_id(result.session_id)
    person = people_by_id([result.person_id]).get(result.person_id)
    return _number(actor, ONE, result.id, session, person.unit_id if person else None)


def _number(actor: Actor, kind: DocumentKind, subject_id: UUID, session: ExamSession, unit_id: UUID | None) -> UUID:
    if session.agency_id is None:
        raise TranscriptNoIssuer(session_id=str(session.id))
    if live_document(kind, subject_id):
        return subject_id
    try:
        with database.atomic():
            document = reserve_document(
                actor,
                kind=kind,
                subject_id=subject_id,
                unit_id=unit_id,
                agency=agency_by_id(session.agency_id),
                on=clock.today(),
            )
            details = {"session_id": str(session.id), "about": str(subject_id)}
            record_event(actor, "transcript.asked", subject=document, about_unit_id=unit_id, details=details)
    except (IntegrityError, AlreadyDocumented):
        if live_document(kind, subject_id) is None:  # else a twin was first
            raise
    return subject_id
