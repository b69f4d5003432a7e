"""Periods, drafts, and what figures look like once they are laid down."""

from reports.bulletins.rules.drafts import BulletinDraft, HearingDraft, Revision, ScheduleDraft, check_hearing
from reports.bulletins.rules.figures import ChartData, Figures, TableData, change_words, percent
from reports.bulletins.rules.periods import Period, Span, check_period, due_periods, period_of

__all__ = [
    "BulletinDraft",
    "ChartData",
    "Figures",
    "HearingDraft",
    "Period",
    "Revision",
    "ScheduleDraft",
    "Span",
    "TableData",
    "change_words",
    "check_hearing",
    "check_period",
    "due_periods",
    "percent",
    "period_of",
]
