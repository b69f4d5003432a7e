"""Acts after a decision; the front door of the room."""

from reports.executions.services.acts import DOERS, take_execution_act
from reports.executions.services.deadlines import renew_deadlines
from reports.executions.services.terms import seed_execution_terms

__all__ = ["DOERS", "renew_deadlines", "seed_execution_terms", "take_execution_act"]
