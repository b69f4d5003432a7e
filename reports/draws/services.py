"""Make the 双随机抽取记录 of a draw."""

from __future__ import annotations

from uuid import UUID

from checklists.draws.errors import NotDrawn
from checklists.draws.queries.draws import Course, course_of, draw_by_id, draw_within_reach
from reports.documents.models import Document
from reports.documents.queries import live_document, verification_of
from reports.documents.rules import DocumentKind, Signer
from reports.documents.services import complete_document, note_failure, reserve_document
from reports.draws.queries import record_facts
from server.core.clock import beijing_day
from server.core.database import IntegrityError, database
from server.core.events import record_event
from server.core.jobs import enqueue
from server.core.permissions import SYSTEM, Actor
from server.units.agencies.queries import agency_by_id

JOB = "draws.make_paper"


def ask_for_paper(actor: Actor, id: UUID) -> Document:
    """Number the paper of a draw and have a job make it; asked again it is the same document.

    Raises NotFound, NotDrawn.
    """
    document = _numbered(actor, course_of(draw_within_reach(actor, id)))
    with database.atomic():
        enqueue(JOB, {"subject_id": str(id)}, key=f"{JOB}:{document.id}:asked")
        record_event(actor, "document.asked", subject=document)
    return document


def make_paper(id: UUID) -> Document:
    """Number, render, sign and register the paper; run again it gives what is there.

    Signed by the operator and sealed by the agency. Raises what complete_document raises.
    """
    course = course_of(draw_by_id(id))
    document = _numbered(SYSTEM, course)
    if getattr(document, "file", None):
        return document
    try:
        facts = record_facts(course, number=document.number, verification=verification_of(document))
    except Exception as error:
        note_failure(document.id, error)
        raise
    result = course.result
    signers = [Signer("authority", document.agency_id, document.agency_name)]
    if result is not None and result.by_person_id is not None:
        signers.insert(0, Signer("officer", result.by_person_id, result.by_name))
    return complete_document(document.id, facts, signers)


def _numbered(actor: Actor, course: Course) -> Document:
    draw, kind = course.draw, DocumentKind.DRAW_RECORD
    if course.result is None:
        raise NotDrawn()
    if earlier := live_document(kind, draw.id):
        return earlier
    agency, day = agency_by_id(draw.agency_id), beijing_day(course.result.at)
    try:
        with database.atomic():
            return reserve_document(actor, kind=kind, subject_id=draw.id, unit_id=None, agency=agency, on=day)
    except IntegrityError:  # a twin was first
        if earlier := live_document(kind, draw.id):
            return earlier
        raise
