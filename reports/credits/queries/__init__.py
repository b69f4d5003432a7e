"""Reads of credit records; the front door of the room."""

from reports.credits.queries.records import (
    CreditFilter,
    column_set,
    column_sets,
    filtered,
    find_records,
    near_due,
    record_shapes,
    record_within_reach,
    records_within_reach,
)

__all__ = [
    "CreditFilter",
    "column_set",
    "column_sets",
    "filtered",
    "find_records",
    "near_due",
    "record_shapes",
    "record_within_reach",
    "records_within_reach",
]
