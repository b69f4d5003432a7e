"""Acts on hazards; the front door of the room."""

from checklists.hazards.services.extensions import ask_extension, decide_extension, withdraw_overdue
from checklists.hazards.services.finding import find_hazards_in, report_hazard
from checklists.hazards.services.handovers import classify_hazard, hand_over_hazard
from checklists.hazards.services.moves import subscribe_changes
from checklists.hazards.services.ordering import OrderGiven, order_hazards, release_hazards
from checklists.hazards.services.rechecks import recheck_hazards
from checklists.hazards.services.rectifying import close_hazard, rectify_hazard
from checklists.hazards.services.terms import seed_terms, set_term
from checklists.hazards.services.withdrawing import restore_hazards, withdraw_hazards

__all__ = [
    "OrderGiven",
    "ask_extension",
    "classify_hazard",
    "close_hazard",
    "decide_extension",
    "find_hazards_in",
    "hand_over_hazard",
    "order_hazards",
    "recheck_hazards",
    "rectify_hazard",
    "release_hazards",
    "report_hazard",
    "restore_hazards",
    "seed_terms",
    "set_term",
    "subscribe_changes",
    "withdraw_hazards",
    "withdraw_overdue",
]
