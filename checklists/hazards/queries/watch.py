"""Which hazards the daily watch has to look at; a slice at a time, so that memory does not grow with their number."""

from __future__ import annotations

from datetime import date, timedelta
from uuid import UUID

from checklists.hazards.models import Hazard, HazardReminder
from checklists.hazards.rules.terms import Escalation, Reminder
from server.units.agencies.models import Agency
from server.units.agencies.queries import chain

SLICE = 500


def newly_overdue(today: date, after: UUID | None) -> list[UUID]:
    """Hazards whose deadline has passed and that do not say so yet, by id."""
    query = Hazard.select(Hazard.id).where(
        (Hazard.state == "ordered") & (Hazard.deadline_on < today) & Hazard.overdue_on.is_null()
    )
    return _slice(query, after)


def long_overdue(today: date, escalations: list[Escalation], after: UUID | None) -> list[UUID]:
    """Overdue hazards for which the first escalation is due; those told of already are known by their reminder."""
    if not escalations:
        return []
    soonest = min(line.days for line in escalations)
    query = Hazard.select(Hazard.id).where(
        (Hazard.state == "ordered")
        & Hazard.overdue_on.is_null(False)
        & (Hazard.deadline_on <= today - timedelta(days=soonest))
    )
    return _slice(query, after)


def near_their_days(today: date, reminders: list[Reminder], after: UUID | None) -> list[Hazard]:
    """Open hazards one of whose days is near enough for a reminder."""
    if not reminders:
        return []
    first = today - timedelta(days=max(line.days for line in reminders))
    last = today - timedelta(days=min(line.days for line in reminders))
    query = Hazard.select().where(
        ((Hazard.state == "ordered") & Hazard.deadline_on.between(first, last))
        | ((Hazard.state == "rectified") & Hazard.recheck_due_on.between(first, last))
        | ((Hazard.state == "ordered") & Hazard.recheck_due_on.between(first, last))
    )
    query = query.order_by(Hazard.id).limit(SLICE)
    return list(query.where(Hazard.id > after) if after else query)


def was_reminded(keys: list[str]) -> set[str]:
    """Those of the keys that went out; one query."""
    rows = HazardReminder.select(HazardReminder.key).where(HazardReminder.key.in_(keys)) if keys else ()
    return {row.key for row in rows}


def superior(agency: Agency, levels: int) -> Agency:
    """The agency so many levels up, or the highest there is."""
    upwards = chain(agency)[::-1]
    return upwards[min(levels, len(upwards) - 1)]


def _slice(query: object, after: UUID | None) -> list[UUID]:
    ordered = query.order_by(Hazard.id).limit(SLICE)  # type: ignore[attr-defined]
    return [row.id for row in (ordered.where(Hazard.id > after) if after else ordered)]
