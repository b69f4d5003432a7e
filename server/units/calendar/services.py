"""Keeping the calendar of working days."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from server.core import clock
from server.core.database import IntegrityError, database, save_versioned
from server.core.errors import Stale
from server.core.events import record_event
from server.core.ids import new_id
from server.core.permissions import Actor
from server.units.calendar.models import CalendarYear, Holiday
from server.units.calendar.queries import days_of, year_row
from server.units.calendar.rules import DayDraft, check_days

SEED_SOURCE = "国务院办公厅年度放假安排（chinesecalendar）"


def seed_calendar(actor: Actor) -> int:
    """Add the years that chinesecalendar knows and nobody has entered; how many were added.

    A year that is there stays as it is: people may have corrected it.
    """
    from chinese_calendar.constants import Holiday as Named
    from chinese_calendar.constants import holidays, workdays  # a large table: not when the program starts

    known = {row.year for row in CalendarYear.select(CalendarYear.year)}
    by_year: dict[int, list[DayDraft]] = {}
    for days, is_working in ((holidays, False), (workdays, True)):
        for day, name in days.items():
            chinese = Named(name).chinese
            draft = DayDraft(day, is_working, f"{chinese}调休上班" if is_working else chinese)
            by_year.setdefault(day.year, []).append(draft)
    missing = sorted(set(by_year) - known)
    if not missing:
        return 0
    with database.atomic():
        rows = [CalendarYear.create(id=new_id(), year=year, source=SEED_SOURCE) for year in missing]
        _write_days(draft for year in missing for draft in by_year[year])
        record_event(actor, "calendar.seeded", subject=rows[-1], details={"first": missing[0], "last": missing[-1]})
    return len(missing)


def arrange_year(actor: Actor, seen: CalendarYear | None, year: int, days: Sequence[DayDraft], source: str) -> Any:
    """Write the whole arrangement of a year over the version that was seen (None: it was not there).

    The same arrangement again changes nothing. Raises Forbidden, DayOutsideYear, NothingDeparts, Stale.
    """
    actor.check("calendar.edit")
    check_days(year, days)
    try:
        with database.atomic():
            row = year_row(year)
            if row is not None and _is_same(row, days, source):
                return row
            if row is not None and seen is None:
                raise Stale()
            if seen is None:
                row = CalendarYear.create(id=new_id(), year=year, source=source, edited_at=clock.now())
            else:
                row = seen
                save_versioned(row, {"source": source, "edited_at": clock.now()})
            Holiday.delete().where(Holiday.year == year).execute()
            _write_days(days)
            record_event(actor, "calendar.arranged", subject=row, details={"year": year, "days": len(days)})
    except IntegrityError as error:  # a parallel twin entered the year first
        raise Stale() from error
    return row


def _is_same(row: CalendarYear, days: Sequence[DayDraft], source: str) -> bool:
    kept = [DayDraft(one.day, one.is_working, one.name) for one in days_of([row.year])[row.year]]
    return bool(row.source == source and kept == sorted(days, key=lambda draft: draft.day))


def _write_days(days: Iterable[DayDraft]) -> None:
    rows = [{"id": new_id(), "year": draft.day.year, **vars(draft)} for draft in days]
    for start in range(0, len(rows), 200):
        Holiday.insert_many(rows[start : start + 200]).execute()
