"""Acts on the annual rotation."""

from courses.rotations.services.closing import close_cycle, close_ended_cycles
from courses.rotations.services.crediting import (
    credit_seconds,
    move_credits,
    note_exam,
    note_exams,
    settle_cycle,
    withdraw_credits,
)
from courses.rotations.services.enrolling import keep_up_all, keep_up_cycle, keep_up_person
from courses.rotations.services.excusing import excuse, withdraw_excuse
from courses.rotations.services.planning import open_cycle, revise_cycle
from courses.rotations.services.reminding import remind_people

__all__ = [
    "close_cycle",
    "close_ended_cycles",
    "credit_seconds",
    "excuse",
    "keep_up_all",
    "keep_up_cycle",
    "keep_up_person",
    "move_credits",
    "note_exam",
    "note_exams",
    "open_cycle",
    "remind_people",
    "revise_cycle",
    "settle_cycle",
    "withdraw_credits",
    "withdraw_excuse",
]
