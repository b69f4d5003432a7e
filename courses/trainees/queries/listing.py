"""Lists of trainees and their shapes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from courses.trainees.models import Trainee
from courses.trainees.queries.identities import identities_masked
from courses.trainees.queries.membership import is_trained, trainees_within_reach
from server.core import clock
from server.core.permissions import Actor
from server.units.agencies.queries import agencies_by_id
from server.units.people.models import Person
from server.units.people.queries import people_by_id
from server.units.people.rules import mask_phone
from server.units.registry.models import Unit
from server.web.paging import decode_cursor, page
from server.web.signin.models import Account

Json = dict[str, Any]


@dataclass(frozen=True)
class TraineeFilter:
    """What a list is narrowed to; ``active`` speaks of today."""

    limit: int
    after: str | None = None
    unit_id: UUID | None = None
    audience: str | None = None
    active: bool | None = None
    q: str = ""


def find_trainees(actor: Actor, wanted: TraineeFilter) -> Json:
    """Trainees within reach, by id; a page. Seven queries, however many rows."""
    query = trainees_within_reach(actor).order_by(Trainee.id)
    if wanted.unit_id:
        query = query.where(Trainee.unit_id == wanted.unit_id)
    if wanted.audience:
        query = query.where(Trainee.audience == wanted.audience)
    if wanted.active is not None:
        today = is_trained(clock.today())
        query = query.where(today if wanted.active else ~today)
    if wanted.q:
        named = Person.select(Person.id).where(Person.name.contains(wanted.q))
        query = query.where(Trainee.person_id.in_(named))
    if wanted.after:
        query = query.where(Trainee.id > decode_cursor(wanted.after, UUID)[0])
    found = page(list(query.limit(wanted.limit + 1)), wanted.limit, lambda row: (row.id,))
    return {**found, "items": trainee_shapes(found["items"])}


def trainee_shapes(rows: Sequence[Trainee]) -> list[Json]:
    """Wire shapes of rows already found within reach; four queries."""
    ids = [row.person_id for row in rows]
    people, masked = people_by_id(ids), identities_masked(ids)
    units = {unit.id: unit for unit in _units([row.unit_id for row in rows if row.unit_id])}
    agencies = agencies_by_id(row.agency_id for row in rows)
    accounts = {row.person_id for row in Account.select(Account.person_id).where(Account.person_id.in_(ids))}
    today = clock.today()
    return [
        {
            **row.__data__,
            "person": person_shape(people[row.person_id], masked.get(row.person_id, "")),
            "unit": _place(units.get(row.unit_id)),
            "agency": _place(agencies.get(row.agency_id)) if row.agency_id else None,
            "is_active": row.from_on <= today and (row.to_on is None or row.to_on >= today),
            "has_account": row.person_id in accounts,
        }
        for row in rows
    ]


def person_shape(person: Person, identity: str) -> Json:
    """What is shown of a person: telephone and identity number masked."""
    return {
        "id": person.id,
        "name": person.name,
        "post": person.post,
        "phone": mask_phone(person.phone),
        "identity_masked": identity,
    }


def _place(row: Any) -> Json | None:
    return {"id": row.id, "name": row.name} if row else None


def _units(ids: list[UUID]) -> list[Unit]:
    return list(Unit.select(Unit.id, Unit.name).where(Unit.id.in_(ids))) if ids else []
