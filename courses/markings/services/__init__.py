"""Acts of marking."""

from courses.markings.services.counting import ask_statistics, count_statistics
from courses.markings.services.open_marks import give_mark
from courses.markings.services.regrading import apply_some, decide_regrade, propose_regrade
from courses.markings.services.results import give_result, mark_late, mark_submitted
from courses.markings.services.terms import seed_marking_terms, set_marking_term
from courses.markings.services.trials import ask_trial, break_trial, carry_on_trial

__all__ = [
    "apply_some",
    "ask_statistics",
    "ask_trial",
    "break_trial",
    "carry_on_trial",
    "count_statistics",
    "decide_regrade",
    "give_mark",
    "give_result",
    "mark_late",
    "mark_submitted",
    "propose_regrade",
    "seed_marking_terms",
    "set_marking_term",
]
