"""Make the 双随机抽取记录 of a draw."""

from __future__ import annotations

from dataclasses import replace
from uuid import UUID

from checklists.draws.errors import NotDrawn
from checklists.draws.queries.draws import Course, course_of, draw_by_id, draw_within_reach
from reports.documents.models import Document
from reports.documents.rules import DocumentKind, Signer
from reports.documents.services import PaperWish, issue_paper, number_paper
from reports.draws.queries import record_facts
from server.core.clock import beijing_day
from server.core.database import database
from server.core.events import record_event
from server.core.jobs import enqueue
from server.core.permissions import Actor

JOB = "draws.make_paper"


def ask_for_paper(actor: Actor, id: UUID) -> Document:
    """Number the paper of a draw and have a job make it; asked again it is the same document.

    Raises NotFound, NotDrawn.
    """
    document = number_paper(_wish(course_of(draw_within_reach(actor, id))), actor)
    with database.atomic():
        enqueue(JOB, {"subject_id": str(id)}, key=f"{JOB}:{document.id}:asked")
        record_event(actor, "document.asked", subject=document)
    return document


def make_paper(id: UUID) -> Document:
    """Number, render, sign and register the paper; run again it gives what is there.

    Signed by the operator and sealed by the agency. Raises what complete_document raises.
    """
    course = course_of(draw_by_id(id))
    result = course.result
    signers: tuple[Signer, ...] = ()
    if result is not None and result.by_person_id is not None:
        signers = (Signer("officer", result.by_person_id, result.by_name),)
    return issue_paper(
        replace(_wish(course), signers=signers),
        lambda number, check: record_facts(course, number=number, verification=check),
    )


def _wish(course: Course) -> PaperWish:
    """Raises NotDrawn."""
    if course.result is None:
        raise NotDrawn()
    day = beijing_day(course.result.at)
    return PaperWish(DocumentKind.DRAW_RECORD, course.draw.id, None, course.draw.agency_id, day)
