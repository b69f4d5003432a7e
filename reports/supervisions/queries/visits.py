"""Visits of supervision: for the visiting agency, the visited one, those above either, and who reaches the unit."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from peewee import SQL, ModelSelect

from reports.documents.queries import document_by_id, documents_of_subjects
from reports.documents.queries.documents import content_of
from reports.documents.rules import DocumentKind
from reports.supervisions.models import SupervisionMeasure, SupervisionVisit
from server.core import clock
from server.core.errors import NotFound
from server.core.permissions import Actor
from server.units.agencies.models import Agency
from server.units.agencies.queries import agencies_by_id, agency_paths
from server.units.registry.queries.lookups import unit_names
from server.units.registry.queries.reach import is_within_reach
from server.web.paging import decode_cursor, page


@dataclass(frozen=True)
class VisitFilter:
    open: bool = False  # only those with a measure that is not done
    limit: int = 50
    after: str | None = None


def visits_within_reach(actor: Actor) -> ModelSelect:
    """Visits by or to an agency of the own subtree, and to units within reach."""
    if actor.account_id is None:
        return SupervisionVisit.select()
    visited = SupervisionVisit.unit_id
    reachable: Any = (
        is_within_reach(actor, visited) & visited.is_null(False)  # type: ignore[union-attr]
        if actor.may("unit.view")
        else SQL("1 = 0")
    )
    for path in agency_paths(actor):
        own = Agency.select(Agency.id).where(Agency.path.startswith(path))
        reachable |= SupervisionVisit.agency_id.in_(own) | SupervisionVisit.to_agency_id.in_(own)  # type: ignore[attr-defined,union-attr]
    return SupervisionVisit.select().where(reachable)


def visit_within_reach(actor: Actor, id: UUID) -> SupervisionVisit:
    """Raises NotFound."""
    visit: SupervisionVisit | None = visits_within_reach(actor).where(SupervisionVisit.id == id).first()
    if visit is None:
        raise NotFound()
    return visit


def visit_by_id(id: UUID) -> SupervisionVisit:
    """For jobs. Raises NotFound."""
    visit = SupervisionVisit.get_or_none(SupervisionVisit.id == id)
    if visit is None:
        raise NotFound()
    return visit


def measure_of(visit: SupervisionVisit, id: UUID) -> SupervisionMeasure:
    """Raises NotFound."""
    of_visit = (SupervisionMeasure.id == id) & (SupervisionMeasure.visit_id == visit.id)
    measure = SupervisionMeasure.get_or_none(of_visit)
    if measure is None:
        raise NotFound()
    return measure


def measures_of(ids: list[UUID]) -> dict[UUID, list[SupervisionMeasure]]:
    """In the order of the paper; one query."""
    found: dict[UUID, list[SupervisionMeasure]] = defaultdict(list)
    of_visits = SupervisionMeasure.visit_id.in_(ids)  # type: ignore[attr-defined]
    for row in SupervisionMeasure.select().where(of_visits).order_by(SupervisionMeasure.position) if ids else ():
        found[row.visit_id].append(row)
    return found


def find_visits(actor: Actor, wanted: VisitFilter) -> dict[str, Any]:
    """A page of visits, newest first."""
    query = visits_within_reach(actor).order_by(SupervisionVisit.id.desc())  # type: ignore[attr-defined]
    if wanted.open:
        undone = SupervisionMeasure.select(SupervisionMeasure.visit_id).where(SupervisionMeasure.done_on.is_null())  # type: ignore[union-attr]
        query = query.where(SupervisionVisit.id.in_(undone))  # type: ignore[attr-defined]
    if wanted.after:
        query = query.where(SupervisionVisit.id < decode_cursor(wanted.after, UUID)[0])
    found = page(list(query.limit(wanted.limit + 1)), wanted.limit, lambda visit: (visit.id,))
    return {**found, "items": shapes(actor, found["items"])}


def shapes(actor: Actor, visits: list[SupervisionVisit]) -> list[dict[str, Any]]:
    """Visits in wire shape; the number of queries does not grow."""
    ids = [visit.id for visit in visits]
    documents = documents_of_subjects(DocumentKind.SUPERVISION_VISIT, ids)
    agencies = agencies_by_id(id for visit in visits for id in (visit.agency_id, visit.to_agency_id))
    units = unit_names([visit.unit_id for visit in visits if visit.unit_id])
    measures = measures_of(ids)
    return [
        {
            "id": visit.id,
            "number": documents[visit.id]["number"],
            "document": documents[visit.id],
            "agency": _party(agencies[visit.agency_id]),
            "to_agency": _party(agencies[visit.to_agency_id]) if visit.to_agency_id else None,
            "unit": {"id": visit.unit_id, "name": units.get(visit.unit_id, "")} if visit.unit_id else None,
            "visited_on": visit.visited_on,
            "place": visit.place,
            "members": visit.members,
            "received_by": visit.received_by,
            "matters": visit.matters,
            "findings": visit.findings,
            "measures": [_measure(measure) for measure in measures[visit.id]],
            "by": visit.by_name,
            "recorded_at": visit.recorded_at,
            "may_complete": actor.agency_id == visit.agency_id and actor.may("supervision.issue"),
        }
        for visit in visits
    ]


def file_of(actor: Actor, visit_id: UUID) -> bytes:
    """The signed paper, for either side. Raises NotFound, DocumentNotSigned."""
    return content_of(document_by_id(visit_within_reach(actor, visit_id).document_id))


def _measure(row: SupervisionMeasure) -> dict[str, Any]:
    return {
        "id": row.id,
        "text": row.text,
        "due_on": row.due_on,
        "done_on": row.done_on,
        "note": row.note,
        "done_by": row.done_by,
        "is_overdue": row.done_on is None and row.due_on < clock.today(),
    }


def _party(agency: Agency) -> dict[str, Any]:
    return {"id": agency.id, "name": agency.name}
