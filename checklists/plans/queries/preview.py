"""What a plan will make in the next twelve months, before it is written and after."""

from __future__ import annotations

from collections import Counter
from datetime import date, timedelta
from typing import Any

from checklists.plans.queries.checklists import checklists_for
from checklists.plans.queries.units import Owner, PlannedUnit, first_matching, levels_and_ids
from checklists.plans.rules.drafts import PlanDraft
from checklists.plans.rules.periods import Timing, step_of
from checklists.templates.queries import version_titles
from server.units.calendar.queries import calendar_between
from server.units.calendar.rules import WorkingCalendar
from server.units.registry.queries.lookups import unit_names

MONTHS = 12
SHOWN = 20


def preview(owner: Owner, draft: PlanDraft, active_from: date, today: date) -> dict[str, Any]:
    """Tasks by the month they are due in, exactly; and the first of them. A handful of queries, one walk of ids.

    Units are counted by level and step first: a city's plan is worked out for some hundred classes, not for each unit.
    """
    last = _months_on(today)
    working = calendar_between(today, last)
    timing = draft.timing(active_from)
    classes = Counter((level, step_of(id)) for level, id in levels_and_ids(owner, draft.selection))
    by_month: Counter[str] = Counter()
    for (level, step), units in classes.items():
        for day in _due_days(timing, level, step, today, last, working):
            by_month[day.isoformat()[:7]] += units
    months = [{"month": month, "tasks": by_month[month]} for month in _month_names(today)]
    return {
        "matching": sum(classes.values()),
        "total": sum(by_month[row["month"]] for row in months),
        "months": months,
        "first": _first(owner, draft, timing, today, last, working),
        "unloaded_years": working.unloaded(today, last),
    }


def _first(
    owner: Owner, draft: PlanDraft, timing: Timing, today: date, last: date, working: WorkingCalendar
) -> list[dict[str, Any]]:
    units = first_matching(owner, draft.selection, SHOWN)
    checklists = checklists_for(draft)
    chosen = {unit.id: checklists.for_unit(unit.industry, unit.kind) for unit in units}
    titles = version_titles({version for ids in chosen.values() for version in ids})
    names = unit_names([unit.id for unit in units])
    return [
        {
            "unit_id": unit.id,
            "unit_name": names.get(unit.id, ""),
            "key_unit_level": unit.level or None,
            "due_on": next(iter(_due_of(timing, unit, today, last, working)), None),
            "tasks": len(_due_of(timing, unit, today, last, working)),
            "templates": [titles[version] for version in chosen[unit.id] if version in titles],
        }
        for unit in units
    ]


def _due_of(timing: Timing, unit: PlannedUnit, today: date, last: date, working: WorkingCalendar) -> list[date]:
    return _due_days(timing, unit.level, step_of(unit.id), today, last, working)


def _due_days(timing: Timing, level: int, step: int, today: date, last: date, working: WorkingCalendar) -> list[date]:
    days = (timing.due_day(one, level, step, working) for one in timing.periods(level, today, last))
    return [day for day in days if today <= day <= last]


def _months_on(today: date) -> date:
    """The last day of the eleventh month after today's: with what is left of this one, twelve months."""
    months = today.year * 12 + today.month - 1 + MONTHS
    return date(months // 12, months % 12 + 1, 1) - timedelta(days=1)


def _month_names(today: date) -> list[str]:
    months = today.year * 12 + today.month - 1
    return [f"{(months + n) // 12}-{(months + n) % 12 + 1:02d}" for n in range(MONTHS)]
