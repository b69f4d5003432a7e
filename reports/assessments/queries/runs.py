"""Runs, their results, and the rows behind each point."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from peewee import ModelSelect

from reports.assessments.models import (
    AssessmentItem,
    AssessmentMark,
    AssessmentResult,
    AssessmentRow,
    AssessmentRun,
    AssessmentScheme,
)
from reports.assessments.queries.schemes import issued_to, scheme_by_id
from reports.documents.queries import document_by_id, documents_of_subjects
from reports.documents.queries.documents import content_of
from reports.documents.rules import DocumentKind
from server.core.errors import NotFound
from server.core.files import files
from server.core.permissions import Actor
from server.units.agencies.queries import agencies_by_id
from server.units.registry.queries.lookups import unit_names
from server.units.registry.queries.reach import is_within_reach
from server.web.paging import decode_cursor, page

FROZEN = ("approved", "revoked")
#: What a row is → where the console shows it.
LINKS = {
    "hazard": "/hazards/{id}",
    "task": "/tasks?open={id}",
    "inspection": "/inspections/{id}",
    "order": "/orders/{id}",
    "supervision": "/supervisions/{id}",
    "case": "/cases?open={id}",
    "drill": "/drills?open={id}",
}


@dataclass(frozen=True)
class RowFilter:
    subject_key: str
    code: str
    met: bool | None = None
    limit: int = 50
    after: str | None = None


def runs_within_reach(actor: Actor) -> ModelSelect:
    """Approved ones for the line of the agency and the government of its area; others for the own agency."""
    seen = AssessmentRun.state.in_(FROZEN) & issued_to(actor, AssessmentRun.agency_id)  # type: ignore[attr-defined]
    if actor.may("assessment.edit") or actor.may("assessment.approve"):
        seen |= AssessmentRun.agency_id == actor.agency_id
    return AssessmentRun.select().where(seen)


def run_within_reach(actor: Actor, id: UUID) -> AssessmentRun:
    """Raises NotFound."""
    row: AssessmentRun | None = runs_within_reach(actor).where(AssessmentRun.id == id).first()
    if row is None:
        raise NotFound()
    return row


def run_by_id(id: UUID) -> AssessmentRun:
    """For jobs. Raises NotFound."""
    row = AssessmentRun.get_or_none(AssessmentRun.id == id)
    if row is None:
        raise NotFound()
    return row


def find_runs(actor: Actor, scheme_id: UUID | None, limit: int, after: str | None) -> dict[str, Any]:
    """A page, newest first."""
    query = runs_within_reach(actor).order_by(AssessmentRun.id.desc())  # type: ignore[attr-defined]
    if scheme_id:
        query = query.where(AssessmentRun.scheme_id == scheme_id)
    if after:
        query = query.where(AssessmentRun.id < decode_cursor(after, UUID)[0])
    found = page(list(query.limit(limit + 1)), limit, lambda row: (row.id,))
    return {**found, "items": run_shapes(actor, found["items"])}


_SAME = [
    "id",
    "scheme_id",
    "as_of",
    "state",
    "inputs_hash",
    "counted_at",
    "approved_on",
    "approved_at",
    "approved_by",
    "revoked_reason",
    "revoked_at",
    "by_name",
    "created_at",
    "version",
]


def run_shapes(actor: Actor, rows: list[AssessmentRun]) -> list[dict[str, Any]]:
    """In wire shape; the number of queries does not grow."""
    documents = documents_of_subjects(DocumentKind.ASSESSMENT_SHEET, [row.id for row in rows])
    agencies = agencies_by_id(row.agency_id for row in rows)
    schemes = {
        row.id: row
        for row in AssessmentScheme.select().where(AssessmentScheme.id.in_([run.scheme_id for run in rows]))  # type: ignore[attr-defined]
    }
    return [
        {
            **{name: getattr(row, name) for name in _SAME},
            "agency": {"id": row.agency_id, "name": agencies[row.agency_id].name},
            "title": schemes[row.scheme_id].title,
            "year": schemes[row.scheme_id].year,
            "target": schemes[row.scheme_id].target,
            "document": documents.get(row.id),
            "number": documents[row.id]["number"] if row.id in documents else None,
            "may": _may(actor, row),
        }
        for row in rows
    ]


def run_file(actor: Actor, row: AssessmentRun) -> dict[str, Any]:
    """One with its indicators and, for each of those assessed, the points of each."""
    scheme = scheme_by_id(row.scheme_id)
    marks = live_marks(row.id)
    items = items_of(row.id)
    results = [
        {
            "subject_key": result.subject_key,
            "subject_name": result.subject_name,
            "points_x100": result.points_x100,
            "full_x100": result.full_x100,
            "rank": result.rank,
            "lacking": result.lacking,
            "inputs_hash": result.inputs_hash,
            "items": [
                {
                    **{name: getattr(item, name) for name in _ITEM},
                    "mark": _mark(row.id, marks.get((result.subject_key, item.code))),
                }
                for item in items[result.id]
            ],
        }
        for result in results_of(row.id)
    ]
    return {**run_shapes(actor, [row])[0], "indicators": scheme.indicators, "results": results}


_ITEM = ("code", "met", "whole", "points_x100", "full_x100", "inputs_hash")


def results_of(run_id: UUID) -> list[AssessmentResult]:
    """In the order of the scheme."""
    mine = AssessmentResult.run_id == run_id
    return list(AssessmentResult.select().where(mine).order_by(AssessmentResult.position))


def items_of(run_id: UUID) -> dict[UUID, list[AssessmentItem]]:
    """By result, in the order of the scheme; one query."""
    found: dict[UUID, list[AssessmentItem]] = defaultdict(list)
    for row in AssessmentItem.select().where(AssessmentItem.run_id == run_id).order_by(AssessmentItem.position):
        found[row.result_id].append(row)
    return found


def live_marks(run_id: UUID) -> dict[tuple[str, str], AssessmentMark]:
    """The marks that hold, by whom and what they are for."""
    rows = AssessmentMark.select().where((AssessmentMark.run_id == run_id) & (AssessmentMark.live == True))  # noqa: E712
    return {(row.subject_key, row.code): row for row in rows}


def find_rows(actor: Actor, run: AssessmentRun, wanted: RowFilter) -> dict[str, Any]:
    """The rows behind the points of one indicator, in the order they were hashed.

    Beside the agency that assesses, everybody sees those of the units within reach. Raises NotFound.
    Source: JN-2.1e.
    """
    item = (
        AssessmentItem.select()
        .join(AssessmentResult, on=(AssessmentResult.id == AssessmentItem.result_id))
        .where((AssessmentItem.run_id == run.id) & (AssessmentItem.code == wanted.code))
        .where(AssessmentResult.subject_key == wanted.subject_key)
        .first()
    )
    if item is None:
        raise NotFound()
    query = AssessmentRow.select().where(AssessmentRow.item_id == item.id).order_by(AssessmentRow.position)
    if actor.agency_id != run.agency_id:
        within = is_within_reach(actor, AssessmentRow.unit_id) if actor.may("unit.view") else False
        query = query.where(AssessmentRow.unit_id.is_null() | within)  # type: ignore[union-attr]
    if wanted.met is not None:
        query = query.where(AssessmentRow.is_met == wanted.met)
    if wanted.after:
        query = query.where(AssessmentRow.position > decode_cursor(wanted.after, int)[0])
    found = page(list(query.limit(wanted.limit + 1)), wanted.limit, lambda row: (row.position,))
    units = unit_names([row.unit_id for row in found["items"] if row.unit_id])
    return {**found, "items": [_row(row, units) for row in found["items"]]}


def rows_of_run(run_id: UUID, most: int) -> list[tuple[Any, ...]]:
    """(subject, indicator, kind, id, day, met, label) for the workbook, up to so many."""
    query = (
        AssessmentRow.select(
            AssessmentResult.subject_name,
            AssessmentItem.code,
            AssessmentRow.kind,
            AssessmentRow.row_id,
            AssessmentRow.on_day,
            AssessmentRow.is_met,
            AssessmentRow.label,
        )
        .join(AssessmentItem, on=(AssessmentItem.id == AssessmentRow.item_id))
        .join(AssessmentResult, on=(AssessmentResult.id == AssessmentItem.result_id))
        .where(AssessmentItem.run_id == run_id)
        .order_by(AssessmentResult.position, AssessmentItem.position, AssessmentRow.position)
        .limit(most)
    )
    return list(query.tuples())


def approved_of(agency_id: UUID, year: int) -> AssessmentRun | None:
    """The latest approved run of a year's schemes of an agency."""
    row: AssessmentRun | None = (
        AssessmentRun.select()
        .join(AssessmentScheme, on=(AssessmentScheme.id == AssessmentRun.scheme_id))
        .where((AssessmentRun.agency_id == agency_id) & (AssessmentRun.state == "approved"))
        .where(AssessmentScheme.year == year)
        .order_by(AssessmentRun.approved_at.desc())  # type: ignore[union-attr]
        .first()
    )
    return row


