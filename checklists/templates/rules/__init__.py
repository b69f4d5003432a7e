"""What a checklist is and what it means."""

from checklists.templates.rules.assigning import assigned, is_for, is_general
from checklists.templates.rules.changes import Changes, changes_between
from checklists.templates.rules.definitions import (
    LEVEL_FACT,
    check_definition,
    check_predicate,
    circles_of,
    items_of,
    references_of,
)
from checklists.templates.rules.sampling import is_count, rate_text
from checklists.templates.rules.sheets import GROUPS, OUTCOMES, RESULTS, Sheet

STATES = ("draft", "published", "closing", "closed")
NEXT_STATES = {"draft": {"published"}, "published": {"closing", "closed"}, "closing": {"closed"}, "closed": set()}
ACCEPTING = {"published", "closing"}  # a record filled with such a version is in order

__all__ = [
    "ACCEPTING",
    "GROUPS",
    "LEVEL_FACT",
    "NEXT_STATES",
    "OUTCOMES",
    "RESULTS",
    "STATES",
    "Changes",
    "Sheet",
    "assigned",
    "changes_between",
    "check_definition",
    "check_predicate",
    "circles_of",
    "is_count",
    "is_for",
    "is_general",
    "items_of",
    "rate_text",
    "references_of",
]
