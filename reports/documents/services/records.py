"""Make the 检查笔录 of an inspection, once all its files are here."""

from __future__ import annotations

from uuid import UUID

from checklists.inspections.models import Inspection
from checklists.inspections.queries import (
    check_of,
    inspection_by_id,
    inspection_within_reach,
    is_complete,
    is_settled,
    lead_of,
)
from reports.documents.errors import InspectionIncomplete, NoRecordOfSelfCheck
from reports.documents.models import Document
from reports.documents.queries.records import record_facts
from reports.documents.rules import DocumentKind, Signer
from reports.documents.services.issuing import complete_document, note_failure
from reports.documents.services.papers import PaperWish, number_paper
from server.core.clock import beijing_day
from server.core.database import database
from server.core.events import record_event
from server.core.jobs import enqueue
from server.core.permissions import SYSTEM, Actor

JOB = "documents.make_record"


def ask_for_record(actor: Actor, inspection_id: UUID) -> Document:
    """Number an inspection's record and have a job make it; asked again it is the same document.

    Raises NotFound, NoRecordOfSelfCheck, InspectionIncomplete.
    """
    inspection = _as_whole(inspection_within_reach(actor, inspection_id))
    document = _numbered(actor, inspection)
    with database.atomic():
        enqueue(JOB, {"inspection_id": str(inspection.id)}, key=f"{JOB}:{document.id}:asked")
        record_event(actor, "document.asked", subject=document, about_unit_id=document.unit_id)
    return document


def make_record(inspection_id: UUID) -> Document | None:
    """Number, render and sign the record; None while files are missing, while parts of a check
    are open or differ, and for a unit's self-check.

    Run again it gives what is there. Raises what complete_document raises.
    """
    inspection = _as_whole(inspection_by_id(inspection_id))
    try:
        document = _numbered(SYSTEM, inspection)
    except (InspectionIncomplete, NoRecordOfSelfCheck):
        return None
    if getattr(document, "file", None):
        return document
    try:
        facts = record_facts(inspection, document)
    except Exception as error:
        note_failure(document.id, error)
        raise
    return complete_document(document.id, facts, [Signer("authority", document.agency_id, document.agency_name)])


def _as_whole(inspection: Inspection) -> Inspection:
    """The record in whose name the paper goes: parts of one check have one paper."""
    check = check_of(inspection)
    return lead_of(check) if check else inspection


def _numbered(actor: Actor, inspection: Inspection) -> Document:
    if inspection.kind == "self" or inspection.agency_id is None:
        raise NoRecordOfSelfCheck()
    check = check_of(inspection)
    rows = check.latest.values() if check else [inspection]
    if not all(is_complete(row.id) for row in rows) or (check and not is_settled(check)):
        raise InspectionIncomplete()
    kind = DocumentKind.INSPECTION_RECORD
    day = min(beijing_day(inspection.ended_at), beijing_day(inspection.received_at))
    return number_paper(PaperWish(kind, inspection.id, inspection.unit_id, inspection.agency_id, day), actor)
