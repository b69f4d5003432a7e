"""Who answers for a unit or a site."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from server.core import clock
from server.core.database import IntegrityError, database, lock_row
from server.core.errors import FieldProblem, Invalid, NotFound
from server.core.events import record_event
from server.core.files import files
from server.core.permissions import Actor
from server.core.records import find_resubmitted
from server.units.people.errors import PersonElsewhere
from server.units.people.models import Person
from server.units.registry.errors import AlreadyEnded, EndBeforeBegin, FirstResponsibleTaken
from server.units.registry.models import Responsibility, Site, Unit
from server.units.registry.rules import ResponsibilityDraft, Role
from server.units.registry.services.sites import touch


def appoint_responsible(actor: Actor, unit: Unit, draft: ResponsibilityDraft) -> Responsibility:
    """Put somebody of the unit in charge of it or of one site, from a day on; sent twice it happens once.

    Raises Forbidden, Invalid (person, site, document), PersonElsewhere, EndBeforeBegin, FirstResponsibleTaken,
    ResubmissionConflict. Source: JN-2.2.1a, JN-2.2.1c.
    """
    actor.check("unit.edit")
    if earlier := _find_appointed(unit, draft):
        return earlier
    _check_draft(unit, draft)
    try:
        with database.atomic():
            lock_row(Unit.select(Unit.id).where(Unit.id == unit.id))
            _check_vacant(unit, draft)
            values = {**vars(draft), "role": draft.role.value}
            row = Responsibility.create(**values, unit_id=unit.id, created_at=clock.now())
            touch(unit)
            details = {"role": draft.role.value, "person_id": str(draft.person_id)}
            details |= {"site_id": str(draft.site_id) if draft.site_id else ""}
            record_event(actor, "responsibility.appointed", subject=row, about_unit_id=unit.id, details=details)
    except IntegrityError:
        if earlier := _find_appointed(unit, draft):
            return earlier
        raise
    return row


def end_responsibility(actor: Actor, unit: Unit, id: UUID, to_on: date) -> Responsibility:
    """Set the last day of a responsibility; the same day again changes nothing.

    Raises Forbidden, NotFound, EndBeforeBegin, AlreadyEnded.
    """
    actor.check("unit.edit")
    with database.atomic():
        here = (Responsibility.id == id) & (Responsibility.unit == unit.id)
        row: Responsibility | None = lock_row(Responsibility.select().where(here))
        if row is None:
            raise NotFound(responsibility_id=str(id))
        if row.to_on == to_on:
            return row
        if row.to_on is not None and row.to_on < clock.today():
            raise AlreadyEnded(to_on=row.to_on.isoformat())
        if to_on < row.from_on:
            raise _end_before_begin()
        Responsibility.update(to_on=to_on).where(Responsibility.id == id).execute()
        row.to_on = to_on
        touch(unit)
        details = {"to_on": to_on.isoformat()}
        record_event(actor, "responsibility.ended", subject=row, about_unit_id=unit.id, details=details)
    return row


def _find_appointed(unit: Unit, draft: ResponsibilityDraft) -> Responsibility | None:
    content = {"person_id": draft.person_id, "site_id": draft.site_id, "from_on": draft.from_on}
    return find_resubmitted(Responsibility, draft.id, unit_id=unit.id, role=draft.role.value, **content)


def _check_draft(unit: Unit, draft: ResponsibilityDraft) -> None:
    problems = []
    person = Person.get_or_none(Person.id == draft.person_id)
    if person is None:
        problems.append(FieldProblem("person_id", "没有这个人", "unknown_person"))
    if draft.site_id and not Site.select().where((Site.id == draft.site_id) & (Site.unit == unit.id)).exists():
        problems.append(FieldProblem("site_id", "该单位没有这个场所", "unknown_site"))
    if draft.document_sha256 and not files().exists(draft.document_sha256):
        problems.append(FieldProblem("document_sha256", "责任书文件尚未上传", "unknown_document"))
    if problems:
        raise Invalid(fields=problems)
    if person.unit_id != unit.id:
        raise PersonElsewhere(fields=[FieldProblem("person_id", PersonElsewhere.title, PersonElsewhere.code)])
    if draft.to_on is not None and draft.to_on < draft.from_on:
        raise _end_before_begin()


def _check_vacant(unit: Unit, draft: ResponsibilityDraft) -> None:
    """One first-responsible person at a time. Raises FirstResponsibleTaken."""
    if draft.role is not Role.FIRST_RESPONSIBLE:
        return
    same_place = Responsibility.site.is_null() if draft.site_id is None else Responsibility.site == draft.site_id
    overlaps = Responsibility.to_on.is_null() | (Responsibility.to_on >= draft.from_on)  # type: ignore[operator]
    if draft.to_on is not None:
        overlaps &= Responsibility.from_on <= draft.to_on
    taken = Responsibility.select().where(
        (Responsibility.unit == unit.id) & same_place & (Responsibility.role == draft.role.value) & overlaps
    )
    if taken.exists():
        problem = FieldProblem("from_on", FirstResponsibleTaken.title, FirstResponsibleTaken.code)
        raise FirstResponsibleTaken(fields=[problem])


def _end_before_begin() -> EndBeforeBegin:
    return EndBeforeBegin(fields=[FieldProblem("to_on", EndBeforeBegin.title, EndBeforeBegin.code)])
