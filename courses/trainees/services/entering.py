"""Who is trained from when to when: enter, change, end."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

from courses.trainees.errors import AudienceElsewhere, EndBeforeStart, EndedAlready, PersonUnclear, TrainedAlready
from courses.trainees.models import Trainee
from courses.trainees.queries.identities import person_of_identity
from courses.trainees.queries.membership import is_trained, lasts_until, trained_person_within_reach
from courses.trainees.rules import POLICE_AUDIENCES, Audience, NewPerson, TraineeDraft
from courses.trainees.services.identities import checked_identity, keep_identity
from server.core import clock
from server.core.database import database, lock_row, save_versioned
from server.core.errors import FieldProblem, NotFound
from server.core.events import record_event, take_turn
from server.core.permissions import Actor
from server.core.records import find_resubmitted, once
from server.units.agencies.queries import agency_by_id, is_police
from server.units.people.models import Person
from server.units.people.queries import people_by_id, person_within_reach
from server.units.people.rules import PersonDraft
from server.units.people.services import admit_person, move_person, revise_person
from server.units.registry.queries.reach import unit_within_reach
from server.web.signin.models import Account


def enter_trainee(actor: Actor, draft: TraineeDraft) -> Trainee:
    """Put a person under an audience; somebody new is entered in the same act. Sent twice it is one.

    Somebody whom nobody trains any more and whose name and identity number are given moves to the new unit with
    everything learned. Raises NotFound, PersonUnclear, AudienceElsewhere, IdentityWrong, IdentityKnown,
    TrainedAlready, ResubmissionConflict.  Source: JN-3.4a, JN-3.4b.
    """
    actor.check("trainee.edit")
    if (draft.person_id is None) == (draft.person is None):
        raise PersonUnclear(fields=[FieldProblem("person_id", PersonUnclear.title, PersonUnclear.code)])
    number = checked_identity(draft.identity_number)
    known: dict[str, Any] = {"audience": draft.audience.value, "from_on": draft.from_on}
    if draft.person_id:
        known["person_id"] = draft.person_id
    _check_reach(actor, draft)
    if earlier := find_resubmitted(Trainee, draft.id, **known):
        return earlier

    def create() -> Trainee:
        take_turn(actor)
        return write_trainee(actor, draft, number)

    return once(create, lambda: find_resubmitted(Trainee, draft.id, **known))[0]


def _check_reach(actor: Actor, draft: TraineeDraft) -> None:
    if draft.person:
        unit_within_reach(actor, draft.person.unit_id)
    elif draft.person_id:
        _person(actor, draft.person_id)


def _person(actor: Actor, id: UUID) -> Person:
    """People of a unit do not see agencies, so both ways of reaching are tried. Raises NotFound."""
    try:
        return person_within_reach(actor, id)
    except NotFound:
        return trained_person_within_reach(actor, id)


def write_trainee(actor: Actor, draft: TraineeDraft, number: str | None) -> Trainee:
    """The writing of an entry whose reach is checked, inside the transaction of its act; see ``enter_trainee``."""
    if not database.in_transaction():
        raise RuntimeError("a trainee belongs to the transaction of the act")
    person = people_by_id([draft.person_id])[draft.person_id] if draft.person_id else None
    person = person or _new_person(actor, draft.person, number)  # type: ignore[arg-type]
    _check_audience(person, draft.audience)
    lock_row(Person.select(Person.id).where(Person.id == person.id))
    same = (Trainee.person_id == person.id) & (Trainee.audience == draft.audience.value)
    if Trainee.select().where(same & lasts_until(draft.from_on)).exists():
        raise TrainedAlready(fields=[FieldProblem("audience", TrainedAlready.title, TrainedAlready.code)])
    if number:
        keep_identity(person.id, number)
    row = Trainee.create(
        id=draft.id,
        person_id=person.id,
        audience=draft.audience.value,
        unit_id=person.unit_id,
        agency_id=person.agency_id,
        from_on=draft.from_on,
        by_account_id=actor.account_id,
        created_at=clock.now(),
    )
    details = {"person_id": str(person.id), "audience": row.audience}
    record_event(actor, "trainee.entered", subject=row, about_unit_id=row.unit_id, details=details)
    return row


def _new_person(actor: Actor, wanted: NewPerson, number: str | None) -> Person:
    holder = person_of_identity(number) if number else None
    if holder and (mover := _free_person(holder, wanted.name)):
        if mover.unit_id != wanted.unit_id:
            move_person(actor, mover, wanted.unit_id)
            Account.update(unit_id=wanted.unit_id).where(Account.person_id == mover.id).execute()
        if wanted.phone and wanted.phone != mover.phone:
            revise_person(actor, mover, {"phone": wanted.phone})
        return mover
    # Somebody else's number is refused by keep_identity.
    draft = PersonDraft(wanted.id, wanted.name, wanted.post, wanted.phone, None, None, None, wanted.unit_id)
    return admit_person(actor, draft)


def _free_person(id: UUID, name: str) -> Person | None:
    """The person of that name if no unit trains them today and they hold no office in one: only then may they move."""
    person = people_by_id([id]).get(id)
    if person is None or person.name != name or person.unit_id is None:
        return None
    held = Trainee.select().where((Trainee.person_id == id) & is_trained(clock.today())).exists()
    answers = any(account.roles != ["trainee"] for account in Account.select().where(Account.person_id == id))
    return None if held or answers else person


def _check_audience(person: Person, audience: Audience) -> None:
    """Raises AudienceElsewhere. Source: JN-3.4b."""
    if person.agency_id:
        fits = audience in POLICE_AUDIENCES and is_police(agency_by_id(person.agency_id))
    else:
        fits = audience not in POLICE_AUDIENCES
    if not fits:
        raise AudienceElsewhere(fields=[FieldProblem("audience", AudienceElsewhere.title, AudienceElsewhere.code)])


def change_trainee(actor: Actor, row: Trainee, changes: dict[str, Any]) -> Trainee:
    """Change the first day, the post, the telephone or the identity number; what is not named stays.

    Raises EndedAlready, EndBeforeStart, IdentityWrong, IdentityKnown, Stale.
    """
    if row.to_on and row.to_on < clock.today():
        raise EndedAlready()
    number = checked_identity(changes.get("identity_number"))
    from_on = changes.get("from_on", row.from_on)
    if row.to_on and from_on > row.to_on:
        raise EndBeforeStart(fields=[FieldProblem("from_on", EndBeforeStart.title, EndBeforeStart.code)])
    with database.atomic():
        take_turn(actor)
        save_versioned(row, {"from_on": from_on})
        said: dict[str, str | None] = {name: changes[name] for name in ("post", "phone") if name in changes}
        if said:
            revise_person(actor, people_by_id([row.person_id])[row.person_id], said)
        if number:
            keep_identity(row.person_id, number)
        details = {"fields": sorted(changes), "person_id": str(row.person_id)}
        record_event(actor, "trainee.changed", subject=row, about_unit_id=row.unit_id, details=details)
    return row


def end_trainee(actor: Actor, row: Trainee, to_on: date, reason: str) -> Trainee:
    """Somebody is of the audience until a day, that day included; ended twice alike it is one.

    Raises EndBeforeStart, EndedAlready.  Source: JN-3.4a.
    """
    if to_on < row.from_on:
        raise EndBeforeStart(fields=[FieldProblem("to_on", EndBeforeStart.title, EndBeforeStart.code)])
    with database.atomic():
        take_turn(actor)
        row = lock_row(Trainee.select().where(Trainee.id == row.id))
        if (row.to_on, row.ended_reason) == (to_on, reason):
            return row
        if row.to_on is not None:
            raise EndedAlready()
        save_versioned(row, {"to_on": to_on, "ended_reason": reason})
        details = {"person_id": str(row.person_id), "to_on": to_on.isoformat()}
        record_event(actor, "trainee.ended", subject=row, about_unit_id=row.unit_id, details=details)
    return row
