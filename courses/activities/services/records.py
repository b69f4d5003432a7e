"""A unit records what it did for publicity and education, and takes a record back with a reason."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from checklists.duties.services import cover_by_training, uncover_training
from courses.activities.errors import WithdrawnAlready
from courses.activities.models import Activity
from courses.activities.queries import PHOTOS, activity_within_reach
from courses.activities.rules import ActivityDraft, check_activity
from server.core import clock
from server.core.canonical import content_hash
from server.core.database import database
from server.core.events import record_event, take_turn
from server.core.permissions import Actor
from server.core.records import find_resubmitted, once
from server.units.attachments.services import attach
from server.units.registry.queries.reach import unit_within_reach


def record_activity(actor: Actor, unit_id: UUID, draft: ActivityDraft) -> Activity:
    """Record an activity with photos and head count; it counts as a training of the year. Sent twice it is one.

    Raises NotFound, DayAhead, PhotosMissing, FileMissing, FileOfWrongKind, ResubmissionConflict.
    Source: JN-2.2.4c, JN-2.2.5c.
    """
    unit = unit_within_reach(actor, unit_id)
    known = {"draft_hash": content_hash(plain(vars(draft), unit_id)), "by_account_id": actor.account_id}
    if earlier := find_resubmitted(Activity, draft.id, **known):
        return earlier
    check_activity(draft, clock.today())

    def create() -> Activity:
        values = {name: value for name, value in vars(draft).items() if name != "photos"}
        activity = Activity.create(
            unit_id=unit.id, by_name=actor.name, at=clock.now(), withdrawn_at=None, **known, **values
        )
        attach(actor, PHOTOS, activity.id, unit.id, draft.photos, field="photos")
        cover_by_training(unit.id, activity.kind, activity.on_day, activity.id)
        details = {"kind": activity.kind, "on_day": activity.on_day.isoformat(), "head_count": activity.head_count}
        record_event(actor, "activity.recorded", subject=activity, about_unit_id=unit.id, details=details)
        return activity

    return once(create, lambda: find_resubmitted(Activity, draft.id, **known))[0]


def withdraw_activity(actor: Actor, id: UUID, reason: str) -> Activity:
    """Take a record out of the count; it stays to be seen, with the reason. The same again changes nothing.

    Raises NotFound, WithdrawnAlready (for another reason).
    """
    activity = activity_within_reach(actor, id)
    with database.atomic():
        take_turn(actor)
        if settled(Activity, activity.id, reason):
            activity = Activity.get_by_id(activity.id)
            return activity
        activity.withdrawn_at, activity.withdrawn_reason = clock.now(), reason
        activity.save()
        uncover_training(activity.id)
        record_event(actor, "activity.withdrawn", subject=activity, about_unit_id=activity.unit_id)
    return activity


def settled(table: Any, id: UUID, reason: str) -> bool:
    """Whether the row was withdrawn for this very reason already. Raises WithdrawnAlready for another one."""
    row = table.get_by_id(id)
    if row.withdrawn_at is None:
        return False
    if row.withdrawn_reason != reason:
        raise WithdrawnAlready()
    return True


def plain(values: dict[str, Any], unit_id: UUID) -> dict[str, Any]:
    """A draft as JSON, for the hash by which a retry is recognised."""
    made: dict[str, Any] = {"unit_id": str(unit_id)}
    for name, value in values.items():
        if isinstance(value, tuple):
            made[name] = [vars(one) for one in value]
        else:
            made[name] = value if isinstance(value, (int, list, dict)) else str(value)
    return made
