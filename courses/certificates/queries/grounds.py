"""What a certificate rests on: the person, where they belong, hours and the exam, as of this day."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from courses.certificates.rules.certificates import completed_by, valid_to
from courses.exams.models import ExamSession
from courses.markings.models import Result
from courses.papers.models import BlueprintVersion
from courses.rotations.models import Enrolment, RotationCycle
from courses.trainees.queries.identities import identity_masked
from server.core import clock
from server.units.agencies.queries import name_on
from server.units.people.queries import people_by_id
from server.units.registry.queries.lookups import unit_names


def grounds_of(enrolment: Enrolment, cycle: RotationCycle) -> dict[str, Any]:
    """Columns of the certificate; 7 queries."""
    person = people_by_id([enrolment.person_id])[enrolment.person_id]
    return {
        "enrolment_id": enrolment.id,
        "cycle_id": cycle.id,
        "person_id": person.id,
        "person_name": person.name,
        "identity_masked": identity_masked(person.id),
        "unit_id": enrolment.unit_id,
        "agency_id": enrolment.agency_id,
        "holder_place": _place_of(enrolment),
        "title": cycle.title,
        "year": cycle.year,
        "audience": enrolment.audience,
        "seconds": enrolment.seconds,
        **_exam_of(enrolment),
        "completed_on": completed_by(clock.beijing_day(enrolment.completed_at), cycle.year),
        "valid_to": valid_to(cycle.year),
    }


def _place_of(enrolment: Enrolment) -> str:
    if enrolment.unit_id:
        return unit_names([enrolment.unit_id]).get(enrolment.unit_id, "")
    return name_on(enrolment.agency_id).name if enrolment.agency_id else ""


def _exam_of(enrolment: Enrolment) -> dict[str, Any]:
    """Points and pass mark of the exam that counted; nothing where none was asked for."""
    result = _live_result(enrolment.exam_attempt_id)
    if result is None:
        return {"points_x100": None, "worth_x100": None, "pass_percent": None}
    session = ExamSession.get_or_none(ExamSession.id == result.session_id)
    version = BlueprintVersion.get_or_none(BlueprintVersion.id == session.blueprint_version_id) if session else None
    percent = version.marking["pass_percent"] if version else None
    return {"points_x100": result.points_x100, "worth_x100": result.worth_x100, "pass_percent": percent}


def _live_result(attempt_id: UUID | None) -> Result | None:
    if attempt_id is None:
        return None
    return Result.get_or_none((Result.attempt_id == attempt_id) & (Result.live == True))  # noqa: E712
