"""Schemes: drafts for their own agency, published ones for its line and for the government of its area."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from peewee import SQL, ModelSelect

from reports.assessments.models import AssessmentScheme
from reports.assessments.queries.subjects import subjects_of
from server.core.errors import NotFound
from server.core.permissions import Actor
from server.units.agencies.models import Agency
from server.units.agencies.queries import agencies_by_id
from server.units.agencies.rules import AgencyKind, numbers_of_path
from server.web.paging import decode_cursor, page


def issued_to(actor: Actor, agency_id: Any) -> Any:
    """Whether what an agency finished is the actor's to see: of the own line, or of a government's own area."""
    own = Agency.get_or_none(Agency.id == actor.agency_id) if actor.agency_id else None
    if own is None:
        return SQL("1 = 0")
    line = Agency.path.startswith(own.path) | Agency.number.in_(numbers_of_path(own.path))  # type: ignore[attr-defined]
    if own.kind == AgencyKind.GOVERNMENT:
        line |= Agency.area_code.startswith(own.area_code.removesuffix("00").removesuffix("00"))
    return agency_id.in_(Agency.select(Agency.id).where(line))


def schemes_within_reach(actor: Actor) -> ModelSelect:
    """A query to compose; one query for the actor's agency."""
    seen = (AssessmentScheme.state == "published") & issued_to(actor, AssessmentScheme.agency_id)
    if actor.may("assessment.edit") or actor.may("assessment.approve"):
        seen |= AssessmentScheme.agency_id == actor.agency_id
    return AssessmentScheme.select().where(seen)


def scheme_within_reach(actor: Actor, id: UUID) -> AssessmentScheme:
    """Raises NotFound."""
    row: AssessmentScheme | None = schemes_within_reach(actor).where(AssessmentScheme.id == id).first()
    if row is None:
        raise NotFound()
    return row


def scheme_by_id(id: UUID) -> AssessmentScheme:
    """For jobs, and for a run whose scheme it is. Raises NotFound."""
    row = AssessmentScheme.get_or_none(AssessmentScheme.id == id)
    if row is None:
        raise NotFound()
    return row


def find_schemes(actor: Actor, year: int | None, limit: int, after: str | None) -> dict[str, Any]:
    """A page, newest first."""
    query = schemes_within_reach(actor).order_by(AssessmentScheme.id.desc())  # type: ignore[attr-defined]
    if year:
        query = query.where(AssessmentScheme.year == year)
    if after:
        query = query.where(AssessmentScheme.id < decode_cursor(after, UUID)[0])
    found = page(list(query.limit(limit + 1)), limit, lambda row: (row.id,))
    return {**found, "items": scheme_shapes(actor, found["items"])}


_SAME = "id year title target subjects indicators state replaces_id number published_at published_by by_name created_at version"


def scheme_shapes(actor: Actor, rows: list[AssessmentScheme]) -> list[dict[str, Any]]:
    """In wire shape; one query for names."""
    agencies = agencies_by_id(row.agency_id for row in rows)
    return [
        {
            **{name: getattr(row, name) for name in _SAME.split()},
            "agency": {"id": row.agency_id, "name": agencies[row.agency_id].name},
            "may": _may(actor, row),
        }
        for row in rows
    ]


def scheme_file(actor: Actor, row: AssessmentScheme) -> dict[str, Any]:
    """One with the names of those it assesses."""
    owner = Agency.get_by_id(row.agency_id)
    names = [{"key": one.key, "name": one.name} for one in subjects_of(owner, row.target, row.subjects)]
    return {**scheme_shapes(actor, [row])[0], "subject_names": names}


def _may(actor: Actor, row: AssessmentScheme) -> list[str]:
    if actor.agency_id != row.agency_id or not actor.may("assessment.edit"):
        return []
    return ["edit", "publish"] if row.state == "draft" else ["run", "replace"]
