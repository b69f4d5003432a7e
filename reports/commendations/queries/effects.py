"""What a term would change, before it is set."""

from __future__ import annotations

from datetime import date
from typing import Any

from reports.commendations.queries.candidates import count_meeting
from reports.commendations.queries.terms import term_on
from reports.commendations.rules import check_term
from reports.documents.rendering.wording import write_day
from server.core.permissions import Actor
from server.units.calendar.queries import add_working_days


def effect_of(actor: Actor, code: str, value: Any, from_on: date) -> list[str]:
    """What a value would change, in sentences: the last day of a notice, how many units would be proposed.

    Nothing is kept. Raises TermInvalid.
    """
    check_term(code, value)
    if code == "notice_working_days":
        return [f"{write_day(from_on)}开始的公示，至{write_day(add_working_days(from_on, value))}届满。"]
    then = count_meeting(actor, from_on.year, value)
    now = count_meeting(actor, from_on.year, term_on(code))
    return [f"按{from_on.year}年度数据，管辖范围内符合条件的单位：现行条件 {now} 个，改定后 {then} 个。"]
