"""Transcripts with where they stand: for staff, and for their holders."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from peewee import SQL

from courses.exams.models import Attempt, Candidate, ExamSession
from courses.exams.queries.sessions import marked_session_within_reach
from courses.markings.models import Result
from courses.markings.queries.listing import own_result, result_within_reach
from courses.markings.queries.results import LIVE
from reports.documents.models import Document
from reports.documents.queries import documents_of_subjects
from reports.documents.queries.documents import content_of, live_document
from reports.documents.rendering.codes import draw_code
from reports.documents.rules import DocumentKind
from reports.transcripts.queries.facts import ONE, WHOLE
from server.core.errors import NotFound
from server.core.permissions import Actor

Json = dict[str, Any]


def transcript_of_result(actor: Actor, id: UUID) -> Json:
    """The latest transcript of a result within reach, or none yet. Raises NotFound."""
    return paper_of(ONE, result_within_reach(actor, id).id)


def transcript_of_session(actor: Actor, id: UUID) -> Json:
    """The latest list of a session within reach, or none yet. Raises NotFound."""
    return paper_of(WHOLE, marked_session_within_reach(actor, id).id)


def own_transcript(actor: Actor, attempt_id: UUID) -> Json:
    """The transcript of an own attempt's live result, with its address as a QR code (SVG). Raises NotFound."""
    found = paper_of(ONE, own_result(actor, attempt_id).id)["document"]
    return {"document": found, "code": draw_code(found["verify_url"]) if found else None}


def own_file(actor: Actor, attempt_id: UUID) -> bytes:
    """The signed PDF of the own transcript. Raises NotFound, also while it is being made."""
    document = live_document(ONE, own_result(actor, attempt_id).id)
    if document is None or getattr(document, "file", None) is None:
        raise NotFound(attempt_id=str(attempt_id))
    return content_of(document)


def paper_of(kind: DocumentKind, subject_id: UUID) -> Json:
    """In wire shape. Two queries."""
    return {"document": documents_of_subjects(kind, [subject_id]).get(subject_id)}


def is_marked(session_id: UUID) -> bool:
    """Whether every attempt of a session was handed in and has a result. One query."""
    given = Result.select(Result.attempt_id).where(LIVE & (Result.session_id == session_id))
    rest = (Attempt.session_id == session_id) & Attempt.id.not_in(given)
    return not Attempt.select(SQL("1")).where(rest).exists()


def count_candidates(session_id: UUID) -> int:
    """Rows of a session's list. One query."""
    here = (Candidate.session_id == session_id) & (Candidate.state != "removed")
    count: int = Candidate.select().where(here).count()
    return count


def stale_papers(session_id: UUID) -> list[Document]:
    """Live transcripts of results that were superseded, and the session's if a result was since. Three queries."""
    live = Document.live == True  # noqa: E712 (a term of the query)
    here = Result.session_id == session_id
    superseded = Result.select(Result.id).where(here & Result.live.is_null())
    rows = list(Document.select().where(live & (Document.kind == ONE.value) & Document.subject_id.in_(superseded)))
    whole = Document.get_or_none(live & (Document.kind == WHOLE.value) & (Document.subject_id == session_id))
    if (
        whole
        and Result.select(SQL("1")).where(here & (Result.revision > 1) & (Result.at >= whole.reserved_at)).exists()
    ):
        rows.append(whole)
    return rows


def session_of(document: Document) -> ExamSession:
    """Whose transcript it is. At most two queries."""
    id = document.subject_id
    if document.kind == ONE.value:
        id = Result.get_by_id(id).session_id
    session: ExamSession = ExamSession.get_by_id(id)
    return session
