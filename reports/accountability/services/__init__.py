"""Acts on cases of accountability."""

from reports.accountability.services.ending import close_case, withdraw_case
from reports.accountability.services.opening import name_person, open_case
from reports.accountability.services.proposing import (
    answer_proposal,
    draft_proposal,
    issue_proposal,
    make_letter,
    record_reply,
    remind_of_replies,
)

__all__ = [
    "answer_proposal",
    "close_case",
    "draft_proposal",
    "issue_proposal",
    "make_letter",
    "name_person",
    "open_case",
    "record_reply",
    "remind_of_replies",
    "withdraw_case",
]
