"""What can go wrong with the calendar of working days."""

from __future__ import annotations

from server.core.errors import RuleViolation


class DayOutsideYear(RuleViolation):
    code = "day_outside_year"
    title = "日期不属于所填的年度，或重复"


class NothingDeparts(RuleViolation):
    """A year without a single exception is no published year: saving it would silence the warning."""

    code = "no_exceptions"
    title = "没有填写放假或调休安排"
