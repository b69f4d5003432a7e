"""Wire shapes of inspections."""

from checklists.inspections.schemas.records import RecordSchema
from checklists.inspections.schemas.shown import (
    CheckSchema,
    HazardPhotoQuery,
    InspectionQuery,
    InspectionSchema,
    InspectionSummarySchema,
    MediumQuery,
    MergeDecisionDraftSchema,
    NamedSchema,
    ReceiptSchema,
)

__all__ = [
    "CheckSchema",
    "HazardPhotoQuery",
    "InspectionQuery",
    "InspectionSchema",
    "InspectionSummarySchema",
    "MediumQuery",
    "MergeDecisionDraftSchema",
    "NamedSchema",
    "ReceiptSchema",
    "RecordSchema",
]
