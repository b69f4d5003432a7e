"""Acts on people."""

from __future__ import annotations

from uuid import UUID

from server.core import clock
from server.core.database import database, save_versioned
from server.core.errors import FieldProblem, Forbidden, Invalid
from server.core.events import record_event
from server.core.permissions import Actor
from server.core.records import find_resubmitted, once
from server.units.agencies.models import Agency
from server.units.agencies.queries import agency_paths
from server.units.people.errors import NoSinglePlace
from server.units.people.models import Person
from server.units.people.rules import PersonDraft
from server.units.registry.queries.reach import scope_of, unit_within_reach


def enter_person(actor: Actor, draft: PersonDraft) -> Person:
    """Enter somebody of an agency or of a unit; a draft sent twice is one person.

    Raises Forbidden, NotFound (unit out of reach), Invalid (unknown agency), NoSinglePlace, ResubmissionConflict.
    """
    actor.check("person.edit")

    def find() -> Person | None:
        return find_resubmitted(
            Person,
            draft.id,
            name=draft.name,
            agency_id=draft.agency_id,
            unit_id=draft.unit_id,
            certificate_no=draft.certificate_no,
        )

    _check_place(actor, draft)
    if earlier := find():
        return earlier

    def create() -> Person:
        person = Person.create(**{**vars(draft), "created_at": clock.now()})
        record_event(
            actor,
            "person.entered",
            subject=person,
            about_unit_id=draft.unit_id,
            details={"agency_id": str(draft.agency_id) if draft.agency_id else None},
        )
        return person

    return once(create, find)[0]


def admit_person(actor: Actor, draft: PersonDraft) -> Person:
    """Enter somebody as part of another act, which has asked for its own permission and has found no such id.

    Inside that act's transaction. Raises NotFound (unit out of reach), Forbidden, Invalid, NoSinglePlace.
    """
    if not database.in_transaction():
        raise RuntimeError("a person admitted by an act belongs to its transaction")
    _check_place(actor, draft)
    person = Person.create(**{**vars(draft), "created_at": clock.now()})
    record_event(actor, "person.entered", subject=person, about_unit_id=draft.unit_id, details={"agency_id": None})
    return person


def move_person(actor: Actor, person: Person, unit_id: UUID) -> None:
    """Somebody works for another unit now: the person stays the same, with everything learned and held.

    Inside the transaction of the act that found it out. Raises NotFound (unit out of reach).
    """
    if not database.in_transaction():
        raise RuntimeError("a move belongs to the transaction of its act")
    unit_within_reach(actor, unit_id)
    before = person.unit_id
    save_versioned(person, {"unit_id": unit_id})
    details = {"from_unit_id": str(before) if before else None}
    record_event(actor, "person.moved", subject=person, about_unit_id=unit_id, details=details)


def revise_person(actor: Actor, person: Person, changes: dict[str, str | None]) -> None:
    """Change post or telephone of somebody already found within reach; inside the transaction of the act."""
    if not database.in_transaction():
        raise RuntimeError("a change belongs to the transaction of its act")
    save_versioned(person, dict(changes))
    about = {"about_unit_id": person.unit_id, "details": {"fields": sorted(changes)}}
    record_event(actor, "person.revised", subject=person, **about)  # type: ignore[arg-type]


def _check_place(actor: Actor, draft: PersonDraft) -> None:
    if (draft.agency_id is None) == (draft.unit_id is None):
        raise NoSinglePlace(fields=[FieldProblem("unit_id", NoSinglePlace.title, NoSinglePlace.code)])
    if draft.unit_id:
        unit_within_reach(actor, draft.unit_id)
        return
    agency = Agency.get_or_none(Agency.id == draft.agency_id)
    if agency is None:
        raise Invalid(fields=[FieldProblem("agency_id", "没有这个机构", "unknown_agency")])
    own = scope_of(actor).everything or any(agency.path.startswith(path) for path in agency_paths(actor))
    if not own:
        raise Forbidden("只能登记本机构及下级机构的人员", agency_id=str(agency.id))
