"""Reads of files that were asked for, and their papers."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from reports.documents.queries import documents_of_subjects
from reports.documents.queries.documents import content_of, live_document
from reports.documents.rules import DocumentKind
from reports.unit_files.errors import PaperNotReady
from reports.unit_files.models import TermSheet, UnitFileExport
from server.core.errors import NotFound
from server.core.permissions import Actor
from server.units.agencies.models import Agency
from server.units.agencies.queries import agency_paths
from server.units.registry.queries.reach import is_within_reach, unit_within_reach

Json = dict[str, Any]
MOST_SHOWN = 20


def exports_of_unit(actor: Actor, unit_id: UUID) -> list[Json]:
    """The last exports of a unit that the actor's agencies had made; 5 queries. Raises NotFound."""
    unit = unit_within_reach(actor, unit_id)
    rows = UnitFileExport.select().where((UnitFileExport.unit_id == unit.id) & _is_own(actor, UnitFileExport.agency_id))
    return export_shapes(list(rows.order_by(UnitFileExport.id.desc()).limit(MOST_SHOWN)))


def export_within_reach(actor: Actor, id: UUID) -> UnitFileExport:
    """Raises NotFound."""
    within = is_within_reach(actor, UnitFileExport.unit_id) & _is_own(actor, UnitFileExport.agency_id)
    row: UnitFileExport | None = UnitFileExport.select().where((UnitFileExport.id == id) & within).first()
    if row is None:
        raise NotFound(unit_file_export_id=str(id))
    return row


def export_shapes(rows: Sequence[UnitFileExport]) -> list[Json]:
    """With their documents; 2 queries."""
    papers = documents_of_subjects(DocumentKind.UNIT_FILE, [row.id for row in rows])
    names = ("id", "unit_id", "state", "papers_total", "papers_done", "papers_attached", "problem", "by_name")
    return [
        {**{name: getattr(row, name) for name in (*names, "asked_at", "finished_at")}, "document": papers.get(row.id)}
        for row in rows
    ]


def sheets_of_unit(actor: Actor, unit_id: UUID) -> list[Json]:
    """The last sheets of terms at a unit that the actor's agencies made; 5 queries. Raises NotFound."""
    unit = unit_within_reach(actor, unit_id)
    rows = TermSheet.select().where((TermSheet.unit_id == unit.id) & _is_own(actor, TermSheet.agency_id))
    return sheet_shapes(list(rows.order_by(TermSheet.id.desc()).limit(MOST_SHOWN)))


def sheet_within_reach(actor: Actor, id: UUID) -> TermSheet:
    """Raises NotFound."""
    within = is_within_reach(actor, TermSheet.unit_id) & _is_own(actor, TermSheet.agency_id)
    row: TermSheet | None = TermSheet.select().where((TermSheet.id == id) & within).first()
    if row is None:
        raise NotFound(term_sheet_id=str(id))
    return row


def sheet_shapes(rows: Sequence[TermSheet]) -> list[Json]:
    """With counts and papers; 2 queries."""
    papers = documents_of_subjects(DocumentKind.TERM_SHEET, [row.id for row in rows])
    names = ("id", "unit_id", "person_id", "person_name", "from_on", "to_on", "by_name", "at")
    return [
        {**{name: getattr(row, name) for name in names}, "counts": row.figures["counts"], "paper": papers.get(row.id)}
        for row in rows
    ]


def paper_of(kind: DocumentKind, id: UUID) -> bytes:
    """The signed file of what the caller has checked reach of. Raises PaperNotReady."""
    document = live_document(kind, id)
    if document is None or getattr(document, "file", None) is None:
        raise PaperNotReady()
    return content_of(document)


def _is_own(actor: Actor, agency_id: Any) -> Any:
    """Made by an agency of the actor's own subtree; no one else is shown what it holds."""
    condition = agency_id.is_null()
    for path in agency_paths(actor):
        condition |= agency_id.in_(Agency.select(Agency.id).where(Agency.path.startswith(path)))
    return condition
