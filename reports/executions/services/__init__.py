"""Acts after a decision; the front door of the room."""

from reports.executions.services.acts import DOERS, take_execution_act
from reports.executions.services.deadlines import start_terms
from reports.executions.services.terms import seed_execution_terms

__all__ = ["DOERS", "seed_execution_terms", "start_terms", "take_execution_act"]
