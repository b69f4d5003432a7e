"""The table of lawful steps, and which reminder is due when."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import product
from typing import Any

import pytest

from checklists.hazards.errors import HazardNotOpen, HazardStepIllegal, TermInvalid
from checklists.hazards.rules import ENDED, LIFE, STATES, fold, next_state
from checklists.hazards.rules.terms import Escalation, Reminder, check_term, due_escalation, due_reminder

DAY = date(2026, 11, 22)


def test_a_life_leads_where_its_steps_lead() -> None:
    assert (
        fold(["found", "ordered", "rectified", "recheck_failed", "overdue", "rectified", "recheck_passed"]) == "closed"
    )
    assert fold(["found", "rectified", "recheck_failed"]) == "found"  # nobody had ordered it
    assert fold(["found", "ordered", "order_revoked", "classified", "handed_over"]) == "handed_over"
    assert fold(["found", "ordered", "recheck_passed", "order_revoked"]) == "closed"


@pytest.mark.parametrize(("state", "step"), [(s, t) for s, t in product((None, *STATES), LIFE) if s not in LIFE[t]])
def test_every_other_pair_of_state_and_step_is_refused(state: str | None, step: str) -> None:
    with pytest.raises(HazardNotOpen if step == "ordered" else HazardStepIllegal):
        next_state(state, step, has_order=False)


def test_the_table_leads_to_known_states_only_and_each_is_reached() -> None:
    reached = {after for steps in LIFE.values() for after in steps.values()} - {"order?"}
    assert reached == set(STATES)
    assert {state for steps in LIFE.values() for state in steps if state} <= set(STATES)
    assert "handed_over" in ENDED
    assert not any("handed_over" in steps for steps in LIFE.values())


def test_a_life_without_a_beginning_is_none() -> None:
    for steps in ([], ["ordered"], ["found", "found"]):
        with pytest.raises((HazardStepIllegal, HazardNotOpen)):
            fold(steps)


LINES = [Reminder("deadline", days, ("unit",), "x") for days in (-7, -3, -1, 0, 3)]


@pytest.mark.parametrize(
    ("today", "set_on", "days"),
    [
        *[(-8, -20, None), (-7, -20, -7), (-5, -20, -7), (-2, -20, -3), (0, -20, 0), (2, -20, 0), (9, -20, 3)],
        *[(-5, -6, None), (-3, -6, -3), (-7, -7, None)],
    ],
)
def test_the_latest_reminder_whose_time_has_come_is_due(today: int, set_on: int, days: int | None) -> None:
    found = due_reminder(LINES, "deadline", DAY, DAY + timedelta(days=set_on), DAY + timedelta(days=today))
    assert (found.days if found else None) == days


def test_the_highest_level_that_is_due_is_told() -> None:
    lines = [Escalation(1, 1), Escalation(15, 2)]
    levels = {
        days: line.levels if (line := due_escalation(lines, DAY, DAY + timedelta(days=days))) else 0
        for days in (0, 1, 14, 15)
    }
    assert levels == {0: 0, 1: 1, 14: 1, 15: 2}


@pytest.mark.parametrize(
    ("code", "value"),
    [
        ("recheck_working_days", 0),
        ("recheck_working_days", True),
        ("recheck_working_days", "3"),
        ("reminders", {"about": "deadline"}),
        ("reminders", [{"about": "moon", "days": 1, "to": ["unit"], "text": "x"}]),
        ("reminders", [{"about": "deadline", "days": 1, "to": [], "text": "x"}]),
        ("reminders", [{"about": "deadline", "days": 1, "to": ["unit"], "text": "{hazard.__class__}"}]),
        ("reminders", [{"about": "deadline", "days": 1, "to": ["unit"], "text": "{title!r}"}]),
        ("reminders", [{"about": "deadline", "days": 1, "to": ["unit"], "text": "{title:>9999999}"}]),
        ("reminders", [{"about": "deadline", "days": 1, "to": ["unit"], "text": "{"}]),
        ("escalations", [{"days": 0, "levels": 1}]),
        ("escalations", [{"days": 1, "levels": 9}]),
        ("escalations", "soon"),
    ],
)
def test_a_term_that_cannot_be_is_refused(code: str, value: Any) -> None:
    with pytest.raises(TermInvalid):
        check_term(code, value)
