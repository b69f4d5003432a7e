"""Acts on credit records; the front door of the room."""

from reports.credits.services.exporting import ExportWish, export_records
from reports.credits.services.following import ask_withdrawal, record_decision, remind
from reports.credits.services.marking import mark_reported, mark_withdrawn
from reports.credits.services.terms import seed_credit_terms

__all__ = [
    "ExportWish",
    "ask_withdrawal",
    "export_records",
    "mark_reported",
    "mark_withdrawn",
    "record_decision",
    "remind",
    "seed_credit_terms",
]
