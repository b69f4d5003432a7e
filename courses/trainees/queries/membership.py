"""Who is trained, whose trainees an actor sees, and which audiences somebody is of."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any
from uuid import UUID

from peewee import ModelSelect

from courses.trainees.models import Trainee
from server.core.errors import NotFound
from server.core.permissions import Actor
from server.units.agencies.models import Agency
from server.units.agencies.queries import agency_paths
from server.units.people.models import Person
from server.units.registry.queries.reach import is_within_reach


def audiences_of(person_id: UUID, on: date) -> set[str]:
    """Codes of the audiences a person is of on a Beijing day; one query. Source: JN-3.4a."""
    rows = Trainee.select(Trainee.audience).where((Trainee.person_id == person_id) & is_trained(on))
    return {row.audience for row in rows}


def trainees_within_reach(actor: Actor) -> ModelSelect:
    """Trainees of units within reach, and of the own agency and those below it."""
    return Trainee.select().where(reaches(actor, Trainee.unit_id, Trainee.agency_id))


def reaches(actor: Actor, unit_id: Any, agency_id: Any) -> Any:
    """A condition on columns of unit and agency ids, of which one is empty."""
    condition = is_within_reach(actor, unit_id)
    for path in agency_paths(actor):
        below = Agency.alias("agency_below")
        condition |= agency_id.in_(below.select(below.id).where(below.path.startswith(path)))
    return condition


def people_of_audience(actor: Actor, audience: str, on: date) -> ModelSelect:
    """People within reach who are of an audience on a day: a query to compose. Source: LN-19a."""
    ids = trainees_within_reach(actor).where((Trainee.audience == audience) & is_trained(on))
    return Person.select().where(Person.id.in_(ids.select(Trainee.person_id)))


def is_trained(on: date) -> Any:
    """A condition: the row holds on a day, both ends included."""
    return (Trainee.from_on <= on) & (Trainee.to_on.is_null() | (Trainee.to_on >= on))


def lasts_until(on: date) -> Any:
    """A condition: the row has not ended before a day, whenever it began."""
    return Trainee.to_on.is_null() | (Trainee.to_on >= on)


def trainee_within_reach(actor: Actor, id: UUID) -> Trainee:
    """Raises NotFound."""
    row = trainees_within_reach(actor).where(Trainee.id == id).first()
    if row is None:
        raise NotFound(trainee_id=str(id))
    return row  # type: ignore[no-any-return]


def trained_person_within_reach(actor: Actor, person_id: UUID) -> Person:
    """A person who is or was a trainee within reach, or the actor's own. Raises NotFound."""
    mine = person_id == actor.person_id
    if mine or trainees_within_reach(actor).where(Trainee.person_id == person_id).exists():
        person = Person.get_or_none(Person.id == person_id)
        if person is not None:
            return person  # type: ignore[no-any-return]
    raise NotFound(person_id=str(person_id))


def rows_of_people(person_ids: Iterable[UUID]) -> list[Trainee]:
    """All rows of some people, the oldest first; for those already found within reach."""
    ids = list(set(person_ids))
    query = Trainee.select().where(Trainee.person_id.in_(ids)).order_by(Trainee.from_on, Trainee.id)
    return list(query) if ids else []
