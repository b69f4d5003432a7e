"""What is counted of a hazard, in which slices, and how slots and bands are read.

A tally has five slices, each with its own slot beside state, source and grade:

* ``found``: the day it was found, of hazards still open: their age on any day;
* ``due``: the last day of its deadline, of hazards still open: overdue or nearly so;
* ``month``: the month it was found, of all hazards but those withdrawn;
* ``facet``: its unit's facet (area, kind, industry, key level) and the year it was found, of the same;
* ``area``: its unit's area and the month it was found, of the same.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta

FOUND, DUE, MONTH, FACET, AREA = "found", "due", "month", "facet", "area"
SLICES = (FOUND, DUE, MONTH, FACET, AREA)
OPEN_STATES = ("found", "ordered", "rectified")
ENDED_STATES = ("closed", "handed_over")
#: What was withdrawn was no hazard, and is counted nowhere.
COUNTED_STATES = (*OPEN_STATES, *ENDED_STATES)
SOURCES = ("inspection", "self", "device", "report")
#: Found by the unit's own work: its self-checks and its own devices. Source: JN-1b.
SELF_SOURCES = ("self", "device")
#: Found by the police and the departments: at their inspections, or entered by an officer.
POLICE_SOURCES = ("inspection", "report")
SOON_DAYS = 7
_YEARS = 10_000  # a facet's slot is facet * _YEARS + year
#: An area's slot is its code of six digits * AREA_MONTHS + months since FIRST_YEAR: it fits 32 bits.
AREA_MONTHS, FIRST_YEAR = 1200, 2000

#: agency number, slice, slot, state, source, grade
TallyKey = tuple[int, str, int, str, str, str]


@dataclass(frozen=True)
class Band:
    """Ages in whole days, both included; the last band has no end."""

    code: str
    from_days: int
    to_days: int | None

    def days(self, today: date) -> tuple[date | None, date]:
        """First and last day on which a hazard of this age was found."""
        first = None if self.to_days is None else today - timedelta(days=self.to_days)
        return first, today - timedelta(days=self.from_days)


BANDS = (Band("week", 0, 7), Band("month", 8, 30), Band("quarter", 31, 90), Band("older", 91, None))


@dataclass(frozen=True)
class Counted:
    """What of a hazard decides where it is counted."""

    facet_id: int
    state: str
    source: str
    grade: str
    found_on: date
    due_on: date | None


def slots_of(hazard: Counted, area_code: str) -> Iterator[tuple[str, int]]:
    """The slices that a hazard is counted in, each with its slot; the area is that of its facet."""
    if hazard.state not in COUNTED_STATES:
        return
    yield MONTH, month_slot(hazard.found_on)
    yield FACET, facet_slot(hazard.facet_id, hazard.found_on.year)
    yield AREA, area_slot(area_code, hazard.found_on)
    if hazard.state in OPEN_STATES:
        yield FOUND, hazard.found_on.toordinal()
        if hazard.due_on is not None:
            yield DUE, hazard.due_on.toordinal()


def add(
    changes: Counter[TallyKey], agency_numbers: Iterable[int], hazard: Counted, area_code: str, how_many: int
) -> None:
    """Count a hazard ``how_many`` times more (or fewer) under each of the agencies."""
    slots = list(slots_of(hazard, area_code))
    for number in agency_numbers:
        for name, slot in slots:
            changes[number, name, slot, hazard.state, hazard.source, hazard.grade] += how_many


def month_slot(day: date) -> int:
    return day.year * 12 + day.month - 1


def month_of_slot(slot: int) -> str:
    """2026-11"""
    return f"{slot // 12:04d}-{slot % 12 + 1:02d}"


def month_range(slot: int) -> tuple[date, date]:
    """First and last day."""
    first = date(slot // 12, slot % 12 + 1, 1)
    after = date((slot + 1) // 12, (slot + 1) % 12 + 1, 1)
    return first, after - timedelta(days=1)


def facet_slot(facet_id: int, year: int) -> int:
    return facet_id * _YEARS + year


def facet_of_slot(slot: int) -> tuple[int, int]:
    """(facet id, year)"""
    return divmod(slot, _YEARS)


def area_slot(area_code: str, day: date) -> int:
    return int(area_code) * AREA_MONTHS + month_slot(day) - FIRST_YEAR * 12


def area_of_slot(slot: int) -> tuple[str, int]:
    """(area code, month's slot)"""
    code, month = divmod(slot, AREA_MONTHS)
    return f"{code:06d}", month + FIRST_YEAR * 12


def band_of(age_days: int) -> Band:
    """The band of an age; a hazard dated in the future has age nought."""
    age = max(age_days, 0)
    return next(band for band in BANDS if band.to_days is None or age <= band.to_days)


def share(part: int, whole: int) -> float | None:
    """Percent with one decimal; None of nothing."""
    return round(100 * part / whole, 1) if whole else None
