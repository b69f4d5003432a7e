"""Write and change plans of patrols."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from device_checks.patrols.errors import PlanOfOthers
from device_checks.patrols.models import PatrolPlan
from device_checks.patrols.queries.plans import answers_for
from device_checks.patrols.rules.pacing import Pace
from device_checks.patrols.rules.times import check_times
from server.core import clock
from server.core.database import database, save_versioned
from server.core.events import record_event
from server.core.permissions import Actor
from server.core.records import find_resubmitted, once


@dataclass(frozen=True)
class PatrolPlanDraft:
    """``times``: class of place → hours of the day."""

    title: str
    times: Mapping[str, list[int]]
    window_minutes: int
    pace: Pace
    is_active: bool

    def as_columns(self) -> dict[str, Any]:
        times = {name: sorted(hours) for name, hours in self.times.items()}
        return {
            "title": self.title,
            "times": times,
            "window_minutes": self.window_minutes,
            "pace": self.pace.to_plain(),
            "is_active": self.is_active,
        }


def write_patrol_plan(actor: Actor, id: UUID, draft: PatrolPlanDraft) -> PatrolPlan:
    """A plan of the actor's agency, for the units it reaches; sent twice it is one.

    Raises TimesImpossible, WindowTooLong, PlanOfOthers (not of an agency), ResubmissionConflict.
    """
    if actor.agency_id is None:
        raise PlanOfOthers()
    known = draft.as_columns()
    if earlier := find_resubmitted(PatrolPlan, id, **known):
        return earlier
    check_times(draft.times, draft.window_minutes)

    def create() -> PatrolPlan:
        moment = clock.now()
        row = PatrolPlan.create(
            id=id,
            agency_id=actor.agency_id,
            created_by=actor.account_id,
            created_at=moment,
            changed_at=moment,
            **known,
        )
        record_event(actor, "patrol_plan.written", subject=row)
        return row

    return once(create, lambda: find_resubmitted(PatrolPlan, id, **known))[0]


def revise_patrol_plan(actor: Actor, plan: PatrolPlan, draft: PatrolPlanDraft) -> PatrolPlan:
    """Change what a plan says from now on; a round that runs keeps its pace.

    Raises PlanOfOthers, TimesImpossible, WindowTooLong, Stale.
    """
    if not answers_for(actor, plan.agency_id):
        raise PlanOfOthers()
    check_times(draft.times, draft.window_minutes)
    with database.atomic():
        save_versioned(plan, {**draft.as_columns(), "changed_at": clock.now()})
        record_event(actor, "patrol_plan.revised", subject=plan)
    return plan
