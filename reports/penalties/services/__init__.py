"""Acts of the penalty procedure; the front door of the room."""

from reports.penalties.services.acts import take_act
from reports.penalties.services.deadlines import end_deadlines, open_deadline
from reports.penalties.services.deciding import decide_case
from reports.penalties.services.filing import file_case
from reports.penalties.services.spot import penalize_on_the_spot
from reports.penalties.services.terms import TermDraft, seed_penalty_terms, set_penalty_term

__all__ = [
    "TermDraft",
    "decide_case",
    "end_deadlines",
    "file_case",
    "open_deadline",
    "penalize_on_the_spot",
    "seed_penalty_terms",
    "set_penalty_term",
    "take_act",
]
