"""What can go wrong with tasks."""

from server.core.errors import RuleViolation


class OfficersTooFew(RuleViolation):
    """Source: 行政处罚法 art. 42; 公安机关办理行政案件程序规定 art. 52."""

    code = "officers_too_few"
    title = "须指派两名不同的、证件有效的检查人员"


class OfficerElsewhere(RuleViolation):
    code = "officer_elsewhere"
    title = "单位自查只能由本单位人员进行，且每人只列一次"


class TemplateNotPublished(RuleViolation):
    code = "template_not_published"
    title = "检查表没有现行版本"


class TaskEnded(RuleViolation):
    code = "task_ended"
    title = "任务已结束"
