"""Open a case, name people."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from reports.accountability.errors import CaseEnded, PersonElsewhere
from reports.accountability.models import AccountabilityCase, AccountablePerson
from reports.accountability.queries.cases import case_within_reach, check_kept
from reports.accountability.rules import (
    ENDED,
    SUBJECT,
    CaseDraft,
    NamedDraft,
    check_occurred,
)
from server.core import clock
from server.core.errors import FieldProblem, Forbidden
from server.core.events import record_event
from server.core.permissions import Actor
from server.core.records import find_resubmitted, hash_of, once
from server.units.agencies.queries import agencies_by_id
from server.units.attachments.services import attach
from server.units.people.models import Person
from server.units.people.queries import people_by_id
from server.units.registry.models import Unit
from server.units.registry.queries.lookups import agencies_answering_for, unit_by_id
from server.units.registry.queries.reach import unit_within_reach


def open_case(actor: Actor, draft: CaseDraft) -> AccountabilityCase:
    """Open a case of a unit within reach, with cause, consequence and evidence. Sent twice it is one.

    Raises NotFound, Forbidden (no agency), OccurredInTheFuture, PersonElsewhere, FileMissing, ResubmissionConflict.
    Source: JN-3.6a.
    """
    unit = unit_within_reach(actor, draft.unit_id)
    known = {"draft_hash": hash_of(draft), "by_account_id": actor.account_id}
    if earlier := find_resubmitted(AccountabilityCase, draft.id, **known):
        return earlier
    if actor.agency_id is None:
        raise Forbidden()
    check_occurred(draft.occurred_on, clock.today())
    places = _places(unit, draft.people)

    def create() -> AccountabilityCase:
        now = clock.now()
        row = AccountabilityCase.create(
            id=draft.id,
            unit_id=unit.id,
            agency_id=actor.agency_id,
            cause=draft.cause,
            consequence=draft.consequence,
            occurred_on=draft.occurred_on,
            facts=draft.facts,
            state="open",
            by_name=actor.name,
            opened_at=now,
            **known,
        )
        for person in draft.people:
            _enter(actor, row.id, person, *places[person.person_id])
        attach(actor, SUBJECT, row.id, unit.id, draft.files)
        details = {"unit_id": str(unit.id), "cause": draft.cause, "consequence": draft.consequence}
        record_event(actor, "accountability.opened", subject=row, about_unit_id=unit.id, details=details)
        return row

    return once(create, lambda: find_resubmitted(AccountabilityCase, draft.id, **known))[0]


def name_person(actor: Actor, case_id: UUID, draft: NamedDraft) -> AccountabilityCase:
    """Name somebody more in a case that goes on. Sent twice it is once.

    Raises NotFound, CaseOfAnotherAgency, CaseEnded, PersonElsewhere, ResubmissionConflict.
    """
    case = case_within_reach(actor, case_id)
    known = {"draft_hash": hash_of(draft), "case_id": case.id}
    if find_resubmitted(AccountablePerson, draft.id, **known):
        return case
    check_kept(actor, case)
    if case.state in ENDED:
        raise CaseEnded()
    place = _places(unit_by_id(case.unit_id), [draft])[draft.person_id]

    def create() -> AccountablePerson:
        row = _enter(actor, case.id, draft, *place)
        record_event(actor, "accountability.person_named", subject=case, about_unit_id=case.unit_id)
        return row

    once(create, lambda: find_resubmitted(AccountablePerson, draft.id, **known) or _named(case.id, draft.person_id))
    return case


def _named(case_id: UUID, person_id: UUID) -> AccountablePerson | None:
    mine = (AccountablePerson.case_id == case_id) & (AccountablePerson.person_id == person_id)
    return AccountablePerson.get_or_none(mine)


def _enter(actor: Actor, case_id: UUID, draft: NamedDraft, person: Person, side: str, place: str) -> AccountablePerson:
    return AccountablePerson.create(
        id=draft.id,
        case_id=case_id,
        person_id=person.id,
        side=side,
        name=person.name,
        post=person.post,
        place=place,
        duty=draft.duty,
        fault=draft.fault,
        draft_hash=hash_of(draft),
        by_account_id=actor.account_id,
        at=clock.now(),
    )


def _places(unit: Unit, people: Sequence[NamedDraft]) -> dict[UUID, tuple[Person, str, str]]:
    """Person → (row, side, place): people of the unit, and of agencies that answer for it. Raises PersonElsewhere.

    Source: JN-3.6a, which names both those who lead the unit and those who failed to supervise it.
    """
    found = people_by_id([draft.person_id for draft in people])
    agency_ids = [person.agency_id for person in found.values() if person.agency_id]
    answering = agencies_answering_for(unit.id, agency_ids) if agency_ids else set()
    names = agencies_by_id(answering)
    placed: dict[UUID, tuple[Person, str, str]] = {}
    for number, draft in enumerate(people):
        person = found.get(draft.person_id)
        if person and person.unit_id == unit.id:
            placed[person.id] = (person, "unit", unit.name)
        elif person and person.agency_id in names:
            placed[person.id] = (person, "supervisor", names[person.agency_id].name)
        else:
            problem = FieldProblem(f"people.{number}.person_id", PersonElsewhere.title, PersonElsewhere.code)
            raise PersonElsewhere(fields=[problem])
    return placed
