"""Acts on duties."""

from checklists.duties.services.covers import cover_by_training, uncover_training
from checklists.duties.services.drills import plan_drill, report_drill
from checklists.duties.services.papers import file_paper
from checklists.duties.services.projects import close_project, open_project, pass_gate
from checklists.duties.services.remarks import remark_on_drill, remark_on_paper
from checklists.duties.services.reminding import remind_of_counts, remind_of_reviews
from checklists.duties.services.requirements import load_duty_rules, revise_duty_rule

__all__ = [
    "close_project",
    "cover_by_training",
    "file_paper",
    "load_duty_rules",
    "open_project",
    "pass_gate",
    "plan_drill",
    "remark_on_drill",
    "remark_on_paper",
    "remind_of_counts",
    "remind_of_reviews",
    "report_drill",
    "revise_duty_rule",
    "uncover_training",
]
