"""The daily watch over deadlines."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

from checklists.hazards.queries.terms import term_on
from checklists.hazards.queries.watch import long_overdue, near_their_days, newly_overdue, was_reminded
from checklists.hazards.rules.terms import escalations_of, reminders_of
from checklists.hazards.services.deadlines import escalate_hazard, mark_overdue, remind_of, reminders_due
from server.core import clock
from server.core.jobs import Job, Schedule
from server.core.permissions import SYSTEM


def _watch(_: dict[str, Any]) -> None:
    """As of now, whatever day it was asked for: run late, it does what is due; run twice, nothing more."""
    today = clock.today()
    escalations = escalations_of(term_on("escalations"))
    _for_each(lambda after: newly_overdue(today, after), lambda id: mark_overdue(SYSTEM, id))
    _for_each(lambda after: long_overdue(today, escalations, after), lambda id: escalate_hazard(SYSTEM, id))
    _remind()


def _for_each(find: Callable[[UUID | None], list[UUID]], act: Callable[[UUID], None]) -> None:
    after = None
    while ids := find(after):
        for id in ids:
            act(id)
        after = ids[-1]


def _remind() -> None:
    today, reminders = clock.today(), reminders_of(term_on("reminders"))
    after = None
    while hazards := near_their_days(today, reminders, after):
        due = {hazard.id: [key for key, _ in reminders_due(hazard, reminders)] for hazard in hazards}
        sent = was_reminded([key for keys in due.values() for key in keys])
        for id, keys in due.items():
            if set(keys) - sent:
                remind_of(SYSTEM, id)
        after = hazards[-1].id


JOBS = [Job("hazards.watch", _watch)]
SCHEDULES = [Schedule("hazards.watch", "5 0 * * *")]
