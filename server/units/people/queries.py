"""Reads about people."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from peewee import JOIN, ModelSelect

from server.core import clock
from server.core.errors import NotFound
from server.core.permissions import Actor
from server.core.statements import Prepared
from server.units.agencies.models import Agency
from server.units.agencies.queries import agency_paths
from server.units.people.models import Person
from server.units.people.rules import is_qualified
from server.units.registry.models import Unit
from server.units.registry.queries.reach import is_within_reach, scope_of


@dataclass(frozen=True)
class PersonFilter:
    unit_id: UUID | None = None
    agency_id: UUID | None = None
    qualified: bool | None = None  # holds a certificate that is valid today


def people_within_reach(actor: Actor) -> ModelSelect:
    """People of the own agency, of agencies below it, and of units within reach."""
    query = Person.select().join(Agency, JOIN.LEFT_OUTER, on=Person.agency == Agency.id)
    if scope_of(actor).everything:
        return query
    reachable = is_within_reach(actor, Person.unit_id)
    for path in agency_paths(actor):
        reachable |= Agency.path.startswith(path)
    return query.where(reachable)


def person_within_reach(actor: Actor, id: UUID) -> Person:
    """Raises NotFound."""
    person = people_within_reach(actor).where(Person.id == id).first()
    if person is None:
        raise NotFound(person_id=str(id))
    return person


def find_people(actor: Actor, wanted: PersonFilter, after: UUID | None, limit: int) -> list[Person]:
    """By id; one more than ``limit`` if there are more."""
    query = people_within_reach(actor).order_by(Person.id)
    if wanted.unit_id:
        query = query.where(Person.unit_id == wanted.unit_id)
    if wanted.agency_id:
        query = query.where(Person.agency == wanted.agency_id)
    if wanted.qualified is not None:
        holds = Person.certificate_no.is_null(False) & (Person.certificate_valid_to >= clock.today())
        query = query.where(holds if wanted.qualified else ~holds | Person.certificate_valid_to.is_null())
    if after:
        query = query.where(Person.id > after)
    return list(query.limit(limit + 1))


def people_by_id(ids: Iterable[UUID]) -> dict[UUID, Person]:
    """Those that exist, whoever asks: for checks and documents, never for an answer to a list. One query."""
    wanted = list(set(ids))
    return {person.id: person for person in _by_ids.rows(ids=wanted)} if wanted else {}


_by_ids = Prepared(lambda ids: Person.select().where(Person.id.in_(ids)))


def qualified_officers(ids: Iterable[UUID], on: date | None = None) -> dict[UUID, Person]:
    """Those of the people who belong to an agency and held a valid certificate on a day (default: today)."""
    day = on or clock.today()
    return {
        id: person
        for id, person in people_by_id(ids).items()
        if person.agency_id and is_qualified(person.certificate_no, person.certificate_valid_to, day)
    }


def officers_of_agency(agency_id: UUID) -> list[Person]:
    """All people of one agency, by id."""
    return list(Person.select().where(Person.agency == agency_id).order_by(Person.id))


def describe_place(actor: Actor) -> dict[str, object]:
    """What ME says of an actor's place: agency, unit, certificate_no; at most three queries."""
    agency = Agency.get_or_none(Agency.id == actor.agency_id) if actor.agency_id else None
    unit = Unit.get_or_none(Unit.id == actor.unit_id) if actor.unit_id else None
    person = Person.get_or_none(Person.id == actor.person_id) if actor.person_id else None
    return {
        "agency": agency
        and {"id": agency.id, "name": agency.name, "short_name": agency.short_name, "kind": agency.kind},
        "unit": unit and {"id": unit.id, "name": unit.name, "short_name": None, "kind": unit.kind},
        "certificate_no": person.certificate_no if person else None,
    }
