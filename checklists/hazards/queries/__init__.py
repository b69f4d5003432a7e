"""Reads of hazards; the front door of the room."""

from checklists.hazards.queries.listing import (
    WAITING,
    HazardFilter,
    count_hazards,
    find_hazards,
    hazard_row_within_reach,
    hazard_rows_within_reach,
    hazard_within_reach,
    hazards_changed_since,
    hazards_of_inspections,
    hazards_within_reach,
    shapes,
)
from checklists.hazards.queries.lives import life_within_reach, lives_of, lives_within_reach
from checklists.hazards.queries.rechecks import find_penalty_candidates, recheck_within_reach
from checklists.hazards.queries.terms import find_terms

__all__ = [
    "WAITING",
    "HazardFilter",
    "count_hazards",
    "find_hazards",
    "find_penalty_candidates",
    "find_terms",
    "hazard_row_within_reach",
    "hazard_rows_within_reach",
    "hazard_within_reach",
    "hazards_changed_since",
    "hazards_of_inspections",
    "hazards_within_reach",
    "life_within_reach",
    "lives_of",
    "lives_within_reach",
    "recheck_within_reach",
    "shapes",
]
