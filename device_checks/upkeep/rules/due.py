"""What of a facility comes due on a day."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta


@dataclass(frozen=True)
class Standing:
    """A facility as its due days depend on it; ``*_passed_on`` are days on which a person let a due task pass."""

    entered_on: date
    checked_on: date | None
    every_days: int | None
    life_end_on: date | None
    check_passed_on: date | None = None
    replace_passed_on: date | None = None


def needs_check(standing: Standing, day: date) -> bool:
    """Whether the last look is longer ago than its period; the period's last day still counts. Source: JN-2.2.2d."""
    if standing.every_days is None:
        return False
    looks = [standing.checked_on or standing.entered_on, standing.check_passed_on or date.min]
    return max(looks) + timedelta(days=standing.every_days) < day


def needs_replacement(standing: Standing, day: date) -> bool:
    """Whether its life is over and nobody has said since then why it stays; its last day still counts.

    Source: JN-2.2.5g.
    """
    end = standing.life_end_on
    return end is not None and end < day and (standing.replace_passed_on or date.min) <= end


def is_ending(standing: Standing, day: date, ahead_days: int) -> bool:
    """Whether its life ends within so many days, today included. Source: JN-2.2.5g."""
    end = standing.life_end_on
    return end is not None and day <= end <= day + timedelta(days=ahead_days)
