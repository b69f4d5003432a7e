"""Cycles of the annual rotation."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

from courses.rotations.models import Enrolment, RotationCycle
from courses.rotations.rules import CreditDraft, CycleDraft, HourKind
from courses.rotations.services import credit_seconds, keep_up_cycle, open_cycle
from courses.trainees.rules import Audience
from server.core.database import database
from server.core.ids import new_id
from server.core.permissions import SYSTEM
from tests.factories.trainees import identity_number, trainee
from tests.world import World

BASES = ({"basis": "jinan-2021-15", "article": "三（四）"}, {"basis": "state-council-421", "article": "第九条"})


def cycle_body(**changes: Any) -> dict[str, Any]:
    return {
        "id": str(new_id()),
        "year": 2026,
        "audience": "guard",
        "title": "2026年保安员轮训",
        "required_seconds": 7200,
        "exam_required": False,
        "remind_days": [30, 7],
        "opens_on": "2026-01-01",
        "ends_on": "2026-12-31",
        "bases": list(BASES),
        **changes,
    }


def cycle(*, agency_id: UUID | None = None, unit_id: UUID | None = None, **changes: Any) -> RotationCycle:
    """A cycle with everybody of it enrolled."""
    given: dict[str, Any] = {
        "id": new_id(),
        "year": 2026,
        "audience": Audience.GUARD,
        "title": "2026年保安员轮训",
        "agency_id": agency_id,
        "unit_id": unit_id,
        "required_seconds": 7200,
        "exam_required": False,
        "course_ids": (),
        "remind_days": (30, 7),
        "opens_on": date(2026, 1, 1),
        "ends_on": date(2026, 12, 31),
        "bases": BASES,
        **changes,
    }
    made = open_cycle(SYSTEM, CycleDraft(**given))
    keep_up_cycle(made.id)
    return RotationCycle.get_by_id(made.id)


def learn(person_id: UUID, seconds: int, on: date = date(2026, 6, 1), source_id: UUID | None = None) -> None:
    """Hours earned in a classroom."""
    draft = CreditDraft(person_id, on, HourKind.CLASSROOM, seconds, "class_session", source_id or new_id())
    with database.atomic():
        credit_seconds(SYSTEM, draft)


def enrolment_of(cycle: RotationCycle, person_id: UUID) -> Enrolment:
    return Enrolment.get((Enrolment.cycle_id == cycle.id) & (Enrolment.person_id == person_id))


def grow_rotations(world: World) -> None:
    """Five trainees of two audiences and five rotations."""
    school = world.units["school_first"]
    for audience in (Audience.GUARD, Audience.GUARD, Audience.GUARD, Audience.KEY_POST, Audience.KEY_POST):
        trainee(school, audience=audience, identity_number=identity_number())
    for year in range(2022, 2027):
        days = {"opens_on": date(year, 1, 1), "ends_on": date(year, 12, 31)}
        cycle(agency_id=world.agencies["lixia"], year=year, title=f"{year}年保安员轮训", **days)
