"""Acts of assessment."""

from reports.assessments.services.counting import count_run
from reports.assessments.services.runs import approve_run, ask_again, ask_for_run, mark_by_hand, revoke_run
from reports.assessments.services.schemes import draft_scheme, publish_scheme, revise_scheme
from reports.assessments.services.workbooks import write_workbook

__all__ = [
    "approve_run",
    "ask_again",
    "ask_for_run",
    "count_run",
    "draft_scheme",
    "mark_by_hand",
    "publish_scheme",
    "revise_scheme",
    "revoke_run",
    "write_workbook",
]
