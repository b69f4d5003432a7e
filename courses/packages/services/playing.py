"""Somebody opens a package, and it tells how far they are."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from courses.lessons.services.told import Told, show_told
from courses.packages.models import CoursePackage, PackageRegistration
from courses.packages.queries import Opened, own_registration, package_lesson
from courses.packages.rules.manifests import parts_of
from courses.packages.rules.outcomes import check_size, merge_elements, outcome_of, outcome_of_all, seconds_between
from courses.rotations.rules import CreditDraft, HourKind
from courses.rotations.services import credit_seconds
from server.core import clock
from server.core.database import database, lock_row
from server.core.errors import NotFound
from server.core.events import record_event, take_turn
from server.core.ids import new_id
from server.core.permissions import Actor
from server.core.records import once


@dataclass(frozen=True)
class CommitDraft:
    """What a part of a package said since last time, and for how long its page was looked at."""

    part: int
    elements: Mapping[str, Any]
    visible_ms: int


def open_package(actor: Actor, lesson_id: UUID) -> Opened:
    """Register the learner for the lesson's package the first time, and count from now on.

    Raises NotFound: no such lesson, not open to this person, or nobody who learns.  Source: JN-3.4a.
    """
    lesson, package = package_lesson(actor, lesson_id)

    def create() -> PackageRegistration:
        registration = PackageRegistration.create(
            id=new_id(),
            package_id=package.id,
            lesson_id=lesson.id,
            person_id=actor.person_id,
            year=clock.today().year,
            state={"parts": {}},
            opened_at=clock.now(),
            beat_at=clock.now(),
            changed_at=clock.now(),
        )
        record_event(actor, "package.opened", subject=registration, details={"lesson_id": str(lesson.id)})
        return registration

    registration = own_registration(actor, lesson.id)
    if registration is None:
        registration = once(create, lambda: own_registration(actor, lesson.id))[0]
    else:
        with database.atomic():
            PackageRegistration.update(beat_at=clock.now()).where(PackageRegistration.id == registration.id).execute()
    return Opened(lesson, package, registration)


def keep_claim(actor: Actor, lesson_id: UUID, draft: CommitDraft) -> Opened:
    """Keep what a part says of its learner, and count the time since the last beat; told twice it is the same.

    Raises NotFound (never opened, no such part), ClaimTooLarge.  Source: JN-3.4a.
    """
    lesson, package = package_lesson(actor, lesson_id)
    if draft.part >= len(parts_of(package.manifest)):
        raise NotFound(part=draft.part)
    with database.atomic():
        take_turn(actor)
        registration = locked_registration(actor, lesson.id)
        state = {**registration.state, "parts": {**registration.state.get("parts", {})}}
        known = state["parts"].get(str(draft.part), {})
        state["parts"][str(draft.part)] = {
            **known,
            "elements": merge_elements(known.get("elements", {}), draft.elements),
        }
        settle(actor, Opened(lesson, package, registration), state, draft.visible_ms)
    return Opened(lesson, package, registration)


def locked_registration(actor: Actor, lesson_id: UUID) -> PackageRegistration:
    """The actor's own newest, locked for the act. Raises NotFound (never opened)."""
    mine = (PackageRegistration.lesson_id == lesson_id) & (PackageRegistration.person_id == actor.person_id)
    newest = PackageRegistration.select().where(mine).order_by(PackageRegistration.year.desc()).limit(1)
    found: PackageRegistration | None = lock_row(newest)
    if found is None:
        raise NotFound(lesson_id=str(lesson_id))
    return found


def settle(actor: Actor, opened: Opened, state: dict[str, Any], visible_ms: int | None) -> None:
    """Write a new state, what it amounts to and the time counted (None: this was no beat); inside the act's transaction.

    Being done once stays, as the hours do. Raises ClaimTooLarge.
    """
    if not database.in_transaction():
        raise RuntimeError("what a package tells belongs to the transaction of its act")
    registration, before = opened.registration, opened.registration.status
    check_size(state)
    outcome = outcome_of_all(_outcomes(opened.package, state))
    counted = 0
    if visible_ms is not None:
        counted = seconds_between((clock.now() - registration.beat_at).total_seconds(), visible_ms)
        registration.beat_at = clock.now()
    registration.state, registration.status, registration.score_x100 = state, outcome.status, outcome.score_x100
    if outcome.finished and registration.finished_at is None:
        registration.finished_at = clock.now()
    registration.seconds += counted
    registration.changed_at = clock.now()
    registration.save()
    _show(opened)
    if counted:
        _credit(actor, opened)
    if before != outcome.status:
        details = {"lesson_id": str(opened.lesson.id), "status": outcome.status, "seconds": registration.seconds}
        record_event(actor, "package.told", subject=registration, details=details)


def _show(opened: Opened) -> None:
    """In the course, where it stands among the other lessons: what counts and whether it is done."""
    registration = opened.registration
    told = Told(registration.year, registration.seconds, registration.opened_at, registration.finished_at)
    show_told(opened.lesson, registration.person_id, told)


def _outcomes(package: CoursePackage, state: dict[str, Any]) -> list[Any]:
    parts = state.get("parts", {})
    return [
        outcome_of(package.standard, parts.get(str(number), {}).get("elements", {}), part)
        for number, part in enumerate(parts_of(package.manifest))
    ]


def _credit(actor: Actor, opened: Opened) -> None:
    """What was looked at counts up to what the lesson is worth."""
    registration = opened.registration
    credit_seconds(
        actor,
        CreditDraft(
            person_id=registration.person_id,
            on=clock.today(),
            kind=HourKind.PACKAGE,
            seconds=min(registration.seconds, opened.lesson.seconds),
            source_type="package",
            source_id=registration.id,
            course_id=opened.lesson.course_id,
        ),
    )
