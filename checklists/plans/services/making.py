"""The making of a plan's tasks: in batches, each a transaction of its own, that can be killed anywhere.

A run walks the plan's units by number and writes down in the batch's own transaction how far it got; whoever runs it
again goes on from there. What a task is made for (plan or level, unit, period, kind) is a unique key besides: runs
that overlap, or a run that was noted as new, find what is there and make the rest.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from uuid import UUID

from checklists.plans.models import Plan, PlanRun
from checklists.plans.queries.checklists import Checklists, checklists_for
from checklists.plans.queries.plans import draft_of, last_run, owner_of, running_plan_ids
from checklists.plans.queries.rosters import roster_for
from checklists.plans.queries.units import Fresh, Owner, PlannedUnit, count_matching, matching_units
from checklists.plans.rules.drafts import PlanDraft
from checklists.plans.rules.periods import Period, Timing, block_of, step_of
from checklists.plans.rules.rosters import Roster
from checklists.tasks.queries import made_already
from checklists.tasks.rules import NewTask
from checklists.tasks.services import lay_down
from server.alerts.levels.queries.levels import is_any_level_raised, levels_on
from server.alerts.levels.rules import LevelInForce
from server.core import clock
from server.core.database import database, lock_row
from server.core.events import record_event
from server.core.ids import new_id
from server.core.jobs import enqueue
from server.core.permissions import SYSTEM
from server.units.agencies.models import Agency
from server.units.agencies.rules import AgencyKind
from server.units.calendar.queries import calendar_between
from server.units.calendar.rules import WorkingCalendar

BATCH = 500
MONDAY = 0
OVERLAP = timedelta(minutes=2)  # a unit's change is dated before its commit
BATCHES_A_JOB = 40  # then the job asks for its own continuation: a job must end well within its lease


@dataclass(frozen=True, slots=True)
class _Call:
    """One check asked for; ``more`` are versions that a raised level adds."""

    origin: str
    origin_id: UUID
    period_on: date
    due_on: date
    escalate_on: date
    more: tuple[UUID, ...] = ()


@dataclass(frozen=True)
class _Means:
    """What a run looks up once: everything but the units."""

    owner: Owner
    is_department: bool
    draft: PlanDraft
    timing: Timing
    day: date
    last_run: date | None
    checklists: Checklists
    roster: Roster
    working: WorkingCalendar
    level_raised: bool
    fresh: Fresh | None
    calls: dict[tuple[int, int], list[_Call]] = field(default_factory=dict)  # by level of key unit and step


def ask_for_runs(demand: str, plan_ids: Sequence[UUID] | None = None) -> None:
    """Have each running plan (or those named) look for what is to be made; one demand runs once a plan."""
    with database.atomic():
        for id in running_plan_ids() if plan_ids is None else plan_ids:
            enqueue("plans.run", {"plan_id": str(id), "demand": demand}, key=f"plan:{id}:{demand}")


def run_plan(plan_id: UUID, demand: str, most_batches: int = BATCHES_A_JOB) -> bool:
    """Make what the plan asks for today, some batches of it; False when there is more, and that is asked for then."""
    means = None
    for _ in range(most_batches):
        plan = Plan.get_or_none(Plan.id == plan_id)
        if plan is None:
            return True
        if means is None or draft_of(plan) != means.draft:
            means = _means(plan, _day_of(plan, demand))
        run = make_batch(plan_id, demand, means)
        if run is None or run.ended_at is not None:
            return True
    with database.atomic():
        arguments = {"plan_id": str(plan_id), "demand": demand}
        enqueue("plans.run", arguments, key=f"plan:{plan_id}:{demand}:{run.after}")
    return False


def make_batch(plan_id: UUID, demand: str, means: _Means) -> PlanRun | None:
    """One step of a run, whole or not at all; None when the plan makes nothing any more."""
    with database.atomic():
        plan = lock_row(Plan.select().where(Plan.id == plan_id))  # two workers at one plan go one after another
        if plan is None or plan.state != "running":
            return None
        run = _run_of(plan, demand, means)
        if run.ended_at is not None:
            return run
        units, following = matching_units(means.owner, means.draft.selection, run.after, BATCH, means.fresh)
        tasks = _missing(plan, means, units)
        lay_down(tasks)
        run.made += len(tasks)
        run.unassigned += sum(1 for task in tasks if not task.officer_ids and task.kind != "self")
        run.after = following or run.after
        run.ended_at = None if following else clock.now()
        run.save()
        if tasks:
            details = {"made": len(tasks), "after": run.after, "day": means.day.isoformat()}
            record_event(SYSTEM, "plan.ran", subject=plan, details=details)
    return run


def _day_of(plan: Plan, demand: str) -> date:
    """The day a run is for is the day it began: going on after midnight must not ask for another period."""
    run = PlanRun.get_or_none((PlanRun.plan_id == plan.id) & (PlanRun.demand == demand))
    return run.day if run else clock.today()


def _run_of(plan: Plan, demand: str, means: _Means) -> PlanRun:
    run = PlanRun.get_or_none((PlanRun.plan_id == plan.id) & (PlanRun.demand == demand))
    return run or PlanRun.create(
        id=new_id(),
        plan_id=plan.id,
        demand=demand,
        day=means.day,
        after=0,
        matched=count_matching(means.owner, means.draft.selection),
        made=0,
        unassigned=0,
        began_at=clock.now(),
    )


def _means(plan: Plan, day: date) -> _Means:
    draft, owner, before = draft_of(plan), owner_of(plan), last_run(plan, day)
    timing, raised = draft.timing(plan.active_from), is_any_level_raised(before.day if before else day, day)
    return _Means(
        owner=owner,
        is_department=bool(owner.agency_id) and Agency.get_by_id(owner.agency_id).kind == AgencyKind.DEPARTMENT,
        draft=draft,
        timing=timing,
        day=day,
        last_run=before.day if before else None,
        checklists=checklists_for(draft),
        roster=roster_for(owner.agency_id, draft, day),
        working=calendar_between(day, day + timedelta(days=400)),
        level_raised=raised,
        fresh=None if raised else _fresh(plan, timing, day, before),
    )


def _fresh(plan: Plan, timing: Timing, day: date, before: PlanRun | None) -> Fresh | None:
    """Which units need to be looked at; None: all of them.

    Units whose level has no new period were seen by the run before, unless they changed since. All are looked at
    again after a change of the plan and, whatever this overlooks, every Monday.
    """
    if before is None or plan.changed_at >= before.began_at or day.weekday() == MONDAY:
        return None
    began = {
        level
        for level in range(4)
        if any(period.first > before.day for period in timing.wanted(level, day, before.day))
    }
    return Fresh(frozenset(began), before.began_at - OVERLAP) if len(began) < 4 else None


def _missing(plan: Plan, means: _Means, units: Sequence[PlannedUnit]) -> list[NewTask]:
    """What is to be made for some units and is not there; most nights that is nothing, so it is asked first."""
    levels = levels_on([unit.id for unit in units], means.day) if means.level_raised else {}
    wanted = [
        (unit, call)
        for unit in units
        if means.checklists.for_unit(unit.industry, unit.kind)
        for call in _calls(plan, means, unit, levels.get(unit.id))
    ]
    known = made_already(means.draft.kind, [(call.origin_id, unit.id, call.period_on) for unit, call in wanted])
    missing = [(unit, call) for unit, call in wanted if (call.origin_id, unit.id, call.period_on) not in known]
    return [_task(means, unit, call) for unit, call in missing]


def _calls(plan: Plan, means: _Means, unit: PlannedUnit, level: LevelInForce | None) -> Sequence[_Call]:
    """What a unit is to be checked for today: by a raised level that asks more often than the plan, or by the plan."""
    usual = means.draft.schedule.interval_for(unit.level)
    days = level.check_interval_days if level else None
    if level and days and usual and days < usual.least_days:
        block = block_of(means.day, days)
        after = block.last + timedelta(days=1)
        more = tuple(means.checklists.of_codes(level.extra_template_codes))
        return [_Call("level", level.id, block.first, block.last, after, more)]
    place = unit.level, step_of(unit.id)
    if place not in means.calls:
        periods = means.timing.wanted(unit.level, means.day, means.last_run)
        means.calls[place] = [_call(plan, means, place, period) for period in periods]
    return means.calls[place]


def _call(plan: Plan, means: _Means, place: tuple[int, int], period: Period) -> _Call:
    due_on = means.timing.due_day(period, *place, means.working)
    if due_on < means.day:  # made up after it was due: nobody is late before being told
        due_on = means.working.next_working(means.day)
    escalate_on = due_on + timedelta(days=means.draft.grace_days + 1)
    return _Call("plan", plan.id, period.first, due_on, escalate_on)


def _task(means: _Means, unit: PlannedUnit, call: _Call) -> NewTask:
    versions = means.checklists.for_unit(unit.industry, unit.kind)
    agency_id = _answering(means, unit)
    return NewTask(
        kind=means.draft.kind,
        unit_id=unit.id,
        version_ids=tuple(dict.fromkeys([*versions, *call.more])) if call.more else versions,
        note=means.draft.title,
        origin=call.origin,
        origin_id=call.origin_id,
        period_on=call.period_on,
        due_on=call.due_on,
        escalate_on=call.escalate_on,
        agency_id=agency_id,
        officer_ids=_officers(means, agency_id),
    )


def _answering(means: _Means, unit: PlannedUnit) -> UUID | None:
    """Who answers for a task's being done: the station that is sent; for self-checks the bureau in charge.

    A department answers for all its own. Source: JN-2.2.5e, JN-2.4b.
    """
    if means.is_department:
        return means.owner.agency_id
    if means.draft.kind == "self":
        return unit.managed_by_id
    if means.draft.assignment == "station" and unit.station_id in means.roster.by_agency:
        return unit.station_id
    return means.owner.agency_id


def _officers(means: _Means, agency_id: UUID | None) -> tuple[UUID, ...]:
    if agency_id is None or means.draft.assignment not in ("named", "station"):
        return ()
    if means.draft.assignment == "named":
        return tuple(means.roster.by_agency.get(agency_id, ()))
    return means.roster.pick(agency_id)