def file_of(actor: Actor, id: UUID) -> bytes:
    """The signed sheet. Raises NotFound, DocumentNotSigned."""
    row = run_within_reach(actor, id)
    if row.document_id is None:
        raise NotFound()
    return content_of(document_by_id(row.document_id))


def mark_file(actor: Actor, id: UUID, sha256: str) -> tuple[bytes, dict[str, Any]]:
    """A paper that a mark rests on, as it came. Raises NotFound."""
    run = run_within_reach(actor, id)
    for mark in AssessmentMark.select().where(AssessmentMark.run_id == run.id):
        for file in mark.files:
            if file["sha256"] == sha256:
                return files().read(sha256), file
    raise NotFound()


def _row(row: AssessmentRow, units: dict[UUID, str]) -> dict[str, Any]:
    link = LINKS.get(row.kind, "/units?open={unit}" if row.unit_id else "")
    return {
        "kind": row.kind,
        "id": row.row_id,
        "unit": {"id": row.unit_id, "name": units.get(row.unit_id, "")} if row.unit_id else None,
        "on_day": row.on_day,
        "is_met": row.is_met,
        "label": row.label,
        "link": link.format(id=row.row_id, unit=row.unit_id),
    }


def _mark(run_id: UUID, mark: AssessmentMark | None) -> dict[str, Any] | None:
    if mark is None:
        return None
    return {
        "id": mark.id,
        "points_x100": mark.points_x100,
        "reason": mark.reason,
        "by_name": mark.by_name,
        "at": mark.at,
        "files": [{**file, "url": f"/api/v1/assessment-runs/{run_id}/files/{file['sha256']}"} for file in mark.files],
    }


def _may(actor: Actor, row: AssessmentRun) -> list[str]:
    if actor.agency_id != row.agency_id:
        return []
    acts = []
    if row.state == "ready":
        acts += ["mark", "count"] if actor.may("assessment.edit") else []
        acts += ["approve"] if actor.may("assessment.approve") else []
    if row.state == "approved" and actor.may("assessment.approve"):
        acts.append("revoke")
    return acts
