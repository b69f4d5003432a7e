"""When a plan is due. Hours are whole hours of the Beijing day; class 1 is looked at most often."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import pairwise

from device_checks.patrols.errors import TimesImpossible, WindowTooLong
from server.core.clock import BEIJING
from server.core.errors import FieldProblem

CLASSES = (1, 2, 3)
LOOK_BACK = timedelta(hours=24)  # each class that is patrolled at all is due within it
HOUR = timedelta(hours=1)

Times = Mapping[str, Sequence[int]]


@dataclass(frozen=True)
class Due:
    """One round: the latest time that has come, for every class that had one; ``missed`` earlier ones are made up."""

    at: datetime
    classes: tuple[int, ...]
    missed: int


def check_times(times: Times, window_minutes: int) -> None:
    """Raises TimesImpossible, WindowTooLong."""
    hours = [hour for of_class in times.values() for hour in of_class]
    sound = set(times) <= {str(one) for one in CLASSES} and all(0 <= hour <= 23 for hour in hours)
    if not hours or not sound or any(len(set(one)) != len(one) for one in times.values()):
        raise TimesImpossible(fields=[FieldProblem("times", TimesImpossible.title, TimesImpossible.code)])
    if window_minutes > 60 * shortest_gap_hours(times):
        raise WindowTooLong(fields=[FieldProblem("window_minutes", WindowTooLong.title, WindowTooLong.code)])


def shortest_gap_hours(times: Times) -> int:
    """Between any two of the plan's hours, midnight passed over; 24 when there is only one."""
    hours = sorted({hour for of_class in times.values() for hour in of_class})
    return min((later - earlier for earlier, later in pairwise([*hours, hours[0] + 24])), default=24)


def due_between(times: Times, since: datetime, until: datetime) -> Due | None:
    """What came due after ``since`` and not after ``until``, as one round; None when nothing did.

    Runs longer ago than a day are not made up, and many missed runs are made up once.
    """
    start = max(since, until - LOOK_BACK).astimezone(BEIJING)
    hour = start.replace(minute=0, second=0, microsecond=0)
    found: list[tuple[datetime, int]] = []
    while hour <= until:
        if hour > start:
            found += [(hour, int(name)) for name, hours in times.items() if hour.hour in hours]
        hour += HOUR
    if not found:
        return None
    moments = sorted({moment for moment, _ in found})
    return Due(moments[-1], tuple(sorted({one for _, one in found})), len(moments) - 1)
