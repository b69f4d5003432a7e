"""What may be done in a commendation, and what is shown of it."""

from reports.commendations.rules.course import (
    FIGURES,
    LEVELS,
    STATES,
    HonourKind,
    RoundState,
    check_answerable,
    check_bases,
    check_decidable,
    check_noticeable,
    check_open,
)
from reports.commendations.rules.drafts import HonourDraft, NominationDraft, ObjectionDraft, RoundDraft, TermDraft
from reports.commendations.rules.masking import mask_private
from reports.commendations.rules.terms import CODES, check_term, described

__all__ = [
    "CODES",
    "FIGURES",
    "LEVELS",
    "STATES",
    "HonourDraft",
    "HonourKind",
    "NominationDraft",
    "ObjectionDraft",
    "RoundDraft",
    "RoundState",
    "TermDraft",
    "check_answerable",
    "check_bases",
    "check_decidable",
    "check_noticeable",
    "check_open",
    "check_term",
    "described",
    "mask_private",
]
