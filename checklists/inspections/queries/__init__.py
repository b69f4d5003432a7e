"""Reads of inspections, within the reach of their units."""

from checklists.inspections.queries.checks import check_within_reach, is_settled, lead_of, whole_in_full
from checklists.inspections.queries.listing import InspectionFilter, find_inspections
from checklists.inspections.queries.lookups import (
    inspection_by_id,
    inspection_within_reach,
    inspections_within_reach,
    is_complete,
)
from checklists.inspections.queries.receipts import Receipt, receipt_of, receipt_within_reach
from checklists.inspections.queries.records import in_full, inspection_in_full, medium_of, medium_within_reach
from checklists.inspections.queries.relations import (
    check_of,
    codes_of_check,
    correction_of,
    hazards_standing_of,
    versions_inspected_for,
)

__all__ = [
    "InspectionFilter",
    "Receipt",
    "check_of",
    "check_within_reach",
    "codes_of_check",
    "correction_of",
    "find_inspections",
    "hazards_standing_of",
    "in_full",
    "inspection_by_id",
    "inspection_in_full",
    "inspection_within_reach",
    "inspections_within_reach",
    "is_complete",
    "is_settled",
    "lead_of",
    "medium_of",
    "medium_within_reach",
    "receipt_of",
    "receipt_within_reach",
    "versions_inspected_for",
    "whole_in_full",
]
