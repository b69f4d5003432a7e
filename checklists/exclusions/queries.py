"""Reads of recusals and leaves. The reasons are private: one's own, or of the people one is over."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from peewee import JOIN, ModelSelect, fn

from checklists.exclusions.models import Exclusion, ExclusionEnd
from server.core import clock
from server.core.errors import NotFound
from server.core.permissions import Actor
from server.units.agencies.models import Agency
from server.units.agencies.queries import agency_paths
from server.units.people.models import Person
from server.units.people.queries import people_by_id
from server.units.registry.queries.lookups import unit_names
from server.web.paging import decode_cursor, page


@dataclass(frozen=True)
class ExclusionFilter:
    kind: str | None = None
    current: bool | None = None
    person_id: UUID | None = None
    limit: int = 50
    after: str | None = None


def exclusions_within_reach(actor: Actor) -> ModelSelect:
    """One's own; with ``exclusion.manage`` those of the officers of the own agency and of agencies below."""
    query = Exclusion.select(Exclusion, ExclusionEnd).join(
        ExclusionEnd, JOIN.LEFT_OUTER, on=(ExclusionEnd.exclusion_id == Exclusion.id), attr="end"
    )
    if actor.account_id is None:
        return query
    own = Exclusion.person_id == actor.person_id
    if actor.may("exclusion.manage"):
        officers = Person.select(Person.id).join(Agency, on=(Person.agency == Agency.id))
        for path in agency_paths(actor):
            own |= Exclusion.person_id.in_(officers.where(Agency.path.startswith(path)))
    return query.where(own)


def exclusion_within_reach(actor: Actor, id: UUID) -> Exclusion:
    """Raises NotFound."""
    row = exclusions_within_reach(actor).where(Exclusion.id == id).first()
    if row is None:
        raise NotFound()
    return row


def find_exclusions(actor: Actor, wanted: ExclusionFilter) -> dict[str, Any]:
    """A page, newest first."""
    query = exclusions_within_reach(actor).order_by(Exclusion.id.desc())
    if wanted.kind:
        query = query.where(Exclusion.kind == wanted.kind)
    if wanted.person_id:
        query = query.where(Exclusion.person_id == wanted.person_id)
    if wanted.current is not None:
        over = fn.COALESCE(ExclusionEnd.last_on, Exclusion.to_on) < clock.today()
        lasting = fn.COALESCE(ExclusionEnd.last_on, Exclusion.to_on).is_null() | ~over
        query = query.where(lasting if wanted.current else over)
    if wanted.after:
        query = query.where(Exclusion.id < decode_cursor(wanted.after, UUID)[0])
    found = page(list(query.limit(wanted.limit + 1)), wanted.limit, lambda row: (row.id,))
    return {**found, "items": shapes(found["items"])}


def in_force(people: Collection[UUID], day: date) -> list[Exclusion]:
    """Recusals and leaves of these people on a day, both end days included; 1 query for 500 people."""
    wanted, found = list(people), []
    for start in range(0, len(wanted), 500):
        query = (
            Exclusion.select(Exclusion, ExclusionEnd)
            .join(ExclusionEnd, JOIN.LEFT_OUTER, on=(ExclusionEnd.exclusion_id == Exclusion.id), attr="end")
            .where(Exclusion.person_id.in_(wanted[start : start + 500]) & (Exclusion.from_on <= day))
            .where(Exclusion.to_on.is_null() | (Exclusion.to_on >= day))
            .where(ExclusionEnd.last_on.is_null() | (ExclusionEnd.last_on >= day))
        )
        found += list(query)
    return found


def shapes(rows: list[Exclusion]) -> list[dict[str, Any]]:
    """Wire shape; 2 queries."""
    people = people_by_id(row.person_id for row in rows)
    units = unit_names([row.unit_id for row in rows if row.unit_id])
    return [
        {
            "id": row.id,
            "kind": row.kind,
            "person": {"id": row.person_id, "name": people[row.person_id].name},
            "certificate_no": people[row.person_id].certificate_no,
            "unit": {"id": row.unit_id, "name": units.get(row.unit_id, "")} if row.unit_id else None,
            "reason": row.reason,
            "from_on": row.from_on,
            "to_on": row.to_on,
            "declared_by": row.by_name,
            "declared_at": row.at,
            "end": {"last_on": end.last_on, "reason": end.reason, "at": end.at}
            if (end := getattr(row, "end", None))
            else None,
        }
        for row in rows
    ]
