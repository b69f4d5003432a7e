"""Acts on competences: give one, end one."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from server.core import clock
from server.core.database import database, lock_row
from server.core.errors import FieldProblem, Invalid
from server.core.events import record_event
from server.core.permissions import Actor
from server.core.records import find_resubmitted, once
from server.units.agencies.models import Agency
from server.units.agencies.queries import agencies_by_id
from server.units.agencies.rules import AgencyKind
from server.units.areas.queries import known_codes
from server.units.bases.queries import validity_of_basis
from server.units.competences.errors import CompetenceEnded, CompetenceTaken, EndBeforeBegin, NotADepartment
from server.units.competences.models import Competence
from server.units.competences.queries import competence_by_id
from server.units.competences.rules import CompetenceDraft, overlap


def give_competence(actor: Actor, draft: CompetenceDraft) -> Competence:
    """Have a department lead an industry from a day on; sent twice it is given once.

    Units registered before keep the department they name: who leads them is changed unit by unit, with a reason.
    Raises Forbidden, Invalid (unknown agency, area), NotFound (basis), NotADepartment, CompetenceTaken,
    ResubmissionConflict. Source: LN-27, LN-28.
    """
    actor.check("agency.edit")
    content = {name: value for name, value in vars(draft).items() if name not in {"id", "basis_id"}}
    content["basis_code"] = draft.basis_id

    def find() -> Competence | None:
        return find_resubmitted(Competence, draft.id, **content)

    if earlier := find():
        return competence_by_id(earlier.id)
    _check(draft)

    def create() -> Competence:
        lock_row(Agency.select(Agency.id).where(Agency.id == draft.agency_id))
        same = (Competence.industry == draft.industry) & (Competence.area_code == draft.area_code)
        if any(overlap(row, draft.from_on) for row in Competence.select().where(same & (Competence.id != draft.id))):
            raise CompetenceTaken(fields=[FieldProblem("industry", CompetenceTaken.title, CompetenceTaken.code)])
        row = Competence.create(id=draft.id, created_at=clock.now(), **content)
        details = {"agency_id": str(draft.agency_id), "industry": draft.industry, "area_code": draft.area_code}
        record_event(actor, "competence.given", subject=row, details=details)
        return row

    return competence_by_id(once(create, find)[0].id)


def _check(draft: CompetenceDraft) -> None:
    agency = agencies_by_id([draft.agency_id]).get(draft.agency_id)
    problems = []
    if agency is None:
        problems.append(FieldProblem("agency_id", "没有这个机构", "unknown_agency"))
    if not known_codes([draft.area_code]):
        problems.append(FieldProblem("area_code", "没有这个行政区划代码", "unknown_area"))
    if problems:
        raise Invalid(fields=problems)
    if agency is not None and agency.kind != AgencyKind.DEPARTMENT.value:
        raise NotADepartment(fields=[FieldProblem("agency_id", NotADepartment.title, NotADepartment.code)])
    if draft.basis_id is not None:
        validity_of_basis(draft.basis_id)


def end_competence(actor: Actor, id: UUID, to_on: date) -> Competence:
    """End a competence with a day, which still counts. Sent twice it ends once.

    Raises Forbidden, NotFound, EndBeforeBegin, CompetenceEnded.
    """
    actor.check("agency.edit")
    with database.atomic():
        row = lock_row(Competence.select().where(Competence.id == id)) or competence_by_id(id)
        if row.to_on == to_on:
            return competence_by_id(id)
        if row.to_on is not None:
            raise CompetenceEnded(to_on=row.to_on.isoformat())
        if to_on < row.from_on:
            raise EndBeforeBegin(fields=[FieldProblem("to_on", EndBeforeBegin.title, EndBeforeBegin.code)])
        Competence.update(to_on=to_on).where(Competence.id == id).execute()
        record_event(actor, "competence.ended", subject=row, details={"to_on": to_on.isoformat()})
    return competence_by_id(id)
