"""Acts on bulletins, briefs and their schedules."""

from reports.bulletins.services.briefs import end_schedule, hear_brief, lay_schedule, make_brief, raise_overdue
from reports.bulletins.services.drafting import draft_bulletin, refresh_figures, revise_bulletin
from reports.bulletins.services.issuing import issue_bulletin, revoke_bulletin
from reports.bulletins.services.workbooks import write_workbook

__all__ = [
    "draft_bulletin",
    "end_schedule",
    "hear_brief",
    "issue_bulletin",
    "lay_schedule",
    "make_brief",
    "raise_overdue",
    "refresh_figures",
    "revise_bulletin",
    "revoke_bulletin",
    "write_workbook",
]
