"""Excusing somebody with a reason, and taking that back; nothing learned is lost by either."""

from __future__ import annotations

from courses.rotations.errors import CycleClosed, NotExcusable, NotExcused
from courses.rotations.models import Enrolment, RotationCycle
from courses.rotations.rules import EnrolmentState
from courses.rotations.services.crediting import settle
from server.core import clock
from server.core.database import database, lock_row
from server.core.errors import Forbidden
from server.core.events import record_event, take_turn
from server.core.permissions import Actor


def excuse(actor: Actor, enrolment: Enrolment, reason: str) -> Enrolment:
    """Excuse somebody of an open cycle (免训) with a reason; told twice alike it is one.

    Raises Forbidden, CycleClosed, NotExcusable.  Source: JN-3.4a.
    """
    _check_may(actor, enrolment)
    with database.atomic():
        row, _ = _held(actor, enrolment)
        if (row.state, row.excused_reason) == (EnrolmentState.EXCUSED.value, reason):
            return row
        if row.state not in {EnrolmentState.ACTIVE.value, EnrolmentState.EXCUSED.value}:
            raise NotExcusable()
        row.state, row.excused_reason, row.excused_at = EnrolmentState.EXCUSED.value, reason, clock.now()
        row.by_account_id = actor.account_id
        _save(actor, row, "enrolment.excused")
    return row


def withdraw_excuse(actor: Actor, enrolment: Enrolment) -> Enrolment:
    """Somebody is asked for the rotation again, with all they have learned. Raises Forbidden, CycleClosed, NotExcused.

    Source: JN-3.4a.
    """
    _check_may(actor, enrolment)
    with database.atomic():
        row, cycle = _held(actor, enrolment)
        if row.state != EnrolmentState.EXCUSED.value:
            raise NotExcused()
        row.state, row.excused_reason, row.excused_at = EnrolmentState.ACTIVE.value, "", None
        row.by_account_id = actor.account_id
        settle(actor, row, cycle)
        _save(actor, row, "enrolment.excuse_withdrawn")
    return row


def _check_may(actor: Actor, enrolment: Enrolment) -> None:
    """A unit excuses its people from its own rotation, not from that of the police; people don't excuse themselves."""
    actor.check("rotation.edit")
    cycle = RotationCycle.get_by_id(enrolment.cycle_id)
    if actor.account_id is None:
        return
    if enrolment.person_id == actor.person_id or (actor.agency_id is None and cycle.unit_id != actor.unit_id):
        raise Forbidden("只有开展轮训的机构或单位才能办理免训")


def _held(actor: Actor, enrolment: Enrolment) -> tuple[Enrolment, RotationCycle]:
    take_turn(actor)
    cycle = lock_row(RotationCycle.select().where(RotationCycle.id == enrolment.cycle_id))
    if cycle.closed_at is not None:
        raise CycleClosed()
    return lock_row(Enrolment.select().where(Enrolment.id == enrolment.id)), cycle


def _save(actor: Actor, row: Enrolment, kind: str) -> None:
    row.version += 1
    row.save()
    details = {"cycle_id": str(row.cycle_id), "person_id": str(row.person_id)}
    record_event(actor, kind, subject=row, about_unit_id=row.unit_id, details=details)
